// Looking at an experiment while it runs: confidence sequences, valid at every look at once. Start
// to read them at 50 per arm. They are about 1.5 times as wide as an interval read once at the end;
// use that one (ratings.h, experiments.h) when nobody looked before. Declare t_opt beforehand.
// Pure and thread-safe. alpha in (0, 1), t_opt > 0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "stats/maybe.h"
#include "stats/moments.h"

namespace laurel::stats {

// The sample size at which the sequence is narrowest sets the mixture's rho^2.
double rho2_approximate(double t_opt, double alpha);  // (-2 ln a + ln(1 - 2 ln a)) / t_opt
double rho2_exact(double t_opt, double alpha);        // by Lambert's W

enum class RhoRule { kApproximate, kExact };

struct SequenceInterval {
  Estimate halfwidth, lo, hi;
};

// Asymptotic confidence sequence of a mean (Waudby-Smith et al. 2024, Ann. Statist. 52:2613).
SequenceInterval sequence_of_mean(std::int64_t n, double mean, double variance, double t_opt,
                                  double alpha = 0.05, RhoRule rule = RhoRule::kApproximate);

struct SequenceDifference {
  Estimate diff, se, lo, hi;
  Estimate p_anytime;  // min(1, 1/e-value): may be read at any time
};

// Treatment - control, on N = n_t + n_c units with variance N se^2.
SequenceDifference sequence_of_difference(const Moments& treatment, const Moments& control,
                                          double t_opt, double alpha = 0.05,
                                          RhoRule rule = RhoRule::kApproximate);

// Boundaries of a sum with intrinsic time v (Howard et al. 2021), narrowest at v_opt.
double normal_mixture_two_sided(double v, double alpha, double v_opt, double alpha_opt);
double normal_mixture_one_sided(double v, double alpha, double v_opt, double alpha_opt);

// Exact confidence sequence of one yes/no rate: beta-binomial mixture (Howard et al. 2021).
// [0, 1] for n = 0.
Interval sequence_of_rate(std::int64_t successes, std::int64_t n, double alpha, double t_opt,
                          double alpha_opt = 0.05);

struct SequencePoint {
  double lo = 0, hi = 1;
};

// Of bounded observations in [0, 1] in their order of arrival: predictable-mixture empirical
// Bernstein (Waudby-Smith & Ramdas 2024). One point per observation. With the running intersection
// the sequence never widens (and may come out empty if the mean drifts).
std::vector<SequencePoint> empirical_bernstein_sequence(const std::vector<double>& observations,
                                                        double alpha = 0.05,
                                                        double truncation = 0.5,
                                                        bool running_intersection = false);

}  // namespace laurel::stats
