#include "stats/stratified.h"

#include <cmath>

#include "stats/distributions.h"

namespace laurel::stats {
namespace {

constexpr std::string_view kNothingKept = "no stratum has answers in both arms";

struct Arm {
  Moments moments;
  Interval limits;  // score limits, for NPS only
};

struct Cell {
  const std::string* name;
  Arm a, b;
};

double raw_weight(const Cell& cell, StratumWeights weights) {
  const auto n_a = static_cast<double>(cell.a.moments.n);
  const auto n_b = static_cast<double>(cell.b.moments.n);
  switch (weights) {
    case StratumWeights::kOverlap:
      return n_a * (n_b / (n_a + n_b));
    case StratumWeights::kAtt:
      return n_a;
    case StratumWeights::kAte:
      return n_a + n_b;
  }
  return 0;
}

// Variance of a stratum's arm; a single answer takes the variance pooled within that arm.
class PooledVariance {
 public:
  void add(const Moments& arm) {
    ss_ += arm.m2;
    df_ += static_cast<double>(arm.n - 1);
  }
  Estimate of_mean(const Moments& arm) const {
    if (arm.n > 1) return *arm.variance() / static_cast<double>(arm.n);
    if (df_ <= 0) return Undefined{"every stratum of an arm holds a single answer"};
    return ss_ / df_;
  }

 private:
  double ss_ = 0;
  double df_ = 0;
};

// Keeps the strata with both arms and computes everything but the interval.
StratifiedDifference standardise(const std::vector<Cell>& cells, StratumWeights weights,
                                 std::vector<const Cell*>& kept) {
  StratifiedDifference result;
  double total_weight = 0;
  PooledVariance pooled_a, pooled_b;
  for (const Cell& cell : cells) {
    if (cell.a.moments.n == 0 || cell.b.moments.n == 0) {
      result.dropped.push_back(*cell.name);
      continue;
    }
    kept.push_back(&cell);
    result.kept.push_back(*cell.name);
    result.weights.push_back(raw_weight(cell, weights));
    total_weight += result.weights.back();
    pooled_a.add(cell.a.moments);
    pooled_b.add(cell.b.moments);
  }
  if (kept.empty()) {
    const Undefined none{kNothingKept};
    result.diff = result.se = result.z = result.p = result.lo = result.hi = none;
    return result;
  }
  double diff = 0;
  double variance = 0;
  Estimate missing = 0.0;
  for (std::size_t k = 0; k < kept.size(); ++k) {
    const double weight = result.weights[k] /= total_weight;
    diff += weight * (kept[k]->a.moments.mean - kept[k]->b.moments.mean);
    const Estimate part_a = pooled_a.of_mean(kept[k]->a.moments);
    const Estimate part_b = pooled_b.of_mean(kept[k]->b.moments);
    if (!part_a.defined()) missing = part_a;
    if (!part_b.defined()) missing = part_b;
    variance += weight * weight * (part_a.value_or(0) + part_b.value_or(0));
  }
  result.diff = diff;
  if (!missing.defined()) {
    result.se = result.z = result.p = missing;
    return result;
  }
  const double se = std::sqrt(variance);
  result.se = se;
  if (se == 0) {
    result.z = result.p = Undefined{"the answers do not vary"};
    return result;
  }
  result.z = diff / se;
  result.p = normal_two_sided_p(diff / se);
  return result;
}

// n/(n - 1) makes up for dividing by n inside a score limit; one answer counts as two.
double inflation(std::int64_t n) {
  return n == 1 ? 2 : static_cast<double>(n) / static_cast<double>(n - 1);
}

double squared(double x) { return x * x; }

// Permutation test of sum over strata of the scores of a, given centred scores in whole numbers.
class PermutationSum {
 public:
  // `centred(score index)` returns twice-scaled deviations from the stratum's mean divided by
  // `unit`.
  void add(int128 sum_a, long double sum_of_squares, long double unit, std::int64_t n_a,
           std::int64_t n_b) {
    const auto a = static_cast<long double>(n_a);
    const auto b = static_cast<long double>(n_b);
    const long double n = a + b;
    total_ += static_cast<long double>(sum_a) / unit;
    variance_ += a * b / (n * (n - 1)) * (sum_of_squares / unit / unit);
  }
  StratifiedTest test() const {
    if (variance_ <= 0) {
      const Undefined none{"no stratum has answers in both arms that vary"};
      return {none, none};
    }
    const auto z = static_cast<double>(total_ / std::sqrt(variance_));
    return {z, normal_two_sided_p(z)};
  }

 private:
  long double total_ = 0;
  long double variance_ = 0;
};

template <typename Visit>
void for_each_score(const RatingStratum& stratum, Visit visit) {
  const Histogram both = stratum.a + stratum.b;
  for (int score = both.min(); score <= both.max(); ++score)
    visit(score, stratum.a.at(score), both.at(score));
}

}  // namespace

StratifiedDifference nps_stratified_difference(const std::vector<NpsStratum>& strata,
                                               StratumWeights weights, double conf_level) {
  std::vector<Cell> cells;
  cells.reserve(strata.size());
  for (const NpsStratum& stratum : strata) {
    cells.push_back({&stratum.name,
                     {stratum.a.moments(), nps_score_interval(stratum.a, conf_level)},
                     {stratum.b.moments(), nps_score_interval(stratum.b, conf_level)}});
  }
  std::vector<const Cell*> kept;
  StratifiedDifference result = standardise(cells, weights, kept);
  if (kept.empty()) return result;
  double below = 0;
  double above = 0;
  for (std::size_t k = 0; k < kept.size(); ++k) {
    const Arm& a = kept[k]->a;
    const Arm& b = kept[k]->b;
    const double w2 = squared(result.weights[k]);
    const double f_a = inflation(a.moments.n);
    const double f_b = inflation(b.moments.n);
    below += w2 * (f_a * squared(a.moments.mean - *a.limits.lo) +
                   f_b * squared(*b.limits.hi - b.moments.mean));
    above += w2 * (f_a * squared(*a.limits.hi - a.moments.mean) +
                   f_b * squared(b.moments.mean - *b.limits.lo));
  }
  result.lo = *result.diff - std::sqrt(below);
  result.hi = *result.diff + std::sqrt(above);
  return result;
}

namespace {

StratifiedDifference mean_difference(const std::vector<Cell>& cells, StratumWeights weights,
                                     double conf_level) {
  std::vector<const Cell*> kept;
  StratifiedDifference result = standardise(cells, weights, kept);
  if (!result.z.defined()) {
    result.lo = result.hi = Undefined{result.z.reason()};
    return result;
  }
  const double margin = normal_critical(conf_level) * *result.se;
  result.lo = *result.diff - margin;
  result.hi = *result.diff + margin;
  return result;
}

}  // namespace

StratifiedDifference mean_stratified_difference(const std::vector<RatingStratum>& strata,
                                                StratumWeights weights, double conf_level) {
  std::vector<Cell> cells;
  cells.reserve(strata.size());
  for (const RatingStratum& stratum : strata)
    cells.push_back({&stratum.name, {stratum.a.moments(), {}}, {stratum.b.moments(), {}}});
  return mean_difference(cells, weights, conf_level);
}

StratifiedDifference mean_stratified_difference(const std::vector<MomentsStratum>& strata,
                                                StratumWeights weights, double conf_level) {
  std::vector<Cell> cells;
  cells.reserve(strata.size());
  for (const MomentsStratum& stratum : strata)
    cells.push_back({&stratum.name, {stratum.a, {}}, {stratum.b, {}}});
  return mean_difference(cells, weights, conf_level);
}

StratifiedTest van_elteren(const std::vector<RatingStratum>& strata) {
  PermutationSum sum;
  for (const RatingStratum& stratum : strata) {
    if (stratum.a.n() == 0 || stratum.b.n() == 0) continue;
    const std::int64_t n = stratum.a.n() + stratum.b.n();
    std::int64_t below = 0;
    int128 sum_a = 0;
    long double squares = 0;
    for_each_score(stratum, [&](int, std::int64_t in_a, std::int64_t in_both) {
      // Twice (mid-rank - mean rank) = 2 below + t + 1 - (n + 1).
      const std::int64_t deviation = 2 * below + in_both - n;
      sum_a += static_cast<int128>(in_a) * deviation;
      squares += static_cast<long double>(in_both) * static_cast<long double>(deviation) *
                 static_cast<long double>(deviation);
      below += in_both;
    });
    sum.add(sum_a, squares, 2 * (static_cast<long double>(n) + 1), stratum.a.n(), stratum.b.n());
  }
  return sum.test();
}

StratifiedTest mantel_mean_score(const std::vector<RatingStratum>& strata) {
  PermutationSum sum;
  for (const RatingStratum& stratum : strata) {
    if (stratum.a.n() == 0 || stratum.b.n() == 0) continue;
    const std::int64_t n = stratum.a.n() + stratum.b.n();
    int128 scores = 0;
    for_each_score(stratum, [&](int score, std::int64_t, std::int64_t in_both) {
      scores += static_cast<int128>(in_both) * score;
    });
    int128 sum_a = 0;
    long double squares = 0;
    for_each_score(stratum, [&](int score, std::int64_t in_a, std::int64_t in_both) {
      const int128 deviation = static_cast<int128>(score) * n - scores;  // n (score - mean)
      sum_a += in_a * deviation;
      squares += static_cast<long double>(in_both) * static_cast<long double>(deviation) *
                 static_cast<long double>(deviation);
    });
    sum.add(sum_a, squares, static_cast<long double>(n), stratum.a.n(), stratum.b.n());
  }
  return sum.test();
}

}  // namespace laurel::stats
