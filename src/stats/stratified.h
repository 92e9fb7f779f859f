// Differences standardised over strata (markets, segments, interviewers), so that two groups are
// compared within the same mix. Overlap weights (Li, Morgan & Zaslavsky 2018) lead; show them
// beside the raw difference and ATT. Association only: standardising removes mix, not halo. Also
// stratified tests (van Elteren 1960, Mantel 1963) and stratified 2x2 tables (Mantel-Haenszel).
// Pure and thread-safe. conf_level in (0, 1).
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "stats/histogram.h"
#include "stats/moments.h"
#include "stats/nps.h"
#include "stats/proportions.h"

namespace laurel::stats {

enum class StratumWeights {
  kOverlap,  // n_a n_b / (n_a + n_b): where both groups are found; equals the fixed-effect OLS
             // slope
  kAtt,      // n_a: the mix of the flagged group
  kAte,      // n_a + n_b: the mix of everybody
};

struct NpsStratum {
  std::string name;
  NpsCounts a, b;
};

struct RatingStratum {
  std::string name;
  Histogram a, b;
};

// Of values that have no scale, as money.
struct MomentsStratum {
  std::string name;
  Moments a, b;
};

struct StratifiedDifference {
  Estimate diff;  // sum of weight * (a - b)
  Estimate se;    // singletons take the pooled variance of their arm
  Estimate z, p;
  Estimate lo, hi;
  std::vector<double> weights;  // of the kept strata, in their order; they add up to 1
  std::vector<std::string>
      dropped;  // strata with an empty arm: the estimand leaves them out, say so
  std::vector<std::string> kept;
};

// NPS. The interval is stratified MOVER on score limits with n/(n-1) inflation (2 for n = 1), so it
// is defined and covers even when strata hold one flagged answer each.
StratifiedDifference nps_stratified_difference(const std::vector<NpsStratum>& strata,
                                               StratumWeights weights = StratumWeights::kOverlap,
                                               double conf_level = 0.95);

// Means of ratings, with a normal interval: undefined where the se is undefined or zero.
StratifiedDifference mean_stratified_difference(const std::vector<RatingStratum>& strata,
                                                StratumWeights weights = StratumWeights::kOverlap,
                                                double conf_level = 0.95);
StratifiedDifference mean_stratified_difference(const std::vector<MomentsStratum>& strata,
                                                StratumWeights weights = StratumWeights::kOverlap,
                                                double conf_level = 0.95);

struct StratifiedTest {
  Estimate z, p;  // z > 0: a is higher
};

// Wilcoxon within strata on ranks/(n + 1): most powerful for a shift of similar size everywhere.
StratifiedTest van_elteren(const std::vector<RatingStratum>& strata);
// Scores themselves within strata, permutation variance.
StratifiedTest mantel_mean_score(const std::vector<RatingStratum>& strata);

struct CmhResult {
  Estimate cmh_chi2, cmh_p;                     // without continuity correction
  Estimate cmh_chi2_cc, cmh_cc_p;               // with it
  Estimate or_mh, or_lo, or_hi, se_log_or_rbg;  // Robins, Breslow & Greenland 1986
  Estimate rd_mh, rd_se, rd_lo, rd_hi;          // Sato, Greenland & Robins 1989
  Estimate rr_mh, se_log_rr, rr_lo, rr_hi;      // Greenland & Robins 1985
  Estimate breslow_day, breslow_day_p;          // are the odds ratios the same in all strata?
  Estimate tarone, tarone_p;                    // the same, Tarone's correction
};

// Lead with rd_mh. The ratio may be infinite when b has no event in any informative stratum.
CmhResult cmh(const std::vector<TwoByTwo>& tables, double conf_level = 0.95);

}  // namespace laurel::stats
