// A difference of means when several answers come from one account and are therefore alike:
// cluster-robust CR1 (Liang & Zeger 1986, with the usual G/(G-1) (N-1)/(N-2) factor) and a t
// interval on G - 1 degrees of freedom. Lead with it when accounts repeat and there are at least
// kEnoughClusters; below that the interval is too narrow. From sums per account. Pure, thread-safe.
#pragma once

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

}  // namespace laurel::stats
