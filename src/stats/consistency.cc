#include "stats/consistency.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "base/check.h"
#include "stats/distributions.h"
#include "stats/proportions.h"

namespace laurel::stats {
namespace {

// The r-th smallest score, r >= 1.
int order_statistic(const Histogram& scores, std::int64_t r) {
  std::int64_t seen = 0;
  for (int score = scores.min(); score < scores.max(); ++score) {
    seen += scores.at(score);
    if (seen >= r) return score;
  }
  return scores.max();
}

}  // namespace

Consistency consistency(const Histogram& scores, int threshold, double q, double conf_level) {
  CHECK(q > 0 && q < 1);
  Consistency result;
  result.n = scores.n();
  const Moments moments = scores.moments();
  const Proportion reached{scores.at_least(threshold), scores.n()};
  result.mean = moments.mean_or_reason();
  const Estimate variance = moments.variance();
  result.sd = variance.defined() ? Estimate(std::sqrt(*variance)) : variance;
  result.p_ge = reached.rate();
  result.p_ge_limits = wilson_interval(reached, conf_level);
  if (scores.n() == 0) {
    result.quantile = result.quantile_lower_bound = Undefined{"there are no answers"};
    return result;
  }
  const auto n = static_cast<long double>(scores.n());
  // The smallest score whose cumulative share reaches q; the slack absorbs that 0.1 * 30 > 3.
  const auto rank = static_cast<std::int64_t>(std::ceil(n * q * (1 - 1e-15L)));
  result.quantile = order_statistic(scores, std::max<std::int64_t>(1, rank));

  // r = max{r : P(Bin(n, q) <= r - 1) <= 1 - conf_level}.
  const double tail = 1 - conf_level;
  const auto reaches = [&](std::int64_t r) { return binomial_cdf(r - 1, scores.n(), q) <= tail; };
  // The normal approximation is a few ranks off at most, so the bracket grows from there: the cdf
  // of many answers is dear.
  const double sd = std::sqrt(static_cast<double>(n) * q * (1 - q));
  const std::int64_t guess = std::clamp<std::int64_t>(
      std::llround(static_cast<double>(n) * q + normal_quantile(tail) * sd), 0, scores.n());
  std::int64_t low = guess, high = guess + 1;
  for (std::int64_t step = 1; low > 0 && !reaches(low); step *= 2) {
    high = low;
    low = std::max<std::int64_t>(0, low - step);
  }
  for (std::int64_t step = 1; high <= scores.n() && reaches(high); step *= 2) {
    low = high;
    high = std::min(scores.n() + 1, high + step);
  }
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (reaches(middle) ? low : high) = middle;
  }
  result.quantile_lower_bound = low == 0 ? scores.min() : order_statistic(scores, low);
  return result;
}

std::vector<ObservedExpected> commendations_observed_expected(
    const std::vector<CommendationCell>& cells) {
  struct Pool {
    long double n = 0, flagged = 0;
  };
  std::map<std::pair<std::string, std::string>, Pool> pools;
  for (const CommendationCell& cell : cells) {
    CHECK(cell.flagged <= cell.n);
    Pool& pool = pools[{cell.market, cell.score}];
    pool.n += static_cast<long double>(cell.n);
    pool.flagged += static_cast<long double>(cell.flagged);
  }
  std::vector<ObservedExpected> result;
  std::map<std::string, std::size_t> position;
  for (const CommendationCell& cell : cells) {
    const auto [found, added] = position.try_emplace(cell.employee, result.size());
    if (added) result.push_back({.employee = cell.employee, .z = {}});
    ObservedExpected& employee = result[found->second];
    employee.observed += cell.flagged;
    if (cell.n == 0) continue;
    const Pool& pool = pools[{cell.market, cell.score}];
    const auto n = static_cast<long double>(cell.n);
    const long double expected = n * pool.flagged / pool.n;
    employee.expected += static_cast<double>(expected);
    employee.variance += static_cast<double>(expected * (pool.n - pool.flagged) / pool.n);
  }
  for (ObservedExpected& employee : result) {
    if (employee.variance > 0) {
      employee.z = (static_cast<double>(employee.observed) - employee.expected) /
                   std::sqrt(employee.variance);
    } else {
      employee.z = Undefined{"everybody or nobody was commended among comparable customers"};
    }
  }
  return result;
}

}  // namespace laurel::stats
