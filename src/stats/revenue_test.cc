#include "stats/revenue.h"

#include <gtest/gtest.h>

#include <cmath>

namespace laurel::stats {
namespace {

const std::vector<double> kMany = {3, 7, 1, 12, 5, 4, 9, 2, 8, 6};
const std::vector<double> kWhale = {3, 7, 1, 12, 5, 4, 9, 2, 8, 1e6};

TEST(CappedWelch, IsNotDrownedByOneWhale) {
  EXPECT_NEAR(*capped_welch(kWhale, kMany, 12).diff, 0.6, 1e-12);
  EXPECT_GT(*capped_welch(kWhale, kMany, 1e9).diff, 9e4);
}

TEST(LogWelch, GivesTheRatioOfGeometricMeans) {
  const LogRatio result = log_welch({2, 8}, {1, 4});
  EXPECT_NEAR(*result.ratio, 2, 1e-12);
  EXPECT_LT(*result.ratio_lo, 2);
  EXPECT_EQ(log_welch({2, 0}, {1, 4}).ratio.reason(),
            "a value is zero or negative, so it has no logarithm");
  EXPECT_FALSE(log_welch({}, {1, 4}).ratio.defined());
}

TEST(Yuen, IsWelchWithoutTrimming) {
  const TrimmedResult plain = yuen(kWhale, kMany, 0);
  const WelchResult expected = capped_welch(kWhale, kMany, INFINITY);
  EXPECT_NEAR(*plain.t, *expected.t, 1e-12);
  EXPECT_NEAR(*plain.df, *expected.df, 1e-9);
}

TEST(Yuen, CutsTheTails) {
  // Without 1 and the whale, and without 1 and 12.
  EXPECT_NEAR(*yuen(kWhale, kMany, 0.1).diff, 50.0 / 8 - 44.0 / 8, 1e-12);
  EXPECT_EQ(yuen({}, kMany, 0.1).t.reason(), "an arm has no values");
  EXPECT_FALSE(yuen({1, 2, 3}, kMany, 0.4).t.defined());
}

TEST(BootstrapMean, RepeatsWithItsSeedAndHoldsTheMean) {
  const BootstrapMean first = bootstrap_mean(kMany, 0.95, 2000, 7);
  const BootstrapMean again = bootstrap_mean(kMany, 0.95, 2000, 7);
  EXPECT_EQ(*first.lo, *again.lo);
  EXPECT_NE(*first.boot_se, *bootstrap_mean(kMany, 0.95, 2000, 8).boot_se);
  EXPECT_LT(*first.lo, 5.7);
  EXPECT_GT(*first.hi, 5.7);
  EXPECT_FALSE(bootstrap_mean({}).lo.defined());
}

TEST(RatioOfSums, IsTheRatioWithTheSpreadBetweenCustomers) {
  std::vector<Paired> customers;
  for (int i = 1; i <= 40; ++i) customers.push_back({i % 4 == 0 ? 0.0 : 1.2 * i, 1.0 * i});
  const RatioOfSums result = ratio_of_sums(customers);
  // 1.2 of all but every fourth: 1.2 * (820 - 220) / 820.
  EXPECT_NEAR(*result.ratio, 720.0 / 820, 1e-12);
  // The jackknife, a slow way to the same standard error up to terms of 1/n.
  double squares = 0;
  for (const Paired& left_out : customers) {
    const double without = (720 - left_out.y) / (820 - left_out.x);
    squares += (without - *result.ratio) * (without - *result.ratio);
  }
  EXPECT_NEAR(*result.se / std::sqrt(39.0 / 40 * squares), 1, 0.03);
  EXPECT_NEAR(*result.hi - *result.lo, 2 * 1.959964 * *result.se, 1e-6);
}

TEST(RatioOfSums, NeedsSomethingToDivideByAndEnoughCustomers) {
  EXPECT_FALSE(ratio_of_sums({}).ratio.defined());
  EXPECT_FALSE(ratio_of_sums({{1, 0}, {2, 0}}).ratio.defined());
  const RatioOfSums few = ratio_of_sums({{1, 2}, {2, 2}});
  EXPECT_EQ(*few.ratio, 0.75);
  EXPECT_FALSE(few.lo.defined());
}

TEST(RatioOfSums, DoesNotDependOnTheUnitOfMoney) {
  std::vector<Paired> cents, euros;
  for (int i = 0; i < 30; ++i) {
    euros.push_back({1.0 * (i % 7), 1.0 + i % 5});
    cents.push_back({euros.back().y * 100, euros.back().x * 100});
  }
  EXPECT_NEAR(*ratio_of_sums(cents).lo, *ratio_of_sums(euros).lo, 1e-12);
}

}  // namespace
}  // namespace laurel::stats
