#include "store/inbox.h"

#include <algorithm>

#include "store/connection.h"

namespace laurel::store {
namespace {

constexpr std::string_view kReceive = R"sql(
  INSERT INTO inbox (organization_id, inbox_id, webhook_source_id, event_id, body, received_at,
                     state, due_at, attempts, error)
  VALUES ($1, $2, $3, $4, $5, $6, 0, $6, 0, '')
  ON CONFLICT (organization_id, webhook_source_id, event_id) DO NOTHING)sql";

// One probe of the index of due items for each organization.
constexpr std::string_view kWithDue = R"sql(
  SELECT o.organization_id FROM organization o WHERE EXISTS (
    SELECT 1 FROM inbox i
    WHERE i.organization_id = o.organization_id AND i.state = 0 AND i.due_at <= $1))sql";

constexpr Dialects kClaim = {
    R"sql(
  UPDATE inbox SET due_at = $3, attempts = attempts + 1
  WHERE organization_id = $1 AND inbox_id IN (
    SELECT inbox_id FROM inbox WHERE organization_id = $1 AND state = 0 AND due_at <= $2
    ORDER BY due_at, inbox_id LIMIT $4)
  RETURNING inbox_id, webhook_source_id, event_id, body, received_at, state, attempts, error)sql",
    R"sql(
  UPDATE inbox SET due_at = $3, attempts = attempts + 1
  WHERE organization_id = $1 AND inbox_id IN (
    SELECT inbox_id FROM inbox WHERE organization_id = $1 AND state = 0 AND due_at <= $2
    ORDER BY due_at, inbox_id LIMIT $4 FOR UPDATE SKIP LOCKED)
  RETURNING inbox_id, webhook_source_id, event_id, body, received_at, state, attempts, error)sql"};

constexpr std::string_view kProcessed = R"sql(
  UPDATE inbox SET state = 1, error = ''
  WHERE organization_id = $1 AND inbox_id = $2 AND state = 0)sql";

constexpr std::string_view kAgain = R"sql(
  UPDATE inbox SET error = $3, due_at = $4
  WHERE organization_id = $1 AND inbox_id = $2 AND state = 0)sql";

constexpr std::string_view kFailed = R"sql(
  UPDATE inbox SET error = $3, state = 2
  WHERE organization_id = $1 AND inbox_id = $2 AND state = 0)sql";

constexpr std::string_view kRetry = R"sql(
  UPDATE inbox SET state = 0, due_at = $3, attempts = 0
  WHERE organization_id = $1 AND inbox_id = $2 AND state = 2)sql";

constexpr std::string_view kList = R"sql(
  SELECT inbox_id, webhook_source_id, event_id, CASE WHEN state = 1 THEN NULL ELSE body END,
         received_at, state, attempts, error
  FROM inbox WHERE organization_id = $1 AND inbox_id < $2
  ORDER BY inbox_id DESC LIMIT $3)sql";

constexpr std::string_view kListState = R"sql(
  SELECT inbox_id, webhook_source_id, event_id, CASE WHEN state = 1 THEN NULL ELSE body END,
         received_at, state, attempts, error
  FROM inbox WHERE organization_id = $1 AND inbox_id < $2 AND state = $4
  ORDER BY inbox_id DESC LIMIT $3)sql";

// Only the oldest are looked at, however many there are.
constexpr std::string_view kForget = R"sql(
  DELETE FROM inbox WHERE organization_id = $1 AND inbox_id IN (
    SELECT oldest.inbox_id FROM (
      SELECT inbox_id, received_at FROM inbox WHERE organization_id = $1 AND state = 1
      ORDER BY inbox_id LIMIT $3) AS oldest
    WHERE oldest.received_at < $2))sql";

InboxItem read(const Statement& row) {
  return {{row.uuid(0)},    {row.uuid(1)},
          row.string(2),    std::string(row.bytes(3)),
          row.timestamp(4), static_cast<InboxState>(row.integer(5)),
          row.number(6),    row.string(7)};
}

base::Status expect_one(std::int64_t changed) {
  if (changed == 1) return {};
  return base::conflict("This item of the inbox was taken care of meanwhile.");
}

}  // namespace

base::Result<bool> receive(Transaction& tx, model::OrganizationId organization,
                           const InboxItem& item) {
  return TRY(tx.connection().execute(kReceive, {organization, item.id, item.source, item.event_id,
                                                Bytes{item.body}, item.received_at})) == 1;
}

base::Result<std::vector<model::OrganizationId>> organizations_with_due(Transaction& tx,
                                                                        base::Timestamp now) {
  std::vector<model::OrganizationId> organizations;
  Statement row = TRY(tx.connection().query(kWithDue, {now}));
  while (TRY(row.step())) organizations.push_back({row.uuid(0)});
  return organizations;
}

base::Result<std::vector<InboxItem>> claim(Transaction& tx, model::OrganizationId organization,
                                           base::Timestamp now, std::int64_t lease_micros,
                                           std::int64_t most) {
  Connection& connection = tx.connection();
  std::vector<InboxItem> items;
  Statement row =
      TRY(connection.query(kClaim.text(connection.engine()),
                           {organization, now, base::Timestamp{now.micros + lease_micros}, most}));
  while (TRY(row.step())) items.push_back(read(row));
  std::sort(items.begin(), items.end(),
            [](const InboxItem& a, const InboxItem& b) { return a.id < b.id; });
  return items;
}

base::Status mark_processed(Transaction& tx, model::OrganizationId organization, InboxId id) {
  return expect_one(TRY(tx.connection().execute(kProcessed, {organization, id})));
}

base::Status mark_failed(Transaction& tx, model::OrganizationId organization, InboxId id,
                         const std::string& error, std::optional<base::Timestamp> again_at) {
  if (again_at) {
    return expect_one(TRY(tx.connection().execute(kAgain, {organization, id, error, *again_at})));
  }
  return expect_one(TRY(tx.connection().execute(kFailed, {organization, id, error})));
}

base::Status retry(Transaction& tx, model::OrganizationId organization, InboxId id,
                   base::Timestamp now) {
  if (TRY(tx.connection().execute(kRetry, {organization, id, now})) == 0)
    return base::not_found("There is no failed item of that id in the inbox.");
  return {};
}

base::Result<std::vector<InboxItem>> list_inbox(Transaction& tx, model::OrganizationId organization,
                                                std::optional<InboxState> state,
                                                std::optional<InboxId> before, std::int64_t limit) {
  InboxId from;
  from.value.bytes.fill(0xff);
  if (before) from = *before;
  Connection& connection = tx.connection();
  Statement row = state ? TRY(connection.query(kListState, {organization, from, limit,
                                                            static_cast<std::int32_t>(*state)}))
                        : TRY(connection.query(kList, {organization, from, limit}));
  std::vector<InboxItem> items;
  while (TRY(row.step())) items.push_back(read(row));
  return items;
}

base::Result<std::int64_t> forget_processed(Transaction& tx, model::OrganizationId organization,
                                            base::Timestamp before, std::int64_t most) {
  return tx.connection().execute(kForget, {organization, before, most});
}

}  // namespace laurel::store
