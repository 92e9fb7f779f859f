#include "stats/ranking.h"

#include <gtest/gtest.h>

#include <numeric>

#include "base/random.h"

namespace laurel::stats {
namespace {

std::vector<Posterior> any_posteriors(base::Random& random, std::size_t n) {
  std::vector<Posterior> units;
  for (std::size_t i = 0; i < n; ++i)
    units.push_back({random.normal(), random.chance(0.1) ? 0 : random.uniform()});
  return units;
}

double total(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

TEST(ExpectedRank, AddsUpToTheSumOfRanks) {
  base::Random random(71);
  for (std::size_t n = 1; n < 60; n += 7)
    EXPECT_NEAR(total(expected_rank(any_posteriors(random, n))),
                static_cast<double>(n * (n + 1)) / 2, 1e-9);
}

TEST(ProbabilityBest, AddsUpToOne) {
  base::Random random(72);
  for (std::size_t n = 1; n < 200; n += 13)
    EXPECT_NEAR(total(probability_best(any_posteriors(random, n))), 1, 1e-7);
}

TEST(ProbabilityBest, AgreesWithTheTwoUnitFormula) {
  const std::vector<Posterior> units = {{0.3, 0.2}, {0.1, 0.5}};
  // 1 - rank probability of the first: expected rank 1 + P(second higher).
  EXPECT_NEAR(probability_best(units)[0], 2 - expected_rank(units)[0], 1e-10);
}

TEST(ProbabilityTop, MarksTheShareAskedFor) {
  base::Random random(73);
  const auto units = any_posteriors(random, 200);
  EXPECT_NEAR(total(probability_top(units, 0.1)), 20, 1e-6);
  EXPECT_TRUE(probability_top({}, 0.1).empty());
}

TEST(RankIntervals, AreSeededAndHoldTheExpectedRank) {
  base::Random random(74);
  const auto units = any_posteriors(random, 30);
  const auto intervals = rank_intervals(units);
  const auto again = rank_intervals(units);
  const auto ranks = expected_rank(units);
  for (std::size_t i = 0; i < units.size(); ++i) {
    EXPECT_EQ(intervals[i].lo, again[i].lo);
    EXPECT_LE(intervals[i].lo, ranks[i] + 0.5);
    EXPECT_GE(intervals[i].hi, ranks[i] - 0.5);
  }
  EXPECT_TRUE(rank_intervals({}).empty());
}

}  // namespace
}  // namespace laurel::stats
