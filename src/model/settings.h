// What an organization decides about itself: which of the four rewards it runs the programme for,
// and where people may not be shown one by one. Plain data.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "model/ids.h"
#include "model/organization.h"

namespace laurel::model {

// The four rewards of praised service.
enum class Reward : std::uint8_t { kRecognition, kRecommendation, kReturn, kRevenue };
inline constexpr std::array kRewards = {Reward::kRecognition, Reward::kRecommendation,
                                        Reward::kReturn, Reward::kRevenue};
std::string_view name(Reward reward);  // "recognition", …
std::optional<Reward> reward_named(std::string_view name);

struct Settings {
  // Why the organization does this, as its management says; none: nobody said.
  std::optional<Reward> main_driver;
  // No figures of single people anywhere, or in these units and those below them.
  bool works_council = false;
  std::vector<UnitId> works_council_units;  // ascending
};

// The units in which no figures of single people may be shown: those of the settings and all below
// them, ascending. With works_council set, every unit.
std::vector<UnitId> units_without_people(const Settings& settings, std::span<const Unit> units);

}  // namespace laurel::model
