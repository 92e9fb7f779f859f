// In which direction a list goes through time. A place in a list (a cursor) means the same in both:
// what follows it is what comes later in the order that is asked for.
#pragma once

#include <cstdint>

namespace laurel::store {

enum class ListOrder : std::uint8_t { kNewestFirst, kOldestFirst };

}  // namespace laurel::store
