// The audit trail of an organization: appended, never changed. Both work inside the transaction
// they are given, so that an event is kept exactly when what it tells of happened.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/access.h"
#include "store/database.h"
#include "store/list_order.h"

namespace laurel::store {

base::Status append_audit(Transaction& tx, model::OrganizationId organization,
                          std::span<const model::AuditEvent> events);

// Everything given must hold.
struct AuditFilter {
  std::optional<base::Timestamp> from = {};    // inclusive
  std::optional<base::Timestamp> before = {};  // exclusive
  std::optional<base::Uuid> actor = {};        // a user or token
  std::string action = {};      // exact, or all that start with it when it ends in a dot
  std::string subject = {};     // "response", "member", …
  std::string subject_id = {};  // only with a subject
};

// At most `limit`, in the order, from after the event `cursor` on. The id of the last one is the
// cursor of what follows.
base::Result<std::vector<model::AuditEvent>> list_audit(Transaction& tx,
                                                        model::OrganizationId organization,
                                                        const AuditFilter& filter,
                                                        std::optional<model::AuditEventId> cursor,
                                                        std::int32_t limit,
                                                        ListOrder order = ListOrder::kNewestFirst);

}  // namespace laurel::store
