// Outcome events: what customers did. Saved with what they are called outside as their key, and
// read row by row: there are no counts of them, since what a customer did is compared with what the
// same customer said.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "model/outcome.h"
#include "store/database.h"
#include "store/responses.h"

namespace laurel::store {

// Writes a batch. A (source, external_id) that is there already is updated in place. One outcome
// may occur twice in a batch; the later one wins. REQUIRES: account or contact is known.
base::Result<SaveCounts> save_outcomes(Transaction& tx, model::OrganizationId organization,
                                       std::span<const model::Outcome> outcomes);

base::Result<bool> any_outcome(Transaction& tx, model::OrganizationId organization);

// One outcome without what identifies it.
struct OutcomeEvent {
  model::OutcomeKind kind = model::OutcomeKind::kPurchase;
  base::Date day;
  model::AccountId account;
  model::ContactId contact;
  std::optional<std::int64_t> amount;
  std::string_view currency;  // valid during the visit
};

// Every outcome, in no order that means anything, streamed: memory doesn't grow with their number.
base::Status for_each_outcome(Transaction& tx, model::OrganizationId organization,
                              const std::function<void(const OutcomeEvent&)>& visit);

}  // namespace laurel::store
