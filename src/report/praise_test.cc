#include "report/praise.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace laurel::report {
namespace {

constexpr detect::BehaviourSet kExtraMile = 1;

store::PraisedWords words(int employee, std::string text, std::string_view praised) {
  store::PraisedWords one;
  const std::size_t at = text.find(praised);
  const auto points = [](std::string_view part) {
    return static_cast<std::uint32_t>(
        std::count_if(part.begin(), part.end(), [](char c) { return (c & 0xc0) != 0x80; }));
  };
  one.evidence.start = points(std::string_view(text).substr(0, at));
  one.evidence.end = one.evidence.start + points(praised);
  one.words = std::move(text);
  one.employee = {employee};
  one.name = "Person " + std::to_string(employee);
  one.title = "Clerk";
  one.probability = 0.99F;
  return one;
}

const std::string kPlain =
    "The counter was busy as always, and Maria was friendly to each of us there.";

std::vector<model::Unit> units() { return {{{1}, "L", "Leeds", {}}, {{2}, "Y", "", {}}}; }

TEST(Quotes, MarkThePraisedWordsWhateverTheScript) {
  auto one =
      words(1, "Zürich 日本 🌿: Maria blieb länger, and stayed late for us. Thank you so much!",
            "Maria blieb länger, and stayed late for us");
  one.unit = {1};
  one.day = base::Date{20721};
  const auto quotes = choose_quotes(std::vector{one}, units(), 3);
  ASSERT_EQ(quotes.size(), 1U);
  EXPECT_EQ(quotes[0].before, "Zürich 日本 🌿: ");
  EXPECT_EQ(quotes[0].praised, "Maria blieb länger, and stayed late for us");
  EXPECT_EQ(quotes[0].after, ". Thank you so much!");
  EXPECT_EQ(quotes[0].person, "Person 1");
  EXPECT_EQ(quotes[0].place, "Clerk, Leeds");
  EXPECT_EQ(quotes[0].month.to_string(), "2026-09");
}

TEST(Quotes, CutLongTextToTheSentencesThatPraise) {
  const std::string filler(400, 'x');
  const auto one = words(1, filler + ". Then Maria stayed late. " + filler, "Maria stayed late");
  const auto quotes = choose_quotes(std::vector{one}, {}, 3);
  ASSERT_EQ(quotes.size(), 1U);
  EXPECT_EQ(quotes[0].before, "… Then ");
  EXPECT_EQ(quotes[0].after, ". …");
}

TEST(Quotes, AreOfDifferentPeopleAndPlacesFirst) {
  std::vector<store::PraisedWords> all;
  for (const auto& [employee, unit] : {std::pair(1, 1), {1, 1}, {2, 1}, {3, 2}}) {
    all.push_back(words(employee, kPlain, "Maria"));
    all.back().unit = {unit};
  }
  const auto quotes = choose_quotes(all, units(), 3);
  ASSERT_EQ(quotes.size(), 3U);
  EXPECT_EQ(quotes[0].person, "Person 1");
  EXPECT_EQ(quotes[1].person, "Person 3");
  EXPECT_EQ(quotes[2].person, "Person 2");
  EXPECT_EQ(choose_quotes(all, units(), 1).size(), 1U);
  EXPECT_TRUE(choose_quotes(all, units(), 0).empty());
}

TEST(Quotes, PutADeedBeforeKindWords) {
  auto deed = words(2, kPlain, "Maria");
  deed.behaviours = kExtraMile;
  deed.probability = 0.98F;
  const auto quotes = choose_quotes(std::vector{words(1, kPlain, "Maria"), deed}, {}, 2);
  EXPECT_EQ(quotes[0].person, "Person 2");
}

TEST(Quotes, NameNobodyWherePeopleAreNotNamed) {
  ReportInput input;
  input.units = units();
  model::Employee employee;
  employee.id = {1};
  employee.unit = {1};
  input.employees = {employee};
  input.praised = {words(1, kPlain, "Maria"), words(2, kPlain, "Maria")};
  EXPECT_EQ(praise_of(input).size(), 2U);
  input.settings.works_council_units = {{1}};
  ASSERT_EQ(praise_of(input).size(), 1U);
  EXPECT_EQ(praise_of(input)[0].person, "Person 2");
  input.settings.works_council = true;
  EXPECT_TRUE(praise_of(input).empty());
  input.settings = {};
  input.options.show_people = ShowPeople::kNone;
  EXPECT_TRUE(praise_of(input).empty());
}

TEST(Quotes, HoldOffsetsThatLieOutsideTheText) {
  auto one = words(1, kPlain, "Maria");
  one.evidence = {500, 400};
  const auto quotes = choose_quotes(std::vector{one}, {}, 1);
  EXPECT_EQ(quotes[0].before, kPlain);
  EXPECT_EQ(quotes[0].praised, "");
}

}  // namespace
}  // namespace laurel::report
