// CellFolder: keeps the deltas of cells few while responses stream in, on a thread of its own, so
// that no write waits for more than putting in place what was merged. What can't be folded now is
// folded later: reports add both up anyway. Thread-safe.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "model/ids.h"
#include "store/write_queue.h"

namespace laurel::app {

class CellFolder {
 public:
  // Deltas of a month that are worth folding.
  static constexpr std::int64_t kFoldAt = 200;

  // REQUIRES: the queue outlives it.
  explicit CellFolder(store::WriteQueue& queue);
  ~CellFolder();
  CellFolder(const CellFolder&) = delete;
  CellFolder& operator=(const CellFolder&) = delete;

  // There may be enough to fold of this organization.
  void wake(model::OrganizationId organization);

 private:
  void work();
  void fold(model::OrganizationId organization);

  store::WriteQueue& queue_;
  std::mutex mutex_;
  std::condition_variable woken_;
  std::vector<model::OrganizationId> waiting_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace laurel::app
