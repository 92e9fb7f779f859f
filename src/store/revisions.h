// The revision of an organization: a number that counts up with every change of its questions,
// units, people and settings, by whatever process. Who keeps these in memory compares it.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "model/ids.h"
#include "store/database.h"

namespace laurel::store {

// 0 before the first change.
base::Result<std::int64_t> revision(Transaction& tx, model::OrganizationId organization);
// The same in a transaction that writes; until it ends, nobody else changes the organization.
base::Result<std::int64_t> locked_revision(Transaction& tx, model::OrganizationId organization);

// For the functions of this module that change them.
base::Status count_revision(Connection& connection, model::OrganizationId organization);

}  // namespace laurel::store
