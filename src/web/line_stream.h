// NDJSON in, a line out for each line in: cuts the blocks of a stream into numbered lines and
// bounds how long one may be. Blank lines are passed over, and counted.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "http/stream.h"

namespace laurel::web {

struct NumberedLine {
  std::int64_t number = 0;  // from 1 on
  std::string_view text;
};

class LineStream : public http::Stream {
 public:
  void take(std::string block, http::Last last, http::PieceDone done) final;

 protected:
  // The texts are valid during the call. May be called without any line.
  virtual void take_lines(std::span<const NumberedLine> lines, http::PieceDone done) = 0;
  // What to answer to a line that is refused unread.
  virtual std::string refused_line(std::int64_t number, std::string_view why) = 0;

 private:
  std::string rest_;
  std::int64_t line_ = 0;
};

}  // namespace laurel::web
