// How cells lie in the tables: many in one row, those of one month, or of one question and block of
// accounts (see packed.h). Internal to the store and its tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/cells.h"
#include "store/cells.h"
#include "store/connection.h"

namespace laurel::store {

struct PackedBucket {
  std::int32_t bucket = 0;  // the month; of account cells the question
  std::string counts;
};
// What a commit changes, ready to be stored.
struct PackedDeltas {
  std::vector<PackedBucket> cells, employee_cells, account_cells;
};
// Pure, for any thread.
PackedDeltas pack_deltas(const model::CellDeltas& deltas);

// Makes commits of different processes distinct; order means nothing.
base::Uuid next_commit();

// Appends it, one row per bucket and kind of cell.
base::Status append_deltas(Connection& connection, model::OrganizationId organization,
                           const PackedDeltas& deltas);

// Whether the deltas of one kind of cell are `at_least` so many rows, or so many bytes that they
// are better folded now. The two queries give rows and bytes, and bytes.
base::Result<bool> worth_folding(Connection& connection, model::OrganizationId organization,
                                 std::string_view measure_deltas, std::string_view measure_folded,
                                 std::int64_t at_least);

// In account_cells.cc.
base::Status fold_account_cells(Connection& connection, model::OrganizationId organization,
                                std::int64_t at_least);
// Stores the counts of a question that has none.
base::Status save_account_cells(Connection& connection, model::OrganizationId organization,
                                model::QuestionId question, std::string_view counts);
// A folded block of accounts always stands with what it adds up to: the two are written together.
base::Result<std::string> packed_account_sums(std::string_view counts);  // pure
base::Status save_account_block(Connection& connection, model::OrganizationId organization,
                                model::QuestionId question, std::int64_t block,
                                std::string_view counts, std::string_view sums);
base::Status drop_account_block(Connection& connection, model::OrganizationId organization,
                                model::QuestionId question, std::int64_t block);
// What folded blocks of accounts add up to: all gone; or compared with the blocks and set right.
// How many were wrong; missing ones (of an earlier version) are added and don't count.
base::Status clear_account_sums(Connection& connection, model::OrganizationId organization);
base::Result<std::int64_t> mend_account_sums(Connection& connection,
                                             model::OrganizationId organization);

}  // namespace laurel::store
