// The part of an organization that a report is on: a unit with those below it, a market, a channel,
// or where they meet. What is read for the report is kept by this (report/read.cc); everything
// after that only counts what it is given. Pure, thread-safe.
#pragma once

#include <span>
#include <string>
#include <unordered_set>

#include "model/cells.h"
#include "model/organization.h"
#include "model/response.h"
#include "report/options.h"

namespace laurel::report {

class Part {
 public:
  Part(const Place& place, std::span<const model::Unit> units,
       std::span<const model::Employee> people);

  bool has(model::MarketId market, model::UnitId unit, model::ChannelId channel) const;
  bool has(const model::CellKey& key) const { return has(key.market, key.unit, key.channel); }
  bool has(const model::Response& r) const { return has(r.market, r.unit, r.channel); }
  // Counts of people name no unit and no channel: the people are those who belong to the unit.
  bool has(const model::EmployeeCellKey& key) const;
  bool has(model::EmployeeId person) const;

 private:
  Place place_;
  std::unordered_set<model::UnitId> units_;
  std::unordered_set<model::EmployeeId> people_;  // of those units
};

// "Depot Leeds, Germany, phone"; empty for the whole.
std::string place_words(const Place& place, std::span<const model::Unit> units,
                        std::span<const model::Market> markets,
                        std::span<const model::Channel> channels);

}  // namespace laurel::report
