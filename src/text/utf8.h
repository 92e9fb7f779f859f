// UTF-8 that never fails: every byte that is not part of a valid sequence counts as one replacement
// character, so that offsets in code points are defined for any bytes. Source: RFC 3629 (no
// surrogates, nothing above U+10FFFF, no overlong forms). Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace laurel::text {

inline constexpr char32_t kReplacement = 0xFFFD;

struct Decoded {
  char32_t code_point;
  std::uint32_t length;  // bytes taken; 1 for a bad byte
};

// REQUIRES: position < text.size().
Decoded decode(std::string_view text, std::size_t position);

std::uint32_t count_code_points(std::string_view text);

void append_utf8(char32_t code_point, std::string& out);

}  // namespace laurel::text
