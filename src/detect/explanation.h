// Which words decided that a mention is praised. Pure functions; thread-safe.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "detect/model.h"
#include "detect/reading.h"
#include "detect/scorer.h"

namespace laurel::detect {

// The words that weighed most for the mention, strongest first, at most three; words side by side
// make one reason: "stayed late".
std::vector<std::string> reasons_of(const Model& model, const Reading& reading,
                                    const Mention& mention);

}  // namespace laurel::detect
