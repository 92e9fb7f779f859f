#include "base/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <limits>
#include <string>
#include <thread>

namespace laurel::base {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// A log into a pipe; finish() ends it and gives what was written.
class LogInPipe {
 public:
  explicit LogInPipe(LogOptions options = {}) {
    EXPECT_EQ(::pipe(ends_), 0);
    options.file_descriptor = ends_[1];
    EXPECT_TRUE(start_log(options).ok());
  }
  ~LogInPipe() { finish(); }
  LogInPipe(const LogInPipe&) = delete;
  LogInPipe& operator=(const LogInPipe&) = delete;

  std::string finish() {
    if (ends_[1] < 0) return {};
    std::string out;
    std::thread reader([&] {
      char block[4096];
      for (ssize_t n; (n = ::read(ends_[0], block, sizeof block)) > 0;)
        out.append(block, static_cast<std::size_t>(n));
    });
    stop_log();
    ::close(ends_[1]);
    reader.join();
    ::close(ends_[0]);
    ends_[1] = -1;
    return out;
  }

 private:
  int ends_[2] = {-1, -1};
};

TEST(Log, WritesOneJsonObjectALine) {
  LogInPipe pipe;
  log(LogLevel::kWarning, "mail.refused",
      {{"request", "5d0c"}, {"attempts", 3}, {"share", 0.5}, {"final", false}});
  const std::string out = pipe.finish();
  EXPECT_THAT(out, StartsWith("{\"time\":\"20"));
  EXPECT_THAT(out, EndsWith("\"level\":\"warning\",\"event\":\"mail.refused\",\"request\":\"5d0c\","
                            "\"attempts\":3,\"share\":0.5,\"final\":false}\n"));
}

TEST(Log, WritesLinesForPeople) {
  LogInPipe pipe({.format = LogFormat::kText});
  log(LogLevel::kInfo, "server.started", {{"port", 8080}, {"name", "two words"}});
  EXPECT_THAT(pipe.finish(), EndsWith(" info server.started port=8080 name=\"two words\"\n"));
}

TEST(Log, EscapesWhatWouldBreakTheLine) {
  LogInPipe pipe;
  log(LogLevel::kError, "x",
      {{"a", "q\"\\\n\x01é"}, {"b", "bad \xff"}, {"c", std::numeric_limits<double>::infinity()}});
  EXPECT_THAT(pipe.finish(),
              EndsWith("\"a\":\"q\\\"\\\\\\n\\u0001é\",\"b\":\"bad \\ufffd\",\"c\":null}\n"));
}

TEST(Log, LeavesOutWhatIsBelowItsLevel) {
  LogInPipe pipe({.level = LogLevel::kWarning});
  EXPECT_FALSE(log_enabled(LogLevel::kInfo));
  log(LogLevel::kInfo, "quiet");
  log(LogLevel::kError, "loud");
  const std::string out = pipe.finish();
  EXPECT_THAT(out, HasSubstr("loud"));
  EXPECT_THAT(out, Not(HasSubstr("quiet")));
}

TEST(Log, IsSilentBeforeItsStartAndAfterItsEnd) {
  log(LogLevel::kError, "nobody.listens");
  EXPECT_FALSE(log_enabled(LogLevel::kError));
  LogInPipe pipe;
  EXPECT_TRUE(log_enabled(LogLevel::kError));
  pipe.finish();
  log(LogLevel::kError, "nobody.listens");
}

// Nobody reads the pipe until the end: writers must come through all the same, and losses count.
TEST(Log, DropsTheOldestRatherThanWait) {
  LogInPipe pipe({.queue = 16});
  const std::string long_text(1'000, 'x');
  for (int i = 0; i < 500; ++i) log(LogLevel::kInfo, "flood", {{"n", i}, {"text", long_text}});
  EXPECT_GT(log_lines_dropped(), 100U);
  EXPECT_THAT(pipe.finish(), HasSubstr("\"n\":499,"));
}

TEST(Log, KnowsItsLevelsByName) {
  EXPECT_EQ(*parse_log_level("warning"), LogLevel::kWarning);
  EXPECT_THAT(parse_log_level("loud").error().message, HasSubstr("debug"));
}

}  // namespace
}  // namespace laurel::base
