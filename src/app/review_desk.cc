#include "app/review_desk.h"

namespace laurel::app {
namespace {

// Items that others look at, passed over at most.
constexpr int kMostPassedOver = 30;
constexpr std::size_t kMostLooks = 10'000;

}  // namespace

bool ReviewDesk::taken(const Caller& by, model::CommendationId item, base::Timestamp now) {
  const std::scoped_lock lock(mutex_);
  const auto look = looks_.find(item);
  return look != looks_.end() && look->second.actor != by.actor.id && look->second.until > now;
}

base::Result<ReviewDesk::Next> ReviewDesk::next(store::Transaction& tx, Review& review,
                                                const Caller& by, const store::ReviewFilter& filter,
                                                const std::string& cursor, base::Timestamp now) {
  Next found;
  std::string from = cursor;
  for (int passed_over = 0; passed_over < kMostPassedOver;) {
    store::ReviewPage page = TRY(review.page(tx, by, filter, from, 1));
    if (!page.items.empty()) {
      const bool others = taken(by, page.items.front().id, now);
      if (!others || !found.item) {
        found.item = std::move(page.items.front());
        found.after = page.next.value_or("");
      }
      if (!others) break;
      ++passed_over;
    }
    if (!page.next) break;
    from = *page.next;
  }
  if (!found.item) return found;
  const std::scoped_lock lock(mutex_);
  if (looks_.size() >= kMostLooks)
    std::erase_if(looks_, [&](const auto& look) { return look.second.until <= now; });
  looks_[found.item->id] = {by.actor.id, base::Timestamp{now.micros + looks_for_.count()}};
  return found;
}

void ReviewDesk::leave(const Caller& by, model::CommendationId item) {
  const std::scoped_lock lock(mutex_);
  const auto look = looks_.find(item);
  if (look != looks_.end() && look->second.actor == by.actor.id) looks_.erase(look);
}

}  // namespace laurel::app
