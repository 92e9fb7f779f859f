// Whether a new model is better than the one in use: both judge the same texts, which neither
// learned from, and what counts is how far each judgement is from what a person decided. Pure;
// thread-safe.
//
//   the mean difference of squared distances (Brier scores) of the two probabilities from the
//   decision, text by text, with Student's interval: paired, so that hard texts, hard for both,
//   don't hide it. Also how many texts each judges rightly at its own flag threshold.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "stats/maybe.h"
#include "stats/proportions.h"

namespace laurel::app {

struct JudgedText {
  bool praised = false;  // as a person decided
  double before = 0, after = 0;
  bool flagged_before = false, flagged_after = false;
};

struct ModelComparison {
  stats::Proportion right_before, right_after;  // judged rightly
  std::int64_t praised = 0;
  std::int64_t gained = 0, lost = 0;  // right only after, only before
  double brier_before = 0, brier_after = 0;
  stats::Estimate gain;  // brier_before − brier_after: above 0 when the new one is nearer
  stats::Interval interval;

  enum class Finding : std::uint8_t {
    kBetter,        // beyond chance, and not fewer texts judged rightly
    kWorse,         // farther off, or fewer judged rightly
    kTooFew,        // better on these texts, but it could be chance
    kNoDifference,  // no text changed
  };
  Finding finding = Finding::kTooFew;
  // Texts to measure on that would show a difference of this size in four of five cases.
  std::optional<std::int64_t> needed = {};
};

// Fewer texts are too few in any case.
inline constexpr std::int64_t kLeastToCompare = 20;

ModelComparison compare_models(std::span<const JudgedText> texts);

// "On 60 texts that neither model learned from (25 of them praise somebody): …"
std::string comparison_words(const ModelComparison& comparison);

}  // namespace laurel::app
