// The settings command as typed: what it shows, changes and refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "cli/memory_terminal.h"
#include "cli/run.h"

namespace laurel::cli {
namespace {

using ::testing::HasSubstr;

class SettingsCommand : public ::testing::Test {
 protected:
  SettingsCommand()
      : folder_(std::filesystem::temp_directory_path() /
                ("laurel-settings-command-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ / "units.csv") << "unit_id,name,parent\nN,North,\nL,Leeds,N\n";
    laurel({"roster", (folder_ / "units.csv").string()});
  }
  ~SettingsCommand() override { std::filesystem::remove_all(folder_); }

  int laurel(std::vector<std::string> words) {
    words.insert(words.begin(), "laurel");
    words.insert(words.end(), {"--database", (folder_ / "laurel.db").string()});
    terminal_.written.clear();
    terminal_.said.clear();
    return run(words, terminal_, clock_);
  }

  std::filesystem::path folder_;
  MemoryTerminal terminal_;
  base::ManualClock clock_{*base::Timestamp::parse("2026-03-01T12:00:00Z")};
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
