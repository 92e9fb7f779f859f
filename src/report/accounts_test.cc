// The leading interval when several answers come from one account.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/expectations.h"
#include "report/report.h"
#include "report/testing.h"
#include "stats/clusters.h"

namespace laurel::report {
namespace {

using model::Voice;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;

// Every account answers five times with praise and five times without.
ReportBuilder accounts(int number) {
  ReportBuilder builder;
  builder.question(nps_for_test());
  for (int i = 1; i <= number; ++i) {
    const std::int64_t up = 3 + i % 3;  // promoters with praise; the others are passives
    const std::int64_t down = i % 4;    // detractors without
    builder.responses(1, Voice::kCommendedKind, {{10, up}, {8, 5 - up}});
    builder.responses(1, Voice::kSpoke, {{8, 5 - down}, {0, down}});
    builder.account({{{i}, {1}, Voice::kSpoke}, 5, -down, down});
    builder.account({{{i}, {1}, Voice::kCommendedKind}, 5, up, up});
  }
  return builder;
}

TEST(Report, LeadsWithTheIntervalByAccountWhenAccountsRepeat) {
  const Report report = built(accounts(24).input);
  ASSERT_TRUE(report.main->clustered_leads) << report.main->clustered.reason;
  std::vector<stats::ClusterSums> sums;
  for (int i = 1; i <= 24; ++i) sums.push_back({5, 3.0 + i % 3, 5, -1.0 * (i % 4)});
  const auto expected = stats::cluster_difference(sums);
  expect_figure(report.main->clustered, *expected.diff, *expected.lo, *expected.hi);
  EXPECT_NEAR(*report.main->clustered.estimate,
              *report.main->question.comparison.difference.estimate, 1e-12);
  EXPECT_EQ(report.main->accounts, 24U);
  EXPECT_THAT(report.notes, has_note("clustered"));
}

// Accounts of 20 answers that are all alike; `happy` of 12 praise and 6 of 12 don't.
ReportBuilder alike_accounts(int happy) {
  ReportBuilder builder;
  builder.question(nps_for_test());
  for (int i = 0; i < 24; ++i) {
    const Voice voice = i < 12 ? Voice::kCommendedKind : Voice::kSpoke;
    const bool promoters = i < 12 ? i < happy : i < 18;
    builder.responses(1, voice, {{promoters ? 10 : 0, 20}});
    builder.account({{{i + 1}, {1}, voice}, 20, promoters ? 20 : -20, 20});
  }
  return builder;
}

TEST(Report, TakesAccountsThatAnswerAlikeForFewAnswers) {
  const MainReport main = *built(alike_accounts(8).input).main;
  EXPECT_GT(*main.question.comparison.difference.lo, 0);
  ASSERT_TRUE(main.clustered_leads);
  EXPECT_LT(*main.clustered.lo, 0);
  EXPECT_EQ(main.question.comparison.finding, Finding::kNoClearDifference);
}

TEST(Report, SaysBorderlineWhenOnlyTheIntervalByAccountIsClear) {
  // Within each account one answer with praise is a notch better than the one without.
  ReportBuilder builder;
  builder.question(nps_for_test());
  for (int i = 0; i < 30; ++i) {
    const bool promoter = i % 2 == 0;
    const bool notch = i < 5;
    builder.responses(1, Voice::kCommendedKind, {{promoter ? 10 : notch ? 7 : 0, 1}});
    builder.responses(1, Voice::kSpoke, {{promoter ? notch ? 7 : 10 : 0, 1}});
    builder.account({{{i + 1}, {1}, Voice::kSpoke}, 1, promoter ? (notch ? 0 : 1) : -1, 1});
    builder.account({{{i + 1}, {1}, Voice::kCommendedKind}, 1, promoter ? 1 : (notch ? 0 : -1), 1});
  }
  const MainReport main = *built(builder.input).main;
  ASSERT_TRUE(main.clustered_leads);
  EXPECT_GT(*main.clustered.lo, 0);
  EXPECT_LT(*main.question.comparison.difference.lo, 0);
  EXPECT_EQ(main.question.comparison.finding, Finding::kBorderline);
  EXPECT_THAT(main.question.comparison.sentence, HasSubstr("do not agree"));
}

TEST(Report, CountsAnswersWithoutAnAccountAsOneEach) {
  ReportBuilder builder = accounts(24);
  builder.responses(1, Voice::kSpoke, {{10, 4}, {8, 3}, {2, 2}});
  const Report report = built(builder.input);
  ASSERT_TRUE(report.main->clustered_leads) << report.main->clustered.reason;
  std::vector<stats::ClusterSums> sums;
  for (int i = 1; i <= 24; ++i) sums.push_back({5, 3.0 + i % 3, 5, -1.0 * (i % 4)});
  for (int i = 0; i < 9; ++i) sums.push_back({0, 0, 1, i < 4 ? 1.0 : i < 7 ? 0.0 : -1.0});
  const auto expected = stats::cluster_difference(sums);
  expect_figure(report.main->clustered, *expected.diff, *expected.lo, *expected.hi);
}

TEST(Report, DoesNotTrustFewAccounts) {
  const Report report = built(accounts(19).input);
  EXPECT_FALSE(report.main->clustered_leads);
  EXPECT_EQ(report.main->clustered.reason, "only 19 accounts answered; at least 20 are needed");
  EXPECT_THAT(report.notes, has_note("few_accounts"));
}

TEST(Report, DoesNotUseSumsOfAllTimeForAPeriod) {
  ReportBuilder builder = accounts(24);
  builder.input.options.from = {2026 * 12};
  const Report report = built(builder.input);
  EXPECT_FALSE(report.main->clustered_leads);
  EXPECT_THAT(report.main->clustered.reason, HasSubstr("kept for all time"));
}

TEST(Report, AddsUpTheAccountsOfAPeriodFromSingleResponses) {
  ReportBuilder builder = accounts(24);
  ReportInput& input = builder.input;
  const Report all_time = built(input);
  input.options.from = input.options.to = {2026 * 12};
  input.accounts.reset();
  input.rows.emplace(input.questions, &input.questions.front(), input.options);
  const auto answer = [&](int account, bool praised, std::int64_t score, int month) {
    model::ResponseRecord record;
    record.response.occurred_on = *base::Date::from_ymd(2026, month, 5);
    record.response.account = {account};
    record.response.reading = model::Reading::kRead;
    record.response.answers = {{{1}, score}};
    if (praised) {
      record.commendations.emplace_back();
      record.commendations.back().flagged = record.commendations.back().sure = true;
    }
    input.rows->add(record);
  };
  for (int i = 1; i <= 24; ++i) {
    for (int k = 0; k < 5; ++k) {
      answer(i, true, k < 3 + i % 3 ? 10 : 8, 1);
      answer(i, false, k < i % 4 ? 0 : 8, 1);
      answer(i, k % 2 == 0, 0, 2);  // outside the period
    }
  }
  const Report period = built(input);
  ASSERT_TRUE(period.main->clustered_leads) << period.main->clustered.reason;
  EXPECT_EQ(period.main->clustered.source, "rows");
  expect_figure(period.main->clustered, *all_time.main->clustered.estimate,
                *all_time.main->clustered.lo, *all_time.main->clustered.hi);
}

TEST(Report, LeavesKindWordsOutOfTheAccountsOfExemplaryPraise) {
  ReportBuilder builder = accounts(24);
  for (int i = 1; i <= 24; ++i) {
    builder.responses(1, Voice::kCommendedExemplary, {{10, 1}, {8, i % 2}});
    builder.account({{{i}, {1}, Voice::kCommendedExemplary}, 1 + i % 2, 1, 1});
  }
  builder.input.options.strength = ReportStrength::kExemplary;
  const Report report = built(builder.input);
  ASSERT_TRUE(report.main->clustered_leads) << report.main->clustered.reason;
  std::vector<stats::ClusterSums> sums;
  for (int i = 1; i <= 24; ++i) sums.push_back({1 + i % 2, 1.0, 5, -1.0 * (i % 4)});
  const auto expected = stats::cluster_difference(sums);
  expect_figure(report.main->clustered, *expected.diff, *expected.lo, *expected.hi);
}

TEST(Report, DoesNotLeadByAccountWhenMostAnswersNameNone) {
  ReportBuilder builder = accounts(24);
  builder.responses(1, Voice::kSpoke, {{10, 400}});
  const Report report = built(builder.input);
  EXPECT_FALSE(report.main->clustered_leads);
  EXPECT_EQ(report.main->clustered.reason, "400 of 640 answers name no account");
  EXPECT_THAT(report.notes, has_note("accounts_incomplete"));
}

}  // namespace
}  // namespace laurel::report
