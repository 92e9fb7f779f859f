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
}

TEST(LinkCues, LeaveTheBusinessesOwnPeopleAlone) {
  EXPECT_FALSE(outsider("Emily was a rock through all of it."));
  EXPECT_FALSE(outsider("Mark from the parts department was great."));
  EXPECT_FALSE(outsider("Our waitress Olga was kind to my mother."));
  EXPECT_FALSE(outsider("Kevin helped my daughter and my wife."));
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
