#include "web/line_stream.h"

#include <utility>
#include <vector>

namespace laurel::web {
namespace {

constexpr std::size_t kLongestLine = std::size_t{1} << 20;

}  // namespace

void LineStream::take(std::string block, http::Last last, http::PieceDone done) {
  rest_ += block;
  std::vector<NumberedLine> lines;
  const auto add = [&](std::string_view text) {
    ++line_;
    if (text.find_first_not_of(" \t\r") != std::string_view::npos) lines.push_back({line_, text});
  };
  std::size_t begin = 0;
  for (std::size_t end = rest_.find('\n'); end != std::string::npos;
       begin = end + 1, end = rest_.find('\n', begin)) {
    add(std::string_view(rest_).substr(begin, end - begin));
  }
  const std::size_t left = rest_.size() - begin;
  if (left > kLongestLine) {
    done({refused_line(line_ + 1, "A line can have a megabyte at most."), http::StreamNext::kStop});
    return;
  }
  const bool to_the_end = last == http::Last::kYes && left > 0;
  if (to_the_end) add(std::string_view(rest_).substr(begin));
  take_lines(lines, std::move(done));
  rest_.erase(0, to_the_end ? std::string::npos : begin);
}

}  // namespace laurel::web
