// The sections that single responses make possible, and those on the experience itself; sections.cc
// puts them in order with the others. Pure.
#pragma once

#include <vector>

#include "report/section.h"

namespace laurel::report {

// How the difference moves with the threshold, and following surveys.
std::vector<Section> certainty_sections(const Report& report, const Room& room);

// Expectation, feeling, how customers came, how far it was told on, what deeds cost.
std::vector<Section> experience_sections(const Report& report, const Room& room);

}  // namespace laurel::report
