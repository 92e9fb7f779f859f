#include "http/metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>

#include "base/check.h"

namespace laurel::http {
namespace {

constexpr double kLatencyBounds[] = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                     0.05,   0.1,     0.25,   0.5,   1,      2.5,   5,    10};

bool is_name(std::string_view text) {
  return !text.empty() && !(text[0] >= '0' && text[0] <= '9') &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_';
         });
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

std::string labels_text(const Labels& labels) {
  std::string out;
  for (const auto& [name, value] : labels) {
    if (!out.empty()) out += ',';
    out += fmt::format("{}=\"{}\"", name, escaped(value));
  }
  return out;
}

std::string number_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  return fmt::format("{}", value);
}

}  // namespace

Histogram::Histogram(std::span<const double> bounds)
    : bounds_(bounds.begin(), bounds.end()), buckets_(bounds.size() + 1) {
  CHECK(std::is_sorted(bounds_.begin(), bounds_.end()));
}

void Histogram::observe(double value) {
  const auto bound = std::lower_bound(bounds_.begin(), bounds_.end(), value);
  buckets_[static_cast<std::size_t>(bound - bounds_.begin())].fetch_add(1,
                                                                        std::memory_order_relaxed);
  sum_.fetch_add(value, std::memory_order_relaxed);
}

std::uint64_t Histogram::count() const {
  std::uint64_t out = 0;
  for (const auto& bucket : buckets_) out += bucket.load(std::memory_order_relaxed);
  return out;
}

std::span<const double> latency_bounds() { return kLatencyBounds; }

// One of the three, or a function that is asked.
struct Metrics::Series {
  std::string labels;
  Counter counter;
  Gauge gauge;
  std::unique_ptr<Histogram> histogram;
  std::function<double()> value;

  void render(std::string_view name, Kind kind, std::string& out) const {
    const std::string braces = labels.empty() ? "" : "{" + labels + "}";
    if (kind == Kind::kHistogram) return render_histogram(name, out);
    const std::string text = value != nullptr         ? number_text(value())
                             : kind == Kind::kCounter ? fmt::format("{}", counter.value())
                                                      : fmt::format("{}", gauge.value());
    out += fmt::format("{}{} {}\n", name, braces, text);
  }

  void render_histogram(std::string_view name, std::string& out) const {
    const std::string before = labels.empty() ? "" : labels + ",";
    const std::string braces = labels.empty() ? "" : "{" + labels + "}";
    std::uint64_t total = 0;
    for (std::size_t i = 0; i <= histogram->bounds().size(); ++i) {
      total += histogram->bucket(i);
      const std::string bound =
          i < histogram->bounds().size() ? number_text(histogram->bounds()[i]) : "+Inf";
      out += fmt::format("{}_bucket{{{}le=\"{}\"}} {}\n", name, before, bound, total);
    }
    out += fmt::format("{0}_sum{1} {2}\n{0}_count{1} {3}\n", name, braces,
                       number_text(histogram->sum()), total);
  }
};

struct Metrics::Family {
  Kind kind;
  std::string name, help;
  std::deque<Series> series;  // stable addresses
};

Metrics::Metrics() = default;
Metrics::~Metrics() = default;

// REQUIRES: mutex_ is held.
Metrics::Series& Metrics::series(Kind kind, std::string_view name, std::string_view help,
                                 Labels labels) {
  CHECK(is_name(name));
  for (const auto& label : labels) CHECK(is_name(label.first) && label.first != "le");
  const std::string text = labels_text(labels);
  auto found = std::find_if(families_.begin(), families_.end(),
                            [&](const auto& family) { return family->name == name; });
  if (found == families_.end()) {
    families_.push_back(std::make_unique<Family>());
    found = families_.end() - 1;
    (*found)->kind = kind;
    (*found)->name = name;
    (*found)->help = help;
  }
  Family& family = **found;
  CHECK(family.kind == kind);
  for (Series& series : family.series) {
    if (series.labels == text) return series;
  }
  Series& added = family.series.emplace_back();
  added.labels = text;
  return added;
}

Counter& Metrics::counter(std::string_view name, std::string_view help, Labels labels) {
  const std::lock_guard lock(mutex_);
  return series(Kind::kCounter, name, help, std::move(labels)).counter;
}

Gauge& Metrics::gauge(std::string_view name, std::string_view help, Labels labels) {
  const std::lock_guard lock(mutex_);
  return series(Kind::kGauge, name, help, std::move(labels)).gauge;
}

Histogram& Metrics::histogram(std::string_view name, std::string_view help,
                              std::span<const double> bounds, Labels labels) {
  const std::lock_guard lock(mutex_);
  Series& found = series(Kind::kHistogram, name, help, std::move(labels));
  if (found.histogram == nullptr) found.histogram = std::make_unique<Histogram>(bounds);
  return *found.histogram;
}

void Metrics::gauge_of(std::string_view name, std::string_view help, std::function<double()> value,
                       Labels labels) {
  const std::lock_guard lock(mutex_);
  series(Kind::kGauge, name, help, std::move(labels)).value = std::move(value);
}

void Metrics::counter_of(std::string_view name, std::string_view help,
                         std::function<double()> value, Labels labels) {
  const std::lock_guard lock(mutex_);
  series(Kind::kCounter, name, help, std::move(labels)).value = std::move(value);
}

std::string Metrics::render() const {
  std::string out;
  const std::lock_guard lock(mutex_);
  constexpr std::string_view kKinds[] = {"counter", "gauge", "histogram"};
  for (const auto& family : families_) {
    out += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", family->name, escaped(family->help),
                       kKinds[static_cast<std::size_t>(family->kind)]);
    for (const Series& series : family->series) series.render(family->name, family->kind, out);
  }
  return out;
}

}  // namespace laurel::http
