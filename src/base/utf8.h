// Whether bytes are UTF-8, for whoever passes them on to what insists on it: JSON, a database.
// Thread-safe. Source: RFC 3629 (no surrogates, nothing above U+10FFFF, no overlong forms).
#pragma once

#include <cstdint>
#include <string_view>

namespace laurel::base {

bool is_utf8(std::string_view bytes);

// The bytes of the code points from … to-1 of UTF-8 text; empty when they don't all lie in it.
std::string_view code_points(std::string_view text, std::uint32_t from, std::uint32_t to);

}  // namespace laurel::base
