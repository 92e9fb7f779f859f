// The PostgreSQL implementation of Connection, over libpq. Parameters, results and COPY travel in
// binary.
#pragma once

#include <memory>

#include "base/result.h"
#include "store/open.h"

namespace laurel::store {

base::Result<std::unique_ptr<Connection>> open_postgres(const Address& address, Access access,
                                                        const DatabaseOptions& options);

}  // namespace laurel::store
