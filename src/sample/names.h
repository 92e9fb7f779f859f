// Names of many origins, for employees, contacts and accounts. Plain constant data.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace laurel::sample {

enum class Gender : std::uint8_t { kHe, kShe };
enum class Origin : std::uint8_t {
  kBritish,
  kSpanish,
  kIndian,
  kNordic,
  kPolish,
  kAfrican,
  kArabic,
  kEastAsian,
  kSouthern,  // Italian, Portuguese, Greek
};
inline constexpr int kOriginCount = 9;

struct FirstName {
  std::string_view name;
  Gender gender;
  Origin origin;
  std::string_view nicknames = {};  // separated by |
  std::string_view misheard = {};   // as customers spell it, separated by |
};

struct LastName {
  std::string_view name;
  Origin origin;
  std::string_view misheard = {};
};

std::span<const FirstName> first_names();  // grouped by origin
std::span<const LastName> last_names();    // grouped by origin

std::span<const std::string_view> account_words();   // "Harrow", "Bluewater"
std::span<const std::string_view> account_trades();  // "Foods", "Logistics"

}  // namespace laurel::sample
