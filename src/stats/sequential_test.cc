#include "stats/sequential.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace laurel::stats {
namespace {

TEST(SequenceOfMean, IsNarrowestRelativeToRootNNearItsOptimum) {
  const auto relative = [](std::int64_t n) {
    return *sequence_of_mean(n, 0, 1, 1000, 0.05, RhoRule::kExact).halfwidth *
           std::sqrt(static_cast<double>(n));
  };
  EXPECT_LT(relative(1000), relative(700));
  EXPECT_LT(relative(1000), relative(1400));
}

TEST(SequenceOfDifference, AgreesBetweenIntervalAndAnytimeP) {
  base::Random random(91);
  for (int round = 0; round < 300; ++round) {
    Moments t, c;
    for (int i = 0; i < 60; ++i) {
      t.add(random.normal() + 0.5);
      c.add(random.normal());
    }
    const SequenceDifference result = sequence_of_difference(t, c, 100);
    EXPECT_EQ(*result.lo > 0 || *result.hi < 0, *result.p_anytime < 0.05);
  }
}

TEST(SequenceOfDifference, IsWiderThanAnIntervalReadOnce) {
  const Moments arm = Moments::from_sums(500, 100, 300);
  const SequenceDifference result = sequence_of_difference(arm, arm, 1000);
  EXPECT_GT(*result.hi, 1.4 * 1.96 * *result.se);
  EXPECT_FALSE(sequence_of_difference({}, arm, 1000).diff.defined());
  EXPECT_FALSE(sequence_of_difference(Moments{1, 0, 0}, arm, 1000).se.defined());
}

TEST(NormalMixture, OneSidedLiesBelowTwoSided) {
  for (const double v : {0.0, 1.0, 50.0, 1e6})
    EXPECT_LT(normal_mixture_one_sided(v, 0.05, 100, 0.05),
              normal_mixture_two_sided(v, 0.05, 100, 0.05));
}

TEST(SequenceOfRate, HoldsTheRateAndMirrors) {
  base::Random random(92);
  for (int round = 0; round < 100; ++round) {
    const auto n = static_cast<std::int64_t>(1 + random.below(500));
    const auto k = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(n) + 1));
    const Interval interval = sequence_of_rate(k, n, 0.05, 100);
    const Interval turned = sequence_of_rate(n - k, n, 0.05, 100);
    const double rate = static_cast<double>(k) / static_cast<double>(n);
    EXPECT_LE(*interval.lo, rate);
    EXPECT_GE(*interval.hi, rate);
    EXPECT_NEAR(*interval.lo, 1 - *turned.hi, 1e-9);
  }
  EXPECT_EQ(*sequence_of_rate(0, 0, 0.05, 100).hi, 1);
}

TEST(EmpiricalBernsteinSequence, NeverWidensWithTheRunningIntersection) {
  base::Random random(93);
  std::vector<double> x;
  for (int i = 0; i < 400; ++i) x.push_back(random.uniform());
  const auto points = empirical_bernstein_sequence(x, 0.05, 0.5, true);
  for (std::size_t i = 1; i < points.size(); ++i) {
    EXPECT_GE(points[i].lo, points[i - 1].lo);
    EXPECT_LE(points[i].hi, points[i - 1].hi);
  }
  EXPECT_LT(points.back().hi - points.back().lo, 0.25);
  EXPECT_TRUE(empirical_bernstein_sequence({}).empty());
}

}  // namespace
}  // namespace laurel::stats
