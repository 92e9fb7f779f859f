// How the review of an organization stands: what waits, what was decided lately, how far people and
// detection agree. Every page of who may decide says how many wait, so it is kept for some seconds;
// what this process decides shows at once. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include "app/caller.h"
#include "base/clock.h"
#include "base/result.h"
#include "store/decisions.h"
#include "store/review_queue.h"

namespace laurel::app {

struct ReviewStanding {
  store::ReviewCounts waiting;
  // Over the last kDecidedLately, whoever's zone it is.
  store::DecisionCounts decided;
};
inline constexpr std::chrono::hours kDecidedLately{24};

class ReviewStandings {
 public:
  explicit ReviewStandings(std::chrono::seconds kept_for = std::chrono::seconds(10))
      : kept_for_(kept_for) {}

  // Of all that the caller sees.
  base::Result<ReviewStanding> of(store::Transaction& tx, const Caller& by, base::Timestamp now);
  // The caller decided something: counted anew when next asked for.
  void changed(const Caller& by);

 private:
  struct Kept {
    ReviewStanding standing;
    base::Timestamp at;
  };
  const std::chrono::microseconds kept_for_;
  std::mutex mutex_;
  std::unordered_map<std::string, Kept> kept_;  // by organization and actor
};

}  // namespace laurel::app
