#include "app/audit_trail.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/secret.h"

namespace laurel::app {
namespace {

constexpr std::int32_t kLongestPage = 500;

}  // namespace

AuditTrail::AuditTrail(store::Database& database, const base::Clock& clock, std::size_t most_noted)
    : database_(database),
      clock_(clock),
      most_noted_(most_noted),
      ids_(clock, base::unguessable_number()) {}

model::AuditEvent AuditTrail::event_of(const model::Actor& actor, const Deed& deed) {
  model::AuditEvent event;
  {
    const std::lock_guard lock(mutex_);
    event.id = {ids_.next()};
  }
  event.at = clock_.now();
  event.actor = actor;
  event.action = deed.action;
  event.subject = deed.subject;
  event.subject_id = deed.subject_id;
  event.details = deed.details;
  return event;
}

base::Status AuditTrail::append(store::Transaction& tx, model::OrganizationId organization,
                                const model::Actor& actor, const Deed& deed) {
  const model::AuditEvent event = event_of(actor, deed);
  return store::append_audit(tx, organization, {&event, 1});
}

void AuditTrail::note(model::OrganizationId organization, const model::Actor& actor,
                      const Deed& deed) {
  Noted noted{organization, event_of(actor, deed)};
  const std::lock_guard lock(mutex_);
  if (noted_.size() >= most_noted_) {
    // In one go, so that a full buffer doesn't make every note expensive.
    const std::size_t oldest = (most_noted_ + 9) / 10;
    for (std::size_t i = 0; i < oldest; ++i) ++dropped_[noted_[i].organization];
    noted_.erase(noted_.begin(), noted_.begin() + static_cast<std::ptrdiff_t>(oldest));
  }
  noted_.push_back(std::move(noted));
}

base::Status AuditTrail::flush() {
  const std::lock_guard one_at_a_time(flushing_);
  std::unordered_map<model::OrganizationId, std::vector<model::AuditEvent>> waiting;
  std::unordered_map<model::OrganizationId, std::int64_t> dropped;
  {
    const std::lock_guard lock(mutex_);
    for (Noted& noted : noted_) waiting[noted.organization].push_back(std::move(noted.event));
    noted_.clear();
    dropped.swap(dropped_);
  }
  for (const auto& [organization, count] : dropped) {
    waiting[organization].push_back(
        event_of({}, {"audit.dropped", "audit", "",
                      fmt::format("{} events could not be kept while the database could not be "
                                  "written",
                                  count)}));
  }
  // Each by itself, so that one that can't be written holds up no other.
  base::Status first;
  for (auto& [organization, events] : waiting) {
    base::Status written = write(organization, events);
    if (written.ok()) continue;
    const std::lock_guard lock(mutex_);
    std::vector<Noted> again;
    for (model::AuditEvent& event : events) again.push_back({organization, std::move(event)});
    noted_.insert(noted_.begin(), std::make_move_iterator(again.begin()),
                  std::make_move_iterator(again.end()));
    if (first.ok()) first = std::move(written);
  }
  return first;
}

base::Status AuditTrail::write(model::OrganizationId organization,
                               const std::vector<model::AuditEvent>& events) {
  auto tx = TRY(database_.begin_write());
  TRY(store::append_audit(tx, organization, events));
  return tx.commit();
}

base::Result<AuditTrail::Page> AuditTrail::page(const Caller& by, const store::AuditFilter& filter,
                                                std::string_view cursor, std::int32_t limit,
                                                store::ListOrder order) {
  TRY(by.require(model::Permission::kSeeAudit));
  if (limit < 1 || limit > kLongestPage) {
    return base::invalid_input(
        fmt::format("A page of the audit trail has 1 to {} events.", kLongestPage));
  }
  if (filter.subject.empty() && !filter.subject_id.empty()) {
    return base::invalid_input("Say what the id is of: give its subject too.");
  }
  std::optional<model::AuditEventId> before;
  if (!cursor.empty()) {
    const auto id = base::Uuid::parse(cursor);
    if (!id.ok()) {
      return base::invalid_input("This is not a place in the audit trail. Start without a cursor.");
    }
    before = model::AuditEventId{*id};
  }
  auto tx = TRY(database_.begin_read());
  Page page;
  page.events = TRY(store::list_audit(tx, by.organization.id, filter, before, limit + 1, order));
  if (page.events.size() > static_cast<std::size_t>(limit)) {
    page.events.pop_back();
    page.next = page.events.back().id.value.to_string();
  }
  return page;
}

}  // namespace laurel::app
