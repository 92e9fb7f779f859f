#include "stats/consistency.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stats/distributions.h"
#include "stats/testing.h"

namespace laurel::stats {
namespace {

TEST(Consistency, KeepsTheFloorsBoundBelowTheFloor) {
  base::Random random(141);
  for (int round = 0; round < 300; ++round) {
    const Histogram scores = testing::any_histogram(random);
    const Consistency result = consistency(scores, 8, 0.05 + 0.9 * random.uniform());
    if (scores.n() == 0) continue;
    EXPECT_LE(*result.quantile_lower_bound, *result.quantile);
    EXPECT_GE(*result.quantile_lower_bound, scores.min());
  }
}

TEST(Consistency, FindsTheSmallestScoreThatReachesTheShare) {
  // 3 of 30 is exactly a tenth.
  EXPECT_EQ(*consistency(Histogram({3, 7, 20}), 1, 0.1).quantile, 0);
  EXPECT_EQ(*consistency(Histogram({2, 8, 20}), 1, 0.1).quantile, 1);
}

TEST(Consistency, UsesTheLargestOrderStatisticThatIsSafe) {
  for (const std::int64_t n : {20, 29, 30, 100, 1000}) {
    // Every answer its own score, so that the bound names the order statistic itself.
    const Histogram scores(std::vector<std::int64_t>(static_cast<std::size_t>(n), 1), 1);
    const double r = *consistency(scores, 1, 0.1).quantile_lower_bound;
    const auto below = [&](double k) { return binomial_cdf(static_cast<std::int64_t>(k), n, 0.1); };
    if (below(0) > 0.05) {
      EXPECT_EQ(r, 1);  // the scale's minimum
    } else {
      EXPECT_LE(below(r - 1), 0.05);
      EXPECT_GT(below(r), 0.05);
    }
  }
}

TEST(ObservedExpected, BalancesWithinMarketAndScore) {
  const auto result = commendations_observed_expected({{"ann", "north", "10", 10, 0},
                                                       {"bob", "north", "10", 10, 10},
                                                       {"ann", "south", "10", 4, 1},
                                                       {"cy", "south", "10", 4, 1}});
  ASSERT_EQ(result.size(), 3u);
  EXPECT_EQ(result[0].employee, "ann");
  EXPECT_EQ(result[0].observed, 1);
  EXPECT_DOUBLE_EQ(result[0].expected, 6);
  EXPECT_LT(*result[0].z, -2);
  double observed = 0, expected = 0;
  for (const auto& employee : result) {
    observed += static_cast<double>(employee.observed);
    expected += employee.expected;
  }
  EXPECT_DOUBLE_EQ(observed, expected);
}

}  // namespace
}  // namespace laurel::stats
