#include "http/connection.h"

#include <algorithm>
#include <exception>

#include "base/log.h"
#include "http/proxy.h"

namespace laurel::http {
namespace {

constexpr std::size_t kNoEnd = std::string_view::npos;
// A body that nobody wants is read to its end up to this size; beyond, closing is cheaper.
constexpr std::uint64_t kDrainLimit = 256 << 10;
// How long and how much a client may still send while its connection is closed. Closing at once
// would make its system throw away the answer (RFC 9112 9.6).
constexpr std::chrono::milliseconds kLinger{2'000};
constexpr std::size_t kLingerBytes = std::size_t{16} << 20;
// Bodies grow as they come, not as they are announced.
constexpr std::size_t kFirstBodyStep = std::size_t{64} << 10;

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
      const int status = state == BodyState::kTooLarge  ? 413
                         : state == BodyState::kTooSlow ? 408
                                                        : 400;
      co_return co_await refuse(status, status == 413   ? "The request's body is too large."
                                        : status == 408 ? "The request took too long to arrive."
                                                        : "The request's body is malformed.");
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

Task<Connection::BodyState> Connection::read_body() {
  if (framing_.body == BodyKind::kChunked) co_return co_await read_chunked_body();
  const auto length = static_cast<std::size_t>(framing_.length);
  const Deadlines& deadlines = state_.options.deadlines;
  if (in_.size() < length) {
    thread_.set_deadline(*this, Stage::kBody,
                         deadlines.body + std::chrono::seconds(length / deadlines.slowest));
  }
  if (in_.holds(length)) {
    while (in_.size() < length) {
      const IoResult got = co_await Read(transport_, in_.room());
      if (!got.ok()) co_return expired_ ? BodyState::kTooSlow : BodyState::kGone;
      in_.added(got.bytes);
    }
    body_in_buffer_ = length;
    request_.body = in_.view().substr(0, length);
  } else {
    std::size_t have = in_.size();
    body_.assign(in_.view());
    in_.consume(have);
    while (have < length) {
      if (have == body_.size())
        body_.resize(std::min(length, std::max(kFirstBodyStep, body_.size() * 2)));
      const std::span<char> room(body_.data() + have, body_.size() - have);
      const IoResult got = co_await Read(transport_, room);
      if (!got.ok()) co_return expired_ ? BodyState::kTooSlow : BodyState::kGone;
      have += got.bytes;
    }
    request_.body = body_;
  }
  thread_.lift_deadline(*this);
  co_return BodyState::kComplete;
}

Task<Connection::BodyState> Connection::read_chunked_body() {
  const Deadlines& deadlines = state_.options.deadlines;
  const std::size_t limit = route_->options.body_limit;
  thread_.set_deadline(*this, Stage::kBody,
                       deadlines.body + std::chrono::seconds(limit / deadlines.slowest));
  InputBuffer raw(4 * InputBuffer::kSmall);
  raw.append(in_.view());
  in_.consume(in_.size());
  ChunkDecoder chunks;
  for (;;) {
    const ChunkDecoder::Step step = chunks.put(raw.view(), body_);
    raw.consume(step.consumed);
    if (step.state == ChunkDecoder::State::kMalformed) co_return BodyState::kMalformed;
    if (body_.size() > limit) co_return BodyState::kTooLarge;
    if (step.state == ChunkDecoder::State::kDone) break;
    // Full without a whole line in it: nobody needs chunk extensions or trailers that long.
    if (!raw.make_room(4 * InputBuffer::kSmall)) co_return BodyState::kMalformed;
    const IoResult got = co_await Read(transport_, raw.room());
    if (!got.ok()) co_return expired_ ? BodyState::kTooSlow : BodyState::kGone;
    raw.added(got.bytes);
  }
  thread_.lift_deadline(*this);
  after_body_.assign(raw.view());
  request_.body = body_;
  co_return BodyState::kComplete;
}

Task<bool> Connection::send_continue() {
  out_ = "HTTP/1.1 100 Continue\r\n\r\n";
  co_return co_await flush();
}

AfterAnswer Connection::after_answer() const {
  const bool nothing_waits = in_.size() == body_in_buffer_ && after_body_.empty();
  return !framing_.keep_alive || (state_.stopping && nothing_waits) ? AfterAnswer::kClose
                                                                    : AfterAnswer::kKeepAlive;
}

bool Connection::send_now(AfterAnswer after) {
  if (response_.status() < 200 || response_.status() > 599) {
    base::log(base::LogLevel::kError, "http.impossible_status",
              {{"request", request_.id}, {"status", response_.status()}});
    response_ = state_.error(500, &request_, "Something went wrong here. Try again.");
  }
  const int status = is_not_modified(request_, response_) ? 304 : response_.status();
  response_.status(status);
  std::string& head = thread_.scratch();
  head.clear();
  append_head(head, status, response_,
              {.date = thread_.date(),
               .request_id = request_.id,
               .after = after,
               .http_11 = framing_.http_11,
               .defaults = state_.options.default_headers});
  const bool has_body = request_.method != Method::kHead && status_has_body(status);
  const std::string_view body = has_body ? response_.body() : std::string_view();
  answer_bytes_ = head.size() + body.size();
  const std::size_t sent = transport_.write_now(head, body).value_or(0);
  if (sent == answer_bytes_) return true;

  out_.assign(head, std::min(sent, head.size()));
  unsent_body_ = body.substr(sent - std::min(sent, head.size()));
  // One TLS record rather than two.
  if (transport_.secure() && body.size() <= InputBuffer::kSmall) {
    out_ += unsent_body_;
    unsent_body_ = {};
  }
  return false;
}

Task<bool> Connection::flush() {
  const Deadlines& deadlines = state_.options.deadlines;
  const std::size_t bytes = out_.size() + unsent_body_.size();
  thread_.set_deadline(*this, Stage::kWrite,
                       deadlines.write + std::chrono::seconds(bytes / deadlines.slowest));
  std::size_t at = 0;
  while (at < out_.size() || !unsent_body_.empty()) {
    const std::string_view head = std::string_view(out_).substr(at);
    const IoResult wrote = co_await Write(transport_, head, unsent_body_);
    if (!wrote.ok()) co_return false;
    const std::size_t of_head = std::min(wrote.bytes, head.size());
    at += of_head;
    unsent_body_.remove_prefix(wrote.bytes - of_head);
  }
  thread_.lift_deadline(*this);
  out_ = std::string();
  co_return true;
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
  if (body_.capacity() > 0) body_ = std::string();
  response_ = Response();
}

Task<bool> Connection::refuse(int status, std::string_view detail) {
  thread_.lift_deadline(*this);
  framing_.keep_alive = false;
  response_ = state_.error(status, nullptr, detail);
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

Task<bool> Connection::drain_body() {
  const Deadlines& deadlines = state_.options.deadlines;
  auto left = static_cast<std::size_t>(framing_.length);
  thread_.set_deadline(*this, Stage::kBody,
                       deadlines.body + std::chrono::seconds(left / deadlines.slowest));
  for (;;) {
    const std::size_t here = std::min(left, in_.size());
    in_.consume(here);
    left -= here;
    if (left == 0) break;
    in_.shrink();
    const IoResult got = co_await Read(transport_, in_.room());
    if (!got.ok()) co_return false;
    in_.added(got.bytes);
  }
  thread_.lift_deadline(*this);
  co_return true;
}

Task<bool> Connection::close_gently() {
  expired_ = false;
  thread_.set_deadline(*this, Stage::kLinger, kLinger);
  if (transport_.secure()) {
    co_await TlsDo(transport_, TlsStep::kShutdown);
    if (expired_) co_return false;
    transport_.forget_tls();
  } else if (!framing_.keep_alive && framing_.body == BodyKind::kNone && in_.empty()) {
    co_return false;  // the client said that this request is its last
  }
  transport_.shut_down_sending();
  InputBuffer dropped;
  for (std::size_t bytes = 0; bytes < kLingerBytes;) {
    const IoResult got = co_await Read(transport_, dropped.room());
    if (!got.ok()) break;
    bytes += got.bytes;
  }
  co_return false;
}

}  // namespace laurel::http
