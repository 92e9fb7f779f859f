// Small rules of text that HTTP's parts share: percent-encoding, tokens, lists in headers.
// Thread-safe. Rules: RFC 9110 5.6, RFC 3986 2.1, WHATWG URL 5.1.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace laurel::http {

bool equals_ignoring_case(std::string_view a, std::string_view b);
std::string lower_case(std::string_view text);    // ASCII
std::string_view trimmed(std::string_view text);  // spaces and tabs

// A name of a header, a method, a cookie: one or more of RFC 9110's tchar.
bool is_token(std::string_view text);

// A segment of a path, decoded; nothing if a "%" starts no byte, or if the result holds NUL or is
// not UTF-8.
std::optional<std::string> decode_path(std::string_view text);

// A name or value of a query or an urlencoded form: "+" is a space, a "%" that starts no byte is
// kept. May be any bytes: see is_acceptable_text().
std::string decode_form_text(std::string_view text);

// UTF-8 without NUL: what databases and JSON can hold.
bool is_acceptable_text(std::string_view text);

// Takes `list` apart at `separator`: the part before it, trimmed; `list` becomes what follows.
std::string_view next_item(std::string_view& list, char separator);

// Calls take(name, value) for each "name=value" of a query or urlencoded form, decoded, until it
// returns false.
template <typename Take>
void for_each_pair(std::string_view text, Take take) {
  while (!text.empty()) {
    const std::size_t end = text.find('&');
    const std::string_view pair = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
    if (!take(decode_form_text(pair.substr(0, equals)), decode_form_text(value))) return;
  }
}

}  // namespace laurel::http
