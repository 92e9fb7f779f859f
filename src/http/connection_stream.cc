// A request whose body is taken block by block while the answer is sent: reading, taking and
// writing go on at the same time, and the coroutine turns from one to the other as each can.
#include "http/connection_stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace laurel::http {
namespace {

// With so much answer unread by the client no further block is taken.
constexpr std::size_t kUnreadAnswer = std::size_t{1} << 20;
// What a stream counts for among bodies: blocks read, waiting and on their way.
constexpr std::size_t kStreamBuffers = kBlockSize * (kBlocksInFlight + 2);

}  // namespace

bool Connection::StreamState::is_through() const {
  return (last_taken || stopped || broken != 0) && pieces.empty() && !connection.job_running_;
}

bool Connection::StreamState::can_take() const {
  return !connection.job_running_ && !last_taken && !stopped && broken == 0 &&
         pieces.size() < std::size_t{kBlocksInFlight} &&
         out.size() + sending.size() - sent < kUnreadAnswer && (!block.empty() || input_ended);
}

void Connection::StreamState::decode() {
  if (!block.empty() || input_ended || broken != 0 || raw_needs_more) return;
  if (!chunks) {
    const std::size_t n = static_cast<std::size_t>(std::min<std::uint64_t>(left, raw.size()));
    block.assign(raw.view().substr(0, n));
    raw.consume(n);
    left -= n;
    input_ended = left == 0;
    return;
  }
  const ChunkDecoder::Step step = chunks->put(raw.view(), block);
  raw.consume(step.consumed);
  if (step.state == ChunkDecoder::State::kMalformed) {
    broken = 400;
    block.clear();
    return;
  }
  input_ended = step.state == ChunkDecoder::State::kDone;
  raw_needs_more = !input_ended && block.empty();
}

void Connection::StreamState::collect() {
  while (!pieces.empty() && pieces.front()) {
    Piece& piece = *pieces.front();
    if (piece.next == StreamNext::kStop) stopped = true;
    if (at_end) {
      if (piece.answer != nullptr && !answered) {
        connection.response_ = std::move(*piece.answer);
        answered = stopped = true;
      }
      pieces.pop_front();
      ++first_piece;
      continue;
    }
    if (!head_sent) {
      head_sent = true;
      append_head(out, connection.response_.status(), connection.response_,
                  {.date = connection.thread_.date(),
                   .request_id = connection.request_.id,
                   .after = connection.framing_.keep_alive && connection.framing_.http_11
                                ? AfterAnswer::kKeepAlive
                                : AfterAnswer::kClose,
                   .http_11 = connection.framing_.http_11,
                   .chunked = true,
                   .defaults = connection.state_.options.default_headers});
    }
    if (!connection.framing_.http_11) {
      out += piece.text;
    } else if (!piece.text.empty()) {
      fmt::format_to(std::back_inserter(out), "{:x}\r\n", piece.text.size());
      out.append(piece.text).append("\r\n");
    }
    pieces.pop_front();
    ++first_piece;
  }
}

void Connection::StreamState::begin_read() {
  if (reading || input_ended || stopped || broken != 0) return;
  if (!raw.make_room(kBlockSize)) {
    // Full: a block waits to be taken, or no line of chunks is that long.
    if (block.empty() && raw_needs_more) broken = 400;
    return;
  }
  reading = true;
  connection.thread_.set_deadline(connection, Stage::kBody,
                                  connection.state_.options.deadlines.block);
  connection.transport_.async_read(raw.room(),
                                   [this](boost::system::error_code error, std::size_t n) {
                                     reading = false;
                                     connection.thread_.lift_deadline(connection);
                                     if (error || n == 0) {
                                       if (broken == 0 && !ended)
                                         broken = connection.expired_ ? 408 : 400;
                                     } else {
                                       raw.added(n);
                                       raw_needs_more = false;
                                     }
                                     connection.event_.signal();
                                   });
}

void Connection::StreamState::begin_write() {
  if (writing || client_gone) return;
  if (sent == sending.size()) {
    sending.clear();
    sending.swap(out);
    sent = 0;
    if (sending.empty()) return;
    const Deadlines& deadlines = connection.state_.options.deadlines;
    connection.thread_.set_deadline(
        write_deadline, Stage::kWrite,
        deadlines.write + std::chrono::seconds(sending.size() / deadlines.slowest));
  }
  writing = true;
  connection.transport_.async_write(std::string_view(sending).substr(sent), {},
                                    [this](boost::system::error_code error, std::size_t n) {
                                      writing = false;
                                      sent += n;
                                      if (error || n == 0) client_gone = true;
                                      if (client_gone || sent == sending.size())
                                        connection.thread_.lift_deadline(write_deadline);
                                      connection.event_.signal();
                                    });
}

// While blocks are being worked on the client may wait for their answers and need not send.
bool Connection::stream_goes_on() {
  if (stream_->pieces.empty() && !job_running_) return false;
  thread_.set_deadline(*this, Stage::kBody, state_.options.deadlines.block);
  return true;
}

void Connection::piece_arrived(std::uint64_t index, Piece piece) {
  stream_->pieces[static_cast<std::size_t>(index - stream_->first_piece)] = std::move(piece);
  event_.signal();
}

Task<bool> Connection::serve_stream() {
  if (!reserve(kStreamBuffers)) {
    response_ = state_.error(503, &request_, "Too many large requests arrive at once.");
    response_.set("Retry-After", "1");
    co_return co_await answer_without_body();
  }
  StreamState stream(*this);
  stream_ = &stream;
  dispatch(JobKind::kOpenStream);
  while (job_running_) co_await event_;
  if (auto* refusal = std::get_if<Response>(&*stream.reply)) {
    response_ = std::move(*refusal);
    stream_ = nullptr;
    co_return co_await answer_without_body();
  }
  auto& open = std::get<OpenStream>(*stream.reply);
  stream.stream = std::move(open.stream);
  response_ = std::move(open.head);
  stream.at_end = open.answer == StreamAnswer::kAtEnd;
  if (framing_.body != BodyKind::kNone && framing_.expects_continue && in_.empty()) {
    const bool sent = co_await send_continue();
    if (!sent) co_return false;
  }
  stream.raw.append(in_.view());
  in_.consume(in_.size());
  stream.left = framing_.length;
  if (framing_.body == BodyKind::kChunked) stream.chunks.emplace();

  for (;;) {
    if (stream.client_gone) {
      stream.stopped = true;
      if (stream.reading) transport_.cancel();
    }
    stream.decode();
    stream.collect();
    if (stream.can_take()) {
      stream.taking = std::exchange(stream.block, std::string());
      stream.decode();  // so that the last block is known as the last
      stream.taking_last = stream.input_ended && stream.block.empty() ? Last::kYes : Last::kNo;
      stream.last_taken = stream.taking_last == Last::kYes;
      stream.taking_index = stream.first_piece + stream.pieces.size();
      stream.pieces.emplace_back();
      dispatch(JobKind::kTakeBlock);
      stream.collect();
      if (stream.can_take()) continue;
    }
    if (stream.is_through() && !stream.ended) {
      stream.ended = true;
      const bool whole = stream.broken == 0 && stream.head_sent;
      if (whole && framing_.http_11) stream.out += "0\r\n\r\n";
    }
    stream.begin_write();
    const bool all_sent = stream.client_gone || (!stream.writing && stream.out.empty() &&
                                                 stream.sent == stream.sending.size());
    if (stream.ended && all_sent) {
      if (!stream.reading && !stream.writing) break;
      transport_.cancel();
    }
    const int broken_before = stream.broken;
    stream.begin_read();
    if (stream.broken == broken_before) co_await event_;
  }

  stream.stream.reset();
  stream_ = nullptr;
  if (stream.client_gone) co_return false;
  if (stream.broken != 0) {
    if (stream.head_sent) co_return false;  // what was sent so far has no end: the client will see
    co_return co_await refuse(stream.broken, stream.broken == 408
                                                 ? "The request took too long to arrive."
                                                 : "The request's body is malformed.");
  }
  if (!stream.at_end || stream.input_ended) after_body_.assign(stream.raw.view());
  if (stream.at_end) {
    if (!stream.answered)
      response_ = state_.error(500, &request_, "Something went wrong here. Try again.");
    co_return co_await answer_stream(stream.input_ended);
  }
  const bool goes_on = framing_.keep_alive && framing_.http_11 && !stream.stopped &&
                       !(state_.stopping && after_body_.empty());
  finish_request();
  if (goes_on) co_return true;
  co_return co_await close_gently();
}

// Of one that is answered at its end, or before it: then what still comes is dropped.
Task<bool> Connection::answer_stream(bool whole_body) {
  if (!whole_body) framing_.keep_alive = false;
  const AfterAnswer after = after_answer();
  if (!send_now(after)) {
    const bool sent = co_await flush();
    if (!sent) co_return false;
  }
  finish_request();
  if (after == AfterAnswer::kClose) co_return co_await close_gently();
  co_return true;
}

}  // namespace laurel::http
