// Charts whose signals can be counted off by hand, and months through the whole report.
#include "report/trend.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "report/testing.h"

namespace laurel::report {
namespace {

using model::Voice;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::int32_t kJanuary = 2025 * 12;

// Shares of n each.
std::vector<ChartMonth> shares(std::int64_t n, std::initializer_list<double> values) {
  std::vector<ChartMonth> months;
  for (const double value : values) months.push_back({n, value, 0});
  return months;
}

TEST(ControlChart, DrawsBinomialLimitsAroundTheMean) {
  // Each step is 0.02, under the 1.128 standard errors of chance, so nothing widens the limits.
  const auto chart = share_chart(shares(100, {0.19, 0.21, 0.19, 0.21, 0.19, 0.21}));
  ASSERT_TRUE(chart.centre) << chart.reason;
  EXPECT_NEAR(*chart.centre, 0.2, 1e-12);
  EXPECT_EQ(chart.excess, 1);
  EXPECT_NEAR(*chart.points[0].lower, 0.2 - 3 * 0.04, 1e-12);
  EXPECT_NEAR(*chart.points[0].upper, 0.2 + 3 * 0.04, 1e-12);
  EXPECT_THAT(chart.signals, IsEmpty());
}

TEST(ControlChart, CutsLimitsAtTheEndsOfTheScale) {
  const auto chart = share_chart(shares(40, {0.1, 0.1, 0.05, 0.1, 0.1, 0.1}));
  EXPECT_EQ(chart.points[0].lower, 0);
}

TEST(ControlChart, SignalsAMonthOutsideTheLimits) {
  const auto chart =
      share_chart(shares(400, {0.2, 0.21, 0.2, 0.19, 0.2, 0.21, 0.2, 0.35, 0.2, 0.19, 0.2, 0.2}));
  ASSERT_THAT(chart.signals, SizeIs(1));
  EXPECT_EQ(chart.signals[0].rule, ChartRule::kOutside);
  EXPECT_EQ(chart.signals[0].first, 7U);
  EXPECT_TRUE(chart.signals[0].above);
  EXPECT_TRUE(chart.points[7].outside);
  EXPECT_FALSE(chart.points[6].outside);
}

TEST(ControlChart, SignalsEightInARowAndNotSeven) {
  std::vector<ChartMonth> months = shares(100, {0.18, 0.22, 0.18, 0.22, 0.18});
  for (int i = 0; i < 7; ++i) months.push_back({100, 0.22, 0});
  months.push_back({100, 0.18, 0});
  EXPECT_THAT(share_chart(months).signals, IsEmpty());
  months.back().value = 0.22;
  const auto chart = share_chart(months);
  ASSERT_THAT(chart.signals, SizeIs(1));
  EXPECT_EQ(chart.signals[0].rule, ChartRule::kRun);
  EXPECT_EQ(chart.signals[0].first, 5U);
  EXPECT_EQ(chart.signals[0].last, 12U);
  EXPECT_TRUE(chart.signals[0].above);
}

TEST(ControlChart, RunsAcrossMonthsThatAreNotJudged) {
  std::vector<ChartMonth> months = shares(100, {0.18, 0.18, 0.22, 0.18, 0.18});
  for (int i = 0; i < 4; ++i) months.push_back({100, 0.22, 0});
  months.push_back({0, 0, 0});
  months.push_back({9, 0, 0});
  for (int i = 0; i < 4; ++i) months.push_back({100, 0.22, 0});
  const auto chart = share_chart(months);
  EXPECT_EQ(chart.months_judged, months.size() - 2);
  EXPECT_FALSE(chart.points[9].lower);
  EXPECT_FALSE(chart.points[10].lower);
  ASSERT_THAT(chart.signals, SizeIs(1));
  EXPECT_EQ(chart.signals[0].first, 5U);
  EXPECT_EQ(chart.signals[0].last, months.size() - 1);
}

TEST(ControlChart, AllowsForMonthsThatDifferMoreThanTheirAnswersDo) {
  // With a million answers each of these wobbles is far outside a plain p-chart.
  const auto chart = share_chart(
      shares(1'000'000, {0.20, 0.22, 0.19, 0.21, 0.18, 0.20, 0.22, 0.19, 0.21, 0.18, 0.20, 0.21}));
  EXPECT_GT(*chart.excess, 10);
  EXPECT_THAT(chart.signals, IsEmpty());
}

TEST(ControlChart, PoolsTheSpreadWithinMonthsForMeans) {
  std::vector<ChartMonth> months;
  for (int i = 0; i < 8; ++i) months.push_back({100, i % 2 == 0 ? 0.29 : 0.31, 99 * 0.64});
  const auto chart = mean_chart(months, -1, 1);
  ASSERT_TRUE(chart.centre) << chart.reason;
  EXPECT_NEAR(*chart.centre, 0.3, 1e-12);
  EXPECT_NEAR(*chart.points[0].upper, 0.3 + 3 * 0.08, 1e-12);
  for (ChartMonth& month : months) month.m2 = 0;
  EXPECT_THAT(mean_chart(months, -1, 1).reason, HasSubstr("all answers are the same"));
}

TEST(ControlChart, SaysWhyItHasNoLimits) {
  EXPECT_THAT(share_chart(shares(100, {0.2, 0.2, 0.2, 0.2, 0.2})).reason, HasSubstr("there are 5"));
  EXPECT_THAT(share_chart(shares(9, {0.2, 0.2, 0.2, 0.2, 0.2, 0.2})).reason,
              HasSubstr("there is none"));
  // 20 comments with 2 % praise: n p (1 - p) is below 1.
  EXPECT_FALSE(share_chart(shares(20, {0, 0.05, 0, 0.05, 0, 0.02})).centre);
  EXPECT_EQ(share_chart(shares(100, {0, 0, 0, 0, 0, 0})).reason, "nobody was praised");
  EXPECT_EQ(share_chart(shares(100, {1, 1, 1, 1, 1, 1})).reason, "every comment holds praise");
}

// Twelve months of 2025, of which one may be left out and one differ.
ReportBuilder a_year(int empty = -1, int odd = -1) {
  ReportBuilder builder;
  builder.question(nps_for_test());
  for (int i = 0; i < 12; ++i) {
    if (i == empty) continue;
    builder.in({kJanuary + i});
    const int praised = i == odd ? 60 : 20 + i % 2;
    builder.responses(1, Voice::kCommendedKind, {{10, praised}});
    builder.responses(1, Voice::kSpoke, {{10, 40}, {3, 100 - praised - 40}});
    builder.responses(1, Voice::kSilent, {{8, 7}});
  }
  return builder;
}

TrendReport trend_of(const ReportBuilder& builder) {
  auto report = build_report(builder.input);
  EXPECT_TRUE(report.ok());
  return report->trend;
}

TEST(Trend, GivesEachMonthItsFigures) {
  const TrendReport trend = trend_of(a_year());
  ASSERT_THAT(trend.months, SizeIs(12));
  const TrendMonth& january = trend.months[0];
  EXPECT_EQ(january.month.to_string(), "2025-01");
  EXPECT_EQ(january.responses, 107);
  EXPECT_DOUBLE_EQ(*january.share.estimate, 0.2);
  EXPECT_EQ(january.share.n, 100);
  EXPECT_DOUBLE_EQ(*january.commended->estimate, 1);
  EXPECT_DOUBLE_EQ(*january.spoke->estimate, 0);
  EXPECT_EQ(january.spoke->method, "nps_score");
  EXPECT_TRUE(january.spoke->lo && january.spoke->hi);
  EXPECT_DOUBLE_EQ(*january.everyone->estimate, 20.0 / 107);
  EXPECT_THAT(trend.share.sentence, HasSubstr("nothing stands out beyond chance"));
  EXPECT_THAT(trend.main->sentence, HasSubstr("the NPS of all answers"));
}

TEST(Trend, NamesTheMonthThatStandsOut) {
  const TrendReport trend = trend_of(a_year(-1, 8));
  EXPECT_THAT(trend.share.sentence,
              HasSubstr("In 2025-09 the share of comments with praise was 60%, outside what chance "
                        "allows ("));
}

TEST(Trend, NamesTheLatestOfSeveralMonthsFirst) {
  ReportBuilder builder;
  builder.question(nps_for_test());
  for (int i = 0; i < 40; ++i) {
    const bool odd = i == 5 || i == 12 || i == 20 || i == 28 || i == 36;
    const int praised = (odd ? 200 : 80) + i % 2;
    builder.in({kJanuary + i}).responses(1, Voice::kCommendedKind, {{10, praised}});
    builder.responses(1, Voice::kSpoke, {{10, 200}, {3, 220 - praised}});
  }
  EXPECT_THAT(trend_of(builder).share.sentence, HasSubstr("In 2028-01 the share"));
  EXPECT_THAT(trend_of(builder).share.sentence,
              HasSubstr("; so were 2027-05, 2026-09, 2026-01 and 1 more."));
}

TEST(Trend, NamesTheMonthFromWhichARunLasts) {
  ReportBuilder builder;
  builder.question(nps_for_test());
  for (int i = 0; i < 16; ++i) {
    builder.in({kJanuary + i}).responses(1, Voice::kSpoke, {{10, 50}, {3, 30}});
    builder.responses(1, Voice::kCommendedKind, {{10, i < 8 ? 20 : 26}});
  }
  const TrendReport trend = trend_of(builder);
  EXPECT_THAT(trend.share.sentence,
              HasSubstr("From 2025-09 to 2026-04 the share of comments with praise was above its "
                        "average"));
  EXPECT_THAT(trend.share.sentence, HasSubstr("something changed around 2025-09"));
}

TEST(Trend, ShowsMonthsWithoutData) {
  const TrendReport trend = trend_of(a_year(4));
  ASSERT_THAT(trend.months, SizeIs(12));
  EXPECT_EQ(trend.months[4].month.to_string(), "2025-05");
  EXPECT_EQ(trend.months[4].responses, 0);
  EXPECT_FALSE(trend.months[4].share.estimate);
  EXPECT_FALSE(trend.months[4].share.reason.empty());
  EXPECT_FALSE(trend.months[4].everyone->estimate);
  EXPECT_FALSE(trend.share.points[4].lower);
  EXPECT_EQ(trend.share.months_judged, 11U);
}

TEST(Trend, KeepsToThePeriodAskedFor) {
  ReportBuilder builder = a_year();
  builder.input.options.from = {kJanuary + 3};
  builder.input.options.to = {kJanuary + 5};
  const TrendReport trend = trend_of(builder);
  ASSERT_THAT(trend.months, SizeIs(3));
  EXPECT_EQ(trend.months[0].month.to_string(), "2025-04");
  EXPECT_EQ(trend.months[0].everyone->n, 107);
  EXPECT_THAT(trend.share.sentence, HasSubstr("no limits are drawn: limits need 6 months"));
}

TEST(Trend, SaysWhyThereAreNoMonths) {
  ReportBuilder undated;
  undated.question(nps_for_test()).in({}).responses(1, Voice::kSpoke, {{10, 50}});
  TrendReport trend = trend_of(undated);
  EXPECT_THAT(trend.months, IsEmpty());
  EXPECT_EQ(trend.reason, "no response carries a date");
  EXPECT_THAT(trend.share.sentence, HasSubstr("no response carries a date"));
  ReportBuilder centuries;
  centuries.question(nps_for_test());
  centuries.in({12}).responses(1, Voice::kSpoke, {{10, 1}});
  centuries.in({kJanuary}).responses(1, Voice::kSpoke, {{10, 1}});
  trend = trend_of(centuries);
  EXPECT_THAT(trend.months, IsEmpty());
  EXPECT_THAT(trend.reason, HasSubstr("hundred years"));
}

TEST(Trend, RefusesCountsBelowZero) {
  ReportBuilder builder = a_year();
  builder.in({kJanuary + 2}).responses(1, Voice::kSilent, {{8, -8}});
  EXPECT_FALSE(build_report(builder.input).ok());
}

TEST(Trend, ChartsPraiseWithoutAMainQuestion) {
  ReportBuilder builder = a_year();
  std::erase_if(builder.input.cells,
                [](const model::Cell& cell) { return cell.key.question != model::kEveryResponse; });
  const TrendReport trend = trend_of(builder);
  EXPECT_FALSE(trend.main);
  EXPECT_TRUE(trend.share.centre);
}

}  // namespace
}  // namespace laurel::report
