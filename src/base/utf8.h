// Whether bytes are UTF-8, for whoever passes them on to what insists on it: JSON, a database.
// Thread-safe. Source: RFC 3629 (no surrogates, nothing above U+10FFFF, no overlong forms).
#pragma once

#include <string_view>

namespace laurel::base {

bool is_utf8(std::string_view bytes);

}  // namespace laurel::base
