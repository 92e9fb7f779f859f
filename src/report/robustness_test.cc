// E-values against their formula worked by hand, and markets against a slow definition of Q.
#include "report/robustness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "report/testing.h"

namespace laurel::report {
namespace {

using model::Voice;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

MainReport main_of(const ReportBuilder& builder) {
  auto report = build_report(builder.input);
  EXPECT_TRUE(report.ok() && report->main);
  return *report->main;
}

// Detractors, passives, promoters.
stats::Histogram nps(std::int64_t d, std::int64_t p, std::int64_t pro) {
  stats::Histogram answers(std::vector<std::int64_t>(11), 0);
  answers.add(3, d);
  answers.add(7, p);
  answers.add(10, pro);
  return answers;
}

ArmsOf market(std::string name, const stats::Histogram& commended, const stats::Histogram& spoke) {
  return {std::move(name), {commended, spoke}};
}

TEST(Sensitivity, GivesTheEValueOfTheDifferenceAndOfItsNearerEnd) {
  ReportBuilder builder;
  builder.question(nps_for_test());
  builder.responses(1, Voice::kCommendedKind, {{3, 14}, {7, 42}, {10, 94}});
  builder.responses(1, Voice::kSpoke, {{0, 158}, {8, 281}, {9, 411}});
  const MainReport main = main_of(builder);
  const SensitivityReport& sensitivity = main.sensitivity;
  ASSERT_TRUE(sensitivity.e_value && sensitivity.e_value_of_interval) << sensitivity.reason;
  EXPECT_FALSE(sensitivity.evened_out);
  EXPECT_NEAR(*sensitivity.e_value, 1.9966512677228214, 1e-9);
  EXPECT_NEAR(*sensitivity.e_value_of_interval, 1.548320705550615, 1e-9);
  EXPECT_THAT(sensitivity.sentence, HasSubstr("at least 2.0 times as likely (the E-value; 1.5 for "
                                              "the near end of the interval). Values of"));
}

TEST(Sensitivity, CallsTheUsualDifferenceWeak) {
  const std::vector<ArmsOf> strata = {
      market("", nps(200, 300, 500), nps(250, 300, 450))};  // 10 points
  Figure difference;
  difference.estimate = 0.10;
  difference.lo = 0.03;
  difference.hi = 0.17;
  const auto weak = sensitivity_report(Measure::kNps, difference, true, strata, 0.95);
  EXPECT_THAT(weak.sentence, HasSubstr("That is weak"));
  EXPECT_THAT(weak.sentence, HasSubstr("a high score"));
  EXPECT_GT(*weak.e_value, 1.4);
  EXPECT_LT(*weak.e_value, 1.6);
  difference.estimate = -0.40;
  difference.lo = -0.47;
  difference.hi = -0.33;
  const auto strong = sensitivity_report(Measure::kNps, difference, true, strata, 0.95);
  EXPECT_THAT(strong.sentence, HasSubstr("a low score"));
  EXPECT_THAT(strong.sentence, HasSubstr("Values of 1.4 to 1.6 are weak; this is more"));
}

TEST(Sensitivity, IsOneForTheIntervalThatIncludesNoDifference) {
  const std::vector<ArmsOf> strata = {market("", nps(20, 30, 50), nps(25, 30, 45))};
  Figure difference;
  difference.estimate = 0.10;
  difference.lo = -0.1;
  difference.hi = 0.3;
  const auto sensitivity = sensitivity_report(Measure::kNps, difference, false, strata, 0.95);
  EXPECT_EQ(sensitivity.e_value_of_interval, 1);
  EXPECT_THAT(sensitivity.sentence, HasSubstr("nothing is left to explain away"));
}

TEST(Sensitivity, TakesTheRatioOfRates) {
  // 40 of 50 against 90 of 150: a risk ratio of 4/3.
  const std::vector<ArmsOf> strata = {
      {"", {stats::Histogram({10, 40}), stats::Histogram({60, 90})}}};
  const Figure difference = difference_figure(Measure::kRate, strata[0].arms, 0.95);
  const auto sensitivity = sensitivity_report(Measure::kRate, difference, false, strata, 0.95);
  ASSERT_TRUE(sensitivity.e_value) << sensitivity.reason;
  EXPECT_NEAR(*sensitivity.risk_ratio, 4.0 / 3, 1e-12);
  EXPECT_NEAR(*sensitivity.e_value, 4.0 / 3 + std::sqrt(4.0 / 9), 1e-12);
  EXPECT_THAT(sensitivity.sentence, HasSubstr("a yes"));
}

TEST(Sensitivity, SaysWhyItHasNoValue) {
  const std::vector<ArmsOf> same = {market("", nps(0, 0, 20), nps(0, 0, 30))};
  const Figure equal = difference_figure(Measure::kNps, same[0].arms, 0.95);
  const auto constant = sensitivity_report(Measure::kNps, equal, false, same, 0.95);
  EXPECT_FALSE(constant.e_value);
  EXPECT_THAT(constant.sentence, HasSubstr("all answers are the same"));
  const std::vector<ArmsOf> nobody = {
      {"", {stats::Histogram({20, 0}), stats::Histogram({20, 20})}}};
  const Figure none = difference_figure(Measure::kRate, nobody[0].arms, 0.95);
  const auto ratio = sensitivity_report(Measure::kRate, none, false, nobody, 0.95);
  EXPECT_FALSE(ratio.e_value);
  EXPECT_THAT(ratio.reason, HasSubstr("nobody said yes"));
  const std::vector<ArmsOf> empty = {market("", nps(0, 0, 0), nps(1, 2, 3))};
  const Figure missing = difference_figure(Measure::kNps, empty[0].arms, 0.95);
  EXPECT_FALSE(sensitivity_report(Measure::kNps, missing, false, empty, 0.95).reason.empty());
}

TEST(Heterogeneity, FindsAlikeMarketsAlike) {
  const ArmsOf one = market("a", nps(10, 30, 60), nps(40, 60, 100));
  std::vector<ArmsOf> markets = {one, one, one};
  const auto report = heterogeneity_report(Measure::kNps, markets, 0.95);
  EXPECT_EQ(report.likeness, Likeness::kSame);
  EXPECT_NEAR(*report.q, 0, 1e-12);
  EXPECT_EQ(report.i2, 0);
  EXPECT_EQ(report.tau2, 0);
  EXPECT_NEAR(*report.average.estimate, 0.2, 1e-12);
  EXPECT_THAT(report.sentence, HasSubstr("much the same in all 3 markets"));
}

TEST(Heterogeneity, NamesTheEndsWhereMarketsDiffer) {
  const std::vector<ArmsOf> markets = {
      market("Kite", nps(30, 40, 30), nps(30, 40, 30)),        // 0
      market("Wren", nps(10, 30, 60), nps(30, 40, 30)),        // 0.5
      market("Finch", nps(100, 300, 600), nps(500, 300, 200))  // 0.8
  };
  const auto report = heterogeneity_report(Measure::kNps, markets, 0.95);
  EXPECT_EQ(report.likeness, Likeness::kDiffers);
  EXPECT_THAT(report.sentence, HasSubstr(" in Kite to +"));
  EXPECT_THAT(report.sentence, HasSubstr(" in Finch"));
  // Q by definition: variances of single answers with n - 1.
  const auto variance = [](double d, double p, double pro) {
    const double n = d + p + pro, mean = (pro - d) / n;
    return ((d + pro) - n * mean * mean) / (n - 1) / n;
  };
  const double v[] = {variance(30, 40, 30) * 2, variance(10, 30, 60) + variance(30, 40, 30),
                      variance(100, 300, 600) + variance(500, 300, 200)};
  const double y[] = {0, 0.5, 0.8};
  double w = 0, wy = 0, q = 0;
  for (int i = 0; i < 3; ++i) w += 1 / v[i], wy += y[i] / v[i];
  for (int i = 0; i < 3; ++i) q += (y[i] - wy / w) * (y[i] - wy / w) / v[i];
  EXPECT_NEAR(*report.q, q, 1e-9);
  EXPECT_NEAR(*report.i2, (q - 2) / q, 1e-9);
  for (const MarketEffect& effect : report.markets) {
    // Drawn towards the average, never past it.
    const double average = *report.average.estimate;
    EXPECT_LT(std::abs(*effect.shrunk.estimate - average),
              std::abs(*effect.as_answered.estimate - average));
    EXPECT_GT((*effect.shrunk.estimate - average) * (*effect.as_answered.estimate - average), 0);
  }
}

TEST(Heterogeneity, TakesPooledSpreadWhereAllAnswersAgree) {
  const std::vector<ArmsOf> markets = {
      market("a", nps(0, 0, 10), nps(30, 40, 30)),
      market("b", nps(10, 30, 60), nps(30, 40, 30)),
      market("c", nps(12, 30, 58), nps(30, 40, 30)),
  };
  const auto report = heterogeneity_report(Measure::kNps, markets, 0.95);
  ASSERT_EQ(report.markets.size(), 3U) << report.reason;
  const auto width = [&](std::size_t i) {
    return *report.markets[i].as_answered.hi - *report.markets[i].as_answered.lo;
  };
  EXPECT_GT(width(0), width(1));  // ten answers are less sure than a hundred, agreeing or not
}

TEST(Heterogeneity, NeedsThreeMarketsWithEnoughAnswers) {
  const ArmsOf enough = market("a", nps(10, 30, 60), nps(40, 60, 100));
  const ArmsOf few = market("few", nps(0, 3, 6), nps(40, 60, 100));
  const auto two = heterogeneity_report(Measure::kNps, {enough, enough, few}, 0.95);
  EXPECT_EQ(two.likeness, Likeness::kUndefined);
  EXPECT_THAT(two.left_out, ElementsAre("few"));
  EXPECT_FALSE(two.average.estimate);
  EXPECT_THAT(two.sentence, HasSubstr("2 markets have them"));
  const ArmsOf same = market("s", nps(0, 0, 20), nps(0, 0, 20));
  const auto constant = heterogeneity_report(Measure::kNps, {same, same, same}, 0.95);
  EXPECT_EQ(constant.likeness, Likeness::kUndefined);
  EXPECT_THAT(constant.reason, HasSubstr("all answers are the same"));
}

TEST(Heterogeneity, LeavesAnswersWithoutAMarketOut) {
  ReportBuilder builder;
  builder.question(nps_for_test());
  for (int id = 0; id <= 3; ++id) {
    if (id > 0) builder.market(id, "m" + std::to_string(id));
    builder.at(id).responses(1, Voice::kCommendedKind, {{3, 10}, {10, 30}});
    builder.responses(1, Voice::kSpoke, {{3, 30}, {10, 30}});
  }
  const MainReport main = main_of(builder);
  EXPECT_EQ(main.heterogeneity.markets.size(), 3U);
  EXPECT_THAT(main.heterogeneity.left_out, IsEmpty());
  EXPECT_TRUE(main.sensitivity.evened_out);
}

}  // namespace
}  // namespace laurel::report
