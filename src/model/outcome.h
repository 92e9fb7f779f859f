// Outcome events: what customers did, as a business's own records say it: bought, renewed, came
// back, sent somebody, left. Beside what they said, they show what praise goes with. Plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "model/ids.h"

namespace laurel::model {

enum class OutcomeKind : std::uint8_t {
  kPurchase,
  kRenewal,
  kVisit,
  kReferral,  // the customer sent somebody
  kChurn,     // the customer left
};
inline constexpr int kOutcomeKinds = 5;

std::string_view name(OutcomeKind kind);  // "purchase", "renewal", "visit", "referral", "churn"
std::optional<OutcomeKind> outcome_kind_named(std::string_view name);

// Whether the customer came back by it.
constexpr bool is_return(OutcomeKind kind) {
  return kind == OutcomeKind::kPurchase || kind == OutcomeKind::kRenewal ||
         kind == OutcomeKind::kVisit;
}

// `source` and `external_id` identify it within the organization. At least one of account and
// contact is known.
struct Outcome {
  std::string source;
  std::string external_id;
  OutcomeKind kind = OutcomeKind::kPurchase;
  base::Date occurred_on;
  AccountId account;
  ContactId contact;
  // In minor units of the currency; negative for money given back. Without an amount there is no
  // currency.
  std::optional<std::int64_t> amount;
  std::string currency;  // ISO 4217, three capital letters

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

// How many decimals a currency's amounts have (ISO 4217): 2 for EUR, 0 for JPY, 3 for KWD. Nothing
// when it is not three capital letters.
std::optional<int> currency_decimals(std::string_view currency);

}  // namespace laurel::model
