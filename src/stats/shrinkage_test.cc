#include "stats/shrinkage.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stats/testing.h"

namespace laurel::stats {
namespace {

double beta_binomial_log_likelihood(const std::vector<Proportion>& units, double a, double b) {
  double sum = 0;
  for (const Proportion& unit : units) {
    const auto k = static_cast<double>(unit.yes), n = static_cast<double>(unit.n);
    sum += std::lgamma(k + a) + std::lgamma(n - k + b) - std::lgamma(n + a + b) - std::lgamma(a) -
           std::lgamma(b) + std::lgamma(a + b);
  }
  return sum;
}

std::vector<Proportion> any_units(base::Random& random, double spread) {
  std::vector<Proportion> units;
  for (std::uint64_t i = 3 + random.below(15); i > 0; --i) {
    const double rate = std::clamp(0.4 + spread * random.normal(), 0.02, 0.98);
    Proportion unit;
    for (std::uint64_t j = random.below(60); j > 0; --j) {
      ++unit.n;
      unit.yes += random.chance(rate) ? 1 : 0;
    }
    units.push_back(unit);
  }
  return units;
}

TEST(BetaBinomial, FindsTheHighestPointOfTheLikelihood) {
  base::Random random(61);
  int found = 0;
  for (int round = 0; round < 100; ++round) {
    const auto units = any_units(random, 0.15);
    const BetaBinomial result = beta_binomial(units);
    if (result.degenerate) continue;
    ++found;
    const double a = *result.alpha, b = *result.beta;
    const double best = beta_binomial_log_likelihood(units, a, b);
    for (const double da : {0.9, 1.0, 1.1}) {
      for (const double db : {0.9, 1.0, 1.1})
        EXPECT_GE(best + 1e-9, beta_binomial_log_likelihood(units, a * da, b * db));
    }
  }
  EXPECT_GT(found, 50);
}

TEST(BetaBinomial, PoolsWhenUnitsDifferByNoMoreThanChance) {
  const BetaBinomial result = beta_binomial({{10, 20}, {10, 20}, {10, 20}});
  EXPECT_TRUE(result.degenerate);
  EXPECT_DOUBLE_EQ(*result.posterior.mean[0], 0.5);
  EXPECT_FALSE(result.posterior.lo[0].defined());
  EXPECT_TRUE(beta_binomial({{0, 20}, {0, 7}}).degenerate);
  EXPECT_EQ(*beta_binomial({{0, 20}, {0, 7}}).prior_mean, 0);
  EXPECT_FALSE(beta_binomial({{0, 0}, {0, 0}}).prior_mean.defined());
  EXPECT_TRUE(beta_binomial({{1, 1}, {0, 1}, {1, 1}}).degenerate);
  EXPECT_TRUE(beta_binomial({}).degenerate);
}

TEST(BetaBinomial, ShrinksRatesTowardsTheWholeAndKeepsThemInTheirIntervals) {
  base::Random random(62);
  for (int round = 0; round < 100; ++round) {
    const auto units = any_units(random, 0.2);
    const BetaBinomial result = beta_binomial(units);
    if (result.degenerate) continue;
    for (std::size_t i = 0; i < units.size(); ++i) {
      const double mean = *result.posterior.mean[i];
      EXPECT_LT(*result.posterior.lo[i], mean);
      EXPECT_GT(*result.posterior.hi[i], mean);
      if (units[i].n == 0) {
        EXPECT_NEAR(mean, *result.prior_mean, 1e-12);
        continue;
      }
      const double raw = *units[i].rate();
      EXPECT_LE(std::abs(mean - *result.prior_mean), std::abs(raw - *result.prior_mean) + 1e-12);
    }
  }
}

TEST(BetaPosterior, HandlesBenchmarksAtTheEnds) {
  const auto above = [](double benchmark) {
    return *beta_posterior({{3, 9}}, 2, 3, benchmark).p_above[0];
  };
  EXPECT_EQ(above(0), 1);
  EXPECT_EQ(above(1), 0);
  EXPECT_GT(above(0.2), above(0.5));
}

TEST(DirichletMultinomial, KeepsScoresOnTheScaleAndPoolsEqualUnits) {
  // Passives are rare but present: a share of zero has no interior maximum.
  const std::vector<NpsCounts> rows = {{15, 1, 22}, {22, 0, 33}, {34, 1, 10}, {6, 0, 39}};
  const auto result = dirichlet_multinomial(rows);
  ASSERT_FALSE(result.degenerate);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_GT(*result.post_sd[i], 0);
    EXPECT_LE(std::abs(*result.post_nps[i]), 1);
  }
  EXPECT_TRUE(dirichlet_multinomial({{5, 5, 5}, {5, 5, 5}}).degenerate);
  EXPECT_FALSE(dirichlet_multinomial({{0, 0, 0}}).post_nps[0].defined());
}

TEST(OneWayReml, EqualsTheBalancedAnalysisOfVariance) {
  // With equal group sizes REML is the classical estimator: tau2 = (MSB - MSW)/n.
  const std::vector<Histogram> groups = {
      Histogram({1, 2, 3, 4, 0}, 1), Histogram({0, 0, 2, 3, 5}, 1), Histogram({5, 3, 1, 1, 0}, 1),
      Histogram({0, 4, 4, 1, 1}, 1)};
  std::vector<Moments> moments;
  Moments means;
  double within = 0;
  for (const Histogram& group : groups) {
    moments.push_back(group.moments());
    means.add(moments.back().mean);
    within += moments.back().m2;
  }
  const double msw = within / 36;
  const double msb = 10 * *means.variance();
  const OneWayReml result = reml_one_way(moments);
  EXPECT_NEAR(*result.sigma2, msw, 1e-9);
  EXPECT_NEAR(*result.tau2, (msb - msw) / 10, 1e-9);
  EXPECT_NEAR(*result.mu, means.mean, 1e-12);
}

TEST(OneWayReml, FallsBackToNoSpreadBetweenEqualGroups) {
  const Moments group = Histogram({1, 2, 3}).moments();
  const OneWayReml result = reml_one_way({group, group, group});
  EXPECT_EQ(*result.tau2, 0);
  EXPECT_EQ(*result.icc, 0);
  EXPECT_NEAR(*result.blup[0], group.mean, 1e-12);
}

TEST(OneWayReml, SaysWhenSpreadCannotBeSplit) {
  const Moments one = Histogram({0, 1}).moments(), other = Histogram({1, 0}).moments();
  EXPECT_FALSE(reml_one_way({one, other}).tau2.defined());
  EXPECT_FALSE(reml_one_way({Histogram({3, 4}).moments()}).tau2.defined());
  EXPECT_FALSE(reml_one_way({}).mu.defined());
  // No spread within, some between.
  const OneWayReml constant =
      reml_one_way({Histogram({5, 0}).moments(), Histogram({0, 5}).moments()});
  EXPECT_EQ(*constant.sigma2, 0);
  EXPECT_EQ(*constant.icc, 1);
}

TEST(SqueezedVariances, DrawVariancesTogetherAndRecogniseEqualOnes) {
  const auto spread = squeeze_variances({1, 2, 0.5, 3, 1.2, 0.8}, {9, 4, 20, 7, 3, 15});
  EXPECT_LT(*spread.post_var[3], 3);
  EXPECT_GT(*spread.post_var[2], 0.5);
  const auto equal = squeeze_variances({1, 1, 1}, {5, 5, 5});
  EXPECT_TRUE(std::isinf(*equal.prior_df));
  EXPECT_DOUBLE_EQ(*equal.post_var[0], 1);
  EXPECT_DOUBLE_EQ(*squeeze_variances({2}, {5}).post_var[0], 2);
  EXPECT_FALSE(squeeze_variances({}, {}).prior_var.defined());
}

}  // namespace
}  // namespace laurel::stats
