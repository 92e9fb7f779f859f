// LinkCues: what the words around a name say about whose person that is: a relative, a fellow
// customer or somebody else's employee must never be taken for the employee of that name, and a
// place, department or title tells people of one name apart. Pure functions; thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "detect/reading.h"

namespace laurel::detect {

struct LinkCues {
  bool outsider = false;             // not of the business: never linked
  bool doctor = false;               // called a doctor
  bool well_known = false;           // its first word is a common given name as it is spelt
  std::vector<std::uint64_t> words;  // folded words around the name in its sentence
  std::vector<std::uint64_t> near;   // those right beside it
  std::vector<std::uint64_t> post;   // what it is introduced as: "nurse …", "… in the kitchen"
};

// REQUIRES: find_mentions() was called.
bool is_outsider(const Reading& reading, const Mention& mention);
// Replaces what is in `cues`.
void read_cues(const Reading& reading, const Mention& mention, LinkCues& cues);

}  // namespace laurel::detect
