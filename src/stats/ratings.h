// Comparing the answers of two groups to one rating question, from histograms: means (Welch 1947),
// ranks (Mann-Whitney with tie correction; Brunner & Munzel 2000), effect sizes (probability of
// superiority, Cliff 1993). Differences are a - b, with a the flagged or treated group.
// Everything is O(number of scores). Pure and thread-safe. conf_level in (0, 1).
#pragma once

#include "stats/histogram.h"
#include "stats/maybe.h"

namespace laurel::stats {

struct WelchResult {
  Estimate diff;  // mean(a) - mean(b)
  Estimate se;    // sqrt(s_a^2/n_a + s_b^2/n_b); 0 when no answers vary
  Estimate t, df, p;
  Estimate lo, hi;
};

// Welch's t: unequal variances, Satterthwaite degrees of freedom. Undefined t, p and interval when
// an arm has fewer than two values or nothing varies. Not for money with a long tail: see
// revenue.h.
WelchResult welch(const Moments& a, const Moments& b, double conf_level = 0.95);
inline WelchResult welch(const Histogram& a, const Histogram& b, double conf_level = 0.95) {
  return welch(a.moments(), b.moments(), conf_level);
}

// For whole numbers far from zero (cents, timestamps), where means agree in most digits.
WelchResult welch(const IntegerMoments& a, const IntegerMoments& b, double conf_level = 0.95);

// How the answers of a and b lie to each other, for ranks and superiority.
struct MannWhitneyResult {
  Estimate u_a;               // pairs in which a is above, ties counting half
  Estimate prob_superiority;  // P(A > B) + P(A = B)/2
  Estimate cliffs_delta;      // 2 * prob_superiority - 1
  Estimate z, p;              // normal approximation, tie-corrected, without continuity correction
  Estimate p_continuity;      // with it
};

// REQUIRES (all rank methods): a and b are on the same scale. The p-value tests equality of the two
// distributions, not of medians; use brunner_munzel for an interval of the superiority.
MannWhitneyResult mann_whitney(const Histogram& a, const Histogram& b);

struct SuperiorityResult {
  Estimate prob_superiority;
  Estimate se;
  Estimate stat, df, p;         // H0: prob_superiority = 1/2, unequal shapes allowed
  Estimate lo, hi;              // t interval; may leave [0, 1]
  Estimate lo_logit, hi_logit;  // same se on the logit scale, the one to show
};

// P(A > B) + P(A = B)/2 with Brunner & Munzel's variance (2000, Biometrical J. 42:17).
SuperiorityResult brunner_munzel(const Histogram& a, const Histogram& b, double conf_level = 0.95);

struct CliffResult {
  Estimate delta;
  Estimate var_unbiased, var_consistent;
  Estimate lo, hi;  // asymmetric normal interval with the unbiased variance (Cliff 1996)
};

CliffResult cliffs_delta(const Histogram& a, const Histogram& b, double conf_level = 0.95);

}  // namespace laurel::stats
