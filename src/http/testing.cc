#include "http/testing.h"

#include <future>
#include <mutex>
#include <utility>

#include "base/check.h"

namespace laurel::http {
namespace {

// Hands the answer to whoever waits; unused, a 500 as from the server.
class ResponsePromise final : public Done::Promise {
 public:
  explicit ResponsePromise(std::promise<Response>& promise) : promise_(promise) {}
  ~ResponsePromise() override { keep(Response::problem(500, "The handler gave no answer.")); }
  void keep(Response response) override {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(kept_, true)) promise_.set_value(std::move(response));
  }

 private:
  std::promise<Response>& promise_;
  std::mutex mutex_;
  bool kept_ = false;
};

class PiecePromise final : public PieceDone::Promise {
 public:
  explicit PiecePromise(std::promise<Piece>& promise) : promise_(promise) {}
  ~PiecePromise() override { keep({"", StreamNext::kStop}); }
  void keep(Piece piece) override {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(kept_, true)) promise_.set_value(std::move(piece));
  }

 private:
  std::promise<Piece>& promise_;
  std::mutex mutex_;
  bool kept_ = false;
};

Response call_stream(const Route& route, const Request& request) {
  StreamReply reply = route.stream_handler(request);
  if (auto* refusal = std::get_if<Response>(&reply)) return std::move(*refusal);
  OpenStream open = std::get<OpenStream>(std::move(reply));
  std::promise<Piece> promise;
  open.stream->take(std::string(request.body), Last::kYes,
                    PieceDone(std::make_shared<PiecePromise>(promise)));
  Piece piece = promise.get_future().get();
  if (piece.answer != nullptr) return std::move(*piece.answer);
  Response out = std::move(open.head);
  out.body(std::move(piece.text), std::string(out.header("content-type")));
  return out;
}

}  // namespace

TestRequest::TestRequest(Method method, std::string_view target) {
  const std::string_view kept = owned_.emplace_back(target);
  const std::size_t question = kept.find('?');
  request_.method = method;
  request_.target = kept;
  request_.path = kept.substr(0, question);
  if (question != std::string_view::npos) request_.query_string = kept.substr(question + 1);
  request_.host = "laurel.test";
  request_.client = *Address::parse("192.0.2.1");
  request_.scheme = Scheme::kHttps;
  request_.id = "0000000000000000";
  request_.arrived = base::SystemClock().now();
}

TestRequest& TestRequest::header(std::string_view name, std::string_view value) {
  const std::string& kept_name = owned_.emplace_back(name);
  const std::string& kept_value = owned_.emplace_back(value);
  request_.headers.push_back({kept_name, kept_value});
  return *this;
}

TestRequest& TestRequest::body(std::string_view content_type, std::string bytes) {
  header("Content-Type", content_type);
  request_.body = owned_.emplace_back(std::move(bytes));
  return *this;
}

TestRequest& TestRequest::form(std::string urlencoded) {
  return body("application/x-www-form-urlencoded", std::move(urlencoded));
}

TestRequest& TestRequest::json(std::string text) {
  return body("application/json", std::move(text));
}

TestRequest& TestRequest::client(std::string_view address) {
  request_.client = *Address::parse(address);
  return *this;
}

TestRequest& TestRequest::scheme(Scheme scheme) {
  request_.scheme = scheme;
  return *this;
}

Response TestRequest::call(const Router& router) {
  request_.parameters.clear();
  const std::string_view raw_path = request_.target.substr(0, request_.target.find('?'));
  const Router::Match match = router.match(request_.method, raw_path, request_.parameters);
  if (match.route == nullptr) {
    if (match.allow.empty()) return Response::problem(404, "There is nothing here.");
    Response out = Response::problem(405, "This address does not take that method.");
    out.set("Allow", match.allow);
    return out;
  }
  request_.route = match.route->pattern;
  if (match.route->stream_handler != nullptr) return call_stream(*match.route, request_);
  Reply reply = match.route->handler(request_);
  if (Response* now = reply.now()) return std::move(*now);
  std::promise<Response> promise;
  reply.start(Done(std::make_shared<ResponsePromise>(promise)));
  return promise.get_future().get();
}

}  // namespace laurel::http
