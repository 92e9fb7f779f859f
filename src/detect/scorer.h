// Scorer: from a Reading to numbers: how strongly each mention is praised, the probability of each
// entity and of the text, the behaviours. Pure functions; thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "detect/features.h"
#include "detect/linear.h"
#include "detect/model.h"
#include "detect/reading.h"

namespace laurel::detect {

// Keeps features for training.
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

// Adds up the weights of features.
class SummingSink {
 public:
  SummingSink(const HashedWeights& weights, std::uint32_t bits)
      : weights_(weights.weights.data()), scale_(weights.scale), mask_((1U << bits) - 1) {}
  void add(int group, std::uint32_t hash, std::uint32_t) {
    const auto g = static_cast<std::size_t>(group);
    sums_[g] += weights_[hash >> 7 & mask_];
    ++counts_[g];
  }
  float total(const GroupScales& scales) const;

 private:
  const std::int8_t* weights_;
  float scale_;
  std::uint32_t mask_;
  std::array<std::int32_t, kGroups> sums_{};
  std::array<std::uint32_t, kGroups> counts_{};
};

struct Scores {
  std::vector<float> mentions;  // logit of each mention
  std::vector<float> entities;  // probability of each entity that it is praised
  std::vector<float> logits;    // the same before it is tied to the text's probability
  float text_logit = 0;         // of the text as a whole, by its words alone
  float text = 0;               // probability that the text praises anybody
};

std::array<float, kEntityFeatures> entity_features(const Reading& reading, std::uint32_t entity,
                                                   const Scores& scores);
std::array<float, kTextTopFeatures> text_top_features(const Reading& reading, const Scores& scores);

// Fills mentions and text_logit.
void score_words(const Model& model, const Reading& reading, Scores& scores);
// Fills the rest from them.
void combine(const Model& model, const Reading& reading, Scores& scores);

// The words that say something about the mention: its clause, with those next to it in the sentence
// that go on about the same entity. Without leading conjunctions and trailing marks.
Stretch evidence_of(const Reading& reading, const Mention& mention);

// Where the text praises an entity: the evidence of its best mentions.
std::vector<Stretch> praised_stretches(const Reading& reading, std::uint32_t entity,
                                       const Scores& scores);

// Logits of the behaviours and of exemplary praise of an entity of this kind in the stretches.
TraitLogits score_traits(const Model& model, const Reading& reading, TargetKind kind,
                         std::span<const Stretch> stretches);
BehaviourSet behaviours_of(const Model& model, const TraitLogits& logits);
Strength strength_of(const Model& model, const TraitLogits& logits);

}  // namespace laurel::detect
