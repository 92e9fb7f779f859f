#include "store/audit.h"

#include <fmt/format.h>

#include <limits>
#include <span>
#include <vector>

#include "base/check.h"
#include "store/connection.h"

namespace laurel::store {
namespace {

constexpr std::string_view kColumns =
    "organization_id, event_id, at, actor_kind, actor_id, actor_name, action, subject, subject_id, "
    "details";

// One text a way of looking, so that each goes along an index. {0}, {1}: "<" and "DESC" from the
// newest on, ">" and "ASC" from the oldest on. $2: ids beyond this one; $3, $4: from and before
// these instants; $5: the action, all actions, or those that start with it; then what was asked
// for, and how many.
constexpr std::string_view kList = R"sql(
  SELECT event_id, at, actor_kind, actor_id, actor_name, action, subject, subject_id, details
  FROM audit_event
  WHERE organization_id = $1 AND event_id {0} $2 AND at >= $3 AND at < $4
    AND ($5 = '' OR action = $5
         OR (substr($5, length($5)) = '.' AND substr(action, 1, length($5)) = $5))
  ORDER BY event_id {1} LIMIT $6)sql";

constexpr std::string_view kListOfSubject = R"sql(
  SELECT event_id, at, actor_kind, actor_id, actor_name, action, subject, subject_id, details
  FROM audit_event
  WHERE organization_id = $1 AND event_id {0} $2 AND at >= $3 AND at < $4
    AND ($5 = '' OR action = $5
         OR (substr($5, length($5)) = '.' AND substr(action, 1, length($5)) = $5))
    AND subject = $7 AND ($8 = '' OR subject_id = $8)
  ORDER BY event_id {1} LIMIT $6)sql";

constexpr std::string_view kListOfActor = R"sql(
  SELECT event_id, at, actor_kind, actor_id, actor_name, action, subject, subject_id, details
  FROM audit_event
  WHERE organization_id = $1 AND event_id {0} $2 AND at >= $3 AND at < $4
    AND ($5 = '' OR action = $5
         OR (substr($5, length($5)) = '.' AND substr(action, 1, length($5)) = $5))
    AND ($7 = '' OR subject = $7) AND ($8 = '' OR subject_id = $8) AND actor_id = $9
  ORDER BY event_id {1} LIMIT $6)sql";

// Beyond everything that happens, within what PostgreSQL can keep.
constexpr base::Timestamp kNever{std::numeric_limits<std::int64_t>::min() / 100};
constexpr base::Timestamp kAlways{std::numeric_limits<std::int64_t>::max() / 100};

base::Uuid last_uuid() {
  base::Uuid id;
  id.bytes.fill(0xff);
  return id;
}

model::Actor::Kind kind_named(std::string_view name) {
  for (const auto kind : {model::Actor::Kind::kUser, model::Actor::Kind::kToken,
                          model::Actor::Kind::kCommand, model::Actor::Kind::kProgram}) {
    if (model::name(kind) == name) return kind;
  }
  return model::Actor::Kind::kProgram;
}

model::AuditEvent event_in(const Statement& row) {
  model::AuditEvent event;
  event.id = {row.uuid(0)};
  event.at = row.timestamp(1);
  event.actor.kind = kind_named(row.text(2));
  if (!row.is_null(3)) event.actor.id = row.uuid(3);
  event.actor.name = row.string(4);
  event.action = row.string(5);
  event.subject = row.string(6);
  event.subject_id = row.string(7);
  event.details = row.string(8);
  return event;
}

}  // namespace

base::Status append_audit(Transaction& tx, model::OrganizationId organization,
                          std::span<const model::AuditEvent> events) {
  const auto bulk = TRY(tx.connection().bulk_insert("audit_event", kColumns));
  for (const model::AuditEvent& event : events) {
    TRY(bulk->row({organization, event.id, event.at, model::name(event.actor.kind),
                   event.actor.id.is_nil() ? Value() : Value(event.actor.id), event.actor.name,
                   event.action, event.subject, event.subject_id, event.details}));
  }
  return bulk->finish();
}

base::Result<std::vector<model::AuditEvent>> list_audit(Transaction& tx,
                                                        model::OrganizationId organization,
                                                        const AuditFilter& filter,
                                                        std::optional<model::AuditEventId> cursor,
                                                        std::int32_t limit, ListOrder order) {
  CHECK(!filter.subject.empty() || filter.subject_id.empty());
  const bool newest_first = order == ListOrder::kNewestFirst;
  const base::Uuid beyond = cursor ? cursor->value : newest_first ? last_uuid() : base::Uuid();
  const base::Timestamp from = filter.from.value_or(kNever);
  const base::Timestamp before = filter.before.value_or(kAlways);
  Connection& connection = tx.connection();
  const auto text = [newest_first](std::string_view sql) {
    return fmt::format(fmt::runtime(sql), newest_first ? "<" : ">", newest_first ? "DESC" : "ASC");
  };
  std::vector<Value> values = {organization, beyond, from, before, filter.action, limit};
  std::string_view sql = kList;
  if (filter.actor) {
    sql = kListOfActor;
    values.insert(values.end(), {filter.subject, filter.subject_id, *filter.actor});
  } else if (!filter.subject.empty()) {
    sql = kListOfSubject;
    values.insert(values.end(), {filter.subject, filter.subject_id});
  }
  Statement row = TRY(connection.prepare(text(sql)));
  row.bind(std::span<const Value>(values));
  std::vector<model::AuditEvent> events;
  while (TRY(row.step())) events.push_back(event_in(row));
  return events;
}

}  // namespace laurel::store
