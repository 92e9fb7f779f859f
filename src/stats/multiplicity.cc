#include "stats/multiplicity.h"

#include <algorithm>
#include <cstddef>

namespace laurel::stats {
namespace {

// Positions of the defined p-values, smallest first.
std::vector<std::size_t> ascending(const std::vector<Estimate>& p) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i].defined()) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t i, std::size_t j) { return *p[i] < *p[j]; });
  return order;
}

// Step-up: the k-th smallest of m becomes min over j >= k of factor * m/j * p_j.
std::vector<Estimate> step_up(const std::vector<Estimate>& p, double factor) {
  std::vector<Estimate> adjusted = p;
  const std::vector<std::size_t> order = ascending(p);
  const auto m = static_cast<double>(order.size());
  double smallest = 1;
  for (std::size_t k = order.size(); k > 0; --k) {
    const std::size_t i = order[k - 1];
    smallest = std::min(smallest, factor * m / static_cast<double>(k) * *p[i]);
    adjusted[i] = smallest;
  }
  return adjusted;
}

}  // namespace

std::vector<Estimate> adjust_bh(const std::vector<Estimate>& p) { return step_up(p, 1); }

std::vector<Estimate> adjust_by(const std::vector<Estimate>& p) {
  double harmonic = 0;
  for (std::size_t k = ascending(p).size(); k > 0; --k) harmonic += 1 / static_cast<double>(k);
  return step_up(p, harmonic);
}

std::vector<Estimate> adjust_holm(const std::vector<Estimate>& p) {
  std::vector<Estimate> adjusted = p;
  const std::vector<std::size_t> order = ascending(p);
  double largest = 0;
  for (std::size_t k = 0; k < order.size(); ++k) {
    const std::size_t i = order[k];
    largest = std::max(largest, std::min(1.0, static_cast<double>(order.size() - k) * *p[i]));
    adjusted[i] = largest;
  }
  return adjusted;
}

}  // namespace laurel::stats
