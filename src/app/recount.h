// Rebuilds an organization's counts from its responses and says whether they differed. Rows are the
// truth, cells are derived; they differ only after a defect or a repair by hand. Thread-safe.
#pragma once

#include <string>

#include "base/result.h"
#include "model/organization.h"
#include "store/cells.h"
#include "store/database.h"

namespace laurel::app {

base::Result<store::RecountReport> recount(store::Database& database,
                                           const model::Organization& organization);

// "Counted 9,000 responses again: all 5,120 cells were right."
std::string recount_sentence(const store::RecountReport& report);

}  // namespace laurel::app
