// Column mappings kept under a name, so that next month's file of the same survey needs no --map.
#pragma once

#include <string_view>

#include "app/import_responses.h"
#include "base/result.h"
#include "store/database.h"

namespace laurel::app {

// Adds to `options` what is kept under the name; what they say themselves about a column, or about
// dates, goes first. Error: nothing is kept under it and the options say nothing either.
// `database` may be null when there is none yet.
base::Status use_mapping(store::Database* database, model::OrganizationId organization,
                         std::string_view name, ImportOptions& options);

// Keeps what the options say under the name.
base::Status keep_mapping(store::Database& database, model::OrganizationId organization,
                          std::string_view name, const ImportOptions& options);

}  // namespace laurel::app
