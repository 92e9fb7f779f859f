#include "store/idempotency.h"

#include "store/connection.h"

namespace laurel::store {
namespace {

constexpr std::string_view kFind = R"sql(
  SELECT request, status, body, kept_at FROM kept_reply
  WHERE organization_id = $1 AND request_key = $2)sql";

constexpr std::string_view kKeep = R"sql(
  INSERT INTO kept_reply (organization_id, request_key, request, status, body, kept_at)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (organization_id, request_key) DO UPDATE SET
    request = excluded.request, status = excluded.status, body = excluded.body,
    kept_at = excluded.kept_at)sql";

constexpr std::string_view kForget = R"sql(
  DELETE FROM kept_reply WHERE organization_id = $1 AND request_key IN (
    SELECT request_key FROM kept_reply WHERE organization_id = $1 AND kept_at < $2
    ORDER BY kept_at LIMIT $3))sql";

}  // namespace

base::Result<std::optional<KeptReply>> find_reply(Transaction& tx,
                                                  model::OrganizationId organization,
                                                  const RequestKey& key, base::Timestamp now) {
  Connection& connection = tx.connection();
  // Two processes with the same request: the second waits, then finds the reply of the first.
  TRY(lock_organization(connection, organization));
  Statement row = TRY(connection.query(kFind, {organization, key.key}));
  if (!TRY(row.step()) || row.timestamp(3).micros < now.micros - kKeptMicros)
    return std::optional<KeptReply>();
  if (row.text(0) != key.request) {
    return base::conflict(
        "This idempotency key was used with another request. Send a new key with a new request.");
  }
  return std::optional<KeptReply>({row.number(1), row.string(2)});
}

base::Status keep_reply(Transaction& tx, model::OrganizationId organization, const RequestKey& key,
                        const KeptReply& reply, base::Timestamp now) {
  TRY(tx.connection().execute(kKeep,
                              {organization, key.key, key.request, reply.status, reply.body, now}));
  return {};
}

base::Result<std::int64_t> forget_replies(Transaction& tx, model::OrganizationId organization,
                                          base::Timestamp now, std::int64_t most) {
  return tx.connection().execute(kForget,
                                 {organization, base::Timestamp{now.micros - kKeptMicros}, most});
}

}  // namespace laurel::store
