// The SQLite implementation of Connection. WAL, synced at every commit, foreign keys on.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "store/connection.h"
#include "store/open.h"

namespace laurel::store {

base::Result<std::unique_ptr<Connection>> open_sqlite(const std::string& path, Access access,
                                                      const DatabaseOptions& options);

// Runs after every commit with the number of pages in the write-ahead log. The connection stops
// doing checkpoints by itself.
void on_sqlite_commit(Connection& connection, std::function<void(int)> hook);

// Copies what it can of the log without making anybody wait.
base::Status checkpoint_sqlite(Connection& connection);

}  // namespace laurel::store
