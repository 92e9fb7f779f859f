// What opening a database does about its schema. Internal to the store.
#pragma once

#include <string>

#include "base/result.h"
#include "store/connection.h"
#include "store/migrations.h"

namespace laurel::store {

// `name` is how messages call the database.
base::Status settle_schema(Connection& connection, const std::string& name, SchemaPolicy policy);
base::Result<MigrationReport> bring_up_to_date(Connection& connection, const std::string& name,
                                               MigrateMode mode);

}  // namespace laurel::store
