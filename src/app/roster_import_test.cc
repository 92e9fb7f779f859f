#include "app/roster_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "app/detection.h"
#include "base/uuid.h"
#include "intake/testing.h"
#include "store/organizations.h"

namespace laurel::app {
namespace {

using intake::TemporaryFile;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Roster : public ::testing::Test {
 protected:
  Roster() : folder_("", "unused") {
    database_ = *store::Database::open(folder_.folder() + "/laurel.db",
                                       store::SchemaPolicy::kCreateIfEmpty);
    organization_.id = {base::UuidGenerator(clock_, 7).next()};
    organization_.slug = "acme";
    organization_.name = "Acme";
    auto tx = *database_->begin_write();
    CHECK(store::create_organization(tx, organization_).ok());
    CHECK(tx.commit().ok());
  }

  base::Result<RosterResult> import(const std::string& content,
                                    RosterMode mode = RosterMode::kApply) {
    const TemporaryFile file(content, "roster.csv");
    RosterFile roster;
    roster.path = file.path();
    return import_roster(database_.get(), organization_.id, roster, mode);
  }
  std::string error_of(const std::string& content) {
    const auto result = import(content);
    return result.ok() ? "" : result.error().message;
  }
  std::vector<model::Employee> people() {
    auto tx = *database_->begin_read();
    return *store::list_employees(tx, organization_.id);
  }
  model::Employee person(const std::string& code) {
    for (const model::Employee& employee : people())
      if (employee.code == code) return employee;
    ADD_FAILURE() << "no employee " << code;
    return {};
  }
  std::vector<model::Unit> units() {
    auto tx = *database_->begin_read();
    return *store::list_units(tx, organization_.id);
  }
  model::Unit unit(const std::string& code) {
    for (const model::Unit& found : units())
      if (found.code == code) return found;
    ADD_FAILURE() << "no unit " << code;
    return {};
  }

  TemporaryFile folder_;
  base::ManualClock clock_{*base::Timestamp::parse("2026-03-01T12:00:00Z")};
  std::unique_ptr<store::Database> database_;
  model::Organization organization_;
};

constexpr const char* kRoster =
    "employee_id,first_name,last_name,preferred_name,aliases,email,manager_email,location,"
    "department,"
    "title,start_date,end_date\n"
    "E1,Maria,Lopez,Mia,Mary|Marie,Maria@x.example,dora@x.example,Leeds,Sales,Clerk,2020-01-15,\n"
    "E2,Dora,Stone,,,dora@x.example,,York,Sales,Director,2019-01-01,2026-12-31\n";

TEST_F(Roster, StoresPeopleUnitsAndLeadersWhateverTheOrder) {
  const auto result = import(kRoster);
  ASSERT_TRUE(result.ok()) << result.error().message;
  EXPECT_EQ(result->added, 2);
  EXPECT_EQ(result->units_added, 2);
  const model::Employee maria = person("E1");
  EXPECT_EQ(maria.preferred_name, "Mia");
  EXPECT_THAT(maria.aliases, ElementsAre("Mary", "Marie"));
  EXPECT_EQ(maria.email, "maria@x.example");
  EXPECT_EQ(maria.leader, person("E2").id);
  EXPECT_EQ(maria.unit, unit("Leeds").id);
  EXPECT_EQ(maria.employed_from->to_string(), "2020-01-15");
  EXPECT_FALSE(maria.employed_until);
  EXPECT_EQ(person("E2").employed_until->to_string(), "2026-12-31");
  EXPECT_FALSE(person("E2").leader.known());
}

TEST_F(Roster, CountsWhatChangesAndKeepsTheRest) {
  ASSERT_TRUE(import(kRoster).ok());
  const auto same = import(kRoster);
  EXPECT_EQ(same->unchanged, 2);
  const auto changed = import(
      "employee_id,first_name,last_name,title,manager_id\nE1,Maria,Lopez,Manager,E2\nE3,Al,Roe,,"
      "E1\n");
  ASSERT_TRUE(changed.ok()) << changed.error().message;
  EXPECT_EQ(changed->changed, 1);
  EXPECT_EQ(changed->added, 1);
  ASSERT_EQ(changed->changes.size(), 2u);
  EXPECT_THAT(changed->changes[0].fields, ElementsAre("title"));
  EXPECT_EQ(person("E1").email, "maria@x.example");  // no column for it
  EXPECT_EQ(person("E3").leader, person("E1").id);
  EXPECT_EQ(people().size(), 3u);
}

TEST_F(Roster, ShowsChangesWithoutWritingInADryRun) {
  const auto result = import(kRoster, RosterMode::kDryRun);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->added, 2);
  EXPECT_TRUE(people().empty());
  EXPECT_TRUE(units().empty());
}

TEST_F(Roster, RefusesCyclesAndLeavesNothing) {
  EXPECT_THAT(error_of("employee_id,name,manager_id\nE1,Ann Lee,E2\nE2,Bo Ray,E3\nE3,Cy Fox,E1\n"),
              HasSubstr("circle"));
  EXPECT_TRUE(people().empty());
}

TEST_F(Roster, NamesTheLineOfEachMistake) {
  const std::string head = "employee_id,first_name,last_name,email,manager_email,start_date\n";
  EXPECT_THAT(error_of(head + "E1,Ann,Lee,,,\nE1,Bob,Lee,,,\n"), HasSubstr("Lines 2 and 3"));
  EXPECT_THAT(error_of(head + "E1,Ann,Lee,,boss@x.example,\n"), HasSubstr("Line 2: the manager"));
  EXPECT_THAT(error_of(head + ",Ann,Lee,,,\n"), HasSubstr("Line 2: the employee has no id"));
  EXPECT_THAT(error_of(head + "E1,,,,,\n"), HasSubstr("has no name"));
  EXPECT_THAT(error_of(head + "E1,Ann,Lee,,,2025-02-30\n"), HasSubstr("doesn't exist"));
  EXPECT_THAT(error_of(head + "E1,Ann,Lee,,,03/04/2025\n"), HasSubstr("--dates dmy"));
  EXPECT_THAT(error_of(head + "E1,Ann\n"), HasSubstr("Line 2"));
  EXPECT_THAT(error_of(head + "E1,A,L,b@x.example,,\nE2,B,L,b@x.example,,\nE3,C,L,,b@x.example,\n"),
              HasSubstr("several people"));
  EXPECT_TRUE(people().empty());
}

TEST_F(Roster, TakesTheSameLineTwiceOnce) {
  const auto result = import("employee_id,name\nE1,Ann Lee\nE1,Ann Lee\n");
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->added, 1);
  EXPECT_EQ(person("E1").last_name, "Lee");
}

TEST_F(Roster, SaysWhenARosterIsEmptyOrLacksAColumn) {
  EXPECT_THAT(error_of("employee_id,first_name\n"), HasSubstr("no rows"));
  EXPECT_THAT(error_of("first_name\nAnn\n"), HasSubstr("no column employee_id"));
  EXPECT_THAT(error_of("employee_id,email\nE1,a@x.example\n"), HasSubstr("no names"));
}

TEST_F(Roster, ReadsATreeOfUnitsParentsInAnyOrder) {
  const auto result = import("unit_id,name,parent\nL,Leeds,N\nN,North,\nY,York,N\n");
  ASSERT_TRUE(result.ok()) << result.error().message;
  EXPECT_EQ(result->added, 3);
  EXPECT_EQ(unit("L").parent, unit("N").id);
  EXPECT_FALSE(unit("N").parent.known());
  const auto again = import("unit_id,name,parent\nL,Leeds,Y\n");
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->changed, 1);
  EXPECT_EQ(unit("L").parent, unit("Y").id);
  EXPECT_THAT(error_of("unit_id,name,parent\nN,North,L\n"), HasSubstr("circle"));
  EXPECT_THAT(error_of("unit_id,name,parent\nQ,Quay,Z\n"), HasSubstr("Line 2: the parent Z"));
  // People then find their unit by code or name.
  ASSERT_TRUE(import("employee_id,name,location\nE1,Ann Lee,Leeds\nE2,Bo Ray,Y\n").ok());
  EXPECT_EQ(person("E1").unit, unit("L").id);
  EXPECT_EQ(person("E2").unit, unit("Y").id);
  EXPECT_EQ(units().size(), 3u);
}

TEST(DetectionRoster, ReadsTheSameFileWithoutADatabase) {
  const TemporaryFile file(
      "employee_id,first_name,last_name,aliases,location,start_date\n"
      "E1,Maria,Lopez,Mary; Marie|Mimi,Leeds,2020-01-15\n",
      "roster.csv");
  const auto roster = read_detection_roster({.path = file.path()});
  ASSERT_TRUE(roster.ok()) << roster.error().message;
  ASSERT_EQ(roster->size(), 1u);
  EXPECT_EQ(roster->front().employee_id, "E1");
  EXPECT_THAT(roster->front().aliases, ElementsAre("Mary", "Marie", "Mimi"));
  EXPECT_EQ(roster->front().location, "Leeds");
  EXPECT_EQ(roster->front().employed_from.to_string(), "2020-01-15");
}

TEST(DetectionRoster, RefusesAListOfUnits) {
  const TemporaryFile file("unit_id,name,parent\nL,Leeds,\n", "units.csv");
  const auto roster = read_detection_roster({.path = file.path()});
  ASSERT_FALSE(roster.ok());
  EXPECT_THAT(roster.error().message,
              HasSubstr("is a list of units. Give a roster, with employee_id and names."));
}

}  // namespace
}  // namespace laurel::app
