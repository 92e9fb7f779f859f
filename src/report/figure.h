// What every part of the report is made of: a figure with its interval, count and method, and a
// comparison of those who praised somebody with those who commented without praise. Plain data.
//
// Units: NPS is a fraction in [-1, 1] (shown x100), rates are shares in [0, 1], means and their
// differences are points of the question's own scale, superiority is a probability. Nothing is ever
// NaN: a figure without a value has a reason.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace laurel::report {

// Which commendations make a response "commended". With kExemplary, kind words are neither praise
// nor silence: they are left out of the comparison and shown beside it.
enum class ReportStrength : std::uint8_t { kAny, kExemplary };

// Whom a figure is about. A response that is still to be reviewed counts as what it is now.
enum class Group : std::uint8_t { kSilent, kUnread, kSpoke, kKind, kExemplary };
inline constexpr std::size_t kGroupCount = 5;

// What is computed of a question's answers.
enum class Measure : std::uint8_t {
  kNps,      // promoters minus detractors
  kRate,     // share of yes
  kMean,     // mean of a scale
  kOrdered,  // ordered categories without distances: only superiority
  kShares,   // categories without order: shares
};

struct Figure {
  std::string_view statistic;  // "nps", "rate", "mean", "nps_difference", "odds_ratio", …
  std::string_view unit;       // "nps", "share", "scale_points", "probability", "ratio", "people",
                               // "days", "money" (in the currency named beside it)
  std::string_view method;     // see docs/report.md
  std::optional<double> estimate, lo, hi;
  std::int64_t n = 0;
  std::optional<std::int64_t> n_commended, n_spoke;  // of comparisons
  std::string_view test;                             // what p belongs to; empty without a test
  std::optional<double> p, p_adjusted;
  std::string reason;                 // why estimate, interval or p is missing, as a clause
  std::string_view source = "cells";  // "cells" (counts) or "rows"
};

// A customer's words, with the part that praises, about whom they are and where.
struct Quote {
  std::string before, praised, after;
  std::string person, place;  // "Maria Lopez"; "Parts adviser, Leeds"
  base::Month month{};        // unknown where the response has no date
};

// What may be said of a comparison.
enum class Finding : std::uint8_t {
  kUndefined,          // there is nothing to compare
  kTooFew,             // fewer than kFewestAnswers in one of the groups
  kNoClearDifference,  // the interval includes no difference, and so does the test
  kBorderline,         // interval and test disagree, or the interval ends at no difference
  kHigher,
  kLower,
};
inline constexpr std::int64_t kFewestAnswers = 10;

struct Comparison {
  Figure difference;  // commended minus spoke; superiority for kOrdered
  Finding finding = Finding::kUndefined;
  std::string sentence;
};

}  // namespace laurel::report
