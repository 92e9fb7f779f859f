#include "stats/return_on_spend.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"
#include "stats/distributions.h"
#include "stats/moments.h"

namespace laurel::stats {

FiellerResult fieller(double num, double den, double var_num, double var_den, double cov,
                      double critical) {
  CHECK(var_num >= 0 && var_den >= 0 && critical >= 0);
  FiellerResult result;
  if (den == 0) {
    result.ratio = result.delta_se = Undefined{"the denominator is zero"};
  } else {
    const double ratio = num / den;
    const double variance = var_num - 2 * ratio * cov + ratio * ratio * var_den;
    result.ratio = ratio;
    result.delta_se = std::sqrt(std::max(0.0, variance)) / std::abs(den);
  }
  // The set of r with (num - r den)^2 <= critical^2 var(num - r den): a r^2 - 2 b r + c <= 0.
  const long double k = static_cast<long double>(critical) * critical;
  const long double a = static_cast<long double>(den) * den - k * var_den;
  const long double b = static_cast<long double>(num) * den - k * cov;
  const long double c = static_cast<long double>(num) * num - k * var_num;
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (a == 0 && b != 0) {
    // One end has run off to infinity.
    const auto end = static_cast<double>(c / (2 * b));
    result.type = FiellerType::kExclusive;
    result.lo = b > 0 ? -kInfinity : end;
    result.hi = b > 0 ? end : kInfinity;
    return result;
  }
  const long double discriminant = b * b - a * c;
  if (a == 0 || (a < 0 && discriminant <= 0)) {
    result.type = FiellerType::kUnboundedAll;
    result.lo = result.hi = Undefined{"every ratio is compatible with the data"};
    return result;
  }
  const long double root = std::sqrt(std::max(0.0L, discriminant));
  // The root of larger size first, the other from the product of both, to avoid cancellation.
  const long double far = (b >= 0 ? b + root : b - root) / a;
  const long double near = far == 0 ? 0 : c / a / far;
  result.type = a > 0 ? FiellerType::kBounded : FiellerType::kExclusive;
  result.lo = static_cast<double>(std::min(far, near));
  result.hi = static_cast<double>(std::max(far, near));
  return result;
}

SpendSums& SpendSums::operator+=(const SpendSums& other) {
  n += other.n;
  sum_revenue += other.sum_revenue;
  sumsq_revenue += other.sumsq_revenue;
  sum_cost += other.sum_cost;
  sumsq_cost += other.sumsq_cost;
  sum_product += other.sum_product;
  return *this;
}

namespace {

struct ArmMoments {
  double revenue, cost;                      // means
  double var_revenue, var_cost, covariance;  // of the means
};

// REQUIRES: n >= 2.
ArmMoments arm_moments(const SpendSums& sums) {
  const Moments revenue = Moments::from_sums(sums.n, sums.sum_revenue, sums.sumsq_revenue);
  const Moments cost = Moments::from_sums(sums.n, sums.sum_cost, sums.sumsq_cost);
  const auto n = static_cast<long double>(sums.n);
  const long double product =
      sums.sum_product - static_cast<long double>(sums.sum_revenue) * sums.sum_cost / n;
  const auto count = static_cast<double>(sums.n);
  return {revenue.mean, cost.mean, *revenue.variance() / count, *cost.variance() / count,
          static_cast<double>(product / (n - 1) / n)};
}

}  // namespace

ReturnOnSpend return_on_spend(const SpendSums& treatment, const SpendSums& control, double margin,
                              double conf_level) {
  ReturnOnSpend result;
  if (treatment.n == 0 || control.n == 0) {
    const Undefined none{"an arm has no customers"};
    for (Estimate* field :
         {&result.delta_revenue, &result.delta_cost, &result.net_per_customer, &result.net_se,
          &result.net_lo, &result.net_hi, &result.roi, &result.roi_lo, &result.roi_hi})
      *field = none;
    return result;
  }
  const double n_t = static_cast<double>(treatment.n);
  const double n_c = static_cast<double>(control.n);
  const double revenue = treatment.sum_revenue / n_t - control.sum_revenue / n_c;
  const double cost = treatment.sum_cost / n_t - control.sum_cost / n_c;
  const double net = margin * revenue - cost;
  result.delta_revenue = revenue;
  result.delta_cost = cost;
  result.net_per_customer = net;
  if (treatment.n < 2 || control.n < 2) {
    const Undefined none{"an arm has a single customer"};
    result.net_se = result.net_lo = result.net_hi = result.roi_lo = result.roi_hi = none;
    result.roi = cost == 0 ? Estimate(Undefined{"the gestures cost nothing"}) : net / cost;
    return result;
  }
  const ArmMoments t = arm_moments(treatment);
  const ArmMoments c = arm_moments(control);
  const double var_revenue = t.var_revenue + c.var_revenue;
  const double var_cost = t.var_cost + c.var_cost;
  const double covariance = t.covariance + c.covariance;
  const double var_net =
      std::max(0.0, margin * margin * var_revenue + var_cost - 2 * margin * covariance);
  if (!std::isfinite(var_net) || !std::isfinite(var_cost) || !std::isfinite(covariance)) {
    const Undefined none{"the sums are too large to be squared"};
    result.net_se = result.net_lo = result.net_hi = none;
    result.roi = result.roi_lo = result.roi_hi = none;
    return result;
  }
  const double z = normal_critical(conf_level);
  const double se = std::sqrt(var_net);
  result.net_se = se;
  if (se == 0) {
    result.net_lo = result.net_hi = Undefined{"neither revenue nor cost varies"};
  } else {
    result.net_lo = net - z * se;
    result.net_hi = net + z * se;
  }
  const FiellerResult ratio =
      fieller(net, cost, var_net, var_cost, margin * covariance - var_cost, z);
  result.roi = cost == 0 ? Estimate(Undefined{"the gestures cost nothing"}) : ratio.ratio;
  result.roi_type = ratio.type;
  result.roi_lo = ratio.lo;
  result.roi_hi = ratio.hi;
  return result;
}

}  // namespace laurel::stats
