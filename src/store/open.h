// From a url to a connection. Internal to the store.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "store/connection.h"
#include "store/database.h"

namespace laurel::store {

struct Address {
  Engine engine = Engine::kSqlite;
  std::string target;        // the path, or the whole url with its password
  std::string display_name;  // for messages: without a password
};

base::Result<Address> parse_address(const std::string& url);

enum class Access {
  kReader,
  kWriter,   // a SQLite file must exist
  kCreator,  // makes a SQLite file if it isn't there
};

base::Result<std::unique_ptr<Connection>> open_connection(const Address& address, Access access,
                                                          const DatabaseOptions& options);

}  // namespace laurel::store
