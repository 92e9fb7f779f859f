// Schema versions: forward-only migrations, embedded, numbered from 1 and checksummed. A migration
// that was applied with another content, or a database newer than the program, is refused with what
// to do.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "store/database.h"

namespace laurel::store {

struct MigrationReport {
  int from = 0;                      // schema version before
  int to = 0;                        // and after
  std::vector<std::string> applied;  // names, in order
};

// The newest schema this program knows.
int newest_schema_version();

// Brings the database up to date in one transaction per migration; `dry_run` only lists what would
// be applied.
enum class MigrateMode { kApply, kDryRun };
base::Result<MigrationReport> migrate(const std::string& url, MigrateMode mode);

}  // namespace laurel::store
