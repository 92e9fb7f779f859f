#include "http/request_stats.h"

#include <string>

namespace laurel::http {

RequestStats::RequestStats(Metrics* metrics, const Router& router) {
  if (metrics == nullptr) return;
  const auto add = [&](const std::string& route, const std::string& method) {
    OfRoute& out = routes_.emplace_back();
    for (std::size_t i = 1; i < out.by_class.size(); ++i) {
      out.by_class[i] = &metrics->counter(
          "laurel_http_requests_total", "Requests answered.",
          {{"route", route}, {"method", method}, {"status", std::to_string(i + 1) + "xx"}});
    }
    out.seconds = &metrics->histogram("laurel_http_request_seconds",
                                      "From a request's first byte to its answer's last.",
                                      latency_bounds(), {{"route", route}, {"method", method}});
  };
  for (const auto& route : router.routes())
    add(route->pattern, std::string(to_string(route->method)));
  add("none", "any");

  constexpr std::array<const char*, kStageCount> kStages{"idle", "head", "body", "write", "linger"};
  for (std::size_t i = 0; i < deadlines_.size(); ++i) {
    deadlines_[i] = &metrics->counter("laurel_http_deadlines_passed_total",
                                      "Connections given up because a client took too long.",
                                      {{"stage", kStages[i]}});
  }
  open_ = &metrics->gauge("laurel_http_connections", "Open connections.");
  waiting_ = &metrics->gauge("laurel_http_requests_waiting", "Requests waiting for a thread.");
  opened_ = &metrics->counter("laurel_http_connections_total", "Connections accepted.");
  refused_ = &metrics->counter("laurel_http_connections_refused_total",
                               "Connections refused because too many were open.");
}

void RequestStats::answered(const Route* route, int status, std::chrono::nanoseconds took) {
  if (routes_.empty()) return;
  const OfRoute& of = route == nullptr ? routes_.back() : routes_[route->index];
  const auto by_class = static_cast<std::size_t>(status / 100 - 1);
  if (by_class < of.by_class.size() && of.by_class[by_class] != nullptr)
    of.by_class[by_class]->add();
  of.seconds->observe(std::chrono::duration<double>(took).count());
}

void RequestStats::deadline_passed(Stage stage) {
  if (Counter* counter = deadlines_[static_cast<std::size_t>(stage)]) counter->add();
}

void RequestStats::connection_opened() {
  if (open_ == nullptr) return;
  open_->add(1);
  opened_->add();
}

void RequestStats::connection_closed() {
  if (open_ != nullptr) open_->add(-1);
}

void RequestStats::connection_refused() {
  if (refused_ != nullptr) refused_->add();
}

}  // namespace laurel::http
