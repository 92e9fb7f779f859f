// "Did you mean …": the known name with the fewest edits, if it is close enough to be a slip of the
// finger.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace laurel::base {

std::optional<std::string_view> nearest(std::string_view typed,
                                        std::span<const std::string_view> known);

}  // namespace laurel::base
