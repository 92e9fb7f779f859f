#include "web/written.h"

#include <memory>
#include <utility>

#include "app/answer_once.h"
#include "base/secret.h"
#include "web/problem.h"

namespace laurel::web {

std::optional<store::RequestKey> request_key(const http::Request& request) {
  const std::string_view key = request.header(kIdempotencyKey);
  if (key.empty()) return std::nullopt;
  const std::string what = std::string(http::to_string(request.method)) + " " +
                           std::string(request.target) + "\n" + std::string(request.body);
  return store::RequestKey{std::string(key), base::base64url(base::digest_of(what))};
}

http::Response response_of(store::KeptReply reply) {
  if (reply.body.empty()) return http::Response(reply.status);
  return http::Response::json(std::move(reply.body), reply.status);
}

http::Reply written(const Visit& visit, WriteWork work, Keep keep) {
  if (keep == Keep::kSealed) {
    work = [&secrets = visit.services.secrets,
            work = std::move(work)](store::Transaction& tx) -> base::Result<store::KeptReply> {
      store::KeptReply reply = TRY(work(tx));
      reply.body = secrets.seal(reply.body);
      return reply;
    };
  }
  return http::Reply::later([&services = visit.services, &request = visit.request,
                             organization = visit.organization(), work = std::move(work),
                             keep](http::Done done) mutable {
    const auto answer = [&services, &request, done, keep](base::Result<store::KeptReply> reply) {
      if (reply && keep == Keep::kSealed) {
        auto body = services.secrets.open(reply->body);
        reply = body ? base::Result<store::KeptReply>({reply->status, *std::move(body)})
                     : base::Result<store::KeptReply>(body.error());
      }
      done(reply ? response_of(*std::move(reply)) : problem(request, reply.error()));
    };
    if (auto key = request_key(request)) {
      app::submit_once(services.writes, services.clock, organization, *std::move(key),
                       std::move(work), answer);
      return;
    }
    const auto reply = std::make_shared<store::KeptReply>();
    services.writes.submit(
        [reply, work = std::move(work)](store::Transaction& tx) -> base::Status {
          *reply = TRY(work(tx));
          return {};
        },
        [reply, answer](const base::Status& status) {
          if (status.ok()) {
            answer(std::move(*reply));
          } else {
            answer(status.error());
          }
        });
  });
}

}  // namespace laurel::web
