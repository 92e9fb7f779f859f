// The pages of Settings as people meet them, beyond who may: a file held against the roster and
// then applied, questions that get a new version, what an organization decides about itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "store/settings.h"
#include "world.h"

namespace laurel::web {
namespace {

using http::Method;
using ::testing::HasSubstr;
using ::testing::Not;

class Settings : public ::testing::TestWithParam<Engine> {
 protected:
  World world_{GetParam()};

  std::string page(const std::string& target, std::string_view actor = "lead") {
    const http::Response answer = world_.ask(actor, Method::kGet, "/o/acme" + target);
    EXPECT_EQ(answer.status(), 200) << target;
    return std::string(answer.body());
  }
  http::Response upload(const std::string& csv) {
    const std::string body =
        "--x\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n" +
        world_.form_token_of("lead") +
        "\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"r.csv\"\r\n"
        "Content-Type: text/csv\r\n\r\n" +
        csv + "\r\n--x--\r\n";
    return world_.ask("lead", Method::kPost, "/o/acme/roster-file", body,
                      "multipart/form-data; boundary=x");
  }
  // What the form of the comparison holds, sent.
  http::Response apply(const std::string& comparison, const std::string& csv_encoded) {
    std::smatch revision;
    EXPECT_TRUE(std::regex_search(comparison, revision,
                                  std::regex("name=\"revision\" value=\"([0-9]+)\"")));
    return world_.send_form("lead", "/o/acme/roster-file/apply",
                            "revision=" + revision[1].str() + "&csv=" + csv_encoded);
  }
};

const std::string kCsv =
    "employee_id,first_name,last_name,end_date\nE7,Maria,Lopez,2026-12-31\nE8,Nina,New,\n"
    "E9,Robert,Stone,\n";
const std::string kEncoded =
    "employee_id%2Cfirst_name%2Clast_name%2Cend_date%0AE7%2CMaria%2CLopez%2C2026-12-31%0A"
    "E8%2CNina%2CNew%2C%0AE9%2CRobert%2CStone%2C%0A";

TEST_P(Settings, AFileIsShownBeforeItIsApplied) {
  const std::string comparison(upload(kCsv).body());
  EXPECT_THAT(comparison, HasSubstr("1 new, 1 changed (1 of them leaving), 1 unchanged"));
  EXPECT_THAT(page("/roster"), Not(HasSubstr("Nina")));
  EXPECT_EQ(apply(comparison, kEncoded).status(), 303);
  EXPECT_THAT(page("/roster"), HasSubstr("Nina"));
  EXPECT_THAT(std::string(world_.ask("owner", Method::kGet, "/o/acme/audit").body()),
              HasSubstr("1 added, 1 changed, 1 of them leaving"));
}

TEST_P(Settings, NothingIsAppliedWhenTheRosterChangedInBetween) {
  const std::string comparison(upload(kCsv).body());
  EXPECT_EQ(
      world_.send_form("owner", "/o/acme/roster/2", "first_name=Rob&last_name=Stone").status(),
      303);
  const http::Response answer = apply(comparison, kEncoded);
  EXPECT_EQ(answer.status(), 409);
  EXPECT_THAT(std::string(answer.body()), HasSubstr("Compare it again"));
  EXPECT_THAT(page("/roster"), Not(HasSubstr("Nina")));
}

TEST_P(Settings, EveryBadLineOfAFileIsNamed) {
  const std::string answer(
      upload("employee_id,name,start_date\nE1,One,2026-02-31\n,Two,\nE3,Three,\n").body());
  EXPECT_THAT(answer, HasSubstr("Line 2: start_date is a day that doesn&#39;t exist"));
  EXPECT_THAT(answer, HasSubstr("Line 3: the employee has no id"));
  EXPECT_THAT(answer, Not(HasSubstr("Apply ")));
}

TEST_P(Settings, WhatWasTypedIsKeptWhenItCannotBeSaved) {
  const http::Response answer =
      world_.send_form("lead", "/o/acme/roster/new",
                       "employee_id=E30&first_name=Olga&manager_id=nobody&start_date=2026-01-02");
  EXPECT_EQ(answer.status(), 404);
  const std::string body(answer.body());
  EXPECT_THAT(body, HasSubstr("value=\"Olga\""));
  EXPECT_THAT(body, HasSubstr("value=\"2026-01-02\""));
  EXPECT_THAT(body, HasSubstr("is not on the roster"));
}

TEST_P(Settings, UnitsAreATree) {
  EXPECT_EQ(world_.send_form("lead", "/o/acme/units", "unit_id=north&name=North").status(), 303);
  EXPECT_EQ(world_.send_form("lead", "/o/acme/units/1", "name=Leeds&parent=north").status(), 303);
  EXPECT_THAT(page("/units"), ::testing::ContainsRegex("North.*<ul>.*Leeds"));
  const http::Response circle =
      world_.send_form("lead", "/o/acme/units/3", "name=North&parent=leeds");
  EXPECT_EQ(circle.status(), 400);
  EXPECT_EQ(
      world_.send_form("lead", "/o/acme/units/1", "name=Leeds&parent=north&last_day=2026-02-28")
          .status(),
      303);
  EXPECT_THAT(page("/units"), HasSubstr("until 2026-02-28"));
  EXPECT_THAT(page("/roster/new"), Not(HasSubstr("(leeds)")));
  EXPECT_THAT(page("/roster/1"), HasSubstr("(leeds)"));
  EXPECT_THAT(std::string(world_.ask("token admin", Method::kGet, "/api/v1/units").body()),
              HasSubstr("\"last_day\":\"2026-02-28\""));
}

TEST_P(Settings, AQuestionGetsAVersionForAnotherScale) {
  EXPECT_EQ(world_
                .send_form("agency", "/o/acme/questions",
                           "key=speed&kind=scale&label=How%20quick%3F&min=1&max=5")
                .status(),
            303);
  EXPECT_EQ(world_
                .send_form("agency", "/o/acme/questions/speed",
                           "kind=scale&label=How%20quick%3F&min=1&max=7")
                .status(),
            303);
  const std::string question = page("/questions/speed");
  EXPECT_THAT(question, HasSubstr("Version 2"));
  EXPECT_THAT(question, HasSubstr("1 to 5"));
  EXPECT_THAT(page("/questions"), HasSubstr("2 versions"));
  EXPECT_EQ(world_.send_form("lead", "/o/acme/questions/speed", "kind=scale&label=x&min=7&max=7")
                .status(),
            400);
  EXPECT_EQ(world_
                .send_form("lead", "/o/acme/questions",
                           "key=colour&kind=choice&label=Which%3F&choices=red%0D%0Ablue%0D%0A")
                .status(),
            303);
  EXPECT_THAT(page("/questions"), HasSubstr("red, blue"));
}

TEST_P(Settings, TheOrganizationDecidesAboutItself) {
  EXPECT_EQ(
      world_.send_form("agency", "/o/acme/organization/driver", "main_driver=return").status(),
      303);
  EXPECT_EQ(world_.send_form("owner", "/o/acme/organization/works-council", "units=1").status(),
            303);
  EXPECT_EQ(world_.send_form("owner", "/o/acme/organization/works-council", "units=99").status(),
            404);
  EXPECT_EQ(world_.send_form("owner", "/o/acme/organization/name", "name=").status(), 422);
  store::Transaction tx = VALUE(world_.database().begin_read());
  const model::Settings settings = VALUE(store::read_settings(tx, world_.acme().id));
  EXPECT_EQ(settings.main_driver, model::Reward::kReturn);
  EXPECT_THAT(settings.works_council_units, ::testing::ElementsAre(model::UnitId{1}));
  const std::string trail(
      world_.ask("owner", Method::kGet, "/o/acme/audit?action=settings.").body());
  EXPECT_THAT(trail, HasSubstr("main driver: return"));
  EXPECT_THAT(trail, HasSubstr("works council: leeds"));
}

ON_BOTH_ENGINES(Settings);

}  // namespace
}  // namespace laurel::web
