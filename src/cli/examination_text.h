// Examinations as a person reads them on a terminal: the text with the praised marked, then each
// person, role and team with what speaks for and against. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "detect/detector.h"

namespace laurel::cli {

enum class Colour : std::uint8_t { kPlain, kAnsi };

// `roster` tells whether there was one to link to.
std::string examination_text(std::string_view text, const detect::Examination& examination,
                             const detect::Thresholds& thresholds, bool roster, Colour colour);

// Control characters shown as spaces, so that nobody's words steer the terminal.
std::string printable(std::string_view text);

}  // namespace laurel::cli
