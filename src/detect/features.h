// Features: what the linear models see. Each function walks a Reading once and hands hashed
// features to a sink, so that training (which keeps them), reading (which only adds up weights) and
// explaining (which remembers which word weighed how much) share one definition. Features come in
// groups; the sink scales a group by 1/√n so that long sentences don't shout.
//
// A sink has: void add(int group, std::uint32_t hash, std::uint32_t token); and, if it wants to
// hear of some tokens only, bool skips(std::uint32_t token), where features may be left out.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "detect/feature_hash.h"
#include "detect/reading.h"

namespace laurel::detect {

inline constexpr int kGroups = 8;
enum FeatureGroup : int {
  kAttributes,
  kPlaces,
  kBeside,
  kAround,
  kNeighbours,
  kRelations,
  kPatterns,
  kWhole
};

// Tokens from … to.
struct Stretch {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  friend bool operator==(const Stretch&, const Stretch&) = default;
};

template <typename Sink>
bool skips(const Sink& sink, std::uint32_t token) {
  if constexpr (requires { sink.skips(token); }) return sink.skips(token);
  return false;
}

inline bool speaks(Sense sense) {  // senses that judge or turn a judgement
  return sense >= Sense::kNegator && sense <= Sense::kModal;
}

// The mention and what stands around it.
template <typename Sink>
void mention_features(const Reading& reading, const Mention& mention, Sink& sink) {
  const auto& words = reading.words;
  const auto& tokens = reading.document.tokens;
  const text::Sentence sentence = reading.document.sentences[mention.sentence];
  const auto count = static_cast<std::uint32_t>(words.size());
  const Entity& entity = reading.entities[mention.entity];
  const WordView& head = words[mention.head];
  const auto form = static_cast<std::uint32_t>(mention.form);
  const auto kind = static_cast<std::uint32_t>(entity.kind);
  const auto determiner = static_cast<std::uint32_t>(mention.determiner);

  // What it is.
  const auto attribute = [&](std::uint32_t tag, std::uint32_t value) {
    sink.add(kAttributes, mix(100 + tag, value), mention.head);
  };
  attribute(0, 0);
  attribute(1, form);
  attribute(2, form * 16 + determiner);
  if (mention.form == Form::kName) {
    // A word of the roster counts as a well-known name, however rare it is elsewhere.
    static constexpr WordInfo kKnownName{.shape = 3 | 3 << 4 | 2 << 6, .sense = Sense::kName};
    const WordInfo& info = mention.listed ? kKnownName : *head.info;
    attribute(4, static_cast<std::uint32_t>(info.first_name() * 4 + info.capitals()));
    attribute(5, static_cast<std::uint32_t>(info.frequency() * 4 + info.surname()) * 2 +
                     static_cast<std::uint32_t>(mention.lower));
    attribute(6, static_cast<std::uint32_t>(mention.name_words) * 2 +
                     static_cast<std::uint32_t>(mention.opens));
    attribute(7, info.coarse);
  } else {
    attribute(8, head.word);
    attribute(9, mix(head.word, mention.end - mention.begin > 1 ? words[mention.begin].word : 0));
    attribute(10, head.info->cluster);
    attribute(11, mix(head.word, determiner));
  }
  // A role beside a name usually says who that person is: "Kate is the best manager".
  if (mention.form == Form::kRole || mention.form == Form::kPersonNoun) {
    std::uint32_t named = 0;
    for (const Mention& other : reading.mentions)
      if (other.form == Form::kName) named |= other.sentence == mention.sentence ? 2U : 1U;
    std::uint32_t predicate = 0;  // "… is a very good doctor"
    for (std::uint32_t i = mention.begin, steps = 0; i > sentence.begin && steps < 5; ++steps) {
      --i;
      if (words[i].sense == Sense::kBe) predicate = 1;
      if (words[i].sense == Sense::kStop || words[i].sense == Sense::kComma) break;
    }
    attribute(17, named * 2 + predicate);
    attribute(18, (named * 2 + predicate) * 16 + determiner);
  }
  attribute(12, form * 2 + static_cast<std::uint32_t>(mention.opens));
  attribute(13, std::min(entity.count, 4U) * 8 + kind);
  const std::uint32_t length = sentence.end - sentence.begin;
  attribute(14, std::min(length / 4, 10U));
  attribute(15, std::min(count / 16, 12U));
  attribute(16, std::min<std::uint32_t>(static_cast<std::uint32_t>(reading.entities.size()), 8U));

  // Words at fixed places beside it.
  for (int offset = -3; offset <= 4; ++offset) {
    if (offset == 0) continue;
    const std::int64_t at = offset < 0 ? static_cast<std::int64_t>(mention.begin) + offset
                                       : static_cast<std::int64_t>(mention.end) + offset - 1;
    const auto place = static_cast<std::uint32_t>(offset + 8);
    if (at < sentence.begin || at >= sentence.end) {
      sink.add(kPlaces, mix(200, place), mention.head);
      continue;
    }
    const auto i = static_cast<std::uint32_t>(at);
    if (skips(sink, i)) continue;
    sink.add(kPlaces, mix(201, place, words[i].mixed_word), i);
    sink.add(kPlaces, mix(202, place, words[i].mixed_cluster), i);
    sink.add(kPlaces, mix(203, place * 64 + static_cast<std::uint32_t>(words[i].sense), kind), i);
  }

  // Everything in the sentence, by side, nearness and what stands between.
  const std::uint32_t from =
      mention.begin > sentence.begin + 24 ? mention.begin - 24 : sentence.begin;
  const std::uint32_t to = std::min(sentence.end, mention.end + 28);
  for (std::uint32_t i = from; i < to; ++i) {
    if (i >= mention.begin && i < mention.end) continue;
    const WordView& w = words[i];
    if (w.sense == Sense::kComma || skips(sink, i)) continue;
    const std::uint32_t side = i < mention.begin ? 0 : 1;
    const std::uint32_t distance = side == 0 ? mention.begin - i : i - mention.end + 1;
    const std::uint32_t near = distance <= 2 ? 0 : distance <= 5 ? 1 : distance <= 10 ? 2 : 3;
    const bool crossed = w.contrasts != head.contrasts;
    const std::uint32_t between = side == 0
                                      ? static_cast<std::uint32_t>(head.mentions - w.mentions - 1)
                                      : static_cast<std::uint32_t>(w.mentions - head.mentions) -
                                            static_cast<std::uint32_t>(w.mention != kNoIndex);
    const std::uint32_t blocked = between == 0 || between > 60000 ? 0 : between == 1 ? 1 : 2;
    const std::uint32_t turned =
        static_cast<std::uint32_t>(w.negated) + 2 * static_cast<std::uint32_t>(w.modal);
    const bool content = w.info->has(kCueContent);
    if (crossed) {
      sink.add(kAround, mix(300, w.mixed_word, turned), i);
      if (content) sink.add(kAround, mix(302, w.mixed_cluster, side * 8 + turned), i);
    } else {
      sink.add(kBeside, mix(301, w.mixed_word, turned), i);
      if (content) sink.add(kBeside, mix(303, w.mixed_cluster, side * 8 + turned), i);
      sink.add(kBeside, mix(304, w.mixed_word, side * 8 + blocked), i);
      if (i + 1 < to && i + 1 != mention.begin)
        sink.add(kBeside, mix(305, w.mixed_word, words[i + 1].mixed_word), i);
    }
    if (speaks(w.sense)) {
      const auto sense = static_cast<std::uint32_t>(w.sense);
      const std::uint32_t where = (side * 4 + near) * 3 + blocked;
      const std::uint32_t how = turned * 2 + static_cast<std::uint32_t>(crossed);
      sink.add(kRelations, mix(400, sense, where * 8 + how), i);
      sink.add(kRelations, mix(401, sense * 4 + kind, side * 8 + how), i);
      sink.add(kRelations, mix(402, sense, how), i);
      sink.add(kRelations, mix(403, w.mixed_cluster, how * 3 + blocked), i);
    } else if (content) {
      sink.add(kRelations, mix(404, w.info->coarse, side * 2 + static_cast<std::uint32_t>(crossed)),
               i);
    }
  }

  // The chain of senses right after and right before it.
  std::uint32_t chain = kind + 1;
  for (std::uint32_t i = mention.end, steps = 0; i < sentence.end && steps < 4; ++i, ++steps) {
    chain = mix(500, chain, static_cast<std::uint32_t>(words[i].sense));
    sink.add(kPatterns, chain, i);
  }
  chain = kind + 101;
  for (std::uint32_t i = mention.begin, steps = 0; i > sentence.begin && steps < 3; ++steps) {
    --i;
    chain = mix(501, chain, static_cast<std::uint32_t>(words[i].sense));
    sink.add(kPatterns, chain, i);
  }
  // The same skipping what says nothing.
  chain = kind + 201;
  for (std::uint32_t i = mention.end, steps = 0; i < sentence.end && steps < 3; ++i) {
    if (!speaks(words[i].sense) && words[i].sense != Sense::kBe && words[i].mention == kNoIndex)
      continue;
    chain = mix(502, chain,
                words[i].mention != kNoIndex ? 99 : static_cast<std::uint32_t>(words[i].sense));
    sink.add(kPatterns, chain, i);
    ++steps;
  }

  // The sentences before and after.
  const auto neighbour = [&](std::uint32_t number, std::uint32_t tag) {
    const text::Sentence other = reading.document.sentences[number];
    const std::uint32_t stop = std::min(other.end, other.begin + 30);
    bool other_subject = false;
    for (std::uint32_t i = other.begin; i < stop; ++i)
      other_subject =
          other_subject || (words[i].mention != kNoIndex &&
                            reading.mentions[words[i].mention].entity != mention.entity);
    const std::uint32_t tagged = tag + 10 * static_cast<std::uint32_t>(other_subject);
    for (std::uint32_t i = other.begin; i < stop; ++i) {
      const WordView& w = words[i];
      if (!w.info->has(kCueContent) || skips(sink, i)) continue;
      if (speaks(w.sense)) {
        sink.add(kNeighbours,
                 mix(600 + tagged, static_cast<std::uint32_t>(w.sense) * 2 +
                                       static_cast<std::uint32_t>(w.negated)),
                 i);
        sink.add(kNeighbours, mix(630 + tagged, w.mixed_word), i);
      }
      sink.add(kNeighbours, mix(660 + tag, w.mixed_cluster), i);
    }
  };
  if (mention.sentence + 1 < reading.document.sentences.size()) neighbour(mention.sentence + 1, 1);
  if (mention.sentence > 0) neighbour(mention.sentence - 1, 2);
  // A sign of the whole sentence: question, exclamation.
  const Sense last = words[sentence.end - 1].sense;
  sink.add(kAttributes, mix(120, static_cast<std::uint32_t>(last)), sentence.end - 1);
  (void)tokens;
}

// The regions whose words are also told as averages of word vectors: right and left in the clause,
// the sentence, the next sentence, the one before.
inline constexpr std::size_t kRegions = 5;
inline constexpr std::size_t kDenseMention = kRegions * kDimensions;
inline std::array<Stretch, kRegions> regions_of(const Reading& reading, const Mention& mention) {
  const auto& sentences = reading.document.sentences;
  const text::Clause clause = reading.document.clauses[mention.clause];
  const text::Sentence sentence = sentences[mention.sentence];
  const bool has_next = mention.sentence + 1 < sentences.size();
  const text::Sentence next = has_next ? sentences[mention.sentence + 1] : text::Sentence{0, 0};
  const text::Sentence before =
      mention.sentence > 0 ? sentences[mention.sentence - 1] : text::Sentence{0, 0};
  const auto stretch = [](std::uint32_t from, std::uint32_t to) {
    return Stretch{from, std::max(from, to)};
  };
  return {
      stretch(std::min(mention.end, clause.end), std::min(clause.end, mention.end + 14)),
      stretch(std::max(clause.begin, mention.begin > 10 ? mention.begin - 10 : 0), mention.begin),
      stretch(sentence.begin, sentence.end),
      stretch(next.begin, std::min(next.end, next.begin + 30)), stretch(before.begin, before.end)};
}

// The text as a whole.
template <typename Sink>
void text_features(const Reading& reading, Sink& sink) {
  const auto& words = reading.words;
  const auto count = static_cast<std::uint32_t>(words.size());
  sink.add(kAttributes, mix(700, 0), 0);
  sink.add(kAttributes, mix(701, std::min(count / 12, 15U)), 0);
  std::uint32_t senses[48] = {};
  for (std::uint32_t i = 0; i < count; ++i) {
    const WordView& w = words[i];
    if (w.sense == Sense::kComma) continue;
    const auto turned = static_cast<std::uint32_t>(w.negated);
    ++senses[static_cast<std::size_t>(w.sense)];
    sink.add(kWhole, mix(702, w.mixed_word), i);
    if (w.sense == Sense::kName) sink.add(kWhole, mix(703, 1), i);
    sink.add(kBeside, mix(704, w.mixed_cluster, turned), i);
    if (speaks(w.sense))
      sink.add(kRelations, mix(705, static_cast<std::uint32_t>(w.sense), turned), i);
    if (i + 1 < count && words[i + 1].sentence == w.sentence) {
      sink.add(kAround, mix(706, w.mixed_word, words[i + 1].mixed_word), i);
      sink.add(kPatterns, mix(707, w.mixed_cluster, words[i + 1].mixed_cluster), i);
      if (i + 2 < count && words[i + 2].sentence == w.sentence)
        sink.add(kNeighbours, mix(708, w.mixed_word, words[i + 2].mixed_word), i);
    }
  }
  for (std::uint32_t s = 1; s < 48; ++s)
    if (senses[s] > 0) sink.add(kAttributes, mix(709, s, std::min(senses[s], 3U)), 0);
}

// What is said of an entity in some stretches of tokens, for the behaviours and the strength.
template <typename Sink>
void trait_features(const Reading& reading, TargetKind kind, std::span<const Stretch> stretches,
                    Sink& sink) {
  const auto& words = reading.words;
  sink.add(kAttributes, mix(800, 0), 0);
  sink.add(kAttributes, mix(805, static_cast<std::uint32_t>(kind)), 0);
  std::uint32_t length = 0;
  for (const Stretch& stretch : stretches) {
    length += stretch.to - stretch.from;
    for (std::uint32_t i = stretch.from; i < stretch.to; ++i) {
      const WordView& w = words[i];
      if (w.sense == Sense::kComma || w.sense == Sense::kName) continue;
      const auto turned = static_cast<std::uint32_t>(w.negated);
      sink.add(kWhole, mix(801, w.mixed_word, turned), i);
      sink.add(kBeside, mix(802, w.mixed_cluster, turned), i);
      if (speaks(w.sense))
        sink.add(kRelations, mix(806, static_cast<std::uint32_t>(w.sense), turned), i);
      if (i + 1 < stretch.to) sink.add(kAround, mix(803, w.mixed_word, words[i + 1].mixed_word), i);
    }
  }
  sink.add(kAttributes, mix(807, std::min(length / 5, 12U)), 0);
}

// What the text says anywhere, for the same: praise of somebody seldom stays within a sentence. In
// groups of its own, so that it can be scored once for all entities.
template <typename Sink>
void whole_trait_features(const Reading& reading, Sink& sink) {
  const auto& words = reading.words;
  for (std::uint32_t i = 0; i < words.size(); ++i) {
    const WordView& w = words[i];
    if (!w.info->has(kCueContent) || w.sense == Sense::kName) continue;
    const auto turned = static_cast<std::uint32_t>(w.negated);
    sink.add(kNeighbours, mix(808, w.mixed_word, turned), i);
    if (speaks(w.sense)) sink.add(kPatterns, mix(809, w.mixed_cluster, turned), i);
    if (i + 1 < words.size() && words[i + 1].sentence == w.sentence)
      sink.add(kPlaces, mix(810, w.mixed_word, words[i + 1].mixed_word), i);
  }
}

}  // namespace laurel::detect
