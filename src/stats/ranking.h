// Ranks with their uncertainty. A bare ordinal of employees or branches misleads: show the expected
// rank, the chance of being among the best, and an interval. Pure and thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "stats/maybe.h"

namespace laurel::stats {

// What is known about one unit: the mean and sd of its posterior (shrinkage.h). sd >= 0.
struct Posterior {
  double mean = 0;
  double sd = 0;
};

// 1 + sum over the others of P(other is higher): rank 1 is best (Laird & Louis 1989).
std::vector<double> expected_rank(const std::vector<Posterior>& units);

// P(this unit is the best of all), by quadrature; adds up to 1.
std::vector<double> probability_best(const std::vector<Posterior>& units);

// P(this unit lies above the level that the top `share` of the ensemble exceeds): the rule that
// finds top performers best (Lin et al. 2006). REQUIRES: 0 < share < 1.
std::vector<double> probability_top(const std::vector<Posterior>& units, double share = 0.1);

struct RankInterval {
  double lo = 0, hi = 0;
};

// Equal-tailed interval of each rank from `draws` seeded posterior draws. Do not publish a rank
// whose interval spans more than half of the units.
std::vector<RankInterval> rank_intervals(const std::vector<Posterior>& units,
                                         double conf_level = 0.95, int draws = 4000,
                                         std::uint64_t seed = 1);

}  // namespace laurel::stats
