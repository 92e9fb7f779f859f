// What customers answered at their following survey: those who had praised somebody beside those
// who had commented without praise. Praise and the later score are not of one conversation, so the
// mood of the moment is taken out; that the same customers are pleased again is not. Each contact's
// surveys are ordered by day; the following one is the next with an answer to the main question on
// a later day. Contacts may be there several times: intervals allow for it (CR1 by contact) where
// there are enough. Pure, thread-safe. Figures come from rows.
#pragma once

#include <optional>
#include <string>

#include "report/figure.h"
#include "report/rows.h"

namespace laurel::report {

struct NextSurveyReport {
  Figure commended, spoke;  // at the following survey
  Comparison comparison;    // of them; CR1 by contact, with fewer than 20 contacts as if unrelated
  Figure evened_out;        // within equal scores at the first survey, overlap weights
  Figure followed_commended;  // share that was surveyed again
  Figure followed_spoke;
  std::int64_t contacts = 0;  // that were surveyed again
  std::optional<int> median_days;
  std::string reason;
  std::string sentence;
};

// REQUIRES: `measure` is that of rows.main(), and kNps, kRate or kMean.
NextSurveyReport next_survey_report(Measure measure, const RowCounts& rows,
                                    const ReportOptions& options);

}  // namespace laurel::report
