#include "detect/scorer.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "detect/same_person.h"

namespace laurel::detect {

namespace {

// Labelled texts come without rosters, so what a name on the roster adds is set by hand.
constexpr float kListedBonus = 0.7F;
// Nor were the weights learned knowing who is an outsider.
constexpr float kOutsiderLoss = 4;

// Adds up the weights of features, for each group the sum and, in the upper half, how many.
class SummingSink {
 public:
  SummingSink(const HashedWeights& weights, std::uint32_t bits)
      : weights_(weights.weights.data()), scale_(weights.scale), mask_((1U << bits) - 1) {}
  void add(int group, std::uint32_t hash, std::uint32_t) {
    sums_[static_cast<std::size_t>(group)] += kOne + weights_[hash >> 7 & mask_];
  }
  float total(const GroupScales& scales) const {
    return [&]<std::size_t... g>(std::index_sequence<g...>) {
      // By constant places only, so that the sums can stay in registers.
      float out = 0;
      ((out += group_total(scales[g], sums_[g])), ...);
      return out * scale_;
    }
    (std::make_index_sequence<kGroups>());
  }
  GroupCounts counts() const {
    GroupCounts out;
    for (std::size_t g = 0; g < kGroups; ++g)
      out[g] = static_cast<std::uint16_t>(count_of(sums_[g]));
    return out;
  }

 private:
  static constexpr std::int64_t kOne = std::int64_t{1} << 32;
  static std::size_t count_of(std::int64_t packed) {
    return static_cast<std::size_t>((packed - static_cast<std::int32_t>(packed)) / kOne);
  }
  static float group_total(float scale, std::int64_t packed) {
    const auto sum = static_cast<std::int32_t>(packed);
    const std::size_t count = count_of(packed);
    return count > 0 ? group_value(scale, count) * static_cast<float>(sum) : 0;
  }
  const std::int8_t* weights_;
  float scale_;
  std::uint32_t mask_;
  std::array<std::int64_t, kGroups> sums_{};
};

// Side by side for every trait.
class TraitSink {
 public:
  explicit TraitSink(const HashedWeights& weights)
      : weights_(weights.weights.data()), scale_(weights.scale) {}
  void add(int group, std::uint32_t hash, std::uint32_t) {
    const auto g = static_cast<std::size_t>(group);
    const std::size_t index = hash >> 7 & ((1U << kTraitBits) - 1);
    const std::int8_t* row = weights_ + index * kTraitCount;
    Eight behaviours;
    std::memcpy(&behaviours, row, sizeof(behaviours));
    recent_[g] += __builtin_convertvector(behaviours, EightSums);
    sums_[g][kExemplaryTrait] += row[kExemplaryTrait];
    if (++counts_[g] % kMostRecent == 0) settle(g);
  }
  TraitLogits total(const GroupScales& scales) {
    TraitLogits logits{};
    for (std::size_t g = 0; g < kGroups; ++g) {
      if (counts_[g] == 0) continue;
      settle(g);
      const float value = group_value(scales[g], counts_[g]) * scale_;
      for (std::size_t t = 0; t < kTraitCount; ++t)
        logits[t] += value * static_cast<float>(sums_[g][t]);
    }
    return logits;
  }

 private:
  // The behaviours side by side in one register; `recent_` before 16 bits could overflow.
  static_assert(kBehaviourCount == 8 && kExemplaryTrait == 8);
  typedef std::int8_t Eight __attribute__((vector_size(8)));
  typedef std::int16_t EightSums __attribute__((vector_size(16)));
  static constexpr std::uint32_t kMostRecent = 256;
  void settle(std::size_t g) {
    for (std::size_t b = 0; b < kBehaviourCount; ++b) sums_[g][b] += recent_[g][b];
    recent_[g] = EightSums{};
  }

  const std::int8_t* weights_;
  float scale_;
  std::array<EightSums, kGroups> recent_{};
  std::array<std::array<std::int32_t, kTraitCount>, kGroups> sums_{};
  std::array<std::uint32_t, kGroups> counts_{};
};

float dense_score(const Reading& reading, const Mention& mention) {
  const std::array<Stretch, kRegions> regions = regions_of(reading, mention);
  float sum = 0;
  for (std::size_t r = 0; r < kRegions; ++r) {
    const auto [from, to] = regions[r];
    const float* column = reading.projections.data() + r;
    sum += dense_scale(reading.weights[to] - reading.weights[from]) *
           (column[to * kProjectionWidth] - column[from * kProjectionWidth]);
  }
  return sum;
}

}  // namespace

void clamp_logits(Scores& scores) {
  for (float& logit : scores.mentions) logit = clamp_logit(logit);
  scores.text_logit = clamp_logit(scores.text_logit);
}

void score_words(const Model& model, const Reading& reading, Scores& scores) {
  scores.mentions.clear();
  scores.counts.clear();
  for (const Mention& mention : reading.mentions) {
    SummingSink sink(model.mention, kMentionBits);
    mention_features(reading, mention, sink);
    scores.counts.push_back(sink.counts());
    scores.mentions.push_back(sink.total(kMentionScales) + dense_score(reading, mention));
  }
  SummingSink sink(model.text, kTextBits);
  text_features(reading, sink);
  scores.text_logit = sink.total(kTextScales);
  model.network.add_scores(reading, scores.channels, scores.mentions, scores.text_logit);
  clamp_logits(scores);
}

std::array<float, kEntityFeatures> entity_features(const Reading& reading, std::uint32_t number,
                                                   const Scores& scores) {
  const Entity& entity = reading.entities[number];
  float best = -12;
  float second = -12;
  float sum = 0;
  float others = -12;
  float own = 0;
  for (std::size_t m = 0; m < reading.mentions.size(); ++m) {
    const float logit = scores.mentions[m];
    if (reading.mentions[m].entity != number) {
      others = std::max(others, logit);
      continue;
    }
    sum += logit;
    ++own;
    if (logit > best) {
      second = best;
      best = logit;
    } else {
      second = std::max(second, logit);
    }
  }
  const bool person = entity.kind == TargetKind::kPerson;
  const bool team = entity.kind == TargetKind::kTeam;
  std::array<float, kEntityFeatures> f{};
  f[0] = 1;
  f[1] = best;
  f[2] = own > 1 ? second : 0;
  f[3] = own > 1 ? 1.0F : 0;
  f[4] = own > 0 ? sum / own : best;
  f[5] = std::log(std::max(own, 1.0F));
  f[6] = scores.text_logit;
  f[7] = person ? 1.0F : 0;
  f[8] = team ? 1.0F : 0;
  f[9] = person ? best : 0;
  f[10] = others > -12 ? others : 0;
  f[11] = others > -12 ? 1.0F : 0;
  f[12] = others > best ? 1.0F : 0;
  f[13] = entity.plural ? 1.0F : 0;
  f[14] = entity.form == Form::kPronoun ? 1.0F : 0;
  f[15] = std::log(static_cast<float>(reading.words.size()) + 1);
  f[16] = person ? scores.text_logit : 0;
  f[17] = entity.form == Form::kDepartment ? 1.0F : 0;
  return f;
}

std::array<float, kTextTopFeatures> text_top_features(const Reading& reading,
                                                      const Scores& scores) {
  float best = -12;
  float second = -12;
  for (const float logit : scores.logits) {
    if (logit > best) {
      second = best;
      best = logit;
    } else {
      second = std::max(second, logit);
    }
  }
  std::array<float, kTextTopFeatures> f{};
  const bool any = !scores.logits.empty();
  f[0] = 1;
  f[1] = any ? 1.0F : 0;
  f[2] = any ? clamp_logit(best) : 0;
  f[3] = scores.logits.size() > 1 ? clamp_logit(second) : 0;
  f[4] = scores.logits.size() > 1 ? 1.0F : 0;
  f[5] = scores.text_logit;
  f[6] = any ? 0 : scores.text_logit;
  f[7] = std::log(static_cast<float>(reading.words.size()) + 1);
  f[8] = std::log(static_cast<float>(scores.logits.size()) + 1);
  return f;
}

void combine(const Model& model, const Reading& reading, Scores& scores) {
  const auto dot = [](const auto& weights, const auto& features) {
    float sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * features[i];
    return sum;
  };
  const auto count = static_cast<std::uint32_t>(reading.entities.size());
  scores.logits.clear();
  scores.entities.clear();
  for (std::uint32_t e = 0; e < count; ++e) {
    const Mention& mention = reading.mentions[reading.entities[e].first];
    const float known =
        (mention.listed ? kListedBonus : 0) - (mention.outsider ? kOutsiderLoss : 0);
    scores.logits.push_back(
        clamp_logit(dot(model.entity, entity_features(reading, e, scores)) + known));
  }
  // Nobody is praised more surely than anybody is: the likeliest entity has the text's probability,
  // the others at most that.
  std::size_t top = 0;
  for (std::size_t e = 0; e < count; ++e)
    if (scores.logits[e] > scores.logits[top]) top = e;
  const bool outsider = count > 0 && reading.mentions[reading.entities[top].first].outsider;
  scores.text = sigmoid(dot(model.text_top, text_top_features(reading, scores)) -
                        (outsider ? kOutsiderLoss : 0));
  for (std::size_t e = 0; e < count; ++e)
    scores.entities.push_back(std::min(sigmoid(scores.logits[e]), scores.text));
  if (count > 0) {
    scores.entities[top] = scores.text;
  } else {
    scores.text = 0;
  }
}

bool told_by_name(const Reading& reading, std::uint32_t entity, const Scores& scores, float flag) {
  const std::uint32_t person = named_person(reading, entity);
  return person != kNoIndex && scores.entities[person] >= flag;
}

Stretch evidence_of(const Reading& reading, const Mention& mention) {
  const auto& clauses = reading.document.clauses;
  const auto& words = reading.words;
  const auto goes_on = [&](std::uint32_t clause) {
    if (clauses[clause].sentence != mention.sentence) return false;
    for (std::uint32_t i = clauses[clause].begin; i < clauses[clause].end; ++i) {
      if (i == clauses[clause].begin && words[i].sense == Sense::kContrast) return false;
      const std::uint32_t other = words[i].mention;
      if (other != kNoIndex && reading.mentions[other].entity != mention.entity) return false;
    }
    return true;
  };
  std::uint32_t first = mention.clause;
  std::uint32_t last = mention.clause;
  while (last + 1 < clauses.size() && goes_on(last + 1)) ++last;
  while (first > 0 && words[clauses[first].begin].sense != Sense::kContrast && goes_on(first - 1))
    --first;
  Stretch out{clauses[first].begin, clauses[last].end};
  const auto mark = [&](std::uint32_t i) {
    const Sense sense = words[i].sense;
    return sense >= Sense::kPunctuation && sense <= Sense::kComma;
  };
  while (out.from < mention.begin && (mark(out.from) || words[out.from].sense == Sense::kContrast ||
                                      words[out.from].sense == Sense::kAnd))
    ++out.from;
  while (out.to > mention.end && mark(out.to - 1)) --out.to;
  return out;
}

void praised_stretches(const Reading& reading, std::uint32_t entity, const Scores& scores,
                       std::vector<Stretch>& out) {
  out.clear();
  float best = -12;
  for (std::size_t m = 0; m < reading.mentions.size(); ++m)
    if (reading.mentions[m].entity == entity) best = std::max(best, scores.mentions[m]);
  for (std::size_t m = 0; m < reading.mentions.size(); ++m) {
    if (reading.mentions[m].entity != entity || scores.mentions[m] < std::min(best, 0.0F)) continue;
    const Stretch stretch = evidence_of(reading, reading.mentions[m]);
    if (std::ranges::find(out, stretch) == out.end()) out.push_back(stretch);
  }
}

TraitLogits whole_traits(const Model& model, const Reading& reading) {
  TraitSink sink(model.traits);
  whole_trait_features(reading, sink);
  return sink.total(kTraitScales);
}

TraitLogits score_traits(const Model& model, const Reading& reading, TargetKind kind,
                         std::span<const Stretch> stretches, const TraitLogits& whole) {
  TraitSink sink(model.traits);
  trait_features(reading, kind, stretches, sink);
  TraitLogits logits = sink.total(kTraitScales);
  TraitLogits dense{};
  float weight = 0;
  for (const Stretch& stretch : stretches) {
    const float* high = &reading.projections[stretch.to * kProjectionWidth + kTraitColumns];
    const float* low = &reading.projections[stretch.from * kProjectionWidth + kTraitColumns];
    for (std::size_t t = 0; t < kTraitCount; ++t) dense[t] += high[t] - low[t];
    weight += reading.weights[stretch.to] - reading.weights[stretch.from];
  }
  const float scale = dense_scale(weight);
  for (std::size_t t = 0; t < kTraitCount; ++t) logits[t] += whole[t] + scale * dense[t];
  return logits;
}

BehaviourSet behaviours_of(const Model& model, const TraitLogits& logits) {
  BehaviourSet set = 0;
  for (std::size_t b = 0; b < kBehaviourCount; ++b)
    if (logits[b] >= model.trait_thresholds[b]) set = static_cast<BehaviourSet>(set | 1U << b);
  return set;
}

Strength strength_of(const Model& model, const TraitLogits& logits) {
  return logits[kExemplaryTrait] >= model.trait_thresholds[kExemplaryTrait] ? Strength::kExemplary
                                                                            : Strength::kKind;
}

}  // namespace laurel::detect
