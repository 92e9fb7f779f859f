#include "detect/reading.h"

#include <algorithm>

namespace laurel::detect {

namespace {

Sense sense_of(const text::Token& token, const WordInfo& info) {
  using text::TokenKind;
  switch (token.kind) {
    case TokenKind::kPunctuation:
      switch (token.first) {
        case '!':
          return Sense::kExclaim;
        case '?':
          return Sense::kAsk;
        case ',':
          return Sense::kComma;
        case '.':
          return Sense::kStop;
        default:
          return Sense::kPunctuation;
      }
    case TokenKind::kNumber:
      return Sense::kNumber;
    case TokenKind::kHandle:
    case TokenKind::kHashtag:
    case TokenKind::kLink:
      return Sense::kTag;
    case TokenKind::kEmoji:
      return info.is(kBad) || info.is(kBlame) ? Sense::kFrown : Sense::kSmile;
    case TokenKind::kClitic:
      return Sense::kBe;
    case TokenKind::kOther:
      return Sense::kPunctuation;
    case TokenKind::kWord:
      break;
  }
  return info.sense;
}

float vector_weight(Sense sense) {
  switch (sense) {
    case Sense::kBe:
    case Sense::kHave:
    case Sense::kAnd:
    case Sense::kFirstPerson:
    case Sense::kPreposition:
    case Sense::kArticle:
    case Sense::kPunctuation:
    case Sense::kStop:
    case Sense::kComma:
      return 0.25F;
    default:
      return 1;
  }
}

}  // namespace

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
    const float scale = weight * (word.negated ? -1.0F : 1.0F) / 127;
    for (std::size_t d = 0; d < kDimensions; ++d)
      after[d] = before[d] + scale * static_cast<float>(vector[d]);
    reading.weights[i + 1] = reading.weights[i] + weight;
  }
}

void read_words(std::string_view text, const WordTable& table, const RosterIndex& roster,
                Reading& reading) {
  text::analyse(text, reading.document);
  const text::Document& document = reading.document;
  const auto count = static_cast<std::uint32_t>(document.tokens.size());
  reading.words.resize(count);
  reading.mentions.clear();
  reading.entities.clear();
  std::uint32_t capitals = 0;
  std::uint32_t shouted = 0;
  std::uint32_t plain = 0;
  std::uint16_t contrasts = 0;
  std::uint32_t clause = 0;
  std::uint32_t negator_at = kNoIndex;
  bool modal = false;
  for (std::uint32_t i = 0; i < count; ++i) {
    const text::Token& token = document.tokens[i];
    while (clause < document.clauses.size() && i >= document.clauses[clause].end) ++clause;
    if (i == document.clauses[clause].begin) {
      ++contrasts;
      negator_at = kNoIndex;
      modal = false;
    }
    const WordInfo& info = table.find(token.hash);
    WordView& view = reading.words[i];
    view.info = &info;
    view.word = static_cast<std::uint32_t>(token.hash);
    view.sentence = document.clauses[clause].sentence;
    view.clause = clause;
    view.roster =
        token.is_word() && !roster.empty() ? roster.find(token.hash) : RosterIndex::kAbsent;
    view.mention = kNoIndex;
    view.contrasts = contrasts;
    view.mentions = 0;
    view.sense = sense_of(token, info);
    view.negated = negator_at != kNoIndex && i - negator_at <= 4;
    view.modal = modal;
    if (info.is(kNegator)) negator_at = i;
    if (info.is(kModal)) modal = true;
    if (token.is_word()) {
      if (token.has(text::kAllCapitals)) {
        ++shouted;
      } else if (token.has(text::kCapital)) {
        ++capitals;
      } else {
        ++plain;
      }
    }
  }
  reading.shouting = shouted >= 4 && shouted > 2 * plain;
  reading.lower_case = capitals + shouted == 0 && plain > 0;
}

}  // namespace laurel::detect
