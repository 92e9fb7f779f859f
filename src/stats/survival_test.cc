#include "stats/survival.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace laurel::stats {
namespace {

LifeTable any_table(base::Random& random, std::int64_t scale = 1) {
  std::vector<LifeRow> rows;
  for (int month = 1; month <= 12; ++month) {
    rows.push_back({static_cast<double>(month), static_cast<std::int64_t>(random.below(5)) * scale,
                    static_cast<std::int64_t>(random.below(4)) * scale});
  }
  return LifeTable(rows);
}

TEST(LifeTable, JoinsRowsOfOneTimeInAnyOrder) {
  const LifeTable table({{3, 1, 0}, {1, 2, 1}, {3, 1, 4}, {2, 0, 0}});
  ASSERT_EQ(table.rows().size(), 2u);
  EXPECT_EQ(table.rows()[1].events, 2);
  EXPECT_EQ(table.n(), 9);
  EXPECT_EQ((table + table).n(), 18);
}

TEST(KaplanMeier, FallsAndHoldsItsIntervals) {
  base::Random random(81);
  for (int round = 0; round < 100; ++round) {
    const KaplanMeier curve = kaplan_meier(any_table(random));
    double before = 1;
    for (const SurvivalPoint& point : curve.points) {
      EXPECT_LE(point.survival, before);
      before = point.survival;
      if (!point.lo.defined()) continue;
      EXPECT_LE(*point.lo, point.survival);
      EXPECT_GE(*point.hi, point.survival);
    }
  }
  EXPECT_FALSE(kaplan_meier(LifeTable()).rmst.defined());
}

TEST(KaplanMeier, WithoutCensoringIsTheShareLeftAndTheMeanTime) {
  const KaplanMeier curve = kaplan_meier(LifeTable({{1, 1, 0}, {2, 2, 0}, {5, 1, 0}}));
  EXPECT_DOUBLE_EQ(curve.points[1].survival, 0.25);
  EXPECT_DOUBLE_EQ(*curve.rmst, (1 + 2 + 2 + 5) / 4.0);
  EXPECT_DOUBLE_EQ(*curve.median, 2);
}

TEST(KaplanMeier, TakesTheMiddleOfAStepAtOneHalf) {
  EXPECT_DOUBLE_EQ(*kaplan_meier(LifeTable({{1, 1, 0}, {4, 1, 0}})).median, 2.5);
}

TEST(KaplanMeier, StopsTheAreaAtTau) {
  const LifeTable table({{2, 1, 0}, {6, 1, 0}});
  EXPECT_DOUBLE_EQ(*kaplan_meier(table, 1.0).rmst, 1);
  EXPECT_DOUBLE_EQ(*kaplan_meier(table, 4.0).rmst, 3);
  EXPECT_DOUBLE_EQ(*kaplan_meier(table, 9.0).rmst, 4);
}

TEST(TwoArmMethods, TurnOverWhenTheArmsSwap) {
  base::Random random(82);
  for (int round = 0; round < 60; ++round) {
    const LifeTable a = any_table(random), b = any_table(random);
    const LogRank ab = log_rank({{"", a, b}}), ba = log_rank({{"", b, a}});
    EXPECT_NEAR(*ab.chi2, *ba.chi2, 1e-9);
    for (const Ties ties : {Ties::kEfron, Ties::kBreslow}) {
      const CoxResult straight = cox({{"", a, b}}, ties), turned = cox({{"", b, a}}, ties);
      if (!straight.beta.defined()) continue;
      EXPECT_NEAR(*straight.beta, -*turned.beta, 1e-9);
      EXPECT_LT(*straight.lo, *straight.hr);
    }
    const RmstDifference d = rmst_difference(a, b), e = rmst_difference(b, a);
    EXPECT_NEAR(*d.diff, -*e.diff, 1e-12);
  }
}

// People observed up to month 12; some leave before.
LifeTable followed(base::Random& random, int people, double leaves) {
  std::vector<LifeRow> rows;
  for (int i = 0; i < people; ++i) {
    const int month = 1 + static_cast<int>(random.below(12));
    rows.push_back(random.chance(leaves) ? LifeRow{static_cast<double>(month), 1, 0}
                                         : LifeRow{12, 0, 1});
  }
  return LifeTable(rows);
}

TEST(StratifiedRmst, IsAboutTheDifferenceInOneStratum) {
  base::Random random(84);
  const LifeTable a = followed(random, 200, 0.3), b = followed(random, 300, 0.5);
  const RmstDifference plain = rmst_difference(a, b, 12.0);
  const StratifiedRmst one = rmst_stratified_difference({{"", a, b}}, 12);
  EXPECT_NEAR(*one.diff, *plain.diff, 1e-12);
  EXPECT_NEAR(*one.se, *plain.se, 0.01 * *plain.se);  // n - 1 for n
}

TEST(StratifiedRmst, MirrorsAndDoesNotDependOnOrderOrNames) {
  base::Random random(85);
  for (int round = 0; round < 40; ++round) {
    std::vector<SurvivalStratum> strata, turned;
    for (int k = 0; k < 6; ++k) {
      strata.push_back(
          {std::to_string(k), followed(random, 1 + k * 3, 0.3), followed(random, 4 + k, 0.5)});
    }
    for (const SurvivalStratum& s : strata) turned.insert(turned.begin(), {"x" + s.name, s.b, s.a});
    const StratifiedRmst straight = rmst_stratified_difference(strata, 12);
    const StratifiedRmst back = rmst_stratified_difference(turned, 12);
    EXPECT_NEAR(*straight.diff, -*back.diff, 1e-12);
    EXPECT_NEAR(*straight.lo, -*back.hi, 1e-12);
    EXPECT_LT(*straight.lo, *straight.diff);
    EXPECT_LT(*straight.diff, *straight.hi);
  }
}

TEST(StratifiedRmst, NamesTheStrataItDrops) {
  const LifeTable some({{3, 1, 0}, {12, 0, 4}}), brief({{3, 1, 0}, {8, 0, 4}}), gone({{4, 3, 0}});
  const StratifiedRmst result = rmst_stratified_difference(
      {{"both", some, some}, {"empty", some, {}}, {"brief", brief, some}, {"gone", gone, some}},
      12);
  EXPECT_EQ(result.kept, (std::vector<std::string>{"both", "gone"}));
  EXPECT_EQ(result.dropped, (std::vector<std::string>{"empty", "brief"}));
  const StratifiedRmst none = rmst_stratified_difference({{"brief", brief, some}}, 12);
  EXPECT_FALSE(none.diff.defined());
  EXPECT_FALSE(none.se.defined());
}

TEST(StratifiedRmst, SaysWhenNothingVaries) {
  const LifeTable stay({{12, 0, 5}});
  const StratifiedRmst result = rmst_stratified_difference({{"", stay, stay}}, 12);
  EXPECT_EQ(*result.diff, 0);
  EXPECT_EQ(*result.se, 0);
  EXPECT_EQ(result.p.reason(), "nobody left before the horizon");
}

TEST(LogRank, DoesNotDependOnTheOrderOfStrata) {
  base::Random random(83);
  const SurvivalStratum one{"1", any_table(random), any_table(random)};
  const SurvivalStratum two{"2", any_table(random), any_table(random)};
  EXPECT_NEAR(*log_rank({one, two}).chi2, *log_rank({two, one}).chi2, 1e-12);
}

TEST(Cox, SumsVeryManyTiesAsItSumsFew) {
  // Efron's sum over 20,000 ties term by term, and in blocks beyond that.
  const auto table = [](std::int64_t scale, std::int64_t events) {
    return LifeTable({{1, events * scale, 2 * scale}, {2, 3 * scale, 4 * scale}});
  };
  const auto at = [&](std::int64_t scale) {
    return *cox({{"", table(scale, 6), table(scale, 9)}}).beta;
  };
  EXPECT_NEAR(at(1300), at(1400), 1e-4);  // 19,500 and 21,000 ties
  EXPECT_NEAR(at(100'000), at(100'000'000), 1e-5);
}

TEST(Cox, IsZeroOrInfiniteWithoutEventsInAnArm) {
  const LifeTable none({{12, 0, 15}}), some({{1, 4, 0}, {2, 3, 5}});
  const CoxResult zero = cox({{"", none, some}});
  EXPECT_EQ(*zero.hr, 0);
  EXPECT_FALSE(zero.lo.defined());
  EXPECT_TRUE(std::isinf(*cox({{"", some, none}}).hr));
  EXPECT_FALSE(cox({{"", none, none}}).hr.defined());
  EXPECT_FALSE(log_rank({{"", none, none}}).chi2.defined());
}

}  // namespace
}  // namespace laurel::stats
