#include "app/cell_folder.h"

#include <algorithm>

#include "store/background_fold.h"

namespace laurel::app {

CellFolder::CellFolder(store::WriteQueue& queue) : queue_(queue), thread_([this] { work(); }) {}

CellFolder::~CellFolder() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  woken_.notify_one();
  thread_.join();
}

void CellFolder::wake(model::OrganizationId organization) {
  {
    const std::lock_guard lock(mutex_);
    if (std::find(waiting_.begin(), waiting_.end(), organization) != waiting_.end()) return;
    waiting_.push_back(organization);
  }
  woken_.notify_one();
}

void CellFolder::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    woken_.wait(lock, [this] { return stop_ || !waiting_.empty(); });
    if (stop_) return;
    const model::OrganizationId organization = waiting_.front();
    waiting_.erase(waiting_.begin());
    lock.unlock();
    fold(organization);
    lock.lock();
  }
}

// An error leaves the deltas as they are; the next wake tries again.
void CellFolder::fold(model::OrganizationId organization) {
  std::vector<store::FoldStep> steps;
  {
    auto tx = queue_.database().begin_read();
    if (!tx.ok()) return;
    auto planned = store::plan_folds(*tx, organization, kFoldAt);
    if (!planned.ok()) return;
    steps = *std::move(planned);
  }
  for (const store::FoldStep& step : steps) {
    const base::Status put = queue_.write(
        [&](store::Transaction& tx) { return store::apply_fold(tx, organization, step); });
    if (!put.ok() && put.error().code != base::ErrorCode::kConflict) return;
  }
}

}  // namespace laurel::app
