// From bytes to a request's head, and from chunks to a body. Strict where two readers of the same
// bytes could disagree (RFC 9112 11.2, request smuggling): line ends, folded lines, lengths and
// codings that contradict or repeat, hosts. Beast's parser does the grammar. Pure: no sockets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"
#include "http/server.h"

namespace laurel::http {

// Where the head that starts at input[0] ends (behind its empty line), or npos. The first
// `searched` bytes are known to hold no end.
std::size_t find_head_end(std::string_view input, std::size_t searched);

// Whether no request can start with these bytes; so that a client that speaks something else
// (TLS, say) need not wait for a deadline.
bool cannot_be_a_head(std::string_view input);

enum class BodyKind : std::uint8_t { kNone, kLength, kChunked };

// How the message goes on after its head.
struct Framing {
  BodyKind body = BodyKind::kNone;
  std::uint64_t length = 0;  // of kLength
  bool http_11 = true;
  bool keep_alive = true;
  bool expects_continue = false;
};

struct HeadProblem {
  int status;  // 400, 414, 417, 431, 501, 505
  std::string_view detail;
};

// Reads a whole head into `request` (its views point into `head`; body, client, route, id and times
// are left alone) and `framing`. After a problem `request` holds whatever was read.
std::optional<HeadProblem> parse_head(std::string_view head, const Limits& limits, Request& request,
                                      Framing& framing);

// Takes a chunked body apart. Trailers are read and dropped.
class ChunkDecoder {
 public:
  ChunkDecoder();
  ~ChunkDecoder();

  enum class State : std::uint8_t { kNeedsMore, kDone, kMalformed };
  struct Step {
    State state;
    std::size_t consumed;  // of `input`; what is left must come again, with more behind it
  };
  // Appends what `input` holds of the body to `out`: at most as many bytes as `input` has.
  Step put(std::string_view input, std::string& out);

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace laurel::http
