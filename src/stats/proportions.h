// Yes/no questions (referral, recommend): rates with intervals and comparison of two rates.
// The risk difference leads; an odds ratio is never shown alone because the outcome is common.
// Counts may reach 1e9 and more: products use wide arithmetic. Pure and thread-safe.
#pragma once

#include <cstdint>

#include "stats/maybe.h"

namespace laurel::stats {

struct Proportion {
  std::int64_t yes = 0;
  std::int64_t n = 0;

  Estimate rate() const;  // undefined when n = 0
  Proportion& operator+=(const Proportion& other);
  friend Proportion operator+(Proportion left, const Proportion& right) { return left += right; }
};

// Wilson's score interval (1927), the one to show; [0, 1] without answers.
Interval wilson_interval(const Proportion& p, double conf_level = 0.95);
// Clopper & Pearson: never below nominal coverage, wide. [0, 1] without answers.
Interval clopper_pearson_interval(const Proportion& p, double conf_level = 0.95);
// Quantiles of the posterior under Jeffreys' Beta(1/2, 1/2).
Interval jeffreys_interval(const Proportion& p, double conf_level = 0.95);

struct RiskDifference {
  Estimate diff;  // rate(a) - rate(b)
  Estimate lo, hi;
};

// Newcombe's hybrid score interval (1998, method 10): MOVER on Wilson limits; the one to show.
RiskDifference newcombe_difference(const Proportion& a, const Proportion& b,
                                   double conf_level = 0.95);
// Miettinen & Nurminen's score interval (1985) with N/(N-1), as a check.
RiskDifference miettinen_nurminen_difference(const Proportion& a, const Proportion& b,
                                             double conf_level = 0.95);

// Layout everywhere: a is flagged or treated, b the comparison.
struct TwoByTwo {
  std::int64_t a_yes = 0, a_no = 0, b_yes = 0, b_no = 0;

  std::int64_t n_a() const { return a_yes + a_no; }
  std::int64_t n_b() const { return b_yes + b_no; }
  std::int64_t n() const { return n_a() + n_b(); }
  Proportion a() const { return {a_yes, n_a()}; }
  Proportion b() const { return {b_yes, n_b()}; }
  TwoByTwo& operator+=(const TwoByTwo& other);
  friend TwoByTwo operator+(TwoByTwo left, const TwoByTwo& right) { return left += right; }
};

struct ChiSquared {
  Estimate chi2, p;
};

// Pearson's chi-squared without continuity correction. Undefined when a row or column is empty.
ChiSquared chi_squared(const TwoByTwo& table);

// Two-sided Fisher: the probability of all tables as unlikely as this one (up to rounding, 1e-7).
// Undefined above some 1e12 answers, where chi-squared is exact enough.
Estimate fisher_exact_p(const TwoByTwo& table);

struct RatioResult {
  Estimate odds_ratio, or_lo, or_hi, se_log_or;
  Estimate risk_ratio, rr_lo, rr_hi, se_log_rr;  // undefined when a cell is zero
  bool corrected = false;                        // a cell was zero: 1/2 was added to all four
};

// Woolf's log intervals. Undefined when an arm is empty.
RatioResult odds_and_risk_ratio(const TwoByTwo& table, double conf_level = 0.95);

}  // namespace laurel::stats
