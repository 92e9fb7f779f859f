#include "store/gate.h"

#include <algorithm>

#include "base/check.h"

namespace laurel::store {

bool Gate::enter(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  if (!taken_) {
    taken_ = true;
    return true;
  }
  Waiter self;
  waiters_.push_back(&self);
  if (self.changed.wait_for(lock, patience, [&] { return self.is_in; })) return true;
  waiters_.erase(std::find(waiters_.begin(), waiters_.end(), &self));
  return false;
}

void Gate::leave() {
  const std::lock_guard lock(mutex_);
  CHECK(taken_);
  if (waiters_.empty()) {
    taken_ = false;
    return;
  }
  // Handed over without opening. Told under the lock: the waiter lives no longer than its wait.
  Waiter& next = *waiters_.front();
  waiters_.pop_front();
  next.is_in = true;
  next.changed.notify_one();
}

std::size_t Gate::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiters_.size();
}

}  // namespace laurel::store
