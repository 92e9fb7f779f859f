// Commands typed by a test, on a database in a folder that is gone afterwards.
#pragma once

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "cli/memory_terminal.h"
#include "cli/run.h"

namespace laurel::cli {

class CommandTest : public ::testing::Test {
 protected:
  CommandTest()
      : folder_(std::filesystem::temp_directory_path() /
                ("laurel-command-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~CommandTest() override { std::filesystem::remove_all(folder_); }

  // The path of a new file.
  std::string file(const std::string& name, const std::string& content) const {
    std::ofstream(folder_ / name, std::ios::binary) << content;
    return (folder_ / name).string();
  }
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

}  // namespace laurel::cli
