// Units that are closed: kept with all that was said of them, and offered no more. Both work inside
// the transaction they are given.
#pragma once

#include <optional>
#include <unordered_map>

#include "base/clock.h"
#include "base/result.h"
#include "model/ids.h"
#include "store/database.h"

namespace laurel::store {

// The last day of each unit that has one.
using EndedUnits = std::unordered_map<model::UnitId, base::Date>;

inline std::optional<base::Date> last_day_of(const EndedUnits& ended, model::UnitId unit) {
  const auto found = ended.find(unit);
  return found == ended.end() ? std::nullopt : std::optional(found->second);
}

base::Result<EndedUnits> list_ended_units(Transaction& tx, model::OrganizationId organization);

// Nothing: it goes on. REQUIRES: the unit exists.
base::Status set_last_day(Transaction& tx, model::OrganizationId organization, model::UnitId unit,
                          std::optional<base::Date> day);

}  // namespace laurel::store
