// The people a mention can be linked to, as detection needs them. Plain data; `RosterIndex`
// (compiled once per organization, immutable, thread-safe to read) is what the detector looks names
// up in.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "base/clock.h"

namespace laurel::detect {

struct RosterEntry {
  std::string employee_id{};  // as the organization writes it: "E7"
  std::string first_name{};
  std::string last_name{};
  std::string preferred_name{};        // what colleagues and customers call them, if different
  std::vector<std::string> aliases{};  // nicknames and known misspellings
  std::string location{};              // site or branch, as the roster names it; may be empty
  std::string department{};            // may be empty
  std::string title{};                 // may be empty
  base::Date employed_from{std::numeric_limits<std::int32_t>::min()};
  base::Date employed_until{std::numeric_limits<std::int32_t>::max()};  // last day, inclusive
};

}  // namespace laurel::detect
