#include "stats/meta.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace laurel::stats {
namespace {

struct Effects {
  std::vector<double> y, v;
};

Effects any_effects(base::Random& random, double tau) {
  Effects effects;
  for (std::uint64_t i = 2 + random.below(10); i > 0; --i) {
    const double v = 0.001 + random.uniform() * 0.02;
    effects.y.push_back(0.1 + random.normal() * std::sqrt(v + tau * tau));
    effects.v.push_back(v);
  }
  return effects;
}

double restricted_log_likelihood(const Effects& e, double tau2) {
  double sum_w = 0, sum_wy = 0, logs = 0, q = 0;
  for (std::size_t i = 0; i < e.y.size(); ++i) {
    sum_w += 1 / (e.v[i] + tau2);
    sum_wy += e.y[i] / (e.v[i] + tau2);
    logs += std::log(e.v[i] + tau2);
  }
  for (std::size_t i = 0; i < e.y.size(); ++i)
    q += std::pow(e.y[i] - sum_wy / sum_w, 2) / (e.v[i] + tau2);
  return -(logs + std::log(sum_w) + q) / 2;
}

TEST(MetaRandom, RemlIsTheHighestPointOfTheLikelihood) {
  base::Random random(51);
  for (int round = 0; round < 100; ++round) {
    const Effects effects = any_effects(random, round % 3 * 0.1);
    const double tau2 = *meta_random(effects.y, effects.v).tau2;
    const double best = restricted_log_likelihood(effects, tau2);
    EXPECT_GE(best + 1e-10, restricted_log_likelihood(effects, 0));
    for (double other = 1e-6; other < 1; other *= 1.3)
      EXPECT_GE(best + 1e-10, restricted_log_likelihood(effects, other));
  }
}

TEST(MetaRandom, PauleMandelMakesQEqualItsDegreesOfFreedom) {
  base::Random random(52);
  for (int round = 0; round < 100; ++round) {
    Effects effects = any_effects(random, 0.2);
    const double tau2 = *meta_random(effects.y, effects.v, Tau2Method::kPauleMandel).tau2;
    if (tau2 == 0) continue;
    for (double& v : effects.v) v += tau2;
    const FixedEffect fixed = meta_fixed(effects.y, effects.v);
    EXPECT_NEAR(*fixed.q, fixed.q_df, 1e-8);
  }
}

TEST(MetaRandom, ShrinksEachMarketTowardsTheAverage) {
  base::Random random(53);
  for (int round = 0; round < 50; ++round) {
    const Effects effects = any_effects(random, 0.1);
    const RandomEffects result = meta_random(effects.y, effects.v);
    for (std::size_t i = 0; i < effects.y.size(); ++i) {
      EXPECT_LE(std::abs(result.blup[i] - *result.mu), std::abs(effects.y[i] - *result.mu) + 1e-12);
    }
    EXPECT_GE(*result.se_mkh, *result.se);
    EXPECT_LE(*result.pi_lo, *result.lo);
  }
}

TEST(Meta, HasNothingToSayAboutNoMarkets) {
  EXPECT_FALSE(meta_fixed({}, {}).est.defined());
  EXPECT_FALSE(meta_random({}, {}).mu.defined());
  EXPECT_FALSE(meta_fixed({0.1}, {0.01}).q_p.defined());
  EXPECT_FALSE(meta_random({0.1}, {0.01}).se_knha.defined());
}

}  // namespace
}  // namespace laurel::stats
