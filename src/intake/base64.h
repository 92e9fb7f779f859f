// Base64 with padding (RFC 4648, section 4), as webhook signatures and secrets are written. Pure;
// thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace laurel::intake {

std::string base64(std::string_view bytes);
// Nothing when it isn't base64. Padding may be missing.
std::optional<std::string> unbase64(std::string_view text);

}  // namespace laurel::intake
