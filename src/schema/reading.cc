#include "schema/reading.h"

namespace laurel::schema {

bool Reading::say(std::string message) {
  if (problems_.size() < kMost) problems_.push_back({pointer(), std::move(message)});
  return false;
}

std::string Reading::pointer() const {
  std::string text;
  for (const auto& step : place_) {
    text += '/';
    if (const auto* index = std::get_if<std::size_t>(&step)) {
      text += std::to_string(*index);
      continue;
    }
    for (const char c : std::get<std::string_view>(step)) {
      if (c == '~') {
        text += "~0";
      } else if (c == '/') {
        text += "~1";
      } else {
        text += c;
      }
    }
  }
  return text;
}

}  // namespace laurel::schema
