// Who is looking at what: so that several people who work through one queue get different items to
// decide. Only a courtesy between people of one process; that nobody overwrites what another
// decided is the store's matter (store/decisions.h). Thread-safe.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "app/review.h"

namespace laurel::app {

class ReviewDesk {
 public:
  // Somebody who hasn't decided by then has gone for coffee.
  explicit ReviewDesk(std::chrono::seconds looks_for = std::chrono::seconds(90))
      : looks_for_(looks_for) {}

  struct Next {
    std::optional<store::ReviewItem> item;  // absent: the queue has ended
    std::string after;                      // where the queue goes on behind it; empty: nowhere
  };
  // The first item from `cursor` on that nobody else is looking at; if others look at all of the
  // next ones, the first of those. It is the caller's from now on.
  base::Result<Next> next(store::Transaction& tx, Review& review, const Caller& by,
                          const store::ReviewFilter& filter, const std::string& cursor,
                          base::Timestamp now);
  // The caller is through with it.
  void leave(const Caller& by, model::CommendationId item);

 private:
  struct Look {
    base::Uuid actor;
    base::Timestamp until;
  };
  bool taken(const Caller& by, model::CommendationId item, base::Timestamp now);

  const std::chrono::microseconds looks_for_;
  std::mutex mutex_;
  std::unordered_map<model::CommendationId, Look> looks_;
};

}  // namespace laurel::app
