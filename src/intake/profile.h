// ColumnProfile: what the values of one column look like over a sample, which guesses stand on.
// Pure.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "intake/header.h"

namespace laurel::intake {

struct ColumnProfile {
  std::int64_t rows = 0;
  std::int64_t filled = 0;  // not blank (empty, NA, …)
  std::int64_t wholes = 0;
  std::int64_t decimals = 0;  // numbers, whole ones included
  int most_decimals = 0;
  double lowest = 0, highest = 0;        // of the numbers
  std::array<std::int64_t, 11> tally{};  // of whole values 0 … 10
  std::int64_t above_ten = 0, negative = 0;
  std::int64_t yes_no = 0;
  std::int64_t dates = 0, dates_with_time = 0, month_only = 0;
  std::int64_t day_first = 0, month_first = 0, either_order = 0;  // of dates like 03/04/2025
  std::int64_t emails = 0;
  std::int64_t languages = 0;
  std::int64_t words = 0;  // in all values
  std::int64_t bytes = 0;
  std::int64_t distinct = 0;                   // counted up to kMostDistinct
  std::map<std::string, std::int64_t> values;  // while there are at most kMostValues

  double share(std::int64_t count) const {
    return filled == 0 ? 0.0 : static_cast<double>(count) / static_cast<double>(filled);
  }
  std::int64_t in_tally(int from, int to) const;
  // Smallest and largest of the whole values 0 … 10; 11 and -1 if there are none.
  int least() const;
  int most() const;
};
inline constexpr std::size_t kMostValues = 200;

ColumnProfile profile_column(std::span<const Record> sample, std::size_t column);

}  // namespace laurel::intake
