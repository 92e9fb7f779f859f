#include "detect/detector.h"

#include <gtest/gtest.h>

namespace laurel::detect {
namespace {

TEST(Detector, FindsPraisedRosterPerson) {
  const std::vector<RosterEntry> roster = {{.employee_id = "E7", .first_name = "Maria"}};
  const auto detector = Detector::create(roster);
  ASSERT_TRUE(detector.ok());
  const Detection found = detector->detect("Maria was very helpful.");
  ASSERT_EQ(found.targets.size(), 1U);
  EXPECT_EQ(found.targets[0].employee_id, "E7");
  EXPECT_EQ(found.targets[0].text, "Maria");
}

}  // namespace
}  // namespace laurel::detect
