// Scorer: from a Reading to numbers: how strongly each mention is praised, the probability of each
// entity and of the text, the behaviours. What plain_scorer.h defines, computed without keeping
// features: weights of hashed features are added up as the features are made, and word vectors take
// part through their products with the weights, known before any text is read (Projections). Pure
// functions; thread-safe.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "detect/features.h"
#include "detect/linear.h"
#include "detect/model.h"
#include "detect/reading.h"

namespace laurel::detect {

// A feature's value: its group counts as much however many features are in it.
inline float group_value(float scale, std::size_t count) {
  return scale / std::sqrt(static_cast<float>(count));
}
// What sums of word vectors that weigh so much are multiplied by: how much they count beside the
// hashed features.
inline float dense_scale(float weight) { return weight > 0 ? 0.7F / std::sqrt(weight) : 0; }
inline float clamp_logit(float logit) { return std::clamp(logit, -12.0F, 12.0F); }

// How many features of each group a mention has.
using GroupCounts = std::array<std::uint16_t, kGroups>;

struct Scores {
  std::vector<float> mentions;      // logit of each mention
  std::vector<GroupCounts> counts;  // of each mention
  std::vector<float> entities;      // probability of each entity that it is praised
  std::vector<float> logits;        // the same before it is tied to the text's probability
  Channels channels;                // working space of the network
  float text_logit = 0;             // of the text as a whole, by its words alone
  float text = 0;                   // probability that the text praises anybody
};

std::array<float, kEntityFeatures> entity_features(const Reading& reading, std::uint32_t entity,
                                                   const Scores& scores);
std::array<float, kTextTopFeatures> text_top_features(const Reading& reading, const Scores& scores);

// Bounds mentions and text_logit.
void clamp_logits(Scores& scores);
// Fills mentions, counts and text_logit. REQUIRES: project() was called with the model's
// projections.
void score_words(const Model& model, const Reading& reading, Scores& scores);
// Fills the rest from them.
void combine(const Model& model, const Reading& reading, Scores& scores);

// Whether an entity only says who somebody else is who is found as well (same_person.h).
bool told_by_name(const Reading& reading, std::uint32_t entity, const Scores& scores, float flag);

// The words that say something about the mention: its clause, with those next to it in the sentence
// that go on about the same entity. Without leading conjunctions and trailing marks.
Stretch evidence_of(const Reading& reading, const Mention& mention);

// Where the text praises an entity: the evidence of its best mentions. Replaces what is in `out`.
void praised_stretches(const Reading& reading, std::uint32_t entity, const Scores& scores,
                       std::vector<Stretch>& out);

// What the whole text adds to the logits of score_traits() for any of its entities.
TraitLogits whole_traits(const Model& model, const Reading& reading);
// Logits of the behaviours and of exemplary praise of an entity of this kind in the stretches;
// `whole` is what whole_traits() gave. REQUIRES: project() was called with the model's projections.
TraitLogits score_traits(const Model& model, const Reading& reading, TargetKind kind,
                         std::span<const Stretch> stretches, const TraitLogits& whole);
BehaviourSet behaviours_of(const Model& model, const TraitLogits& logits);
Strength strength_of(const Model& model, const TraitLogits& logits);

}  // namespace laurel::detect
