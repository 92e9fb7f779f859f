// How the effort that customers praise is spread over units: responses with praise per 100 comments
// read, with Wilson's interval, and drawn towards all units by a beta-binomial model, so that a
// small unit neither tops nor ends the list by luck (stats/shrinkage.h). Units are those that
// responses name; parents are not summed. Inside the report only; pure, thread-safe.
//
// The words follow the ratio of the 90th to the 10th percentile of the units' true shares under the
// model: no difference beyond chance is "even", up to 1.5 "fairly even", up to 3 "uneven", above
// "very uneven".
#pragma once

#include <vector>

#include "report/counts.h"
#include "report/report.h"

namespace laurel::report {

// `responses` counts responses by unit id; 0 are those that name no unit.
EffortReport effort_report(const std::vector<model::Unit>& units, const Grid& responses,
                           const ReportOptions& options);

}  // namespace laurel::report
