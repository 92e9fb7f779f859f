// How cells lie in the tables: many in one row, those of one month or block of accounts (see
// packed.h). Internal to the store and its tests.
#pragma once

#include "base/result.h"
#include "model/cells.h"
#include "store/connection.h"

namespace laurel::store {

// Appends what a commit changes, one row per month or block and kind of cell.
base::Status append_deltas(Connection& connection, model::OrganizationId organization,
                           const model::CellDeltas& deltas);

}  // namespace laurel::store
