// The sections on what customers did: staying, coming back, spending, growth, and whether they
// would pay more. sections.cc puts them in their place. Pure.
#pragma once

#include <vector>

#include "report/report.h"
#include "report/section.h"

namespace laurel::report {

std::vector<Section> retention_sections(const Report& report, const Room& room);

}  // namespace laurel::report
