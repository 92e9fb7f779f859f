// How people or units stand, so that nobody is ranked by luck: the score with what customers' mix
// and chance add taken off, the expected rank with its interval, and how consistent it is. From
// histograms of the main question. Pure, thread-safe.
//
//   case mix   each answer's deviation from the mean of its place (people: market; units: channel)
//   shrunk     one-way random effects by REML on these (stats/shrinkage.h), put back on the scale
//              by adding the overall mean
//   rank       1 + the chances that each of the others is better (Laird & Louis 1989); its interval
//              from 400 seeded draws. Not given where the interval spans more than half of them
//   floor      the score that nine of ten answers reach, with a one-sided lower bound
//   good       share of good scores (8 and more of 0 to 10), drawn to the whole (beta-binomial)
//   spread     standard deviation of the answers, drawn to the common one (Smyth 2004)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/options.h"
#include "stats/histogram.h"
#include "stats/shrinkage.h"

namespace laurel::report {

inline constexpr std::int64_t kFewestServed = 20;  // answers, for a person's or unit's figures

struct Standing {
  std::int32_t id = 0;  // of the person or unit
  std::string name, code;
  std::string unit;  // of a person
  Figure score;      // as answered
  Figure shrunk;
  std::optional<double> expected_rank, rank_lo, rank_hi;
  std::string rank_reason;      // why the rank is missing
  std::optional<double> p_top;  // chance of being among the best tenth
  Figure floor;                 // lo: the bound; no hi
  Figure good_share;
  std::optional<double> spread;   // points of the scale
  std::optional<double> p_above;  // chance of being above the average one
};

// One person or unit before: answers by place of the case mix.
struct StandingInput {
  std::int32_t id = 0;
  std::string name, code, unit;
  std::vector<stats::Histogram> by_place;
};

struct StandingReport {
  std::vector<Standing> shown;        // with enough answers, best first
  std::size_t too_few = 0;            // with fewer than kFewestServed
  std::optional<int> good_from;       // the score that counts as good; none for yes/no
  std::optional<double> reliability;  // share of the spread of answers that is between them
  Figure overall;
  std::string reason;  // why nothing is shown
};

// The lowest score that counts as good: three quarters up the scale, 8 of 0 to 10, 4 of 1 to 5.
int good_score(std::int32_t scale_min, std::int32_t scale_max);

// REQUIRES: `measure` is kNps, kRate or kMean; every by_place has the same length.
StandingReport standing_report(Measure measure, std::int32_t scale_min, std::int32_t scale_max,
                               std::vector<StandingInput> inputs, const ReportOptions& options);

}  // namespace laurel::report
