// The sections on units, people and the four rewards; sections.cc puts them in order with the
// others. Pure.
#pragma once

#include <vector>

#include "report/section.h"

namespace laurel::report {

std::vector<Section> people_sections(const Report& report, const Room& room);

Section scorecard_section(const ScorecardReport& scorecard);

}  // namespace laurel::report
