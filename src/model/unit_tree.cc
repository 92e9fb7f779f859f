#include "model/unit_tree.h"

namespace laurel::model {

std::unordered_set<UnitId> with_those_below(std::span<const UnitId> tops,
                                            std::span<const Unit> units) {
  std::unordered_set<UnitId> found(tops.begin(), tops.end());
  // Parents mostly come before their children, so this rarely goes around more than twice.
  for (bool grown = !found.empty(); grown;) {
    grown = false;
    for (const Unit& unit : units) {
      if (unit.parent.known() && found.contains(unit.parent) && found.insert(unit.id).second)
        grown = true;
    }
  }
  return found;
}

}  // namespace laurel::model
