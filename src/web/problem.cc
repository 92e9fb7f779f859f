#include "web/problem.h"

#include "base/log.h"
#include "wire/json_writer.h"

namespace laurel::web {

int status_of(base::ErrorCode code) {
  switch (code) {
    case base::ErrorCode::kInvalidInput:
      return 400;
    case base::ErrorCode::kUnauthenticated:
      return 401;
    case base::ErrorCode::kForbidden:
      return 403;
    case base::ErrorCode::kNotFound:
      return 404;
    case base::ErrorCode::kConflict:
      return 409;
    case base::ErrorCode::kUnsupported:
    case base::ErrorCode::kUndefined:
      return 422;
    case base::ErrorCode::kThrottled:
      return 429;
    case base::ErrorCode::kUnavailable:
      return 503;
    case base::ErrorCode::kInternal:
      break;
  }
  return 500;
}

std::string problem_json(int status, std::string_view detail,
                         const std::vector<schema::Problem>& problems, std::string_view request) {
  std::string text;
  wire::JsonWriter json(text);
  json.begin_object()
      .member("type", "about:blank")
      .member("title", http::reason_of(status))
      .member("status", status)
      .member("detail", detail);
  if (!problems.empty()) {
    json.key("errors").begin_array();
    for (const schema::Problem& problem : problems) {
      json.begin_object()
          .member("pointer", problem.pointer)
          .member("detail", problem.message)
          .end_object();
    }
    json.end_array();
  }
  json.member("request", request).end_object();
  return text;
}

void log_if_internal(const http::Request& request, const base::Error& error) {
  if (error.code != base::ErrorCode::kInternal) return;
  base::log(base::LogLevel::kError, "request.failed",
            {{"request", request.id}, {"route", request.route}, {"detail", error.detail}});
}

http::Response problem(const http::Request& request, const base::Error& error) {
  log_if_internal(request, error);
  const int status = status_of(error.code);
  http::Response response(status);
  response.body(problem_json(status, error.message, {}, request.id), "application/problem+json");
  if (status == 401) response.set("WWW-Authenticate", "Bearer");
  if (status == 429) response.set("Retry-After", std::to_string(error.retry_after_seconds));
  if (status == 503) response.set("Retry-After", "2");
  return response;
}

http::Response problem(const http::Request& request, const std::vector<schema::Problem>& problems) {
  http::Response response(422);
  const std::string detail =
      problems.size() == 1
          ? problems.front().message
          : std::to_string(problems.size()) + " things in what was sent can't be used; see errors.";
  response.body(problem_json(422, detail, problems, request.id), "application/problem+json");
  return response;
}

}  // namespace laurel::web
