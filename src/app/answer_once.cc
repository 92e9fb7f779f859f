#include "app/answer_once.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

namespace laurel::app {
namespace {

// Replies forgotten with each that is kept: more than one, so that old ones don't pile up.
constexpr std::int64_t kForgottenAtOnce = 4;

base::Status check_key(const store::RequestKey& key) {
  const bool printable =
      std::all_of(key.key.begin(), key.key.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (!key.key.empty() && key.key.size() <= store::kMostKeyBytes && printable) return {};
  return base::invalid_input(
      "The idempotency key can't be used. Send 1 to 255 printable ASCII characters, such as a "
      "UUID.");
}

base::Status keep(store::Transaction& tx, model::OrganizationId organization,
                  const store::RequestKey& key, const store::KeptReply& reply,
                  base::Timestamp now) {
  TRY(store::keep_reply(tx, organization, key, reply, now));
  TRY(store::forget_replies(tx, organization, now, kForgottenAtOnce));
  return {};
}

// What one request and its callbacks share.
struct Exchange {
  store::RequestKey key;
  std::optional<store::KeptReply> reply;
};

}  // namespace

void submit_once(store::WriteQueue& queue, const base::Clock& clock,
                 model::OrganizationId organization, store::RequestKey key,
                 std::function<base::Result<store::KeptReply>(store::Transaction&)> work,
                 ReplyDone done) {
  if (base::Status usable = check_key(key); !usable.ok()) {
    done(std::move(usable).error());
    return;
  }
  const auto exchange = std::make_shared<Exchange>(Exchange{std::move(key), {}});
  const base::Timestamp now = clock.now();
  queue.submit(
      [exchange, organization, now,
       work = std::move(work)](store::Transaction& tx) -> base::Status {
        exchange->reply = TRY(store::find_reply(tx, organization, exchange->key, now));
        if (exchange->reply) return {};
        exchange->reply = TRY(work(tx));
        return keep(tx, organization, exchange->key, *exchange->reply, now);
      },
      [exchange, done = std::move(done)](const base::Status& status) {
        if (status.ok()) {
          done(*std::move(exchange->reply));
        } else {
          done(status.error());
        }
      });
}

void submit_once(Ingest& ingest, const base::Clock& clock, IngestRequest request,
                 store::RequestKey key,
                 std::function<store::KeptReply(const IngestResults&)> render, ReplyDone done) {
  if (base::Status usable = check_key(key); !usable.ok()) {
    done(std::move(usable).error());
    return;
  }
  const auto exchange = std::make_shared<Exchange>(Exchange{std::move(key), {}});
  const base::Timestamp now = clock.now();
  const model::OrganizationId organization = request.organization;
  request.before = [exchange, organization, now](store::Transaction& tx) -> base::Result<bool> {
    exchange->reply = TRY(store::find_reply(tx, organization, exchange->key, now));
    return !exchange->reply.has_value();
  };
  request.after = [exchange, organization, now, render = std::move(render)](
                      store::Transaction& tx, const IngestResults& results) -> base::Status {
    exchange->reply = render(results);
    return keep(tx, organization, exchange->key, *exchange->reply, now);
  };
  request.done = [exchange, done = std::move(done)](base::Result<IngestResults> results) {
    if (results.ok()) {
      done(*std::move(exchange->reply));
    } else {
      done(std::move(results).error());
    }
  };
  ingest.submit(std::move(request));
}

}  // namespace laurel::app
