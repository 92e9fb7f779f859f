#include "model/settings.h"

#include <algorithm>

namespace laurel::model {

std::string_view name(Reward reward) {
  constexpr std::array<std::string_view, 4> kNames = {"recognition", "recommendation", "return",
                                                      "revenue"};
  return kNames[static_cast<std::size_t>(reward)];
}

std::optional<Reward> reward_named(std::string_view wanted) {
  for (const Reward reward : kRewards) {
    if (name(reward) == wanted) return reward;
  }
  return std::nullopt;
}

std::vector<UnitId> units_without_people(const Settings& settings, std::span<const Unit> units) {
  std::vector<UnitId> found;
  if (settings.works_council) {
    for (const Unit& unit : units) found.push_back(unit.id);
  } else {
    found = settings.works_council_units;
  }
  std::sort(found.begin(), found.end());
  // Children join until nothing changes; a tree is a few levels deep.
  for (bool grown = !found.empty(); grown;) {
    grown = false;
    for (const Unit& unit : units) {
      if (!unit.parent.known() || !std::binary_search(found.begin(), found.end(), unit.parent) ||
          std::binary_search(found.begin(), found.end(), unit.id))
        continue;
      found.insert(std::lower_bound(found.begin(), found.end(), unit.id), unit.id);
      grown = true;
    }
  }
  return found;
}

}  // namespace laurel::model
