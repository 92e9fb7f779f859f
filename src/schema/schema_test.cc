// Declarations as the API uses them: what is read, what is said of what can't be, what they write
// and how they describe themselves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "schema/document.h"

namespace laurel::schema {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

enum class Colour { kGreen, kGold };

struct Person {
  std::string name;
  std::int64_t score = -1;
  std::optional<base::Date> since;
  std::vector<Colour> colours;
  std::vector<std::pair<std::string, Scalar>> answers;
  bool active = true;
};

const ObjectType<Person>& person() {
  static const auto declared = object<Person>(
      "Person", "Somebody.",
      required("name", &Person::name, text({.shortest = 1, .longest = 10}),
               "What they are called."),
      required("score", &Person::score, whole_number(0, 10), ""),
      optional("since", &Person::since, nullable(date()), "First day."),
      optional("colours", &Person::colours,
               list(one_of<Colour>({{"green", Colour::kGreen}, {"gold", Colour::kGold}}), 3), ""),
      optional("answers", &Person::answers, map(scalar()), ""),
      optional("active", &Person::active, boolean(), ""));
  return declared;
}

std::vector<Problem> problems_of(std::string_view json) {
  return read_json(*person(), json).problems;
}

TEST(Schema, ReadsWhatItDeclares) {
  const auto read = read_json(*person(), R"({"name": " Ann ", "score": 9.0, "since": "2026-02-03",
      "colours": ["gold", "green"], "answers": {"nps": 9, "ok": true, "x": 1.5, "t": "a"}})");
  ASSERT_TRUE(read) << read.problems.front().message;
  EXPECT_EQ(read.value->name, "Ann");
  EXPECT_EQ(read.value->score, 9);
  EXPECT_EQ(read.value->since->to_string(), "2026-02-03");
  EXPECT_THAT(read.value->colours, ElementsAre(Colour::kGold, Colour::kGreen));
  ASSERT_EQ(read.value->answers.size(), 4U);
  EXPECT_EQ(std::get<std::int64_t>(read.value->answers[0].second), 9);
  EXPECT_EQ(std::get<bool>(read.value->answers[1].second), true);
  EXPECT_TRUE(read.value->active);
}

TEST(Schema, NamesEveryProblemWithItsPlace) {
  EXPECT_THAT(
      problems_of(
          R"({"nam": "x", "score": 11, "colours": ["gold", "red"], "since": "2026-02-30"})"),
      ElementsAre(Problem{"/nam", "This is not known here. Did you mean name?"},
                  Problem{"/score", "Give a whole number from 0 to 10."},
                  Problem{"/colours/1", "Give one of green or gold."},
                  Problem{"/since", "Give a day as YYYY-MM-DD."},
                  Problem{"/name", "Fill this in; it is required."}));
}

TEST(Schema, EscapesTheNamesOfAPlace) {
  EXPECT_THAT(problems_of(R"({"name": "x", "score": 1, "answers": {"a/b~c": null}})"),
              ElementsAre(Problem{"/answers/a~1b~0c", "Give a number, a text, true or false."}));
}

TEST(Schema, RefusesWhatIsNotJson) {
  for (const std::string_view text :
       {"", "{", "{\"name\": 1} x", "\xff", "{\"a\": \"\xc3\x28\"}", "nul"}) {
    const auto problems = problems_of(text);
    ASSERT_EQ(problems.size(), 1U) << text;
    EXPECT_EQ(problems[0].pointer, "");
    EXPECT_THAT(problems[0].message, HasSubstr("not JSON from byte"));
  }
  EXPECT_THAT(problems_of(std::string(50, '[') + std::string(50, ']'))[0].message,
              HasSubstr("not JSON"));
  EXPECT_EQ(problems_of("[]"), (std::vector<Problem>{{"", "Give an object in braces."}}));
}

TEST(Schema, CountsTextInCharacters) {
  EXPECT_TRUE(problems_of(R"({"name": "ééééééééééé", "score": 1})").size() == 1);
  EXPECT_TRUE(problems_of(R"({"name": "éééééééééé", "score": 1})").empty());
  EXPECT_EQ(problems_of(R"({"name": "  ", "score": 1})")[0].message,
            "Fill this in; it can't be empty.");
  EXPECT_EQ(problems_of(R"({"name": "a\nb", "score": 1})")[0].message,
            "Use one line without control characters.");
}

TEST(Schema, NullIsAbsentWhereAMemberIsOptional) {
  EXPECT_TRUE(problems_of(R"({"name": "a", "score": 1, "active": null, "since": null})").empty());
  EXPECT_THAT(problems_of(R"({"name": null, "score": 1})"),
              ElementsAre(Problem{"/name", "Give a text in quotation marks."}));
}

TEST(Schema, ReadsTheFieldsOfAForm) {
  const auto read = read_fields(*person(), {{"name", "Ann"},
                                            {"score", "7"},
                                            {"colours", "gold"},
                                            {"colours", "green"},
                                            {"since", ""},
                                            {"active", "off"}});
  ASSERT_TRUE(read) << read.problems.front().message;
  EXPECT_EQ(read.value->score, 7);
  EXPECT_THAT(read.value->colours, ElementsAre(Colour::kGold, Colour::kGreen));
  EXPECT_FALSE(read.value->since);
  EXPECT_FALSE(read.value->active);
  EXPECT_THAT(read_fields(*person(), {{"name", "Ann"}, {"score", "7 1"}}).problems,
              ElementsAre(Problem{"/score", "Give a whole number from 0 to 10."}));
}

TEST(Schema, ReadsOneOrAListAndKeepsTheGoodOnes) {
  const auto one = read_one_or_list(*person(), R"({"name": "a", "score": 1})", 2);
  EXPECT_FALSE(one.is_list);
  ASSERT_EQ(one.items.size(), 1U);
  const auto two = read_one_or_list(*person(), R"([{"name": "a", "score": 1}, {"name": "b"}])", 2);
  EXPECT_TRUE(two.is_list);
  ASSERT_EQ(two.items.size(), 2U);
  EXPECT_TRUE(two.items[0]);
  EXPECT_THAT(two.items[1].problems,
              ElementsAre(Problem{"/score", "Fill this in; it is required."}));
  EXPECT_EQ(read_one_or_list(*person(), "[1, 2, 3]", 2).problems[0].message,
            "Send at most 2 here; these are 3.");
}

TEST(Schema, WritesWhatItReads) {
  const std::string_view text =
      R"({"name":"Ann","score":3,"since":null,"colours":["green"],"answers":{"nps":9},"active":true})";
  EXPECT_EQ(to_json(*person(), *read_json(*person(), text).value), text);
}

TEST(Schema, DescribesItself) {
  Definitions definitions;
  EXPECT_EQ(boost::json::serialize(person()->describe(definitions)),
            R"({"$ref":"#/components/schemas/Person"})");
  EXPECT_EQ(
      boost::json::serialize(definitions.find("Person")->second),
      R"({"type":"object","description":"Somebody.","properties":{"name":{"type":"string",)"
      R"("minLength":1,"maxLength":10,"description":"What they are called."},"score":{"type":"integer",)"
      R"("minimum":0,"maximum":10},"since":{"type":["string","null"],"format":"date","description":)"
      R"("First day."},"colours":{"type":"array","items":{"type":"string","enum":["green","gold"]},)"
      R"("maxItems":3},"answers":{"type":"object","additionalProperties":{"type":["number","string",)"
      R"("boolean"]}},"active":{"type":"boolean"}},"required":["name","score"],)"
      R"("additionalProperties":false})");
}

TEST(Schema, StopsCollectingAfterTwentyProblems) {
  std::string json = R"({"name": "a", "score": 1, "answers": {)";
  for (int i = 0; i < 40; ++i) json += (i > 0 ? ",\"" : "\"") + std::to_string(i) + "\": null";
  EXPECT_EQ(problems_of(json + "}}").size(), Reading::kMost);
}

}  // namespace
}  // namespace laurel::schema
