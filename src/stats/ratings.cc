#include "stats/ratings.h"

#include <algorithm>
#include <cmath>

#include "stats/distributions.h"

namespace laurel::stats {
namespace {

constexpr std::string_view kEmptyArm = "an arm has no answers";
constexpr std::string_view kSingleAnswer = "an arm has fewer than two answers";
constexpr std::string_view kNoVariation = "the answers do not vary";

// Sums over the joint scale of a and b, in the exact integers that ranks are made of.
struct Placement {
  int128 twice_u = 0;  // pairs with a above count 2, ties 1
  int128 pairs = 0;
  long double superiority = 0;
  // Sums of squared deviations of each answer's placement (share of the other arm below it, ties
  // half) from the arm's mean placement, over one arm.
  long double ss_a = 0;
  long double ss_b = 0;
};

template <typename Visit>
void for_each_score(const Histogram& a, const Histogram& b, Visit visit) {
  const int from = std::min(a.size() ? a.min() : b.min(), b.size() ? b.min() : a.min());
  const int to = std::max(a.size() ? a.max() : b.max(), b.size() ? b.max() : a.max());
  for (int score = from; score <= to; ++score) visit(a.at(score), b.at(score));
}

// REQUIRES: neither arm is empty.
Placement place(const Histogram& a, const Histogram& b) {
  Placement result;
  std::int64_t below_a = 0;
  std::int64_t below_b = 0;
  for_each_score(a, b, [&](std::int64_t in_a, std::int64_t in_b) {
    result.twice_u += static_cast<int128>(in_a) * (2 * static_cast<int128>(below_b) + in_b);
    below_a += in_a;
    below_b += in_b;
  });
  result.pairs = static_cast<int128>(a.n()) * b.n();
  result.superiority =
      static_cast<long double>(result.twice_u) / (2 * static_cast<long double>(result.pairs));

  const long double n_a = static_cast<long double>(a.n());
  const long double n_b = static_cast<long double>(b.n());
  below_a = below_b = 0;
  for_each_score(a, b, [&](std::int64_t in_a, std::int64_t in_b) {
    // Differences of whole numbers, so that arms that do not vary give exactly zero.
    const int128 twice_a = 2 * static_cast<int128>(below_b) + in_b;  // 2 n_b * placement
    const int128 twice_b = 2 * static_cast<int128>(below_a) + in_a;
    const long double dev_a =
        static_cast<long double>(twice_a * a.n() - result.twice_u) / (2 * n_a * n_b);
    const int128 twice_u_b = 2 * result.pairs - result.twice_u;
    const long double dev_b =
        static_cast<long double>(twice_b * b.n() - twice_u_b) / (2 * n_a * n_b);
    result.ss_a += static_cast<long double>(in_a) * dev_a * dev_a;
    result.ss_b += static_cast<long double>(in_b) * dev_b * dev_b;
    below_a += in_a;
    below_b += in_b;
  });
  return result;
}

// Welch's test for a difference of means that may be known better than the means themselves.
WelchResult welch_of(const Estimate& mean_difference, const Moments& a, const Moments& b,
                     double conf_level) {
  WelchResult result;
  const auto rest_undefined = [&](std::string_view reason) {
    result.t = result.df = result.p = result.lo = result.hi = Undefined{reason};
  };
  if (a.n == 0 || b.n == 0) {
    result.diff = result.se = Undefined{kEmptyArm};
    rest_undefined(kEmptyArm);
    return result;
  }
  const double diff = *mean_difference;
  result.diff = diff;
  if (a.n < 2 || b.n < 2) {
    result.se = Undefined{kSingleAnswer};
    rest_undefined(kSingleAnswer);
    return result;
  }
  const double part_a = *a.variance() / static_cast<double>(a.n);
  const double part_b = *b.variance() / static_cast<double>(b.n);
  const double se = std::sqrt(part_a + part_b);
  result.se = se;
  if (se == 0) {
    rest_undefined(kNoVariation);
    return result;
  }
  const double share_a = part_a / (part_a + part_b);
  const double share_b = part_b / (part_a + part_b);
  const double df = 1 / (share_a * share_a / static_cast<double>(a.n - 1) +
                         share_b * share_b / static_cast<double>(b.n - 1));
  const double margin = t_critical(conf_level, df) * se;
  result.t = diff / se;
  result.df = df;
  result.p = t_two_sided_p(diff / se, df);
  result.lo = diff - margin;
  result.hi = diff + margin;
  return result;
}

}  // namespace

WelchResult welch(const Moments& a, const Moments& b, double conf_level) {
  return welch_of(a.mean - b.mean, a, b, conf_level);
}

WelchResult welch(const IntegerMoments& a, const IntegerMoments& b, double conf_level) {
  return welch_of(exact_mean_difference(a, b), a.moments(), b.moments(), conf_level);
}

MannWhitneyResult mann_whitney(const Histogram& a, const Histogram& b) {
  MannWhitneyResult result;
  if (a.n() == 0 || b.n() == 0) {
    const Undefined none{kEmptyArm};
    result.u_a = result.prob_superiority = result.cliffs_delta = none;
    result.z = result.p = result.p_continuity = none;
    return result;
  }
  const Placement placed = place(a, b);
  result.u_a = static_cast<double>(static_cast<long double>(placed.twice_u) / 2);
  result.prob_superiority = static_cast<double>(placed.superiority);
  // From the integer difference, so that equal arms give exactly zero.
  const long double twice_excess = static_cast<long double>(placed.twice_u - placed.pairs);
  result.cliffs_delta = static_cast<double>(twice_excess / static_cast<long double>(placed.pairs));

  const long double n = static_cast<long double>(a.n()) + static_cast<long double>(b.n());
  long double ties = 0;  // sum of t^3 - t, as a share of n^3 - n
  for_each_score(a, b, [&](std::int64_t in_a, std::int64_t in_b) {
    const long double t = static_cast<long double>(in_a) + static_cast<long double>(in_b);
    ties += (t / n) * (t - 1) * (t + 1);
  });
  const long double spread = (n - 1) * (n + 1) - ties;
  if (n < 2 || spread <= 1e-15L * n * n) {
    result.z = result.p = result.p_continuity = Undefined{"all answers are the same"};
    return result;
  }
  const long double variance = static_cast<long double>(placed.pairs) * spread / (12 * (n - 1));
  const long double sd = std::sqrt(variance);
  const long double excess = twice_excess / 2;
  const double z = static_cast<double>(excess / sd);
  result.z = z;
  result.p = normal_two_sided_p(z);
  const long double corrected = std::max(0.0L, std::abs(excess) - 0.5L);
  result.p_continuity = normal_two_sided_p(static_cast<double>(corrected / sd));
  return result;
}

SuperiorityResult brunner_munzel(const Histogram& a, const Histogram& b, double conf_level) {
  SuperiorityResult result;
  const auto rest_undefined = [&](std::string_view reason) {
    result.stat = result.df = result.p = Undefined{reason};
    result.lo = result.hi = result.lo_logit = result.hi_logit = Undefined{reason};
  };
  if (a.n() == 0 || b.n() == 0) {
    result.prob_superiority = result.se = Undefined{kEmptyArm};
    rest_undefined(kEmptyArm);
    return result;
  }
  const Placement placed = place(a, b);
  const double p = static_cast<double>(placed.superiority);
  result.prob_superiority = p;
  if (a.n() < 2 || b.n() < 2) {
    result.se = Undefined{kSingleAnswer};
    rest_undefined(kSingleAnswer);
    return result;
  }
  const auto n_a = static_cast<double>(a.n());
  const auto n_b = static_cast<double>(b.n());
  const double part_a = static_cast<double>(placed.ss_a) / (n_a - 1) / n_a;
  const double part_b = static_cast<double>(placed.ss_b) / (n_b - 1) / n_b;
  const double se = std::sqrt(part_a + part_b);
  result.se = se;
  if (se == 0) {
    rest_undefined("the groups do not overlap or do not vary, so there is no variance to judge by");
    return result;
  }
  const double share_a = part_a / (part_a + part_b);
  const double share_b = part_b / (part_a + part_b);
  const double df = 1 / (share_a * share_a / (n_a - 1) + share_b * share_b / (n_b - 1));
  const double critical = t_critical(conf_level, df);
  const double excess =
      static_cast<double>(static_cast<long double>(placed.twice_u - placed.pairs) /
                          (2 * static_cast<long double>(placed.pairs)));
  result.stat = excess / se;
  result.df = df;
  result.p = t_two_sided_p(excess / se, df);
  result.lo = p - critical * se;
  result.hi = p + critical * se;
  const double logit = std::log(p / (1 - p));
  const double margin = critical * se / (p * (1 - p));
  result.lo_logit = 1 / (1 + std::exp(margin - logit));
  result.hi_logit = 1 / (1 + std::exp(-margin - logit));
  return result;
}

CliffResult cliffs_delta(const Histogram& a, const Histogram& b, double conf_level) {
  CliffResult result;
  const auto rest_undefined = [&](std::string_view reason) {
    result.var_unbiased = result.var_consistent = result.lo = result.hi = Undefined{reason};
  };
  if (a.n() == 0 || b.n() == 0) {
    result.delta = Undefined{kEmptyArm};
    rest_undefined(kEmptyArm);
    return result;
  }
  const Placement placed = place(a, b);
  const long double pairs = static_cast<long double>(placed.pairs);
  const long double delta = static_cast<long double>(placed.twice_u - placed.pairs) / pairs;
  result.delta = static_cast<double>(delta);
  if (a.n() < 2 || b.n() < 2) {
    rest_undefined(kSingleAnswer);
    return result;
  }
  // Dominance d_ij is 1, 0 or -1; its mean over a row is 2 * placement - 1. Each pair that is not
  // tied contributes 1 to the sum of squares.
  const long double n_a = static_cast<long double>(a.n());
  const long double n_b = static_cast<long double>(b.n());
  int128 tied = 0;
  for_each_score(a, b, [&](std::int64_t in_a, std::int64_t in_b) {
    tied += static_cast<int128>(in_a) * in_b;
  });
  const long double untied = static_cast<long double>(placed.pairs - tied);
  // Groups that do not overlap leave no variance; as effsize does, the mean dominance is then moved
  // inwards by one pair, which gives a rough interval instead of none.
  const bool disjoint = std::abs(delta) == 1;
  const long double center = disjoint ? delta * (pairs - 1) / pairs : delta;
  const long double moved = (delta - center) * (delta - center);
  const long double ss_pairs = untied - pairs * delta * delta + pairs * moved;
  const long double rows = 4 * placed.ss_a + n_a * moved;
  const long double columns = 4 * placed.ss_b + n_b * moved;
  const long double degrees = (n_a - 1) * (n_b - 1);
  const long double unbiased =
      (n_b * n_b * rows + n_a * n_a * columns - ss_pairs) / (pairs * degrees);
  const long double consistent =
      ((n_b - 1) * rows / (n_a - 1) + (n_a - 1) * columns / (n_b - 1) + ss_pairs / degrees) / pairs;
  result.var_unbiased = static_cast<double>(unbiased);
  result.var_consistent = static_cast<double>(consistent);
  if (unbiased <= 0) {
    result.lo = result.hi = Undefined{"the estimated variance is not positive"};
    return result;
  }
  const long double z = normal_critical(conf_level);
  const long double room = 1 - center * center;
  const long double denominator = room + z * z * unbiased;
  const long double margin = z * std::sqrt(unbiased) * std::sqrt(room * room + z * z * unbiased);
  result.lo = static_cast<double>((center * room - margin) / denominator);
  result.hi = static_cast<double>((center * room + margin) / denominator);
  if (disjoint && delta > 0) result.hi = 1.0;
  if (disjoint && delta < 0) result.lo = -1.0;
  return result;
}

}  // namespace laurel::stats
