#include "stats/nps.h"

#include <gtest/gtest.h>

#include "stats/testing.h"

namespace laurel::stats {
namespace {

constexpr NpsCounts mirrored(const NpsCounts& c) { return {c.promoters, c.passives, c.detractors}; }

TEST(NpsCounts, CutTheScaleAtSevenAndNine) {
  const auto counts = nps_counts(Histogram({0, 0, 0, 0, 0, 0, 4, 5, 6, 7, 8}));
  ASSERT_TRUE(counts.ok());
  EXPECT_EQ(*counts, (NpsCounts{4, 11, 15}));
}

TEST(NpsCounts, RefuseAnotherScale) {
  EXPECT_FALSE(nps_counts(Histogram({1, 1}, 10)).ok());
  EXPECT_TRUE(nps_counts(Histogram({1, 0}, 10)).ok());
}

TEST(NpsCounts, AddUp) {
  const NpsCounts sum = NpsCounts{1, 2, 3} + NpsCounts{10, 20, 30};
  EXPECT_EQ(sum, (NpsCounts{11, 22, 33}));
}

TEST(NpsScoreInterval, HoldsTheEstimateInsideTheScale) {
  base::Random random(11);
  for (int round = 0; round < 2000; ++round) {
    const NpsCounts counts = testing::any_nps(random);
    if (counts.n() == 0) continue;
    const Interval interval = nps_score_interval(counts, 0.5 + random.uniform() * 0.499);
    EXPECT_LE(-1, *interval.lo);
    EXPECT_LE(*interval.lo, *counts.nps());
    EXPECT_LE(*counts.nps(), *interval.hi);
    EXPECT_LE(*interval.hi, 1);
  }
}

TEST(NpsScoreInterval, IsTheWholeScaleWithoutAnswers) {
  const Interval interval = nps_score_interval({});
  EXPECT_EQ(*interval.lo, -1);
  EXPECT_EQ(*interval.hi, 1);
  EXPECT_FALSE(NpsCounts{}.nps().defined());
}

TEST(NpsScoreInterval, MirrorsWhenPromotersAndDetractorsSwap) {
  base::Random random(12);
  for (int round = 0; round < 500; ++round) {
    const NpsCounts counts = testing::any_nps(random);
    const Interval straight = nps_score_interval(counts);
    const Interval turned = nps_score_interval(mirrored(counts));
    EXPECT_NEAR(*straight.lo, -*turned.hi, 1e-12);
    EXPECT_NEAR(*straight.hi, -*turned.lo, 1e-12);
  }
}

TEST(NpsScoreInterval, ShrinksWithMoreOfTheSameAnswersAndLowerConfidence) {
  double width = 2.1;
  for (std::int64_t scale = 1; scale <= 100'000'000; scale *= 10) {
    const Interval interval = nps_score_interval({3 * scale, 2 * scale, 5 * scale});
    EXPECT_LT(*interval.hi - *interval.lo, width);
    width = *interval.hi - *interval.lo;
  }
  const Interval wide = nps_score_interval({3, 2, 5}, 0.99);
  const Interval narrow = nps_score_interval({3, 2, 5}, 0.8);
  EXPECT_LT(*wide.lo, *narrow.lo);
  EXPECT_GT(*wide.hi, *narrow.hi);
}

TEST(NpsScoreInterval, MeetsWaldForManyAnswers) {
  const NpsCounts counts{300'000, 300'000, 400'000};
  const Interval score = nps_score_interval(counts);
  const Interval wald = nps_wald_interval(counts);
  EXPECT_NEAR(*score.lo, *wald.lo, 1e-5);
  EXPECT_NEAR(*score.hi, *wald.hi, 1e-5);
}

TEST(NpsDifference, MirrorsWhenTheArmsSwap) {
  base::Random random(13);
  for (int round = 0; round < 500; ++round) {
    const NpsCounts a = testing::any_nps(random);
    const NpsCounts b = testing::any_nps(random);
    const DifferenceInterval ab = nps_difference(a, b);
    const DifferenceInterval ba = nps_difference(b, a);
    ASSERT_EQ(ab.diff.defined(), a.n() > 0 && b.n() > 0);
    if (!ab.diff.defined()) continue;
    EXPECT_DOUBLE_EQ(*ab.diff, -*ba.diff);
    EXPECT_NEAR(*ab.lo, -*ba.hi, 1e-12);
    EXPECT_LE(*ab.lo, *ab.diff);
    EXPECT_GE(*ab.hi, *ab.diff);
    EXPECT_GE(*ab.lo, -2 - 1e-12);
    EXPECT_LE(*ab.hi, 2 + 1e-12);
  }
}

TEST(NpsDifference, HasNoIntervalWithAnEmptyArm) {
  const DifferenceInterval result = nps_difference({}, {1, 2, 3});
  EXPECT_FALSE(result.diff.defined());
  EXPECT_EQ(result.lo.reason(), "an arm has no answers");
}

TEST(NpsWelch, MatchesTheAnswersOneByOne) {
  const NpsCounts a{2, 3, 5}, b{4, 1, 2};
  Moments one_by_one_a, one_by_one_b;
  for (const int x : {-1, -1, 0, 0, 0, 1, 1, 1, 1, 1}) one_by_one_a.add(x);
  for (const int x : {-1, -1, -1, -1, 0, 1, 1}) one_by_one_b.add(x);
  EXPECT_NEAR(*nps_welch(a, b).p, *welch(one_by_one_a, one_by_one_b).p, 1e-14);
}

TEST(Verdict, SaysBorderlineWhenIntervalAndTestDisagree) {
  const Interval above{0.01, 0.2}, across{-0.01, 0.2}, below{-0.3, -0.1};
  EXPECT_EQ(verdict(above, 0.03), Verdict::kHigher);
  EXPECT_EQ(verdict(above, 0.06), Verdict::kBorderline);
  EXPECT_EQ(verdict(across, 0.03), Verdict::kBorderline);
  EXPECT_EQ(verdict(across, 0.3), Verdict::kNoClearDifference);
  EXPECT_EQ(verdict(below, 0.001), Verdict::kLower);
  EXPECT_EQ(verdict(below, Undefined{"the answers do not vary"}), Verdict::kLower);
  EXPECT_EQ(verdict(Interval::undefined("empty"), 0.01), Verdict::kUndefined);
}

}  // namespace
}  // namespace laurel::stats
