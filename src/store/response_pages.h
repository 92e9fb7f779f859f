// Walking all responses page by page, where each page is changed in a transaction of its own; and
// finding one by the names that its source gave it.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/response.h"
#include "store/database.h"

namespace laurel::store {

// The next responses after an id, ascending; a nil id begins. Until a transaction that writes ends,
// nobody else changes the organization: what is read can be written back.
base::Result<std::vector<model::ResponseRecord>> responses_after(Transaction& tx,
                                                                 model::OrganizationId organization,
                                                                 model::ResponseId after,
                                                                 std::int64_t limit);

base::Result<std::optional<model::ResponseRecord>> find_response_named(
    Transaction& tx, model::OrganizationId organization, std::string_view source,
    std::string_view external_id);

}  // namespace laurel::store
