// How many responses a filter has, kept for a few seconds: a list that is looked at often adds its
// cells up once in a while instead of each time. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "base/result.h"
#include "store/response_list.h"

namespace laurel::app {

class ResponseCounts {
 public:
  explicit ResponseCounts(std::chrono::seconds kept_for = std::chrono::seconds(10))
      : kept_for_(kept_for) {}

  // As store::count_listed, at most `kept_for` old.
  base::Result<std::optional<std::int64_t>> of(store::Transaction& tx,
                                               model::OrganizationId organization,
                                               const store::ResponseFilter& filter,
                                               const store::ResponseScope& scope,
                                               base::Timestamp now);

 private:
  struct Counted {
    std::optional<std::int64_t> count;
    base::Timestamp at;
  };
  const std::chrono::microseconds kept_for_;
  std::mutex mutex_;
  std::unordered_map<std::string, Counted> counted_;
};

}  // namespace laurel::app
