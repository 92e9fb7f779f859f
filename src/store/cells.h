// Cells as stored: a folded table plus deltas appended by each commit. Reading adds both up in one
// snapshot, so a report never waits for folding; folding keeps the number of deltas small. In the
// tables many cells share a row, those of one month (or account cells of one question), in key
// order (store/packed.h): a report of 256,000 cells reads in about 10 ms, and a commit of 5,000
// responses appends a row per month it touches instead of a hundred thousand.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/result.h"
#include "model/account_sums.h"
#include "model/cells.h"
#include "store/database.h"

namespace laurel::store {

// Months are inclusive; the unknown month is read only when both ends are open.
struct CellFilter {
  base::Month from{};  // unknown: open
  base::Month to{};    // unknown: open
};

base::Result<std::vector<model::Cell>> read_cells(Transaction& tx,
                                                  model::OrganizationId organization,
                                                  const CellFilter& filter = {});
// `only`: cells that count responses and cells of that question; otherwise of every question.
base::Result<std::vector<model::EmployeeCell>> read_employee_cells(
    Transaction& tx, model::OrganizationId organization, const CellFilter& filter = {},
    std::optional<model::QuestionId> only = std::nullopt);
base::Result<std::vector<model::AccountCell>> read_account_cells(
    Transaction& tx, model::OrganizationId organization);
// Of one question, ascending by key, without holding them all: there may be millions.
base::Status for_each_account_cell(Transaction& tx, model::OrganizationId organization,
                                   model::QuestionId question,
                                   const std::function<void(const model::AccountCell&)>& visit);
// What they add up to. Reads a few hundred bytes for each 4096 accounts, and the accounts
// themselves only where something was written since the last folding.
base::Result<model::AccountSums> read_account_sums(Transaction& tx,
                                                   model::OrganizationId organization,
                                                   model::QuestionId question);

// Folds deltas into the tables. `at_least` leaves small numbers of deltas for later: rows of one
// kind of cell, which is a row for every commit and month it touched, unless they have grown to
// megabytes. An import calls it with about 1000 in every transaction, and without a limit at its
// end.
base::Status fold_cells(Transaction& tx, model::OrganizationId organization,
                        std::int64_t at_least = 0);

struct RecountReport {
  std::int64_t responses = 0;
  std::int64_t cells = 0;
  std::int64_t differing =
      0;  // cells of any of the three kinds that were missing, extra or had another count
};

// Rebuilds all cells from the responses and says how many differed from what was stored.
base::Result<RecountReport> recount(Transaction& tx, model::OrganizationId organization,
                                    const model::QuestionCatalog& questions);

}  // namespace laurel::store
