#include "stats/clusters.h"

#include <cmath>

#include "stats/distributions.h"

namespace laurel::stats {

ClusterSums& ClusterSums::operator+=(const ClusterSums& other) {
  n_a += other.n_a;
  sum_a += other.sum_a;
  n_b += other.n_b;
  sum_b += other.sum_b;
  return *this;
}

ClusterDifference cluster_difference(const std::vector<ClusterSums>& clusters, double conf_level) {
  ClusterDifference result;
  ClusterSums total;
  for (const ClusterSums& cluster : clusters) {
    if (cluster.n_a + cluster.n_b == 0) continue;
    total += cluster;
    ++result.n_clusters;
  }
  const auto rest_undefined = [&](std::string_view reason) {
    result.se = result.t = result.p = result.lo = result.hi = Undefined{reason};
    return result;
  };
  if (result.n_clusters > 0) result.df = static_cast<std::int64_t>(result.n_clusters) - 1;
  if (total.n_a == 0 || total.n_b == 0) {
    result.diff = Undefined{"an arm has no answers"};
    return rest_undefined("an arm has no answers");
  }
  const double mean_a = total.sum_a / static_cast<double>(total.n_a);
  const double mean_b = total.sum_b / static_cast<double>(total.n_b);
  const double diff = mean_a - mean_b;
  result.diff = diff;
  if (result.n_clusters < 2)
    return rest_undefined("a single account gives no variance between accounts");
  const double n = static_cast<double>(total.n_a) + static_cast<double>(total.n_b);
  if (n <= 2) return rest_undefined("two answers leave no degrees of freedom");

  // What each account's residuals move the difference by.
  double sum_of_squares = 0;
  for (const ClusterSums& cluster : clusters) {
    const double residual_a = cluster.sum_a - static_cast<double>(cluster.n_a) * mean_a;
    const double residual_b = cluster.sum_b - static_cast<double>(cluster.n_b) * mean_b;
    const double influence =
        residual_a / static_cast<double>(total.n_a) - residual_b / static_cast<double>(total.n_b);
    sum_of_squares += influence * influence;
  }
  const auto g = static_cast<double>(result.n_clusters);
  const double se = std::sqrt(g / (g - 1) * (n - 1) / (n - 2) * sum_of_squares);
  result.se = se;
  if (se < 1e-14 * (std::abs(mean_a) + std::abs(mean_b))) {
    result.se = 0.0;
    result.t = result.p = result.lo = result.hi = Undefined{"the answers do not vary"};
    return result;
  }
  const double margin = t_critical(conf_level, g - 1) * se;
  result.t = diff / se;
  result.p = t_two_sided_p(diff / se, g - 1);
  result.lo = diff - margin;
  result.hi = diff + margin;
  return result;
}

}  // namespace laurel::stats
