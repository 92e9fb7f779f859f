#include "store/postgres_connection.h"
namespace laurel::store {
base::Result<std::unique_ptr<Connection>> open_postgres(const Address&, Access,
                                                        const DatabaseOptions&) {
  return base::unsupported("PostgreSQL is not available in this build.");
}
}  // namespace laurel::store
