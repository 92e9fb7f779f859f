// Evaluations as a person reads them on a terminal.
#pragma once

#include <string>
#include <string_view>

#include "detect/evaluation.h"

namespace laurel::cli {

std::string evaluation_text(const detect::Evaluation& evaluation,
                            const detect::Thresholds& thresholds);
std::string links_text(const detect::LinkScores& scores);
std::string source_heading();
std::string source_line(std::string_view source, const detect::Evaluation& evaluation);

}  // namespace laurel::cli
