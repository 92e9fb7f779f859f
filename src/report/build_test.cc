// The report's figures against counts that can be worked out by hand or come from the reference
// cases of the statistics, and what it says where there is nothing to compute.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "report/expectations.h"
#include "report/report.h"
#include "report/testing.h"
#include "stats/multiplicity.h"

namespace laurel::report {
namespace {

using model::QuestionKind;
using model::Voice;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// 150 answers with praise and 850 without: reference case nps_diff_mover_score-002.
ReportBuilder b2b() {
  ReportBuilder builder;
  builder.question(nps_for_test());
  builder.responses(1, Voice::kCommendedKind, {{3, 14}, {7, 42}, {10, 94}});
  builder.responses(1, Voice::kSpoke, {{0, 158}, {8, 281}, {9, 411}});
  return builder;
}

TEST(Report, LeadsWithTheIntervalOfTheDifference) {
  const Report report = built(b2b().input);
  ASSERT_TRUE(report.main);
  const QuestionReport& main = report.main->question;
  EXPECT_DOUBLE_EQ(*main.commended->estimate, 80.0 / 150);
  EXPECT_DOUBLE_EQ(*main.spoke->estimate, 253.0 / 850);
  const Figure& difference = main.comparison.difference;
  expect_figure(difference, 0.2356862745098039, 0.11021272765628612, 0.3453595527373625);
  EXPECT_EQ(difference.n_commended, 150);
  EXPECT_EQ(difference.n_spoke, 850);
  EXPECT_EQ(difference.method, "mover_score");
  EXPECT_EQ(main.comparison.finding, Finding::kHigher);
  EXPECT_EQ(report.headline.front(),
            "Customers who praised somebody scored 24 NPS points higher (11 to 35) than those who "
            "commented without praise.");
  EXPECT_THAT(report.headline, Contains(HasSubstr("association")));
}

TEST(Report, CountsResponsesByVoice) {
  ReportBuilder builder = b2b();
  builder.responses(1, Voice::kSilent, {{5, 40}}).responses(1, Voice::kUnread, {{5, 7}});
  builder.responses(1, Voice::kPendingExemplary, {{10, 10}});
  const Report report = built(builder.input);
  EXPECT_EQ(report.responses.total, 1057);
  EXPECT_EQ(report.responses.silent, 40);
  EXPECT_EQ(report.responses.unread, 7);
  EXPECT_EQ(report.responses.commended_exemplary, 10);
  EXPECT_EQ(report.responses.pending, 10);
  EXPECT_DOUBLE_EQ(*report.pending_share.estimate, 10.0 / 1010);
  EXPECT_DOUBLE_EQ(*report.commended_share.estimate, 160.0 / 1010);
}

TEST(Report, KeepsTheDifferenceWhenSilentAndUnreadResponsesAreAdded) {
  ReportBuilder builder = b2b();
  builder.responses(1, Voice::kSilent, {{0, 500}}).responses(1, Voice::kUnread, {{10, 900}});
  const Figure before = built(b2b().input).main->question.comparison.difference;
  const Figure after = built(builder.input).main->question.comparison.difference;
  EXPECT_EQ(before.estimate, after.estimate);
  EXPECT_EQ(before.lo, after.lo);
  EXPECT_EQ(before.hi, after.hi);
  EXPECT_EQ(before.p, after.p);
}

TEST(Report, LeavesKindWordsOutWhenOnlyExemplaryPraiseCounts) {
  ReportBuilder builder = b2b();
  builder.responses(1, Voice::kCommendedExemplary, {{10, 30}});
  builder.input.options.strength = ReportStrength::kExemplary;
  const Report report = built(builder.input);
  EXPECT_EQ(report.main->question.comparison.difference.n_commended, 30);
  EXPECT_EQ(report.main->question.comparison.difference.n_spoke, 850);
  EXPECT_DOUBLE_EQ(*report.main->question.commended->estimate, 1.0);
  EXPECT_THAT(report.notes, has_note("kind_left_out"));
  EXPECT_THAT(report.headline.front(), HasSubstr("for exemplary service"));
}

TEST(Report, ComparesEachStrengthWithCommentsWithoutPraise) {
  ReportBuilder builder = b2b();
  builder.responses(1, Voice::kCommendedExemplary, {{10, 30}});
  const Report report = built(builder.input);
  ASSERT_EQ(report.main->strength.size(), 2U);
  EXPECT_EQ(report.main->strength[0].group, Group::kExemplary);
  EXPECT_DOUBLE_EQ(*report.main->strength[0].figure.estimate, 1.0);
  expect_figure(report.main->strength[1].comparison.difference, 0.2356862745098039,
                0.11021272765628612, 0.3453595527373625);
}

// Reference cases nps_strat_diff-013 and -014: nobody in m1 commented without praise.
ReportBuilder three_markets(int first = 1, int second = 2, int third = 3) {
  ReportBuilder builder;
  builder.question(nps_for_test());
  for (const auto& [id, name] : {std::pair(first, "m0"), {second, "m1"}, {third, "m2"}}) {
    builder.market(id, name);
  }
  builder.at(first)
      .responses(1, Voice::kCommendedKind,
                 {{2, 1}, {3, 2}, {4, 1}, {7, 5}, {8, 5}, {9, 15}, {10, 11}})
      .responses(1, Voice::kSpoke,
                 {{0, 3},
                  {1, 2},
                  {2, 1},
                  {3, 7},
                  {4, 2},
                  {5, 9},
                  {6, 6},
                  {7, 12},
                  {8, 28},
                  {9, 42},
                  {10, 48}});
  builder.at(second).responses(1, Voice::kCommendedKind, {{8, 4}, {9, 5}, {10, 3}});
  builder.at(third)
      .responses(1, Voice::kCommendedKind, {{5, 1}, {7, 3}, {8, 4}, {9, 7}, {10, 10}})
      .responses(1, Voice::kSpoke,
                 {{0, 5},
                  {1, 7},
                  {2, 2},
                  {3, 4},
                  {4, 4},
                  {5, 14},
                  {6, 25},
                  {7, 28},
                  {8, 61},
                  {9, 70},
                  {10, 80}});
  return builder;
}

TEST(Report, EvensOutMarketsAndSaysWhatDroppedOut) {
  const Report report = built(three_markets().input);
  const AdjustedReport& adjusted = report.main->adjusted;
  EXPECT_EQ(adjusted.strata, "market");
  expect_figure(adjusted.overlap, 0.24553072625698324, 0.042619732900716606, 0.39472595214906514);
  expect_figure(adjusted.commended_mix, 0.23974358974358978, 0.035557662783095356,
                0.3917606992048429);
  EXPECT_THAT(adjusted.dropped, ElementsAre("m1"));
  EXPECT_EQ(adjusted.dropped_commended, 12);
  EXPECT_EQ(adjusted.dropped_spoke, 0);
  EXPECT_EQ(adjusted.overlap.n_commended, 65);
  EXPECT_THAT(report.headline.front(), HasSubstr("; after evening out markets, 25 (4 to 39)."));
}

TEST(Report, DoesNotDependOnHowMarketsAreNumbered) {
  const Report one = built(three_markets(1, 2, 3).input);
  const Report two = built(three_markets(9, 4, 7).input);
  EXPECT_EQ(one.headline, two.headline);
  EXPECT_EQ(one.main->question.comparison.difference.estimate,
            two.main->question.comparison.difference.estimate);
  EXPECT_DOUBLE_EQ(*one.main->adjusted.overlap.estimate, *two.main->adjusted.overlap.estimate);
  ASSERT_EQ(one.main->markets.size(), two.main->markets.size());
  for (std::size_t i = 0; i < one.main->markets.size(); ++i) {
    EXPECT_EQ(one.main->markets[i].name, two.main->markets[i].name);
    EXPECT_EQ(one.main->markets[i].commended.estimate, two.main->markets[i].commended.estimate);
  }
}

TEST(Report, DoesNotDependOnTheOrderOfCells) {
  ReportInput input = three_markets().input;
  const Report sorted = built(input);
  std::reverse(input.cells.begin(), input.cells.end());
  const Report reversed = built(input);
  EXPECT_EQ(to_json(sorted), to_json(reversed));
}

TEST(Report, FallsBackToMarketsWhereUnitsAreTooFine) {
  ReportBuilder builder = three_markets();
  builder.input.cells.clear();
  for (int unit = 1; unit <= 4; ++unit) builder.unit(unit, "u" + std::to_string(unit));
  builder.at(1, 1).responses(1, Voice::kCommendedKind, {{10, 30}, {5, 10}});
  builder.at(1, 2).responses(1, Voice::kSpoke, {{10, 30}, {5, 30}});
  builder.at(3, 3).responses(1, Voice::kCommendedKind, {{10, 30}, {5, 10}});
  builder.at(3, 4).responses(1, Voice::kSpoke, {{10, 30}, {5, 30}});
  const Report report = built(builder.input);
  EXPECT_EQ(report.main->adjusted.strata, "market");
  EXPECT_THAT(report.notes, has_note("strata_too_fine"));
  EXPECT_NEAR(*report.main->adjusted.overlap.estimate, 0.5, 1e-12);
}

TEST(Report, EvensOutMarketAndUnitTogether) {
  ReportBuilder builder;
  builder.question(nps_for_test()).market(1, "North").market(2, "South");
  builder.unit(1, "Leeds").unit(2, "York");
  for (const auto& [market, unit] : {std::pair(1, 1), {1, 2}, {2, 1}}) {
    builder.at(market, unit)
        .responses(1, Voice::kCommendedKind, {{10, 20}, {5, 10}})
        .responses(1, Voice::kSpoke, {{10, 15}, {5, 15}});
  }
  const Report report = built(builder.input);
  EXPECT_EQ(report.main->adjusted.strata, "market and unit");
  EXPECT_EQ(report.main->adjusted.strata_kept, 3U);
  EXPECT_NEAR(*report.main->adjusted.overlap.estimate, 1.0 / 3, 1e-12);
}

TEST(Report, ShowsResponsesThatNameNoMarket) {
  ReportBuilder builder = b2b();
  builder.market(1, "North").at(1).responses(1, Voice::kSpoke, {{10, 1}});
  const Report report = built(builder.input);
  ASSERT_EQ(report.main->markets.size(), 2U);
  EXPECT_EQ(report.main->markets[0].name, "North");
  EXPECT_EQ(report.main->markets[1].name, "no market given");
  EXPECT_FALSE(report.main->markets[1].known());
  EXPECT_EQ(report.main->markets[1].responses, 1000);
}

TEST(Report, SaysHowManyAnswersASmallMarketNeeds) {
  ReportBuilder builder = b2b();
  builder.market(1, "North").at(1);
  builder.responses(1, Voice::kSpoke, {{10, 10}, {8, 10}, {3, 10}});
  builder.responses(1, Voice::kCommendedKind, {{10, 5}, {3, 5}});
  const PlaceReport north = built(builder.input).main->markets.front();
  EXPECT_EQ(north.comparison.finding, Finding::kNoClearDifference);
  EXPECT_THAT(north.planner, HasSubstr("To see a 10-point difference here you need about"));
  EXPECT_THAT(north.planner, HasSubstr("there are 40."));
}

// --- other questions

TEST(Report, ComparesRatesWithNewcombesInterval) {  // risk_diff_newcombe-001
  ReportBuilder builder = b2b();
  model::Question referred = question_for_test(2, "referred_6m", QuestionKind::kYesNo);
  referred.role = model::QuestionRole::kReferred;
  builder.question(referred);
  builder.answers(2, Voice::kCommendedKind, {{1, 62}, {0, 88}});
  builder.answers(2, Voice::kSpoke, {{1, 210}, {0, 640}});
  const Report report = built(builder.input);
  ASSERT_EQ(report.outcomes.size(), 1U);
  expect_figure(report.outcomes[0].comparison.difference, 0.16627450980392156, 0.08483221294325223,
                0.2509793224053203);
  EXPECT_NEAR(*report.outcomes[0].odds_ratio->estimate, 2.1471861471861473, 1e-9);
  EXPECT_THAT(report.headline,
              Contains("Of customers who praised somebody, 41% had referred somebody; of those who "
                       "commented without praise, 25%: 17 percentage points more (8 to 25)."));
}

TEST(Report, GivesOneOddsRatioOverMarkets) {  // cmh-001
  constexpr int kTables[8][4] = {{11, 25, 10, 27}, {16, 4, 22, 10}, {14, 5, 7, 12}, {2, 14, 1, 16},
                                 {6, 11, 0, 12},   {1, 10, 0, 10},  {1, 4, 1, 8},   {4, 2, 6, 1}};
  ReportBuilder builder = b2b();
  builder.question(question_for_test(2, "solved", QuestionKind::kYesNo));
  for (int i = 0; i < 8; ++i) {
    builder.market(i + 1, "m" + std::to_string(i)).at(i + 1);
    builder.answers(2, Voice::kCommendedKind, {{1, kTables[i][0]}, {0, kTables[i][1]}});
    builder.answers(2, Voice::kSpoke, {{1, kTables[i][2]}, {0, kTables[i][3]}});
  }
  const Report report = built(builder.input);
  const Figure& ratio = *report.outcomes.at(0).odds_ratio;
  EXPECT_NEAR(*ratio.estimate, 2.13454906719629, 1e-8);
  EXPECT_NEAR(*ratio.lo, 1.17758975964579, 1e-8);
  EXPECT_NEAR(*ratio.hi, 3.86917403361172, 1e-8);
  EXPECT_NEAR(*report.outcomes[0].market_adjusted->estimate, 0.129870506570509, 1e-8);
}

TEST(Report, ComparesMeansOfScales) {  // welch-002
  ReportBuilder builder = b2b();
  builder.question(question_for_test(2, "seat", QuestionKind::kScale, 1, 5));
  builder.answers(2, Voice::kCommendedExemplary, {{4, 4}, {5, 5}});
  builder.answers(2, Voice::kSpoke, {{2, 1}, {4, 6}, {5, 7}});
  const Report report = built(builder.input);
  ASSERT_EQ(report.questions.size(), 1U);
  expect_figure(report.questions[0].comparison.difference, 0.1984126984126984, -0.3952518480539332,
                0.79207724487933);
  EXPECT_NEAR(*report.questions[0].comparison.difference.p, 0.49464806066277556, 1e-9);
  EXPECT_EQ(report.questions[0].comparison.finding, Finding::kTooFew);
  ASSERT_TRUE(report.questions[0].superiority);
  EXPECT_TRUE(report.questions[0].superiority->estimate);
}

TEST(Report, AdjustsQuestionsAsOneFamilyWithoutTheMainOne) {
  ReportBuilder builder = b2b();
  std::vector<stats::Estimate> raw;
  for (int id = 2; id <= 4; ++id) {
    builder.question(question_for_test(id, "q" + std::to_string(id), QuestionKind::kScale, 1, 5));
    builder.answers(id, Voice::kCommendedKind, {{5, 20 + 5 * id}, {2, 20}});
    builder.answers(id, Voice::kSpoke, {{5, 20}, {2, 20}});
  }
  const Report report = built(builder.input);
  EXPECT_EQ(report.family_size, 3U);
  for (const QuestionReport& question : report.questions) {
    raw.emplace_back(*question.comparison.difference.p);
  }
  const auto adjusted = stats::adjust_bh(raw);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(*report.questions[i].comparison.difference.p_adjusted, *adjusted[i]);
    EXPECT_GE(*adjusted[i], *raw[i]);
  }
  EXPECT_FALSE(report.main->question.comparison.difference.p_adjusted);
}

TEST(Report, DoesNotCallAQuestionHigherThatOnlyStandsOutByChance) {
  ReportBuilder builder = b2b();
  for (int id = 2; id <= 21; ++id) {
    builder.question(question_for_test(id, "q" + std::to_string(id), QuestionKind::kYesNo));
    // One question has p = 0.03; the other nineteen show nothing at all.
    builder.answers(id, Voice::kCommendedKind, {{1, id == 2 ? 62 : 50}, {0, id == 2 ? 38 : 50}});
    builder.answers(id, Voice::kSpoke, {{1, id == 2 ? 47 : 50}, {0, id == 2 ? 53 : 50}});
  }
  const Report report = built(builder.input);
  const Comparison& comparison = report.outcomes.front().comparison;
  EXPECT_LT(*comparison.difference.p, 0.05);
  EXPECT_GT(*comparison.difference.lo, 0);
  EXPECT_GT(*comparison.difference.p_adjusted, 0.05);
  EXPECT_EQ(comparison.finding, Finding::kBorderline);
  EXPECT_THAT(comparison.sentence, HasSubstr("among many comparisons"));
}

TEST(Report, GivesOnlySharesOfChoicesWithoutOrder) {
  ReportBuilder builder = b2b();
  model::Question heard = question_for_test(2, "heard_through", QuestionKind::kChoice);
  heard.choices = {"friend", "advert"};
  builder.question(heard);
  builder.answers(2, Voice::kCommendedKind, {{0, 62}, {1, 88}});
  builder.answers(2, Voice::kSpoke, {{0, 210}, {1, 640}});
  const Report report = built(builder.input);
  ASSERT_EQ(report.questions.size(), 1U);
  EXPECT_FALSE(report.questions[0].comparison.difference.estimate);
  ASSERT_EQ(report.questions[0].choices.size(), 2U);
  expect_figure(report.questions[0].choices[0].difference, 0.16627450980392156, 0.08483221294325223,
                0.2509793224053203);
  EXPECT_EQ(report.family_size, 0U);
}

TEST(Report, ComparesBinsAndExpectationByOrderOnly) {
  ReportBuilder builder = b2b();
  model::Question told = question_for_test(2, "told_others", QuestionKind::kCount);
  told.bins = {1, 5};
  model::Question expected = question_for_test(3, "expectation", QuestionKind::kChoice);
  expected.role = model::QuestionRole::kExpectation;
  expected.choices = {"worse", "as expected", "better"};
  builder.question(told).question(expected);
  for (const int id : {2, 3}) {
    builder.answers(id, Voice::kCommendedKind, {{2, 30}, {1, 10}});
    builder.answers(id, Voice::kSpoke, {{0, 30}, {1, 10}});
  }
  const Report report = built(builder.input);
  ASSERT_EQ(report.questions.size(), 2U);
  for (const QuestionReport& question : report.questions) {
    EXPECT_EQ(question.measure, Measure::kOrdered);
    EXPECT_FALSE(question.commended);
    // 1 − 1/16 of the pairs are above, 1/16 tied.
    EXPECT_NEAR(*question.comparison.difference.estimate, 1 - 1.0 / 32, 1e-12);
  }
  EXPECT_THAT(report.questions[0].distribution.values,
              ElementsAre("under 1", "1 to under 5", "5 or more"));
}

TEST(Report, NeverCallsAnotherScaleNps) {
  ReportBuilder builder;
  builder.question(question_for_test(1, "overall_rating", QuestionKind::kScale, 1, 10));
  model::Question recommended = question_for_test(2, "recommended", QuestionKind::kYesNo);
  recommended.role = model::QuestionRole::kRecommend;
  builder.question(recommended);
  builder.responses(1, Voice::kCommendedKind, {{10, 80}, {3, 20}});
  builder.responses(1, Voice::kSpoke, {{10, 50}, {1, 50}});
  builder.answers(2, Voice::kCommendedKind, {{1, 87}, {0, 13}});
  builder.answers(2, Voice::kSpoke, {{1, 43}, {0, 57}});
  const Report report = built(builder.input);
  EXPECT_EQ(report.main->question.key, "recommended");
  EXPECT_THAT(report.headline.front(),
              HasSubstr("Of customers who praised somebody, 87% would recommend; of those who "
                        "commented without praise, 43%: 44 percentage points more"));
  EXPECT_THAT(report.headline, Contains(HasSubstr("no NPS is given")));
  EXPECT_THAT(report.notes, has_note("no_nps"));
  EXPECT_THAT(to_json(report), Not(HasSubstr("nps_difference")));
  EXPECT_THAT(report.attribution, IsEmpty());
  ASSERT_EQ(report.questions.size(), 1U);
  EXPECT_EQ(report.questions[0].measure, Measure::kMean);
}

TEST(Report, ReportsVersionsOfAQuestionApart) {
  ReportBuilder builder = b2b();
  model::Question old = question_for_test(2, "nps", QuestionKind::kScale, 1, 5);
  model::Question& current = builder.input.questions.front();
  current.version = 2;
  builder.question(old);
  builder.responses(2, Voice::kSpoke, {{5, 300}});
  const Report report = built(builder.input);
  EXPECT_EQ(report.main->question.title, "nps (version 2, 0 to 10)");
  ASSERT_EQ(report.questions.size(), 1U);
  EXPECT_EQ(report.questions[0].title, "nps (version 1, 1 to 5)");
  EXPECT_THAT(report.notes, has_note("question_versions"));
}

TEST(Report, SaysNothingOfVersionsNobodyAnswered) {
  ReportBuilder builder = b2b();
  builder.input.questions.front().version = 2;
  builder.question(question_for_test(2, "nps", QuestionKind::kScale, 1, 5));
  const Report report = built(builder.input);
  EXPECT_EQ(report.main->question.title, "nps");
  EXPECT_THAT(report.notes, Not(has_note("question_versions")));
}

// --- what can't be said

TEST(Report, SaysWhenThereIsNothing) {
  ReportInput input;
  EXPECT_THAT(built(input).headline, ElementsAre("There are no responses yet."));
}

TEST(Report, SaysWhatLiesOutsideThePeriod) {
  ReportBuilder builder = b2b();
  builder.in(base::Month{}).responses(1, Voice::kSpoke, {{9, 12}});
  builder.input.options.from = {2027 * 12};
  builder.input.options.to = {2027 * 12 + 1};
  const Report report = built(builder.input);
  EXPECT_THAT(report.headline, ElementsAre("There are no responses from 2027-01 to 2027-02."));
  EXPECT_THAT(report.notes, Contains(Field(&Note::text, HasSubstr("1,000 responses lie outside"))));
  EXPECT_THAT(report.notes, Contains(Field(&Note::text, HasSubstr("12 responses carry no date"))));
}

TEST(Report, CountsOnlyThePeriodAskedFor) {
  ReportBuilder builder = b2b();
  builder.in({2026 * 12 + 5}).responses(1, Voice::kSpoke, {{0, 99}});
  builder.input.options.to = {2026 * 12 + 4};
  const Report report = built(builder.input);
  EXPECT_EQ(report.responses.total, 1000);
  EXPECT_EQ(report.main->question.comparison.difference.n_spoke, 850);
}

TEST(Report, SaysWhenNothingIsDated) {
  ReportBuilder builder;
  builder.question(nps_for_test()).in(base::Month{}).responses(1, Voice::kSpoke, {{9, 12}});
  EXPECT_THAT(built(builder.input).notes, has_note("no_dates"));
}

TEST(Report, SaysWhenNobodyCommented) {
  ReportBuilder builder;
  builder.question(nps_for_test()).responses(1, Voice::kSilent, {{10, 60}, {3, 40}});
  const Report report = built(builder.input);
  EXPECT_EQ(report.headline[0],
            "No response carries a comment, so nothing can be said about praise.");
  EXPECT_THAT(report.headline[1], HasSubstr("The NPS of all 100 answers is 20 ("));
  EXPECT_EQ(report.main->question.comparison.finding, Finding::kUndefined);
  EXPECT_FALSE(report.main->question.comparison.difference.estimate);
}

TEST(Report, SaysWhenEveryCommentIsUnread) {
  ReportBuilder builder;
  builder.question(nps_for_test()).responses(1, Voice::kUnread, {{10, 60}, {3, 40}});
  const Report report = built(builder.input);
  EXPECT_THAT(report.headline[0], HasSubstr("None of the 100 comments could be read"));
  EXPECT_THAT(report.headline[1], HasSubstr("The NPS of all 100 answers is 20 ("));
  EXPECT_THAT(report.notes, has_note("all_unread"));
}

TEST(Report, SaysWhenNobodyWasPraised) {
  ReportBuilder builder;
  builder.question(nps_for_test()).responses(1, Voice::kSpoke, {{10, 60}, {3, 40}});
  EXPECT_EQ(built(builder.input).headline[0],
            "Nobody was praised in the 100 comments that were read, so there is nothing to "
            "compare.");
}

TEST(Report, SaysWhenEverybodyPraised) {
  ReportBuilder builder;
  builder.question(nps_for_test()).responses(1, Voice::kCommendedKind, {{10, 60}, {3, 40}});
  EXPECT_THAT(built(builder.input).headline[0], HasSubstr("there is nobody to compare with"));
}

TEST(Report, SaysWhyThereIsNoTestWhenAllAnswersAreTheSame) {
  ReportBuilder builder;
  builder.question(nps_for_test());
  builder.responses(1, Voice::kCommendedKind, {{10, 25}}).responses(1, Voice::kSpoke, {{10, 25}});
  const Report report = built(builder.input);
  const Figure& difference = report.main->question.comparison.difference;
  expect_figure(difference, 0, -0.26638450187809704, 0.26638450187809704);
  EXPECT_FALSE(difference.p);
  EXPECT_FALSE(difference.reason.empty());
  EXPECT_THAT(report.notes, has_note("no_test"));
  EXPECT_EQ(report.main->question.comparison.finding, Finding::kNoClearDifference);
}

TEST(Report, SaysWhenAScaleHasNoSpread) {
  ReportBuilder builder;
  builder.question(question_for_test(1, "care", QuestionKind::kScale, 1, 5));
  builder.responses(1, Voice::kCommendedKind, {{5, 25}}).responses(1, Voice::kSpoke, {{4, 25}});
  const QuestionReport question = built(builder.input).main->question;
  EXPECT_DOUBLE_EQ(*question.comparison.difference.estimate, 1);
  EXPECT_FALSE(question.comparison.difference.lo);
  EXPECT_EQ(question.comparison.finding, Finding::kUndefined);
  EXPECT_THAT(question.comparison.sentence, HasSubstr("how sure that is can't be said"));
}

TEST(Report, SaysWhenNothingWasScored) {
  ReportBuilder builder;
  builder.responses(0, Voice::kSpoke, {{0, 5}});
  builder.input.cells.pop_back();  // responses() counted them twice
  const Report report = built(builder.input);
  EXPECT_FALSE(report.main);
  EXPECT_EQ(report.responses.total, 5);
  EXPECT_THAT(report.headline.front(), HasSubstr("No question with a score was answered"));
}

TEST(Report, StaysFiniteWithBillionsOfAnswers) {
  ReportBuilder builder;
  builder.question(nps_for_test());
  builder.responses(1, Voice::kCommendedKind, {{10, 2'000'000'000}, {3, 1'000'000'000}});
  builder.responses(1, Voice::kSpoke, {{10, 2'000'000'000}, {3, 3'000'000'000}});
  const Figure difference = built(builder.input).main->question.comparison.difference;
  EXPECT_NEAR(*difference.estimate, 1.0 / 3 + 0.2, 1e-12);
  EXPECT_LT(*difference.hi - *difference.lo, 1e-4);
}

TEST(Report, RefusesAPeriodThatEndsBeforeItBegins) {
  ReportInput input;
  input.options.from = {2026 * 12 + 1};
  input.options.to = {2026 * 12};
  EXPECT_EQ(build_report(input).error().message,
            "The period from 2026-02 to 2026-01 ends before it begins.");
}

TEST(Report, RefusesCellsThatContradictTheLists) {
  ReportBuilder unknown_market = b2b();
  unknown_market.at(7).responses(1, Voice::kSpoke, {{9, 1}});
  ReportBuilder unknown_question = b2b();
  unknown_question.answers(9, Voice::kSpoke, {{9, 1}});
  ReportBuilder negative = b2b();
  negative.answers(1, Voice::kUnread, {{9, -1}});
  for (const ReportBuilder* builder : {&unknown_market, &unknown_question, &negative}) {
    const auto report = build_report(builder->input);
    ASSERT_FALSE(report.ok());
    EXPECT_THAT(report.error().message, HasSubstr("Run laurel recount"));
  }
}

TEST(Report, CountsAnswersOffTheScaleApart) {
  ReportBuilder builder = b2b();
  builder.answers(1, Voice::kSpoke, {{11, 2}, {-1, 1}});
  const Report report = built(builder.input);
  EXPECT_EQ(report.main->question.comparison.difference.n_spoke, 850);
  EXPECT_THAT(report.notes, Contains(Field(&Note::text, HasSubstr("3 answers are not on"))));
}

}  // namespace
}  // namespace laurel::report
