// What a report is asked for. Plain data.
#pragma once

#include "base/clock.h"
#include "report/figure.h"
#include "report/retention.h"

namespace laurel::report {

struct ReportOptions {
  base::Month from{};  // inclusive; unknown: open
  base::Month to{};    // inclusive; unknown: open
  ReportStrength strength = ReportStrength::kAny;
  double conf_level = 0.95;
  RetentionOptions retention = {};

  bool has_period() const { return from.known() || to.known(); }
};

}  // namespace laurel::report
