#include "stats/revenue.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "base/check.h"
#include "base/random.h"
#include "stats/distributions.h"

namespace laurel::stats {
namespace {

template <typename Transform>
Moments moments_of(const std::vector<double>& values, Transform transform) {
  Moments moments;
  for (const double value : values) moments.add(transform(value));
  return moments;
}

bool all_positive(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return value > 0; });
}

// Trimmed mean and the variance of it that the winsorised values imply.
struct Trimmed {
  Estimate mean, variance_of_mean;
  double df = 0;
};

Trimmed trimmed(std::vector<double>& values, double trim) {
  Trimmed result;
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  const auto cut = static_cast<std::size_t>(static_cast<double>(n) * trim);
  if (n == 0) {
    result.mean = result.variance_of_mean = Undefined{"an arm has no values"};
    return result;
  }
  const std::size_t kept = n - 2 * cut;
  Moments inner, winsorised;
  for (std::size_t i = 0; i < n; ++i) {
    winsorised.add(values[std::clamp(i, cut, n - 1 - cut)]);
    if (i >= cut && i < n - cut) inner.add(values[i]);
  }
  result.mean = inner.mean;
  if (kept < 2) {
    result.variance_of_mean = Undefined{"trimming leaves fewer than two values"};
    return result;
  }
  result.df = static_cast<double>(kept - 1);
  result.variance_of_mean = winsorised.m2 / (static_cast<double>(kept) * result.df);
  return result;
}

// Linear interpolation between order statistics (type 7).
double quantile(const std::vector<double>& sorted, double p) {
  const double position = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (position - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace

WelchResult capped_welch(const std::vector<double>& a, const std::vector<double>& b, double cap,
                         double conf_level) {
  const auto capped = [&](double value) { return std::min(value, cap); };
  return welch(moments_of(a, capped), moments_of(b, capped), conf_level);
}

LogRatio log_welch(const std::vector<double>& a, const std::vector<double>& b, double conf_level) {
  LogRatio result;
  if (!all_positive(a) || !all_positive(b)) {
    const Undefined none{"a value is zero or negative, so it has no logarithm"};
    result.log_diff = result.se = result.p = none;
    result.ratio = result.ratio_lo = result.ratio_hi = none;
    return result;
  }
  const auto log = [](double value) { return std::log(value); };
  const WelchResult logs = welch(moments_of(a, log), moments_of(b, log), conf_level);
  const auto back = [](const Estimate& x) { return x.defined() ? Estimate(std::exp(*x)) : x; };
  result.log_diff = logs.diff;
  result.se = logs.se;
  result.p = logs.p;
  result.ratio = back(logs.diff);
  result.ratio_lo = back(logs.lo);
  result.ratio_hi = back(logs.hi);
  return result;
}

TrimmedResult yuen(std::vector<double> a, std::vector<double> b, double trim) {
  CHECK(trim >= 0 && trim < 0.5);
  const Trimmed arm_a = trimmed(a, trim);
  const Trimmed arm_b = trimmed(b, trim);
  TrimmedResult result;
  const auto rest_undefined = [&](std::string_view reason) {
    result.t = result.df = result.p = Undefined{reason};
    return result;
  };
  for (const Trimmed* arm : {&arm_a, &arm_b}) {
    if (!arm->mean.defined()) {
      result.diff = result.se = Undefined{arm->mean.reason()};
      return rest_undefined(arm->mean.reason());
    }
  }
  const double diff = *arm_a.mean - *arm_b.mean;
  result.diff = diff;
  for (const Trimmed* arm : {&arm_a, &arm_b}) {
    if (!arm->variance_of_mean.defined()) {
      result.se = Undefined{arm->variance_of_mean.reason()};
      return rest_undefined(arm->variance_of_mean.reason());
    }
  }
  const double part_a = *arm_a.variance_of_mean;
  const double part_b = *arm_b.variance_of_mean;
  const double se = std::sqrt(part_a + part_b);
  result.se = se;
  if (se == 0) return rest_undefined("the values do not vary");
  const double share_a = part_a / (part_a + part_b);
  const double share_b = part_b / (part_a + part_b);
  const double df = 1 / (share_a * share_a / arm_a.df + share_b * share_b / arm_b.df);
  result.t = diff / se;
  result.df = df;
  result.p = t_two_sided_p(diff / se, df);
  return result;
}

BootstrapMean bootstrap_mean(const std::vector<double>& x, double conf_level,
                             std::int64_t resamples, std::uint64_t seed) {
  CHECK(resamples >= 2 && conf_level > 0 && conf_level < 1);
  if (x.empty()) {
    const Undefined none{"there are no values"};
    return {none, none, none};
  }
  base::Random random(seed);
  std::vector<double> means;
  means.reserve(static_cast<std::size_t>(resamples));
  Moments spread;
  for (std::int64_t i = 0; i < resamples; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < x.size(); ++j) sum += random.pick(x);
    means.push_back(sum / static_cast<double>(x.size()));
    spread.add(means.back());
  }
  std::sort(means.begin(), means.end());
  const double tail = (1 - conf_level) / 2;
  return {quantile(means, tail), quantile(means, 1 - tail), std::sqrt(*spread.variance())};
}

RatioOfSums ratio_of_sums(const std::vector<Paired>& customers, double conf_level) {
  long double sum_y = 0, sum_x = 0;
  for (const Paired& customer : customers) {
    sum_y += customer.y;
    sum_x += customer.x;
  }
  RatioOfSums result;
  if (!(sum_x > 0)) {
    const Undefined none{"there is nothing to divide by"};
    result.ratio = result.se = result.lo = result.hi = none;
    return result;
  }
  const long double ratio = sum_y / sum_x;
  result.ratio = static_cast<double>(ratio);
  if (customers.size() < kEnoughForRatio) {
    result.se = result.lo = result.hi = Undefined{"there are too few customers for an interval"};
    return result;
  }
  long double squares = 0;
  for (const Paired& customer : customers) {
    const long double residual = customer.y - ratio * customer.x;
    squares += residual * residual;
  }
  const auto n = static_cast<long double>(customers.size());
  const auto se = static_cast<double>(std::sqrt(n / (n - 1) * squares) / sum_x);
  const double margin = normal_critical(conf_level) * se;
  result.se = se;
  result.lo = *result.ratio - margin;
  result.hi = *result.ratio + margin;
  return result;
}

}  // namespace laurel::stats
