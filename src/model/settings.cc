#include "model/settings.h"

#include <algorithm>

#include "model/unit_tree.h"

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
    const auto all = with_those_below(settings.works_council_units, units);
    found.assign(all.begin(), all.end());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace laurel::model
