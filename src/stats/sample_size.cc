#include "stats/sample_size.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "stats/distributions.h"

namespace laurel::stats {
namespace {

double upper_quantile(double tail) { return -normal_quantile(tail); }

double variance(const NpsShares& shares) {
  const double nps = shares.promoters - shares.detractors;
  return shares.promoters + shares.detractors - nps * nps;
}

double t_test_power(double n, double effect, double alpha) {
  const double df = 2 * (n - 1);
  const double critical = t_upper_quantile(alpha / 2, df);
  const double shift = std::sqrt(n / 2) * effect;
  if (shift > 100 * (critical + 10)) return 1;  // to far beyond the last digit
  return noncentral_t_upper(critical, df, shift);
}

}  // namespace

NpsSampleSize nps_sample_size(const NpsShares& base, const NpsShares& alt, double flag_share,
                              double alpha, double power) {
  CHECK(flag_share > 0 && flag_share < 1 && alpha > 0 && alpha < 1 && power > 0 && power < 1);
  NpsSampleSize result;
  result.delta = (alt.promoters - alt.detractors) - (base.promoters - base.detractors);
  if (result.delta == 0) {
    result.n_total = result.n_flagged = result.n_unflagged =
        Undefined{"there is no difference to detect"};
    return result;
  }
  const double z = upper_quantile(alpha / 2) + upper_quantile(1 - power);
  const double spread = variance(alt) / flag_share + variance(base) / (1 - flag_share);
  const double n = z * z * spread / (result.delta * result.delta);
  result.n_total = n;
  result.n_flagged = n * flag_share;
  result.n_unflagged = n * (1 - flag_share);
  return result;
}

MeanSampleSize mean_sample_size(double delta, double sd, double alpha, double power) {
  CHECK(sd > 0 && alpha > 0 && alpha < 1 && power > 0 && power < 1);
  if (delta == 0) {
    const Undefined none{"there is no difference to detect"};
    return {none, none};
  }
  const double effect = std::abs(delta) / sd;
  const double z_alpha = upper_quantile(alpha / 2);
  const double z = z_alpha + upper_quantile(1 - power);
  const double n_z = 2 * z * z / (effect * effect);
  // Second-order expansion of the t solution: exact to far below one answer once n is large.
  const double expanded = n_z + z_alpha * z_alpha / 4;
  if (n_z > 1e5) return {expanded, n_z};
  double low = 2;
  if (t_test_power(low, effect, alpha) >= power) return {low, n_z};
  double high = std::max(4.0, 2 * expanded);
  while (t_test_power(high, effect, alpha) < power) high *= 2;
  for (int i = 0; i < 100 && high - low > 1e-11 * high; ++i) {
    const double middle = (low + high) / 2;
    (t_test_power(middle, effect, alpha) < power ? low : high) = middle;
  }
  return {(low + high) / 2, n_z};
}

Estimate proportion_sample_size(double p1, double p2, double alpha, double power) {
  CHECK(p1 >= 0 && p1 <= 1 && p2 >= 0 && p2 <= 1 && alpha > 0 && alpha < 1 && power > 0 &&
        power < 1);
  if (p1 == p2) return Undefined{"there is no difference to detect"};
  const double pooled = (p1 + p2) / 2;
  const double root = upper_quantile(alpha / 2) * std::sqrt(2 * pooled * (1 - pooled)) +
                      upper_quantile(1 - power) * std::sqrt(p1 * (1 - p1) + p2 * (1 - p2));
  return root * root / ((p1 - p2) * (p1 - p2));
}

Estimate rounded_up(const Estimate& n) { return n.defined() ? Estimate(std::ceil(*n)) : n; }

}  // namespace laurel::stats
