#include "detect/link_cues.h"

#include <gtest/gtest.h>

#include "detect/detector.h"

namespace laurel::detect {
namespace {

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

TEST(LinkCues, ANameOfAnotherBusinessIsNobodysHereOnceTheBusinessIsKnown) {
  const std::vector<RosterEntry> roster = {
      {.employee_id = "E1", .first_name = "Gemma", .last_name = "Clegg", .location = "Sheffield"}};
  const auto detector = Detector::create(roster);
  ASSERT_TRUE(detector.ok());
  const auto link = [&](const char* text, std::string_view business) {
    const Detection found = detector->detect(text, {.business = business});
    for (const Target& target : found.targets)
      if (target.kind == TargetKind::kPerson) return target.employee_id;
    return std::string("nobody");
  };
  const char* elsewhere = "Gemma at Meridian Air was so kind and helpful.";
  EXPECT_EQ(link(elsewhere, ""), "E1");  // it may be this one
  EXPECT_EQ(link(elsewhere, "Meridian Air"), "E1");
  EXPECT_EQ(link(elsewhere, "Castellan Bank"), "");
  EXPECT_EQ(link("Gemma at Sheffield was so kind and helpful.", "Castellan Bank"), "E1");
  EXPECT_EQ(link("Gemma Clegg at Meridian Air was so kind.", "Castellan Bank"), "E1");
  EXPECT_EQ(link("The Meridian driver Gemma was so kind.", "Castellan Bank"), "");
}

}  // namespace
}  // namespace laurel::detect
