#include "store/response_pages.h"

#include "store/connection.h"
#include "store/response_rows.h"

namespace laurel::store {
namespace {

constexpr std::string_view kFindNamed = R"sql(
  SELECT r.response_id FROM source s
  JOIN response r ON r.organization_id = s.organization_id AND r.source_id = s.source_id
  WHERE s.organization_id = $1 AND s.name = $2 AND r.external_id = $3)sql";

}  // namespace

base::Result<std::vector<model::ResponseRecord>> responses_after(Transaction& tx,
                                                                 model::OrganizationId organization,
                                                                 model::ResponseId after,
                                                                 std::int64_t limit) {
  TRY(lock_organization(tx.connection(), organization));
  base::Uuid last;
  last.bytes.fill(0xff);
  return load_responses(tx.connection(), organization, after.value, last, limit);
}

base::Result<std::optional<model::ResponseRecord>> find_response_named(
    Transaction& tx, model::OrganizationId organization, std::string_view source,
    std::string_view external_id) {
  base::Uuid id;
  {
    Statement row = TRY(tx.connection().query(kFindNamed, {organization, source, external_id}));
    if (!TRY(row.step())) return std::optional<model::ResponseRecord>();
    id = row.uuid(0);
  }
  auto records = TRY(load_responses(tx.connection(), organization, {id}));
  if (records.empty()) return std::optional<model::ResponseRecord>();
  return std::optional(std::move(records.front()));
}

}  // namespace laurel::store
