#include "detect/roster_index.h"

#include "detect/link_cues.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace laurel::detect {
namespace {

RosterEntry person(std::string id, std::string first, std::string last, std::string location = "") {
  RosterEntry entry;
  entry.employee_id = std::move(id);
  entry.first_name = std::move(first);
  entry.last_name = std::move(last);
  entry.location = std::move(location);
  return entry;
}

std::string linked(const RosterIndex& index, std::vector<std::string> names,
                   const Context& context = {}, bool titled = false, const LinkCues& cues = {}) {
  std::vector<Candidate> candidates;
  CandidateSearch search;
  index.candidates(names, titled, context, cues, search, candidates);
  switch (RosterIndex::decide(candidates)) {
    case LinkState::kLinked:
      return candidates[0].employee_id;
    case LinkState::kAmbiguous:
      return "ambiguous";
    case LinkState::kUnlisted:
      return "unlisted";
  }
  return "";
}

const std::vector<RosterEntry> kRoster = {
    person("1", "Katherine", "Smith", "Leeds"),
    person("2", "Steven", "LeSueur", "York"),
    person("3", "Maria", "Lopez", "Leeds"),
    person("4", "Maria", "Stone", "York"),
    person("5", "Rajesh", "Patel"),
    person("6", "Jos\xC3\xA9",
           "Garc\xC3\xAD"
           "a"),
};

TEST(RosterIndex, KnowsShortForms) {
  const RosterIndex index(kRoster);
  EXPECT_EQ(linked(index, {"kate"}), "1");
  EXPECT_EQ(linked(index, {"steve"}), "2");
  EXPECT_EQ(linked(index, {"raj"}), "5");
}

TEST(RosterIndex, ForgivesTyposAndSpellingsBySound) {
  const RosterIndex index(kRoster);
  EXPECT_EQ(linked(index, {"katherin"}), "1");
  EXPECT_EQ(linked(index, {"stephen"}), "2");
  EXPECT_EQ(linked(index, {"rajeesh"}), "5");
  EXPECT_EQ(linked(index, {"jose"}), "6");
}

TEST(RosterIndex, NeverGuessesBetweenTwo) {
  const RosterIndex index(kRoster);
  EXPECT_EQ(linked(index, {"maria"}), "ambiguous");
  EXPECT_EQ(linked(index, {"maria", "stone"}), "4");
  EXPECT_EQ(linked(index, {"maria", "s"}), "4");
  EXPECT_EQ(linked(index, {"maria"}, {.location = "Leeds"}), "3");
  const std::vector<std::string> served = {"4"};
  EXPECT_EQ(linked(index, {"maria"}, {.served_by = served}), "4");
}

TEST(RosterIndex, LeavesAnotherSurnameUnlisted) {
  const RosterIndex index(kRoster);
  EXPECT_EQ(linked(index, {"rajesh", "gupta"}), "unlisted");
  EXPECT_EQ(linked(index, {"bob"}), "unlisted");
}

TEST(RosterIndex, TakesAnotherNameForAnotherPerson) {
  const RosterIndex index(std::vector<RosterEntry>{
      person("1", "Jake", "Doe"), person("2", "Jane", "Moss"), person("3", "Nelly", "Brown")});
  EXPECT_EQ(linked(index, {"jake", "doe"}), "1");
  EXPECT_EQ(linked(index, {"jane", "doe"}), "unlisted");  // Jane is Jane Moss
  EXPECT_EQ(linked(index, {"kelly", "brown"}), "unlisted");
  // A common name is no slip of the pen, but may be a spelling by ear.
  LinkCues known;
  known.well_known = true;
  const RosterIndex maria(std::vector<RosterEntry>{person("1", "Maria", "Lopez")});
  EXPECT_EQ(linked(maria, {"marta"}), "1");
  EXPECT_EQ(linked(maria, {"marta"}, {}, false, known), "unlisted");
  EXPECT_EQ(linked(index, {"nely"}, {}, false, known), "3");
}

TEST(RosterIndex, CreditsNobodyWithAMisspellingThatSuitsSeveral) {
  const std::vector<RosterEntry> roster = {person("1", "Ahmed", "Farouk"),
                                           person("2", "Ahmad", "Rahimi")};
  EXPECT_EQ(linked(RosterIndex(std::span(roster).first(1)), {"achmed"}), "1");
  EXPECT_EQ(linked(RosterIndex(roster), {"achmed"}), "ambiguous");
}

TEST(RosterIndex, ExpectsThePreferredName) {
  std::vector<RosterEntry> roster = {person("1", "William", "Chukwu")};
  EXPECT_EQ(linked(RosterIndex(roster), {"bill"}), "1");
  roster[0].preferred_name = "Will";
  EXPECT_EQ(linked(RosterIndex(roster), {"bill"}), "unlisted");
  EXPECT_EQ(linked(RosterIndex(roster), {"will"}), "1");
}

TEST(RosterIndex, MindsEmploymentDates) {
  std::vector<RosterEntry> roster = {person("1", "Maria", "Lopez"), person("2", "Maria", "Stone")};
  roster[0].employed_until = base::Date::from_ymd(2025, 1, 31).value();
  const RosterIndex index(roster);
  const auto day = base::Date::from_ymd(2026, 3, 1).value();
  EXPECT_EQ(linked(index, {"maria"}, {.on = day}), "2");
}

TEST(RosterIndex, AcceptsEmptyDuplicateAndTinyNames) {
  EXPECT_EQ(linked(RosterIndex({}), {"maria"}), "unlisted");
  const std::vector<RosterEntry> twice = {person("1", "Ann", "Lee"), person("2", "Ann", "Lee"),
                                          person("3", "B", ""), person("4", "", "")};
  EXPECT_EQ(linked(RosterIndex(twice), {"ann"}), "ambiguous");
  EXPECT_EQ(linked(RosterIndex(twice), {"b"}), "3");
}

TEST(RosterIndex, FindsEachOfTwentyThousand) {
  base::Random random(3);
  std::vector<RosterEntry> roster;
  const auto word = [&] {
    std::string w;
    for (int i = 0; i < 4; ++i) {
      w += "bdfgklmnprstvz"[random.below(14)];
      w += "aeiou"[random.below(5)];
    }
    return w;
  };
  for (int i = 0; i < 20000; ++i) roster.push_back(person(std::to_string(i), word(), word()));
  const RosterIndex index(roster);
  int found = 0;
  for (int i = 0; i < 20000; i += 97) {
    const auto& entry = roster[static_cast<std::size_t>(i)];
    found += linked(index, {entry.first_name, entry.last_name}) == entry.employee_id;
  }
  EXPECT_EQ(found, 207);
}

}  // namespace
}  // namespace laurel::detect
