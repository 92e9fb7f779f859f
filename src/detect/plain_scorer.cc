#include "detect/plain_scorer.h"

#include <algorithm>
#include <cmath>

namespace laurel::detect {

namespace {

// Weights of `outputs` side by side for each feature; the sum for `output`.
float hashed_score(const HashedWeights& weights, std::span<const Feature> features,
                   std::size_t outputs = 1, std::size_t output = 0) {
  float sum = 0;
  for (const Feature& f : features)
    sum += f.value * static_cast<float>(weights.weights[f.index * outputs + output]);
  return sum * weights.scale;
}

// One channel's answer at a token.
float answer(const Network& network, const Reading& reading, std::uint32_t token, std::size_t c) {
  const WordView& own = reading.words[token];
  const text::Sentence sentence = reading.document.sentences[own.sentence];
  int sum = network.turns[static_cast<std::size_t>(own.negated + 2 * own.modal) * kChannels + c];
  for (std::uint32_t reach = 0; reach < kReach; ++reach) {
    const std::uint32_t i = token + 1 - reach;  // the word after, the word itself, the one before
    if (i + 1 < sentence.begin + 1 || i >= sentence.end) continue;
    const WordView& word = reading.words[i];
    const std::size_t at = reach * kChannels + c;
    sum += network.senses[static_cast<std::size_t>(word.sense) * kReachChannels + at];
    if (const std::size_t row = network_row(word, network.vectors); row != 0)
      sum += network.rows[row * kReachChannels + at];
  }
  return static_cast<float>(std::max(sum, 0)) * network.scale;
}

float pooled(const Network& network, const Reading& reading, Stretch stretch, std::size_t c) {
  float sum = 0;
  for (std::uint32_t i = stretch.from; i < stretch.to; ++i) sum += answer(network, reading, i, c);
  return sum / std::sqrt(static_cast<float>(stretch.to - stretch.from));
}

void add_network_scores(const Network& network, const Reading& reading, Scores& scores) {
  const Stretch whole{0, static_cast<std::uint32_t>(reading.words.size())};
  scores.text_logit += network.text_start;
  for (std::size_t c = 0; c < kChannels; ++c) {
    float largest = 0;
    for (std::uint32_t i = 0; i < whole.to; ++i)
      largest = std::max(largest, answer(network, reading, i, c));
    scores.text_logit += pooled(network, reading, whole, c) * network.text_sum[c] +
                         largest * network.text_largest[c];
  }
  for (std::size_t m = 0; m < reading.mentions.size(); ++m) {
    const Mention& mention = reading.mentions[m];
    const auto kind = static_cast<std::size_t>(reading.entities[mention.entity].kind);
    const Segments segments = segments_of(reading, mention);
    scores.mentions[m] += network.forms[network_form(mention)];
    for (std::size_t s = 0; s <= kSegments; ++s) {
      const Stretch stretch = s < kSegments ? segments[s] : whole;
      if (stretch.to <= stretch.from) continue;
      for (std::size_t c = 0; c < kChannels; ++c)
        scores.mentions[m] += pooled(network, reading, stretch, c) *
                              network.gates[(kind * (kSegments + 1) + s) * kChannels + c];
    }
  }
}

}  // namespace

std::vector<Feature> CollectingSink::take(const GroupScales& scales) {
  std::vector<Feature> features;
  for (std::size_t g = 0; g < kGroups; ++g) {
    if (groups_[g].empty() || scales[g] == 0) {
      groups_[g].clear();
      continue;
    }
    const float value = group_value(scales[g], groups_[g].size());
    for (const std::uint32_t index : groups_[g]) features.push_back({index, value});
    groups_[g].clear();
  }
  std::ranges::sort(features, {}, &Feature::index);
  std::vector<Feature> merged;
  for (const Feature& f : features) {
    if (!merged.empty() && merged.back().index == f.index) {
      merged.back().value += f.value;
    } else {
      merged.push_back(f);
    }
  }
  return merged;
}

void sum_vectors(const WordTable& table, Reading& reading) {
  const std::size_t count = reading.words.size();
  reading.vectors.resize((count + 1) * kDimensions);
  reading.weights.resize(count + 1);
  std::fill_n(reading.vectors.begin(), kDimensions, 0.0F);
  reading.weights[0] = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const float* before = &reading.vectors[i * kDimensions];
    float* after = &reading.vectors[(i + 1) * kDimensions];
    const WordView& word = reading.words[i];
    const std::int8_t* vector = table.vector(*word.info);
    if (vector == nullptr) {
      std::copy_n(before, kDimensions, after);
      reading.weights[i + 1] = reading.weights[i];
      continue;
    }
    const float weight = vector_weight(word.sense);
    const float scale = weight * (word.negated ? -1.0F : 1.0F) / kVectorOne;
    for (std::size_t d = 0; d < kDimensions; ++d)
      after[d] = before[d] + scale * static_cast<float>(vector[d]);
    reading.weights[i + 1] = reading.weights[i] + weight;
  }
}

void dense_mention_features(const Reading& reading, const Mention& mention,
                            std::array<float, kDenseMention>& out) {
  const std::array<Stretch, kRegions> regions = regions_of(reading, mention);
  for (std::size_t r = 0; r < kRegions; ++r) {
    float* values = &out[r * kDimensions];
    const auto [from, to] = regions[r];
    const float scale = dense_scale(reading.weights[to] - reading.weights[from]);
    const float* high = &reading.vectors[to * kDimensions];
    const float* low = &reading.vectors[from * kDimensions];
    for (std::size_t d = 0; d < kDimensions; ++d) values[d] = scale * (high[d] - low[d]);
  }
}

void dense_trait_features(const Reading& reading, std::span<const Stretch> stretches,
                          std::array<float, kDimensions>& out) {
  out.fill(0);
  float weight = 0;
  for (const Stretch& stretch : stretches) {
    const float* high = &reading.vectors[stretch.to * kDimensions];
    const float* low = &reading.vectors[stretch.from * kDimensions];
    for (std::size_t d = 0; d < kDimensions; ++d) out[d] += high[d] - low[d];
    weight += reading.weights[stretch.to] - reading.weights[stretch.from];
  }
  const float scale = dense_scale(weight);
  for (float& value : out) value *= scale;
}

void score_words_plainly(const Model& model, const Reading& reading, Scores& scores) {
  scores.mentions.clear();
  CollectingSink mention_sink(kMentionBits);
  std::array<float, kDenseMention> dense;
  for (const Mention& mention : reading.mentions) {
    mention_features(reading, mention, mention_sink);
    dense_mention_features(reading, mention, dense);
    float sum = hashed_score(model.mention, mention_sink.take(kMentionScales));
    for (std::size_t i = 0; i < kDenseMention; ++i) sum += model.mention_dense[i] * dense[i];
    scores.mentions.push_back(sum);
  }
  CollectingSink text_sink(kTextBits);
  text_features(reading, text_sink);
  scores.text_logit = hashed_score(model.text, text_sink.take(kTextScales));
  if (!model.network.empty()) add_network_scores(model.network, reading, scores);
  clamp_logits(scores);
}

TraitLogits score_traits_plainly(const Model& model, const Reading& reading, TargetKind kind,
                                 std::span<const Stretch> stretches) {
  CollectingSink sink(kTraitBits);
  trait_features(reading, kind, stretches, sink);
  whole_trait_features(reading, sink);
  const std::vector<Feature> features = sink.take(kTraitScales);
  std::array<float, kDimensions> dense;
  dense_trait_features(reading, stretches, dense);
  TraitLogits logits{};
  for (std::size_t t = 0; t < kTraitCount; ++t) {
    logits[t] = hashed_score(model.traits, features, kTraitCount, t);
    for (std::size_t d = 0; d < kDimensions; ++d) logits[t] += dense[d] * model.traits_dense[d][t];
  }
  return logits;
}

}  // namespace laurel::detect
