// What a gesture earned for what it cost, from a randomised experiment. Lead with the net value per
// customer (an ordinary interval); the ratio has Fieller's interval, which may honestly be
// unbounded when the cost itself is uncertain. Money in any one unit. Pure and thread-safe.
#pragma once

#include <cstdint>

#include "stats/maybe.h"

namespace laurel::stats {

enum class FiellerType {
  kBounded,       // [lo, hi]
  kExclusive,     // (-inf, lo] and [hi, inf): everything but the inside
  kUnboundedAll,  // every ratio is compatible
};

struct FiellerResult {
  Estimate ratio;
  FiellerType type = FiellerType::kUnboundedAll;
  Estimate lo, hi;
  Estimate delta_se;  // first-order standard error, for comparison only
};

// num/den with their (co)variances; critical is 1.96 or a t quantile (Fieller 1954).
// REQUIRES: variances >= 0, critical >= 0.
FiellerResult fieller(double num, double den, double var_num, double var_den, double cov,
                      double critical);

// Six sums per arm.
struct SpendSums {
  std::int64_t n = 0;
  double sum_revenue = 0, sumsq_revenue = 0;
  double sum_cost = 0, sumsq_cost = 0;
  double sum_product = 0;  // of revenue * cost

  SpendSums& operator+=(const SpendSums& other);
  friend SpendSums operator+(SpendSums left, const SpendSums& right) { return left += right; }
};

struct ReturnOnSpend {
  Estimate delta_revenue, delta_cost;
  Estimate net_per_customer;  // margin * delta_revenue - delta_cost
  Estimate net_se, net_lo, net_hi;
  Estimate roi;  // net / delta_cost
  FiellerType roi_type = FiellerType::kUnboundedAll;
  Estimate roi_lo, roi_hi;
};

// `margin`: the share of revenue that is earned.
ReturnOnSpend return_on_spend(const SpendSums& treatment, const SpendSums& control, double margin,
                              double conf_level = 0.95);

}  // namespace laurel::stats
