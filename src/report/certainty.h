// How much the main difference depends on what was taken for praise: from one threshold of
// detection to the next, without responses a review could still change, and on reviewed responses
// alone. Errors of detection pull a difference towards zero or towards the score, so a difference
// that stays where it is can be leaned on. Pure, thread-safe. Figures come from rows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/figure.h"
#include "report/rows.h"

namespace laurel::report {

enum class PraiseRule : std::uint8_t {
  kThreshold,  // praise is what is at least this probable, or what somebody accepted
  kSettled,    // without the responses that a review could still change
  kReviewed,   // only responses in which somebody decided every possible praise
};
std::string_view name(PraiseRule rule);  // "threshold", "settled", "reviewed"

struct CertaintyPoint {
  PraiseRule rule = PraiseRule::kThreshold;
  std::optional<double> threshold;  // kThreshold
  Comparison comparison;            // without a sentence
};

struct CertaintyReport {
  Comparison as_counted;               // the same rows as the cells count them
  std::vector<CertaintyPoint> points;  // thresholds ascending, then settled and reviewed
  std::string reason;                  // why there are none
  std::string sentence;
};

// REQUIRES: `measure` is that of rows.main(), and kNps, kRate or kMean.
CertaintyReport certainty_report(Measure measure, const RowCounts& rows,
                                 const ReportOptions& options);

}  // namespace laurel::report
