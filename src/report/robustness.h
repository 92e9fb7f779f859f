// How far the main difference can be leaned on: what an unmeasured common cause would take to
// explain it away (E-value, VanderWeele & Ding 2017), and whether it is the same in every market
// (random effects; stats/meta.h). Inside the report only; pure, thread-safe.
#pragma once

#include <vector>

#include "report/compare.h"
#include "report/report.h"

namespace laurel::report {

// Of `difference`, which is the main question's. A rate becomes a risk ratio by Mantel-Haenszel
// over `strata`; NPS and means by exp(0.91 d), d in standard deviations of one answer within the
// groups. REQUIRES: kNps, kRate or kMean; `strata` holds the answers `difference` rests on, one
// stratum when nothing is evened out.
SensitivityReport sensitivity_report(Measure measure, const Figure& difference, bool evened_out,
                                     const std::vector<ArmsOf>& strata, double conf_level);

// Over the markets with at least kFewestAnswers in both groups. An arm in which all answers are the
// same takes the variance pooled over that arm of all markets, else it would count as certain.
// I² is (Q - df)/Q, at least 0 (Higgins & Thompson 2002, Stat. Med. 21:1539).
// REQUIRES: kNps, kRate or kMean; `markets` without the answers that name none.
HeterogeneityReport heterogeneity_report(Measure measure, const std::vector<ArmsOf>& markets,
                                         double conf_level);

}  // namespace laurel::report
