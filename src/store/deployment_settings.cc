#include "store/deployment_settings.h"

#include "store/connection.h"

namespace laurel::store {
namespace {

constexpr std::string_view kRead = "SELECT value FROM deployment_setting WHERE name = $1";

constexpr std::string_view kAdd = R"sql(
  INSERT INTO deployment_setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING)sql";

}  // namespace

base::Result<std::optional<std::string>> read_deployment_setting(Transaction& tx,
                                                                 std::string_view name) {
  Statement row = TRY(tx.connection().query(kRead, {name}));
  if (!TRY(row.step())) return std::optional<std::string>();
  return std::optional<std::string>(row.string(0));
}

base::Status add_deployment_setting(Transaction& tx, std::string_view name,
                                    std::string_view value) {
  if (TRY(tx.connection().execute(kAdd, {name, value})) > 0) return {};
  return base::conflict("This was set by another process just now. Try again.");
}

}  // namespace laurel::store
