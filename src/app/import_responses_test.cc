#include "app/import_responses.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "app/import_batches.h"
#include "app/recount.h"
#include "base/file.h"
#include "intake/testing.h"
#include "store/cells.h"
#include "store/organizations.h"
#include "store/questions.h"
#include "store/responses.h"

namespace laurel::app {
namespace {

using intake::TemporaryFile;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A database with one organization, and imports into it.
class Import : public ::testing::Test {
 protected:
  Import() : folder_("", "unused") {
    database_ = *store::Database::open(folder_.folder() + "/laurel.db",
                                       store::SchemaPolicy::kCreateIfEmpty);
    organization_.id = {base::UuidGenerator(clock_, 7).next()};
    organization_.slug = "acme";
    organization_.name = "Acme";
    auto tx = *database_->begin_write();
    CHECK(store::create_organization(tx, organization_).ok());
    CHECK(tx.commit().ok());
  }

  std::string write(const std::string& name, const std::string& content) const {
    const std::string path = folder_.folder() + "/" + name;
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

  base::Result<ImportResult> import(const ImportOptions& options) {
    auto plan = plan_import(database_.get(), organization_.id, options);
    if (!plan.ok()) return std::move(plan).error();
    return run_import(*database_, organization_.id, *plan, clock_);
  }
  ImportResult import(const std::string& name, const std::string& content,
                      const std::vector<std::string>& maps = {}) {
    ImportOptions options;
    options.path = write(name, content);
    for (const std::string& map : maps) options.map.push_back(*intake::parse_map(map));
    auto result = import(options);
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().message);
    return result.ok() ? *result : ImportResult{};
  }

  std::vector<model::ResponseRecord> stored() {
    std::vector<model::ResponseRecord> out;
    auto tx = *database_->begin_read();
    CHECK(store::for_each_response(tx, organization_.id, [&](const model::ResponseRecord& record) {
            out.push_back(record);
            return base::Status();
          }).ok());
    return out;
  }
  model::ResponseRecord stored(const std::string& external_id) {
    for (const auto& record : stored())
      if (record.response.external_id == external_id) return record;
    ADD_FAILURE() << "no response " << external_id;
    return {};
  }
  std::vector<model::Question> questions() {
    auto tx = *database_->begin_read();
    return *store::list_questions(tx, organization_.id);
  }
  std::optional<std::int64_t> answer(const model::ResponseRecord& record, const std::string& key) {
    for (const model::Question& question : questions()) {
      if (question.key != key) continue;
      for (const model::Answer& found : record.response.answers)
        if (found.question == question.id) return found.value;
    }
    return std::nullopt;
  }
  // Cells agree with the responses.
  void expect_right_cells() {
    const auto report = recount(*database_, organization_);
    ASSERT_TRUE(report.ok());
    EXPECT_EQ(report->differing, 0);
  }

  TemporaryFile folder_;
  base::ManualClock clock_{*base::Timestamp::parse("2026-03-01T12:00:00Z")};
  std::unique_ptr<store::Database> database_;
  model::Organization organization_;
};

constexpr const char* kSmall =
    "response_id,date,market,location,nps,recommended,comment\n"
    "a1,2025-03-01,North,Leeds,10,yes,Maria at the front desk stayed late to sort out our "
    "booking.\n"
    "a2,2025-03-02,South,York,3,no,Nobody called me back.\n"
    "a3,2025-03-03,North,Leeds,,yes,\n";

TEST_F(Import, StoresResponsesWithTheirNamesScoresWordsAndPraise) {
  const ImportResult result = import("small.csv", kSmall);
  EXPECT_EQ(result.rows, 3);
  EXPECT_EQ(result.added, 3);
  EXPECT_EQ(result.rejected, 0);
  EXPECT_EQ(result.praising, 1);
  const model::ResponseRecord first = stored("a1");
  EXPECT_EQ(first.response.source, "small");
  EXPECT_EQ(first.response.occurred_on->to_string(), "2025-03-01");
  EXPECT_EQ(first.response.reading, model::Reading::kRead);
  EXPECT_EQ(answer(first, "nps"), 10);
  EXPECT_EQ(answer(first, "recommended"), 1);
  ASSERT_THAT(first.commendations, Not(IsEmpty()));
  EXPECT_EQ(first.commendations[0].target, "Maria");
  EXPECT_TRUE(first.commendations[0].flagged);
  EXPECT_EQ(stored("a3").response.reading, model::Reading::kSilent);
  EXPECT_EQ(stored("a1").response.unit, stored("a3").response.unit);
  EXPECT_NE(stored("a1").response.market, stored("a2").response.market);
  EXPECT_FALSE(std::filesystem::exists(folder_.folder() + "/small.rejects.csv"));
  expect_right_cells();
}

TEST_F(Import, ChangesNothingWhenTheSameFileComesAgain) {
  import("small.csv", kSmall);
  const auto before = stored();
  const ImportResult again = import("small.csv", kSmall);
  EXPECT_EQ(again.added, 0);
  EXPECT_EQ(again.unchanged, 3);
  EXPECT_EQ(stored().size(), before.size());
  expect_right_cells();
}

TEST_F(Import, UpdatesInPlaceByExternalId) {
  import("small.csv", kSmall);
  const auto id = stored("a2").response.id;
  const ImportResult again = import(
      "small.csv",
      "response_id,date,market,location,nps,recommended,comment\n"
      "a2,2025-03-02,South,York,8,yes,They called in the end.\nb1,2025-03-02,South,York,9,yes,\n");
  EXPECT_EQ(again.updated, 1);
  EXPECT_EQ(again.added, 1);
  EXPECT_EQ(answer(stored("a2"), "nps"), 8);
  EXPECT_EQ(stored("a2").response.id, id);
  expect_right_cells();
}

TEST_F(Import, PutsBadRowsIntoAFileThatCanBeCorrectedAndImported) {
  const std::string bad =
      "response_id,date,market,location,nps,recommended,comment\r\n"
      "a1,2025-02-30,North,Leeds,10,yes,\"He said \"\"thanks\"\",\nand left\"\r\n"
      "a2,2025-03-02,South,York,11,no,Bad\r\n"
      "a3,2025-03-03,North,Leeds,9,yes,Good\r\n"
      "a4,2025-03-03,North\r\n";
  const ImportResult result = import("bad.csv", bad);
  EXPECT_EQ(result.added, 1);
  EXPECT_EQ(result.rejected, 3);
  ASSERT_EQ(result.first_rejects.size(), 3u);
  EXPECT_EQ(result.first_rejects[0].line, 2);
  EXPECT_EQ(result.first_rejects[0].column, "date");
  EXPECT_EQ(result.first_rejects[1].line, 4);
  EXPECT_EQ(result.first_rejects[1].reason, "is outside 0 to 10");
  EXPECT_EQ(result.first_rejects[2].line, 6);
  EXPECT_THAT(result.first_rejects[2].reason, HasSubstr("3 columns where the header has 7"));
  const std::string rejects = *base::read_file(result.rejects);
  EXPECT_EQ(
      rejects,
      "reject_line,reject_column,reject_reason,response_id,date,market,location,nps,"
      "recommended,comment\r\n"
      "2,\"date\",\"is a day that doesn't exist\",a1,2025-02-30,North,Leeds,10,yes,\"He said "
      "\"\"thanks\"\",\nand left\"\r\n"
      "4,\"nps\",\"is outside 0 to 10\",a2,2025-03-02,South,York,11,no,Bad\r\n"
      "6,\"\",\"has 3 columns where the header has 7; a delimiter may be missing or not quoted, "
      "or the file cut off\",a4,2025-03-03,North\r\n");

  std::string corrected = rejects;
  corrected.replace(corrected.find("2025-02-30"), 10, "2025-02-28");
  corrected.replace(corrected.find(",11,"), 4, ",1,");
  ImportOptions options;
  options.path = write("bad.rejects.csv", corrected);
  const auto second = import(options);
  ASSERT_TRUE(second.ok()) << second.error().message;
  EXPECT_EQ(second->added, 2);
  EXPECT_EQ(second->rejected, 1);
  EXPECT_EQ(stored("a1").response.source, "bad");
  EXPECT_EQ(answer(stored("a2"), "nps"), 1);
  // The row that is still bad has its cells once.
  const std::string left = *base::read_file(second->rejects);
  EXPECT_THAT(left, HasSubstr("\r\n5,\"\","));
  EXPECT_THAT(left, HasSubstr("cut off\",a4,2025-03-03,North\r\n"));
  expect_right_cells();
}

TEST_F(Import, RejectsBadJsonLinesAndLandsTheOthers) {
  const ImportResult result = import("r.ndjson",
                                     "{\"id\":\"a\",\"nps\":9,\"comment\":\"Good people\"}\n"
                                     "{\"id\":\"b\",\"nps\":12}\n{\"id\":\"c\",\n"
                                     "{\"id\":\"d\",\"nps\":0}\n");
  EXPECT_EQ(result.added, 2);
  EXPECT_EQ(result.rejected, 2);
  const std::string rejects = *base::read_file(result.rejects);
  EXPECT_THAT(rejects,
              HasSubstr("{\"_reject\":{\"line\":2,\"column\":\"nps\",\"reason\":\"is outside "
                        "0 to 10\"},\"id\":\"b\",\"nps\":12}\n"));
  EXPECT_THAT(rejects, HasSubstr("\"line\":3"));
}

TEST_F(Import, RejectsASecondRowOfTheSameIdWithOtherContent) {
  std::string text = "response_id,nps,comment\n";
  for (int i = 0; i < 9000; ++i) text += "r" + std::to_string(i) + ",9,\n";
  text += "r5,9,\nr6,2,\n";
  const ImportResult result = import("twice.csv", text);
  EXPECT_EQ(result.added, 9000);
  EXPECT_EQ(result.rejected, 1);
  EXPECT_EQ(result.first_rejects[0].line, 9003);
  EXPECT_THAT(result.first_rejects[0].reason, HasSubstr("id of line 8"));
  EXPECT_EQ(answer(stored("r6"), "nps"), 9);
}

TEST_F(Import, CountsTheSameRowTwiceOnlyOnce) {
  std::string text = "id,nps,comment\n";
  // Apart by more than a batch, so that two transactions meet them.
  for (int i = 0; i < 5000; ++i) text += std::to_string(i) + ",9,Maria was so kind to us\n";
  text += "7,9,Maria was so kind to us\n";
  const ImportResult result = import("same.csv", text);
  EXPECT_EQ(result.added, 5000);
  EXPECT_EQ(result.unchanged, 0);
  EXPECT_EQ(result.passed_over, 1);
  EXPECT_EQ(result.praising, 5000);
}

TEST_F(Import, RefusesAColumnWithTooManyValuesBeforeAnythingIsStored) {
  std::string text = "id,place,nps\n";
  for (int i = 0; i < 20'001; ++i)
    text += std::to_string(i) + ",Place " + std::to_string(i) + "," + std::to_string(i % 11) + "\n";
  ImportOptions options;
  options.path = write("places.csv", text);
  for (const char* meaning : {"unit", "market", "channel", "choice"}) {
    options.map = {{meaning, "place"}};
    EXPECT_THAT(import(options).error().message,
                AllOf(HasSubstr("The column place has more than"), HasSubstr("'ignore=place'")));
  }
  EXPECT_THAT(stored(), IsEmpty());
  auto tx = *database_->begin_read();
  EXPECT_THAT(*store::list_units(tx, organization_.id), IsEmpty());
}

TEST_F(Import, IgnoresAGuessedChoiceThatTurnsOutToHaveTooManyValues) {
  std::string text = "id,cabin,nps\n";
  for (int i = 0; i < 2500; ++i) {
    const int cabin = i < 2000 ? i % 3 : i;  // the rows looked at first have three
    text += std::to_string(i) + ",C" + std::to_string(cabin) + ",9\n";
  }
  const ImportResult result = import("cabins.csv", text, {"nps=nps"});
  EXPECT_EQ(result.added, 2500);
  EXPECT_EQ(result.rejected, 0);
}

TEST_F(Import, RefusesAFileOfWhichNoRowCanBeUsed) {
  ImportOptions options;
  options.path = write("commas.csv", "id,nps,comment\n1,9,So kind, all of them\n2,8,Good, fast\n");
  EXPECT_THAT(import(options).error().message,
              AllOf(HasSubstr("None of the 2 rows can be used; line 2 has 4 columns"),
                    HasSubstr("Correct that in the export.")));
}

TEST_F(Import, MakesIdsFromTheFileWhenItHasNone) {
  const std::string text = "nps,comment\n9,Good work by the crew\n9,Good work by the crew\n";
  EXPECT_EQ(import("plain.csv", text).added, 2);
  EXPECT_EQ(import("plain.csv", text).unchanged, 2);
  EXPECT_EQ(stored().size(), 2u);
}

TEST_F(Import, CountsChoicesAndLetsThemGrow) {
  import("one.csv", "id,cabin,nps\n1,Economy,9\n2,Economy,8\n3,First,10\n4,Economy,0\n", {});
  import("two.csv", "id,cabin,nps\n1,Business,9\n2,Economy,8\n3,Economy,3\n4,Economy,0\n", {});
  for (const model::ResponseRecord& record : stored()) {
    if (record.response.external_id != "1") continue;
    EXPECT_EQ(answer(record, "cabin"), record.response.source == "one" ? 0 : 2);
  }
  std::vector<std::string> choices;
  for (const model::Question& question : questions())
    if (question.key == "cabin") choices = question.choices;
  EXPECT_EQ(choices, (std::vector<std::string>{"Economy", "First", "Business"}));
  expect_right_cells();
}

TEST_F(Import, KeepsWordsOfALanguageItDoesntReadWithoutGuessing) {
  const ImportResult result =
      import("fr.csv",
             "id,nps,comment\n1,10,La conseill\u00E8re \u00E9tait tr\u00E8s disponible et "
             "chaleureuse avec nous et avec les enfants\n2,9,\n");
  EXPECT_EQ(result.unread, 1);
  EXPECT_EQ(stored("1").response.reading, model::Reading::kUnread);
  EXPECT_THAT(stored("1").commendations, IsEmpty());
}

TEST_F(Import, WritesNothingInADryRun) {
  ImportOptions options;
  options.path = write("bad.csv", "id,nps\n1,9\n2,99\n3,0\n");
  auto plan = plan_import(database_.get(), organization_.id, options);
  ASSERT_TRUE(plan.ok());
  const auto result = dry_run_import(*plan);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->added, 2);
  EXPECT_EQ(result->rejected, 1);
  EXPECT_EQ(result->first_rejects[0].line, 3);
  EXPECT_TRUE(stored().empty());
  EXPECT_TRUE(questions().empty());
  EXPECT_FALSE(std::filesystem::exists(folder_.folder() + "/bad.rejects.csv"));
}

TEST_F(Import, NeverOverwritesAFileThatIsNoRejectFile) {
  ImportOptions options;
  options.path = write("in.csv", "id,nps\n1,9\n2,99\n");
  options.rejects = write("precious.csv", "my,own,data\n");
  const auto result = import(options);
  ASSERT_FALSE(result.ok());
  EXPECT_THAT(result.error().message, HasSubstr("is not a reject file"));
  EXPECT_EQ(*base::read_file(options.rejects), "my,own,data\n");
  options.rejects = options.path;
  EXPECT_THAT(import(options).error().message, HasSubstr("overwrite the imported file"));
}

TEST_F(Import, LinksPeopleWhoServedByIdAddressOrName) {
  std::vector<model::Employee> people(2);
  people[0].code = "E7";
  people[0].first_name = "Maria";
  people[0].last_name = "Lopez";
  people[0].email = "maria@acme.example";
  people[1].code = "E9";
  people[1].first_name = "Bob";
  people[1].last_name = "Stone";
  {
    auto tx = *database_->begin_write();
    ASSERT_TRUE(store::save_employees(tx, organization_.id, people).ok());
    ASSERT_TRUE(tx.commit().ok());
  }
  const ImportResult result =
      import("served.csv",
             "id,nps,agent\n1,9,E7\n2,9,MARIA@acme.example\n3,9,bob stone\n"
             "4,9,Maria Lopez (maria@acme.example)\n5,9,E7|E9\n6,9,Nobody\n");
  for (const char* id : {"1", "2", "4"})
    EXPECT_EQ(stored(id).response.served_by, std::vector{people[0].id}) << id;
  EXPECT_EQ(stored("3").response.served_by, std::vector{people[1].id});
  EXPECT_EQ(stored("5").response.served_by.size(), 2u);
  EXPECT_THAT(stored("6").response.served_by, IsEmpty());
  ASSERT_EQ(result.notes.size(), 1u);
  EXPECT_THAT(result.notes[0], HasSubstr("Nobody"));
}

TEST_F(Import, JoinsAccountsAndContacts) {
  import(
      "b2b.csv",
      "id,nps,account,email,customer name\n1,9,Globex,Ann@x.example,Ann\n2,8,Globex,ann@x.example,"
      "\n3,8,Initech,,Bob\n");
  EXPECT_EQ(stored("1").response.account, stored("2").response.account);
  EXPECT_NE(stored("1").response.account, stored("3").response.account);
  EXPECT_EQ(stored("1").response.contact, stored("2").response.contact);
  EXPECT_TRUE(stored("1").response.contact.known());
  EXPECT_FALSE(stored("3").response.contact.known());
}

// An import that stops between any two batches and is started again leaves what an uninterrupted
// one leaves, rejects included.
TEST_F(Import, ContinuesWhereItWasCutOff) {
  std::string text = "response_id,date,market,nps,cabin,comment\n";
  for (int i = 0; i < 21'000; ++i) {
    text += "r" + std::to_string(i) + ",2025-0" + std::to_string(1 + i % 9) + "-11,M" +
            std::to_string(i % 3) + "," + std::to_string(i % 997 == 5 ? 77 : i % 11) + ",C" +
            std::to_string(i / 3000) + (i % 50 == 0 ? ",Anna was so kind to us\n" : ",\n");
  }
  text += "r3,2025-01-11,M0,1,C0,other\n";  // repeated with other content
  ImportOptions options;
  options.path = write("long.csv", text);
  int cuts = 0;
  for (;;) {
    // Continue, and stop after one batch as if killed.
    auto plan = plan_import(database_.get(), organization_.id, options);
    ASSERT_TRUE(plan.ok()) << plan.error().message;
    plan->commit_rows = 1;  // a transaction for every batch
    struct Cut {};
    bool finished = false;
    try {
      int batches = 0;
      const auto result =
          run_import(*database_, organization_.id, *plan, clock_, [&](const ImportProgress&) {
            if (++batches == 1 + cuts % 2) throw Cut{};
          });
      ASSERT_TRUE(result.ok()) << result.error().message;
      finished = true;
      EXPECT_EQ(result->rows, 21'001);
      EXPECT_EQ(result->rejected, 23);
      EXPECT_EQ(result->added, 21'001 - 23);
      EXPECT_TRUE(result->continued_at_line.has_value());
    } catch (const Cut&) {
      ++cuts;
      // What a kill may leave behind after the last commit.
      std::ofstream(folder_.folder() + "/long.rejects.csv", std::ios::app) << "half a li";
    }
    if (finished) break;
    ASSERT_LT(cuts, 20);
  }
  EXPECT_GE(cuts, 3);
  const auto rejects = *base::read_file(folder_.folder() + "/long.rejects.csv");
  EXPECT_EQ(std::count(rejects.begin(), rejects.end(), '\n'), 24);
  EXPECT_THAT(rejects, Not(HasSubstr("half")));
  EXPECT_EQ(stored().size(), 21'001u - 23u);
  expect_right_cells();
}

TEST_F(Import, SaysWhatIsStoredWhenTheRejectFileCantBeWritten) {
  ImportOptions options;
  options.path = write("in.csv", "id,nps\n1,9\n2,99\n");
  options.rejects = folder_.folder() + "/no/such/folder/rejects.csv";
  const auto result = import(options);
  ASSERT_FALSE(result.ok());
  EXPECT_THAT(result.error().message, HasSubstr("rejects.csv can't be"));
  EXPECT_TRUE(stored().empty());
}

}  // namespace
}  // namespace laurel::app
