#include "model/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace laurel::model {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::vector<Unit> kTree = {{{1}, "N", "North", {}},
                                 {{2}, "L", "Leeds", {1}},
                                 {{3}, "S", "South", {}},
                                 {{4}, "LD", "Leeds desk", {2}}};

TEST(UnitsWithoutPeople, AreThoseNamedAndAllBelow) {
  EXPECT_THAT(units_without_people({{}, false, {{1}}}, kTree),
              ElementsAre(UnitId{1}, UnitId{2}, UnitId{4}));
  EXPECT_THAT(units_without_people({{}, false, {{2}}}, kTree), ElementsAre(UnitId{2}, UnitId{4}));
}

TEST(UnitsWithoutPeople, AreAllOrNoneByTheOrganizationsSetting) {
  EXPECT_THAT(units_without_people({{}, true, {}}, kTree),
              ElementsAre(UnitId{1}, UnitId{2}, UnitId{3}, UnitId{4}));
  EXPECT_THAT(units_without_people({}, kTree), IsEmpty());
}

TEST(Rewards, AreFoundByTheirNames) {
  for (const Reward reward : kRewards) EXPECT_EQ(reward_named(name(reward)), reward);
  EXPECT_FALSE(reward_named("profit"));
}

}  // namespace
}  // namespace laurel::model
