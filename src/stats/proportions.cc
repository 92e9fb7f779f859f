#include "stats/proportions.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "stats/distributions.h"
#include "stats/moments.h"

namespace laurel::stats {
namespace {

constexpr std::string_view kNoAnswers = "there are no answers";
constexpr std::string_view kEmptyArm = "an arm has no answers";

// Fisher's test sums some forty of these standard deviations table by table.
constexpr long double kMostTables = 1e6L;

int128 determinant(const TwoByTwo& t) {
  return static_cast<int128>(t.a_yes) * t.b_no - static_cast<int128>(t.a_no) * t.b_yes;
}

double exact_difference(const Proportion& a, const Proportion& b) {
  const int128 numerator = static_cast<int128>(a.yes) * b.n - static_cast<int128>(b.yes) * a.n;
  return static_cast<double>(static_cast<long double>(numerator) /
                             (static_cast<long double>(a.n) * static_cast<long double>(b.n)));
}

// Variance of the difference when the true difference is `delta`: the rates are fitted under that
// restriction, a cubic with a closed form (Farrington & Manning 1990).
long double restricted_variance(const Proportion& a, const Proportion& b, long double delta) {
  const auto n_a = static_cast<long double>(a.n);
  const auto n_b = static_cast<long double>(b.n);
  const auto x_a = static_cast<long double>(a.yes);
  const auto x_b = static_cast<long double>(b.yes);
  const long double n = n_a + n_b;
  // p^3 + l2 p^2 + l1 p + l0 = 0 for the rate of b.
  const long double l2 = ((n_a + 2 * n_b) * delta - n - x_a - x_b) / n;
  const long double l1 = ((n_b * delta - n - 2 * x_b) * delta + x_a + x_b) / n;
  const long double l0 = x_b * delta * (1 - delta) / n;
  const long double third = l2 / 3;
  const long double q = third * third * third - l1 * third / 2 + l0 / 2;
  const long double radius = std::sqrt(std::max(0.0L, third * third - l1 / 3));
  const long double signed_radius = q >= 0 ? radius : -radius;
  const long double cube = signed_radius * signed_radius * signed_radius;
  const long double cosine = cube == 0 ? 0 : std::clamp(q / cube, -1.0L, 1.0L);
  const long double angle = (std::numbers::pi_v<long double> + std::acos(cosine)) / 3;
  const long double p_b = std::clamp(2 * signed_radius * std::cos(angle) - third, 0.0L, 1.0L);
  const long double p_a = std::clamp(p_b + delta, 0.0L, 1.0L);
  return (p_a * (1 - p_a) / n_a + p_b * (1 - p_b) / n_b) * n / (n - 1);
}

}  // namespace

Estimate Proportion::rate() const {
  if (n == 0) return Undefined{kNoAnswers};
  return static_cast<double>(yes) / static_cast<double>(n);
}

Proportion& Proportion::operator+=(const Proportion& other) {
  yes += other.yes;
  n += other.n;
  return *this;
}

TwoByTwo& TwoByTwo::operator+=(const TwoByTwo& other) {
  a_yes += other.a_yes;
  a_no += other.a_no;
  b_yes += other.b_yes;
  b_no += other.b_no;
  return *this;
}

Interval wilson_interval(const Proportion& p, double conf_level) {
  if (p.n == 0) return {0.0, 1.0};
  const long double n = static_cast<long double>(p.n);
  const long double rate = static_cast<long double>(p.yes) / n;
  const long double z = normal_critical(conf_level);
  const long double scale = 1 + z * z / n;
  const long double center = (rate + z * z / (2 * n)) / scale;
  const long double margin = z / scale * std::sqrt(rate * (1 - rate) / n + z * z / (4 * n * n));
  // At the ends of the scale the limit is exactly the end.
  return {p.yes == 0 ? 0.0 : static_cast<double>(center - margin),
          p.yes == p.n ? 1.0 : static_cast<double>(center + margin)};
}

Interval clopper_pearson_interval(const Proportion& p, double conf_level) {
  const auto yes = static_cast<double>(p.yes);
  const auto no = static_cast<double>(p.n - p.yes);
  const double tail = (1 - conf_level) / 2;
  return {p.yes == 0 ? 0.0 : beta_quantile(tail, yes, no + 1),
          p.yes == p.n ? 1.0 : beta_upper_quantile(tail, yes + 1, no)};
}

Interval jeffreys_interval(const Proportion& p, double conf_level) {
  const double a = static_cast<double>(p.yes) + 0.5;
  const double b = static_cast<double>(p.n - p.yes) + 0.5;
  const double tail = (1 - conf_level) / 2;
  return {beta_quantile(tail, a, b), beta_upper_quantile(tail, a, b)};
}

RiskDifference newcombe_difference(const Proportion& a, const Proportion& b, double conf_level) {
  if (a.n == 0 || b.n == 0) {
    const Undefined none{kEmptyArm};
    return {none, none, none};
  }
  const double rate_a = *a.rate();
  const double rate_b = *b.rate();
  const Interval limits_a = wilson_interval(a, conf_level);
  const Interval limits_b = wilson_interval(b, conf_level);
  const double diff = exact_difference(a, b);
  return {diff, diff - std::hypot(rate_a - *limits_a.lo, *limits_b.hi - rate_b),
          diff + std::hypot(*limits_a.hi - rate_a, rate_b - *limits_b.lo)};
}

RiskDifference miettinen_nurminen_difference(const Proportion& a, const Proportion& b,
                                             double conf_level) {
  if (a.n == 0 || b.n == 0) {
    const Undefined none{kEmptyArm};
    return {none, none, none};
  }
  const long double diff = exact_difference(a, b);
  const long double z = normal_critical(conf_level);
  const auto limit = [&](long double edge) {
    long double in = diff;
    long double out = edge;
    for (int i = 0; i < 200; ++i) {
      const long double middle = (in + out) / 2;
      if (middle == in || middle == out) break;
      const long double distance = diff - middle;
      const bool inside = distance * distance <= z * z * restricted_variance(a, b, middle);
      (inside ? in : out) = middle;
    }
    return static_cast<double>(in);
  };
  return {static_cast<double>(diff), limit(-1), limit(1)};
}

ChiSquared chi_squared(const TwoByTwo& table) {
  const auto row_a = static_cast<long double>(table.n_a());
  const auto row_b = static_cast<long double>(table.n_b());
  const auto yes = static_cast<long double>(table.a_yes) + static_cast<long double>(table.b_yes);
  const auto no = static_cast<long double>(table.a_no) + static_cast<long double>(table.b_no);
  if (row_a == 0 || row_b == 0) return {Undefined{kEmptyArm}, Undefined{kEmptyArm}};
  if (yes == 0 || no == 0) {
    const Undefined none{"all answers are the same"};
    return {none, none};
  }
  const long double d = static_cast<long double>(determinant(table));
  const auto chi2 = static_cast<double>((d / row_a / row_b) * (d / yes / no) * (row_a + row_b));
  return {chi2, chi_squared_upper(chi2, 1)};
}

Estimate fisher_exact_p(const TwoByTwo& table) {
  // Tables with these margins, by their first cell x; neighbours differ by a simple ratio, so no
  // factorials (which lose digits at 1e9) are needed. Weights are relative to the likeliest table.
  const auto row = static_cast<long double>(table.n_a());
  const auto other = static_cast<long double>(table.n_b());
  const auto yes = static_cast<long double>(table.a_yes + table.b_yes);
  const std::int64_t lowest = std::max<std::int64_t>(0, table.a_yes - table.b_no);
  const std::int64_t highest = table.a_yes + std::min(table.a_no, table.b_yes);
  const long double n = row + other;
  const long double variance = n > 1 ? row / n * other / n * yes * (n - yes) / (n - 1) : 0;
  if (variance > kMostTables * kMostTables)
    return Undefined{"the counts are too large for an exact test; use chi-squared"};
  const auto ratio_up = [&](std::int64_t at) {  // weight(at + 1) / weight(at)
    const auto x = static_cast<long double>(at);
    return (row - x) * (yes - x) / ((x + 1) * (other - yes + x + 1));
  };
  const auto mode =
      std::clamp(static_cast<std::int64_t>((row + 1) * (yes + 1) / (n + 2)), lowest, highest);

  // The weight of the observed table; beyond what a double can hold the probability is zero.
  constexpr long double kSmallest = 1e-400L;
  long double observed = 1;
  for (std::int64_t x = mode; x < table.a_yes && observed > kSmallest; ++x) observed *= ratio_up(x);
  for (std::int64_t x = mode; x > table.a_yes && observed > kSmallest; --x)
    observed /= ratio_up(x - 1);
  if (observed <= kSmallest) return 0.0;

  const long double threshold = observed * (1 + 1e-7L);
  const long double negligible = observed * 1e-25L;
  long double total = 0;
  long double as_unlikely = 0;
  const auto count = [&](long double weight) {
    total += weight;
    if (weight <= threshold) as_unlikely += weight;
  };
  count(1);
  long double weight = 1;
  for (std::int64_t x = mode; x < highest && weight > negligible; ++x) count(weight *= ratio_up(x));
  weight = 1;
  for (std::int64_t x = mode; x > lowest && weight > negligible; --x)
    count(weight /= ratio_up(x - 1));
  return std::min(1.0, static_cast<double>(as_unlikely / total));
}

RatioResult odds_and_risk_ratio(const TwoByTwo& table, double conf_level) {
  RatioResult result;
  const auto all_undefined = [](std::string_view reason, auto&... fields) {
    ((fields = Undefined{reason}), ...);
  };
  if (table.n_a() == 0 || table.n_b() == 0) {
    all_undefined(kEmptyArm, result.odds_ratio, result.or_lo, result.or_hi, result.se_log_or,
                  result.risk_ratio, result.rr_lo, result.rr_hi, result.se_log_rr);
    return result;
  }
  result.corrected = table.a_yes == 0 || table.a_no == 0 || table.b_yes == 0 || table.b_no == 0;
  const double add = result.corrected ? 0.5 : 0;
  const double a = static_cast<double>(table.a_yes) + add;
  const double b = static_cast<double>(table.a_no) + add;
  const double c = static_cast<double>(table.b_yes) + add;
  const double d = static_cast<double>(table.b_no) + add;
  const double z = normal_critical(conf_level);

  const double odds_ratio = (a / b) / (c / d);
  const double se_log_or = std::sqrt(1 / a + 1 / b + 1 / c + 1 / d);
  result.odds_ratio = odds_ratio;
  result.se_log_or = se_log_or;
  result.or_lo = odds_ratio * std::exp(-z * se_log_or);
  result.or_hi = odds_ratio * std::exp(z * se_log_or);
  if (result.corrected) {
    all_undefined("a cell is zero, so the ratio of rates has no usable standard error",
                  result.risk_ratio, result.rr_lo, result.rr_hi, result.se_log_rr);
    return result;
  }
  const double risk_ratio = (a / (a + b)) / (c / (c + d));
  const double se_log_rr = std::sqrt(b / a / (a + b) + d / c / (c + d));
  result.risk_ratio = risk_ratio;
  result.se_log_rr = se_log_rr;
  result.rr_lo = risk_ratio * std::exp(-z * se_log_rr);
  result.rr_hi = risk_ratio * std::exp(z * se_log_rr);
  return result;
}

}  // namespace laurel::stats
