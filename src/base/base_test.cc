// What the rest of Laurel relies on from base: results, ids, dates, files, randomness.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <set>

#include "base/clock.h"
#include "base/file.h"
#include "base/random.h"
#include "base/result.h"
#include "base/uuid.h"

namespace laurel::base {
namespace {

Result<int> half(int n) {
  if (n % 2 != 0) return invalid_input("odd");
  return n / 2;
}

Result<int> quarter(int n) {
  const int h = TRY(half(n));
  return half(h);
}

TEST(Result, PropagatesTheFirstError) {
  EXPECT_EQ(*quarter(8), 2);
  EXPECT_EQ(quarter(6).error().message, "odd");
  EXPECT_EQ(quarter(3).error().code, ErrorCode::kInvalidInput);
}

TEST(Uuid, RoundTripsItsCanonicalText) {
  ManualClock clock({1'700'000'000'000'000});
  UuidGenerator ids(clock, 1);
  const Uuid id = ids.next();
  EXPECT_EQ(*Uuid::parse(id.to_string()), id);
  EXPECT_EQ(id.to_string()[14], '7');
  EXPECT_FALSE(Uuid::parse("not an id").ok());
  EXPECT_FALSE(Uuid::parse("01234567-89ab-7cde-8f01-23456789abcg").ok());
}

TEST(Uuid, StaysInOrderWhenTheClockStandsStillOrStepsBack) {
  ManualClock clock({1'700'000'000'000'000});
  UuidGenerator ids(clock, 1);
  Uuid last = ids.next();
  for (int i = 0; i < 10'000; ++i) {
    if (i == 5'000) clock.advance(std::chrono::seconds(-5));
    const Uuid next = ids.next();
    ASSERT_LT(last, next);
    last = next;
  }
}

TEST(Date, RefusesDaysThatDoNotExist) {
  EXPECT_EQ(Date::parse("2024-02-29")->to_string(), "2024-02-29");
  EXPECT_EQ(Date::parse("2023-02-29").error().message, "2023-02-29 is not a day that exists.");
  EXPECT_FALSE(Date::parse("2023-2-01").ok());
  EXPECT_FALSE(Date::parse("").ok());
}

TEST(Timestamp, ReadsZonesAndFractions) {
  EXPECT_EQ(Timestamp::parse("2026-11-21T19:27:00Z")->to_string(), "2026-11-21T19:27:00Z");
  EXPECT_EQ(Timestamp::parse("2026-11-21T21:27:00.250+02:00")->to_string(),
            "2026-11-21T19:27:00.25Z");
  EXPECT_EQ(Timestamp::parse("2026-11-21 19:27")->to_string(), "2026-11-21T19:27:00Z");
  EXPECT_EQ(Timestamp::parse("1969-12-31T23:59:59Z")->micros, -1'000'000);
  EXPECT_FALSE(Timestamp::parse("2026-11-21T25:00:00Z").ok());
  EXPECT_FALSE(Timestamp::parse("2026-11-21T19:27:00+2").ok());
}

TEST(Month, KnowsItsUnknownMember) {
  EXPECT_EQ(Month::of(*Date::parse("2026-11-21")).to_string(), "2026-11");
  EXPECT_EQ(Month::parse("2026-11")->index, 2026 * 12 + 10);
  EXPECT_EQ(Month{}.to_string(), "unknown");
}

TEST(Random, RepeatsForASeedAndStaysInBounds) {
  Random a(7), b(7);
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 1000; ++i) {
    const auto x = a.below(6);
    EXPECT_EQ(x, b.below(6));
    seen.insert(x);
  }
  EXPECT_EQ(seen.size(), 6U);
}

TEST(File, WritesWholeOrNotAtAll) {
  const auto folder = std::filesystem::temp_directory_path() / Uuid{}.to_string();
  std::filesystem::create_directories(folder);
  const std::string path = folder / "a.txt";
  ASSERT_TRUE(write_file(path, "first").ok());
  ASSERT_TRUE(write_file(path, "second").ok());
  EXPECT_EQ(*read_file(path), "second");
  EXPECT_NE(write_file(folder.string(), "x").error().message.find("is a directory"),
            std::string::npos);
  const std::string device = folder / "null";
  std::filesystem::create_symlink("/dev/null", device);
  EXPECT_TRUE(write_file(device, "x").ok());
  EXPECT_TRUE(std::filesystem::is_character_file(device)) << "a device was replaced by a file";
  std::filesystem::remove(device);
  const auto missing = write_file(folder / "none" / "a.txt", "x");
  EXPECT_EQ(missing.error().message, (folder / "none" / "a.txt").string() +
                                         " can't be written: it does not exist. Check the path.");
  EXPECT_EQ(read_file(folder).error().message,
            folder.string() + " can't be read: it is a directory. Name a file.");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace laurel::base
