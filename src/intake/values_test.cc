#include "intake/values.h"

#include <gtest/gtest.h>

namespace laurel::intake {
namespace {

std::string day(std::string_view value, DateOrder order = DateOrder::kUnknown) {
  const DateReading reading = read_date(value, order);
  if (reading.value) return reading.value->date.to_string();
  switch (reading.trouble) {
    case DateTrouble::kNotADate:
      return "not a date";
    case DateTrouble::kNoSuchDay:
      return "no such day";
    case DateTrouble::kAmbiguous:
      return "ambiguous";
  }
  return "";
}

TEST(Whole, ReadsWhatProgramsWrite) {
  EXPECT_EQ(parse_whole("10.0"), 10);
  EXPECT_EQ(parse_whole(" 7 "), 7);
  EXPECT_EQ(parse_whole("10,00"), 10);
  EXPECT_EQ(parse_whole("4/5"), 4);
  EXPECT_EQ(parse_whole("10 - Extremely likely"), 10);
  EXPECT_EQ(parse_whole("5 stars"), 5);
  EXPECT_EQ(parse_whole("-3"), -3);
  EXPECT_FALSE(parse_whole("4.8"));
  EXPECT_FALSE(parse_whole("2024-03-01"));
  EXPECT_FALSE(parse_whole("3 of us came"));
  EXPECT_FALSE(parse_whole(""));
  EXPECT_FALSE(parse_whole("99999999999999999999"));
}

TEST(Decimal, ReadsPointsCommasGroupsAndCurrencies) {
  const auto units = [](std::string_view text, int decimals) -> std::int64_t {
    const auto value = parse_decimal(text);
    return value ? scaled(*value, decimals).value_or(-1) : -1;
  };
  EXPECT_EQ(units("12.85", 2), 1285);
  EXPECT_EQ(units("12,85", 2), 1285);
  EXPECT_EQ(units("1,234", 0), 1234);
  EXPECT_EQ(units("1,234.5", 1), 12345);
  EXPECT_EQ(units("1.234,5", 1), 12345);
  EXPECT_EQ(units("1 234,50 \u20AC", 2), 123450);
  EXPECT_EQ(units("$12", 2), 1200);
  EXPECT_EQ(units("-738.6", 2), -73860);
  EXPECT_EQ(units("2.345", 2), 235);
  EXPECT_FALSE(parse_decimal("n/a"));
  EXPECT_FALSE(parse_decimal("1.2.3"));
  EXPECT_FALSE(parse_decimal("12a"));
}

TEST(YesNo, KnowsSeveralLanguages) {
  for (const char* word : {"yes", "Y", "TRUE", "1", "1.0", "oui", "Ja", "s\u00ED"})
    EXPECT_EQ(parse_yes_no(word), true) << word;
  for (const char* word : {"no", "N", "false", "0", "non", "Nein"})
    EXPECT_EQ(parse_yes_no(word), false) << word;
  EXPECT_FALSE(parse_yes_no("perhaps"));
  EXPECT_FALSE(parse_yes_no("2"));
}

TEST(Dates, ReadManyLayouts) {
  for (const char* text :
       {"2024-03-05", "2024/3/5", "2024-03-05T10:11:12Z", "2024-03-05 10:11:12.5", "5 March 2024",
        "5-Mar-2024", "Mar 5, 2024", "March 5 2024 2:05 PM", "05.03.2024", "5.3.24",
        "2024-03-05 10:11:12 UTC"})
    EXPECT_EQ(day(text), "2024-03-05") << text;
  EXPECT_EQ(day("2024-03"), "2024-03-01");
  EXPECT_TRUE(read_date("2024-03", DateOrder::kUnknown).month_only);
}

TEST(Dates, AskForTheOrderOnlyWhenItMatters) {
  EXPECT_EQ(day("03/04/2025"), "ambiguous");
  EXPECT_EQ(day("03/04/2025", DateOrder::kDayFirst), "2025-04-03");
  EXPECT_EQ(day("03/04/2025", DateOrder::kMonthFirst), "2025-03-04");
  EXPECT_EQ(day("04/04/2025"), "2025-04-04");
  EXPECT_EQ(day("13/04/2025"), "2025-04-13");
  EXPECT_EQ(day("04/13/2025"), "2025-04-13");
}

TEST(Dates, RefuseDaysThatDontExist) {
  EXPECT_EQ(day("2025-02-30"), "no such day");
  EXPECT_EQ(day("2025-13-01"), "no such day");
  EXPECT_EQ(day("31/04/2025", DateOrder::kDayFirst), "no such day");
  EXPECT_EQ(day("13/04/2025", DateOrder::kMonthFirst), "no such day");
  EXPECT_EQ(day("2023-02-29"), "no such day");
  EXPECT_EQ(day("2024-02-29"), "2024-02-29");
}

TEST(Dates, AreNotSeenInOtherThings) {
  for (const char* text : {"7", "10.0", "2024", "4.5", "yesterday", "2024-03-05x", "12345-6-7", "",
                           "1.2.3.4", "May I say", "2024-03-05 99:99"})
    EXPECT_EQ(day(text), "not a date") << text;
}

TEST(Dates, KeepTheTimeInUtc) {
  const auto reading = read_date("2024-03-05T01:30:00+02:00", DateOrder::kUnknown);
  ASSERT_TRUE(reading.value && reading.value->at);
  EXPECT_EQ(reading.value->at->to_string(), "2024-03-04T23:30:00Z");
  EXPECT_EQ(reading.value->date.to_string(), "2024-03-05");
}

TEST(Languages, AreReducedToTheirCode) {
  EXPECT_EQ(language_code("EN"), "en");
  EXPECT_EQ(language_code("fr_FR"), "fr");
  EXPECT_EQ(language_code("pt-BR"), "pt");
  EXPECT_EQ(language_code("Deutsch"), "de");
  EXPECT_EQ(language_code("Klingon"), "");
  EXPECT_EQ(language_code("7"), "");
}

TEST(Words, ArePlain) {
  EXPECT_EQ(plain_words("  Seat-Comfort (1\u20135) "), "seat comfort 1 5");
  EXPECT_EQ(plain_words("Qualit\u00E9 per\u00E7ue"), "qualite percue");
  EXPECT_EQ(key_of("How likely?"), "how_likely");
}

}  // namespace
}  // namespace laurel::intake
