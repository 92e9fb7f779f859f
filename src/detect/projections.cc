#include "detect/projections.h"

namespace laurel::detect {

Projections::Projections(std::span<const std::int8_t> vectors,
                         const std::array<float, kDenseMention>& mention_weights,
                         const std::array<TraitLogits, kDimensions>& trait_weights) {
  // The weights of one dimension side by side, so that a vector is multiplied by all at once.
  std::array<std::array<float, kProjectionWidth>, kDimensions> weights{};
  for (std::size_t d = 0; d < kDimensions; ++d) {
    for (std::size_t r = 0; r < kRegions; ++r)
      weights[d][r] = mention_weights[r * kDimensions + d] / kVectorOne;
    for (std::size_t t = 0; t < kTraitCount; ++t)
      weights[d][kTraitColumns + t] = trait_weights[d][t] / kVectorOne;
  }
  rows_.resize(vectors.size() / kDimensions + 1);
  for (std::size_t i = 1; i < rows_.size(); ++i) {
    const std::int8_t* vector = &vectors[(i - 1) * kDimensions];
    for (std::size_t d = 0; d < kDimensions; ++d)
      for (std::size_t c = 0; c < kProjectionWidth; ++c)
        rows_[i][c] += static_cast<float>(vector[d]) * weights[d][c];
  }
}

void project(const Projections& projections, Reading& reading) {
  const std::size_t count = reading.words.size();
  reading.projections.resize((count + 1) * kProjectionWidth);
  reading.weights.resize(count + 1);
  std::array<float, kProjectionWidth> sums{};
  float total = 0;
  float* out = reading.projections.data();
  for (std::size_t i = 0;; ++i) {
    for (std::size_t c = 0; c < kProjectionWidth; ++c) out[c] = sums[c];
    out += kProjectionWidth;
    reading.weights[i] = total;
    if (i == count) break;
    const WordView& word = reading.words[i];
    if (word.info->vector == 0) continue;
    const float weight = vector_weight(word.sense);
    const float* row = projections.row(word.info->vector);
    const float scale = word.negated ? -weight : weight;
    for (std::size_t c = 0; c < kProjectionWidth; ++c) sums[c] += scale * row[c];
    total += weight;
  }
}

}  // namespace laurel::detect
