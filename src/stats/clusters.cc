#include "stats/clusters.h"

#include <array>
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

ClusterMoments& ClusterMoments::add(const ClusterSums& account, std::int64_t times) {
  if (account.n_a + account.n_b == 0 || times == 0) return *this;
  n_clusters += static_cast<std::size_t>(times);
  n_a += account.n_a * times;
  n_b += account.n_b * times;
  const auto often = static_cast<long double>(times);
  sum_a += often * account.sum_a;
  sum_b += often * account.sum_b;
  const std::array<long double, 4> numbers = {static_cast<long double>(account.n_a), account.sum_a,
                                              static_cast<long double>(account.n_b), account.sum_b};
  for (std::size_t i = 0; i < numbers.size(); ++i)
    for (std::size_t j = 0; j < numbers.size(); ++j)
      products[i][j] += often * numbers[i] * numbers[j];
  return *this;
}

ClusterMoments& ClusterMoments::operator+=(const ClusterMoments& other) {
  n_clusters += other.n_clusters;
  n_a += other.n_a;
  n_b += other.n_b;
  sum_a += other.sum_a;
  sum_b += other.sum_b;
  for (std::size_t i = 0; i < products.size(); ++i)
    for (std::size_t j = 0; j < products.size(); ++j) products[i][j] += other.products[i][j];
  return *this;
}

namespace {

// What both forms need: the totals, and Σ over accounts of the square of what an account's
// residuals move the difference by.
template <typename SquaredInfluence>
ClusterDifference difference(std::size_t n_clusters, const ClusterSums& total, double conf_level,
                             const SquaredInfluence& squared_influence) {
  ClusterDifference result;
  result.n_clusters = n_clusters;
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

  const auto g = static_cast<double>(result.n_clusters);
  const double se = std::sqrt(g / (g - 1) * (n - 1) / (n - 2) * squared_influence(mean_a, mean_b));
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

}  // namespace

ClusterDifference cluster_difference(const std::vector<ClusterSums>& clusters, double conf_level) {
  ClusterSums total;
  std::size_t n_clusters = 0;
  for (const ClusterSums& cluster : clusters) {
    if (cluster.n_a + cluster.n_b == 0) continue;
    total += cluster;
    ++n_clusters;
  }
  return difference(n_clusters, total, conf_level, [&](double mean_a, double mean_b) {
    double sum_of_squares = 0;
    for (const ClusterSums& cluster : clusters) {
      const double residual_a = cluster.sum_a - static_cast<double>(cluster.n_a) * mean_a;
      const double residual_b = cluster.sum_b - static_cast<double>(cluster.n_b) * mean_b;
      const double influence =
          residual_a / static_cast<double>(total.n_a) - residual_b / static_cast<double>(total.n_b);
      sum_of_squares += influence * influence;
    }
    return sum_of_squares;
  });
}

ClusterDifference cluster_difference(const ClusterMoments& accounts, double conf_level) {
  const ClusterSums total{accounts.n_a, static_cast<double>(accounts.sum_a), accounts.n_b,
                          static_cast<double>(accounts.sum_b)};
  return difference(accounts.n_clusters, total, conf_level, [&](double, double) {
    // An account's influence is linear in its numbers, so its square is a form in the products.
    const auto n_a = static_cast<long double>(accounts.n_a);
    const auto n_b = static_cast<long double>(accounts.n_b);
    const std::array<long double, 4> weights = {-accounts.sum_a / n_a / n_a, 1 / n_a,
                                                accounts.sum_b / n_b / n_b, -1 / n_b};
    long double sum = 0, size = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      for (std::size_t j = 0; j < weights.size(); ++j) {
        const long double term = weights[i] * weights[j] * accounts.products[i][j];
        sum += term;
        size += std::abs(term);
      }
    }
    // What is left of terms that cancel to their last digits is rounding.
    return sum <= 1e-17L * size ? 0.0 : static_cast<double>(sum);
  });
}

}  // namespace laurel::stats
