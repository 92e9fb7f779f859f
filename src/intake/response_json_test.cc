#include "intake/response_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace laurel::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string refused(std::string_view json) {
  const auto parsed = parse_responses(json);
  return parsed.ok() ? "read" : parsed.error().message;
}

TEST(ResponseJson, ReadsEveryMember) {
  const auto parsed = parse_response(
      R"({"external_id":"r1","source":"crm","date":"2026-03-01","received_at":"2026-03-01T10:00:00Z",)"
      R"("market":"North","unit":"Leeds","channel":"phone","account":"A1",)"
      R"("contact_email":"ann@example.com","contact_name":"Ann","language":"en",)"
      R"("served_by":["E7","E9"],"answers":{"nps":9,"share":0.5,"back":true,"why":"K\u00e4se \"x\"","gone":null}})");
  ASSERT_TRUE(parsed.ok()) << parsed.error().message;
  EXPECT_EQ(parsed->external_id, "r1");
  EXPECT_EQ(parsed->source, "crm");
  EXPECT_EQ(parsed->date->to_string(), "2026-03-01");
  EXPECT_EQ(parsed->received_at->to_string(), "2026-03-01T10:00:00Z");
  EXPECT_EQ(parsed->market, "North");
  EXPECT_EQ(parsed->unit, "Leeds");
  EXPECT_EQ(parsed->channel, "phone");
  EXPECT_EQ(parsed->account, "A1");
  EXPECT_EQ(parsed->contact_email, "ann@example.com");
  EXPECT_EQ(parsed->contact_name, "Ann");
  EXPECT_EQ(parsed->language, "en");
  EXPECT_THAT(parsed->served_by, ElementsAre("E7", "E9"));
  ASSERT_THAT(parsed->answers, SizeIs(4));
  EXPECT_EQ(parsed->answers[0].question, "nps");
  EXPECT_EQ(std::get<std::int64_t>(parsed->answers[0].value), 9);
  EXPECT_EQ(std::get<double>(parsed->answers[1].value), 0.5);
  EXPECT_EQ(std::get<bool>(parsed->answers[2].value), true);
  EXPECT_EQ(parsed->answers[3].question, "why");
  EXPECT_EQ(std::get<std::string>(parsed->answers[3].value), "Käse \"x\"");
}

TEST(ResponseJson, ReadsSeveral) {
  EXPECT_THAT(*parse_responses("[]"), IsEmpty());
  const auto parsed = parse_responses(R"([{"answers":{}},{"market":null,"served_by":null},{}])");
  ASSERT_TRUE(parsed.ok()) << parsed.error().message;
  EXPECT_THAT(*parsed, SizeIs(3));
  EXPECT_EQ(parse_response("[{},{}]").error().message, "Send one response as a JSON object.");
}

TEST(ResponseJson, NamesTheMemberAndWhatIsDue) {
  EXPECT_THAT(refused(R"({"answer":{}})"), HasSubstr("there is no member answer; a response has "));
  EXPECT_EQ(refused(R"({"market":5})"), "In the response, market is a number where a text is due.");
  EXPECT_EQ(refused(R"([{},{"market":{}}])"),
            "In response 2 of the array, market is an object where a text is due.");
  EXPECT_EQ(refused(R"({"served_by":"E7"})"),
            "In the response, served_by is a text where an array of texts is due.");
  EXPECT_EQ(refused(R"({"served_by":[null]})"),
            "In the response, served_by is null where a text is due.");
  EXPECT_EQ(refused(R"({"answers":[]})"),
            "In the response, answers is an array where an object is due.");
  EXPECT_EQ(refused(R"({"answers":{"nps":{}}})"),
            "In the response, an answer is an object, where a number, true or false, or a text is "
            "due.");
  EXPECT_EQ(refused(R"({"date":"yesterday"})"),
            "In the response, date is not a day such as 2026-03-01.");
  EXPECT_EQ(refused(R"({"received_at":"noon"})"),
            "In the response, received_at is not a time such as 2026-03-01T10:00:00Z.");
  for (const char* other : {"5", "null", "\"x\"", "[5]", "[[]]", "true"}) {
    EXPECT_EQ(refused(other), "Send a response as a JSON object, or several in an array.") << other;
  }
}

TEST(ResponseJson, SaysWhereItIsNoJson) {
  EXPECT_EQ(refused(""), "The body is not JSON from byte 0 on. Send UTF-8 JSON.");
  EXPECT_THAT(refused(R"({"market":"No)"), HasSubstr("is not JSON from byte"));
  EXPECT_THAT(refused("{\"market\":\"\xff\"}"), HasSubstr("is not JSON from byte"));
  EXPECT_THAT(refused("{} {}"), HasSubstr("goes on after its JSON"));
}

TEST(ResponseJson, BoundsWhatItHolds) {
  std::string answers = R"({"answers":{)";
  for (std::size_t i = 0; i <= kMostAnswers; ++i)
    answers += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":1";
  EXPECT_EQ(refused(answers + "}}"), "In the response, there are more than 500 answers.");
  std::string many = "[{}";
  for (std::size_t i = 0; i < kMostResponses; ++i) many += ",{}";
  EXPECT_THAT(refused(many + "]"), HasSubstr("more than 5000 responses at once"));
  EXPECT_THAT(refused(std::string(100'000, '[')), HasSubstr("Send a response as a JSON object"));
}

}  // namespace
}  // namespace laurel::intake
