#include "intake/profile.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_set>

#include "intake/table.h"
#include "intake/values.h"

namespace laurel::intake {

std::int64_t ColumnProfile::in_tally(int from, int to) const {
  std::int64_t sum = 0;
  for (int value = from; value <= to; ++value) sum += tally[static_cast<std::size_t>(value)];
  return sum;
}

int ColumnProfile::least() const {
  for (int value = 0; value <= 10; ++value)
    if (tally[static_cast<std::size_t>(value)] != 0) return value;
  return 11;
}

int ColumnProfile::most() const {
  for (int value = 10; value >= 0; --value)
    if (tally[static_cast<std::size_t>(value)] != 0) return value;
  return -1;
}

ColumnProfile profile_column(std::span<const Record> sample, std::size_t column) {
  ColumnProfile out;
  std::unordered_set<std::uint64_t> seen;
  bool few_values = true;
  for (const Record& record : sample) {
    ++out.rows;
    if (column >= record.size()) continue;
    const std::string_view value = trim(record[column]);
    if (is_blank(value)) continue;
    ++out.filled;
    out.bytes += std::ssize(value);
    out.words += 1 + std::count(value.begin(), value.end(), ' ');
    seen.insert(hash_bytes(value));
    if (few_values) {
      ++out.values[std::string(value)];
      if (out.values.size() > kMostValues) {
        few_values = false;
        out.values.clear();
      }
    }
    std::optional<double> number;
    if (const auto whole = parse_whole(value)) {
      ++out.wholes;
      if (*whole < 0) ++out.negative;
      if (*whole > 10) ++out.above_ten;
      if (*whole >= 0 && *whole <= 10) ++out.tally[static_cast<std::size_t>(*whole)];
      number = static_cast<double>(*whole);
    } else if (const auto decimal = parse_decimal(value)) {
      out.most_decimals = std::max(out.most_decimals, decimal->decimals);
      number = static_cast<double>(decimal->units) / std::pow(10.0, decimal->decimals);
    }
    if (number) {
      out.lowest = out.decimals == 0 ? *number : std::min(out.lowest, *number);
      out.highest = out.decimals == 0 ? *number : std::max(out.highest, *number);
      ++out.decimals;
    }
    if (parse_yes_no(value)) ++out.yes_no;
    const DateReading date = read_date(value, DateOrder::kDayFirst);
    if (date.evidence != DateEvidence::kNone) {
      ++out.dates;
      if (date.value && date.value->at) ++out.dates_with_time;
      if (date.month_only) ++out.month_only;
      if (date.evidence == DateEvidence::kDayFirst) ++out.day_first;
      if (date.evidence == DateEvidence::kMonthFirst) ++out.month_first;
      if (date.evidence == DateEvidence::kEither) ++out.either_order;
    }
    const std::size_t at = value.find('@');
    if (at != std::string_view::npos && value.find('.', at) != std::string_view::npos &&
        value.find(' ') == std::string_view::npos)
      ++out.emails;
    if (!language_code(value).empty()) ++out.languages;
  }
  out.distinct = std::ssize(seen);
  return out;
}

}  // namespace laurel::intake
