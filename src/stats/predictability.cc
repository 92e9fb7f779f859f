#include "stats/predictability.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "stats/distributions.h"
#include "stats/histogram.h"
#include "stats/ratings.h"

namespace laurel::stats {
namespace {

using Table = std::vector<std::vector<std::int64_t>>;

long double wide(std::int64_t n) { return static_cast<long double>(n); }

// Sum of -c/n ln(c/n), and how many counts are not zero.
struct Entropy {
  long double value = 0;
  int support = 0;

  // Adds the bias (support - 1)/(2n).
  long double miller_madow(long double n) const { return value + (support - 1) / (2 * n); }
};

Entropy entropy(const std::vector<std::int64_t>& counts, long double n) {
  Entropy result;
  for (const std::int64_t count : counts) {
    if (count == 0) continue;
    ++result.support;
    const long double share = wide(count) / n;
    result.value -= share * std::log(share);
  }
  return result;
}

struct Margins {
  std::int64_t n = 0;
  std::vector<std::int64_t> rows, columns, cells;
};

Margins margins_of(const Table& table) {
  Margins margins;
  for (const auto& row : table) {
    CHECK(row.size() == table.front().size());
    margins.columns.resize(row.size());
    std::int64_t total = 0;
    for (std::size_t c = 0; c < row.size(); ++c) {
      CHECK(row[c] >= 0);
      total += row[c];
      margins.columns[c] += row[c];
      margins.cells.push_back(row[c]);
    }
    margins.rows.push_back(total);
    margins.n += total;
  }
  return margins;
}

// Mutual information to expect if rows and columns were paired at random (hypergeometric;
// Vinh et al. 2009). Each cell's distribution is walked from its mode by the ratio of neighbours.
long double expected_mutual_information(const Margins& m) {
  const long double n = wide(m.n);
  long double total = 0;
  for (const std::int64_t row : m.rows) {
    for (const std::int64_t column : m.columns) {
      if (row == 0 || column == 0) continue;
      const std::int64_t lowest = std::max<std::int64_t>(0, row + column - m.n);
      const std::int64_t highest = std::min(row, column);
      const auto ratio_up = [&](std::int64_t at) {
        return wide(row - at) * wide(column - at) /
               (wide(at + 1) * wide(m.n - row - column + at + 1));
      };
      const long double scale = n / wide(row) / wide(column);
      long double mass = 0;
      long double sum = 0;
      const auto take = [&](std::int64_t x, long double weight) {
        mass += weight;
        if (x > 0) sum += weight * wide(x) / n * std::log(scale * wide(x));
      };
      const auto mode =
          std::clamp(static_cast<std::int64_t>((wide(row) + 1) * (wide(column) + 1) / (n + 2)),
                     lowest, highest);
      take(mode, 1);
      long double weight = 1;
      for (std::int64_t x = mode; x < highest && weight > 1e-30L; ++x)
        take(x + 1, weight *= ratio_up(x));
      weight = 1;
      for (std::int64_t x = mode; x > lowest && weight > 1e-30L; --x)
        take(x - 1, weight /= ratio_up(x - 1));
      total += sum / mass;
    }
  }
  return total;
}

constexpr std::int64_t kExactBelow = 100'000;

}  // namespace

MutualInformation mutual_information(const Table& table) {
  MutualInformation result;
  const Margins m = margins_of(table);
  result.n = m.n;
  if (m.n == 0) {
    const Undefined none{"there are no gestures or contexts"};
    for (Estimate* field : {&result.h_y, &result.mi, &result.mi_miller_madow, &result.emi,
                            &result.emi_asymptotic, &result.u, &result.u_adjusted, &result.g,
                            &result.df, &result.p, &result.cramers_v, &result.cramers_v_bc})
      *field = none;
    return result;
  }
  const long double n = wide(m.n);
  const Entropy rows = entropy(m.rows, n);
  const Entropy columns = entropy(m.columns, n);
  const Entropy cells = entropy(m.cells, n);
  const int df = (rows.support - 1) * (columns.support - 1);

  // Summed cell by cell: independent cells then add exactly nothing.
  long double mi = 0;
  long double phi2 = 0;
  for (std::size_t r = 0; r < table.size(); ++r) {
    for (std::size_t c = 0; c < table[r].size(); ++c) {
      if (m.rows[r] == 0 || m.columns[c] == 0) continue;
      const long double expected = wide(m.rows[r]) * (wide(m.columns[c]) / n);
      const long double count = wide(table[r][c]);
      if (count > 0) mi += count / n * std::log(count / expected);
      phi2 += (count - expected) * (count - expected) / expected / n;
    }
  }
  mi = df == 0 ? 0 : std::max(0.0L, mi);
  const long double asymptotic = df / (2 * n);
  const long double emi = df == 0             ? 0
                          : m.n < kExactBelow ? expected_mutual_information(m)
                                              : asymptotic;
  result.h_y = static_cast<double>(columns.value);
  result.mi = static_cast<double>(mi);
  result.mi_miller_madow = static_cast<double>(
      std::max(0.0L, mi + (rows.support + columns.support - cells.support - 1) / (2 * n)));
  result.emi = static_cast<double>(emi);
  result.emi_asymptotic = static_cast<double>(asymptotic);
  result.g = static_cast<double>(2 * n * mi);
  result.df = df;
  if (columns.support < 2) {
    result.u = result.u_adjusted = Undefined{"there is only one kind of gesture"};
  } else {
    result.u = static_cast<double>(mi / columns.value);
    if (columns.value - emi > 1e-12L) {
      result.u_adjusted = static_cast<double>((mi - emi) / (columns.value - emi));
    } else {
      result.u_adjusted = Undefined{"every context was seen once, so any table looks predictable"};
    }
  }
  if (df == 0) {
    result.p = result.cramers_v = result.cramers_v_bc =
        Undefined{"fewer than two contexts or kinds of gesture were seen"};
    return result;
  }
  result.p = chi_squared_upper(*result.g, df);
  const long double smaller = std::min(rows.support, columns.support) - 1;
  result.cramers_v = static_cast<double>(std::sqrt(phi2 / smaller));
  const long double corrected = std::max(0.0L, phi2 - df / (n - 1));
  const auto shrunk = [&](int support) {
    const long double s = support - 1;
    return support - s * s / (n - 1);
  };
  const long double smaller_bc = std::min(shrunk(rows.support), shrunk(columns.support)) - 1;
  if (smaller_bc > 0) {
    result.cramers_v_bc = static_cast<double>(std::sqrt(corrected / smaller_bc));
  } else {
    result.cramers_v_bc = Undefined{"there are too few observations for the correction"};
  }
  return result;
}

OverdispersionTest tarone(const std::vector<std::int64_t>& x, const std::vector<std::int64_t>& n) {
  CHECK(x.size() == n.size());
  long double total_x = 0, total_n = 0, pairs = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    CHECK(x[i] >= 0 && x[i] <= n[i]);
    total_x += wide(x[i]);
    total_n += wide(n[i]);
    pairs += wide(n[i]) * (wide(n[i]) - 1);
  }
  const auto none = [](std::string_view reason) {
    return OverdispersionTest{Undefined{reason}, Undefined{reason}};
  };
  if (total_x == 0 || total_x == total_n)
    return none("gestures happened never or always, so nothing can vary");
  if (pairs <= 0) return none("no context was seen twice");
  const long double p = total_x / total_n;
  long double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const long double deviation = wide(x[i]) - wide(n[i]) * p;
    sum += deviation * deviation;
  }
  const auto z = static_cast<double>((sum / (p * (1 - p)) - total_n) / std::sqrt(2 * pairs));
  return {z, normal_upper(z)};
}

RunsTest runs_test(const std::vector<bool>& sequence) {
  RunsTest result;
  result.n = static_cast<std::int64_t>(sequence.size());
  for (std::size_t i = 0; i < sequence.size(); ++i) {
    if (sequence[i]) ++result.ones;
    if (i == 0 || sequence[i] != sequence[i - 1]) ++result.runs;
  }
  const long double n = wide(result.n);
  const long double twice_product = 2 * wide(result.ones) * wide(result.n - result.ones);
  const long double numerator = twice_product * (twice_product - n);
  if (numerator <= 0) {
    result.z = result.p = Undefined{"the sequence is too short or does not change"};
    return result;
  }
  const long double sd = std::sqrt(numerator / (n * n * (n - 1)));
  const auto z = static_cast<double>((wide(result.runs) - twice_product / n - 1) / sd);
  result.z = z;
  result.p = normal_two_sided_p(z);
  return result;
}

EntropyRate entropy_rate(const Table& transitions) {
  EntropyRate result;
  const Margins m = margins_of(transitions);
  if (m.n == 0) {
    const Undefined none{"there are no transitions"};
    result.h_marginal = result.h_rate = result.h_marginal_mm = result.h_rate_mm =
        result.regularity_mm = none;
    return result;
  }
  const long double n = wide(m.n);
  const Entropy past = entropy(m.rows, n);
  const Entropy next = entropy(m.columns, n);
  const Entropy joint = entropy(m.cells, n);
  // Row by row, so that a past that decides everything adds exactly zero.
  long double rate = 0;
  for (std::size_t r = 0; r < transitions.size(); ++r) {
    if (m.rows[r] == 0) continue;
    rate += wide(m.rows[r]) / n * entropy(transitions[r], wide(m.rows[r])).value;
  }
  const long double rate_mm = rate + (joint.support - past.support) / (2 * n);
  const long double marginal_mm = next.miller_madow(n);
  result.h_marginal = static_cast<double>(next.value);
  result.h_rate = static_cast<double>(rate);
  result.h_marginal_mm = static_cast<double>(marginal_mm);
  result.h_rate_mm = static_cast<double>(rate_mm);
  if (next.support < 2) {
    result.regularity_mm = Undefined{"only one kind of gesture follows"};
  } else {
    result.regularity_mm = static_cast<double>(std::max(0.0L, 1 - rate_mm / marginal_mm));
  }
  return result;
}

AucResult auc(const std::vector<ScoreLevel>& levels, double conf_level) {
  std::vector<ScoreLevel> sorted = levels;
  std::sort(sorted.begin(), sorted.end(),
            [](const ScoreLevel& x, const ScoreLevel& y) { return x.score < y.score; });
  // On the ranks of the distinct scores this is the superiority of positives over negatives, whose
  // Brunner-Munzel variance is DeLong's.
  Histogram negatives, positives;
  int rank = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i > 0 && sorted[i].score != sorted[i - 1].score) ++rank;
    negatives.add(rank, sorted[i].negatives);
    positives.add(rank, sorted[i].positives);
  }
  const SuperiorityResult superiority = brunner_munzel(positives, negatives, conf_level);
  AucResult result;
  if (!superiority.prob_superiority.defined()) {
    result.auc = result.se = result.lo = result.hi =
        Undefined{"only one of positives and negatives was seen"};
    return result;
  }
  const double area = *superiority.prob_superiority;
  result.auc = area;
  result.se = superiority.se;
  if (!superiority.stat.defined()) {
    result.lo = result.hi = Undefined{superiority.stat.reason()};
    return result;
  }
  const double margin = normal_critical(conf_level) * *superiority.se;
  result.lo = std::max(0.0, area - margin);
  result.hi = std::min(1.0, area + margin);
  return result;
}

}  // namespace laurel::stats
