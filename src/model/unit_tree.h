// Walking the tree of units. Pure; thread-safe.
#pragma once

#include <span>
#include <unordered_set>

#include "model/organization.h"

namespace laurel::model {

// The units and all that are below them.
std::unordered_set<UnitId> with_those_below(std::span<const UnitId> tops,
                                            std::span<const Unit> units);

}  // namespace laurel::model
