// Folding beside writers that must not wait: deltas are merged in a read transaction on any thread,
// and what comes out is put in place by short write transactions, one for a month (or a question's
// accounts). Cells and employee cells are folded; account cells, of which there may be a hundred
// megabytes, only when their deltas have grown in proportion, and otherwise many small deltas
// become one. fold_cells (store/cells.h) does all of it at once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/uuid.h"
#include "model/ids.h"
#include "store/database.h"

namespace laurel::store {

struct FoldStep {
  enum class Of : std::uint8_t { kCells, kEmployeeCells, kAccountCells };
  struct Folded {
    std::int64_t block = 0;  // of accounts
    std::string counts;      // empty: nothing is left
    std::string sums;        // of a block of accounts: what it adds up to
  };
  Of of = Of::kCells;
  std::int32_t bucket = 0;  // the month, or the question
  // The deltas that were merged.
  std::vector<base::Uuid> deltas;
  // What takes their place.
  std::vector<Folded> folded;
  std::string delta;
};

// A step for every bucket with at least so many deltas.
base::Result<std::vector<FoldStep>> plan_folds(Transaction& tx, model::OrganizationId organization,
                                               std::int64_t at_least);

// kConflict when somebody else has folded the bucket meanwhile: take everything back, it is done.
base::Status apply_fold(Transaction& tx, model::OrganizationId organization, const FoldStep& step);

}  // namespace laurel::store
