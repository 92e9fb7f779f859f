// Inbox: what came in from outside (webhooks, mails), stored as received before it is processed, so
// that nothing is lost when processing fails, and kept with its error until somebody retries it.
//
//   received ──claim──► (leased) ──► processed
//      ▲                   │ fails: again later, in growing steps
//      └── retry ── failed ◄┘ after kMostAttempts
//
// Several processes may work on one inbox: a claim is a lease, taken with SKIP LOCKED on
// PostgreSQL. An item whose worker died is claimed again when its lease is over.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/ids.h"
#include "store/database.h"
#include "store/webhook_sources.h"

namespace laurel::store {

using InboxId = model::UuidId<struct InboxTag>;

enum class InboxState : std::uint8_t { kReceived, kProcessed, kFailed };

struct InboxItem {
  InboxId id;
  WebhookSourceId source;
  std::string event_id;  // as the sender names it; unique within the source
  std::string body;      // the bytes as received
  base::Timestamp received_at;
  InboxState state = InboxState::kReceived;
  std::int32_t attempts = 0;
  std::string error;  // of the last attempt
};

inline constexpr std::int32_t kMostAttempts = 8;

// False when that event of the source is there already: nothing is stored.
base::Result<bool> receive(Transaction& tx, model::OrganizationId organization,
                           const InboxItem& item);

// Every organization of the deployment with something due.
base::Result<std::vector<model::OrganizationId>> organizations_with_due(Transaction& tx,
                                                                        base::Timestamp now);

// Items that are due, oldest first, leased until `now` + `lease_micros`: nobody else gets them
// until then. Each counts as an attempt.
base::Result<std::vector<InboxItem>> claim(Transaction& tx, model::OrganizationId organization,
                                           base::Timestamp now, std::int64_t lease_micros,
                                           std::int64_t most);

// kConflict when the item was processed meanwhile by somebody else: take everything back.
base::Status mark_processed(Transaction& tx, model::OrganizationId organization, InboxId id);
// Due again at `again_at`, or failed for good when that is absent.
base::Status mark_failed(Transaction& tx, model::OrganizationId organization, InboxId id,
                         const std::string& error, std::optional<base::Timestamp> again_at);
// A failed item becomes due now, with its attempts forgotten. kNotFound when there is none.
base::Status retry(Transaction& tx, model::OrganizationId organization, InboxId id,
                   base::Timestamp now);

// Newest first, without the bodies of processed ones. `before` empty begins.
base::Result<std::vector<InboxItem>> list_inbox(Transaction& tx, model::OrganizationId organization,
                                                std::optional<InboxState> state,
                                                std::optional<InboxId> before, std::int64_t limit);

// Deletes processed items received before `before`, at most `most`; how many.
base::Result<std::int64_t> forget_processed(Transaction& tx, model::OrganizationId organization,
                                            base::Timestamp before, std::int64_t most);

}  // namespace laurel::store
