// From a row and a mapping to a draft outcome event; what draft_row (record.h) is for responses.
// Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "intake/outcome_mapping.h"
#include "intake/record.h"
#include "model/outcome.h"

namespace laurel::intake {

// Views point into the row.
struct OutcomeDraft {
  std::string_view external_id;  // empty where no column has one
  std::string_view account;
  std::string contact_email;  // lower case
  model::OutcomeKind kind = model::OutcomeKind::kPurchase;
  base::Date occurred_on;
  std::optional<std::int64_t> amount;  // minor units
  std::string currency;
};

// Fills `draft` or `reject`, whichever the outcome names; never kPreview or kNothing.
Outcome draft_outcome(const Row& row, const Mapping& mapping, OutcomeDraft& draft, Reject& reject);

// A hash of what the row says in the columns that are used, in whatever order they stand: what
// identifies an outcome where no column does.
std::uint64_t content_id(const Row& row, const Mapping& mapping);

}  // namespace laurel::intake
