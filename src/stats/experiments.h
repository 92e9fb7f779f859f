// Randomised gestures: intention-to-treat effects from logged assignment, checks of the draw, and
// covariate adjustment. Only these support the word "caused". Effects are treatment - control.
// The plain two-arm effect is welch() of ratings.h. Pure and thread-safe. conf_level in (0, 1).
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "stats/maybe.h"
#include "stats/moments.h"

namespace laurel::stats {

// Sample ratio mismatch: do the arms have the sizes the draw should have given?
struct SampleRatio {
  Estimate chi2, p;         // once, at the end
  double log_bf = 0;        // Dirichlet-multinomial Bayes factor (Lindon & Malek 2022)
  double p_sequential = 1;  // min(1, exp(-log_bf)): may be read while running
};

// `weights` are the intended shares, in any unit. REQUIRES: same length, weights > 0,
// concentration > 0.
SampleRatio sample_ratio(const std::vector<std::int64_t>& observed,
                         const std::vector<double>& weights, double concentration = 1e4);

struct ExperimentStratum {
  std::string name;
  Moments treatment, control;
};

struct StratifiedEffect {
  Estimate diff, se, z, p, lo, hi;
  std::vector<std::string> dropped;  // strata with an empty arm
};

// For a constant probability of treatment: sum (N_k/N) (t_k - c_k), se^2 = sum (N_k/N)^2
// (s_t^2/n_t + s_c^2/n_c) (Miratrix et al. 2013; equals Lin 2013 with HC2). The se needs two units
// in each cell.
StratifiedEffect poststratified_effect(const std::vector<ExperimentStratum>& strata,
                                       double conf_level = 0.95);

// Units that shared a probability of treatment and an arm, as values with their counts.
struct PropensityCell {
  double propensity = 0.5;  // logged probability of treatment, strictly between 0 and 1
  bool treated = false;
  std::vector<std::pair<double, std::int64_t>> values;
};

struct WeightedEffect {
  Estimate hajek;  // difference of weighted means: the one to use
  Estimate se;     // linearised, n/(n - 1)
  Estimate lo, hi;
  Estimate horvitz_thompson;  // unbiased but noisy: a check
  std::int64_t n = 0;
};

// For varying probabilities: inverse-probability weights.
WeightedEffect weighted_effect(const std::vector<PropensityCell>& cells, double conf_level = 0.95);

// Sums of the outcome y and a covariate x known before assignment.
struct CovariateSums {
  std::int64_t n = 0;
  double sum_y = 0, sumsq_y = 0, sum_x = 0, sumsq_x = 0, sum_xy = 0;

  CovariateSums& operator+=(const CovariateSums& other);
  friend CovariateSums operator+(CovariateSums left, const CovariateSums& right) {
    return left += right;
  }
};

struct AdjustedEffect {
  Estimate theta;  // cov(y, x)/var(x) over both arms; 0 when x does not vary
  Estimate diff, se, df, p, lo, hi;
  Estimate variance_reduction;  // 1 - (adjusted se / plain se)^2
};

// CUPED (Deng et al. 2013): Welch on y - theta x.
AdjustedEffect cuped(const CovariateSums& treatment, const CovariateSums& control,
                     double conf_level = 0.95);

}  // namespace laurel::stats
