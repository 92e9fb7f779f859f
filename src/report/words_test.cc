// The wording rules: each finding has its sentence, and none claims a cause.
#include "report/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "report/compare.h"
#include "report/testing.h"
#include "stats/sample_size.h"

namespace laurel::report {
namespace {

using model::Voice;
using testing::HasSubstr;
using testing::IsEmpty;

Figure difference(double estimate, double lo, double hi, double p, std::int64_t n = 100) {
  Figure figure;
  figure.unit = "nps";
  figure.estimate = estimate;
  figure.lo = lo;
  figure.hi = hi;
  figure.p = p;
  figure.n_commended = figure.n_spoke = n;
  return figure;
}

std::string said(const Figure& figure, Measure measure = Measure::kNps) {
  QuestionReport question;
  question.title = "Care";
  question.measure = measure;
  question.scale_min = 1;
  question.scale_max = 5;
  question.commended.emplace();
  question.spoke.emplace();
  question.commended->estimate = 0.9;
  question.spoke->estimate = 0.8;
  return comparison_sentence(question, figure, finding_of(figure, 0.95), ReportStrength::kAny);
}

TEST(Words, SayHigherWhenTheIntervalLiesAbove) {
  EXPECT_EQ(said(difference(0.114, 0.079, 0.139, 0.0001)),
            "Customers who praised somebody scored 11 NPS points higher (8 to 14) than those who "
            "commented without praise.");
}

TEST(Words, ShowAnIntervalThatIsNarrowInMoreDigits) {
  EXPECT_EQ(said(difference(0.0502, 0.0479, 0.0524, 0.0001)),
            "Customers who praised somebody scored 5.0 NPS points higher (4.8 to 5.2) than those "
            "who commented without praise.");
}

TEST(Words, SayLowerWhenTheIntervalLiesBelow) {
  EXPECT_EQ(said(difference(-0.114, -0.139, -0.079, 0.0001)),
            "Customers who praised somebody scored 11 NPS points lower (8 to 14) than those who "
            "commented without praise.");
}

TEST(Words, SayNoClearDifferenceWhenTheIntervalStraddles) {
  EXPECT_EQ(said(difference(0.03, -0.04, 0.10, 0.4)),
            "No clear difference: customers who praised somebody scored 3 NPS points higher "
            "compared with those who commented without praise, but anything from 4 lower to 10 "
            "higher fits the answers.");
}

TEST(Words, CountASinglePointAsOne) {
  EXPECT_THAT(said(difference(0.01, -0.04, 0.06, 0.5)), HasSubstr("scored 1 NPS point higher"));
  EXPECT_THAT(said(difference(0.02, -0.04, 0.06, 0.5)), HasSubstr("scored 2 NPS points higher"));
}

TEST(Words, SayBorderlineWhenIntervalAndTestDisagree) {
  const std::string sentence = said(difference(0.05, -0.002, 0.104, 0.048));
  EXPECT_THAT(sentence, HasSubstr("Borderline: "));
  EXPECT_THAT(sentence, HasSubstr("5.0 NPS points higher (−0.2 to 10.4)"));
  EXPECT_THAT(sentence, HasSubstr("p = 0.048"));
  EXPECT_THAT(said(difference(0.05, 0.002, 0.104, 0.052)), HasSubstr("Borderline: "));
}

TEST(Words, SayBorderlineWhenOnlyTheUnadjustedTestAgrees) {
  Figure figure = difference(0.05, 0.002, 0.104, 0.03);
  figure.p_adjusted = 0.12;
  EXPECT_EQ(said(figure),
            "Borderline: customers who praised somebody scored 5.0 NPS points higher (0.2 to 10.4) "
            "compared with those who commented without praise; among many comparisons (adjusted "
            "p = 0.12) that is a hint at most.");
}

TEST(Words, SayBorderlineWhenAnEndWouldBeShownAsZero) {
  EXPECT_THAT(said(difference(0.044, 0.0002, 0.088, 0.049)), HasSubstr("Borderline: "));
  EXPECT_THAT(said(difference(0.044, -0.0002, 0.088, 0.051)), HasSubstr("Borderline: "));
}

TEST(Words, SayTooFewBelowTen) {
  EXPECT_EQ(said(difference(0.5, 0.1, 0.8, 0.001, 9)),
            "Too few answers to compare: 9 from customers who praised somebody, 9 from those who "
            "commented without praise; at least 10 in each group are needed.");
}

TEST(Words, GiveTheReasonWhereThereIsNoFigure) {
  Figure figure;
  figure.unit = "nps";
  figure.reason = "no customer who praised somebody answered";
  EXPECT_EQ(said(figure), "This can't be compared: no customer who praised somebody answered.");
}

TEST(Words, ShowDigitsUntilAnEndIsOffZero) {
  EXPECT_THAT(said(difference(0.05, 0.003, 0.097, 0.03)),
              HasSubstr("5.0 NPS points higher (0.3 to 9.7)"));
}

TEST(Words, NameScalesAndRatesAsWhatTheyAre) {
  Figure scale = difference(0.84, 0.7, 0.98, 1e-6);
  scale.unit = "scale_points";
  EXPECT_EQ(said(scale, Measure::kMean),
            "Customers who praised somebody rated “Care” (1 to 5) 0.84 points higher (0.70 to "
            "0.98) than those who commented without praise.");
  Figure rate = difference(0.1, 0.05, 0.15, 1e-6);
  rate.unit = "share";
  EXPECT_EQ(said(rate, Measure::kRate),
            "Of customers who praised somebody, 90% said yes to “Care”; of those who commented "
            "without praise, 80%: 10 percentage points more (5 to 15).");
  Figure pairs = difference(0.63, 0.58, 0.68, 1e-6);
  pairs.unit = "probability";
  EXPECT_EQ(said(pairs, Measure::kOrdered),
            "In 63% (58 to 68) of pairs, customers who praised somebody answered higher on “Care” "
            "than those who commented without praise, ties counting half.");
}

TEST(Words, WriteProbabilitiesOfChance) {
  EXPECT_EQ(p_words(0.0004), "p < 0.001");
  EXPECT_EQ(p_words(0.0481), "p = 0.048");
}

TEST(Words, PlanFromWhatPeopleWithoutPraiseAnswered) {
  // 46 % promoters, 36 % passives, 18 % detractors; 100 answers with praise among 200.
  std::vector<std::int64_t> spoke(11), commended(11);
  spoke[10] = 46;
  spoke[8] = 36;
  spoke[0] = 18;
  commended[10] = 100;
  const auto size = stats::nps_sample_size({0.46, 0.36, 0.18}, {0.51, 0.36, 0.13}, 0.5);
  ASSERT_GT(*size.n_total, 1600);
  ASSERT_LE(*size.n_total, 1700);
  EXPECT_EQ(planner_sentence(Measure::kNps, stats::Histogram(commended), stats::Histogram(spoke)),
            "To see a 10-point difference here you need about 1,700 answers from customers who "
            "comment; there are 200.");
}

TEST(Words, PlanDownwardsWhereThereIsNoRoomAbove) {
  std::vector<std::int64_t> spoke(11), commended(11);
  spoke[10] = 98;
  spoke[8] = 2;
  commended[10] = 10;
  EXPECT_THAT(planner_sentence(Measure::kNps, stats::Histogram(commended), stats::Histogram(spoke)),
              HasSubstr("To see a 10-point difference"));
}

TEST(Words, PlanNothingWhereThereIsEnough) {
  std::vector<std::int64_t> many(11);
  many[10] = 50'000;
  many[0] = 50'000;
  EXPECT_THAT(planner_sentence(Measure::kNps, stats::Histogram(many), stats::Histogram(many)),
              IsEmpty());
}

TEST(Words, NeverClaimACause) {
  const std::regex cause(
      "\\b(because of (the )?prais|thanks to|due to|caus(e|es|ed|ing)\\b|leads? to|led to|raises?|"
      "raised|boosts?|boosted|drives?\\b|drove|improves?|improved|increases?|increased|impact|"
      "effect)",
      std::regex::icase);
  for (const auto& [praised, without] : {std::pair(90, 40), {40, 90}, {60, 55}, {0, 50}, {5, 5}}) {
    ReportBuilder builder;
    builder.question(nps_for_test()).market(1, "North").market(2, "South");
    builder.question(question_for_test(2, "solved", model::QuestionKind::kYesNo));
    builder.question(question_for_test(3, "care", model::QuestionKind::kScale, 1, 5));
    for (const int market : {1, 2}) {
      builder.at(market)
          .responses(1, Voice::kCommendedKind, {{10, praised}, {3, 20}})
          .responses(1, Voice::kSpoke, {{10, without}, {3, 30}})
          .responses(1, Voice::kUnread, {{10, 3}});
      builder.answers(2, Voice::kCommendedKind, {{1, praised}, {0, 20}});
      builder.answers(2, Voice::kSpoke, {{1, without}, {0, 20}});
      builder.answers(3, Voice::kCommendedKind, {{4, praised}, {5, 20}});
      builder.answers(3, Voice::kSpoke, {{3, without}, {5, 20}});
    }
    const auto report = build_report(builder.input);
    ASSERT_TRUE(report.ok());
    for (const std::string& text : {to_markdown(*report), to_json(*report)}) {
      std::smatch match;
      EXPECT_FALSE(std::regex_search(text, match, cause)) << match.str();
    }
  }
}

}  // namespace
}  // namespace laurel::report
