// Figures from single responses: thresholds, following surveys, answers given together.
#include "report/rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/certainty.h"
#include "report/next_survey.h"
#include "report/testing.h"

namespace laurel::report {
namespace {

using model::Decision;
using testing::HasSubstr;

// Builds responses as the store streams them.
class RowsTest : public testing::Test {
 protected:
  RowsTest() {
    questions_ = {nps_for_test(1), question_for_test(2, "referred", model::QuestionKind::kYesNo),
                  question_for_test(3, "expectation", model::QuestionKind::kScale, 1, 5),
                  question_for_test(4, "told", model::QuestionKind::kCount)};
    questions_[1].role = model::QuestionRole::kReferred;
    questions_[2].role = model::QuestionRole::kExpectation;
    questions_[3].role = model::QuestionRole::kToldOthers;
    questions_[3].bins = {1, 2, 5};
  }

  static model::ResponseRecord said(int score, std::optional<double> probability = {},
                                    Decision decision = Decision::kUndecided) {
    model::ResponseRecord record;
    record.response.reading = model::Reading::kRead;
    record.response.occurred_on = *base::Date::parse("2026-03-05");
    record.response.answers = {{{1}, score}};
    if (probability) {
      model::Commendation commendation;
      commendation.probability = static_cast<float>(*probability);
      commendation.flagged = *probability >= 0.5;
      commendation.sure = *probability >= 0.9;
      commendation.decision = decision;
      record.commendations.push_back(commendation);
    }
    return record;
  }

  RowCounts counts(const std::vector<model::ResponseRecord>& records,
                   const ReportOptions& options = {}) const {
    RowCounts rows(questions_, questions_.data(), options);
    for (const model::ResponseRecord& record : records) rows.add(record);
    return rows;
  }

  std::vector<model::Question> questions_;
};

const CertaintyPoint& point(const CertaintyReport& report, PraiseRule rule,
                            std::optional<double> threshold = {}) {
  for (const CertaintyPoint& each : report.points) {
    if (each.rule == rule && each.threshold == threshold) return each;
  }
  ADD_FAILURE();
  return report.points.front();
}

TEST_F(RowsTest, MovePraiseWithTheThreshold) {
  std::vector<model::ResponseRecord> records;
  for (int i = 0; i < 20; ++i) {
    records.push_back(said(10, 0.95));
    records.push_back(said(i % 2 == 0 ? 8 : 10, 0.6));
    records.push_back(said(i % 2 == 0 ? 3 : 8));
  }
  const CertaintyReport report = certainty_report(Measure::kNps, counts(records), ReportOptions());
  const Figure& low = point(report, PraiseRule::kThreshold, 0.5).comparison.difference;
  EXPECT_EQ(low.n_commended, 40);
  EXPECT_DOUBLE_EQ(*low.estimate, 0.75 + 0.5);
  EXPECT_EQ(low.source, "rows");
  const Figure& high = point(report, PraiseRule::kThreshold, 0.7).comparison.difference;
  EXPECT_EQ(high.n_commended, 20);
  EXPECT_EQ(high.n_spoke, 40);
  EXPECT_DOUBLE_EQ(*high.estimate, 1 - (10.0 - 10.0) / 40);
  EXPECT_EQ(*report.as_counted.difference.estimate, *low.estimate);
  EXPECT_EQ(point(report, PraiseRule::kSettled).comparison.difference.n_commended, 20);
  EXPECT_THAT(report.sentence,
              HasSubstr("lies between +100 (at 70%) and +125 NPS points (at 30%)"));
  EXPECT_THAT(report.sentence, HasSubstr("Nobody has reviewed a response yet."));
}

TEST_F(RowsTest, LetDecisionsStandAtEveryThreshold) {
  std::vector<model::ResponseRecord> records;
  for (int i = 0; i < 12; ++i) {
    records.push_back(said(10, 0.35, Decision::kAccepted));
    records.push_back(said(5, 0.99, Decision::kRejected));
    records.push_back(said(7, 0.6));
  }
  const CertaintyReport report = certainty_report(Measure::kNps, counts(records), ReportOptions());
  EXPECT_EQ(point(report, PraiseRule::kThreshold, 0.95).comparison.difference.n_commended, 12);
  const Figure& reviewed = point(report, PraiseRule::kReviewed).comparison.difference;
  EXPECT_EQ(reviewed.n_commended, 12);
  EXPECT_EQ(reviewed.n_spoke, 12);
  EXPECT_DOUBLE_EQ(*reviewed.estimate, 2);
  EXPECT_THAT(report.sentence,
              HasSubstr("On reviewed responses alone (12 answers with praise confirmed and 12 with "
                        "all praise rejected) it is +200"));
}

TEST_F(RowsTest, SayWhyThresholdsCantBeCompared) {
  const CertaintyReport report =
      certainty_report(Measure::kNps, counts({said(10), said(9)}), ReportOptions());
  EXPECT_EQ(report.reason, "no customer who praised somebody answered");
  EXPECT_THAT(report.sentence, HasSubstr("can't be said"));
}

// One contact's surveys: the first on day 0, then one every 100 days.
void survey(std::vector<model::ResponseRecord>& records, int contact,
            std::vector<model::ResponseRecord> those) {
  int day = 0;
  for (model::ResponseRecord& record : those) {
    record.response.contact = {contact};
    record.response.occurred_on = base::Date{20000 + day};
    day += 100;
    records.push_back(std::move(record));
  }
}

TEST_F(RowsTest, CompareTheFollowingSurvey) {
  std::vector<model::ResponseRecord> records;
  for (int i = 0; i < 30; ++i) {
    // The latest first: the order of days counts, not that of ids.
    survey(records, 2 * i + 1, {said(8, 0.99), said(i % 3 == 0 ? 7 : 10)});
    survey(records, 2 * i + 2, {said(8), said(i % 3 == 0 ? 10 : 7)});
  }
  std::reverse(records.begin(), records.end());
  const NextSurveyReport report =
      next_survey_report(Measure::kNps, counts(records), ReportOptions());
  EXPECT_EQ(report.commended.n, 30);
  EXPECT_EQ(report.spoke.n, 30);
  EXPECT_NEAR(*report.comparison.difference.estimate, 2.0 / 3 - 1.0 / 3, 1e-12);
  EXPECT_NEAR(*report.evened_out.estimate, 1.0 / 3, 1e-12);
  EXPECT_EQ(report.median_days, 100);
  EXPECT_DOUBLE_EQ(*report.followed_commended.estimate, 1);
  EXPECT_NEAR(*report.followed_spoke.estimate, 30.0 / 90, 1e-12);
  EXPECT_THAT(report.sentence, HasSubstr("33 NPS points above"));
  EXPECT_EQ(report.comparison.difference.source, "rows");
}

TEST_F(RowsTest, AllowForContactsAskedOften) {
  std::vector<model::ResponseRecord> records;
  for (int i = 0; i < 40; ++i) {
    const int score = i % 4 == 0 ? 3 : 10;
    std::vector<model::ResponseRecord> those;
    for (int k = 0; k < 8; ++k) those.push_back(i % 2 == 0 ? said(score) : said(score, 0.99));
    survey(records, i + 1, std::move(those));
  }
  const NextSurveyReport report =
      next_survey_report(Measure::kNps, counts(records), ReportOptions());
  EXPECT_EQ(report.comparison.difference.method, "cr1_contact");
  EXPECT_EQ(report.contacts, 40);
  EXPECT_GT(*report.comparison.difference.hi - *report.comparison.difference.lo, 0.5);
}

TEST_F(RowsTest, SayThatNobodyWasAskedAgain) {
  model::ResponseRecord same_day = said(9, 0.99);
  same_day.response.contact = {1};
  const NextSurveyReport report =
      next_survey_report(Measure::kNps, counts({same_day, same_day}), ReportOptions());
  EXPECT_THAT(report.sentence,
              HasSubstr("can't be said: no contact who commented was surveyed again"));
  EXPECT_FALSE(report.comparison.difference.estimate);
  EXPECT_FALSE(report.comparison.difference.reason.empty());
  const NextSurveyReport nobody =
      next_survey_report(Measure::kNps, counts({said(9)}), ReportOptions());
  EXPECT_THAT(nobody.sentence, HasSubstr("no response has a date, a contact"));
}

TEST_F(RowsTest, KeepToThePeriodButFollowBeyondIt) {
  std::vector<model::ResponseRecord> records;
  survey(records, 1, {said(8, 0.99), said(10)});
  ReportOptions options;
  options.from = options.to = base::Month::of(base::Date{20000});
  const RowCounts rows = counts(records, options);
  EXPECT_EQ(rows.responses(), 1);
  EXPECT_EQ(next_survey_report(Measure::kNps, rows, options).commended.n, 1);
}

TEST(Experience, IsCutFromTheMainQuestion) {
  EXPECT_EQ(experience_of(nps_for_test(), 6), Experience::kNegative);
  EXPECT_EQ(experience_of(nps_for_test(), 8), Experience::kMiddling);
  EXPECT_EQ(experience_of(nps_for_test(), 9), Experience::kPositive);
  const auto scale = question_for_test(1, "s", model::QuestionKind::kScale, 1, 5);
  EXPECT_EQ(experience_of(scale, 2), Experience::kNegative);
  EXPECT_EQ(experience_of(scale, 3), Experience::kMiddling);
  EXPECT_EQ(experience_of(scale, 4), Experience::kPositive);
  const auto yes_no = question_for_test(1, "y", model::QuestionKind::kYesNo);
  EXPECT_EQ(experience_of(yes_no, 0), Experience::kNegative);
}

// Through build_report, with cells that agree with the rows.
TEST_F(RowsTest, TieExpectationAndToldToTheScore) {
  ReportBuilder builder;
  for (const model::Question& question : questions_) builder.question(question);
  std::vector<model::ResponseRecord> records;
  const auto give = [&](int n, int score, int expectation, int referred, int told) {
    for (int i = 0; i < n; ++i) {
      model::ResponseRecord record = said(score);
      record.response.answers = {
          {{1}, score}, {{2}, referred}, {{3}, expectation}, {{4}, told + i % 2}};
      records.push_back(std::move(record));
      builder.responses(1, model::Voice::kSpoke, {{score, 1}});
      builder.answers(2, model::Voice::kSpoke, {{referred, 1}});
      builder.answers(3, model::Voice::kSpoke, {{expectation, 1}});
      builder.answers(4, model::Voice::kSpoke,
                      {{model::cell_value(questions_[3], told + i % 2), 1}});
    }
  };
  give(30, 10, 5, 1, 1);
  give(10, 10, 4, 0, 1);
  give(30, 7, 3, 0, 0);
  give(10, 10, 3, 1, 0);
  give(20, 2, 1, 0, 5);
  builder.input.rows = counts(records);
  const Report report = *build_report(builder.input);
  ASSERT_EQ(report.experience.aspects.size(), 1U);
  const AspectReport& aspect = report.experience.aspects[0];
  ASSERT_EQ(aspect.sides.size(), 3U);
  EXPECT_DOUBLE_EQ(*aspect.sides[2].share.estimate, 0.4);
  EXPECT_DOUBLE_EQ(*aspect.sides[2].main->estimate, 1);
  EXPECT_DOUBLE_EQ(*aspect.sides[1].main->estimate, 0.25);
  EXPECT_DOUBLE_EQ(*aspect.main_difference->difference.estimate, 0.75);
  EXPECT_DOUBLE_EQ(*aspect.referred_difference->difference.estimate, 0.75 - 0.25);
  EXPECT_THAT(aspect.sentence, HasSubstr("better than expected for 40%, as expected for 40% and "
                                         "worse for 20%"));
  const ToldReport& told = report.experience.told;
  EXPECT_DOUBLE_EQ(*told.groups[0].people.estimate, 5.5);
  EXPECT_DOUBLE_EQ(*told.groups[0].anybody.estimate, 1);
  EXPECT_DOUBLE_EQ(*told.difference.difference.estimate, 5.5 - (40 * 1.5 + 10 * 0.5) / 50);
  EXPECT_THAT(told.sentence, HasSubstr("with a bad experience told 5.5 people on average"));
}

TEST_F(RowsTest, AreSaidToBeMissingWhereTheyWereNotRead) {
  ReportBuilder builder;
  for (const model::Question& question : questions_) builder.question(question);
  builder.responses(1, model::Voice::kSpoke, {{10, 20}})
      .answers(3, model::Voice::kSpoke, {{3, 5}, {5, 15}})
      .answers(4, model::Voice::kSpoke, {{0, 20}});
  builder.input.rows_reason = "there are too many";
  const Report report = *build_report(builder.input);
  EXPECT_FALSE(report.certainty);
  const AspectReport& aspect = report.experience.aspects.at(0);
  EXPECT_DOUBLE_EQ(*aspect.sides[2].share.estimate, 0.75);
  EXPECT_FALSE(aspect.main_difference);
  EXPECT_THAT(aspect.sentence, HasSubstr("can't be said: there are too many."));
  EXPECT_THAT(report.experience.told.sentence, HasSubstr("can't be said: there are too many."));
  std::string notes;
  for (const Note& note : report.notes) notes += note.text;
  EXPECT_THAT(notes, HasSubstr("are left out: there are too many."));
  EXPECT_THAT(notes, HasSubstr("Nothing is said about what was not asked: feeling, heard_through, "
                               "deed_cost."));
}

TEST_F(RowsTest, CountDeedsThatCostNothing) {
  ReportBuilder builder;
  builder.question(nps_for_test(1));
  model::Question cost = question_for_test(2, "cost", model::QuestionKind::kCount);
  cost.role = model::QuestionRole::kDeedCost;
  cost.bins = {1, 20};
  builder.question(cost);
  builder.responses(1, model::Voice::kCommendedKind, {{10, 40}});
  builder.answers(2, model::Voice::kCommendedKind, {{0, 30}, {1, 6}, {2, 4}});
  builder.answers(2, model::Voice::kSpoke, {{2, 50}});
  const DeedCostReport report = build_report(builder.input)->experience.cost;
  EXPECT_DOUBLE_EQ(*report.free.estimate, 0.75);
  EXPECT_EQ(report.free.n, 40);
  EXPECT_THAT(report.sentence, HasSubstr("Of 40 praised deeds whose cost is known, 75%"));
}

}  // namespace
}  // namespace laurel::report
