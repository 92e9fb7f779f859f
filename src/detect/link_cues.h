// LinkCues: what the words around a name say about who that is: somebody of another business must
// never be taken for the employee of that name (outsider.h), and a place, department or title tells
// people of one name apart. Pure functions; thread-safe.
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
  std::vector<std::uint64_t>
      firm;  // capitalised words of whose employee that is: "at Meridian Air"
  std::vector<std::uint64_t> post;  // what it is introduced as: "nurse …", "… in the kitchen"
};

// Replaces what is in `cues`. REQUIRES: find_mentions() was called.
void read_cues(const Reading& reading, const Mention& mention, LinkCues& cues);

}  // namespace laurel::detect
