#include "http/connection.h"

#include <exception>

#include "base/log.h"
#include "http/proxy.h"

namespace laurel::http {
namespace {

constexpr std::size_t kNoEnd = std::string_view::npos;
// A body that nobody wants is read to its end up to this size; beyond, closing is cheaper.
constexpr std::uint64_t kDrainLimit = 256 << 10;

}  // namespace

Connection::Connection(ServerState& state, NetworkThread& thread, Incoming incoming)
    : state_(state),
      thread_(thread),
      transport_(std::move(incoming.socket), incoming.tls.get()),
      peer_(incoming.peer),
      serves_(incoming.serves),
      tls_port_(incoming.tls_port),
      index_(thread.connections().size()) {
  thread_.connections().push_back(this);
  state_.stats.connection_opened();
}

Connection::~Connection() {
  thread_.lift_deadline(*this);
  release_body();
  auto& all = thread_.connections();
  all[index_] = all.back();
  all[index_]->index_ = index_;
  all.pop_back();
  transport_.close();
  state_.stats.connection_closed();
  state_.connection_ended();
}

void Connection::start(ServerState& state, NetworkThread& thread, Incoming incoming) {
  serve(std::unique_ptr<Connection>(new Connection(state, thread, std::move(incoming))));
}

void Connection::end_if_idle() {
  if (waits_for_request_) transport_.cancel();
}

void Connection::cut() { transport_.close(); }

void Connection::expired(Stage stage) {
  if (stage == Stage::kBody && stream_ != nullptr && stream_goes_on()) return;
  expired_ = true;
  state_.stats.deadline_passed(stage);
  transport_.cancel();
}

Detached Connection::serve(std::unique_ptr<Connection> self) {
  Connection& connection = *self;
  try {
    bool goes_on = true;
    if (connection.transport_.secure()) {
      connection.thread_.set_deadline(connection, Stage::kHead,
                                      connection.state_.options.deadlines.head);
      goes_on = co_await TlsDo(connection.transport_, TlsStep::kHandshake);
    }
    while (goes_on) goes_on = co_await connection.serve_one();
  } catch (const std::exception& error) {  // memory; the connection is given up
    base::log(base::LogLevel::kError, "http.connection_failed", {{"detail", error.what()}});
  }
}

void Connection::begin_request() {
  started_ = std::chrono::steady_clock::now();
  request_.arrived = base::SystemClock().now();
  request_.method = Method::kGet;
  request_.route = "";
  request_.parameters.clear();
  request_.body = {};
  thread_.new_request_id(request_.id);
  framing_ = {};
  route_ = nullptr;
  expired_ = false;
}

Task<bool> Connection::serve_one() {
  const Limits& limits = state_.options.limits;
  const Deadlines& deadlines = state_.options.deadlines;
  in_.shrink();
  std::size_t searched = 0, end = kNoEnd;
  bool begun = false;
  thread_.set_deadline(*this, Stage::kIdle, deadlines.idle);
  for (;;) {
    while (in_.view().starts_with("\r\n")) in_.consume(2);  // RFC 9112 2.2
    if (!in_.empty() && in_.view() != "\r") {
      if (!begun) begin_request();
      end = find_head_end(in_.view(), searched);
      if (end != kNoEnd || in_.size() >= limits.head || cannot_be_a_head(in_.view())) break;
      searched = in_.size();
      if (!begun) thread_.set_deadline(*this, Stage::kHead, deadlines.head);
      begun = true;
    }
    in_.make_room(limits.head + InputBuffer::kSmall);
    if (!begun && state_.stopping) {
      // A request may be on its way in already; it has been accepted.
      const auto bytes = transport_.read_now(in_.room());
      if (bytes.value_or(0) == 0) co_return false;
      in_.added(*bytes);
      continue;
    }
    waits_for_request_ = !begun;
    const IoResult got = co_await Read(transport_, in_.room());
    waits_for_request_ = false;
    if (got.ok()) {
      in_.added(got.bytes);
    } else if (expired_ && begun) {
      co_return co_await refuse(408, "The request took too long to arrive.");
    } else if (expired_ || begun || !state_.stopping) {
      co_return false;
    }
  }
  thread_.lift_deadline(*this);
  if (end == kNoEnd && in_.size() < limits.head)
    co_return co_await refuse(400, "The request can't be understood.");
  if (end > limits.head) co_return co_await refuse(431, "The request's headers are too large.");

  const auto problem = parse_head(in_.view().substr(0, end), limits, request_, framing_);
  in_.consume(end);
  if (problem) co_return co_await refuse(problem->status, problem->detail);
  resolve_client(request_, peer_, transport_.secure() ? Scheme::kHttps : Scheme::kHttp,
                 state_.options.trusted_proxies);
  if (serves_ == Serves::kRoutes) co_return co_await serve_matched();
  answer_other_than_routes();
  co_return co_await answer_without_body();
}

// The answer to a body that was not read to its end.
HeadProblem Connection::refusal_of(BodyState state) {
  switch (state) {
    case BodyState::kTooLarge:
      return {413, "The request's body is too large."};
    case BodyState::kTooSlow:
      return {408, "The request took too long to arrive."};
    case BodyState::kNoRoom:
      return {503, "Too many large requests arrive at once. Try again soon."};
    default:
      return {400, "The request's body is malformed."};
  }
}

Task<bool> Connection::serve_matched() {
  const std::string_view raw_path = request_.target.substr(0, request_.target.find('?'));
  const Router::Match match = state_.router.match(request_.method, raw_path, request_.parameters);
  route_ = match.route;
  if (route_ == nullptr) {
    if (match.allow.empty()) {
      response_ = state_.error(404, &request_, "There is nothing here.");
    } else {
      response_ = request_.method == Method::kOptions
                      ? Response::no_content()
                      : state_.error(405, &request_, "This address does not take that method.");
      response_.set("Allow", match.allow);
    }
    co_return co_await answer_without_body();
  }
  request_.route = route_->pattern;
  if (route_->stream_handler != nullptr) co_return co_await serve_stream();

  if (framing_.length > route_->options.body_limit) {
    response_ = state_.error(413, &request_, "The request's body is too large.");
    co_return co_await answer_without_body();
  }
  if (framing_.body != BodyKind::kNone) {
    if (framing_.expects_continue && in_.empty()) {
      const bool sent = co_await send_continue();
      if (!sent) co_return false;
    }
    const BodyState state = co_await read_body();
    if (state == BodyState::kGone) co_return false;
    if (state != BodyState::kComplete) {
      const HeadProblem refusal = refusal_of(state);
      co_return co_await refuse(refusal.status, refusal.detail);
    }
  }
  dispatch(JobKind::kHandler);
  while (!answered_) co_await event_;

  const AfterAnswer after = after_answer();
  if (!send_now(after)) {
    const bool sent = co_await flush();
    if (!sent) co_return false;
  }
  finish_request();
  if (after == AfterAnswer::kClose) co_return co_await close_gently();
  co_return true;
}

void Connection::answer_other_than_routes() {
  framing_.keep_alive = false;
  if (serves_ == Serves::kRefusal) {
    response_ = state_.error(503, nullptr, "Too many connections are open. Try again soon.");
    response_.set("Retry-After", "5");
    return;
  }
  std::string_view host = request_.host;
  if (host.empty()) {
    response_ = state_.error(400, nullptr, "A request names its host, once.");
    return;
  }
  const std::size_t colon = host.rfind(':');
  if (colon != kNoEnd && host.back() != ']') host = host.substr(0, colon);
  std::string url = "https://" + std::string(host);
  if (tls_port_ != 443) url += ":" + std::to_string(tls_port_);
  response_ = Response(308);
  response_.set("Location", url + std::string(request_.target));
}

AfterAnswer Connection::after_answer() const {
  const bool nothing_waits = in_.size() == body_in_buffer_ && after_body_.empty();
  return !framing_.keep_alive || (state_.stopping && nothing_waits) ? AfterAnswer::kClose
                                                                    : AfterAnswer::kKeepAlive;
}

void Connection::finish_request() {
  const auto took = std::chrono::steady_clock::now() - started_;
  const int status = response_.status();
  state_.stats.answered(route_, status, took);
  const bool slow = took > state_.options.slow;
  if (status >= 500 || slow || state_.options.log_requests == LogRequests::kAll) {
    const auto level = status >= 500 ? base::LogLevel::kError
                       : slow        ? base::LogLevel::kWarning
                                     : base::LogLevel::kInfo;
    // The pattern and not the path, which may hold what only its reader should know.
    base::log(level, "http.answered",
              {{"request", request_.id},
               {"method", to_string(request_.method)},
               {"route", route_ == nullptr ? "none" : std::string_view(route_->pattern)},
               {"status", status},
               {"milliseconds", std::chrono::duration<double, std::milli>(took).count()},
               {"bytes", answer_bytes_}});
  }
  in_.consume(body_in_buffer_);
  body_in_buffer_ = 0;
  request_.body = {};
  request_.headers.clear();
  if (!after_body_.empty()) {
    in_.append(after_body_);
    after_body_ = std::string();
  }
  release_body();
  response_ = Response();
}

Task<bool> Connection::refuse(int status, std::string_view detail) {
  thread_.lift_deadline(*this);
  framing_.keep_alive = false;
  response_ = state_.error(status, nullptr, detail);
  if (status == 503) response_.set("Retry-After", "1");
  if (!send_now(AfterAnswer::kClose)) {
    const bool sent = co_await flush();
    if (!sent) co_return false;
  }
  finish_request();
  co_return co_await close_gently();
}

Task<bool> Connection::answer_without_body() {
  AfterAnswer after = after_answer();
  const bool has_body = framing_.body != BodyKind::kNone;
  if (framing_.body == BodyKind::kChunked || framing_.length > kDrainLimit ||
      (has_body && framing_.expects_continue)) {
    after = AfterAnswer::kClose;
  }
  if (!send_now(after)) {
    const bool sent = co_await flush();
    if (!sent) co_return false;
  }
  finish_request();
  if (after == AfterAnswer::kClose) {
    framing_.keep_alive = framing_.keep_alive || has_body;  // the client may go on sending
    co_return co_await close_gently();
  }
  if (has_body) co_return co_await drain_body();
  co_return true;
}

}  // namespace laurel::http
