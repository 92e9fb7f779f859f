// A difference of means when several answers come from one account and are therefore alike:
// cluster-robust CR1 (Liang & Zeger 1986, with the usual G/(G-1) (N-1)/(N-2) factor) and a t
// interval on G - 1 degrees of freedom. Lead with it when accounts repeat and there are at least
// kEnoughClusters; below that the interval is too narrow. From sums per account. Pure, thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "stats/maybe.h"

namespace laurel::stats {

inline constexpr std::size_t kEnoughClusters = 20;

// One account's answers in the two groups; for NPS the sums are promoters - detractors.
struct ClusterSums {
  std::int64_t n_a = 0;
  double sum_a = 0;
  std::int64_t n_b = 0;
  double sum_b = 0;

  ClusterSums& operator+=(const ClusterSums& other);
};

// Sums over accounts of their four sums and of the products of these: all that the difference
// needs, so that millions of accounts can be kept added up. Where every account has many answers
// that are nearly alike the variance is a small difference of large sums: long double loses
// n·mean²/variance of its 64 bits, which matters from 10^12 answers per account.
struct ClusterMoments {
  std::size_t n_clusters = 0;  // accounts with at least one answer
  std::int64_t n_a = 0, n_b = 0;
  long double sum_a = 0, sum_b = 0;
  // Of n_a, sum_a, n_b, sum_b: Σ over accounts of number i times number j.
  std::array<std::array<long double, 4>, 4> products{};

  ClusterMoments& operator+=(const ClusterSums& account) { return add(account, 1); }
  // `times` accounts that are all like that one.
  ClusterMoments& add(const ClusterSums& account, std::int64_t times);
  ClusterMoments& operator+=(const ClusterMoments& other);
};

struct ClusterDifference {
  Estimate diff;
  Estimate se;  // undefined for a single account
  std::int64_t df = 0;
  Estimate t, p;
  Estimate lo, hi;
  std::size_t n_clusters = 0;  // accounts with at least one answer
};

// a - b over all answers.
ClusterDifference cluster_difference(const std::vector<ClusterSums>& clusters,
                                     double conf_level = 0.95);
ClusterDifference cluster_difference(const ClusterMoments& accounts, double conf_level = 0.95);

}  // namespace laurel::stats
