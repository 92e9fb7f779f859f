// Importing a file of responses, or of outcome events (what customers did): look at all of it,
// guess what its columns mean, then read, detect and store in batches. Each batch commits with the
// place in the file it ends at, so an import that is cut off continues there and nothing lands
// twice. Memory doesn't grow with the file.
//
//   plan_import → (show the mapping) → dry_run_import or run_import
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "intake/mapping.h"
#include "intake/outcome_record.h"
#include "intake/record.h"
#include "intake/table.h"
#include "model/organization.h"
#include "store/database.h"
#include "store/imports.h"

namespace laurel::app {

enum class ImportOf : std::uint8_t { kResponses, kOutcomes };

struct ImportOptions {
  std::string path;
  ImportOf of = ImportOf::kResponses;
  intake::Encoding encoding = intake::Encoding::kAuto;
  std::string source;  // empty: from the file's name
  std::vector<intake::MapRequest> map;
  intake::DateOrder dates = intake::DateOrder::kUnknown;
  std::string rejects;  // empty: beside the file
  // Of outcomes: what holds for rows that don't say it.
  std::optional<model::OutcomeKind> kind = {};
  std::string currency = {};
};

enum class ImportStage : std::uint8_t { kLooking, kReading };
struct ImportProgress {
  ImportStage stage = ImportStage::kLooking;
  std::int64_t rows = 0;
  std::int64_t bytes = 0;  // of the file
  std::int64_t total_bytes = 0;
};
using OnProgress = std::function<void(const ImportProgress&)>;

struct ImportPlan {
  ImportOf of = ImportOf::kResponses;
  intake::Table table;
  intake::Mapping mapping;
  std::int64_t rows = 0;
  std::uint64_t content = 0;  // hash of all rows
  std::string source;
  std::string fingerprint;
  std::string rejects;
  std::optional<store::ImportRun> unfinished;  // a former run that was cut off
  // Hashes of external ids that may occur more than once in the file; of contents where no column
  // has ids (outcomes).
  std::unordered_set<std::uint64_t> repeated_ids;
  // Rows of a transaction: the pages of an index that rows hit all over are written once for many.
  std::int64_t commit_rows = 16'000;
  std::vector<intake::Record> sample = {};  // a few of the first usable rows, for showing
  // Set by another thread: the import ends soon with kUnavailable, as one that was cut off.
  const std::atomic<bool>* stop = nullptr;
};

// Reads the whole file once. Nothing is written. `database` may be null when there is none yet.
base::Result<ImportPlan> plan_import(store::Database* database, model::OrganizationId organization,
                                     const ImportOptions& options, const OnProgress& progress = {});

struct ImportResult {
  std::int64_t rows = 0;  // read, also by a former run that this one continued
  std::int64_t added = 0, updated = 0, unchanged = 0, rejected = 0;
  std::int64_t passed_over = 0;  // previews, empty responses and identical repetitions
  // Of the rows this run read:
  std::int64_t praising = 0;  // praise somebody
  std::int64_t unread = 0;    // are in a language that is not supported
  std::array<std::int64_t, model::kOutcomeKinds> events{};  // are outcomes of that kind
  std::optional<std::int64_t> continued_at_line;            // when a former run was continued
  std::vector<intake::Reject> first_rejects;                // of this run, at most ten
  std::vector<std::string> notes;                           // what a person should know
  std::string rejects;                                      // path, if any row was rejected
};

// Reads every row with the mapping, stores nothing and detects nothing.
base::Result<ImportResult> dry_run_import(ImportPlan& plan, const OnProgress& progress = {});

base::Result<ImportResult> run_import(store::Database& database, model::OrganizationId organization,
                                      ImportPlan& plan, const base::Clock& clock,
                                      const OnProgress& progress = {});

// What became of the rows, in a sentence or two.
std::string import_sentence(const ImportResult& result, ImportOf of = ImportOf::kResponses);

}  // namespace laurel::app
