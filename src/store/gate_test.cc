#include "store/gate.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace laurel::store {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

void wait_until_waiting(const Gate& gate, std::size_t count) {
  while (gate.waiting() < count) std::this_thread::yield();
}

TEST(Gate, LetsOneIn) {
  Gate gate;
  EXPECT_TRUE(gate.enter(milliseconds(0)));
  EXPECT_FALSE(gate.enter(milliseconds(0)));
  EXPECT_FALSE(gate.enter(milliseconds(1)));
  EXPECT_EQ(gate.waiting(), 0U);
  gate.leave();
  EXPECT_TRUE(gate.enter(milliseconds(0)));
}

TEST(Gate, IsHandedToWhoWaitsAndNotTakenAgainByWhoLeaves) {
  Gate gate;
  ASSERT_TRUE(gate.enter(milliseconds(0)));
  std::thread other([&] { EXPECT_TRUE(gate.enter(hours(1))); });
  wait_until_waiting(gate, 1);
  gate.leave();
  EXPECT_FALSE(gate.enter(milliseconds(0)));
  other.join();
  gate.leave();  // by another thread than entered
  EXPECT_TRUE(gate.enter(milliseconds(0)));
}

TEST(Gate, LetsInInTheOrderTheyCame) {
  Gate gate;
  ASSERT_TRUE(gate.enter(milliseconds(0)));
  std::vector<int> order;  // guarded by the gate
  std::vector<std::thread> threads;
  for (int i = 0; i < 5; ++i) {
    threads.emplace_back([&, i] {
      ASSERT_TRUE(gate.enter(hours(1)));
      order.push_back(i);
      gate.leave();
    });
    wait_until_waiting(gate, static_cast<std::size_t>(i) + 1);
  }
  gate.leave();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST(Gate, PassesOverWhoGaveUp) {
  Gate gate;
  ASSERT_TRUE(gate.enter(milliseconds(0)));
  std::thread impatient([&] { EXPECT_FALSE(gate.enter(milliseconds(1))); });
  impatient.join();
  gate.leave();
  EXPECT_TRUE(gate.enter(milliseconds(0)));
}

}  // namespace
}  // namespace laurel::store
