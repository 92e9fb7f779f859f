#include "report/place.h"

#include <algorithm>

#include "model/unit_tree.h"

namespace laurel::report {

Part::Part(const Place& place, std::span<const model::Unit> units,
           std::span<const model::Employee> people)
    : place_(place) {
  if (!place.unit.known()) return;
  units_ = model::with_those_below({&place.unit, 1}, units);
  for (const model::Employee& person : people) {
    if (units_.contains(person.unit)) people_.insert(person.id);
  }
}

bool Part::has(model::MarketId market, model::UnitId unit, model::ChannelId channel) const {
  return (!place_.market.known() || market == place_.market) &&
         (!place_.channel.known() || channel == place_.channel) &&
         (!place_.unit.known() || units_.contains(unit));
}

bool Part::has(const model::EmployeeCellKey& key) const {
  return (!place_.market.known() || key.market == place_.market) && has(key.employee);
}

bool Part::has(model::EmployeeId person) const {
  return !place_.unit.known() || people_.contains(person);
}

std::string place_words(const Place& place, std::span<const model::Unit> units,
                        std::span<const model::Market> markets,
                        std::span<const model::Channel> channels) {
  std::string words;
  const auto add = [&](const auto& list, auto id) {
    const auto at = std::find_if(list.begin(), list.end(),
                                 [&](const auto& one) { return id.known() && one.id == id; });
    if (at != list.end()) words += (words.empty() ? "" : ", ") + at->name;
  };
  add(units, place.unit);
  add(markets, place.market);
  add(channels, place.channel);
  return words;
}

}  // namespace laurel::report
