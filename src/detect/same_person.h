// SamePerson: a role that only says who somebody named is: "Suresh, who is the manager", "this guy"
// after a name, "the girl at the desk (her name was Vanessa)". Praise of both is praise of one, so
// the role is no target of its own. Pure functions; thread-safe.
#pragma once

#include "detect/reading.h"

namespace laurel::detect {

// The person whom the words say a role is, as a number of an entity, or kNoIndex. REQUIRES: the
// mentions of the reading were found.
std::uint32_t named_person(const Reading& reading, std::uint32_t entity);

}  // namespace laurel::detect
