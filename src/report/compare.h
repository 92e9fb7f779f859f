// Figures from histograms, by the kind of question: which estimate, interval and test belong to it.
// The choice of methods is the report's; the formulas are stats'. Pure, thread-safe.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "report/counts.h"
#include "report/report.h"
#include "stats/histogram.h"
#include "stats/maybe.h"
#include "stats/stratified.h"

namespace laurel::report {

Measure measure_of(const model::Question& question);

// The two groups that are compared: commended (by the strength asked for) and spoke.
struct Arms {
  stats::Histogram commended, spoke;
  std::int64_t fewest() const { return std::min(commended.n(), spoke.n()); }
};
Arms arms_of(const Groups& groups, ReportStrength strength);

// Mean and spread of the answers as the measure takes them: −1, 0, 1 for NPS, 0 and 1 for a rate.
// REQUIRES: kNps, kRate or kMean.
stats::Moments answer_moments(Measure measure, const stats::Histogram& answers);

// A share of counts with Wilson's interval; `reason` where `whole` is 0.
Figure share_figure(std::string_view statistic, std::int64_t part, std::int64_t whole,
                    std::string reason, double conf_level);

// One group's score, rate or mean with its interval. REQUIRES: kNps, kRate or kMean.
Figure group_figure(Measure measure, const stats::Histogram& answers, double conf_level);

// Commended minus spoke with interval and test; superiority for kOrdered. REQUIRES: not kShares.
Figure difference_figure(Measure measure, const Arms& arms, double conf_level);

// How often a commended answer is above a spoken one, ties counting half.
Figure superiority_figure(const Arms& arms, double conf_level);

// The difference evened out over strata. REQUIRES: kNps, kRate or kMean.
struct ArmsOf {
  std::string name;
  Arms arms;
};
struct AdjustedFigure {
  Figure figure;
  std::vector<std::string> dropped;
};
AdjustedFigure adjusted_figure(Measure measure, const std::vector<ArmsOf>& strata,
                               stats::StratumWeights weights, double conf_level);

// The common odds ratio of yes over markets (Mantel-Haenszel). REQUIRES: histograms of 0 and 1.
Figure odds_ratio_figure(const std::vector<ArmsOf>& strata, double conf_level);

// One choice's share in each group, and the difference.
std::vector<ChoiceFigures> choice_figures(const std::vector<std::string>& choices, const Arms& arms,
                                          double conf_level);

// What may be said: interval and test together, the test adjusted for its family where it belongs
// to one. No difference is 0, for superiority 1/2, for a ratio 1.
Finding finding_of(const Figure& difference, double conf_level);

}  // namespace laurel::report
