// The report on a real database: what was saved is what is reported.
#include "report/read.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <functional>

#include "report/expectations.h"
#include "report/section.h"
#include "report/testing.h"
#include "store/organizations.h"
#include "store/questions.h"
#include "store/response_list.h"
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
  void save(int n, int score, bool praised, std::string_view date = "2026-03-05",
            const std::function<void(model::ResponseRecord&)>& alter = {}) {
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
      if (alter) alter(record);
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

// Responses of many kinds at many places: 3 units of which one is below another, 2 markets, 2
// channels, 3 questions, with each of these missing now and then.
class ReportOnManyPlaces : public ReportFromDatabase {
 protected:
  void SetUp() override {
    ReportFromDatabase::SetUp();
    auto tx = *database_->begin_write();
    south_ = *store::market_named(tx, organization_.id, "South");
    phone_ = *store::channel_named(tx, organization_.id, "phone");
    visit_ = *store::channel_named(tx, organization_.id, "visit");
    const auto unit = [&](std::string code, std::string name, model::UnitId parent) {
      model::Unit one{{}, std::move(code), std::move(name), parent};
      EXPECT_TRUE(store::save_units(tx, organization_.id, {&one, 1}).ok());
      return one.id;
    };
    region_ = unit("R", "Region", {});
    depot_ = unit("D", "Depot", region_);
    office_ = unit("O", "Office", {});
    auto referred = question_for_test(0, "referred", model::QuestionKind::kYesNo);
    referred.role = model::QuestionRole::kReferred;
    referred_ = *store::save_question(tx, organization_.id, referred);
    auto reason = question_for_test(0, "reason", model::QuestionKind::kChoice);
    reason.choices = {"price", "service", "habit"};
    reason_ = *store::save_question(tx, organization_.id, reason);
    model::Employee maria;
    maria.code = "E1";
    maria.first_name = "Maria";
    maria.unit = depot_;
    ASSERT_TRUE(store::save_employees(tx, organization_.id, {&maria, 1}).ok());
    maria_ = maria.id;
    ASSERT_TRUE(tx.commit().ok());
    for (int i = 0; i < 240; ++i) {
      const bool praised = i % 3 != 0;
      const char* days[] = {"2026-01-31", "2026-02-01", "2026-02-28", "2026-03-15", ""};
      save(1, i * 7 % 11, praised, days[i % 5], [&](model::ResponseRecord& record) {
        model::Response& r = record.response;
        const model::UnitId units[] = {{}, region_, depot_, office_};
        const model::ChannelId channels[] = {{}, phone_, visit_};
        r.unit = units[i % 4];
        r.channel = channels[i / 4 % 3];
        r.market = i % 7 == 0 ? model::MarketId{} : i % 2 == 0 ? north_ : south_;
        if (i % 5 != 0) r.answers.push_back({referred_, i / 2 % 2});
        if (i % 4 != 0) r.answers.push_back({reason_, i % 3});
        if (i % 13 == 0) r.answers.erase(r.answers.begin());
        if (i % 6 == 0) r.verbatims.clear();
        if (praised && i % 2 == 0) record.commendations[0].strength = detect::Strength::kExemplary;
        if (praised && i % 4 == 1) record.commendations[0].employee = maria_;
        if (r.verbatims.empty()) record.commendations.clear();
      });
    }
  }

  // The NPS of the responses themselves.
  static double nps_of(const std::vector<model::ResponseRecord>& responses, model::QuestionId nps) {
    std::int64_t n = 0, sum = 0;
    for (const model::ResponseRecord& record : responses) {
      for (const model::Answer& answer : record.response.answers) {
        if (answer.question != nps) continue;
        ++n;
        sum += answer.value >= 9 ? 1 : answer.value <= 6 ? -1 : 0;
      }
    }
    return 100.0 * static_cast<double>(sum) / static_cast<double>(n);
  }

  // Every number that leads to responses: the list has as many as it says, and their NPS is the
  // NPS it says. Returns how many were looked at.
  int follow_every_number(const ReportOptions& options) {
    const Report made = report(options);
    auto tx = *database_->begin_read();
    int followed = 0;
    for (const Section& section : report_sections(made, {})) {
      for (const Table& table : section.tables) {
        for (const auto& row : table.rows) {
          for (std::size_t column = 0; column < row.size(); ++column) {
            const TableCell& cell = row[column];
            if (!cell.responses) continue;
            SCOPED_TRACE(section.id + " / " + row[0].text + " / " + table.header[column]);
            const auto page =
                store::list_responses(tx, organization_.id, *cell.responses, {}, "", 1000);
            EXPECT_TRUE(page.ok());
            if (!page.ok()) continue;
            const auto listed = std::ssize(page->responses);
            EXPECT_EQ(*store::count_listed(tx, organization_.id, *cell.responses, {}), listed);
            if (!cell.lo && (cell.count || cell.form.unit == NumberForm::Unit::kNone)) {
              EXPECT_EQ(cell.count.value_or(static_cast<std::int64_t>(*cell.value)), listed);
            } else if (*cell.value > 0) {
              EXPECT_GT(listed, 0);
            }
            if (cell.method.starts_with("nps")) {
              EXPECT_NEAR(*cell.value, nps_of(page->responses, nps_), 1e-9);
            }
            ++followed;
          }
        }
      }
    }
    return followed;
  }

  model::MarketId south_;
  model::ChannelId phone_, visit_;
  model::UnitId region_, depot_, office_;
  model::QuestionId referred_, reason_;
  model::EmployeeId maria_;
};

TEST_F(ReportOnManyPlaces, LeadsFromEveryNumberToTheResponsesItCounts) {
  ReportOptions options;
  options.show_people = ShowPeople::kAll;
  EXPECT_GT(follow_every_number(options), 80);
  options.strength = ReportStrength::kExemplary;
  EXPECT_GT(follow_every_number(options), 80);
  options.from = *base::Month::parse("2026-02");
  options.to = *base::Month::parse("2026-02");
  EXPECT_GT(follow_every_number(options), 50);
  options.place.unit = region_;
  EXPECT_GT(follow_every_number(options), 40);
  options.place.market = south_;
  options.place.channel = visit_;
  EXPECT_GT(follow_every_number(options), 20);
}

TEST_F(ReportOnManyPlaces, ReportsOnAUnitWithThoseBelowIt) {
  ReportOptions options;
  options.place.unit = region_;
  const Report made = report(options);
  EXPECT_EQ(made.place, "Region");
  EXPECT_EQ(made.responses.total, 120);  // half of them: region and depot
  EXPECT_EQ(made.main->units.size(), 2U);
  EXPECT_EQ(made.certainty->as_counted.difference.estimate,
            made.main->question.comparison.difference.estimate);
  EXPECT_THAT(made.notes, has_note("people_of_unit"));
  EXPECT_THAT(to_markdown(made), HasSubstr("# Commendation report: Acme: Region"));
  EXPECT_THAT(to_json(made), HasSubstr("\"place\": \"Region\""));
}

TEST_F(ReportOnManyPlaces, SaysNothingOfSinglePeopleOfAChannel) {
  ReportOptions options;
  options.place.channel = phone_;
  const Report made = report(options);
  EXPECT_EQ(made.responses.total, 80);
  EXPECT_TRUE(made.people.people.empty());
  EXPECT_THAT(made.notes, has_note("people_by_channel"));
}

TEST_F(ReportOnManyPlaces, SaysWhereNothingWasSaid) {
  ReportOptions options;
  options.place.market = south_;
  options.from = *base::Month::parse("2027-01");
  EXPECT_EQ(report(options).headline.front(), "There are no responses of “South” from 2027-01 on.");
}

}  // namespace
}  // namespace laurel::report
