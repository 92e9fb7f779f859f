#include "text/utf8.h"

namespace laurel::text {

namespace {
bool continues(unsigned char byte) { return (byte & 0xC0) == 0x80; }
}  // namespace

Decoded decode(std::string_view text, std::size_t position) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[position + i]); };
  const std::size_t left = text.size() - position;
  const unsigned char lead = at(0);
  if (lead < 0x80) return {lead, 1};
  if (lead >= 0xC2 && lead <= 0xDF && left >= 2 && continues(at(1)))
    return {static_cast<char32_t>((lead & 0x1F) << 6 | (at(1) & 0x3F)), 2};
  if (lead >= 0xE0 && lead <= 0xEF && left >= 3 && continues(at(1)) && continues(at(2))) {
    const auto code_point =
        static_cast<char32_t>((lead & 0x0F) << 12 | (at(1) & 0x3F) << 6 | (at(2) & 0x3F));
    if (code_point >= 0x800 && (code_point < 0xD800 || code_point > 0xDFFF)) return {code_point, 3};
  }
  if (lead >= 0xF0 && lead <= 0xF4 && left >= 4 && continues(at(1)) && continues(at(2)) &&
      continues(at(3))) {
    const auto code_point = static_cast<char32_t>((lead & 0x07) << 18 | (at(1) & 0x3F) << 12 |
                                                  (at(2) & 0x3F) << 6 | (at(3) & 0x3F));
    if (code_point >= 0x10000 && code_point <= 0x10FFFF) return {code_point, 4};
  }
  return {kReplacement, 1};
}

std::uint32_t count_code_points(std::string_view text) {
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++count) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      ++i;
    } else {
      i += decode(text, i).length;
    }
  }
  return count;
}

void append_utf8(char32_t c, std::string& out) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6);
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3F));
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

}  // namespace laurel::text
