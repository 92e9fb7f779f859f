#include "app/webhooks.h"

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "base/secret.h"
#include "store/organizations.h"

namespace laurel::app {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
// What is processed is kept for 30 days, to know an event that is sent again and to look things up;
// then it goes, a few more at once than come in.
constexpr std::int64_t kKept = std::int64_t{30} * 86'400 * kSecond;
constexpr std::int64_t kForgottenAtOnce = 200;

// What of an item can't be used isn't any better the next time: only what the database says now may
// pass by itself.
bool may_pass(const base::Error& error) { return error.code == base::ErrorCode::kUnavailable; }

// 10 s, 30 s, 90 s, … after each attempt; nothing when there were enough.
std::optional<base::Timestamp> next_attempt(const store::InboxItem& item, base::Timestamp now) {
  if (item.attempts >= store::kMostAttempts) return std::nullopt;
  std::int64_t wait = 10 * kSecond;
  for (std::int32_t i = 1; i < item.attempts; ++i) wait *= 3;
  return base::Timestamp{now.micros + wait};
}

// What went wrong with the first response that can't be used.
base::Status all_stored(const IngestResults& results) {
  for (const auto& result : results) {
    if (!result.ok()) return result.error();
  }
  return {};
}

class InboxProcessor {
 public:
  InboxProcessor(store::WriteQueue& queue, Ingest& ingest, const base::Clock& clock,
                 model::OrganizationId organization)
      : queue_(queue), ingest_(ingest), clock_(clock), organization_(organization) {}

  // Stores its responses and that it is processed, in one transaction; or why not.
  base::Status process(const store::InboxItem& item) {
    // More than enough: whoever worked on it before never came to say what went wrong.
    base::Status done = item.attempts <= store::kMostAttempts
                            ? store_responses(item)
                            : base::Status(base::Error{
                                  base::ErrorCode::kInternal,
                                  "Laurel ended each time it processed this. Report it as a bug.",
                                  {}});
    if (done.ok() || done.error().code == base::ErrorCode::kConflict) return {};
    const base::Error& error = done.error();
    std::optional<base::Timestamp> again;
    if (may_pass(error)) again = next_attempt(item, clock_.now());
    base::Status marked = queue_.write([&](store::Transaction& tx) {
      return store::mark_failed(tx, organization_, item.id, error.message, again);
    });
    // Not even that can be stored now: the lease ends, and it is claimed again.
    if (!marked.ok() && marked.error().code != base::ErrorCode::kConflict) return marked;
    return {};
  }

 private:
  base::Status store_responses(const store::InboxItem& item) {
    const auto source = TRY(source_of(item.source));
    const auto kind = intake::webhook_kind_named(source.kind);
    if (!kind) return base::invalid_input("This kind of webhook is not known. Update Laurel.");
    IngestRequest request;
    request.organization = organization_;
    request.source = source.name;
    const auto mapping = TRY(intake::parse_webhook_mapping(source.mapping));
    request.responses = TRY(intake::map_webhook(*kind, mapping, item.body));
    for (intake::IncomingResponse& response : request.responses) {
      // The sender's own words for a response without an id would be stored twice if this event
      // were processed twice.
      if (response.external_id.empty() && request.responses.size() == 1)
        response.external_id = item.event_id;
      if (!response.received_at) response.received_at = item.received_at;
    }
    request.after = [&](store::Transaction& tx, const IngestResults& results) -> base::Status {
      TRY(all_stored(results));
      return store::mark_processed(tx, organization_, item.id);
    };
    const auto saved = ingest_.save(std::move(request));
    return saved.ok() ? base::Status() : saved.error();
  }

  base::Result<store::WebhookSource> source_of(store::WebhookSourceId id) {
    auto tx = TRY(queue_.database().begin_read());
    auto found = TRY(store::find_webhook_source(tx, organization_, id));
    if (!found) return base::not_found("The webhook source of this event is gone.");
    return std::move(found->source);
  }

  store::WriteQueue& queue_;
  Ingest& ingest_;
  const base::Clock& clock_;
  const model::OrganizationId organization_;
};

}  // namespace

base::Result<std::int64_t> process_inbox(store::WriteQueue& queue, Ingest& ingest,
                                         const base::Clock& clock,
                                         model::OrganizationId organization,
                                         const InboxWorker::Options& options) {
  const std::int64_t lease =
      std::chrono::duration_cast<std::chrono::microseconds>(options.lease).count();
  std::vector<store::InboxItem> items;
  const base::Status claimed = queue.write([&](store::Transaction& tx) -> base::Status {
    const base::Timestamp now = clock.now();
    items = TRY(store::claim(tx, organization, now, lease, options.at_once));
    TRY(store::forget_processed(tx, organization, {now.micros - kKept}, kForgottenAtOnce));
    return {};
  });
  TRY(claimed);
  InboxProcessor processor(queue, ingest, clock, organization);
  for (const store::InboxItem& item : items) TRY(processor.process(item));
  return static_cast<std::int64_t>(items.size());
}

struct InboxWorker::State {
  store::WriteQueue& queue;
  Ingest& ingest;
  const base::Clock& clock;
  const Options options;
  std::mutex mutex;
  std::condition_variable woken;
  std::set<model::OrganizationId> waiting;
  bool stop = false;
  std::thread thread;

  State(store::WriteQueue& to, Ingest& with, const base::Clock& by, const Options& as)
      : queue(to), ingest(with), clock(by), options(as) {}

  void work() {
    look_everywhere();
    std::unique_lock lock(mutex);
    while (!stop) {
      if (waiting.empty() && woken.wait_for(lock, options.look_every) == std::cv_status::timeout &&
          !stop && waiting.empty()) {
        lock.unlock();
        look_everywhere();
        lock.lock();
      }
      while (!stop && !waiting.empty()) {
        const model::OrganizationId organization = *waiting.begin();
        waiting.erase(waiting.begin());
        lock.unlock();
        const bool more = process(organization);
        lock.lock();
        if (more) waiting.insert(organization);
      }
    }
  }

  // Whether there may be more. What fails now is looked at again with the next round.
  bool process(model::OrganizationId organization) {
    const auto processed = process_inbox(queue, ingest, clock, organization, options);
    return processed.ok() && *processed == options.at_once;
  }

  // Organizations with something due: what other processes received, and attempts that are due
  // again.
  void look_everywhere() {
    std::vector<model::OrganizationId> due;
    {
      auto tx = queue.database().begin_read();
      if (!tx.ok()) return;
      auto found = store::organizations_with_due(*tx, clock.now());
      if (!found.ok()) return;
      due = *std::move(found);
    }
    const std::lock_guard lock(mutex);
    waiting.insert(due.begin(), due.end());
  }
};

InboxWorker::InboxWorker(store::WriteQueue& queue, Ingest& ingest, const base::Clock& clock,
                         const Options& options)
    : state_(std::make_unique<State>(queue, ingest, clock, options)) {
  state_->thread = std::thread([state = state_.get()] { state->work(); });
}

InboxWorker::InboxWorker(store::WriteQueue& queue, Ingest& ingest, const base::Clock& clock)
    : InboxWorker(queue, ingest, clock, Options()) {}

InboxWorker::~InboxWorker() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stop = true;
  }
  state_->woken.notify_one();
  state_->thread.join();
}

void InboxWorker::wake(model::OrganizationId organization) {
  {
    const std::lock_guard lock(state_->mutex);
    state_->waiting.insert(organization);
  }
  state_->woken.notify_one();
}

void receive_webhook(store::WriteQueue& queue, const base::Clock& clock,
                     const base::SecretBox& secrets, InboxWorker* worker,
                     model::OrganizationId organization, store::WebhookSourceId source,
                     const intake::WebhookRequest& request,
                     std::function<void(base::Result<Received>)> done) {
  const base::Timestamp now = clock.now();
  const auto verify = [&]() -> base::Result<intake::WebhookEvent> {
    auto tx = TRY(queue.database().begin_read());
    const auto found = TRY(store::find_webhook_source(tx, organization, source));
    if (!found || !found->source.enabled)
      return base::not_found("There is no such webhook source.");
    const auto kind = intake::webhook_kind_named(found->source.kind);
    if (!kind) return base::not_found("There is no such webhook source.");
    auto secret = secrets.open(found->secret);
    if (!secret.ok()) {
      return base::Error{base::ErrorCode::kInternal,
                         "The secret of this webhook can't be opened. Replace the webhook.",
                         secret.error().message};
    }
    return intake::verify_webhook(*kind, *secret, request, now);
  };
  const auto event = verify();
  if (!event.ok()) {
    done(event.error());
    return;
  }
  if (!event->wanted) {
    done(Received::kPassedOver);
    return;
  }
  auto item = std::make_shared<store::InboxItem>();
  static const base::SystemClock now_clock;
  thread_local base::UuidGenerator uuids(now_clock, base::unguessable_number());
  item->id = {uuids.next()};
  item->source = source;
  item->event_id = event->id;
  item->body = request.body;
  item->received_at = now;
  const auto fresh = std::make_shared<bool>(false);
  queue.submit(
      [organization, item, fresh](store::Transaction& tx) -> base::Status {
        *fresh = TRY(store::receive(tx, organization, *item));
        return {};
      },
      [organization, worker, fresh, done = std::move(done)](const base::Status& status) {
        if (!status.ok()) {
          done(status.error());
          return;
        }
        if (*fresh && worker != nullptr) worker->wake(organization);
        done(*fresh ? Received::kStored : Received::kKnown);
      });
}

base::Result<NewWebhookSource> create_webhook_source(
    store::Transaction& tx, const base::Clock& clock, const base::SecretBox& secrets,
    model::OrganizationId organization, store::WebhookSource source, const std::string& secret) {
  const auto kind = intake::webhook_kind_named(source.kind);
  if (!kind) {
    return base::invalid_input(
        "There is no such kind of webhook. Say typeform, formbricks, zendesk or generic.");
  }
  TRY(intake::parse_webhook_mapping(source.mapping));
  NewWebhookSource created;
  created.secret = secret;
  if (secret.empty()) {
    const base::Digest random = base::digest_of(base::new_secret().reveal());
    created.secret = intake::webhook_secret(
        *kind, {reinterpret_cast<const char*>(random.data()), random.size()});
  }
  TRY(intake::check_webhook_secret(*kind, created.secret));
  created.id = {base::UuidGenerator(clock, base::unguessable_number()).next()};
  source.id = created.id;
  source.created_at = clock.now();
  TRY(store::add_webhook_source(tx, organization, source, secrets.seal(created.secret)));
  return created;
}

}  // namespace laurel::app
