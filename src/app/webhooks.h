// Webhooks in, from the request to stored responses:
//
//   receive_webhook: verify → inbox row, durable → answer        (this moment)
//   InboxWorker:     inbox row → responses + "processed", one transaction      (soon after)
//
// Thread-safe.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "app/ingest.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/secret_box.h"
#include "intake/webhooks.h"
#include "store/inbox.h"
#include "store/write_queue.h"

namespace laurel::app {

enum class Received : std::uint8_t {
  kStored,      // durably; it will be processed
  kKnown,       // that event came before
  kPassedOver,  // genuine, but of a type that brings no responses
};

class InboxWorker {
 public:
  struct Options {
    std::chrono::milliseconds look_every{5'000};  // for what other processes received
    std::chrono::seconds lease{60};
    std::int64_t at_once = 100;
  };
  // Works on its own thread from here on. REQUIRES: all three outlive it.
  InboxWorker(store::WriteQueue& queue, Ingest& ingest, const base::Clock& clock,
              const Options& options);
  InboxWorker(store::WriteQueue& queue, Ingest& ingest, const base::Clock& clock);
  ~InboxWorker();  // finishes the item it is at
  InboxWorker(const InboxWorker&) = delete;
  InboxWorker& operator=(const InboxWorker&) = delete;

  // Something was received for this organization: look now.
  void wake(model::OrganizationId organization);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Processes what is due of one organization and returns how many items were taken on. What
// InboxWorker does again and again.
base::Result<std::int64_t> process_inbox(store::WriteQueue& queue, Ingest& ingest,
                                         const base::Clock& clock,
                                         model::OrganizationId organization,
                                         const InboxWorker::Options& options);

// kNotFound for an unknown or disabled source, kUnauthenticated for a bad signature, kInvalidInput
// for a body that isn't what the sender's kind sends. `done` is called once, after the row is
// durable, or at once when nothing is to be stored. `worker` may be null.
void receive_webhook(store::WriteQueue& queue, const base::Clock& clock,
                     const base::SecretBox& secrets, InboxWorker* worker,
                     model::OrganizationId organization, store::WebhookSourceId source,
                     const intake::WebhookRequest& request,
                     std::function<void(base::Result<Received>)> done);

// Adds a source with its secret sealed, and gives the secret: it is not shown again. Its id and
// time are set here. Where the sender makes the secret itself, give it; otherwise a new one is
// made.
struct NewWebhookSource {
  store::WebhookSourceId id;
  std::string secret;
};
base::Result<NewWebhookSource> create_webhook_source(store::Transaction& tx,
                                                     const base::Clock& clock,
                                                     const base::SecretBox& secrets,
                                                     model::OrganizationId organization,
                                                     store::WebhookSource source,
                                                     const std::string& secret = {});

}  // namespace laurel::app
