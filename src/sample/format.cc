// Nothing here allocates beyond the buffer it appends to.
#include "sample/format.h"

#include <fmt/format.h>

namespace laurel::sample {

void append_csv(std::string& out, std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += field;
    return;
  }
  out += '"';
  for (const char c : field) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_json(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_real(std::string& out, double value, int decimals) {
  fmt::format_to(std::back_inserter(out), "{:.{}f}", value, decimals);
}

void append_padded(std::string& out, std::uint64_t value, int width) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  for (auto have = end - digits; have < width; ++have) out += '0';
  out.append(digits, end);
}

}  // namespace laurel::sample
