// Numbers and counts as a person reads them, the same in every report, message and progress line.
// Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace laurel::base {

double rounded(double value, int decimals);

// 2,800 · −4.2 · +11, with a true minus sign. `decimals` at most 3.
std::string grouped(std::int64_t n);
std::string plain(double value, int decimals);
std::string with_sign(double value, int decimals);

// "24%", "under 1%", "over 99%", "none".
std::string share_of(std::int64_t part, std::int64_t whole);

// "1 response", "2,800 responses".
std::string count_of(std::int64_t n, std::string_view one, std::string_view many);

}  // namespace laurel::base
