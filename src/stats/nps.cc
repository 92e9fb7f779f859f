#include "stats/nps.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

#include "stats/distributions.h"

namespace laurel::stats {
namespace {

constexpr std::string_view kNoAnswers = "there are no answers";
constexpr std::string_view kEmptyArm = "an arm has no answers";
constexpr std::string_view kNoVariation = "the answers do not vary";

// Score limits are searched for y = 1 - x, the distance of a possible score x from the top, so that
// limits a billionth below 1 keep their digits. Shares come from whole numbers for the same reason.
template <typename Float>
struct Shares {
  Float n, detractors, not_promoters, distance;  // distance of the estimate from 1
};

// REQUIRES: n > 0.
Shares<long double> shares_of(const NpsCounts& counts) {
  const auto n = static_cast<long double>(counts.n());
  const auto share = [&](std::int64_t count) { return static_cast<long double>(count) / n; };
  return {n, share(counts.detractors), share(counts.detractors + counts.passives),
          share(2 * counts.detractors + counts.passives)};
}

// Variance of one answer if the true score were 1 - y: the likelihood is maximised over the share
// of detractors q at that score, a root of 2 q^2 + b q + c = 0, and the variance is 2 q + x (1 -
// x).
template <typename Float>
Float variance_at(const Shares<Float>& s, Float y) {
  const Float b = 2 * s.not_promoters - (1 + s.not_promoters + s.detractors) * y;
  const Float c = -s.detractors * (1 - y) * y;
  const Float root = std::sqrt(std::max(Float{0}, b * b - 8 * c));
  // Both forms are the larger root; each avoids subtracting nearly equal numbers.
  const Float q = b > 0 ? -2 * c / (b + root) : (root - b) / 4;
  return std::max(Float{0}, 2 * q + (1 - y) * y);
}

// Below zero inside the interval.
template <typename Float>
Float excess_at(const Shares<Float>& s, Float z, Float y) {
  return (s.distance - y) * (s.distance - y) * s.n - z * z * variance_at(s, y);
}

// The root between a and b, to the last digit: Chandrupatla's bracketing (1997, Adv. Eng. Softw.
// 28:145), a quarter of the steps that halving takes. REQUIRES: f_a and f_b, the excess there, have
// different signs.
template <typename Float>
Float root_between(const Shares<Float>& s, Float z, Float a, Float f_a, Float b, Float f_b) {
  Float step = Float{0.5};
  for (int i = 0; i < 200; ++i) {
    const Float y = a + step * (b - a);
    const Float f = excess_at(s, z, y);
    Float c = a, f_c = f_a;
    if ((f > 0) != (f_a > 0)) {
      c = b;
      f_c = f_b;
      b = a;
      f_b = f_a;
    }
    a = y;
    f_a = f;
    const Float best = std::abs(f_a) < std::abs(f_b) ? a : b;
    const Float least =
        2 * std::numeric_limits<Float>::epsilon() * std::abs(best) / std::abs(b - c);
    if (f_a == 0 || !(least < Float{0.5})) return best;
    const Float xi = (a - b) / (c - b), phi = (f_a - f_b) / (f_c - f_b);
    step = Float{0.5};
    if (phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi) {
      step = f_a / (f_b - f_a) * f_c / (f_b - f_c) +
             (c - a) / (b - a) * f_a / (f_c - f_a) * f_b / (f_c - f_b);
    }
    step = std::clamp(step, least, 1 - least);
  }
  return a;
}

// The y at the end of the score interval between the estimate and `edge` (0 or 2). A report needs
// thousands of these: a root in double brackets the one in long double, which takes two or three
// steps then.
long double score_limit(const Shares<long double>& s, long double z, long double edge) {
  long double b = s.distance, f_b = excess_at(s, z, b);
  long double a = edge, f_a = excess_at(s, z, a);
  // Where nothing varies at the estimate it is a root itself: step off it.
  while (f_b >= 0) {
    const long double middle = (a + b) / 2;
    if (middle == a || middle == b) return b;
    const long double f = excess_at(s, z, middle);
    (f < 0 ? b : a) = middle;
    (f < 0 ? f_b : f_a) = f;
  }
  const auto rounded = [](long double value) { return static_cast<double>(value); };
  const Shares<double> coarse{rounded(s.n), rounded(s.detractors), rounded(s.not_promoters),
                              rounded(s.distance)};
  const double a0 = rounded(a), b0 = rounded(b), z0 = rounded(z);
  const double f_a0 = excess_at(coarse, z0, a0), f_b0 = excess_at(coarse, z0, b0);
  if (f_a0 > 0 && f_b0 < 0) {
    const long double near = root_between(coarse, z0, a0, f_a0, b0, f_b0);
    constexpr long double kWithin = 1e-14L;  // of the distance from the top
    const long double lower = std::clamp(near * (1 - kWithin), std::min(a, b), std::max(a, b));
    const long double upper = std::clamp(near * (1 + kWithin), std::min(a, b), std::max(a, b));
    const long double outer = a < b ? lower : upper, inner = a < b ? upper : lower;
    const long double f_outer = excess_at(s, z, outer), f_inner = excess_at(s, z, inner);
    if (f_outer > 0 && f_inner < 0) return root_between(s, z, outer, f_outer, inner, f_inner);
  }
  return root_between(s, z, a, f_a, b, f_b);
}

// REQUIRES: promoters >= detractors, and not all answers are promoters.
Interval upper_half_interval(const NpsCounts& counts, long double z) {
  const Shares<long double> s = shares_of(counts);
  return {static_cast<double>(1 - score_limit(s, z, 2)),
          static_cast<double>(1 - score_limit(s, z, 0))};
}

}  // namespace

Estimate NpsCounts::nps() const {
  if (n() == 0) return Undefined{kNoAnswers};
  return static_cast<double>(promoters - detractors) / static_cast<double>(n());
}

Estimate NpsCounts::variance() const {
  if (n() == 0) return Undefined{kNoAnswers};
  const auto count = static_cast<long double>(n());
  // (n (P + D) - (P - D)^2) / n^2 in whole numbers: exactly zero when nothing varies.
  const int128 difference = promoters - detractors;
  const int128 numerator =
      static_cast<int128>(n()) * (promoters + detractors) - difference * difference;
  return static_cast<double>(static_cast<long double>(numerator) / (count * count));
}

Estimate NpsCounts::standard_error() const {
  if (n() == 0) return Undefined{kNoAnswers};
  return std::sqrt(*variance() / static_cast<double>(n()));
}

Moments NpsCounts::moments() const {
  if (n() == 0) return {};
  return {n(), *nps(), *variance() * static_cast<double>(n())};
}

NpsCounts& NpsCounts::operator+=(const NpsCounts& other) {
  detractors += other.detractors;
  passives += other.passives;
  promoters += other.promoters;
  return *this;
}

base::Result<NpsCounts> nps_counts(const Histogram& answers) {
  NpsCounts counts;
  for (int score = answers.min(); score <= answers.max(); ++score) {
    const std::int64_t n = answers.at(score);
    if (n > 0 && (score < 0 || score > 10))
      return base::invalid_input(
          "NPS needs answers from 0 to 10; declare this question as a scale.");
    (score >= 9 ? counts.promoters : score >= 7 ? counts.passives : counts.detractors) += n;
  }
  return counts;
}

namespace {

Interval find_score_interval(const NpsCounts& counts, double conf_level) {
  const long double z = normal_critical(conf_level);
  const auto n = static_cast<long double>(counts.n());
  // At the ends of the scale the limit is known in closed form.
  const auto extreme = static_cast<double>((n - z * z) / (n + z * z));
  if (counts.detractors == counts.n()) return {-1.0, -extreme};
  if (counts.promoters == counts.n()) return {extreme, 1.0};
  if (counts.promoters > counts.detractors) return upper_half_interval(counts, z);
  const Interval mirrored =
      upper_half_interval({counts.promoters, counts.passives, counts.detractors}, z);
  if (counts.promoters < counts.detractors) return {-*mirrored.hi, -*mirrored.lo};
  return {-*mirrored.hi, *mirrored.hi};
}

}  // namespace

// A report asks for the same limits two or three times: for a group's own figure, for its
// difference, and for each weighting of the strata. The last few hundred are kept, each in the one
// place its counts lead to.
Interval nps_score_interval(const NpsCounts& counts, double conf_level) {
  if (counts.n() == 0) return {-1.0, 1.0};
  struct Known {
    NpsCounts counts;
    double conf_level = 0;
    Interval interval;
  };
  constexpr std::size_t kKnown = 512;
  thread_local std::array<Known, kKnown> known;
  std::uint64_t place = 0;
  for (const std::int64_t count : {counts.detractors, counts.passives, counts.promoters}) {
    place = (place ^ static_cast<std::uint64_t>(count)) * 0x9e3779b97f4a7c15ULL;
  }
  Known& here = known[place >> 55U];
  if (here.counts != counts || here.conf_level != conf_level) {
    here = {counts, conf_level, find_score_interval(counts, conf_level)};
  }
  return here.interval;
}

AdjustedWald nps_adjusted_wald_interval(const NpsCounts& counts, double conf_level) {
  if (counts.n() == 0) {
    const Undefined none{kNoAnswers};
    return {none, none, none, none};
  }
  const double n = static_cast<double>(counts.n()) + 3;
  const double p = (static_cast<double>(counts.promoters) + 0.75) / n;
  const double q = (static_cast<double>(counts.detractors) + 0.75) / n;
  const double center = p - q;
  const double se = std::sqrt((p + q - center * center) / n);
  const double margin = normal_critical(conf_level) * se;
  return {center, se, std::max(-1.0, center - margin), std::min(1.0, center + margin)};
}

Interval nps_wald_interval(const NpsCounts& counts, double conf_level) {
  if (counts.n() == 0) return Interval::undefined(kNoAnswers);
  const double margin = normal_critical(conf_level) * *counts.standard_error();
  return {*counts.nps() - margin, *counts.nps() + margin};
}

DifferenceInterval nps_difference(const NpsCounts& a, const NpsCounts& b, double conf_level) {
  if (a.n() == 0 || b.n() == 0) {
    const Undefined none{kEmptyArm};
    return {none, none, none};
  }
  const double nps_a = *a.nps();
  const double nps_b = *b.nps();
  const Interval limits_a = nps_score_interval(a, conf_level);
  const Interval limits_b = nps_score_interval(b, conf_level);
  const double diff = nps_a - nps_b;
  return {diff, diff - std::hypot(nps_a - *limits_a.lo, *limits_b.hi - nps_b),
          diff + std::hypot(*limits_a.hi - nps_a, nps_b - *limits_b.lo)};
}

WaldDifference nps_wald_difference(const NpsCounts& a, const NpsCounts& b, double conf_level) {
  if (a.n() == 0 || b.n() == 0) {
    const Undefined none{kEmptyArm};
    return {none, none, none, none, none};
  }
  WaldDifference result;
  const double diff = *a.nps() - *b.nps();
  const double se = std::hypot(*a.standard_error(), *b.standard_error());
  const double margin = normal_critical(conf_level) * se;
  result.diff = diff;
  result.se = se;
  result.lo = diff - margin;
  result.hi = diff + margin;
  if (se > 0) {
    result.p = normal_two_sided_p(diff / se);
  } else {
    result.p = Undefined{kNoVariation};
  }
  return result;
}

WelchResult nps_welch(const NpsCounts& a, const NpsCounts& b, double conf_level) {
  return welch(a.moments(), b.moments(), conf_level);
}

Verdict verdict(const Interval& interval, const Estimate& p, double conf_level) {
  if (!interval.defined()) return Verdict::kUndefined;
  const bool by_interval = interval.excludes(0);
  const bool by_test = p.defined() ? *p < 1 - conf_level : by_interval;
  if (by_interval != by_test) return Verdict::kBorderline;
  if (!by_interval) return Verdict::kNoClearDifference;
  return *interval.lo > 0 ? Verdict::kHigher : Verdict::kLower;
}

}  // namespace laurel::stats
