// CSV fields and JSON strings, appended to a buffer as fast as the load generator needs. Pure
// functions. Sources: RFC 4180, RFC 8259.
#pragma once

#include <charconv>
#include <concepts>
#include <string>
#include <string_view>

namespace laurel::sample {

void append_csv(std::string& out, std::string_view field);       // quoted where it must be
void append_json(std::string& out, std::string_view text);       // with its quotes; `text` is UTF-8
void append_real(std::string& out, double value, int decimals);  // fixed; REQUIRES: finite

// With zeros in front up to `width`.
void append_padded(std::string& out, std::uint64_t value, int width);

void append_integer(std::string& out, std::integral auto value) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

}  // namespace laurel::sample
