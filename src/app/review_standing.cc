#include "app/review_standing.h"

#include "app/response_scope.h"

namespace laurel::app {
namespace {

constexpr std::size_t kMostKept = 10'000;

std::string key_of(const Caller& by) {
  return by.organization.id.value.to_string() + by.actor.id.to_string() + by.actor.name;
}

}  // namespace

base::Result<ReviewStanding> ReviewStandings::of(store::Transaction& tx, const Caller& by,
                                                 base::Timestamp now) {
  const std::string key = key_of(by);
  {
    const std::scoped_lock lock(mutex_);
    const auto kept = kept_.find(key);
    if (kept != kept_.end() && now.micros - kept->second.at.micros < kept_for_.count())
      return kept->second.standing;
  }
  ReviewStanding standing;
  standing.waiting =
      TRY(store::count_reviews(tx, by.organization.id, {}, response_scope(by.scope)));
  const std::chrono::microseconds lately = kDecidedLately;
  standing.decided = TRY(store::count_decisions(tx, by.organization.id, by.actor,
                                                base::Timestamp{now.micros - lately.count()}));
  const std::scoped_lock lock(mutex_);
  if (kept_.size() >= kMostKept) kept_.clear();
  kept_[key] = {standing, now};
  return standing;
}

void ReviewStandings::changed(const Caller& by) {
  const std::scoped_lock lock(mutex_);
  kept_.erase(key_of(by));
}

}  // namespace laurel::app
