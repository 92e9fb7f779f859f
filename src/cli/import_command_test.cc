// The import and roster commands as typed: what they say and how they end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "cli/command_testing.h"

namespace laurel::cli {
namespace {

using ::testing::HasSubstr;

using ImportCommand = CommandTest;

constexpr const char* kReviews =
    "review_id,date,airline,overall_rating,recommended,comment\n"
    "1,2025-03-01,swift-air,7.0,1,The crew was so kind to my mother\n"
    "2,2025-03-02,swift-air,10.0,0,\n"
    "3,2025-02-30,slow-air,3.0,0,Bad food\n";

TEST_F(ImportCommand, ShowsTheMappingWithReasonsAndSaysWhatBecameOfTheRows) {
  EXPECT_EQ(laurel({"import", file("reviews.csv", kReviews)}), 1);
  EXPECT_THAT(terminal_.written, HasSubstr("  airline         market              by its name\n"));
  EXPECT_THAT(terminal_.written,
              HasSubstr("  overall_rating  scale 1–10          whole numbers 3 to "
                        "10. Not NPS\n"));
  EXPECT_THAT(terminal_.written, HasSubstr("3 rows read: 2 added, 1 rejected."));
  EXPECT_THAT(terminal_.said, HasSubstr("  line 4, column date: is a day that doesn't exist\n"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "reviews.rejects.csv"));
}

TEST_F(ImportCommand, WritesNothingInADryRun) {
  const std::string path = file("reviews.csv", kReviews);
  EXPECT_EQ(laurel({"import", path, "--dry-run"}), 1);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "laurel.db"));
  EXPECT_THAT(terminal_.written, HasSubstr("Of 3 rows 2 can be imported, 1 would be rejected"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "reviews.rejects.csv"));
  EXPECT_EQ(laurel({"import", path}), 1);
  EXPECT_THAT(terminal_.written, HasSubstr("2 added"));
  // Nor an organization, where there is a database.
  EXPECT_EQ(laurel({"import", path, "--dry-run", "--organization", "Other", "--new"}), 1);
  EXPECT_EQ(laurel({"report", "--organization", "Other"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("The ones here: my-company."));
}

TEST_F(ImportCommand, KeepsAMappingUnderANameForTheNextFile) {
  const std::string march = file("march.csv", "Q1,Q2\n10,Maria was great\n");
  EXPECT_EQ(laurel({"import", march, "--mapping", "survey"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("No mapping is kept under the name \"survey\". Say what "
                                        "the columns mean with --map"));
  EXPECT_EQ(laurel({"import", march, "--mapping", "survey", "--map", "nps=Q1", "--dry-run"}), 0);
  EXPECT_EQ(laurel({"import", march, "--mapping", "survey"}), 1);  // a dry run keeps nothing

  EXPECT_EQ(laurel({"import", march, "--mapping", "survey", "--map", "nps=Q1", "--map",
                    "comment=Q2", "--source", "Survey"}),
            0);
  const std::string april = file("april.csv", "Q1,Q2\n9,Ann helped\n");
  EXPECT_EQ(laurel({"import", april, "--mapping", "survey", "--source", "Survey"}), 0);
  EXPECT_THAT(terminal_.written, HasSubstr("  Q1      nps "));
  // What is said now goes first, and is kept.
  EXPECT_EQ(laurel({"import", april, "--mapping", "survey", "--map", "scale 0-10=Q1", "--source",
                    "Other"}),
            0);
  EXPECT_THAT(terminal_.written, HasSubstr("  Q1      scale 0–10 "));
  EXPECT_EQ(laurel({"import", april, "--mapping", "other"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("under the name \"other\"; there are: survey."));
}

TEST_F(ImportCommand, MakesNoDatabaseForWhatItCantImport) {
  EXPECT_EQ(laurel({"import", (folder_ / "missing.csv").string()}), 1);
  EXPECT_EQ(laurel({"import", file("empty.csv", "")}), 1);
  EXPECT_EQ(laurel({"roster", file("circle.csv", "employee_id,name,manager_id\nA,Ann,A\n")}), 1);
  EXPECT_EQ(laurel({"roster", file("fine.csv", "employee_id,name\nA,Ann\n"), "--dry-run"}), 0);
  EXPECT_THAT(terminal_.written, HasSubstr("1 added"));
  EXPECT_EQ(laurel({"import", "-"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("Save the data to a file"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "laurel.db"));
}

TEST_F(ImportCommand, NamesOrganizationsInAnyScript) {
  const std::string path = file("r.csv", "id,nps,comment\n1,9,Maria was so kind to us\n");
  EXPECT_EQ(laurel({"import", path, "--organization", "株式会社 <b>&\"'"}), 0);
  EXPECT_EQ(laurel({"import", path, "--organization", "日本", "--new"}), 0);
  EXPECT_EQ(laurel({"import", path, "--organization", "中国", "--new"}), 0);
  EXPECT_EQ(laurel({"report", "--organization", "日本"}), 0);
  EXPECT_THAT(terminal_.written, HasSubstr("Commendation report: 日本"));
  EXPECT_EQ(laurel({"import", path}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("--organization: organization-3, organization-2, b."));
}

TEST_F(ImportCommand, SaysBeforehandThatRejectedRowsCantBeWritten) {
  const std::string path = file("reviews.csv", kReviews);
  EXPECT_EQ(laurel({"import", path, "--rejects", (folder_ / "none" / "r.csv").string()}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("r.csv can't be written: it does not exist."));
  EXPECT_EQ(laurel({"report"}), 0);
  EXPECT_THAT(terminal_.written, HasSubstr("There are no responses yet."));
}

TEST_F(ImportCommand, SaysOneClearSentenceAndFailsOnWhatItCantUse) {
  const std::string path = file("reviews.csv", kReviews);
  EXPECT_EQ(laurel({"import", path, "--map", "nps"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("FIELD=COLUMN"));
  EXPECT_EQ(laurel({"import", path, "--map", "nps=Q7"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("no column Q7"));
  EXPECT_EQ(laurel({"import", path, "--dates", "ymd"}), 1);
  EXPECT_EQ(laurel({"import", path, "--encoding", "klingon"}), 1);
  EXPECT_EQ(laurel({"import", file("sheet.csv", "PK\x03\x04 xl/workbook.xml")}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("XLSX"));
  EXPECT_EQ(laurel({"import", path, "--no-such-option"}), 2);
}

TEST_F(ImportCommand, ImportsARosterAndShowsWhatItWouldChange) {
  const std::string path = file("roster.csv", "employee_id,name,location\nE1,Ann Lee,Leeds\n");
  EXPECT_EQ(laurel({"roster", path, "--dry-run"}), 0);
  EXPECT_THAT(terminal_.written,
              HasSubstr("add    E1 Ann Lee\nNothing was written. People: 1 added"));
  EXPECT_EQ(laurel({"roster", path}), 0);
  EXPECT_THAT(terminal_.written, HasSubstr("People: 1 added, 0 changed, 0 unchanged; 1 new unit"));
  EXPECT_EQ(laurel({"roster", path}), 0);
  EXPECT_THAT(terminal_.written, HasSubstr("0 added, 0 changed, 1 unchanged"));
  EXPECT_EQ(laurel({"roster", file("empty.csv", "employee_id,name\n")}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("no rows"));
}

constexpr const char* kOrders =
    "account_id,kind,occurred_on,amount,currency\n"
    "A1,purchase,2026-01-05,12.50,EUR\n"
    "A1,purchase,2026-01-05,12.50,EUR\n"  // twice on a day: two purchases
    "A2,renewal,2026-02-01,,\n"
    "A3,churn,2026-02-30,,\n";

TEST_F(ImportCommand, TakesOutcomesAndSaysWhatTheyWere) {
  EXPECT_EQ(laurel({"outcomes", file("orders.csv", kOrders)}), 1);
  EXPECT_THAT(terminal_.written, HasSubstr("  occurred_on  date      by its name\n"));
  EXPECT_THAT(terminal_.written,
              HasSubstr("4 rows read: 3 added, 1 rejected. 2 purchases, 1 renewal, 0 visits, 0 "
                        "referrals; 0 customers left."));
  EXPECT_THAT(terminal_.said,
              HasSubstr("  line 5, column occurred_on: is a day that doesn't exist\n"));
}

TEST_F(ImportCommand, AddsOnlyWhatIsNewOfAGrownFileOfOutcomes) {
  laurel({"outcomes", file("orders.csv", kOrders)});
  const std::string grown = std::string(kOrders) + "A1,purchase,2026-01-05,12.50,EUR\n";
  EXPECT_EQ(laurel({"outcomes", file("orders.csv", grown)}), 1);
  EXPECT_THAT(terminal_.written,
              HasSubstr("5 rows read: 1 added, 3 already there and unchanged, 1 rejected."));
}

TEST_F(ImportCommand, LooksAtOutcomesWithoutWritingInADryRun) {
  EXPECT_EQ(laurel({"outcomes", file("orders.csv", kOrders), "--dry-run"}), 1);
  EXPECT_THAT(terminal_.written,
              HasSubstr("Nothing was written. Of 4 rows 3 can be imported, 1 would be rejected"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "laurel.db"));
}

TEST_F(ImportCommand, UpdatesOutcomesInPlaceByTheirId) {
  const std::string header = "order_id,account,order_date,total\n";
  const std::vector<std::string> more = {"--kind", "purchase", "--currency",
                                         "EUR",    "--map",    "external_id=order_id"};
  std::vector<std::string> words = {
      "outcomes", file("o.csv", header + "1,A1,2026-01-05,10\n2,A1,2026-01-06,7\n")};
  words.insert(words.end(), more.begin(), more.end());
  EXPECT_EQ(laurel(words), 0);
  words[1] = file("o.csv", header + "1,A1,2026-01-05,11\n2,A1,2026-01-06,7\n2,A1,2026-01-06,7\n");
  EXPECT_EQ(laurel(words), 0);
  EXPECT_THAT(terminal_.written,
              HasSubstr("3 rows read: 0 added, 1 updated, 1 already there and unchanged, 1 passed "
                        "over (repetitions)."));
  words[1] = file("o.csv", header + "3,A1,2026-01-05,11\n3,A1,2026-01-06,7\n");
  EXPECT_EQ(laurel(words), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("column order_id: is the id of line 2, whose content"));
}

TEST_F(ImportCommand, SaysWhichCommandAFileOfOutcomesBelongsTo) {
  EXPECT_EQ(
      laurel({"import", file("orders.csv", "account_id,kind,occurred_on\nA1,visit,2026-01-05\n")}),
      1);
  EXPECT_THAT(terminal_.said, HasSubstr("looks like what customers did, not what they said. Import "
                                        "it with: laurel outcomes FILE"));
}

TEST_F(ImportCommand, RefusesKindsAndCurrenciesThatAreNone) {
  const std::string orders = file("orders.csv", kOrders);
  EXPECT_EQ(laurel({"outcomes", orders, "--kind", "gift"}), 1);
  EXPECT_THAT(terminal_.said,
              HasSubstr("--kind can be purchase, renewal, visit, referral or churn"));
  EXPECT_EQ(laurel({"outcomes", orders, "--currency", "euro"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("--currency takes a code of three capital letters"));
}

}  // namespace
}  // namespace laurel::cli
