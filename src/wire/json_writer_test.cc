#include "wire/json_writer.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <limits>

#include "base/random.h"

namespace laurel::wire {
namespace {

TEST(JsonWriter, WritesCompactObjectsAndArrays) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("a", 1).member("b", true).key("c").begin_array();
  json.value(0.97).null().value("x").begin_object().end_object().end_array();
  json.null_member("d").end_object();
  EXPECT_EQ(out, R"({"a":1,"b":true,"c":[0.97,null,"x",{}],"d":null})");
  EXPECT_TRUE(json.complete());
}

TEST(JsonWriter, IndentsMembersAndKeepsScalarArraysOnOneLine) {
  std::string out;
  JsonWriter json(out, 2);
  json.begin_object().member("hist", std::vector<int>{1, 2, 3}).key("rows").begin_array();
  json.begin_object().member("n", 4).end_object().value(5).end_array();
  json.key("none").begin_object().end_object().end_object();
  EXPECT_EQ(out,
            "{\n  \"hist\": [1, 2, 3],\n  \"rows\": [\n    {\n      \"n\": 4\n    },\n    5\n  ],\n"
            "  \"none\": {}\n}");
}

TEST(JsonWriter, WritesShortestDoublesThatReadBackExactly) {
  EXPECT_EQ(shortest_number(0.1), "0.1");
  EXPECT_EQ(shortest_number(12), "12");
  EXPECT_EQ(shortest_number(-1e22), "-1e+22");
  EXPECT_EQ(shortest_number(5e-324), "5e-324");
  base::Random random(3);
  for (int i = 0; i < 1000; ++i) {
    const double number = random.normal() * std::pow(10, random.normal() * 20);
    EXPECT_EQ(std::stod(shortest_number(number)), number);
  }
}

TEST(JsonWriter, WritesInfinitiesAsWordsAndNanAsNull) {
  std::string out;
  const double inf = std::numeric_limits<double>::infinity();
  JsonWriter(out).value(std::vector<double>{inf, -inf, inf - inf});
  EXPECT_EQ(out, R"(["inf","-inf",null])");
}

TEST(JsonWriter, WritesExtremeIntegersAndOptionals) {
  std::string out;
  JsonWriter json(out);
  json.begin_array().value(std::numeric_limits<std::int64_t>::min());
  json.value(std::numeric_limits<std::uint64_t>::max());
  json.value(std::optional<double>()).value(std::optional<double>(1.5)).end_array();
  EXPECT_EQ(out, "[-9223372036854775808,18446744073709551615,null,1.5]");
}

TEST(JsonWriter, EscapesWhatJsonRequires) {
  std::string out;
  append_json_string(out, std::string("a\"b\\c\n\t\r\x01\x1f\0é😀", 17));
  EXPECT_EQ(out, R"("a\"b\\c\n\t\r\u0001\u001f\u0000é😀")");
}

TEST(JsonWriter, ReplacesBytesThatAreNotUtf8) {
  std::string out;
  append_json_string(out, "a\xFFz\xC0\xAF\xED\xA0\x80\xE2\x82");
  const std::string bad = "\xEF\xBF\xBD";
  EXPECT_EQ(out, "\"a" + bad + "z" + bad + bad + bad + bad + bad + bad + bad + "\"");
}

TEST(JsonWriter, AlwaysWritesWhatAParserReadsBack) {
  base::Random random(7);
  for (int round = 0; round < 500; ++round) {
    std::string text;
    for (std::uint64_t i = random.below(20); i > 0; --i)
      text += static_cast<char>(random.below(256));
    std::string out;
    JsonWriter(out, static_cast<int>(random.below(3)))
        .begin_object()
        .member(text, text)
        .end_object();
    boost::json::error_code failed;
    boost::json::parse(out, failed);
    EXPECT_FALSE(failed) << out;
  }
}

TEST(JsonWriterDeathTest, RefusesAValueWithoutItsKey) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  EXPECT_DEATH(json.value(1), "after_key_");
}

}  // namespace
}  // namespace laurel::wire
