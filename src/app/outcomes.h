// Outcomes as programs send them: what customers did, with names where the store has ids. Files of
// them are app/import_responses.h. Thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/outcome.h"
#include "store/database.h"
#include "store/responses.h"

namespace laurel::app {

struct IncomingOutcome {
  std::string external_id;
  std::string source;  // empty: "api"
  model::OutcomeKind kind = model::OutcomeKind::kPurchase;
  base::Date occurred_on;
  std::string account, contact_email;  // at least one
  std::optional<double> amount;        // in the currency's main unit
  std::string currency;                // ISO 4217, with an amount
};

// Without the ids of account and contact. kInvalidInput says what to change.
base::Result<model::Outcome> outcome_of(const IncomingOutcome& incoming);

// Saves them with their accounts and contacts, added where they aren't there. REQUIRES:
// outcome_of() is ok for each.
base::Result<store::SaveCounts> save_incoming(store::Transaction& tx,
                                              model::OrganizationId organization,
                                              std::span<const IncomingOutcome> outcomes);

}  // namespace laurel::app
