#include "store/mappings.h"

#include "store/connection.h"
#include "store/packed.h"

namespace laurel::store {
namespace {

constexpr std::string_view kFind = R"sql(
  SELECT requests, dates FROM mapping WHERE organization_id = $1 AND name = $2)sql";

constexpr std::string_view kSave = R"sql(
  INSERT INTO mapping (organization_id, name, requests, dates) VALUES ($1, $2, $3, $4)
  ON CONFLICT (organization_id, name)
  DO UPDATE SET requests = excluded.requests, dates = excluded.dates)sql";

constexpr std::string_view kList =
    "SELECT name FROM mapping WHERE organization_id = $1 ORDER BY name";

}  // namespace

base::Result<std::optional<SavedMapping>> find_mapping(Transaction& tx,
                                                       model::OrganizationId organization,
                                                       std::string_view name) {
  Statement row = TRY(tx.connection().query(kFind, {organization, name}));
  if (!TRY(row.step())) return std::optional<SavedMapping>();
  return std::optional<SavedMapping>({unpack_lines(row.text(0)), row.string(1)});
}

base::Status save_mapping(Transaction& tx, model::OrganizationId organization,
                          std::string_view name, const SavedMapping& mapping) {
  TRY(tx.connection().execute(kSave,
                              {organization, name, pack_lines(mapping.requests), mapping.dates}));
  return {};
}

base::Result<std::vector<std::string>> list_mappings(Transaction& tx,
                                                     model::OrganizationId organization) {
  std::vector<std::string> names;
  Statement row = TRY(tx.connection().query(kList, {organization}));
  while (TRY(row.step())) names.push_back(row.string(0));
  return names;
}

}  // namespace laurel::store
