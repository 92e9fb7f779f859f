// Bodies of any length, taken block by block while their answer is sent: for NDJSON in with a
// result for each line out. The server reads no further while kBlocksInFlight blocks await their
// answers or much answer is unread by the client, so memory stays bounded at any length.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "http/message.h"

namespace laurel::http {

inline constexpr int kBlocksInFlight = 3;
inline constexpr std::size_t kBlockSize = std::size_t{64} << 10;

// The answer to one block: what to send for it, and whether to go on. After `kStop` no further
// block is taken and the connection closes when everything is sent.
enum class StreamNext : std::uint8_t { kGoOn, kStop };
struct Piece {
  std::string text;
  StreamNext next = StreamNext::kGoOn;
  // Of a stream that is answered kAtEnd: the answer. No further block is taken.
  std::shared_ptr<Response> answer = nullptr;
};

// When a stream is answered: piece by piece while it is read, or once, by the piece that has an
// answer (what else pieces say is not sent; without any it is 500). The second is for uploads,
// whose answer depends on the whole body.
enum class StreamAnswer : std::uint8_t { kPieces, kAtEnd };

// As Done: from any thread, once; unused, it stops the stream.
class PieceDone {
 public:
  class Promise {
   public:
    virtual ~Promise() = default;
    virtual void keep(Piece piece) = 0;
  };

  explicit PieceDone(std::shared_ptr<Promise> promise) : promise_(std::move(promise)) {}
  void operator()(Piece piece) const { promise_->keep(std::move(piece)); }

 private:
  std::shared_ptr<Promise> promise_;
};

enum class Last : bool { kNo, kYes };

// One request's body. take() is called for one block at a time, in order, on the route's threads;
// it may return before its answer is given, and then up to kBlocksInFlight are on their way. Pieces
// are sent in the order of their blocks whatever order they come in. Blocks are cut anywhere and
// hold 1 to kBlockSize bytes; a last one always comes, maybe empty, unless the client broke off or
// the stream was stopped. The Request that opened the stream lives as long as the stream. The
// stream is destroyed when every answer is given and the last piece is sent, or the client is gone.
class Stream {
 public:
  virtual ~Stream() = default;
  virtual void take(std::string block, Last last, PieceDone done) = 0;
};

// A stream, with status and headers of its answer in pieces (a body in it is not sent), or a
// refusal.
struct OpenStream {
  std::unique_ptr<Stream> stream;
  Response head = Response(200);
  StreamAnswer answer = StreamAnswer::kPieces;
};
using StreamReply = std::variant<OpenStream, Response>;

// Called when the head was read, before any of the body, on the route's threads.
using StreamHandler = std::function<StreamReply(const Request&)>;

}  // namespace laurel::http
