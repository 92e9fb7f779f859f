// What a report is asked for. Plain data.
#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

#include "base/clock.h"
#include "model/ids.h"
#include "report/figure.h"
#include "report/retention.h"

namespace laurel::report {

// Whether responses are read one by one, for the figures that cells can't give and to follow
// customers. kAuto: where there are at most `most_rows`, which takes about a second a million, so
// that a report doesn't take longer and longer. kLater: only where they are few; another report,
// made with kAuto, has the rest.
enum class ReadRows : std::uint8_t { kAuto, kAlways, kNever, kLater };
inline constexpr std::int64_t kMostRows = 2'000'000;
inline constexpr std::int64_t kFewRows = 10'000;  // a hundredth of a second

// Which single people a report shows: nobody, those of whom the figures speak well, or everybody.
enum class ShowPeople : std::uint8_t { kNone, kPraise, kAll };
std::string_view name(ShowPeople people);  // "none", "praise", "all"

// A part of an organization: unknown members leave it open.
struct Place {
  model::UnitId unit{};  // with those below it
  model::MarketId market{};
  model::ChannelId channel{};

  bool is_part() const { return unit.known() || market.known() || channel.known(); }
  friend auto operator<=>(const Place&, const Place&) = default;
};

struct ReportOptions {
  base::Month from{};  // inclusive; unknown: open
  base::Month to{};    // inclusive; unknown: open
  Place place{};
  ReportStrength strength = ReportStrength::kAny;
  double conf_level = 0.95;
  ReadRows read_rows = ReadRows::kAuto;
  std::int64_t most_rows = kMostRows;
  ShowPeople show_people = ShowPeople::kPraise;
  RetentionOptions retention = {};
  std::size_t quotes = 3;  // customers' words with the names of those they praise; 0: none

  bool has_period() const { return from.known() || to.known(); }
};

}  // namespace laurel::report
