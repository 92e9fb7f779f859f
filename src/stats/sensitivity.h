// E-value (VanderWeele & Ding 2017, Ann. Intern. Med. 167:268): how strongly an unmeasured common
// cause would have to be tied to both the flag and the outcome to explain an association away.
// Print it beside every adjusted association; near 1 means easily explained. Pure, thread-safe.
#pragma once

#include <optional>

#include "stats/maybe.h"

namespace laurel::stats {

enum class EffectScale {
  kRiskRatio,
  kOddsRatioRare,      // outcome below 15 %: taken as a risk ratio
  kOddsRatioCommon,    // square root
  kHazardRatioRare,    // taken as a risk ratio
  kHazardRatioCommon,  // (1 - 0.5^sqrt(HR)) / (1 - 0.5^sqrt(1/HR))
  kStandardisedMean,   // difference divided by the standard deviation: RR = exp(0.91 d)
};

struct EValue {
  Estimate rr_point, rr_lo, rr_hi;  // the association on the risk-ratio scale
  Estimate e_point;
  Estimate e_ci;  // for the end of the interval nearer to no association; 1 when it includes it
};

// Ratios with their interval. REQUIRES: est > 0, lo and hi > 0 where given.
EValue e_value(EffectScale scale, double est, std::optional<double> lo = {},
               std::optional<double> hi = {});
// A difference `diff` (in units of the score) with its standard error and the standard deviation of
// one answer; NPS answers coded -1/0/+1 have sd near 0.78. REQUIRES: sd > 0.
EValue e_value_of_difference(double diff, std::optional<double> se, double sd = 1);

}  // namespace laurel::stats
