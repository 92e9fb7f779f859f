// The threads that handlers run on, with a bounded queue before them. Jobs are not owned: who
// submits one keeps it alive until it ran. Thread-safe.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "http/metrics.h"

namespace laurel::http {

class Job {
 public:
  virtual void run() = 0;  // must not throw

 protected:
  ~Job() = default;
};

class Pool {
 public:
  // `waiting` follows the queue's length; may be null.
  Pool(int threads, std::size_t queue, Gauge* waiting);
  // Runs what is queued, then ends the threads.
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // False if the queue is full. What goes on with something that was begun ignores the limit.
  enum class Limit : bool { kIgnore, kObserve };
  bool submit(Job& job, Limit limit);

 private:
  void work();

  const std::size_t limit_;
  Gauge* const waiting_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job*> queue_;
  int idle_ = 0;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace laurel::http
