#include "app/throttle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "app/access_testing.h"
#include "store/throttles.h"

namespace laurel::app {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;

class ThrottleTest : public AccessTest {
 protected:
  const Throttle::Key narrow_{"account ann", {3, seconds(10)}};
  const Throttle::Key wide_{"client 192.0.2.1", {5, seconds(2)}};
  std::unique_ptr<Throttle> throttle_;
  void SetUp() override {
    AccessTest::SetUp();
    throttle_ = std::make_unique<Throttle>(*database_, clock_);
  }
  bool take(const Throttle::Key& key) { return throttle_->take({&key, 1}).ok(); }
  int wait_for(const Throttle::Key& key) {
    const base::Status status = throttle_->take({&key, 1});
    return status.ok() ? 0 : status.error().retry_after_seconds;
  }
};

TEST_P(ThrottleTest, LetsABurstThroughAndThenOneAfterAnother) {
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(take(narrow_));
  EXPECT_EQ(wait_for(narrow_), 10);
  clock_.advance(seconds(9));
  EXPECT_EQ(wait_for(narrow_), 1);
  clock_.advance(seconds(1));
  EXPECT_TRUE(take(narrow_));
  EXPECT_EQ(wait_for(narrow_), 10);
  clock_.advance(seconds(1000));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(take(narrow_));
  EXPECT_FALSE(take(narrow_));
}

TEST_P(ThrottleTest, CountsNothingWhereOneIsFull) {
  const std::vector<Throttle::Key> both = {narrow_, wide_};
  for (int i = 0; i < 3; ++i) EXPECT_OK(throttle_->take(both));
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(throttle_->take(both).ok());
  EXPECT_TRUE(take(wide_));
  EXPECT_TRUE(take(wide_));
  EXPECT_FALSE(take(wide_));
}

TEST_P(ThrottleTest, SaysInWordsHowLong) {
  const Throttle::Key slow{"slow", {1, std::chrono::minutes(20)}};
  EXPECT_TRUE(take(slow));
  EXPECT_THAT(throttle_->take({&slow, 1}).error().message, HasSubstr("Wait 20 minutes"));
}

TEST_P(ThrottleTest, TakesBackWhatWasRightful) {
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(take(narrow_));
    throttle_->give_back({&narrow_, 1});
  }
  EXPECT_OK(throttle_->exchange());
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(take(narrow_));
  EXPECT_FALSE(take(narrow_));
}

TEST_P(ThrottleTest, AddsUpWhatSeveralProcessesCount) {
  Throttle other(*database_, clock_);
  const auto take_other = [&] { return other.take({&narrow_, 1}).ok(); };
  EXPECT_TRUE(take(narrow_));
  EXPECT_TRUE(take_other());  // each counts for itself yet
  EXPECT_OK(throttle_->exchange());
  EXPECT_OK(other.exchange());
  EXPECT_TRUE(take_other());  // the third of both
  EXPECT_FALSE(take_other());
  EXPECT_OK(other.exchange());
  clock_.advance(seconds(2));  // read again by then
  EXPECT_FALSE(take(narrow_));
}

TEST_P(ThrottleTest, LetsNoMoreThroughWhenManyTryAtOnce) {
  std::atomic<int> through = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 5; ++j) through += take(wide_) ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(through, 5);
}

TEST_P(ThrottleTest, IsKeptUnderADigest) {
  EXPECT_TRUE(take(narrow_));
  EXPECT_OK(throttle_->exchange());
  auto tx = VALUE(database_->begin_read());
  EXPECT_EQ(VALUE(store::find_throttle(tx, base::digest_of(narrow_.what))),
            base::Timestamp{clock_.now().micros + 10'000'000});
}

ON_BOTH_ENGINES(ThrottleTest);

}  // namespace
}  // namespace laurel::app
