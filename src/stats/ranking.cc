#include "stats/ranking.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "base/check.h"
#include "base/random.h"
#include "stats/distributions.h"

namespace laurel::stats {
namespace {

// Nodes and weights of Gauss-Legendre on [-1, 1], half of the 10 points.
constexpr std::array<double, 5> kNodes = {0.1488743389816312, 0.4333953941292472,
                                          0.6794095682990244, 0.8650633666889845,
                                          0.9739065285171717};
constexpr std::array<double, 5> kWeights = {0.2955242247147529, 0.2692667193099963,
                                            0.2190863625159821, 0.1494513491505806,
                                            0.0666713443086881};

// Points between which every normal density involved is smooth.
std::vector<double> panels(const std::vector<Posterior>& units, double from, double to,
                           double finest) {
  std::vector<double> points = {from, to};
  for (const Posterior& unit : units) {
    for (const double z : {-8.0, -6.0, -4.5, -3.5, -2.5, -1.75, -1.0, -0.5, 0.0, 0.5, 1.0, 1.75,
                           2.5, 3.5, 4.5, 6.0, 8.0}) {
      const double x = unit.mean + z * unit.sd;
      if (x > from && x < to) points.push_back(x);
    }
  }
  std::sort(points.begin(), points.end());
  std::vector<double> merged = {from};
  for (const double x : points) {
    if (x - merged.back() >= finest / 8 || x == to) merged.push_back(x);
  }
  return merged;
}

}  // namespace

std::vector<double> expected_rank(const std::vector<Posterior>& units) {
  std::vector<double> ranks(units.size(), 1);
  for (std::size_t i = 0; i < units.size(); ++i) {
    for (std::size_t j = i + 1; j < units.size(); ++j) {
      const double difference = units[j].mean - units[i].mean;
      const double sd = std::hypot(units[j].sd, units[i].sd);
      const double j_above = sd > 0           ? normal_cdf(difference / sd)
                             : difference > 0 ? 1
                             : difference < 0 ? 0
                                              : 0.5;
      ranks[i] += j_above;
      ranks[j] += 1 - j_above;
    }
  }
  return ranks;
}

std::vector<double> probability_best(const std::vector<Posterior>& units) {
  std::vector<double> result(units.size(), 0);
  if (units.empty()) return result;
  if (units.size() == 1) return {1};
  std::vector<Posterior> smooth = units;
  double lowest = units.front().mean;
  double highest = units.front().mean;
  double widest = 0;
  for (const Posterior& unit : units) {
    CHECK(unit.sd >= 0);
    lowest = std::min(lowest, unit.mean);
    highest = std::max(highest, unit.mean);
    widest = std::max(widest, unit.sd);
  }
  // A unit known exactly is given a width far below any difference, which splits exact ties evenly.
  const double scale = std::max({highest - lowest, widest, 1e-300});
  for (Posterior& unit : smooth) unit.sd = std::max(unit.sd, 1e-7 * scale);

  // Below `from` some unit is surely higher; nobody reaches `to`.
  double from = smooth.front().mean - 8.5 * smooth.front().sd;
  double to = smooth.front().mean + 8.5 * smooth.front().sd;
  for (const Posterior& unit : smooth) {
    from = std::max(from, unit.mean - 8.5 * unit.sd);
    to = std::max(to, unit.mean + 8.5 * unit.sd);
  }
  std::vector<Posterior> contenders;
  double finest = scale;
  for (const Posterior& unit : smooth) {
    if (unit.mean + 8.5 * unit.sd < from) continue;
    contenders.push_back(unit);
    finest = std::min(finest, unit.sd);
  }
  const std::vector<double> points = panels(contenders, from, to, finest);
  std::vector<double> logs(smooth.size());
  const auto add = [&](double x, double weight) {
    double log_all = 0;
    for (std::size_t k = 0; k < smooth.size(); ++k) {
      logs[k] = log_normal_cdf((x - smooth[k].mean) / smooth[k].sd);
      log_all += logs[k];
    }
    if (log_all < -700) return;
    for (std::size_t j = 0; j < smooth.size(); ++j) {
      const double z = (x - smooth[j].mean) / smooth[j].sd;
      result[j] += weight * std::exp(log_all - logs[j]) * normal_density(z) / smooth[j].sd;
    }
  };
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const double middle = (points[i] + points[i + 1]) / 2;
    const double half = (points[i + 1] - points[i]) / 2;
    for (std::size_t k = 0; k < kNodes.size(); ++k) {
      add(middle - half * kNodes[k], half * kWeights[k]);
      add(middle + half * kNodes[k], half * kWeights[k]);
    }
  }
  return result;
}

std::vector<double> probability_top(const std::vector<Posterior>& units, double share) {
  CHECK(share > 0 && share < 1);
  if (units.empty()) return {};
  const auto above = [](const Posterior& unit, double level) {
    if (unit.sd > 0) return normal_upper((level - unit.mean) / unit.sd);
    return unit.mean > level ? 1.0 : unit.mean < level ? 0.0 : 0.5;
  };
  double low = units.front().mean;
  double high = units.front().mean;
  for (const Posterior& unit : units) {
    low = std::min(low, unit.mean - 40 * unit.sd);
    high = std::max(high, unit.mean + 40 * unit.sd);
  }
  const double wanted = share * static_cast<double>(units.size());
  for (int i = 0; i < 200; ++i) {
    const double level = (low + high) / 2;
    if (level <= low || level >= high) break;  // as near as numbers are
    double expected = 0;
    for (const Posterior& unit : units) expected += above(unit, level);
    (expected > wanted ? low : high) = level;
  }
  std::vector<double> result;
  result.reserve(units.size());
  for (const Posterior& unit : units) result.push_back(above(unit, high));
  return result;
}

std::vector<RankInterval> rank_intervals(const std::vector<Posterior>& units, double conf_level,
                                         int draws, std::uint64_t seed) {
  CHECK(draws > 0 && conf_level > 0 && conf_level < 1);
  base::Random random(seed);
  const std::size_t n = units.size();
  // How often each unit had each rank.
  std::vector<std::vector<int>> seen(n, std::vector<int>(n, 0));
  struct Drawn {
    double value;
    std::size_t unit;
  };
  std::vector<Drawn> drawn(n);
  for (int draw = 0; draw < draws; ++draw) {
    for (std::size_t i = 0; i < n; ++i)
      drawn[i] = {units[i].mean + units[i].sd * random.normal(), i};
    std::sort(drawn.begin(), drawn.end(),
              [](const Drawn& a, const Drawn& b) { return a.value > b.value; });
    for (std::size_t rank = 0; rank < n; ++rank) ++seen[drawn[rank].unit][rank];
  }
  const double tail = (1 - conf_level) / 2 * draws;
  std::vector<RankInterval> result(n);
  for (std::size_t i = 0; i < n; ++i) {
    double before = 0;
    std::size_t lo = 0;
    while (lo + 1 < n && before + seen[i][lo] <= tail) before += seen[i][lo++];
    double after = 0;
    std::size_t hi = n - 1;
    while (hi > lo && after + seen[i][hi] <= tail) after += seen[i][hi--];
    result[i] = {static_cast<double>(lo + 1), static_cast<double>(hi + 1)};
  }
  return result;
}

}  // namespace laurel::stats
