// How a comment looks once typed: capitals, punctuation, slips of the keyboard. Works on text that
// still carries the marks of its mentions, and never misspells inside one. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/random.h"
#include "sample/mention.h"

namespace laurel::sample {

enum class Look : std::uint8_t {
  kTidy,      // sentences begin with capitals
  kNote,      // as typed by an interviewer
  kShouting,  // ALL CAPS
  kLower,     // lower case, hardly any punctuation
  kSlips,     // tidy, with typing errors
};

// Appends `marked` in that look to `out`, marks kept.
void dress(std::string_view marked, Look look, base::Random& random, std::string& out);

// Offsets in code points, end exclusive.
struct MarkedSpan {
  int mention = 0;
  std::uint32_t start = 0, end = 0;  // code points
  std::uint32_t first_byte = 0, bytes = 0;
};

// Appends the text without marks and says where the mentions stood, in order.
void strip_marks(std::string_view marked, std::string& text, std::vector<MarkedSpan>& spans);

}  // namespace laurel::sample
