#include "base/wording.h"

#include <fmt/format.h>

#include <cmath>

namespace laurel::base {

double rounded(double value, int decimals) {
  const double unit = std::pow(10, decimals);
  return std::round(value * unit) / unit;
}

std::string grouped(std::int64_t n) {
  std::string digits = std::to_string(n < 0 ? -n : n);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return n < 0 ? "−" + digits : digits;
}

std::string plain(double value, int decimals) {
  const double shown = rounded(value, decimals);
  if (shown == 0) return fmt::format("{:.{}f}", 0.0, decimals);
  return fmt::format("{}{:.{}f}", shown < 0 ? "−" : "", std::abs(shown), decimals);
}

std::string with_sign(double value, int decimals) {
  return (rounded(value, decimals) > 0 ? "+" : "") + plain(value, decimals);
}

std::string share_of(std::int64_t part, std::int64_t whole) {
  if (whole <= 0 || part <= 0) return "none";
  const double share = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  if (share < 1) return "under 1%";
  if (share > 99 && part < whole) return "over 99%";
  return plain(share, 0) + "%";
}

std::string count_of(std::int64_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", grouped(n), n == 1 ? one : many);
}

}  // namespace laurel::base
