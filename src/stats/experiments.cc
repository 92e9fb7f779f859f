#include "stats/experiments.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "stats/distributions.h"
#include "stats/ratings.h"

namespace laurel::stats {
namespace {

constexpr std::string_view kEmptyArm = "an arm has no units";
constexpr std::string_view kNoVariation = "the outcomes do not vary";

}  // namespace

SampleRatio sample_ratio(const std::vector<std::int64_t>& observed,
                         const std::vector<double>& weights, double concentration) {
  CHECK(observed.size() == weights.size() && concentration > 0);
  long double total_weight = 0;
  long double n = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    CHECK(weights[i] > 0 && observed[i] >= 0);
    total_weight += weights[i];
    n += static_cast<long double>(observed[i]);
  }
  SampleRatio result;
  if (n == 0 || observed.size() < 2) {
    result.chi2 = result.p = Undefined{n == 0 ? std::string_view("nobody was assigned yet")
                                              : std::string_view("there is a single arm")};
    return result;
  }
  long double chi2 = 0;
  long double log_bf = log_gamma(concentration) - log_gamma(concentration + n);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const long double share = weights[i] / total_weight;
    const auto count = static_cast<long double>(observed[i]);
    chi2 += (count - n * share) * (count - n * share) / (n * share);
    log_bf += log_gamma(concentration * share + count) - log_gamma(concentration * share) -
              count * std::log(share);
  }
  result.chi2 = static_cast<double>(chi2);
  result.p = chi_squared_upper(*result.chi2, static_cast<double>(observed.size() - 1));
  result.log_bf = static_cast<double>(log_bf);
  result.p_sequential = std::min(1.0, std::exp(-result.log_bf));
  return result;
}

StratifiedEffect poststratified_effect(const std::vector<ExperimentStratum>& strata,
                                       double conf_level) {
  StratifiedEffect result;
  double total = 0;
  double diff = 0;
  double variance = 0;
  bool singleton = false;
  for (const ExperimentStratum& stratum : strata) {
    const Moments& t = stratum.treatment;
    const Moments& c = stratum.control;
    if (t.n == 0 || c.n == 0) {
      result.dropped.push_back(stratum.name);
      continue;
    }
    const double size = static_cast<double>(t.n) + static_cast<double>(c.n);
    total += size;
    diff += size * (t.mean - c.mean);
    if (t.n < 2 || c.n < 2) {
      singleton = true;
      continue;
    }
    variance +=
        size * size *
        (*t.variance() / static_cast<double>(t.n) + *c.variance() / static_cast<double>(c.n));
  }
  const auto rest_undefined = [&](std::string_view reason) {
    result.z = result.p = result.lo = result.hi = Undefined{reason};
    return result;
  };
  if (total == 0) {
    result.diff = result.se = Undefined{"no stratum has units in both arms"};
    return rest_undefined("no stratum has units in both arms");
  }
  result.diff = diff / total;
  if (singleton) {
    result.se = Undefined{"a stratum has a single unit in an arm"};
    return rest_undefined("a stratum has a single unit in an arm");
  }
  const double se = std::sqrt(variance) / total;
  result.se = se;
  if (se == 0) return rest_undefined(kNoVariation);
  const double margin = normal_critical(conf_level) * se;
  result.z = *result.diff / se;
  result.p = normal_two_sided_p(*result.z);
  result.lo = *result.diff - margin;
  result.hi = *result.diff + margin;
  return result;
}

WeightedEffect weighted_effect(const std::vector<PropensityCell>& cells, double conf_level) {
  WeightedEffect result;
  struct Totals {
    double weight = 0, weighted = 0;
    double mean() const { return weighted / weight; }
  };
  Totals treatment, control;
  const auto weight_of = [](const PropensityCell& cell) {
    return 1 / (cell.treated ? cell.propensity : 1 - cell.propensity);
  };
  for (const PropensityCell& cell : cells) {
    CHECK(cell.propensity > 0 && cell.propensity < 1);
    Totals& arm = cell.treated ? treatment : control;
    for (const auto& [value, count] : cell.values) {
      CHECK(count >= 0);
      result.n += count;
      arm.weight += weight_of(cell) * static_cast<double>(count);
      arm.weighted += weight_of(cell) * static_cast<double>(count) * value;
    }
  }
  if (treatment.weight == 0 || control.weight == 0) {
    result.hajek = result.se = result.lo = result.hi = result.horvitz_thompson =
        Undefined{kEmptyArm};
    return result;
  }
  const auto n = static_cast<double>(result.n);
  const double effect = treatment.mean() - control.mean();
  result.hajek = effect;
  result.horvitz_thompson = (treatment.weighted - control.weighted) / n;
  double squares = 0;
  for (const PropensityCell& cell : cells) {
    const Totals& arm = cell.treated ? treatment : control;
    const double scale = weight_of(cell) / arm.weight;
    for (const auto& [value, count] : cell.values) {
      const double influence = scale * (value - arm.mean());
      squares += static_cast<double>(count) * influence * influence;
    }
  }
  if (result.n < 3) {
    result.se = result.lo = result.hi = Undefined{"an arm has a single unit"};
    return result;
  }
  const double se = std::sqrt(n / (n - 1) * squares);
  result.se = se;
  if (se == 0) {
    result.lo = result.hi = Undefined{kNoVariation};
    return result;
  }
  const double margin = normal_critical(conf_level) * se;
  result.lo = effect - margin;
  result.hi = effect + margin;
  return result;
}

CovariateSums& CovariateSums::operator+=(const CovariateSums& other) {
  n += other.n;
  sum_y += other.sum_y;
  sumsq_y += other.sumsq_y;
  sum_x += other.sum_x;
  sumsq_x += other.sumsq_x;
  sum_xy += other.sum_xy;
  return *this;
}

namespace {

// Sum of products of deviations.
double co_moment(const CovariateSums& sums) {
  const auto n = static_cast<long double>(sums.n);
  return static_cast<double>(sums.sum_xy - static_cast<long double>(sums.sum_x) * sums.sum_y / n);
}

Moments adjusted_moments(const CovariateSums& sums, double theta) {
  const Moments y = Moments::from_sums(sums.n, sums.sum_y, sums.sumsq_y);
  const Moments x = Moments::from_sums(sums.n, sums.sum_x, sums.sumsq_x);
  const double m2 = y.m2 - 2 * theta * co_moment(sums) + theta * theta * x.m2;
  return {sums.n, y.mean - theta * x.mean, std::max(0.0, m2)};
}

}  // namespace

AdjustedEffect cuped(const CovariateSums& treatment, const CovariateSums& control,
                     double conf_level) {
  AdjustedEffect result;
  if (treatment.n == 0 || control.n == 0) {
    result.theta = result.diff = result.se = result.df = result.p = result.lo = result.hi =
        result.variance_reduction = Undefined{kEmptyArm};
    return result;
  }
  const CovariateSums both = treatment + control;
  const Moments x = Moments::from_sums(both.n, both.sum_x, both.sumsq_x);
  const double theta = x.m2 > 0 ? co_moment(both) / x.m2 : 0;
  const WelchResult adjusted =
      welch(adjusted_moments(treatment, theta), adjusted_moments(control, theta), conf_level);
  const WelchResult plain =
      welch(adjusted_moments(treatment, 0), adjusted_moments(control, 0), conf_level);
  result.theta = theta;
  result.diff = adjusted.diff;
  result.se = adjusted.se;
  result.df = adjusted.df;
  result.p = adjusted.p;
  result.lo = adjusted.lo;
  result.hi = adjusted.hi;
  if (plain.se.defined() && *plain.se > 0) {
    const double ratio = *adjusted.se / *plain.se;
    result.variance_reduction = 1 - ratio * ratio;
  } else {
    result.variance_reduction = Undefined{kNoVariation};
  }
  return result;
}

}  // namespace laurel::stats
