#include "store/connection.h"

#include "store/dimensions.h"

namespace laurel::store {
namespace {

// NO KEY: rows that refer to the organization may still be inserted by others.
constexpr std::string_view kLockOrganization = R"sql(
  SELECT 1 FROM organization WHERE organization_id = $1 FOR NO KEY UPDATE)sql";

constexpr std::string_view kTakeNumbers = R"sql(
  INSERT INTO dimension_counter (organization_id, dimension, last) VALUES ($1, $2, $3)
  ON CONFLICT (organization_id, dimension) DO UPDATE SET last = dimension_counter.last + excluded.last
  RETURNING last)sql";

}  // namespace

base::Status lock_organization(Connection& connection, model::OrganizationId organization) {
  if (connection.engine() == Engine::kSqlite) return {};
  TRY(connection.execute(kLockOrganization, {organization}));
  return {};
}

base::Result<std::int32_t> take_numbers(Connection& connection, model::OrganizationId organization,
                                        std::string_view dimension, std::size_t count) {
  Statement statement = TRY(
      connection.query(kTakeNumbers, {organization, dimension, static_cast<std::int64_t>(count)}));
  CHECK(TRY(statement.step()));
  const std::int32_t last = statement.number(0);
  while (TRY(statement.step())) {
  }
  return last - static_cast<std::int32_t>(count) + 1;
}

}  // namespace laurel::store
