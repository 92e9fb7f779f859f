#include "model/outcome.h"

#include <algorithm>
#include <array>

namespace laurel::model {
namespace {

constexpr std::array<std::string_view, kOutcomeKinds> kNames = {"purchase", "renewal", "visit",
                                                                "referral", "churn"};

// Currencies whose minor unit is not a hundredth, as of ISO 4217:2015 with amendments.
constexpr std::string_view kNoDecimals =
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
constexpr std::string_view kThreeDecimals = "BHD IQD JOD KWD LYD OMR TND";

}  // namespace

std::string_view name(OutcomeKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::optional<OutcomeKind> outcome_kind_named(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<OutcomeKind>(found - kNames.begin());
}

std::optional<int> currency_decimals(std::string_view currency) {
  if (currency.size() != 3 ||
      !std::all_of(currency.begin(), currency.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
    return std::nullopt;
  if (kNoDecimals.find(currency) != std::string_view::npos) return 0;
  if (kThreeDecimals.find(currency) != std::string_view::npos) return 3;
  return 2;
}

}  // namespace laurel::model
