#include "stats/moments.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/random.h"
#include "stats/histogram.h"
#include "stats/testing.h"

namespace laurel::stats {
namespace {

TEST(Maybe, KeepsTheReasonAndRefusesNan) {
  const Estimate missing = Undefined{"an arm has no answers"};
  EXPECT_FALSE(missing.defined());
  EXPECT_EQ(missing.reason(), "an arm has no answers");
  EXPECT_FALSE(Estimate(std::numeric_limits<double>::quiet_NaN()).defined());
  EXPECT_TRUE(Estimate(std::numeric_limits<double>::infinity()).defined());
}

TEST(MaybeDeathTest, StopsWhoeverReadsAnUndefinedValue) {
  const Estimate missing = Undefined{"nothing"};
  EXPECT_DEATH((void)*missing, "defined");
}

TEST(Moments, AddUpHoweverTheValuesAreSplit) {
  base::Random random(1);
  for (int round = 0; round < 50; ++round) {
    Moments whole, left, right;
    for (std::uint64_t i = random.below(40); i > 0; --i) {
      const double value = 1e6 + random.normal();
      whole.add(value);
      (random.chance(0.3) ? left : right).add(value);
    }
    const Moments joined = left + right;
    EXPECT_EQ(joined.n, whole.n);
    EXPECT_NEAR(joined.mean, whole.mean, 1e-9);
    EXPECT_NEAR(joined.m2, whole.m2, 1e-6);
  }
}

TEST(Moments, NeedTwoValuesForAVariance) {
  Moments moments;
  EXPECT_FALSE(moments.mean_or_reason().defined());
  moments.add(3);
  EXPECT_DOUBLE_EQ(*moments.mean_or_reason(), 3);
  EXPECT_FALSE(moments.variance().defined());
}

TEST(Moments, FromSumsOfAConstantHaveNoVariance) {
  double sum = 0, sumsq = 0;
  for (int i = 0; i < 30; ++i) {
    sum += 0.1;
    sumsq += 0.1 * 0.1;
  }
  EXPECT_EQ(*Moments::from_sums(30, sum, sumsq).variance(), 0);
}

TEST(IntegerMoments, StayExactFarFromZero) {
  IntegerMoments near, far;
  base::Random random(2);
  for (int i = 0; i < 1000; ++i) {
    const auto value = static_cast<std::int64_t>(random.below(7)) - 3;
    near.add(value);
    far.add(value - 9'000'000'000'000);
  }
  EXPECT_DOUBLE_EQ(*far.moments().variance(), *near.moments().variance());
  EXPECT_DOUBLE_EQ(*exact_mean_difference(far, far), 0);
}

TEST(IntegerMoments, CountAThousandMillionEqualAnswersExactly) {
  IntegerMoments moments;
  moments.add(9, 1'000'000'000);
  moments.add(10, 1'000'000'000);
  EXPECT_DOUBLE_EQ(moments.moments().mean, 9.5);
  EXPECT_DOUBLE_EQ(moments.moments().m2, 0.25 * 2e9);
}

TEST(Histogram, AddsLikePoolingTheAnswers) {
  base::Random random(3);
  for (int round = 0; round < 200; ++round) {
    const Histogram a = testing::any_histogram(random, 5, 1);
    const Histogram b = testing::any_histogram(random, 11, 0);
    const Histogram both = a + b;
    EXPECT_EQ(both.n(), a.n() + b.n());
    for (int score = -1; score <= 12; ++score) EXPECT_EQ(both.at(score), a.at(score) + b.at(score));
    EXPECT_EQ(both.at_least(8), a.at_least(8) + b.at_least(8));
  }
}

TEST(Histogram, AgreesWithItsAnswersOneByOne) {
  base::Random random(4);
  for (int round = 0; round < 100; ++round) {
    const Histogram histogram = testing::small_histogram(random);
    Moments naive;
    for (const int answer : testing::answers(histogram)) naive.add(answer);
    EXPECT_EQ(histogram.moments().n, naive.n);
    EXPECT_NEAR(histogram.moments().mean, naive.mean, 1e-13);
    EXPECT_NEAR(histogram.moments().m2, naive.m2, 1e-11);
  }
}

TEST(Histogram, RefusesCountsThatCannotBe) {
  EXPECT_FALSE(Histogram::create({1, -1}).ok());
  EXPECT_FALSE(Histogram::create({kMaxCount + 1}).ok());
  EXPECT_TRUE(Histogram::create({}).ok());
}

}  // namespace
}  // namespace laurel::stats
