// The settings command as typed: what it shows, changes and refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/command_testing.h"

namespace laurel::cli {
namespace {

using ::testing::HasSubstr;

class SettingsCommand : public CommandTest {
 protected:
  SettingsCommand() {
    laurel({"roster", file("units.csv", "unit_id,name,parent\nN,North,\nL,Leeds,N\n")});
  }
};

TEST_F(SettingsCommand, ShowsWhatNobodyHasDecidedYet) {
  EXPECT_EQ(laurel({"settings"}), 0);
  EXPECT_EQ(terminal_.written, "main-driver    none\nworks-council  off\n");
}

TEST_F(SettingsCommand, KeepsWhatIsSet) {
  EXPECT_EQ(laurel({"settings", "main-driver", "return"}), 0);
  EXPECT_EQ(laurel({"settings", "works-council", "on", "--unit", "N"}), 0);
  EXPECT_EQ(laurel({"settings"}), 0);
  EXPECT_EQ(
      terminal_.written,
      "main-driver    return\nworks-council  off\nworks-council  on in North (N) and below\n");
  EXPECT_EQ(laurel({"settings", "works-council", "off", "--unit", "North"}), 0);
  EXPECT_EQ(laurel({"settings", "main-driver", "none"}), 0);
  EXPECT_EQ(terminal_.written, "main-driver    none\nworks-council  off\n");
}

TEST_F(SettingsCommand, SaysWhatCanBeSet) {
  EXPECT_EQ(laurel({"settings", "main-driver", "profit"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("recognition, recommendation, return, revenue or none"));
  EXPECT_EQ(laurel({"settings", "colour", "blue"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("There are main-driver and works-council."));
  EXPECT_EQ(laurel({"settings", "works-council", "perhaps"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("can be on or off"));
  EXPECT_EQ(laurel({"settings", "works-council", "on", "--unit", "Mars"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("There is no unit \"Mars\"."));
  EXPECT_EQ(laurel({"settings", "main-driver"}), 1);
  EXPECT_THAT(terminal_.said, HasSubstr("Give the name of a setting and its value"));
  EXPECT_EQ(laurel({"settings"}), 0);
  EXPECT_EQ(terminal_.written, "main-driver    none\nworks-council  off\n");
}

}  // namespace
}  // namespace laurel::cli
