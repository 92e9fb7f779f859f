// Input that can't carry a figure: every form of the report says so in words, and none shows a
// number that isn't one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "report/report.h"
#include "report/testing.h"

namespace laurel::report {
namespace {

using model::QuestionKind;
using model::QuestionRole;
using model::Voice;
using testing::HasSubstr;
using testing::Not;

// Text and Markdown, one line, without NaN in any form.
std::string checked(const ReportInput& input) {
  auto made = build_report(input);
  EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
  if (!made.ok()) return {};
  const std::regex not_numbers("(^|[^a-zA-Z])(nan|-nan|inf|infinity)([^a-zA-Z]|$)",
                               std::regex::icase);
  for (const auto render : {to_text, to_markdown, to_csv, to_json}) {
    EXPECT_FALSE(std::regex_search(render(*made), not_numbers));
  }
  return std::regex_replace(to_text(*made), std::regex("\\s+"), " ");
}

model::ResponseRecord row(int score, Voice voice, int market = 0, int account = 0) {
  model::ResponseRecord record;
  record.response.reading = model::Reading::kRead;
  record.response.market = {market};
  record.response.account = {account};
  record.response.answers = {{{1}, score}};
  if (model::is_commended(voice)) {
    model::Commendation praise;
    praise.flagged = praise.sure = true;
    praise.probability = 0.99F;
    record.commendations.push_back(praise);
  }
  return record;
}

// The rows that the builder's cells would have come from, where they are all of one question.
void add_rows(ReportBuilder& builder, const std::vector<model::ResponseRecord>& records) {
  RowCounts rows(builder.input.questions, builder.input.questions.data(), builder.input.options);
  for (const model::ResponseRecord& record : records) rows.add(record);
  builder.input.rows = std::move(rows);
}

TEST(BadInput, OtherScalesAreNotCalledNps) {
  ReportBuilder builder;
  builder.question(question_for_test(1, "overall", QuestionKind::kScale, 1, 10));
  builder.question(question_for_test(2, "stars", QuestionKind::kScale, 1, 5));
  builder.responses(1, Voice::kSpoke, {{10, 40}, {4, 20}});
  builder.responses(1, Voice::kCommendedKind, {{10, 40}, {7, 20}});
  builder.answers(2, Voice::kSpoke, {{5, 40}, {1, 20}});
  const std::string text = checked(builder.input);
  EXPECT_THAT(text, HasSubstr("No NPS question was answered. “overall” (1 to 10) is not an NPS "
                              "scale and is reported as what it is."));
  EXPECT_THAT(text, Not(HasSubstr("NPS points")));
}

TEST(BadInput, AllAnswersEqualHaveNoTest) {
  ReportBuilder builder;
  builder.question(nps_for_test(1)).unit(1, "Leeds").unit(2, "York");
  std::vector<model::ResponseRecord> records;
  for (const int unit : {1, 2}) {
    builder.at(0, unit);
    builder.responses(1, Voice::kSpoke, {{9, 30}}).responses(1, Voice::kCommendedKind, {{9, 30}});
    for (int i = 0; i < 30; ++i) {
      records.push_back(row(9, Voice::kSpoke));
      records.push_back(row(9, Voice::kCommendedKind));
    }
  }
  add_rows(builder, records);
  const std::string text = checked(builder.input);
  EXPECT_THAT(text, HasSubstr("has no test: the answers do not vary."));
  EXPECT_THAT(text, HasSubstr("How strong another cause would have to be can't be said"));
  EXPECT_THAT(text, HasSubstr("Units differ by no more than chance, so they are not ranked."));
}

TEST(BadInput, WithoutPraiseThereIsNothingToCompare) {
  ReportBuilder builder;
  builder.question(nps_for_test(1));
  builder.responses(1, Voice::kSpoke, {{10, 50}, {3, 20}});
  std::vector<model::ResponseRecord> records(70, row(10, Voice::kSpoke));
  add_rows(builder, records);
  const std::string text = checked(builder.input);
  EXPECT_THAT(text, HasSubstr("no customer who praised somebody answered"));
  EXPECT_THAT(text, HasSubstr("How the difference moves with the threshold can't be said"));
}

TEST(BadInput, WithPraiseAloneThereIsNothingToCompareWith) {
  ReportBuilder builder;
  builder.question(nps_for_test(1));
  builder.responses(1, Voice::kCommendedExemplary, {{10, 50}, {3, 20}});
  EXPECT_THAT(checked(builder.input),
              HasSubstr("no customer who commented without praise answered"));
}

TEST(BadInput, AMarketOfOneAccountIsNamed) {
  ReportBuilder builder;
  builder.question(nps_for_test(1)).market(1, "North").market(2, "South");
  std::vector<model::ResponseRecord> records;
  for (const int market : {1, 2}) {
    builder.at(market);
    builder.responses(1, Voice::kSpoke, {{10, 20}, {3, 20}});
    builder.responses(1, Voice::kCommendedKind, {{10, 30}, {3, 10}});
    for (int i = 0; i < 40; ++i) {
      records.push_back(row(i < 20 ? 10 : 3, Voice::kSpoke, market, market == 1 ? 7 : 10 + i));
      records.push_back(
          row(i < 30 ? 10 : 3, Voice::kCommendedKind, market, market == 1 ? 7 : 10 + i));
    }
  }
  add_rows(builder, records);
  const std::string text = checked(builder.input);
  EXPECT_THAT(text, HasSubstr("All answers come from one account in North (80 answers)"));
  EXPECT_THAT(text, Not(HasSubstr("South (80 answers)")));
}

TEST(BadInput, WithoutDatesNothingIsSaidAboutTime) {
  ReportBuilder builder;
  builder.question(nps_for_test(1)).in(base::Month{});
  builder.responses(1, Voice::kSpoke, {{10, 30}, {3, 20}});
  builder.responses(1, Voice::kCommendedKind, {{10, 30}, {3, 10}});
  std::vector<model::ResponseRecord> records(50, row(10, Voice::kSpoke));
  add_rows(builder, records);
  const std::string text = checked(builder.input);
  EXPECT_THAT(text, HasSubstr("No response carries a date, so nothing can be said about time."));
  EXPECT_THAT(text, HasSubstr("What changed over time can't be said: no response carries a date."));
  EXPECT_THAT(text, HasSubstr("no response has a date, a contact and an answer"));
}

TEST(BadInput, APeriodWithoutDataSaysWhatThereIsInstead) {
  ReportBuilder builder;
  builder.question(nps_for_test(1));
  builder.responses(1, Voice::kSpoke, {{10, 30}});
  builder.input.options.from = builder.input.options.to = {2027 * 12};
  const std::string text = checked(builder.input);
  EXPECT_THAT(text, HasSubstr("There are no responses"));
  EXPECT_THAT(text, HasSubstr("30 responses lie outside the period asked for."));
}

TEST(BadInput, AContradictoryMappingIsSaid) {
  // The same column was once imported as 0 to 10 and once as 1 to 5.
  ReportBuilder builder;
  builder.question(question_for_test(1, "score", QuestionKind::kNps));
  model::Question changed = question_for_test(2, "score", QuestionKind::kScale, 1, 5);
  changed.version = 2;
  builder.question(changed);
  builder.responses(1, Voice::kSpoke, {{10, 30}, {4, 10}});
  builder.responses(2, Voice::kSpoke, {{5, 30}, {1, 10}});
  EXPECT_THAT(checked(builder.input),
              HasSubstr("“score” was changed between responses (version 1, 0 to 10: 40 answers; "
                        "version 2, 1 to 5: 40 answers); its versions are reported separately."));
  // Answers that the question can't have.
  builder.answers(2, Voice::kSpoke, {{9, 3}});
  EXPECT_THAT(checked(builder.input),
              HasSubstr("3 answers are not on the question's scale and could not be counted."));
  // Answers to a question that doesn't exist.
  builder.answers(8, Voice::kSpoke, {{1, 1}});
  const auto refused = build_report(builder.input);
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error().message, HasSubstr("Run laurel recount."));
}

TEST(BadInput, RolesOnQuestionsOfTheWrongKindDoNotBreakTheReport) {
  ReportBuilder builder;
  builder.question(nps_for_test(1));
  model::Question told = question_for_test(2, "told", QuestionKind::kScale, 1, 5);
  told.role = QuestionRole::kToldOthers;
  model::Question referred = question_for_test(3, "referred", QuestionKind::kScale, 1, 5);
  referred.role = QuestionRole::kReferred;
  model::Question feeling = question_for_test(4, "feeling", QuestionKind::kYesNo);
  feeling.role = QuestionRole::kFeeling;
  model::Question cost = question_for_test(5, "cost", QuestionKind::kScale, 1, 5);
  cost.role = QuestionRole::kDeedCost;
  model::Question back = question_for_test(6, "back", QuestionKind::kChoice);
  back.role = QuestionRole::kReturn;
  back.choices = {"soon", "never"};
  for (const auto& question : {told, referred, feeling, cost, back}) builder.question(question);
  builder.responses(1, Voice::kSpoke, {{10, 30}, {4, 10}});
  builder.responses(1, Voice::kCommendedKind, {{10, 30}, {4, 10}});
  for (const int id : {2, 3, 5}) builder.answers(id, Voice::kCommendedKind, {{1, 10}, {5, 10}});
  for (const int id : {4, 6}) builder.answers(id, Voice::kCommendedKind, {{0, 10}, {1, 10}});
  add_rows(builder, {row(10, Voice::kSpoke), row(4, Voice::kCommendedKind)});
  const std::string text = checked(builder.input);
  EXPECT_THAT(text, HasSubstr("can't be said: it was not asked as a number of people."));
  EXPECT_THAT(text, HasSubstr("can't be said: none of the answers says that a deed cost nothing."));
}

}  // namespace
}  // namespace laurel::report
