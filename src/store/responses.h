// Responses with their commendations, written together with the cells they change.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "model/cells.h"
#include "model/response.h"
#include "store/database.h"

namespace laurel::store {

struct SaveCounts {
  std::int64_t added = 0;
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;
  std::int64_t commendations = 0;  // of added and updated responses
};

enum class Saved : std::uint8_t { kAdded, kUpdated, kUnchanged };
struct SavedResponse {
  model::ResponseId id;  // of an update that of the response that was there
  Saved saved = Saved::kAdded;
};

// Writes a batch. A (source, external_id) that is there already is updated in place, keeping its
// id: the old contribution to the cells is taken away and the new one added, in this transaction.
// Commendations somebody has decided are kept with their decision when the verbatim is the same.
// One response may occur twice in a batch; the later one wins. Cell changes are appended as deltas,
// one per cell, in key order. An update keeps the received_at of the first time; a commendation
// found again at the same place keeps its id. A decision that was made is not changed here.
// REQUIRES: the ids of responses and commendations are set and new; answers and verbatims ascend by
// question.
base::Result<SaveCounts> save_responses(Transaction& tx, model::OrganizationId organization,
                                        const model::QuestionCatalog& questions,
                                        std::span<const model::ResponseRecord> records);
// The same of records that don't lie side by side. `saved`, when given, gets one entry for each
// record in its order.
base::Result<SaveCounts> save_responses(Transaction& tx, model::OrganizationId organization,
                                        const model::QuestionCatalog& questions,
                                        std::span<const model::ResponseRecord* const> records,
                                        std::vector<SavedResponse>* saved = nullptr);

base::Result<std::optional<model::ResponseRecord>> find_response(Transaction& tx,
                                                                 model::OrganizationId organization,
                                                                 model::ResponseId id);

// Every response in the order of their ids, streamed: memory doesn't grow with their number. Stops
// at the first error.
base::Status for_each_response(
    Transaction& tx, model::OrganizationId organization,
    const std::function<base::Status(const model::ResponseRecord&)>& visit);

// The same order without words: source, language, verbatims, targets and candidates are empty.
base::Status for_each_score(Transaction& tx, model::OrganizationId organization,
                            const std::function<void(const model::ResponseRecord&)>& visit);

// Whether there are more than `most`, without counting them all.
base::Result<bool> more_responses_than(Transaction& tx, model::OrganizationId organization,
                                       std::int64_t most);

base::Result<std::int64_t> count_responses(Transaction& tx, model::OrganizationId organization);

}  // namespace laurel::store
