// Projections: what each word's vector contributes to the linear parts of the model, multiplied out
// once when the model is read. A mention's surroundings enter the score as averages of word vectors
// times weights; as both are linear, the products can be taken first and only they need adding up
// when a text is read: one cache line a word instead of its whole vector, and no products later.
// The plain form is in plain_scorer.h. Immutable once built; safe to share between threads.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "detect/features.h"
#include "detect/word_table.h"

namespace laurel::detect {

// What is told about praise beside whom it is for: the behaviours, then whether it is exemplary.
inline constexpr std::size_t kTraitCount = kBehaviourCount + 1;
inline constexpr std::size_t kExemplaryTrait = kBehaviourCount;
using TraitLogits = std::array<float, kTraitCount>;

// Columns of a projection: one for each region around a mention, then one for each trait.
inline constexpr std::size_t kTraitColumns = kRegions;
static_assert(kRegions + kTraitCount <= kProjectionWidth);

class Projections {
 public:
  Projections() = default;
  Projections(std::span<const std::int8_t> vectors,
              const std::array<float, kDenseMention>& mention_weights,
              const std::array<TraitLogits, kDimensions>& trait_weights);

  // kProjectionWidth products for WordInfo::vector; all zero for words that have none.
  // REQUIRES: the vector is one of those given when this was made.
  const float* row(std::uint16_t vector) const { return rows_[vector].data(); }

 private:
  struct alignas(64) Row : std::array<float, kProjectionWidth> {};
  std::vector<Row> rows_;
};

// Fills Reading::projections and weights, like sum_vectors() does vectors and weights.
// REQUIRES: read_words() was called with the table whose vectors were projected.
void project(const Projections& projections, Reading& reading);

}  // namespace laurel::detect
