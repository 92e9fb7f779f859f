// People, units and the four rewards, from cells.
#include "report/people.h"
#include "model/derived.h"
#include "report/expectations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/random.h"
#include "model/derived.h"
#include "report/expectations.h"
#include "report/report.h"
#include "report/testing.h"

namespace laurel::report {
namespace {

using model::EmployeePart;
using model::Voice;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr base::Month kJanuary{2026 * 12};

// Twenty people in two units; 1 is excellent and praised, 2 is excellent and never praised, the
// others are alike.
class PeopleTest : public testing::Test {
 protected:
  PeopleTest() {
    builder_.question(nps_for_test(1)).unit(1, "Leeds").unit(2, "York").market(1, "North");
    for (int i = 1; i <= 20; ++i) {
      model::Employee employee;
      employee.id = {i};
      employee.code = "E" + std::to_string(i);
      employee.first_name = "Person";
      employee.last_name = std::to_string(i);
      employee.unit = {i <= 10 ? 1 : 2};
      builder_.input.employees.push_back(employee);
    }
    for (int month = 0; month < 6; ++month) {
      for (int i = 1; i <= 20; ++i) {
        const bool excellent = i <= 2;
        serve(i, month, excellent ? 10 : 8, 7, 0);
        serve(i, month, excellent ? 10 : 3, 5, i == 2 ? 0 : i == 1 ? 5 : 2);
      }
    }
  }

  // n answers, of which `praised` praise the person.
  void serve(int person, int month, int score, std::int64_t n, std::int64_t praised,
             int market = 1) {
    const auto add = [&](EmployeePart part, int question, Voice voice, int value, std::int64_t k) {
      if (k == 0) return;
      builder_.input.employee_cells.push_back(
          {{{kJanuary.index + month}, {person}, part, {market}, {question}, voice, value}, k});
    };
    for (const auto& [voice, k] :
         {std::pair(Voice::kSpoke, n - praised), std::pair(Voice::kCommendedKind, praised)}) {
      add(EmployeePart::kServed, 0, voice, 0, k);
      add(EmployeePart::kServed, 1, voice, score, k);
      if (k == 0) continue;
      builder_.in({kJanuary.index + month}).at(market, person <= 10 ? 1 : 2);
      builder_.responses(1, voice, {{score, k}});
    }
    add(EmployeePart::kCredited, 0, Voice::kCommendedKind, 0, praised);
    add(EmployeePart::kCredited, 1, Voice::kCommendedKind, score, praised);
  }

  Report report() const {
    auto made = build_report(builder_.input);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
    return made.ok() ? *made : Report{};
  }

  ReportBuilder builder_;
};

const PersonReport& person(const Report& report, std::string_view code) {
  for (const PersonReport& each : report.people.people) {
    if (each.standing.code == code) return each;
  }
  ADD_FAILURE() << code;
  return report.people.people.front();
}

TEST_F(PeopleTest, FindTheExcellentAndTheUnsung) {
  builder_.input.options.show_people = ShowPeople::kAll;
  const Report made = report();
  ASSERT_EQ(made.people.people.size(), 20U);
  const PersonReport& star = person(made, "E1");
  const PersonReport& unsung = person(made, "E2");
  EXPECT_FALSE(star.unsung);
  EXPECT_TRUE(unsung.unsung);
  EXPECT_EQ(made.people.unsung, 1U);
  EXPECT_EQ(star.served, 72);
  EXPECT_EQ(star.credited, 30);
  EXPECT_EQ(unsung.credited, 0);
  EXPECT_GT(*unsung.expected_credits, 5);
  EXPECT_GT(*star.standing.p_top, 0.5);
  EXPECT_LT(*star.standing.expected_rank, 3);
  EXPECT_LE(*star.standing.rank_lo, *star.standing.expected_rank);
  EXPECT_LE(*star.standing.expected_rank, *star.standing.rank_hi);
  EXPECT_DOUBLE_EQ(*star.standing.score.estimate, 1);
  EXPECT_LT(*star.standing.shrunk.estimate, 1);
  EXPECT_EQ(made.people.people[0].standing.name, "Person 1");
}

TEST_F(PeopleTest, LeaveRanksOutThatChanceDecides) {
  builder_.input.options.show_people = ShowPeople::kAll;
  const Report made = report();
  const Standing& ordinary = person(made, "E7").standing;
  EXPECT_FALSE(ordinary.expected_rank);
  EXPECT_EQ(ordinary.rank_reason, "its interval spans more than half of them");
}

TEST_F(PeopleTest, SayHowConsistentSomebodyIs) {
  builder_.input.options.show_people = ShowPeople::kAll;
  const Report made = report();
  const Standing& star = person(made, "E1").standing;
  EXPECT_EQ(*star.floor.estimate, 10);
  EXPECT_EQ(*star.floor.lo, 10);
  const Standing& ordinary = person(made, "E7").standing;
  EXPECT_EQ(*ordinary.floor.estimate, 3);
  EXPECT_NEAR(*ordinary.good_share.estimate, 7.0 / 12, 0.1);
  EXPECT_GT(*ordinary.spread, *star.spread);
  EXPECT_EQ(made.people.standing.good_from, 8);
}

TEST_F(PeopleTest, NameOnlyWhomTheFiguresSpeakWellOf) {
  const Report made = report();
  std::vector<std::string> names;
  for (const PersonReport& each : made.people.people) names.push_back(each.standing.name);
  EXPECT_THAT(names, Contains("Person 2"));
  EXPECT_THAT(names, Not(Contains("Person 7")));
  EXPECT_EQ(made.people.compared, 20U);
  EXPECT_THAT(to_json(made), Not(HasSubstr("Person 7\"")));
  EXPECT_THAT(to_csv(made), Not(HasSubstr("Person 7 ")));
  builder_.input.options.show_people = ShowPeople::kNone;
  EXPECT_THAT(report().people.people, IsEmpty());
  EXPECT_THAT(to_text(report()), Not(HasSubstr("Person 2")));
}

TEST_F(PeopleTest, AreInNoListInWorksCouncilMode) {
  builder_.input.options.show_people = ShowPeople::kAll;
  builder_.input.settings.works_council_units = {{1}};
  const Report made = report();
  EXPECT_EQ(made.people.people.size(), 10U);
  EXPECT_EQ(made.people.compared, 10U);
  EXPECT_EQ(made.people.protected_people, 10U);
  for (const PersonReport& each : made.people.people) EXPECT_EQ(each.standing.unit, "York");
  // They still count where nobody can be told from the others.
  EXPECT_EQ(made.people.coverage.recognised.n, 20);

  builder_.input.settings.works_council = true;
  const Report council = report();
  EXPECT_THAT(council.people.people, IsEmpty());
  EXPECT_THAT(council.people.coverage.waiting, IsEmpty());
  EXPECT_THAT(council.people.reason, HasSubstr("works-council mode"));
  for (const std::string& text :
       {to_text(council), to_json(council), to_csv(council), to_markdown(council)}) {
    EXPECT_THAT(text, Not(HasSubstr("Person ")));
  }
}

TEST_F(PeopleTest, TakeTheMixOfMarketsOff) {
  // A market in which everybody scores low, served by 19 and 20 only.
  builder_.market(2, "South");
  for (const int who : {19, 20}) serve(who, 0, 0, 100, 0, 2);
  builder_.input.options.show_people = ShowPeople::kAll;
  const Report made = report();
  const Standing& there = person(made, "E19").standing;
  const Standing& here = person(made, "E7").standing;
  EXPECT_LT(*there.score.estimate, *here.score.estimate - 0.3);
  EXPECT_NEAR(*there.shrunk.estimate, *here.shrunk.estimate, 0.1);
}

TEST_F(PeopleTest, SayWhomRecognitionReached) {
  const CoverageReport coverage = report().people.coverage;
  ASSERT_EQ(coverage.months.size(), 6U);
  EXPECT_EQ(coverage.months[0].recognised.n, 20);
  EXPECT_DOUBLE_EQ(*coverage.months[0].recognised.estimate, 0.95);
  EXPECT_DOUBLE_EQ(*coverage.recognised.estimate, 0.95);
  EXPECT_EQ(coverage.median_gap, 1);
  EXPECT_THAT(coverage.waiting, Contains("Person 2"));
  EXPECT_THAT(coverage.sentence, HasSubstr("Of 20 people who served, 95% were recognised at least "
                                           "once in 6 months"));
}

TEST_F(PeopleTest, CountPraiseOfSomebodyNotNamedAsServing) {
  builder_.input.options.show_people = ShowPeople::kAll;
  for (int k = 0; k < 30; ++k) {
    builder_.input.employee_cells.push_back(
        {{kJanuary, {7}, EmployeePart::kCredited, {1}, {1}, Voice::kCommendedKind, 9}, 1});
    builder_.input.employee_cells.push_back(
        {{kJanuary, {7}, EmployeePart::kCredited, {1}, {0}, Voice::kCommendedKind, 0}, 1});
  }
  const Report made = report();
  const PersonReport& one = person(made, "E7");
  EXPECT_EQ(one.served, 72);
  EXPECT_EQ(one.credited, 42);
  EXPECT_EQ(one.standing.score.n, 102);
}

TEST(People, SayWhatIsMissing) {
  ReportBuilder builder;
  builder.question(nps_for_test(1));
  builder.responses(1, Voice::kSpoke, {{9, 20}});
  const Report made = *build_report(builder.input);
  EXPECT_THAT(made.people.sentences.at(0),
              HasSubstr("can't be said: no response names who served or was praised"));
  EXPECT_THAT(made.people.coverage.sentence, HasSubstr("it takes 5 people"));
  EXPECT_THAT(made.standing_units.sentence, HasSubstr("no answer names a unit"));
}

TEST(People, RefuseCellsOfNobody) {
  ReportBuilder builder;
  builder.question(nps_for_test(1));
  builder.responses(1, Voice::kSpoke, {{9, 20}});
  builder.input.employee_cells.push_back(
      {{kJanuary, {3}, EmployeePart::kServed, {0}, {0}, Voice::kSpoke, 0}, 1});
  const auto made = build_report(builder.input);
  ASSERT_FALSE(made.ok());
  EXPECT_THAT(made.error().message, HasSubstr("Run laurel recount."));
}

TEST(Units, AreShrunkByTheirNoise) {
  ReportBuilder builder;
  builder.question(nps_for_test(1));
  for (int unit = 1; unit <= 8; ++unit) {
    builder.unit(unit, "Unit " + std::to_string(unit)).at(0, unit);
    const std::int64_t n = unit == 8 ? 6 : 400;
    builder.responses(1, Voice::kSpoke, {{10, n * unit / 2}, {8, n * 2}, {3, n * (9 - unit) / 2}});
  }
  builder.unit(9, "Small").at(0, 9).responses(1, Voice::kSpoke, {{10, 19}});
  const Report made = *build_report(builder.input);
  const auto& standing = made.standing_units.standing;
  ASSERT_EQ(standing.shown.size(), 8U);
  EXPECT_EQ(standing.too_few, 1U);
  const Standing& small = standing.shown[0];
  const Standing& large = standing.shown[1];
  EXPECT_EQ(small.name, "Unit 8");
  EXPECT_EQ(large.name, "Unit 7");
  EXPECT_LT(*small.shrunk.estimate, *small.score.estimate - 0.02);
  EXPECT_NEAR(*large.shrunk.estimate, *large.score.estimate, 0.001);
  EXPECT_LT(*small.shrunk.lo, *large.shrunk.estimate);
  EXPECT_THAT(made.standing_units.sentence, HasSubstr("(Unit 8)"));
}

// --- the four rewards

class ScorecardTest : public testing::Test {
 protected:
  ScorecardTest() {
    builder_.question(nps_for_test(1));
    model::Question referred = question_for_test(2, "referred", model::QuestionKind::kYesNo);
    referred.role = model::QuestionRole::kReferred;
    builder_.question(referred);
    for (int month = 0; month < 4; ++month) {
      builder_.in({kJanuary.index + month});
      const std::int64_t up = month >= 2 ? 60 : 0;
      builder_.responses(1, Voice::kSpoke, {{10, 60 + up}, {8, 60}, {3, 120 - up}});
      builder_.responses(1, Voice::kCommendedKind, {{10, 120}, {8, 60}, {3, 20}});
      builder_.answers(2, Voice::kSpoke, {{0, 150}, {1, 60}});
      builder_.answers(2, Voice::kCommendedKind, {{0, 100}, {1, 50}});
    }
  }
  ScorecardReport scorecard() const { return build_report(builder_.input)->scorecard; }
  const RewardReport& of(const ScorecardReport& all, model::Reward reward) const {
    return all.rewards[static_cast<std::size_t>(reward)];
  }
  ReportBuilder builder_;
};

TEST_F(ScorecardTest, GivesEachRewardWithItsTrend) {
  const ScorecardReport all = scorecard();
  const RewardReport& recommendation = of(all, model::Reward::kRecommendation);
  ASSERT_EQ(recommendation.figures.size(), 2U);
  const RewardFigure& nps = recommendation.figures[0];
  EXPECT_EQ(nps.figure.statistic, "nps");
  EXPECT_NEAR(*nps.change.estimate, 120.0 / 440, 1e-12);
  EXPECT_EQ(nps.change_finding, Finding::kHigher);
  EXPECT_EQ(nps.with_praise, Finding::kHigher);
  EXPECT_THAT(recommendation.sentence, HasSubstr("up by 27 NPS points"));
  EXPECT_EQ(recommendation.figures[1].change_finding, Finding::kNoClearDifference);
  EXPECT_THAT(of(all, model::Reward::kReturn).reason, HasSubstr("no outcome events"));
  EXPECT_THAT(of(all, model::Reward::kRevenue).sentence,
              HasSubstr("nothing can be said, for no outcome events carry an amount"));
  EXPECT_EQ(all.measured, model::Reward::kRecommendation);
}

TEST_F(ScorecardTest, SetsTheStatedDriverAgainstTheMeasuredReward) {
  EXPECT_THAT(scorecard().sentence, HasSubstr("has not been stated"));
  builder_.input.settings.main_driver = model::Reward::kRevenue;
  EXPECT_THAT(scorecard().sentence,
              HasSubstr("The stated main driver is revenue, and nothing measures it: no outcome "
                        "events carry an amount"));
  EXPECT_THAT(scorecard().sentence, HasSubstr("most clearly is recommendation"));
  builder_.input.settings.main_driver = model::Reward::kRecommendation;
  EXPECT_THAT(scorecard().sentence,
              HasSubstr("is recommendation, and it is the reward that goes with praise"));
  builder_.input.settings.main_driver = model::Reward::kRecognition;
  EXPECT_THAT(scorecard().sentence, HasSubstr("measured by its reach"));
}

TEST_F(ScorecardTest, MeasuresReturnByWhatCustomersSay) {
  model::Question back = question_for_test(3, "return_intention", model::QuestionKind::kYesNo);
  back.role = model::QuestionRole::kReturn;
  builder_.question(back);
  builder_.answers(3, Voice::kSpoke, {{0, 300}, {1, 300}});
  builder_.answers(3, Voice::kCommendedKind, {{0, 100}, {1, 300}});
  builder_.input.settings.main_driver = model::Reward::kReturn;
  const ScorecardReport all = scorecard();
  EXPECT_DOUBLE_EQ(*of(all, model::Reward::kReturn).figures.at(0).figure.estimate, 0.6);
  EXPECT_EQ(of(all, model::Reward::kReturn).figures[0].with_praise, Finding::kHigher);
  EXPECT_THAT(all.sentence, HasSubstr("it goes with praise, but another does more clearly"));
}

// More captives among those who praise is nothing to be proud of.
TEST_F(ScorecardTest, ShowsCaptivesAndNeverCountsThemAsAReward) {
  for (const model::Question& derived :
       model::derivable(std::vector{nps_for_test(1), [] {
                                      auto back =
                                          question_for_test(3, "back", model::QuestionKind::kYesNo);
                                      back.role = model::QuestionRole::kReturn;
                                      return back;
                                    }()})) {
    model::Question captive = derived;
    captive.id = {4};
    builder_.question(captive);
  }
  ASSERT_EQ(builder_.input.questions.back().role, model::QuestionRole::kCaptiveReturner);
  builder_.answers(4, Voice::kSpoke, {{0, 590}, {1, 10}});
  builder_.answers(4, Voice::kCommendedKind, {{0, 100}, {1, 300}});
  const Report report = built(builder_.input);
  const RewardReport& back = of(report.scorecard, model::Reward::kReturn);
  ASSERT_EQ(back.figures.size(), 1U);
  EXPECT_EQ(back.figures[0].title, "captive returners");
  EXPECT_DOUBLE_EQ(*back.figures[0].figure.estimate, 0.31);
  EXPECT_EQ(back.figures[0].with_praise, Finding::kHigher);
  EXPECT_FALSE(back.figures[0].is_reward);
  EXPECT_EQ(report.scorecard.measured, model::Reward::kRecommendation);
  EXPECT_THAT(to_text(report), HasSubstr("“Captive returner” was not asked"));
  EXPECT_THAT(to_json(report), HasSubstr("\"role\": \"captive_returner\""));
}

// It is a yes/no answer, but nobody gave it.
TEST_F(ScorecardTest, NeverLeadsWithADerivedQuestion) {
  ReportBuilder builder;
  model::Question derived = question_for_test(1, "derived.x", model::QuestionKind::kYesNo);
  derived.role = model::QuestionRole::kPromoterReferred;
  builder.question(derived);
  builder.responses(1, Voice::kSpoke, {{0, 50}, {1, 50}});
  builder.responses(1, Voice::kCommendedKind, {{0, 20}, {1, 50}});
  EXPECT_FALSE(built(builder.input).main);
}

}  // namespace
}  // namespace laurel::report
