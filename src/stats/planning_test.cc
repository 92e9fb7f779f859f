// Sample sizes and sensitivity: what a report says before and beside a result.
#include <gtest/gtest.h>

#include <cmath>

#include "stats/distributions.h"
#include "stats/sample_size.h"
#include "stats/sensitivity.h"

namespace laurel::stats {
namespace {

TEST(SampleSizes, GrowAsTheDifferenceShrinksAndPowerRises) {
  EXPECT_GT(*mean_sample_size(0.1, 1).n_per_arm_t, *mean_sample_size(0.2, 1).n_per_arm_t);
  EXPECT_GT(*mean_sample_size(0.2, 1, 0.05, 0.9).n_per_arm_t,
            *mean_sample_size(0.2, 1).n_per_arm_t);
  EXPECT_GT(*proportion_sample_size(0.5, 0.55), *proportion_sample_size(0.5, 0.6));
  EXPECT_NEAR(*proportion_sample_size(0.3, 0.5), *proportion_sample_size(0.5, 0.3), 1e-9);
}

TEST(MeanSampleSize, JoinsItsExpansionSmoothly) {
  // Just below and above the size at which the exact root gives way to the expansion.
  const auto per_effect = [](double delta) {
    return *mean_sample_size(delta, 1).n_per_arm_t * delta * delta;
  };
  EXPECT_NEAR(per_effect(0.01253), per_effect(0.01252), 1e-3);
  EXPECT_GT(*mean_sample_size(1e-6, 1).n_per_arm_t, 1e12);
}

TEST(SampleSizes, AreUndefinedWithoutADifference) {
  const NpsShares shares{0.5, 0.3, 0.2};
  EXPECT_FALSE(nps_sample_size(shares, shares).n_total.defined());
  EXPECT_FALSE(mean_sample_size(0, 1).n_per_arm_z.defined());
  EXPECT_FALSE(proportion_sample_size(0.2, 0.2).defined());
  EXPECT_FALSE(rounded_up(proportion_sample_size(0.2, 0.2)).defined());
}

TEST(NpsSampleSize, SplitsByTheFlagShare) {
  const auto result = nps_sample_size({0.5, 0.3, 0.2}, {0.55, 0.3, 0.15}, 0.1);
  EXPECT_NEAR(*result.n_flagged / *result.n_total, 0.1, 1e-12);
  EXPECT_NEAR(result.delta, 0.1, 1e-12);
}

TEST(EValue, IsTheSameForAnAssociationAndItsInverse) {
  const EValue up = e_value(EffectScale::kRiskRatio, 2, 1.5, 3);
  const EValue down = e_value(EffectScale::kRiskRatio, 0.5, 1 / 3.0, 1 / 1.5);
  EXPECT_NEAR(*up.e_point, *down.e_point, 1e-12);
  EXPECT_NEAR(*up.e_ci, *down.e_ci, 1e-12);
}

TEST(EValue, IsOneForAnIntervalThatIncludesNoAssociation) {
  EXPECT_EQ(*e_value(EffectScale::kRiskRatio, 1.3, 0.9, 1.8).e_ci, 1);
  EXPECT_FALSE(e_value(EffectScale::kRiskRatio, 1.3).e_ci.defined());
  EXPECT_EQ(*e_value_of_difference(0, 0.1).e_point, 1);
}

TEST(EValue, IsWeakForTheDifferenceTheEssaysReport) {
  // Eight to twelve NPS points at the usual spread of 0.78.
  EXPECT_NEAR(*e_value_of_difference(0.08, {}, 0.78).e_point, 1.43, 0.02);
  EXPECT_NEAR(*e_value_of_difference(0.12, {}, 0.78).e_point, 1.57, 0.02);
}

TEST(BetaQuantile, IsContinuousWhereTheLargeShapesBegin) {
  for (const double p : {0.001, 0.025, 0.5, 0.9}) {
    const double below = beta_quantile(p, 0.999e10, 3e10);
    const double above = beta_quantile(p, 1.001e10, 3e10 * 1.001 / 0.999);
    EXPECT_NEAR(below, above, 1e-8);
    EXPECT_NEAR(beta_cdf(above, 1.001e10, 3e10 * 1.001 / 0.999), p, 1e-5);
  }
}

TEST(Distributions, KeepDeepTails) {
  EXPECT_NEAR(log_normal_cdf(-29.9), log_normal_cdf(-30.1), 6.1);
  EXPECT_NEAR(log_normal_cdf(-30.0000001), log_normal_cdf(-29.9999999), 1e-4);
  EXPECT_GT(normal_upper(37), 0);
  EXPECT_NEAR(normal_quantile(normal_upper(6)), -6, 1e-12);
  EXPECT_EQ(binomial_cdf(-1, 5, 0.3), 0);
  EXPECT_EQ(binomial_cdf(5, 5, 0.3), 1);
  EXPECT_NEAR(binomial_cdf(1, 3, 0.5), 0.5, 1e-15);
  for (const double y : {1e-4, 0.3, 2.0, 500.0, 1e7})
    EXPECT_NEAR(trigamma_inverse(static_cast<double>(trigamma(y))) / y, 1, 1e-6);
}

}  // namespace
}  // namespace laurel::stats
