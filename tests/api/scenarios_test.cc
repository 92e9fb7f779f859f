// Who may do what: every route of the site against every actor. A row names the actors who may and
// what they get; everybody else must be turned away in the way the kind of route has. A route that
// no row covers fails the test, so that none can be added without saying who it is for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <set>
#include <vector>

#include "world.h"

namespace laurel::web {
namespace {

using http::Method;
using ::testing::HasSubstr;
using ::testing::Not;

const std::vector<std::string> kPeople = {"nobody", "owner",    "lead",   "interviewer",
                                          "leader", "employee", "agency", "stranger"};
const std::vector<std::string> kPrograms = {"nobody",
                                            "owner",
                                            "stranger token",
                                            "token responses:read",
                                            "token responses:write",
                                            "token outcomes:write",
                                            "token report:read",
                                            "token roster:read",
                                            "token roster:write",
                                            "token audit:read",
                                            "token admin"};

enum class Kind {
  kOpen,          // for everybody
  kOwn,           // for who is signed in
  kOrganization,  // for members who may; strangers hear 404
  kApi,           // for programs
};

struct Row {
  Kind kind;
  Method method;
  std::string pattern;
  // {r1}, {r2}: ids of responses; {praise of r1}: of its commendation; {employee}: of the user
  std::string target;
  std::string body;  // of a form: its fields; of the API: JSON
  std::vector<std::string> may;
  int status;
  std::string contains, lacks = {};
  // Who may, too, but isn't asked: it can be done once only.
  std::vector<std::string> others = {};
  std::string type = "application/json";  // of what a program sends
};

std::string filled(const World& world, std::string text) {
  const auto replace = [&](std::string_view from, const std::string& to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from))
      text.replace(at, from.size(), to);
  };
  for (const char* id : {"r1", "r2", "r3", "r4"})
    replace(std::string("{") + id + "}", world.response(id));
  for (const char* id : {"r1", "r2"})
    replace(std::string("{praise of ") + id + "}", world.praise(id));
  replace("{import}", world.import_file());
  replace("{user employee}", world.user("employee").value.to_string());
  return text;
}

http::Response ask(World& world, const Row& row, const std::string& actor) {
  const std::string target = filled(world, row.target);
  const std::string body = filled(world, row.body);
  if (body.starts_with("file=")) return world.send_file(actor, target, body.substr(5));
  if (row.kind != Kind::kApi && row.method == Method::kPost)
    return world.send_form(actor, target, body);
  return world.ask(actor, row.method, target, body, row.type);
}

// Nothing of the organization shows.
void expect_nothing_shows(const http::Response& answer) {
  EXPECT_THAT(std::string(answer.body()), Not(HasSubstr("Maria")));
  EXPECT_THAT(std::string(answer.body()), Not(HasSubstr("customer.example")));
}

void expect_turned_away(const Row& row, const std::string& actor, const http::Response& answer) {
  const bool program = row.kind == Kind::kApi;
  const bool known = actor != "nobody" && (!program || actor.find("token") != std::string::npos);
  if (!known && program) {
    EXPECT_EQ(answer.status(), 401);
    EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
    EXPECT_EQ(answer.header("WWW-Authenticate"), "Bearer");
  } else if (!known && row.method == Method::kGet) {
    EXPECT_EQ(answer.status(), 303);
    EXPECT_THAT(std::string(answer.header("Location")), HasSubstr("/sign-in?next="));
  } else if (!known) {
    EXPECT_EQ(answer.status(), 401);
  } else if (actor == "stranger") {
    EXPECT_EQ(answer.status(), 404);
  } else {
    EXPECT_EQ(answer.status(), 403);
  }
  expect_nothing_shows(answer);
}

// In the order they are asked: what changes something comes after what looks.
const std::vector<Row>& rows() {
  static const std::vector<std::string> kAll = {"owner",  "lead",     "interviewer",
                                                "leader", "employee", "agency"};
  static const std::vector<Row> table = {
      {Kind::kOpen, Method::kGet, "/sign-in", "/sign-in", "", {"nobody"}, 200, "Sign in"},
      {Kind::kOpen, Method::kGet, "/sign-in", "/sign-in?next=/account", "", {"owner"}, 303, ""},
      {Kind::kOpen,
       Method::kPost,
       "/sign-in",
       "/sign-in",
       "address=a%40b.example&password=wrong",
       {"nobody"},
       401,
       "Sign in",
       "wrong"},
      {Kind::kOpen,
       Method::kGet,
       "/forgot",
       "/forgot",
       "",
       {"nobody"},
       200,
       "laurel user password"},
      {Kind::kOpen,
       Method::kPost,
       "/forgot",
       "/forgot",
       "address=a%40b.example",
       {"nobody"},
       422,
       ""},
      {Kind::kOpen,
       Method::kGet,
       "/link/{secret}",
       "/link/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
       "",
       {"nobody", "owner"},
       404,
       "Nothing here"},
      {Kind::kOpen,
       Method::kPost,
       "/link/{secret}",
       "/link/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
       "password=long%20enough%20words",
       {"nobody"},
       404,
       "Nothing here"},

      {Kind::kOwn, Method::kGet, "/", "/", "", kAll, 303, ""},
      {Kind::kOwn, Method::kGet, "/account", "/account", "", kAll, 200, "Where you are signed in"},
      {Kind::kOwn, Method::kPost, "/account/name", "/account/name", "name=New", kAll, 303, ""},
      {Kind::kOwn, Method::kPost, "/account/sessions/{id}",
       "/account/sessions/018f0000-0000-7000-8000-000000000000", "", kAll, 404, "Nothing here"},
      {Kind::kOwn, Method::kPost, "/account/sessions", "/account/sessions", "", kAll, 303, ""},
      {Kind::kOwn,
       Method::kPost,
       "/account/password",
       "/account/password",
       "old_password=wrong&new_password=long%20enough%20words",
       {"owner"},
       400,
       "Your account"},

      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}",
       "/o/acme",
       "",
       {"owner", "lead", "agency"},
       200,
       "What it comes to"},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}",
       "/o/acme",
       "",
       {"interviewer", "leader"},
       200,
       "What customers praised last",
       "What it comes to"},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/report",
       "/o/acme/report",
       "",
       {"owner", "lead", "agency"},
       200,
       "What praise goes with"},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/report/people",
       "/o/acme/report/people?people=all",
       "",
       {"owner", "lead", "agency"},
       200,
       "People and units"},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/report/file",
       "/o/acme/report/file?form=markdown",
       "",
       {"owner", "lead", "agency"},
       200,
       "# Commendation report: Acme"},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/responses",
       "/o/acme/responses",
       "",
       {"owner", "lead", "interviewer", "agency"},
       200,
       "Robert Stone went out of his way"},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/responses",
       "/o/acme/responses",
       "",
       {"owner", "lead", "interviewer", "leader", "agency"},
       200,
       "stayed late"},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/responses/{id}",
       "/o/acme/responses/{r1}",
       "",
       {"owner", "lead", "interviewer", "leader", "agency"},
       200,
       "stayed late"},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/import",
       "/o/acme/import",
       "",
       {"owner", "lead", "agency"},
       200,
       "march.csv"},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/import",
       "/o/acme/import",
       "file=id,nps,comment\n1,9,Maria stayed late\n",
       {"owner", "lead", "agency"},
       303,
       ""},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/import",
       "/o/acme/import",
       "file=",
       {"owner"},
       400,
       "The file is empty"},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/import/{id}",
       "/o/acme/import/{import}",
       "",
       {"owner", "lead", "agency"},
       200,
       "Maria &lt;b&gt;stayed",
       "<b>"},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/import/{id}/rejects",
       "/o/acme/import/{import}/rejects",
       "",
       {"owner", "lead", "agency"},
       404,
       "not here any more"},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/import/{id}",
       "/o/acme/import/{import}",
       "do=import&source=march",
       {"owner"},
       303,
       "",
       "",
       {"lead", "agency"}},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/responses/views",
       "/o/acme/responses/views",
       "name=Praise&query=voice%3Dcommended&shared=on",
       {"owner", "lead", "interviewer", "leader", "agency"},
       303,
       ""},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/responses/views/{id}",
       "/o/acme/responses/views/018f0000-0000-7000-8000-000000000000",
       "",
       {"owner", "lead", "interviewer", "leader", "agency"},
       404,
       "somebody else"},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/praise",
       "/o/acme/praise",
       "",
       {"owner", "lead", "interviewer", "employee", "agency"},
       200,
       "went out of his way"},
      {Kind::kOrganization, Method::kGet, "/o/{organization}/praise", "/o/acme/praise", "", kAll,
       200, "aise"},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/review",
       "/o/acme/review",
       "",
       {"owner", "lead", "agency"},
       200,
       "Only a part of it"},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/review/{id}",
       "/o/acme/review/{praise of r1}",
       "",
       {"owner", "lead", "agency"},
       200,
       "Maria Lopez"},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/review/{id}",
       "/o/acme/review/{praise of r1}",
       "verdict=reject&version=0",
       {"lead"},
       303,
       "",
       "",
       {"owner", "agency"}},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/review/{id}",
       "/o/acme/review/{praise of r1}",
       "verdict=accept&version=0",
       {"owner", "agency"},
       409,
       "lead@acme.example rejected this"},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/review/undo",
       "/o/acme/review/undo",
       "",
       {"lead"},
       200,
       "undecided again",
       "",
       {"owner", "agency"}},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/responses/{id}/praise",
       "/o/acme/responses/{r4}/praise",
       "words=quotes&kind=person&strength=kind&behaviours=care",
       {"owner"},
       303,
       "",
       "",
       {"lead", "agency"}},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/responses/{id}/praise",
       "/o/acme/responses/{r3}/praise",
       "words=Somebody+else&kind=team",
       {"owner", "lead", "agency"},
       400,
       "value=\"Somebody else\""},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/responses/{id}/praise/{praise}",
       "/o/acme/responses/{r1}/praise/{praise of r1}",
       "verdict=reject",
       {"owner"},
       303,
       "",
       "",
       {"lead", "agency"}},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/responses/{id}/praise/{praise}",
       "/o/acme/responses/{r1}/praise/{praise of r1}",
       "verdict=undo",
       {"agency"},
       303,
       "",
       "",
       {"lead", "owner"}},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/accuracy",
       "/o/acme/accuracy",
       "",
       {"owner", "lead", "agency"},
       200,
       "How far people and Laurel agree"},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/accuracy/work",
       "/o/acme/accuracy/work",
       "task=learn",
       {"owner", "lead", "agency"},
       303,
       ""},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/accuracy/model",
       "/o/acme/accuracy/model",
       "number=0",
       {"owner", "lead", "agency"},
       303,
       ""},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/members",
       "/o/acme/members",
       "",
       {"owner", "lead"},
       200,
       "employee@acme.example"},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/members",
       "/o/acme/members",
       "address=new%40acme.example&role=interviewer",
       {"owner", "lead"},
       200,
       "/link/"},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/members/{id}",
       "/o/acme/members/{user employee}",
       "role=employee&employee=E9",
       {"owner", "lead"},
       303,
       ""},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/tokens",
       "/o/acme/tokens",
       "",
       {"owner", "lead"},
       200,
       "responses:read",
       "laurel_"},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/tokens",
       "/o/acme/tokens",
       "name=export&scopes=responses%3Aread",
       {"owner", "lead"},
       200,
       "laurel_"},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/tokens/{id}/revoke",
       "/o/acme/tokens/018f0000-0000-7000-8000-000000000000/revoke",
       "",
       {"owner", "lead"},
       404,
       "Nothing here"},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/sources",
       "/o/acme/sources",
       "",
       {"owner", "lead", "agency"},
       200,
       "Webhooks in"},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/sources/{id}",
       "/o/acme/sources/018f0000-0000-7000-8000-000000000000",
       "enabled=off",
       {"owner", "lead", "agency"},
       404,
       "Nothing here"},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/sources/inbox/{id}",
       "/o/acme/sources/inbox/018f0000-0000-7000-8000-000000000000",
       "",
       {"owner", "lead", "agency"},
       404,
       "Nothing here"},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/sources",
       "/o/acme/sources",
       "name=Survey&kind=typeform&mapping=nps%3Dscore",
       {"owner"},
       200,
       "not shown again",
       "",
       {"lead", "agency"}},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/organization",
       "/o/acme/organization",
       "",
       {"owner", "lead", "agency"},
       200,
       "Main driver"},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/organization/driver",
       "/o/acme/organization/driver",
       "main_driver=return",
       {"owner", "lead", "agency"},
       303,
       ""},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/organization/name",
       "/o/acme/organization/name",
       "name=Acme%20Works",
       {"owner"},
       303,
       ""},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/organization/works-council",
       "/o/acme/organization/works-council",
       "units=1",
       {"owner"},
       303,
       ""},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/units",
       "/o/acme/units",
       "",
       {"owner", "lead", "agency", "interviewer"},
       200,
       "Leeds"},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/units",
       "/o/acme/units",
       "unit_id=leeds&name=Again",
       {"owner", "lead", "agency"},
       409,
       "already"},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/units/{id}",
       "/o/acme/units/1",
       "",
       {"owner", "lead", "agency"},
       200,
       "Its people"},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/units/{id}",
       "/o/acme/units/1",
       "name=Leeds&parent=york",
       {"owner", "lead", "agency"},
       303,
       ""},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/roster",
       "/o/acme/roster?words=mar",
       "",
       {"owner", "lead", "agency", "interviewer"},
       200,
       "Maria Lopez"},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/roster/{id}",
       "/o/acme/roster/1",
       "",
       {"owner", "lead", "agency", "interviewer"},
       200,
       "Maria Lopez"},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/roster/{id}",
       "/o/acme/roster/1",
       "first_name=Maria&last_name=Lopez&unit=leeds&title=Agent",
       {"owner", "lead", "agency"},
       303,
       ""},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/roster-file",
       "/o/acme/roster-file",
       "",
       {"owner", "lead", "agency"},
       200,
       "Nothing changes before you say so"},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/roster-file",
       "/o/acme/roster-file",
       "dates=dmy",
       {"owner", "lead", "agency"},
       422,
       "Choose a CSV file"},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/roster-file/apply",
       "/o/acme/roster-file/apply",
       "revision=0&csv=employee_id%2Cname%0AE30%2CNobody%0A",
       {"owner", "lead", "agency"},
       409,
       "nothing was applied"},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/questions",
       "/o/acme/questions",
       "",
       {"owner", "lead", "agency"},
       200,
       "recommend us?"},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/questions",
       "/o/acme/questions",
       "key=nps&kind=nps&label=Again",
       {"owner", "lead", "agency"},
       409,
       "There is a question of that key"},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/questions/{key}",
       "/o/acme/questions/nps",
       "",
       {"owner", "lead", "agency"},
       200,
       "Version 1"},
      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/questions/{key}",
       "/o/acme/questions/nps",
       "kind=nps&role=recommend&label=Would%20you%20recommend%20us%3F",
       {"owner", "lead", "agency"},
       303,
       ""},
      {Kind::kOrganization,
       Method::kGet,
       "/o/{organization}/audit",
       "/o/acme/audit",
       "",
       {"owner"},
       200,
       "Audit trail"},

      {Kind::kApi,
       Method::kGet,
       "/api/v1/responses",
       "/api/v1/responses?voice=commended",
       "",
       {"token responses:read", "token admin"},
       200,
       "stayed late",
       "called me back"},
      {Kind::kApi,
       Method::kGet,
       "/api/v1/response-views",
       "/api/v1/response-views",
       "",
       {"token responses:read", "token admin"},
       200,
       "\"views\""},
      {Kind::kApi,
       Method::kPost,
       "/api/v1/response-views",
       "/api/v1/response-views",
       R"({"name": "Low scores", "query": "nps=detractor"})",
       {"token admin"},
       201,
       "Low scores"},
      {Kind::kApi,
       Method::kDelete,
       "/api/v1/response-views/{id}",
       "/api/v1/response-views/018f0000-0000-7000-8000-000000000000",
       "",
       {"token admin"},
       404,
       "somebody else"},
      {Kind::kApi,
       Method::kGet,
       "/api/v1/imports",
       "/api/v1/imports",
       "",
       {"token responses:write", "token admin"},
       200,
       "march.csv"},
      {Kind::kApi,
       Method::kGet,
       "/api/v1/responses/{id}",
       "/api/v1/responses/{r2}",
       "",
       {"token responses:read", "token admin"},
       200,
       "\"employee_id\":\"E9\""},
      {Kind::kApi,
       Method::kPost,
       "/api/v1/responses",
       "/api/v1/responses",
       R"({"external_id": "n1", "answers": {"nps": 8}})",
       {"token responses:write", "token admin"},
       0,
       "\"id\""},
      {Kind::kApi,
       Method::kPost,
       "/api/v1/responses/stream",
       "/api/v1/responses/stream",
       "{\"external_id\": \"n2\", \"answers\": {\"nps\": 8}}\n",
       {"token responses:write", "token admin"},
       200,
       "\"line\":1"},
      {Kind::kApi,
       Method::kGet,
       "/api/v1/reviews",
       "/api/v1/reviews",
       "",
       {"token admin"},
       200,
       "\"waiting\":"},
      {Kind::kApi,
       Method::kGet,
       "/api/v1/reviews/{id}",
       "/api/v1/reviews/{praise of r2}",
       "",
       {"token admin"},
       200,
       "\"candidates\":[{\"employee_id\":\"E9\""},
      {Kind::kApi,
       Method::kPut,
       "/api/v1/reviews/{id}/decision",
       "/api/v1/reviews/{praise of r2}/decision",
       R"({"decision": "accepted", "employee_id": "E9", "behaviours": ["care"]})",
       {"token admin"},
       200,
       "\"decision\":\"accepted\",\"decided_by\":\"admin\""},
      {Kind::kApi,
       Method::kDelete,
       "/api/v1/reviews/{id}/decision",
       "/api/v1/reviews/{praise of r2}/decision",
       "",
       {"token admin"},
       200,
       "\"decision\":\"undecided\""},
      {Kind::kApi,
       Method::kPost,
       "/api/v1/responses/{id}/commendations",
       "/api/v1/responses/{r3}/commendations",
       R"({"words": "called me back", "kind": "person"})",
       {"token admin"},
       201,
       "\"target\":\"called me back\""},
      {Kind::kApi,
       Method::kGet,
       "/api/v1/accuracy",
       "/api/v1/accuracy",
       "",
       {"token admin"},
       200,
       "\"precision\":"},
      {Kind::kApi,
       Method::kPost,
       "/api/v1/model-work",
       "/api/v1/model-work",
       R"({"task": "learn"})",
       {"token admin"},
       202,
       "\"task\":\"learn\""},
      {Kind::kApi,
       Method::kGet,
       "/api/v1/model-work",
       "/api/v1/model-work",
       "",
       {"token admin"},
       200,
       "\"task\":\"learn\""},
      {Kind::kApi,
       Method::kGet,
       "/api/v1/report",
       "/api/v1/report",
       "",
       {"token report:read", "token admin"},
       200,
       "headline"},
      {Kind::kApi,
       Method::kGet,
       "/api/v1/audit",
       "/api/v1/audit",
       "",
       {"token audit:read"},
       200,
       "events"},
      {Kind::kApi,
       Method::kGet,
       "/api/v1/webhook-sources",
       "/api/v1/webhook-sources",
       "",
       {"token admin"},
       200,
       "sources"},
      {Kind::kApi,
       Method::kPost,
       "/api/v1/webhook-sources",
       "/api/v1/webhook-sources",
       R"({"name": "Help desk", "kind": "zendesk"})",
       {"token admin"},
       201,
       "secret"},
      {Kind::kApi,
       Method::kPatch,
       "/api/v1/webhook-sources/{id}",
       "/api/v1/webhook-sources/018f0000-0000-7000-8000-000000000000",
       R"({"enabled": false})",
       {"token admin"},
       404,
       ""},

      {Kind::kApi,
       Method::kGet,
       "/api/v1/employees",
       "/api/v1/employees?words=MAR",
       "",
       {"token roster:read", "token roster:write", "token admin"},
       200,
       "Lopez"},
      {Kind::kApi,
       Method::kGet,
       "/api/v1/employees/{employee_id}",
       "/api/v1/employees/E7",
       "",
       {"token roster:read", "token roster:write", "token admin"},
       200,
       "\"unit\":\"leeds\""},
      {Kind::kApi,
       Method::kPut,
       "/api/v1/employees/{employee_id}",
       "/api/v1/employees/E20",
       R"({"first_name": "Nora", "unit": "york", "manager_id": "E9"})",
       {"token roster:write", "token admin"},
       0,
       "\"manager_id\":\"E9\""},
      {Kind::kApi,
       Method::kGet,
       "/api/v1/units",
       "/api/v1/units",
       "",
       {"token roster:read", "token roster:write", "token admin"},
       200,
       "York"},
      {Kind::kApi,
       Method::kPut,
       "/api/v1/units/{unit_id}",
       "/api/v1/units/hull",
       R"({"name": "Hull", "parent": "york"})",
       {"token roster:write", "token admin"},
       0,
       "\"parent\":\"york\""},
      {Kind::kApi,
       Method::kGet,
       "/api/v1/questions",
       "/api/v1/questions?newest=true",
       "",
       {"token responses:read", "token admin"},
       200,
       "recommend us?"},
      {Kind::kApi,
       Method::kPut,
       "/api/v1/questions/{key}",
       "/api/v1/questions/speed",
       R"({"kind": "scale", "min": 1, "max": 5, "label": "Speed"})",
       {"token admin"},
       201,
       "\"version\":1"},
      {Kind::kApi,
       Method::kPost,
       "/api/v1/outcomes",
       "/api/v1/outcomes",
       R"({"external_id": "o1", "kind": "purchase", "occurred_on": "2026-02-20", "contact_email": "r1@customer.example", "amount": 12.5, "currency": "EUR"})",
       {"token outcomes:write", "token admin"},
       0,
       "\"refused\":[]"},
      {Kind::kApi,
       Method::kPost,
       "/api/v1/outcomes/stream",
       "/api/v1/outcomes/stream",
       "{\"external_id\": \"o2\", \"kind\": \"churn\", \"occurred_on\": \"2026-02-20\", "
       "\"account\": \"A1\"}\n",
       {"token outcomes:write", "token admin"},
       200,
       "\"status\":\"saved\""},
      {Kind::kApi,
       Method::kPost,
       "/api/v1/roster/import",
       "/api/v1/roster/import?dry_run=true",
       "employee_id,first_name,last_name\nE21,Olga,Berg\n",
       {"token roster:write", "token admin"},
       200,
       "\"added\":1",
       {},
       {},
       "text/csv"},

      {Kind::kOrganization,
       Method::kPost,
       "/o/{organization}/members/{id}/remove",
       "/o/acme/members/{user employee}/remove",
       "",
       {"owner"},
       303,
       "",
       "",
       {"lead"}},
      {Kind::kOwn, Method::kPost, "/sign-out", "/sign-out", "", {"leader"}, 303, ""},
  };
  return table;
}

// For monitors and browsers, without a person or program behind them.
const std::set<std::string> kForMachines = {"/healthz", "/readyz", "/metrics",
                                            "/api/v1/openapi.json", "/hooks/{organization}/{id}"};

class Scenarios : public ::testing::TestWithParam<Engine> {};

TEST_P(Scenarios, EveryRouteIsForWhomItSays) {
  World world(GetParam());
  for (const Row& row : rows()) {
    const auto& actors = row.kind == Kind::kApi ? kPrograms : kPeople;
    // First who may not, so that nothing they do could help who may.
    for (const std::string& actor : actors) {
      if (row.kind == Kind::kOpen || std::count(row.may.begin(), row.may.end(), actor) > 0)
        continue;
      // Rows that name some of those who may because of what they see say nothing of the others.
      const bool may_elsewhere = std::any_of(rows().begin(), rows().end(), [&](const Row& other) {
        return other.pattern == row.pattern && other.method == row.method &&
               std::count(other.may.begin(), other.may.end(), actor) > 0;
      });
      if (may_elsewhere || (row.kind == Kind::kOwn && actor != "nobody")) continue;
      if (std::count(row.others.begin(), row.others.end(), actor) > 0) continue;
      SCOPED_TRACE(std::string(to_string(row.method)) + " " + row.target + " by " + actor);
      const http::Response answer = ask(world, row, actor);
      if (actor == "stranger token") {
        // Good for the own organization, where there is nothing of this one.
        expect_nothing_shows(answer);
        if (row.pattern.find("{id}") != std::string::npos) {
          EXPECT_EQ(answer.status(), 404);
        }
        continue;
      }
      expect_turned_away(row, actor, answer);
    }
    for (const std::string& actor : row.may) {
      SCOPED_TRACE(std::string(to_string(row.method)) + " " + row.target + " by " + actor);
      const http::Response answer = ask(world, row, actor);
      if (row.status != 0) {
        EXPECT_EQ(answer.status(), row.status) << answer.body();
      }
      const std::string body(answer.body());
      EXPECT_THAT(body, HasSubstr(row.contains));
      if (!row.lacks.empty()) {
        EXPECT_THAT(body, Not(HasSubstr(row.lacks)));
      }
    }
  }
}

TEST_P(Scenarios, CoverEveryRoute) {
  World world(GetParam());
  for (const auto& route : world.site().router().routes()) {
    if (kForMachines.contains(route->pattern) || route->pattern.starts_with("/static/")) continue;
    const bool covered = std::any_of(rows().begin(), rows().end(), [&](const Row& row) {
      return row.pattern == route->pattern && row.method == route->method;
    });
    EXPECT_TRUE(covered) << to_string(route->method) << " " << route->pattern
                         << " is in no row of the table.";
  }
}

TEST_P(Scenarios, AFormFromElsewhereChangesNothing) {
  World world(GetParam());
  for (const Row& row : rows()) {
    if (row.method != Method::kPost || row.kind == Kind::kApi || row.kind == Kind::kOpen) continue;
    SCOPED_TRACE(row.target);
    const http::Response answer = world.ask(
        "owner", Method::kPost, filled(world, row.target),
        filled(world, row.body) + "&form_token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "application/x-www-form-urlencoded");
    EXPECT_EQ(answer.status(), 403);
    EXPECT_THAT(std::string(answer.body()), HasSubstr("not made for your present session"));
  }
}

TEST_P(Scenarios, AFormOfAnEndedSessionIsKeptToBeSentAgain) {
  World world(GetParam());
  const auto send = [&](const std::string& actor, std::string_view site) {
    http::TestRequest request(Method::kPost, "/o/acme/members");
    request.client("192.0.2.7").scheme(http::Scheme::kHttp).header("Accept", "text/html");
    request.header("Sec-Fetch-Site", site);
    if (actor != "nobody") request.header("Cookie", "laurel=" + world.cookie_of(actor));
    request.form("address=new%40acme.example&name=%3Cb%3E&form_token=old");
    return request.call(world.site().router());
  };
  for (const auto& [actor, status] : {std::pair{"nobody", 401}, std::pair{"owner", 403}}) {
    const http::Response kept = send(actor, "same-origin");
    EXPECT_EQ(kept.status(), status);
    const std::string page(kept.body());
    EXPECT_THAT(page, HasSubstr("action=\"/o/acme/members\""));
    EXPECT_THAT(page, HasSubstr("value=\"new@acme.example\""));
    EXPECT_THAT(page, HasSubstr("value=\"&lt;b&gt;\""));
    EXPECT_THAT(page, Not(HasSubstr("value=\"old\"")));
    for (const std::string_view elsewhere : {"cross-site", "same-site", ""})
      EXPECT_THAT(std::string(send(actor, elsewhere).body()), Not(HasSubstr("new@acme.example")));
  }
}

TEST_P(Scenarios, AWriteWithAnIdempotencyKeyIsDoneOnce) {
  World world(GetParam());
  int number = 0;
  for (const Row& row : rows()) {
    if (row.kind != Kind::kApi || row.method == Method::kGet || row.pattern.ends_with("/stream"))
      continue;
    SCOPED_TRACE(std::string(to_string(row.method)) + " " + row.target);
    const std::string target = filled(world, row.target);
    const std::string body = filled(world, row.body);
    const std::string key = "key-" + std::to_string(++number);
    const auto send = [&](std::string_view to, std::string_view what) {
      return world.ask(row.may.back(), row.method, to, what, row.type, key);
    };
    const http::Response first = send(target, body);
    const http::Response again = send(target, body);
    EXPECT_EQ(again.status(), first.status());
    if (first.status() >= 400) continue;  // an error is no answer to keep
    EXPECT_EQ(again.body(), first.body());
    EXPECT_EQ(send(target, body + " ").status(), 409);
  }
}

TEST_P(Scenarios, AListGoesOnInTheOrderItWasAskedIn) {
  World world(GetParam());
  const auto ids = [&](const std::string& sort) {
    std::string found, after;
    for (int page = 0; page < 10; ++page) {
      const http::Response answer =
          world.ask("token responses:read", Method::kGet,
                    "/api/v1/responses?limit=1&sort=" + sort + "&after=" + after);
      EXPECT_EQ(answer.status(), 200);
      const auto json = boost::json::parse(answer.body()).as_object();
      const auto& responses = json.at("responses").as_array();
      if (!responses.empty())
        found += std::string(responses[0].as_object().at("external_id").as_string());
      if (json.at("next").is_null()) break;
      after = json.at("next").as_string();
    }
    return found;
  };
  EXPECT_EQ(ids("-date"), "r4r3r2r1");
  EXPECT_EQ(ids("date"), "r1r2r3r4");
  EXPECT_EQ(world.ask("token responses:read", Method::kGet, "/api/v1/responses?sort=nps").status(),
            422);
}

TEST_P(Scenarios, ALeaderSeesTheOwnPartOnly) {
  World world(GetParam());
  const std::string page(world.ask("leader", Method::kGet, "/o/acme/responses").body());
  EXPECT_THAT(page, HasSubstr("stayed late"));
  EXPECT_THAT(page, Not(HasSubstr("Robert")));
  EXPECT_THAT(page, Not(HasSubstr("called me back")));
  EXPECT_EQ(world.ask("leader", Method::kGet, "/o/acme/responses/" + world.response("r3")).status(),
            404);
}

TEST_P(Scenarios, AnEmployeeSeesTheOwnPraiseOnly) {
  World world(GetParam());
  const std::string page(world.ask("employee", Method::kGet, "/o/acme/praise").body());
  EXPECT_THAT(page, HasSubstr("went out of his way"));
  EXPECT_THAT(page, Not(HasSubstr("stayed late")));
  EXPECT_THAT(page, Not(HasSubstr("customer.example")));
}

TEST_P(Scenarios, OnlyWhoSeesCustomersLearnsTheirNames) {
  World world(GetParam());
  const std::string target = "/o/acme/responses/" + world.response("r1");
  EXPECT_THAT(std::string(world.ask("owner", Method::kGet, target).body()),
              HasSubstr("r1@customer.example"));
  EXPECT_THAT(std::string(world.ask("leader", Method::kGet, target).body()),
              Not(HasSubstr("r1@customer.example")));
}

TEST_P(Scenarios, LookingAtAResponseIsInTheTrail) {
  World world(GetParam());
  world.ask("lead", Method::kGet, "/o/acme/responses/" + world.response("r1"));
  EXPECT_OK(world.access().settle());
  const std::string page(world.ask("owner", Method::kGet, "/o/acme/audit?action=response.").body());
  EXPECT_THAT(page, HasSubstr("response.seen"));
  EXPECT_THAT(page, HasSubstr(world.response("r1")));
}

// From the upload to the responses, corrected on the way.
TEST_P(Scenarios, AFileIsImportedAsItsColumnsAreCorrected) {
  World world(GetParam());
  const http::Response sent = world.send_file(
      "lead", "/o/acme/import",
      "id,day,grade,words\n1,03/04/2026,9,Maria Lopez was kind\n2,05/04/2026,nine,Slow\n");
  ASSERT_EQ(sent.status(), 303) << sent.body();
  const std::string address(sent.header("Location"));
  EXPECT_THAT(std::string(world.ask("lead", Method::kGet, address).body()), HasSubstr("every 1s"));
  EXPECT_TRUE(world.imports().work());
  // Neither what the columns mean nor the dates can be told; nothing goes on before both are said.
  std::string page(world.ask("lead", Method::kGet, address).body());
  EXPECT_THAT(page, HasSubstr("No column looks like a score or a comment."));
  EXPECT_EQ(world.send_form("lead", address, "do=import").status(), 409);
  const std::string said = "c0=grade&m0=nps&c1=words&m1=comment";
  EXPECT_EQ(world.send_form("lead", address, "do=check&" + said).status(), 303);
  EXPECT_EQ(world.send_form("lead", address, "do=check&" + said).status(), 409);
  EXPECT_TRUE(world.imports().work());
  page = world.ask("lead", Method::kGet, address).body();
  EXPECT_THAT(page, HasSubstr("day/month or month/day"));
  EXPECT_THAT(page, Not(HasSubstr("--dates")));
  EXPECT_THAT(page, Not(HasSubstr("value=\"import\"")));
  EXPECT_EQ(world.send_form("lead", address, "do=check&dates=dmy&" + said).status(), 303);
  EXPECT_TRUE(world.imports().work());
  page = world.ask("lead", Method::kGet, address).body();
  EXPECT_THAT(page, HasSubstr("Import 1 response"));
  EXPECT_THAT(page, HasSubstr("Line 3, <strong>grade</strong>: is not a whole number"));
  EXPECT_EQ(world.send_form("lead", address, "do=import&source=april&dates=dmy&" + said).status(),
            303);
  EXPECT_TRUE(world.imports().work());
  page = world.ask("lead", Method::kGet, address).body();
  EXPECT_THAT(page, HasSubstr("Responses added</dt><dd>1"));
  EXPECT_THAT(page, HasSubstr("Download them"));
  EXPECT_THAT(std::string(world.ask("lead", Method::kGet, address + "/rejects").body()),
              HasSubstr("nine"));
  EXPECT_THAT(
      std::string(world.ask("owner", Method::kGet, "/o/acme/responses?source=april").body()),
      HasSubstr("was kind"));
  EXPECT_THAT(std::string(world.ask("owner", Method::kGet, "/o/acme/audit?action=import.").body()),
              HasSubstr("import.started"));
  EXPECT_FALSE(world.imports().work());
}

TEST_P(Scenarios, WordsAreFoundWithinWhatOneMaySee) {
  World world(GetParam());
  const auto list = [&](const std::string& actor, const std::string& query) {
    return std::string(world.ask(actor, Method::kGet, "/o/acme/responses?" + query).body());
  };
  EXPECT_THAT(list("owner", "q=MARIA+stay*"),
              HasSubstr("<strong class=\"found\">Maria</strong> Lopez"));
  EXPECT_THAT(list("owner", "q=MARIA+stay*"), Not(HasSubstr("called me back")));
  EXPECT_THAT(list("owner", "q=%22called+me%22&nps=detractor"), HasSubstr("Nobody ever"));
  EXPECT_THAT(list("owner", "q=%22me+called%22"), HasSubstr("Nothing fits"));
  EXPECT_THAT(list("owner", "q=called&nps=promoter"), HasSubstr("Nothing fits"));
  EXPECT_THAT(list("leader", "q=robert"), HasSubstr("Nothing fits"));
  for (const char* hostile : {"%22", "*", "%27%29+OR+1%3D1+--", "NEAR%28a", "%26%7C%21", "a+AND"})
    EXPECT_EQ(
        world.ask("owner", Method::kGet, std::string("/o/acme/responses?q=") + hostile).status(),
        200)
        << hostile;
  const std::string json(
      world.ask("token responses:read", Method::kGet, "/api/v1/responses?q=stayed+late").body());
  EXPECT_THAT(json, HasSubstr("stayed late"));
  EXPECT_THAT(json, Not(HasSubstr("called me back")));
}

TEST_P(Scenarios, AViewIsKeptForOneselfOrForEverybody) {
  World world(GetParam());
  const auto page = [&](const std::string& actor) {
    return std::string(world.ask(actor, Method::kGet, "/o/acme/responses?nps=detractor").body());
  };
  const auto keep = [&](const std::string& actor, const std::string& fields) {
    return world.send_form(actor, "/o/acme/responses/views", fields).status();
  };
  EXPECT_EQ(keep("lead", "name=Mine&query=nps%3Ddetractor"), 303);
  EXPECT_EQ(keep("interviewer", "name=%3Cb%3EOurs&query=voice%3Dcommended%26after%3Dx&shared=on"),
            303);
  EXPECT_THAT(page("lead"), HasSubstr(">Mine</a>"));
  EXPECT_THAT(page("lead"), HasSubstr("&lt;b&gt;Ours"));
  EXPECT_THAT(page("leader"), Not(HasSubstr(">Mine</a>")));
  EXPECT_THAT(page("leader"), HasSubstr("/responses?voice=commended\""));
  EXPECT_EQ(keep("lead", "name=&query=nps%3Ddetractor"), 422);
  EXPECT_EQ(keep("lead", "name=All&query="), 422);
  EXPECT_EQ(keep("lead", "name=Odd&query=nps%3Dodd"), 400);
  // The one that is shown can be deleted by whom it belongs to.
  const std::string own = page("lead");
  const std::size_t at = own.find("/o/acme/responses/views/");
  ASSERT_NE(at, std::string::npos);
  const std::string address = own.substr(at, 24 + 36);
  EXPECT_EQ(world.send_form("leader", address).status(), 404);
  EXPECT_EQ(world.send_form("lead", address).status(), 303);
  EXPECT_THAT(page("lead"), Not(HasSubstr(">Mine</a>")));
  const std::string json(
      world.ask("token responses:read", Method::kGet, "/api/v1/response-views").body());
  EXPECT_THAT(json, HasSubstr("voice=commended"));
}

TEST_P(Scenarios, HostileWordsAreWordsOnEveryPage) {
  World world(GetParam());
  for (const std::string& target :
       {std::string("/o/acme/responses"), "/o/acme/responses/" + world.response("r4"),
        std::string("/o/acme/responses?unit=%3Cscript%3Ealert(1)%3C%2Fscript%3E"),
        std::string("/sign-in?next=%22%3E%3Cscript%3E"), std::string("/?done=%3Cscript%3E")}) {
    const std::string page(world.ask("owner", Method::kGet, target).body());
    EXPECT_THAT(page, Not(HasSubstr("<script>"))) << target;
    EXPECT_THAT(page, Not(HasSubstr("onerror=\""))) << target;
  }
}

TEST_P(Scenarios, NobodyIsSentAwayAfterSigningIn) {
  World world(GetParam());
  for (const std::string& next : std::vector<std::string>{
           "//evil.example", "https%3A%2F%2Fevil.example", "%5C%5Cevil.example",
           "%2F%09%2Fevil.example", "javascript%3Aalert(1)"}) {
    const http::Response answer = world.ask("owner", Method::kGet, "/sign-in?next=" + next);
    EXPECT_EQ(answer.status(), 303);
    EXPECT_EQ(answer.header("Location"), "/") << next;
  }
}

ON_BOTH_ENGINES(Scenarios);

}  // namespace
}  // namespace laurel::web
