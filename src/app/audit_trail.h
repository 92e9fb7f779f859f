// Who did what in an organization. What changes something is appended in the transaction that
// changes it, so that one is kept exactly when the other happened; looking at personal data is
// noted in memory and kept within about a second, so that reading stays reading.
//
// Thread-safe.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "app/caller.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/uuid.h"
#include "store/audit.h"
#include "store/database.h"

namespace laurel::app {

// What happened, without when and by whom. `details` is shown as it is: plain text without secrets
// and without personal data of customers.
struct Deed {
  std::string action;      // "member.removed": what it is about, a dot, what was done
  std::string subject;     // "member"
  std::string subject_id;  // its id
  std::string details = {};
};

class AuditTrail {
 public:
  // `most_noted`: how many events may wait to be kept.
  AuditTrail(store::Database& database, const base::Clock& clock, std::size_t most_noted = 100'000);

  base::Status append(store::Transaction& tx, model::OrganizationId organization,
                      const model::Actor& actor, const Deed& deed);
  base::Status append(store::Transaction& tx, const Caller& by, const Deed& deed) {
    return append(tx, by.organization.id, by.actor, deed);
  }

  // Kept by the next flush(). When the database can't be written for long and too many wait, the
  // oldest are dropped and the trail says how many.
  void note(model::OrganizationId organization, const model::Actor& actor, const Deed& deed);
  void note(const Caller& by, const Deed& deed) { note(by.organization.id, by.actor, deed); }
  // Called about every second, and at the end.
  base::Status flush();

  struct Page {
    std::vector<model::AuditEvent> events;
    std::string next;  // cursor of what follows; empty: nothing does
  };
  // Needs Permission::kSeeAudit. `cursor`: `next` of the page before, empty for the first.
  // `limit`: 1 to 500.
  base::Result<Page> page(const Caller& by, const store::AuditFilter& filter,
                          std::string_view cursor, std::int32_t limit,
                          store::ListOrder order = store::ListOrder::kNewestFirst);

 private:
  struct Noted {
    model::OrganizationId organization;
    model::AuditEvent event;
  };
  model::AuditEvent event_of(const model::Actor& actor, const Deed& deed);
  base::Status write(model::OrganizationId organization,
                     const std::vector<model::AuditEvent>& events);

  store::Database& database_;
  const base::Clock& clock_;
  const std::size_t most_noted_;
  std::mutex mutex_;  // guards what follows
  base::UuidGenerator ids_;
  std::vector<Noted> noted_;
  std::unordered_map<model::OrganizationId, std::int64_t> dropped_;
  std::mutex flushing_;
};

}  // namespace laurel::app
