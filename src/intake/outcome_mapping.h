// The mapping of a file of outcome events: what customers did, as a shop, a booking system or a
// contract list exports it. Like the mapping of responses (mapping.h) it is guessed from headers
// and values, explained, and overridden with --map. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "intake/mapping.h"
#include "intake/row.h"
#include "model/outcome.h"

namespace laurel::intake {

struct OutcomeMappingOptions {
  std::vector<MapRequest> requests;
  DateOrder dates = DateOrder::kUnknown;
  std::optional<model::OutcomeKind> kind;  // of every row, where no column says it
  std::string currency;                    // of every amount that names none: "EUR"
};

// Errors: an override that names no column or no meaning, two columns for one field, dates whose
// order isn't certain, and a file that doesn't say who, when, what, or in which currency.
base::Result<Mapping> guess_outcome_mapping(const Header& header, std::span<const Record> sample,
                                            const OutcomeMappingOptions& options);

// Whether the columns are rather those of outcome events than of responses.
bool looks_like_outcomes(const Header& header);

// What a word in the column of kinds means.
struct KindSaid {
  model::OutcomeKind kind;
  bool money_back = false;  // a refund: its amount counts against
};
std::optional<KindSaid> kind_said(std::string_view value);

}  // namespace laurel::intake
