#include "web/api.h"

namespace laurel::web {

base::Result<Visit> Api::admit(const http::Request& request, model::Permission needs) const {
  Visit visit = TRY(program(request, services_));
  TRY(visit.caller().require(needs));
  return visit;
}

void Api::add(Operation operation, std::function<http::Reply(const Visit&)> handle) {
  router_.add(
      operation.method, std::string(kApiPrefix) + std::string(operation.path),
      [this, needs = operation.needs,
       handle = std::move(handle)](const http::Request& request) -> http::Reply {
        const auto visit = admit(request, needs);
        return visit ? handle(*visit) : problem(request, visit.error());
      },
      operation.route);
  operation.takes_idempotency_key = operation.method != http::Method::kGet;
  operations_.push_back(std::move(operation));
}

void Api::add_stream(Operation operation, std::function<http::StreamReply(const Visit&)> handle) {
  router_.add_stream(
      operation.method, std::string(kApiPrefix) + std::string(operation.path),
      [this, needs = operation.needs,
       handle = std::move(handle)](const http::Request& request) -> http::StreamReply {
        const auto visit = admit(request, needs);
        if (!visit) return problem(request, visit.error());
        return handle(*visit);
      },
      operation.route);
  operations_.push_back(std::move(operation));
}

void Api::declare_body(Operation& operation, std::string media_type,
                       std::function<boost::json::object(schema::Definitions&)> describe) {
  operation.bodies.emplace_back(std::move(media_type), Answer{0, "", std::move(describe)});
}

std::optional<http::Response> Api::refuse_unless_json(const http::Request& request) {
  if (request.media_type() == "application/json") return std::nullopt;
  return http::Response::problem(415, "Send JSON, with \"Content-Type: application/json\".");
}

}  // namespace laurel::web
