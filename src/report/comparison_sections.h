// The sections of the comparison itself; sections.cc puts them in order with the others. Pure.
#pragma once

#include <vector>

#include "report/section.h"

namespace laurel::report {

std::vector<Section> comparison_sections(const Report& report, const Room& room);

}  // namespace laurel::report
