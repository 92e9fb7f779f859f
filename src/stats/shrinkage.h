// Empirical Bayes for employees and units with few answers: each estimate is drawn towards the
// whole by as much as its own noise deserves. Never rank raw rates of small counts.
// Pure and thread-safe. Results keep the order of the input.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "stats/histogram.h"
#include "stats/maybe.h"
#include "stats/nps.h"
#include "stats/proportions.h"

namespace laurel::stats {

// Rates (flag rate, share of scores >= 8): k of n per unit, k ~ Binomial(n, p), p ~ Beta(a, b).
struct BetaPosterior {
  std::vector<Estimate> mean, lo, hi;  // (k + a)/(n + a + b) and quantiles
  std::vector<Estimate> p_above;       // P(rate > benchmark), where one was given
};

struct BetaBinomial {
  // No variance between units beyond chance, or fewer than two units with two answers: everybody
  // gets the pooled rate, and alpha, beta and the intervals are undefined.
  bool degenerate = false;
  Estimate alpha, beta;
  Estimate prior_mean;
  BetaPosterior posterior;
};

// (a, b) by maximum likelihood. Units without answers get the prior.
BetaBinomial beta_binomial(const std::vector<Proportion>& units, double conf_level = 0.95);

// With known a, b > 0. `benchmark` below 0 or above 1 is allowed.
BetaPosterior beta_posterior(const std::vector<Proportion>& units, double a, double b,
                             Maybe<double> benchmark = Undefined{"no benchmark was given"},
                             double conf_level = 0.95);

// NPS per employee: counts of detractors, passives, promoters ~ Dirichlet-multinomial.
struct DirichletMultinomial {
  bool degenerate = false;      // as above
  std::vector<Estimate> alpha;  // detractors, passives, promoters
  std::vector<Estimate> post_nps, post_sd;
};

DirichletMultinomial dirichlet_multinomial(const std::vector<NpsCounts>& units);

// Means of ratings: one-way random effects by REML from histograms.
struct OneWayReml {
  Estimate mu;      // mean of the average unit
  Estimate sigma2;  // variance within units
  Estimate tau2;    // variance between units
  Estimate icc;     // tau2 / (tau2 + sigma2)
  std::vector<double> n;
  std::vector<Estimate> mean;
  std::vector<Estimate> blup;     // mu + tau2/(tau2 + sigma2/n) (mean - mu)
  std::vector<Estimate> blup_sd;  // posterior sd given mu: sqrt(tau2 sigma2/n / (tau2 + sigma2/n))
};

// For a case mix, take each answer's deviation from its market's mean first.
OneWayReml reml_one_way(const std::vector<Moments>& units);

// Within-unit variances shrunk to a common one (Smyth 2004, limma's squeezeVar).
struct SqueezedVariances {
  Estimate prior_var, prior_df;  // prior_df may be infinite: the variances are all alike
  std::vector<Estimate> post_var;
};

// REQUIRES: same length; variances >= 0, degrees of freedom >= 0.
SqueezedVariances squeeze_variances(const std::vector<double>& variances,
                                    const std::vector<double>& df);

}  // namespace laurel::stats
