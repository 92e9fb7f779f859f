#include "sample/sink.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.h"
#include "sample/sample.h"

namespace laurel::sample {
namespace {

class SinkFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    directory_ = ::testing::TempDir() + "laurel-sample-" +
                 ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::string path(const std::string& file) const { return directory_ + "/" + file; }
  std::size_t files() const {
    const std::filesystem::directory_iterator all(directory_);
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
  }

  std::string directory_;
};

TEST_F(SinkFiles, PutsTheFileInPlaceWhenFinished) {
  auto sink = FileSink::create(path("a.csv")).value();
  ASSERT_TRUE(sink->write("one\n").ok());
  ASSERT_TRUE(sink->write("two\n").ok());
  EXPECT_FALSE(std::filesystem::exists(path("a.csv")));
  ASSERT_TRUE(sink->finish().ok());
  EXPECT_EQ(base::read_file(path("a.csv")).value(), "one\ntwo\n");
  EXPECT_EQ(files(), 1U);
}

TEST_F(SinkFiles, LeavesTheOldFileWhenNotFinished) {
  ASSERT_TRUE(base::write_file(path("a.csv"), "old").ok());
  {
    auto sink = FileSink::create(path("a.csv")).value();
    ASSERT_TRUE(sink->write("new").ok());
  }
  EXPECT_EQ(base::read_file(path("a.csv")).value(), "old");
  EXPECT_EQ(files(), 1U);
}

TEST_F(SinkFiles, SampleIsFiveFilesInADirectoryMadeForIt) {
  Options options;
  options.responses = 50;
  options.population_draws = 1000;
  const std::string inner = path("new/place");
  const auto made = make_sample_files(options, inner);
  ASSERT_TRUE(made.ok()) << made.error().message;
  EXPECT_EQ(made->interviews, 50U);
  EXPECT_EQ(base::read_file(inner + "/interviews.csv").value().size(), made->bytes);
  for (const auto* file :
       {"units.csv", "roster.csv", "interviews.csv", "truth.json", "truth.ndjson"}) {
    EXPECT_TRUE(std::filesystem::exists(inner + "/" + file)) << file;
    EXPECT_FALSE(std::filesystem::exists(inner + "/" + file + ".part")) << file;
  }
}

TEST_F(SinkFiles, SaysWhatToDoWhenTheDirectoryCantBeMade) {
  ASSERT_TRUE(base::write_file(path("taken"), "a file").ok());
  const auto made = make_sample_files({}, path("taken"));
  ASSERT_FALSE(made.ok());
  EXPECT_THAT(made.error().message, ::testing::HasSubstr("taken"));
  EXPECT_EQ(files(), 1U);
}

}  // namespace
}  // namespace laurel::sample
