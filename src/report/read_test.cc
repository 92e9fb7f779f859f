// The report on a real database: what was saved is what is reported.
#include "report/read.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "report/expectations.h"
#include "report/testing.h"
#include "store/organizations.h"
#include "store/questions.h"
#include "store/responses.h"
#include "store/settings.h"

namespace laurel::report {
namespace {

using testing::HasSubstr;

class ReportFromDatabase : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "laurel-report-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    auto opened = store::Database::open((folder_ / "laurel.db").string(),
                                        store::SchemaPolicy::kCreateIfEmpty);
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    database_ = std::move(opened).value();
    organization_ = {{ids_.next()}, "acme", "Acme"};
    auto tx = *database_->begin_write();
    ASSERT_TRUE(store::create_organization(tx, organization_).ok());
    north_ = *store::market_named(tx, organization_.id, "North");
    nps_ = *store::save_question(tx, organization_.id, nps_for_test(0));
    comment_ = *store::save_question(tx, organization_.id,
                                     question_for_test(0, "comment", model::QuestionKind::kText));
    ASSERT_TRUE(tx.commit().ok());
  }
  void TearDown() override {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  // `n` responses with that score; praised ones carry a commendation that nobody needs to review.
  void save(int n, int score, bool praised, std::string_view date = "2026-03-05") {
    std::vector<model::ResponseRecord> records;
    for (int i = 0; i < n; ++i) {
      model::ResponseRecord record;
      record.response.id = {ids_.next()};
      record.response.source = "test";
      record.response.external_id = std::to_string(next_++);
      if (!date.empty()) record.response.occurred_on = *base::Date::parse(date);
      record.response.market = north_;
      record.response.reading = model::Reading::kRead;
      record.response.answers = {{nps_, score}};
      record.response.verbatims = {{comment_, praised ? "Maria helped." : "It was fine."}};
      if (praised) {
        model::Commendation commendation;
        commendation.id = {ids_.next()};
        commendation.question = comment_;
        commendation.target = "Maria";
        commendation.mention = {0, 5};
        commendation.evidence = {0, 12};
        commendation.flagged = commendation.sure = true;
        record.commendations.push_back(commendation);
      }
      records.push_back(std::move(record));
    }
    auto tx = *database_->begin_write();
    const model::QuestionCatalog questions(*store::list_questions(tx, organization_.id));
    const auto saved = store::save_responses(tx, organization_.id, questions, records);
    ASSERT_TRUE(saved.ok()) << saved.error().message;
    ASSERT_TRUE(tx.commit().ok());
  }

  Report report(const ReportOptions& options = {}) {
    auto made = make_report(*database_, organization_, options);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message);
    return made.ok() ? *made : Report{};
  }

  std::filesystem::path folder_;
  std::unique_ptr<store::Database> database_;
  base::SystemClock clock_;
  base::UuidGenerator ids_{clock_, 7};
  model::Organization organization_;
  model::MarketId north_;
  model::QuestionId nps_, comment_;
  int next_ = 1;
};

TEST_F(ReportFromDatabase, ReportsWhatWasSaved) {
  save(30, 10, true);
  save(10, 5, true);
  save(20, 10, false);
  save(20, 3, false);
  const Report made = report();
  EXPECT_EQ(made.organization_name, "Acme");
  EXPECT_EQ(made.responses.total, 80);
  EXPECT_EQ(made.responses.commended_kind, 40);
  ASSERT_TRUE(made.main);
  EXPECT_DOUBLE_EQ(*made.main->question.comparison.difference.estimate, 0.5);
  ASSERT_EQ(made.main->markets.size(), 1U);
  EXPECT_EQ(made.main->markets[0].name, "North");
}

TEST_F(ReportFromDatabase, ReadsOnlyThePeriod) {
  save(30, 10, true);
  save(7, 3, false, "2026-04-01");
  save(5, 3, false, "");
  ReportOptions march;
  march.from = march.to = *base::Month::parse("2026-03");
  EXPECT_EQ(report(march).responses.total, 30);
  EXPECT_EQ(report().responses.total, 42);
}

TEST_F(ReportFromDatabase, ReadsResponsesOneByOneWhereItMay) {
  save(30, 10, true);
  save(30, 8, false);
  const Report made = report();
  ASSERT_TRUE(made.certainty);
  EXPECT_EQ(made.certainty->as_counted.difference.estimate,
            made.main->question.comparison.difference.estimate);
  EXPECT_EQ(made.certainty->as_counted.difference.source, "rows");
  ReportOptions never;
  never.read_rows = ReadRows::kNever;
  const Report without = report(never);
  EXPECT_FALSE(without.certainty);
  std::string notes;
  for (const Note& note : without.notes) notes += note.text;
  EXPECT_THAT(notes, HasSubstr("are left out: responses were not read one by one"));
}

TEST_F(ReportFromDatabase, ReadsResponsesOneByOneUpToANumberOfThem) {
  save(30, 10, true);
  save(30, 8, false, "2026-04-01");
  ReportOptions options;
  options.most_rows = 60;
  EXPECT_TRUE(report(options).certainty);
  options.most_rows = 59;
  const Report too_many = report(options);
  EXPECT_FALSE(too_many.certainty);
  EXPECT_THAT(too_many.notes, has_note("rows_not_read"));
  // All responses are read for a period too, so all of them count.
  options.from = options.to = *base::Month::parse("2026-03");
  EXPECT_FALSE(report(options).certainty);
  options.most_rows = 60;
  EXPECT_TRUE(report(options).certainty);
  options.most_rows = 1;
  options.read_rows = ReadRows::kAlways;
  EXPECT_TRUE(report(options).certainty);
}

TEST_F(ReportFromDatabase, FollowsTheSettings) {
  save(30, 10, true);
  EXPECT_FALSE(report().scorecard.stated);
  auto tx = *database_->begin_write();
  ASSERT_TRUE(store::save_settings(tx, organization_.id, {model::Reward::kReturn, true, {}}).ok());
  ASSERT_TRUE(tx.commit().ok());
  const Report made = report();
  EXPECT_EQ(made.scorecard.stated, model::Reward::kReturn);
  EXPECT_THAT(made.people.reason, HasSubstr("works-council mode"));
}

TEST_F(ReportFromDatabase, SaysWhatThereIsOutsideAnEmptyPeriod) {
  save(30, 10, true);
  save(5, 3, false, "");
  ReportOptions later;
  later.from = *base::Month::parse("2027-01");
  const Report made = report(later);
  EXPECT_EQ(made.headline.front(), "There are no responses from 2027-01 on.");
  std::string notes;
  for (const Note& note : made.notes) notes += note.text;
  EXPECT_THAT(notes, HasSubstr("30 responses lie outside the period"));
  EXPECT_THAT(notes, HasSubstr("5 responses carry no date"));
}

}  // namespace
}  // namespace laurel::report
