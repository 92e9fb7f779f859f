// What is told about a praised mention beside its probability: how strong the praise is and which
// words decided. Pure functions; thread-safe.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "detect/model.h"
#include "detect/reading.h"
#include "detect/scorer.h"

namespace laurel::detect {

// Exemplary: above and beyond, a deed told, or strong words for a named person; otherwise kind.
Strength strength_of(const Reading& reading, TargetKind kind, BehaviourSet behaviours,
                     std::span<const Stretch> stretches);

// The words that weighed most for the mention, strongest first, at most three; words side by side
// make one reason: "stayed late".
std::vector<std::string> reasons_of(const Model& model, const Reading& reading,
                                    const Mention& mention);

}  // namespace laurel::detect
