// Numbers about the running server for a monitor to fetch: counters, gauges, histograms, rendered
// in Prometheus' text format 0.0.4. Registering takes a lock and is for start-up; adding up is a
// few relaxed atomics. Thread-safe. Format: prometheus.io/docs/instrumenting/exposition_formats.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace laurel::http {

using Labels = std::vector<std::pair<std::string, std::string>>;

class Counter {
 public:
  void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

class Gauge {
 public:
  void set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
  void add(std::int64_t n) { value_.fetch_add(n, std::memory_order_relaxed); }
  std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_{0};
};

class Histogram {
 public:
  // REQUIRES: bounds ascend.
  explicit Histogram(std::span<const double> bounds);
  void observe(double value);

  std::span<const double> bounds() const { return bounds_; }
  // Observations up to bounds()[i], not cumulative; the last is for all above.
  std::uint64_t bucket(std::size_t i) const { return buckets_[i].load(std::memory_order_relaxed); }
  std::uint64_t count() const;
  double sum() const { return sum_.load(std::memory_order_relaxed); }

 private:
  std::vector<double> bounds_;
  std::vector<std::atomic<std::uint64_t>> buckets_;
  std::atomic<double> sum_{0};
};

// Seconds, from a tenth of a millisecond to ten seconds.
std::span<const double> latency_bounds();

class Metrics {
 public:
  Metrics();
  ~Metrics();

  // References live as long as this. The same name and labels give the same metric; CHECKs that a
  // name keeps its kind, and that names and labels have the characters Prometheus allows. By its
  // conventions a name starts with laurel_ and ends with its unit; a counter's with _total.
  Counter& counter(std::string_view name, std::string_view help, Labels labels = {});
  Gauge& gauge(std::string_view name, std::string_view help, Labels labels = {});
  Histogram& histogram(std::string_view name, std::string_view help, std::span<const double> bounds,
                       Labels labels = {});
  // Asked at each rendering, by whichever thread renders; must not register metrics.
  void gauge_of(std::string_view name, std::string_view help, std::function<double()> value,
                Labels labels = {});
  void counter_of(std::string_view name, std::string_view help, std::function<double()> value,
                  Labels labels = {});

  std::string render() const;

 private:
  struct Family;
  struct Series;
  enum class Kind : std::uint8_t { kCounter, kGauge, kHistogram };
  Series& series(Kind kind, std::string_view name, std::string_view help, Labels labels);

  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<Family>> families_;
};

// process_cpu_seconds_total, process_resident_memory_bytes, process_open_fds and
// process_start_time_seconds, read from /proc when asked.
void add_process_metrics(Metrics& metrics);

}  // namespace laurel::http
