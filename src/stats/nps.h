// Net promoter score from counts: promoters (9-10) minus detractors (0-6) as a share of all
// answers, passives (7-8) in the denominator. A fraction in [-1, 1]; multiply by 100 to show. What
// leads in a report: nps_score_interval for one group, nps_difference for two (MOVER on score
// limits); the Welch test is secondary. Pure and thread-safe. conf_level in (0, 1).
#pragma once

#include <cstdint>

#include "base/result.h"
#include "stats/histogram.h"
#include "stats/maybe.h"
#include "stats/ratings.h"

namespace laurel::stats {

struct NpsCounts {
  std::int64_t detractors = 0;
  std::int64_t passives = 0;
  std::int64_t promoters = 0;

  std::int64_t n() const { return detractors + passives + promoters; }
  // Undefined without answers.
  Estimate nps() const;
  // Of one answer coded -1/0/+1, divisor n: P + D - (P - D)^2.
  Estimate variance() const;
  // Of the score: sqrt(variance / n).
  Estimate standard_error() const;
  // Of the answers coded -1/0/+1.
  Moments moments() const;

  NpsCounts& operator+=(const NpsCounts& other);
  friend NpsCounts operator+(NpsCounts left, const NpsCounts& right) { return left += right; }
  bool operator==(const NpsCounts&) const = default;
};

// Error (kInvalidInput) when answers lie outside 0-10: another scale is not NPS.
base::Result<NpsCounts> nps_counts(const Histogram& answers);

// The interval to show for one score: all x with |nps - x| <= z * se(x), the variance taken at x
// (Tango 1998, Stat. Med. 17:891; "iterative score" in Rocks 2016). Coverage .94 or better from n
// = 10.
// [-1, 1] without answers.
Interval nps_score_interval(const NpsCounts& counts, double conf_level = 0.95);

struct AdjustedWald {
  Estimate center, se, lo, hi;
};

// Rocks' closed form (3, T): three pseudo-answers, clipped to [-1, 1]. Near the score interval;
// for spreadsheets and checks. Do not use per stratum: it shrinks every stratum.
AdjustedWald nps_adjusted_wald_interval(const NpsCounts& counts, double conf_level = 0.95);

// nps +- z * se, not clipped. Only to compare with other tools: coverage falls to .51 at n = 10.
Interval nps_wald_interval(const NpsCounts& counts, double conf_level = 0.95);

struct DifferenceInterval {
  Estimate diff, lo, hi;
};

// a - b with the interval to show: MOVER (Zou & Donner 2008, Stat. Med. 27:1693) on the two score
// intervals. Always within [-2, 2]. Undefined when an arm is empty.
DifferenceInterval nps_difference(const NpsCounts& a, const NpsCounts& b, double conf_level = 0.95);

struct WaldDifference {
  Estimate diff, se, p, lo, hi;
};

// The usual formula of other tools, for comparison only: coverage .77 at (10, 50).
WaldDifference nps_wald_difference(const NpsCounts& a, const NpsCounts& b,
                                   double conf_level = 0.95);

// The secondary test: Welch's t on answers coded -1/0/+1.
WelchResult nps_welch(const NpsCounts& a, const NpsCounts& b, double conf_level = 0.95);

// What may be said of a difference: interval and test must not contradict each other in words.
enum class Verdict { kUndefined, kNoClearDifference, kBorderline, kHigher, kLower };

// kHigher/kLower when the interval excludes zero and p < 1 - conf_level; kBorderline when only one
// of the two says so. A missing p leaves the word to the interval.
Verdict verdict(const Interval& interval, const Estimate& p, double conf_level = 0.95);

}  // namespace laurel::stats
