// Which passwords may be set: long enough, and not among those that are tried first. No rules about
// kinds of characters and no expiry, which make passwords worse (NIST SP 800-63B, section 5.1.1.2).
#pragma once

#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace laurel::app {

inline constexpr std::size_t kShortestPassword = 10;   // characters
inline constexpr std::size_t kLongestPassword = 1024;  // bytes

// kInvalidInput says what to change. `address` and `name`: whose it will be.
base::Status check_password(const base::Secret& password, std::string_view address,
                            std::string_view name);

}  // namespace laurel::app
