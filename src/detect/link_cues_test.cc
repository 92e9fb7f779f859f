#include "detect/link_cues.h"

#include <gtest/gtest.h>

#include "detect/detector.h"
#include "detect/model.h"

namespace laurel::detect {
namespace {

// Whether the first name of the text belongs to an outsider.
bool outsider(const char* text) {
  const RosterIndex no_roster({});
  Reading reading;
  read_words(text, Model::embedded()->words, no_roster, reading);
  find_mentions(no_roster, reading);
  for (const Mention& mention : reading.mentions)
    if (mention.form == Form::kName) return is_outsider(reading, mention);
  ADD_FAILURE() << "no name found in: " << text;
  return false;
}

TEST(LinkCues, TellRelativesAndOtherPeoplesPeople) {
  EXPECT_TRUE(outsider("My daughter Emily was a rock through all of it."));
  EXPECT_TRUE(outsider("Mark from the insurance company was great."));
  EXPECT_TRUE(outsider("The lady next to me, Olga, was kind."));
  EXPECT_TRUE(outsider("Kevin, the chap in 22B, lifted my case."));
  EXPECT_TRUE(outsider("Robert at the building society next door was so helpful."));
  EXPECT_TRUE(outsider("Olga, the inspector from the county, was very kind."));
  EXPECT_TRUE(outsider("Kevin was polite too, but he works for the state."));
  EXPECT_TRUE(outsider("A visitor, Emily, helped us to the door."));
}

TEST(LinkCues, LeaveTheBusinessesOwnPeopleAlone) {
  EXPECT_FALSE(outsider("Emily was a rock through all of it."));
  EXPECT_FALSE(outsider("Mark from the parts department was great."));
  EXPECT_FALSE(outsider("Our waitress Olga was kind to my mother."));
  EXPECT_FALSE(outsider("Kevin helped my daughter and my wife."));
  EXPECT_FALSE(outsider("Kevin was so kind, and he works for you."));
  EXPECT_FALSE(outsider("Olga, the lady from the parts department, was very kind."));
}

TEST(LinkCues, APostInTheWordsCanSpeakAgainstTheOnlyNamesake) {
  const std::vector<RosterEntry> roster = {
      {.employee_id = "E1", .first_name = "Maria", .last_name = "Lopez", .department = "Payroll"},
      {.employee_id = "E2", .first_name = "Tom", .last_name = "Hill", .title = "Dispatch Driver"}};
  const auto detector = Detector::create(roster);
  ASSERT_TRUE(detector.ok());
  const auto link = [&](const char* text) {
    const Detection found = detector->detect(text);
    for (const Target& target : found.targets)
      if (target.kind == TargetKind::kPerson) return target.employee_id;
    return std::string("nobody");
  };
  EXPECT_EQ(link("Maria was so kind and helpful."), "E1");
  EXPECT_EQ(link("Maria from payroll was so kind and helpful."), "E1");
  EXPECT_EQ(link("Maria in dispatch was so kind and helpful."), "");
  EXPECT_EQ(link("Our driver Maria was so kind and helpful."), "");
  EXPECT_EQ(link("Our driver Maria Lopez was so kind and helpful."), "E1");
  EXPECT_EQ(link("Our driver Tom was so kind and helpful."), "E2");
}

TEST(LinkCues, APlaceInTheWordsDecidesBetweenNamesakes) {
  const std::vector<RosterEntry> roster = {
      {.employee_id = "E7", .first_name = "Maria", .last_name = "Lopez", .location = "Leeds"},
      {.employee_id = "E9", .first_name = "Maria", .last_name = "Stone", .location = "York"}};
  const auto detector = Detector::create(roster);
  ASSERT_TRUE(detector.ok());
  const auto link = [&](const char* text) {
    const Detection found = detector->detect(text);
    return found.targets.empty() ? std::string("nobody") : found.targets[0].employee_id;
  };
  EXPECT_EQ(link("Maria in York was so helpful and kind."), "E9");
  EXPECT_EQ(link("Maria in Leeds was so helpful and kind."), "E7");
  EXPECT_EQ(link("Maria was so helpful and kind."), "");
}

}  // namespace
}  // namespace laurel::detect
