// The roster, units, questions and outcomes as programs meet them, beyond who may.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/organizations.h"
#include "store/outcomes.h"
#include "store/questions.h"
#include "world.h"

namespace laurel::web {
namespace {

using http::Method;
using ::testing::HasSubstr;
using ::testing::Not;

class RosterApi : public ::testing::TestWithParam<Engine> {
 protected:
  World world_{GetParam()};

  http::Response send(Method method, const std::string& target, const std::string& body,
                      std::string_view type = "application/json") {
    return world_.ask("token admin", method, "/api/v1" + target, body, type);
  }
  std::string get(const std::string& target) {
    const http::Response answer = world_.ask("token admin", Method::kGet, "/api/v1" + target);
    EXPECT_EQ(answer.status(), 200) << answer.body();
    return std::string(answer.body());
  }
};

TEST_P(RosterApi, APersonIsAddedChangedAndReadBack) {
  EXPECT_EQ(send(Method::kPut, "/employees/E20",
                 R"({"first_name": "Nora", "last_name": "Quist", "aliases": ["Nono"],
                     "unit": "york", "manager_id": "E9", "start_date": "2025-01-02"})")
                .status(),
            201);
  const std::string person = get("/employees/E20");
  EXPECT_THAT(person, HasSubstr(R"("aliases":["Nono"])"));
  EXPECT_THAT(person, HasSubstr(R"("start_date":"2025-01-02")"));
  EXPECT_EQ(send(Method::kPut, "/employees/E20", person).status(), 200);
  EXPECT_EQ(send(Method::kPut, "/employees/E20", R"({"first_name": "Nora"})").status(), 200);
  EXPECT_THAT(get("/employees/E20"), HasSubstr(R"("unit":"")"));
  const std::string trail(
      world_.ask("token audit:read", Method::kGet, "/api/v1/audit?action=roster.").body());
  EXPECT_THAT(trail, HasSubstr("roster.person-added"));
  EXPECT_THAT(trail, HasSubstr("last_name, aliases, unit, manager_id, start_date"));
}

TEST_P(RosterApi, WhatContradictsTheRosterIsRefused) {
  EXPECT_EQ(
      send(Method::kPut, "/employees/E7", R"({"last_name": "Lopez", "manager_id": "E9"})").status(),
      200);
  for (const char* body :
       {R"({"last_name": "Stone", "manager_id": "E7"})", R"({"last_name": "Stone", "unit": "x"})",
        R"({"employee_id": "E7", "last_name": "Stone"})", R"({"title": "nobody"})",
        R"({"last_name": "Stone", "start_date": "2026-01-02", "end_date": "2026-01-01"})"}) {
    EXPECT_GE(send(Method::kPut, "/employees/E9", body).status(), 400) << body;
  }
  EXPECT_EQ(send(Method::kPut, "/units/leeds", R"({"name": "Leeds", "parent": "york"})").status(),
            200);
  EXPECT_GE(send(Method::kPut, "/units/york", R"({"name": "York", "parent": "leeds"})").status(),
            400);
}

TEST_P(RosterApi, PeopleArePagedInEveryOrder) {
  EXPECT_EQ(send(Method::kPut, "/employees/A1", R"({"first_name": "Zoe"})").status(), 201);
  const auto codes = [&](const std::string& sort) {
    std::string found, after;
    for (int pages = 0; pages < 10; ++pages) {
      const std::string page = get("/employees?limit=1&sort=" + sort + "&after=" + after);
      const std::size_t at = page.find("\"employee_id\":\"") + 15;
      found += page.substr(at, 2);
      const std::size_t next = page.find("\"next\":\"");
      if (next == std::string::npos) break;
      after = page.substr(next + 8, 2);
    }
    return found;
  };
  EXPECT_EQ(codes("name"), "E7E9A1");
  EXPECT_EQ(codes("-name"), "A1E9E7");
  EXPECT_EQ(codes("employee_id"), "A1E7E9");
  EXPECT_EQ(codes("-employee_id"), "E9E7A1");
  EXPECT_THAT(get("/employees?unit=york"), Not(HasSubstr("E7")));
}

TEST_P(RosterApi, AFileIsComparedThenApplied) {
  const std::string csv =
      "employee_id,first_name,last_name,end_date\nE7,Maria,Lopez,2026-12-31\nE8,New,Person,\n";
  const http::Response dry = send(Method::kPost, "/roster/import?dry_run=true", csv, "text/csv");
  EXPECT_THAT(std::string(dry.body()), HasSubstr(R"("added":1,"changed":1,"leaving":1)"));
  EXPECT_THAT(get("/employees"), Not(HasSubstr("E8")));
  EXPECT_EQ(send(Method::kPost, "/roster/import", csv, "text/csv").status(), 200);
  EXPECT_THAT(get("/employees"), HasSubstr("E8"));
  const http::Response bad = send(Method::kPost, "/roster/import",
                                  "employee_id,name\n,Nobody\nE1,\nE2,Fine\n", "text/csv");
  EXPECT_EQ(bad.status(), 400);
  EXPECT_THAT(std::string(bad.body()), HasSubstr("Line 2:"));
  EXPECT_THAT(std::string(bad.body()), HasSubstr("Line 3:"));
  EXPECT_THAT(get("/employees"), Not(HasSubstr("Fine")));
}

TEST_P(RosterApi, AnotherScaleIsAnotherVersion) {
  const char* five = R"({"kind": "scale", "min": 1, "max": 5, "label": "Speed"})";
  EXPECT_EQ(send(Method::kPut, "/questions/speed", five).status(), 201);
  EXPECT_EQ(send(Method::kPut, "/questions/speed", five).status(), 200);
  EXPECT_EQ(
      send(Method::kPut, "/questions/speed", R"({"kind": "scale", "min": 1, "max": 7})").status(),
      201);
  const std::string versions = get("/questions?key=speed");
  EXPECT_THAT(versions, HasSubstr(R"("version":1,"newest":false)"));
  EXPECT_THAT(versions, HasSubstr(R"("version":2,"newest":true)"));
  EXPECT_EQ(send(Method::kPut, "/questions/x", R"({"kind": "scale", "min": 5, "max": 5})").status(),
            400);
  EXPECT_EQ(send(Method::kPut, "/questions/x", R"({"kind": "yes_no", "role": "captive_returner"})")
                .status(),
            400);
}

TEST_P(RosterApi, OutcomesAreStoredOnceAndTheBadOnesNamed) {
  const std::string body = R"([
      {"external_id": "1", "kind": "purchase", "occurred_on": "2026-02-01", "account": "A",
       "amount": 12.5, "currency": "EUR"},
      {"external_id": "2", "kind": "churn", "occurred_on": "2026-02-02"},
      {"external_id": "3", "kind": "sold", "occurred_on": "2026-02-02", "account": "A"}])";
  const http::Response first = send(Method::kPost, "/outcomes", body);
  EXPECT_EQ(first.status(), 201);
  EXPECT_THAT(std::string(first.body()), HasSubstr(R"("added":1)"));
  EXPECT_THAT(std::string(first.body()), HasSubstr(R"("index":1,"pointer":"")"));
  EXPECT_THAT(std::string(first.body()), HasSubstr(R"("index":2,"pointer":"/kind")"));
  EXPECT_EQ(send(Method::kPost, "/outcomes", body).status(), 200);
  store::Transaction tx = VALUE(world_.database().begin_read());
  std::vector<std::int64_t> amounts;
  EXPECT_OK(store::for_each_outcome(tx, world_.acme().id, [&](const store::OutcomeEvent& event) {
    amounts.push_back(event.amount.value_or(0));
  }));
  EXPECT_THAT(amounts, ::testing::ElementsAre(1250));
}

ON_BOTH_ENGINES(RosterApi);

}  // namespace
}  // namespace laurel::web
