#include "stats/experiments.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "stats/ratings.h"
#include "stats/return_on_spend.h"

namespace laurel::stats {
namespace {

CovariateSums any_sums(base::Random& random, int n, double effect) {
  CovariateSums sums;
  for (int i = 0; i < n; ++i) {
    const double x = random.normal();
    const double y = 0.8 * x + 0.4 * random.normal() + effect;
    sums += {1, y, y * y, x, x * x, x * y};
  }
  return sums;
}

TEST(SampleRatio, DoesNotMindTheUnitOfTheWeights) {
  const SampleRatio shares = sample_ratio({330, 340, 290}, {0.25, 0.25, 0.5});
  const SampleRatio parts = sample_ratio({330, 340, 290}, {1, 1, 2});
  EXPECT_DOUBLE_EQ(*shares.p, *parts.p);
  EXPECT_DOUBLE_EQ(shares.log_bf, parts.log_bf);
}

TEST(SampleRatio, EqualsTheProductOfOneByOnePredictions) {
  base::Random random(121);
  std::vector<std::int64_t> counts(2, 0);
  double log_bf = 0;
  for (int i = 0; i < 300; ++i) {
    const std::size_t arm = random.chance(0.6) ? 1 : 0;
    const double predicted = (50 + static_cast<double>(counts[arm])) / (100 + i);
    log_bf += std::log(predicted / 0.5);
    ++counts[arm];
  }
  EXPECT_NEAR(sample_ratio(counts, {1, 1}, 100).log_bf, log_bf, 1e-9);
}

TEST(SampleRatio, SaysNothingBeforeAnybodyIsAssigned) {
  EXPECT_FALSE(sample_ratio({0, 0}, {1, 1}).p.defined());
  EXPECT_EQ(sample_ratio({0, 0}, {1, 1}).p_sequential, 1);
  EXPECT_FALSE(sample_ratio({7}, {1}).p.defined());
}

TEST(PoststratifiedEffect, EqualsWelchInOneStratum) {
  base::Random random(122);
  Moments t, c;
  for (int i = 0; i < 20; ++i) t.add(random.normal());
  for (int i = 0; i < 30; ++i) c.add(random.normal());
  const StratifiedEffect result = poststratified_effect({{"all", t, c}});
  EXPECT_NEAR(*result.diff, *welch(t, c).diff, 1e-14);
  EXPECT_NEAR(*result.se, *welch(t, c).se, 1e-14);
}

TEST(PoststratifiedEffect, DropsStrataWithAnEmptyArmAndNeedsPairs) {
  Moments two, one;
  two.add(1);
  two.add(2);
  one.add(1);
  const auto result = poststratified_effect({{"a", two, two}, {"b", two, {}}});
  EXPECT_EQ(result.dropped, std::vector<std::string>{"b"});
  EXPECT_TRUE(result.se.defined());
  EXPECT_FALSE(poststratified_effect({{"a", one, two}}).se.defined());
  EXPECT_FALSE(poststratified_effect({}).diff.defined());
}

TEST(WeightedEffect, IsTheDifferenceOfMeansWhenTheDrawWasFair) {
  const WeightedEffect result =
      weighted_effect({{0.5, true, {{1.0, 2}, {4.0, 1}}}, {0.5, false, {{0.0, 3}, {2.0, 1}}}});
  EXPECT_NEAR(*result.hajek, 2 - 0.5, 1e-14);
  EXPECT_EQ(result.n, 7);
  EXPECT_FALSE(weighted_effect({{0.5, true, {{1.0, 2}}}}).hajek.defined());
}

TEST(Cuped, TakesOffWhatTheCovariateExplains) {
  base::Random random(123);
  const AdjustedEffect result = cuped(any_sums(random, 2000, 0.1), any_sums(random, 2000, 0.0));
  EXPECT_NEAR(*result.theta, 0.8, 0.05);
  EXPECT_NEAR(*result.variance_reduction, 0.8, 0.03);
  EXPECT_NEAR(*result.diff, 0.1, 4 * *result.se);
}

TEST(Cuped, IsPlainWelchWithAConstantCovariate) {
  const CovariateSums t{3, 6, 14, 21, 147, 42}, c{3, 3, 5, 21, 147, 21};
  const AdjustedEffect result = cuped(t, c);
  EXPECT_EQ(*result.theta, 0);
  EXPECT_NEAR(*result.variance_reduction, 0, 1e-12);
  EXPECT_FALSE(cuped({}, c).diff.defined());
}

TEST(Fieller, HoldsTheRatioAndInvertsItsTest) {
  base::Random random(124);
  for (int round = 0; round < 500; ++round) {
    const double num = 3 * random.normal(), den = 2 * random.normal();
    const double sd_num = random.uniform(), sd_den = random.uniform();
    const double cov = (2 * random.uniform() - 1) * sd_num * sd_den;
    const FiellerResult result = fieller(num, den, sd_num * sd_num, sd_den * sd_den, cov, 1.96);
    const auto accepted = [&](double r) {
      const double variance = sd_num * sd_num - 2 * r * cov + r * r * sd_den * sd_den;
      return std::abs(num - r * den) <= 1.96 * std::sqrt(variance);
    };
    EXPECT_TRUE(accepted(*result.ratio));
    if (result.type == FiellerType::kUnboundedAll) {
      EXPECT_FALSE(result.lo.defined());
      EXPECT_TRUE(accepted(-1000) && accepted(0) && accepted(1000));
      continue;
    }
    const double middle = (*result.lo + *result.hi) / 2;
    const double width = *result.hi - *result.lo;
    const bool inside = result.type == FiellerType::kBounded;
    EXPECT_EQ(accepted(middle), inside);
    EXPECT_EQ(accepted(*result.lo - width / 10), !inside);
    EXPECT_EQ(accepted(*result.hi + width / 10), !inside);
  }
}

TEST(Fieller, IsOpenEndedWhenTheDenominatorIsZero) {
  const FiellerResult result = fieller(1, 0, 0.01, 0.01, 0, 1.96);
  EXPECT_FALSE(result.ratio.defined());
  EXPECT_EQ(result.type, FiellerType::kExclusive);
  EXPECT_EQ(fieller(0.1, 0, 0.01, 0.01, 0, 1.96).type, FiellerType::kUnboundedAll);
}

TEST(ReturnOnSpend, AgreesWithCustomersOneByOne) {
  base::Random random(125);
  SpendSums t, c;
  Moments net_t, net_c;
  for (int i = 0; i < 200; ++i) {
    const double revenue = 100 + 20 * random.normal(), cost = 5 + random.uniform();
    const double other = 95 + 20 * random.normal();
    t += {1, revenue, revenue * revenue, cost, cost * cost, revenue * cost};
    c += {1, other, other * other, 0, 0, 0};
    net_t.add(0.4 * revenue - cost);
    net_c.add(0.4 * other);
  }
  const ReturnOnSpend result = return_on_spend(t, c, 0.4);
  const WelchResult net = welch(net_t, net_c);
  EXPECT_NEAR(*result.net_per_customer, *net.diff, 1e-10);
  EXPECT_NEAR(*result.net_se, *net.se, 1e-9);
  EXPECT_LT(*result.roi_lo, *result.roi);
  EXPECT_GT(*result.roi_hi, *result.roi);
}

TEST(ReturnOnSpend, HasNoRatioWhenGesturesCostNothing) {
  const SpendSums free{3, 30, 302, 0, 0, 0}, plain{3, 24, 194, 0, 0, 0};
  const ReturnOnSpend result = return_on_spend(free, plain, 1);
  EXPECT_EQ(result.roi.reason(), "the gestures cost nothing");
  EXPECT_TRUE(result.net_lo.defined());
  EXPECT_FALSE(return_on_spend({}, plain, 1).net_per_customer.defined());
}

}  // namespace
}  // namespace laurel::stats
