// What a connection reads and writes once it knows what: bodies, answers, the end.
#include <algorithm>
#include <utility>

#include "base/log.h"
#include "http/connection.h"

namespace laurel::http {
namespace {

// How long and how much a client may still send while its connection is closed. Closing at once
// would make its system throw away the answer (RFC 9112 9.6).
constexpr std::chrono::milliseconds kLinger{2'000};
constexpr std::size_t kLingerBytes = std::size_t{16} << 20;
// Bodies grow as they come, not as they are announced.
constexpr std::size_t kFirstBodyStep = std::size_t{64} << 10;

}  // namespace

bool Connection::reserve(std::size_t bytes) {
  const std::size_t more = bytes - std::min(bytes, reserved_);
  reserved_ += more;
  return state_.body_bytes.fetch_add(more) + more <= state_.options.limits.bodies;
}

void Connection::release_body() {
  state_.body_bytes.fetch_sub(std::exchange(reserved_, 0));
  if (body_.capacity() > 0) body_ = std::string();
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
      if (have == body_.size()) {
        const std::size_t step = std::min(length, std::max(kFirstBodyStep, body_.size() * 2));
        if (!reserve(step)) co_return BodyState::kNoRoom;
        body_.resize(step);
      }
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
    if (!reserve(body_.size())) co_return BodyState::kNoRoom;
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
