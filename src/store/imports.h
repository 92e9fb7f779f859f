// Where an import stands, advanced in the same transaction as the rows it covers, so that a killed
// import continues exactly where it stopped.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "model/ids.h"
#include "store/database.h"

namespace laurel::store {

struct ImportRun {
  model::ImportId id;
  std::string fingerprint;  // of the file's beginning and size, the mapping and the source
  std::string source;
  std::int64_t bytes_done = 0;  // offset in the file of the first row not yet covered
  std::int64_t line = 1;        // line number at that offset
  std::int64_t rows_read = 0;
  std::int64_t rows_added = 0;
  std::int64_t rows_updated = 0;
  std::int64_t rows_unchanged = 0;
  std::int64_t rows_rejected = 0;
  std::int64_t reject_bytes = 0;  // length of the reject file at that point
  bool finished = false;
};

// The unfinished run of that fingerprint, if a former import of it was cut off.
base::Result<std::optional<ImportRun>> find_unfinished_import(Transaction& tx,
                                                              model::OrganizationId organization,
                                                              const std::string& fingerprint);
// The newest run of that fingerprint, finished or not.
base::Result<std::optional<ImportRun>> find_import(Transaction& tx,
                                                   model::OrganizationId organization,
                                                   const std::string& fingerprint);
// Adds the run or replaces the one of the same id.
base::Status save_import(Transaction& tx, model::OrganizationId organization, const ImportRun& run);

}  // namespace laurel::store
