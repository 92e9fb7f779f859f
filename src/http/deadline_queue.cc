#include "http/deadline_queue.h"

#include <algorithm>

namespace laurel::http {

void DeadlineQueue::set(Entry& entry, Stage stage, SteadyTime at) {
  lift(entry);
  List& list = lists_[static_cast<std::size_t>(stage)];
  Entry* before = list.last;
  while (before != nullptr && before->at_ > at) before = before->before_;
  entry.before_ = before;
  entry.after_ = before == nullptr ? list.first : before->after_;
  (before == nullptr ? list.first : before->after_) = &entry;
  (entry.after_ == nullptr ? list.last : entry.after_->before_) = &entry;
  entry.at_ = at;
  entry.stage_ = stage;
  entry.set_ = true;
}

void DeadlineQueue::lift(Entry& entry) {
  if (!entry.set_) return;
  List& list = lists_[static_cast<std::size_t>(entry.stage_)];
  (entry.before_ == nullptr ? list.first : entry.before_->after_) = entry.after_;
  (entry.after_ == nullptr ? list.last : entry.after_->before_) = entry.before_;
  entry.set_ = false;
}

bool DeadlineQueue::empty() const {
  return std::all_of(lists_.begin(), lists_.end(),
                     [](const List& list) { return list.first == nullptr; });
}

void DeadlineQueue::expire(SteadyTime now) {
  for (List& list : lists_) {
    while (list.first != nullptr && list.first->at_ <= now) {
      Entry& entry = *list.first;
      lift(entry);
      entry.expired(entry.stage_);
    }
  }
}

}  // namespace laurel::http
