#include "store/revisions.h"

#include "store/connection.h"

namespace laurel::store {
namespace {

constexpr std::string_view kRead =
    "SELECT revision FROM organization_revision WHERE organization_id = $1";

constexpr std::string_view kCount = R"sql(
  INSERT INTO organization_revision (organization_id, revision) VALUES ($1, 1)
  ON CONFLICT (organization_id) DO UPDATE SET revision = organization_revision.revision + 1)sql";

}  // namespace

base::Result<std::int64_t> revision(Transaction& tx, model::OrganizationId organization) {
  Statement row = TRY(tx.connection().query(kRead, {organization}));
  return TRY(row.step()) ? row.integer(0) : 0;
}

base::Result<std::int64_t> locked_revision(Transaction& tx, model::OrganizationId organization) {
  TRY(lock_organization(tx.connection(), organization));
  return revision(tx, organization);
}

base::Status count_revision(Connection& connection, model::OrganizationId organization) {
  TRY(connection.execute(kCount, {organization}));
  return {};
}

}  // namespace laurel::store
