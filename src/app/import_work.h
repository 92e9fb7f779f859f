// What the background does for imported files: looks at one, or imports it, and clears away. Every
// step is taken under a lease of the file's row and can be taken again. Internal to the import of
// files. Thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <string>

#include "base/clock.h"
#include "store/import_files.h"
#include "store/write_queue.h"

namespace laurel::app {

// Where a file's bytes lie; beside it, with endings, what belongs to it.
std::string upload_path(const std::string& folder, store::ImportFileId id);
void remove_upload(const std::string& folder, store::ImportFileId id);

struct ImportWork {
  store::WriteQueue& writes;
  const base::Clock& clock;
  const std::string& folder;
  std::chrono::seconds lease;
  const std::atomic<bool>& stop;
};

// Looks at (kLooking) or imports (kImporting) one file that waits for it; false if none does.
bool do_import_work(const ImportWork& work, store::ImportFileState kind);

// Bytes without a row after an hour, uploads after a week, rejects after a month.
void sweep_uploads(store::Database& database, const base::Clock& clock, const std::string& folder);

}  // namespace laurel::app
