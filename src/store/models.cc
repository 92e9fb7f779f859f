#include "store/models.h"

#include <fmt/format.h>

#include "base/secret.h"
#include "store/connection.h"
#include "store/dimensions.h"
#include "store/revisions.h"

namespace laurel::store {
namespace {

constexpr std::string_view kColumns =
    "organization_id, model_number, version, bytes, checksum, card, made_at, made_by, texts, seed, "
    "flag, in_use";

constexpr std::string_view kList = R"sql(
  SELECT model_number, version, card, made_at, made_by, texts, seed, flag, in_use
  FROM organization_model
  WHERE organization_id = $1 ORDER BY model_number)sql";

constexpr std::string_view kFind = R"sql(
  SELECT in_use FROM organization_model WHERE organization_id = $1 AND model_number = $2)sql";

constexpr std::string_view kStopUsing = R"sql(
  UPDATE organization_model SET in_use = $2 WHERE organization_id = $1 AND in_use)sql";

constexpr std::string_view kUse = R"sql(
  UPDATE organization_model SET in_use = $3
  WHERE organization_id = $1 AND model_number = $2)sql";

constexpr std::string_view kRemove = R"sql(
  DELETE FROM organization_model WHERE organization_id = $1 AND model_number = $2)sql";

constexpr std::string_view kReadInUse = R"sql(
  SELECT bytes, checksum FROM organization_model WHERE organization_id = $1 AND in_use)sql";

constexpr std::string_view kReadOne = R"sql(
  SELECT bytes, checksum FROM organization_model
  WHERE organization_id = $1 AND model_number = $2)sql";

constexpr std::string_view kFlagInUse =
    "SELECT flag FROM organization_model WHERE organization_id = $1 AND in_use";

base::Error no_model(std::int32_t number) {
  return base::not_found(
      fmt::format("There is no model {}. `laurel model list` shows them.", number));
}

std::string_view view(const base::Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

base::Result<std::string> checked(const Statement& row) {
  std::string bytes(row.bytes(0));
  if (row.bytes(1) != view(base::digest_of(bytes))) {
    return base::Error{
        base::ErrorCode::kInternal,
        "The stored praise model is damaged. Choose another with `laurel model use`.",
        {}};
  }
  return bytes;
}

}  // namespace

base::Result<std::int32_t> add_model(Transaction& tx, model::OrganizationId organization,
                                     const OrganizationModel& model, std::string_view bytes) {
  Connection& connection = tx.connection();
  const std::int32_t number = TRY(take_numbers(connection, organization, "model", 1));
  const base::Digest checksum = base::digest_of(bytes);
  const auto bulk = TRY(connection.bulk_insert("organization_model", kColumns));
  TRY(bulk->row({organization, number, model.version, Bytes{bytes}, checksum, model.card,
                 model.made_at, model.made_by, model.texts, static_cast<std::int64_t>(model.seed),
                 model.flag, false}));
  TRY(bulk->finish());
  return number;
}

base::Result<std::vector<OrganizationModel>> list_models(Transaction& tx,
                                                         model::OrganizationId organization) {
  std::vector<OrganizationModel> models;
  Statement row = TRY(tx.connection().query(kList, {organization}));
  while (TRY(row.step())) {
    models.push_back({row.number(0), row.string(1), row.string(2), row.timestamp(3), row.string(4),
                      row.integer(5), static_cast<std::uint64_t>(row.integer(6)), row.real(7),
                      row.boolean(8)});
  }
  return models;
}

base::Status use_model(Transaction& tx, model::OrganizationId organization, std::int32_t number) {
  Connection& connection = tx.connection();
  TRY(lock_organization(connection, organization));
  TRY(connection.execute(kStopUsing, {organization, false}));
  if (number != 0) {
    if (TRY(connection.execute(kUse, {organization, number, true})) == 0) return no_model(number);
  }
  return count_revision(connection, organization);
}

base::Status remove_model(Transaction& tx, model::OrganizationId organization,
                          std::int32_t number) {
  Connection& connection = tx.connection();
  TRY(lock_organization(connection, organization));
  {
    Statement row = TRY(connection.query(kFind, {organization, number}));
    if (!TRY(row.step())) return no_model(number);
    if (row.boolean(0)) {
      return base::conflict(fmt::format(
          "Model {} is in use. Choose another first, such as `laurel model use built-in`.",
          number));
    }
  }
  TRY(connection.execute(kRemove, {organization, number}));
  return {};
}

base::Result<std::optional<std::string>> model_bytes_in_use(Transaction& tx,
                                                            model::OrganizationId organization) {
  Statement row = TRY(tx.connection().query(kReadInUse, {organization}));
  if (!TRY(row.step())) return std::optional<std::string>();
  return std::optional(TRY(checked(row)));
}

base::Result<std::optional<double>> flag_in_use(Transaction& tx,
                                                model::OrganizationId organization) {
  std::optional<double> flag;
  Statement row = TRY(tx.connection().query(kFlagInUse, {organization}));
  if (TRY(row.step())) flag = row.real(0);
  return flag;
}

base::Result<std::string> model_bytes(Transaction& tx, model::OrganizationId organization,
                                      std::int32_t number) {
  Statement row = TRY(tx.connection().query(kReadOne, {organization, number}));
  if (!TRY(row.step())) return no_model(number);
  return checked(row);
}

}  // namespace laurel::store
