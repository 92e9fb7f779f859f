// The settings of an organization. Both work inside the transaction they are given.
#pragma once

#include "base/result.h"
#include "model/settings.h"
#include "store/database.h"

namespace laurel::store {

base::Result<model::Settings> read_settings(Transaction& tx, model::OrganizationId organization);

// Replaces all of them. REQUIRES: the units named exist.
base::Status save_settings(Transaction& tx, model::OrganizationId organization,
                           const model::Settings& settings);

}  // namespace laurel::store
