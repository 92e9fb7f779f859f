// What the server counts about itself, for /metrics and the log. Thread-safe.
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <string_view>
#include <vector>

#include "http/deadline_queue.h"
#include "http/metrics.h"
#include "http/router.h"

namespace laurel::http {

class RequestStats {
 public:
  // Without `metrics` nothing is kept.
  RequestStats(Metrics* metrics, const Router& router);

  // `route` is null for what matched none.
  void answered(const Route* route, int status, std::chrono::nanoseconds took);
  void deadline_passed(Stage stage);
  void connection_opened();
  void connection_closed();
  void connection_refused();
  Gauge* waiting_for_pool() const { return waiting_; }

 private:
  struct OfRoute {
    std::array<Counter*, 5> by_class{};  // 1xx (none) to 5xx
    Histogram* seconds = nullptr;
  };
  std::vector<OfRoute> routes_;  // by Route::index, the last for no route
  std::array<Counter*, kStageCount> deadlines_{};
  Gauge* open_ = nullptr;
  Gauge* waiting_ = nullptr;
  Counter* opened_ = nullptr;
  Counter* refused_ = nullptr;
};

}  // namespace laurel::http
