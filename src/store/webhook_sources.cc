#include "store/webhook_sources.h"

#include <fmt/format.h>

#include "store/connection.h"
#include "store/packed.h"

namespace laurel::store {
namespace {

constexpr std::string_view kAdd = R"sql(
  INSERT INTO webhook_source (organization_id, webhook_source_id, name, kind, secret, mapping,
                              enabled, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (organization_id, name) DO NOTHING)sql";

constexpr std::string_view kNameTaken = R"sql(
  SELECT 1 FROM webhook_source
  WHERE organization_id = $1 AND name = $2 AND webhook_source_id <> $3)sql";

constexpr std::string_view kUpdate = R"sql(
  UPDATE webhook_source SET name = $3, mapping = $4, enabled = $5
  WHERE organization_id = $1 AND webhook_source_id = $2)sql";

constexpr std::string_view kReplaceSecret = R"sql(
  UPDATE webhook_source SET secret = $3
  WHERE organization_id = $1 AND webhook_source_id = $2)sql";

constexpr std::string_view kList = R"sql(
  SELECT webhook_source_id, name, kind, mapping, enabled, created_at FROM webhook_source
  WHERE organization_id = $1 ORDER BY name)sql";

constexpr std::string_view kFind = R"sql(
  SELECT webhook_source_id, name, kind, mapping, enabled, created_at, secret FROM webhook_source
  WHERE organization_id = $1 AND webhook_source_id = $2)sql";

constexpr std::string_view kSecrets =
    "SELECT organization_id, webhook_source_id, secret FROM webhook_source";

WebhookSource read(const Statement& row) {
  return {{row.uuid(0)},  row.string(1),   row.string(2), unpack_lines(row.text(3)),
          row.boolean(4), row.timestamp(5)};
}

base::Error taken(const std::string& name) {
  return base::conflict(
      fmt::format("There is a webhook source {} already. Choose another name.", name));
}

base::Error missing() { return base::not_found("There is no such webhook source."); }

}  // namespace

base::Status add_webhook_source(Transaction& tx, model::OrganizationId organization,
                                const WebhookSource& source, const std::string& secret) {
  const std::int64_t added = TRY(tx.connection().execute(
      kAdd, {organization, source.id, source.name, source.kind, secret, pack_lines(source.mapping),
             source.enabled, source.created_at}));
  if (added == 0) return taken(source.name);
  return {};
}

base::Status update_webhook_source(Transaction& tx, model::OrganizationId organization,
                                   const WebhookSource& source) {
  Connection& connection = tx.connection();
  TRY(lock_organization(connection, organization));
  {
    Statement row = TRY(connection.query(kNameTaken, {organization, source.name, source.id}));
    if (TRY(row.step())) return taken(source.name);
  }
  const std::int64_t changed = TRY(connection.execute(
      kUpdate, {organization, source.id, source.name, pack_lines(source.mapping), source.enabled}));
  if (changed == 0) return missing();
  return {};
}

base::Status replace_webhook_secret(Transaction& tx, model::OrganizationId organization,
                                    WebhookSourceId id, const std::string& secret) {
  if (TRY(tx.connection().execute(kReplaceSecret, {organization, id, secret})) == 0)
    return missing();
  return {};
}

base::Result<std::vector<WebhookSource>> list_webhook_sources(Transaction& tx,
                                                              model::OrganizationId organization) {
  std::vector<WebhookSource> sources;
  Statement row = TRY(tx.connection().query(kList, {organization}));
  while (TRY(row.step())) sources.push_back(read(row));
  return sources;
}

base::Result<std::vector<StoredWebhookSecret>> list_webhook_secrets(Transaction& tx) {
  std::vector<StoredWebhookSecret> secrets;
  Statement row = TRY(tx.connection().query(kSecrets, {}));
  while (TRY(row.step())) secrets.push_back({{row.uuid(0)}, {row.uuid(1)}, row.string(2)});
  return secrets;
}

base::Result<std::optional<WebhookSourceWithSecret>> find_webhook_source(
    Transaction& tx, model::OrganizationId organization, WebhookSourceId id) {
  Statement row = TRY(tx.connection().query(kFind, {organization, id}));
  if (!TRY(row.step())) return std::optional<WebhookSourceWithSecret>();
  return std::optional<WebhookSourceWithSecret>({read(row), row.string(6)});
}

}  // namespace laurel::store
