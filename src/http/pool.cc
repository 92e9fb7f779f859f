#include "http/pool.h"

namespace laurel::http {

Pool::Pool(int threads, std::size_t queue, Gauge* waiting) : limit_(queue), waiting_(waiting) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Pool::~Pool() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool Pool::submit(Job& job, Limit limit) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (limit == Limit::kObserve && queue_.size() >= limit_) return false;
    queue_.push_back(&job);
    if (waiting_ != nullptr) waiting_->set(static_cast<std::int64_t>(queue_.size()));
    wake = idle_ > 0;
  }
  if (wake) wake_.notify_one();
  return true;
}

void Pool::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    while (queue_.empty()) {
      if (ending_) return;
      ++idle_;
      wake_.wait(lock);
      --idle_;
    }
    Job* const job = queue_.front();
    queue_.pop_front();
    if (waiting_ != nullptr) waiting_->set(static_cast<std::int64_t>(queue_.size()));
    lock.unlock();
    job->run();
    lock.lock();
  }
}

}  // namespace laurel::http
