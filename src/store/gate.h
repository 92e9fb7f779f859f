// Lets one in at a time, in the order they came: who writes back to back must not keep out whoever
// writes now and then (somebody signing in while imports run). Unlike a mutex it may be left by
// another thread than entered. Thread-safe. Internal to the store.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>

namespace laurel::store {

class Gate {
 public:
  // False: others were in, or before this one, for as long as `patience`.
  bool enter(std::chrono::milliseconds patience);
  // REQUIRES: entered.
  void leave();
  std::size_t waiting() const;

 private:
  struct Waiter {
    std::condition_variable changed;
    bool is_in = false;
  };
  mutable std::mutex mutex_;
  bool taken_ = false;
  std::deque<Waiter*> waiters_;
};

}  // namespace laurel::store
