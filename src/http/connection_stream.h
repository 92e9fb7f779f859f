// What a connection keeps while one of its requests is a stream. Stays on the network thread, but
// for `reply` and what is named taking, which the job of the moment has.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "http/connection.h"

namespace laurel::http {

struct Connection::StreamState {
  // Writing has a deadline beside reading's.
  struct WriteDeadline final : DeadlineQueue::Entry {
    explicit WriteDeadline(Connection& of) : connection(of) {}
    ~WriteDeadline() { connection.thread_.lift_deadline(*this); }
    WriteDeadline(const WriteDeadline&) = delete;
    WriteDeadline& operator=(const WriteDeadline&) = delete;
    void expired(Stage stage) override {
      connection.state_.stats.deadline_passed(stage);
      connection.transport_.cancel();
    }
    Connection& connection;
  };

  explicit StreamState(Connection& of) : connection(of), write_deadline(of) {}

  // Fills `block` from `raw` if it is empty.
  void decode();
  // Puts what was answered, in order, behind `out`.
  void collect();
  void begin_read();
  void begin_write();
  // No block will be taken any more, and every piece is here.
  bool is_through() const;
  bool can_take() const;

  Connection& connection;
  std::optional<StreamReply> reply;
  std::unique_ptr<Stream> stream;

  // In: the socket → raw → block → taking.
  InputBuffer raw{kBlockSize};
  std::optional<ChunkDecoder> chunks;
  std::uint64_t left = 0;  // of a body with a length
  std::string block;
  bool reading = false, raw_needs_more = false;
  bool input_ended = false;  // the whole body is decoded
  int broken = 0;            // the status to answer, if it is not too late for one
  bool last_taken = false, stopped = false;
  std::string taking;
  Last taking_last = Last::kNo;
  std::uint64_t taking_index = 0;

  // Out: pieces → out → sending → the socket.
  std::uint64_t first_piece = 0;  // index of pieces.front()
  std::deque<std::optional<Piece>> pieces;
  std::string out, sending;
  std::size_t sent = 0;
  bool writing = false, head_sent = false, ended = false, client_gone = false;
  bool at_end = false, answered = false;  // StreamAnswer::kAtEnd; its answer is in response_
  WriteDeadline write_deadline;
};

}  // namespace laurel::http
