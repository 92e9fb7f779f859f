#include "stats/proportions.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stats/testing.h"

namespace laurel::stats {
namespace {

Proportion any_proportion(base::Random& random) {
  const std::int64_t n = testing::any_count(random);
  return {static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(n) + 1)), n};
}

TEST(ProportionIntervals, HoldTheRateAndMirror) {
  base::Random random(31);
  for (int round = 0; round < 500; ++round) {
    const Proportion p = any_proportion(random);
    const Proportion no{p.n - p.yes, p.n};
    for (const auto interval : {wilson_interval, clopper_pearson_interval, jeffreys_interval}) {
      const Interval limits = interval(p, 0.9);
      const Interval turned = interval(no, 0.9);
      EXPECT_NEAR(*limits.lo, 1 - *turned.hi, 1e-9);
      EXPECT_LE(0, *limits.lo);
      EXPECT_LE(*limits.hi, 1);
      if (p.n > 0 && p.yes > 0 && p.yes < p.n) {
        EXPECT_LE(*limits.lo, *p.rate() + 1e-12);
        EXPECT_GE(*limits.hi, *p.rate() - 1e-12);
      }
    }
  }
}

TEST(ProportionIntervals, AreVacuousWithoutAnswers) {
  EXPECT_EQ(*wilson_interval({0, 0}).lo, 0);
  EXPECT_EQ(*clopper_pearson_interval({0, 0}).hi, 1);
  EXPECT_FALSE(Proportion{}.rate().defined());
}

TEST(RiskDifferences, MirrorWhenTheArmsSwap) {
  base::Random random(32);
  for (int round = 0; round < 200; ++round) {
    const Proportion a = any_proportion(random);
    const Proportion b = any_proportion(random);
    for (const auto method : {newcombe_difference, miettinen_nurminen_difference}) {
      const RiskDifference ab = method(a, b, 0.95);
      const RiskDifference ba = method(b, a, 0.95);
      ASSERT_EQ(ab.lo.defined(), a.n > 0 && b.n > 0);
      if (!ab.lo.defined()) continue;
      EXPECT_NEAR(*ab.lo, -*ba.hi, 1e-8);
      EXPECT_LE(*ab.lo, *ab.diff);
      EXPECT_GE(*ab.hi, *ab.diff);
    }
  }
}

// All tables with the margins of this one, from log factorials.
double naive_fisher(const TwoByTwo& t) {
  const auto log_weight = [&](std::int64_t x) {
    const auto f = [](std::int64_t k) { return std::lgamma(static_cast<double>(k) + 1); };
    const std::int64_t yes = t.a_yes + t.b_yes;
    return -f(x) - f(t.n_a() - x) - f(yes - x) - f(t.n_b() - yes + x);
  };
  double total = 0, extreme = 0;
  const double observed = log_weight(t.a_yes);
  for (std::int64_t x = 0; x <= t.n_a(); ++x) {
    if (x > t.a_yes + t.b_yes || t.n_b() - (t.a_yes + t.b_yes) + x < 0) continue;
    const double weight = std::exp(log_weight(x) - observed);
    total += weight;
    if (weight <= 1 + 1e-7) extreme += weight;
  }
  return extreme / total;
}

TEST(FisherExact, AgreesWithEnumeration) {
  base::Random random(33);
  for (int round = 0; round < 500; ++round) {
    const auto cell = [&] { return static_cast<std::int64_t>(random.below(30)); };
    const TwoByTwo table{cell(), cell(), cell(), cell()};
    EXPECT_NEAR(*fisher_exact_p(table), naive_fisher(table), 1e-9);
  }
}

TEST(FisherExact, ApproachesChiSquaredForHugeCounts) {
  const TwoByTwo table{300'000'000, 700'000'000, 299'950'000, 700'050'000};
  EXPECT_NEAR(*fisher_exact_p(table), *chi_squared(table).p, 1e-4);
  EXPECT_LT(*chi_squared(table).p, 0.02);
}

TEST(FisherExact, IsOneForAnEmptyTable) { EXPECT_DOUBLE_EQ(*fisher_exact_p({}), 1); }

TEST(ChiSquared, IsUndefinedWhenEverybodyAnswersTheSame) {
  EXPECT_FALSE(chi_squared({5, 0, 9, 0}).p.defined());
  EXPECT_FALSE(chi_squared({0, 0, 9, 3}).p.defined());
}

TEST(OddsRatio, CorrectsAZeroCellAndSaysSo) {
  const RatioResult result = odds_and_risk_ratio({5, 51, 0, 29});
  EXPECT_TRUE(result.corrected);
  EXPECT_FALSE(result.risk_ratio.defined());
  EXPECT_FALSE(odds_and_risk_ratio({0, 0, 3, 4}).odds_ratio.defined());
}

TEST(OddsRatio, TurnsOverWhenTheArmsSwap) {
  const RatioResult ab = odds_and_risk_ratio({7, 5, 9, 31});
  const RatioResult ba = odds_and_risk_ratio({9, 31, 7, 5});
  EXPECT_NEAR(*ab.odds_ratio * *ba.odds_ratio, 1, 1e-14);
  EXPECT_NEAR(*ab.or_lo * *ba.or_hi, 1, 1e-14);
}

}  // namespace
}  // namespace laurel::stats
