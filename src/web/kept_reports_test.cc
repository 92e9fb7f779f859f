// A report that is asked for again is the one that was made, until its time is over.
#include "web/kept_reports.h"

#include <gtest/gtest.h>

#include "store/organizations.h"
#include "store/questions.h"
#include "store/responses.h"
#include "store/test_database.h"

namespace laurel::web {
namespace {

class KeptReportsTest : public testing::Test {
 protected:
  void SetUp() override {
    database_ = VALUE(store::Database::open(place_.url(), store::SchemaPolicy::kCreateIfEmpty));
    auto tx = VALUE(database_->begin_write());
    EXPECT_OK(store::create_organization(tx, organization_));
    model::Question nps;
    nps.key = "nps";
    nps.kind = model::QuestionKind::kNps;
    nps.max = 10;
    nps_ = VALUE(store::save_question(tx, organization_.id, nps));
    EXPECT_OK(tx.commit());
  }

  void save(int n) {
    std::vector<model::ResponseRecord> records;
    for (int i = 0; i < n; ++i) {
      model::ResponseRecord record;
      record.response.id = {store::new_id()};
      record.response.source = "test";
      record.response.external_id = std::to_string(next_++);
      record.response.answers = {{nps_, i % 11}};
      records.push_back(std::move(record));
    }
    auto tx = VALUE(database_->begin_write());
    const model::QuestionCatalog questions(VALUE(store::list_questions(tx, organization_.id)));
    EXPECT_TRUE(store::save_responses(tx, organization_.id, questions, records).ok());
    EXPECT_OK(tx.commit());
  }

  std::int64_t total(KeptReports& reports) {
    return VALUE(reports.of(organization_, 1, {}))->report.responses.total;
  }

  store::TestPlace place_{store::Engine::kSqlite};
  std::unique_ptr<store::Database> database_;
  base::ManualClock clock_{*base::Timestamp::parse("2026-03-01T12:00:00Z")};
  model::Organization organization_{{store::new_id()}, "acme", "Acme"};
  model::QuestionId nps_;
  int next_ = 1;
};

TEST_F(KeptReportsTest, AreMadeAnewOnceTheirTimeIsOver) {
  KeptReports reports(*database_, clock_);
  save(20);
  EXPECT_EQ(total(reports), 20);
  save(10);
  EXPECT_EQ(total(reports), 20);  // of the same moment
  clock_.advance(std::chrono::minutes(11));
  EXPECT_EQ(total(reports), 30);
}

TEST_F(KeptReportsTest, AreMadeAnewWhenTheOrganizationChanges) {
  KeptReports reports(*database_, clock_);
  save(20);
  EXPECT_EQ(total(reports), 20);
  save(10);
  EXPECT_EQ(VALUE(reports.of(organization_, 2, {}))->report.responses.total, 30);
}

TEST_F(KeptReportsTest, AreKeptApartByWhatIsAskedFor) {
  KeptReports reports(*database_, clock_);
  save(20);
  EXPECT_EQ(total(reports), 20);
  report::ReportOptions march;
  march.from = *base::Month::parse("2026-03");
  EXPECT_EQ(VALUE(reports.of(organization_, 1, march))->report.responses.total, 0);
  report::ReportOptions wrong = march;
  wrong.to = *base::Month::parse("2026-01");
  EXPECT_FALSE(reports.of(organization_, 1, wrong).ok());
}

TEST_F(KeptReportsTest, GetWhatIsReadResponseByResponseALittleLater) {
  KeptReports reports(*database_, clock_);
  save(static_cast<int>(report::kFewRows) + 1);
  const auto first = VALUE(reports.of(organization_, 1, {}));
  EXPECT_TRUE(first->unfinished);
  EXPECT_FALSE(first->report.certainty);
  reports.settle();
  const auto second = VALUE(reports.of(organization_, 1, {}));
  EXPECT_FALSE(second->unfinished);
  EXPECT_TRUE(second->report.certainty);
}

}  // namespace
}  // namespace laurel::web
