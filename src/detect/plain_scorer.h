// Plain scorer: the scores as they are defined, features kept and multiplied by their weights.
// Training learns from these features; the scorer that reads texts takes shortcuts and is tested
// against this one. Pure functions; thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "detect/scorer.h"

namespace laurel::detect {

// Keeps hashed features.
class CollectingSink {
 public:
  explicit CollectingSink(std::uint32_t bits) : mask_((1U << bits) - 1) {}
  void add(int group, std::uint32_t hash, std::uint32_t) {
    groups_[static_cast<std::size_t>(group)].push_back(hash >> 7 & mask_);
  }
  // The features added since the last call, scaled.
  std::vector<Feature> take(const GroupScales& scales);

 private:
  std::uint32_t mask_;
  std::array<std::vector<std::uint32_t>, kGroups> groups_;
};

// Fills Reading::vectors and weights. REQUIRES: read_words() was called with the same table.
void sum_vectors(const WordTable& table, Reading& reading);

// The surroundings of a mention as averages of word vectors over regions_of(). REQUIRES:
// sum_vectors() was called.
void dense_mention_features(const Reading& reading, const Mention& mention,
                            std::array<float, kDenseMention>& out);
// Stretches as one average of word vectors. REQUIRES: sum_vectors() was called.
void dense_trait_features(const Reading& reading, std::span<const Stretch> stretches,
                          std::array<float, kDimensions>& out);

// What score_words() and score_traits(), whole_traits() included, give. REQUIRES: sum_vectors() was
// called.
void score_words_plainly(const Model& model, const Reading& reading, Scores& scores);
TraitLogits score_traits_plainly(const Model& model, const Reading& reading, TargetKind kind,
                                 std::span<const Stretch> stretches);

}  // namespace laurel::detect
