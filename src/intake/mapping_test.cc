#include "intake/mapping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "intake/record.h"
#include "intake/testing.h"

namespace laurel::intake {
namespace {

using ::testing::HasSubstr;

struct Guess {
  Mapping mapping;
  std::string error;
  Table table;

  // "nps 0–10", "ignored", … of a column, or "?" if there is none.
  std::string of(std::string_view column) const {
    for (const ColumnPlan& plan : mapping.columns)
      if (plan.column == column) return describe(plan);
    return "?";
  }
  const ColumnPlan& plan(std::string_view column) const {
    for (const ColumnPlan& candidate : mapping.columns)
      if (candidate.column == column) return candidate;
    CHECK(false);
    return mapping.columns.front();
  }
};

Guess guess(const std::string& content, const std::vector<std::string>& maps = {},
            DateOrder dates = DateOrder::kUnknown, std::span<const model::Question> known = {}) {
  const TemporaryFile file(content);
  Guess out;
  auto table = open_table(file.path());
  if (!table.ok()) {
    out.error = table.error().message;
    return out;
  }
  const auto survey = survey_table(*table);
  CHECK(survey.ok());
  MappingOptions options;
  options.dates = dates;
  options.known = known;
  for (const std::string& text : maps) options.requests.push_back(*parse_map(text));
  auto mapping = guess_mapping(table->header, survey->sample, options);
  if (mapping.ok()) {
    out.mapping = *std::move(mapping);
  } else {
    out.error = mapping.error().message;
  }
  out.table = *std::move(table);
  return out;
}

// A column of these values, repeated, beside ids and comments.
std::string file_with(const std::string& header, const std::vector<std::string>& values,
                      int times = 1) {
  std::string text = "id," + header + ",comment\n";
  int id = 0;
  for (int round = 0; round < times; ++round)
    for (const std::string& value : values)
      text += std::to_string(id++) + "," + value + ",The man at the desk helped us a lot\n";
  return text;
}

TEST(Mapping, TakesAFewShortCommentsForComments) {
  EXPECT_EQ(guess("id,nps,comment\n1,9,good\n2,3,bad\n").of("comment"), "comment");
  EXPECT_EQ(guess("id,nps,comment\n1,9,kind\n2,3,\n").of("comment"), "comment");
}

TEST(Mapping, NeedsAScoreOrACommentAndNotOnlyAttributes) {
  const std::string text = "id,date,city\n1,2025-03-01,Rome\n2,2025-03-01,Oslo\n";
  EXPECT_THAT(guess(text).error, HasSubstr("No column looks like a score or a comment."));
  EXPECT_EQ(guess(text, {"choice=city"}).of("city"), "choice");
}

TEST(Mapping, CallsAQuestionNpsOnlyWhenItsWordsSayRecommendAndItRunsFromZeroToTen) {
  const std::vector<std::string> eleven = {"0", "3", "7", "8", "9", "10"};
  EXPECT_EQ(guess(file_with("nps", eleven)).of("nps"), "nps 0–10");
  EXPECT_EQ(guess(file_with("How likely are you to recommend us?", eleven))
                .of("How likely are you to recommend us?"),
            "nps 0–10");
  EXPECT_EQ(guess(file_with("overall", eleven)).of("overall"), "scale 0–10");
  const Guess five = guess(file_with("likely to recommend", {"1", "4", "5", "5"}));
  EXPECT_EQ(five.of("likely to recommend"), "scale 1–5 (recommend)");
  EXPECT_THAT(five.plan("likely to recommend").reason, HasSubstr("Not NPS"));
  const Guess ten = guess(file_with("would recommend score", {"1", "5", "8", "9", "10"}, 100));
  EXPECT_EQ(ten.of("would recommend score"), "scale 1–10 (recommend)");
  EXPECT_THAT(ten.plan("would recommend score").reason, HasSubstr("--map nps="));
}

TEST(Mapping, OneToTenIsNotNps) {
  const Guess out = guess(file_with("overall_rating", {"1.0", "7.0", "10.0", "8.0"}));
  EXPECT_EQ(out.of("overall_rating"), "scale 1–10");
  EXPECT_THAT(out.plan("overall_rating").reason, HasSubstr("Not NPS"));
}

TEST(Mapping, ReadsZeroAmongOneToFiveAsNotRatedAndSaysSo) {
  const Guess out = guess(file_with("food", {"0.0", "1.0", "3.0", "5.0"}));
  EXPECT_EQ(out.of("food"), "scale 1–5");
  EXPECT_TRUE(out.plan("food").zero_is_unrated);
  EXPECT_THAT(out.plan("food").reason, HasSubstr("0 is read as not rated"));
}

TEST(Mapping, RoundsRatingsWithAFewDecimalsAndSaysSo) {
  const Guess out = guess(file_with("overall", {"5.0", "5.0", "4.0", "4.8"}));
  EXPECT_EQ(out.of("overall"), "scale 1–5");
  EXPECT_TRUE(out.plan("overall").rounds);
}

TEST(Mapping, KeepsStrayValuesFromWideningAScale) {
  std::vector<std::string> values(199, "4");
  values[0] = "1";
  values[1] = "5";
  values.push_back("9");
  const Guess out = guess(file_with("rating", values));
  EXPECT_EQ(out.of("rating"), "scale 1–5");
  EXPECT_THAT(out.plan("rating").reason, HasSubstr("would be rejected"));
  EXPECT_EQ(guess(file_with("rating", {"5", "4", "5", "3", "57"})).of("rating"), "scale 1–5");
}

TEST(Mapping, TellsCountsNumbersAndIdentifiersApart) {
  EXPECT_EQ(guess(file_with("visits", {"1", "2", "30", "4"}, 10)).of("visits"), "count");
  EXPECT_EQ(guess(file_with("basket_eur", {"12.85", "7", "200.5"}, 10)).of("basket_eur"),
            "number, 2 decimals");
  std::vector<std::string> keys;
  for (int i = 0; i < 60; ++i) keys.push_back(std::to_string(90'000 + 7 * i));
  EXPECT_EQ(guess(file_with("order_ref", keys)).of("order_ref"), "ignored");
}

TEST(Mapping, UnderstandsYesAndNoAndTheirRoles) {
  EXPECT_EQ(guess(file_with("recommended", {"1", "0"}, 5)).of("recommended"), "yes_no (recommend)");
  EXPECT_EQ(guess(file_with("recommend", {"yes", ""}, 5)).of("recommend"), "yes_no (recommend)");
  EXPECT_EQ(guess(file_with("referred", {"oui", "non"}, 5)).of("referred"), "yes_no (referred_6m)");
  EXPECT_EQ(guess(file_with("Will you come back?", {"Yes", "No"}, 5)).of("Will you come back?"),
            "yes_no (return)");
}

TEST(Mapping, ScoresAnswersInWords) {
  const Guess out = guess(file_with("Compared with what you expected?",
                                    {"much worse than expected", "as expected",
                                     "better than expected", "much better than expected"},
                                    3));
  EXPECT_EQ(out.of("Compared with what you expected?"), "scale 1–5 (expectation)");
  EXPECT_EQ(out.plan("Compared with what you expected?").words.size(), 4u);
}

TEST(Mapping, CountsShortRepeatedWordsAsChoices) {
  const Guess out = guess(file_with("cabin", {"Economy", "Business", "Economy"}, 10));
  EXPECT_EQ(out.of("cabin"), "choice");
  EXPECT_EQ(out.plan("cabin").question.choices.front(), "Economy");
}

TEST(Mapping, KnowsWhatAPraisedDeedCost) {
  EXPECT_EQ(guess(file_with("deed_cost", {"0", "0", "12", ""}, 10)).of("deed_cost"),
            "count (deed_cost)");
}

TEST(Mapping, LetsAPersonOverruleEveryGuess) {
  const std::string file = file_with("Q1", {"1", "7", "10"}, 5);
  EXPECT_EQ(guess(file, {"nps=Q1"}).of("Q1"), "nps 0–10");
  EXPECT_EQ(guess(file, {"scale 1-10=q1"}).of("Q1"), "scale 1–10");
  EXPECT_EQ(guess(file, {"told_others=#2"}).of("Q1"), "count (told_others)");
  EXPECT_EQ(guess(file, {"count=Q1"}).of("Q1"), "count");
  EXPECT_EQ(guess(file, {"ignore=Q1"}).of("Q1"), "ignored");
  EXPECT_EQ(guess(file, {"market=Q1"}).of("Q1"), "market");
  EXPECT_EQ(guess(file, {"number bins 2,5,9=Q1"}).plan("Q1").question.bins,
            (std::vector<std::int64_t>{2, 5, 9}));
  EXPECT_THAT(guess(file, {"number bins 9,5=Q1"}).error, HasSubstr("ascending"));
  EXPECT_THAT(guess(file, {"nps=Q7"}).error, HasSubstr("There is no column Q7"));
  EXPECT_THAT(guess(file, {"nps=Q7"}).error, HasSubstr("id, Q1, comment"));
  EXPECT_THAT(guess(file, {"stars=Q1"}).error, HasSubstr("nothing a column can be mapped to"));
  EXPECT_THAT(guess(file, {"nps=Q1", "scale=Q1"}).error, HasSubstr("mapped twice"));
  EXPECT_THAT(guess(file, {"date=Q1", "date=comment"}).error, HasSubstr("Keep one of them"));
  EXPECT_THAT(guess(file, {"scale 5-1=Q1"}).error, HasSubstr("lower end first"));
  EXPECT_FALSE(parse_map("Q1").ok());
  EXPECT_FALSE(parse_map("=Q1").ok());
}

TEST(Mapping, AsksForTheOrderOfDayAndMonthWhenNoDateTells) {
  const auto with_dates = [](const std::vector<std::string>& days) {
    std::string text = "id,date,nps\n";
    for (std::size_t i = 0; i < days.size(); ++i)
      text += std::to_string(i) + "," + days[i] + ",9\n";
    return text;
  };
  EXPECT_THAT(guess(with_dates({"03/04/2025", "01/02/2025"})).error, HasSubstr("--dates dmy"));
  EXPECT_EQ(guess(with_dates({"03/04/2025", "25/02/2025"})).mapping.dates, DateOrder::kDayFirst);
  EXPECT_EQ(guess(with_dates({"03/04/2025", "02/25/2025"})).mapping.dates, DateOrder::kMonthFirst);
  EXPECT_THAT(guess(with_dates({"13/04/2025", "02/25/2025"})).error, HasSubstr("some the month"));
  EXPECT_EQ(guess(with_dates({"03/04/2025"}), {}, DateOrder::kDayFirst).mapping.dates,
            DateOrder::kDayFirst);
  EXPECT_EQ(guess(with_dates({"2025-04-03"})).error, "");
}

TEST(Mapping, ReadsAQuestionAsInEarlierImports) {
  model::Question before;
  before.key = "overall";
  before.kind = model::QuestionKind::kScale;
  before.min = 1;
  before.max = 10;
  const std::vector known = {before};
  EXPECT_EQ(guess(file_with("overall", {"3", "4", "5"})).of("overall"), "scale 1–5");
  EXPECT_EQ(
      guess(file_with("overall", {"3", "4", "5"}), {}, DateOrder::kUnknown, known).of("overall"),
      "scale 1–10");
}

TEST(Mapping, SaysWhenThereIsNothingToImport) {
  EXPECT_THAT(guess("id,ip_address\n1,10.0.0.1\n2,10.0.0.2\n").error, HasSubstr("--map comment="));
}

// Exports of survey tools, in the layouts their makers document.

TEST(Forms, ReadsQualtricsWithThreeHeaderRowsAndDropsPreviews) {
  const Guess out = guess(
      "StartDate,EndDate,Status,IPAddress,Progress,Duration (in seconds),Finished,RecordedDate,"
      "ResponseId,RecipientLastName,RecipientFirstName,RecipientEmail,ExternalReference,"
      "LocationLatitude,LocationLongitude,DistributionChannel,UserLanguage,Q1,Q1_NPS_GROUP,Q2,Q3\n"
      "Start Date,End Date,Response Type,IP Address,Progress,Duration (in seconds),Finished,"
      "Recorded Date,Response ID,Recipient Last Name,Recipient First Name,Recipient Email,External "
      "Data Reference,Location Latitude,Location Longitude,Distribution Channel,User Language,"
      "\"How likely is it that you would tell a colleague about us?\",NPS Group,"
      "\"What made the difference,\nif anything?\",How satisfied are you?\n"
      "\"{\"\"ImportId\"\":\"\"startDate\"\",\"\"timeZone\"\":\"\"Europe/Berlin\"\"}\","
      "\"{\"\"ImportId\"\":\"\"endDate\"\"}\",\"{\"\"ImportId\"\":\"\"status\"\"}\","
      "\"{\"\"ImportId\"\":\"\"ipAddress\"\"}\",\"{\"\"ImportId\"\":\"\"progress\"\"}\","
      "\"{\"\"ImportId\"\":\"\"duration\"\"}\",\"{\"\"ImportId\"\":\"\"finished\"\"}\","
      "\"{\"\"ImportId\"\":\"\"recordedDate\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\","
      "\"{\"\"ImportId\"\":\"\"recipientLastName\"\"}\",\"{\"\"ImportId\"\":"
      "\"\"recipientFirstName\"\"}\","
      "\"{\"\"ImportId\"\":\"\"recipientEmail\"\"}\",\"{\"\"ImportId\"\":"
      "\"\"externalDataReference\"\"}\","
      "\"{\"\"ImportId\"\":\"\"locationLatitude\"\"}\",\"{\"\"ImportId\"\":"
      "\"\"locationLongitude\"\"}\","
      "\"{\"\"ImportId\"\":\"\"distributionChannel\"\"}\",\"{\"\"ImportId\"\":\"\"userLanguage\"\"}"
      "\","
      "\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID1_NPS_GROUP\"\"}\","
      "\"{\"\"ImportId\"\":\"\"QID2_TEXT\"\"}\",\"{\"\"ImportId\"\":\"\"QID3\"\"}\"\n"
      "2025-03-01 10:00:00,2025-03-01 10:04:00,IP Address,192.0.2.1,100,240,True,2025-03-01 "
      "10:04:01,"
      "R_1,Lopez,Ana,Ana@Example.com,,48.1,11.5,email,EN,9,Promoter,Maria stayed late for us,5\n"
      "2025-03-02 10:00:00,2025-03-02 10:04:00,Survey Preview,,100,24,True,2025-03-02 10:04:01,"
      "R_2,,,,,48.1,11.5,preview,EN,2,Detractor,just testing the survey,4\n"
      "2025-03-03 10:00:00,2025-03-03 10:04:00,IP Address,192.0.2.2,100,200,True,2025-03-03 "
      "10:04:01,"
      "R_3,,,,,48.1,11.5,anonymous,DE,10,Promoter,,5\n");
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(name(out.mapping.form), "Qualtrics");
  EXPECT_EQ(out.of("ResponseId"), "external_id");
  EXPECT_EQ(out.of("RecordedDate"), "date");
  EXPECT_EQ(out.of("IPAddress"), "ignored");
  EXPECT_EQ(out.of("Q1_NPS_GROUP"), "ignored");
  EXPECT_EQ(out.of("Q1"), "nps 0–10");
  EXPECT_EQ(out.of("Q2"), "comment");
  EXPECT_EQ(out.of("Q3"), "scale 1–5");
  EXPECT_EQ(out.of("DistributionChannel"), "channel");
  EXPECT_EQ(out.of("UserLanguage"), "language");
  EXPECT_EQ(out.of("RecipientEmail"), "contact_email");
  EXPECT_EQ(out.plan("Q1").question.label,
            "How likely is it that you would tell a colleague about us?");

  Draft draft;
  Reject reject;
  std::vector<Outcome> outcomes;
  std::string email;
  Row row;
  for (const char* status : {"IP Address", "Survey Preview", "1"}) {
    std::vector<std::string_view> fields(out.mapping.file_columns, "");
    for (const ColumnPlan& plan : out.mapping.columns) {
      if (plan.column == "Status") fields[plan.index] = status;
      if (plan.column == "ResponseId") fields[plan.index] = "R_9";
      if (plan.column == "Q1") fields[plan.index] = "9";
      if (plan.column == "RecipientEmail") fields[plan.index] = "Ana@Example.com";
    }
    row.fields = fields;
    outcomes.push_back(draft_row(row, out.mapping, draft, reject));
    if (outcomes.back() == Outcome::kDraft) email = draft.contact_email;
  }
  EXPECT_EQ(outcomes, (std::vector{Outcome::kDraft, Outcome::kPreview, Outcome::kPreview}));
  EXPECT_EQ(email, "ana@example.com");
}

TEST(Forms, ReadsLegacyQualtricsWithTwoHeaderRows) {
  const Guess out = guess(
      "ResponseID,ResponseSet,Name,EmailAddress,IPAddress,Status,StartDate,EndDate,Finished,Q1,Q2\n"
      "ResponseID,ResponseSet,Name,EmailAddress,IPAddress,Status,StartDate,EndDate,Finished,How "
      "likely "
      "are you to recommend us?,Why?\n"
      "R_1,Default,,a@b.example,192.0.2.1,0,2015-03-01 10:00:00,2015-03-01 10:05:00,1,9,Fast and "
      "kind "
      "people there\n"
      "R_2,Default,,c@d.example,192.0.2.1,0,2015-03-02 10:00:00,2015-03-02 10:05:00,1,0,Nobody "
      "called "
      "me back\n");
  EXPECT_EQ(out.of("Q1"), "nps 0–10");
  EXPECT_EQ(out.of("Q2"), "comment");
  EXPECT_EQ(out.of("EndDate"), "date");
}

TEST(Forms, ReadsSurveyMonkeyWithTwoHeaderRows) {
  const Guess out = guess(
      "respondent_id,collector_id,date_created,date_modified,ip_address,email_address,first_name,"
      "last_name,custom_1,How likely is it that you would recommend us to a friend?,What did we do "
      "well?,\"Please rate:\",\n"
      ",,,,,,,,,,Open-Ended Response,Friendliness,Speed\n"
      "11,9,03/25/2025 10:00:00 AM,03/25/2025 10:05:00 AM,192.0.2.1,,,,,10 - Extremely "
      "likely,The crew was kind,5,4\n"
      "12,9,03/26/2025 10:00:00 AM,03/26/2025 10:05:00 AM,192.0.2.1,,,,,0 - Not at all "
      "likely,Nobody "
      "came to help,2,1\n");
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(name(out.mapping.form), "SurveyMonkey");
  EXPECT_EQ(out.of("respondent_id"), "external_id");
  EXPECT_EQ(out.of("date_created"), "date");
  EXPECT_EQ(out.mapping.dates, DateOrder::kMonthFirst);
  EXPECT_EQ(out.of("How likely is it that you would recommend us to a friend?"), "nps 0–10");
  EXPECT_EQ(out.of("What did we do well?"), "comment");
  EXPECT_EQ(out.of("Please rate:: Friendliness"), "scale 1–5");
  EXPECT_EQ(out.of("Please rate:: Speed"), "scale 1–5");
}

TEST(Forms, ReadsTypeform) {
  const Guess out = guess(
      "#,How likely are you to recommend us?,What went well?,Response Type,Start Date (UTC),Stage "
      "Date "
      "(UTC),Submit Date (UTC),Network ID,Tags,Ending\n"
      "abc123,9,Sofia explained everything twice,completed,2025-03-01 10:00:00,,2025-03-01 "
      "10:02:00,f00,,End\n"
      "abc124,0,Nothing went well for us,completed,2025-03-02 10:00:00,,2025-03-02 "
      "10:02:00,f01,,End\n");
  EXPECT_EQ(name(out.mapping.form), "Typeform");
  EXPECT_EQ(out.of("How likely are you to recommend us?"), "nps 0–10");
  EXPECT_EQ(out.of("What went well?"), "comment");
  EXPECT_EQ(out.of("Submit Date (UTC)"), "date");
  EXPECT_EQ(out.of("#"), "external_id");
  EXPECT_EQ(out.of("Network ID"), "ignored");
}

TEST(Forms, ReadsLimeSurveyWithSemicolonsAndItsDateForNoDate) {
  const Guess out = guess(
      "\"id\";\"submitdate\";\"lastpage\";\"startlanguage\";\"seed\";\"token\";\"startdate\";"
      "\"datestamp\";\"Q1\";\"Q2[SQ001]\";\"Q2[SQ002]\";\"Q3[other]\"\r\n"
      "\"1\";\"2025-03-01 10:00:00\";\"3\";\"en\";\"123\";\"tok\";\"2025-03-01 "
      "09:00:00\";\"2025-03-01 "
      "10:00:00\";\"Y\";\"4\";\"5\";\"The nurse sat with my mother\"\r\n"
      "\"2\";\"1980-01-01 00:00:00\";\"3\";\"de\";\"124\";\"tok\";\"2025-03-01 "
      "09:00:00\";\"2025-03-01 "
      "10:00:00\";\"N\";\"2\";\"3\";\"Waited for three long hours\"\r\n");
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(name(out.mapping.form), "LimeSurvey");
  EXPECT_EQ(out.table.delimiter, ';');
  EXPECT_EQ(out.of("id"), "external_id");
  EXPECT_EQ(out.of("submitdate"), "date");
  EXPECT_EQ(out.of("startlanguage"), "language");
  EXPECT_EQ(out.of("Q1"), "yes_no");
  EXPECT_EQ(out.of("Q2[SQ001]"), "scale 1–5");
  EXPECT_EQ(out.of("Q3[other]"), "comment");
  std::vector<std::string_view> fields(12, "");
  fields[0] = "7";
  fields[1] = "1980-01-01 00:00:00";
  fields[8] = "Y";
  Row row;
  row.fields = fields;
  Draft draft;
  Reject reject;
  ASSERT_EQ(draft_row(row, out.mapping, draft, reject), Outcome::kDraft);
  EXPECT_FALSE(draft.occurred_on);
}

TEST(Forms, ReadsZendeskRatings) {
  const Guess out = guess(
      "id,url,ticket_id,assignee_id,group_id,requester_id,score,comment,reason,reason_id,reason_"
      "code,"
      "created_at,updated_at\n"
      "1,https://x.example/1,35,135,44,7,good_with_comment,Anna was wonderful to "
      "me,,,,2025-03-01T10:00:00Z,2025-03-01T10:00:00Z\n"
      "2,https://x.example/2,36,135,44,8,offered,,,,,2025-03-02T10:00:00Z,2025-03-02T10:00:00Z\n"
      "3,https://x.example/3,37,136,44,9,bad,,,,,2025-03-02T10:00:00Z,2025-03-02T10:00:00Z\n");
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.of("id"), "external_id");
  EXPECT_EQ(out.of("score"), "yes_no");
  EXPECT_EQ(out.of("assignee_id"), "served_by");
  EXPECT_EQ(out.of("group_id"), "unit");
  EXPECT_EQ(out.of("created_at"), "date");
  EXPECT_EQ(out.of("comment"), "comment");
}

TEST(Forms, ReadsChatwootAndPassesOverItsLastLine) {
  Guess out = guess(
      "Agent Name,Rating,Feedback Comment,Contact Name,Contact Email Address,Contact Phone "
      "Number,Link "
      "to the conversation,Recorded date\n"
      "Anna Lee (anna@x.example),5,Anna stayed on the line with me,Bo,bo@y.example,+1 "
      "555,https://c.example/1,2025-03-01\n"
      "Cal Roe (cal@x.example),2,,Di,di@y.example,,https://c.example/2,2025-03-02\n");
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.of("Agent Name"), "served_by");
  EXPECT_EQ(out.of("Rating"), "scale 1–5");
  EXPECT_EQ(out.of("Feedback Comment"), "comment");
  EXPECT_EQ(out.of("Contact Email Address"), "contact_email");
  EXPECT_EQ(out.of("Recorded date"), "date");
  std::vector<std::string_view> fields = {"Reporting period 1 to 31 March"};
  Row row;
  row.fields = fields;
  row.problem = RowProblem::kColumnCount;
  Draft draft;
  Reject reject;
  EXPECT_EQ(draft_row(row, out.mapping, draft, reject), Outcome::kPreview);
}

TEST(Draft, RejectsWithColumnAndReasonButNoValue) {
  const Guess out =
      guess("id,date,nps,comment\n1,2025-03-01,9,Good people\n2,2025-03-02,0,Bad day\n");
  const auto reason = [&](std::vector<std::string_view> fields) {
    Row row;
    row.begin.line = 17;
    row.fields = fields;
    Draft draft;
    Reject reject;
    const Outcome outcome = draft_row(row, out.mapping, draft, reject);
    if (outcome == Outcome::kNothing) return std::string("nothing");
    if (outcome != Outcome::kReject) return std::string("fine");
    EXPECT_EQ(reject.line, 17);
    return reject.column + " " + reject.reason;
  };
  EXPECT_EQ(reason({"3", "2025-03-01", "10", "x"}), "fine");
  EXPECT_EQ(reason({"3", "", "10.0", ""}), "fine");
  EXPECT_EQ(reason({"3", "2025-02-30", "10", "x"}), "date is a day that doesn't exist");
  EXPECT_EQ(reason({"3", "soon", "10", "x"}), "date is not a date");
  EXPECT_EQ(reason({"3", "2025-03-01", "11", "x"}), "nps is outside 0 to 10");
  EXPECT_EQ(reason({"3", "2025-03-01", "-1", "x"}), "nps is outside 0 to 10");
  EXPECT_EQ(reason({"3", "2025-03-01", "9.5", "x"}), "nps is not a whole number");
  EXPECT_EQ(reason({"3", "2025-03-01", "secret", "x"}), "nps is not a whole number");
  EXPECT_EQ(reason({"", "2025-03-01", "9", "x"}), "id has no id");
  EXPECT_EQ(reason({"3", "1890-03-01", "9", "x"}), "date is outside the years 1970 to 2100");
  EXPECT_EQ(reason({"3", "2025-03-01", "", " "}), "nothing");
  EXPECT_EQ(reason({"3", "2025-03-01", "n/a", "x"}), "fine");
}

}  // namespace
}  // namespace laurel::intake
