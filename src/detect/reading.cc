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

}  // namespace

void read_words(std::string_view text, const WordTable& table, const RosterIndex& roster,
                Reading& reading) {
  text::analyse(text, reading.document);
  const text::Document& document = reading.document;
  const auto count = static_cast<std::uint32_t>(document.tokens.size());
  reading.words.resize(count);
  reading.mentions.clear();
  reading.entities.clear();
  reading.near.forget();
  std::uint32_t capitals = 0;
  std::uint32_t shouted = 0;
  std::uint32_t plain = 0;
  std::uint16_t contrasts = 0;
  std::uint32_t clause = 0;
  std::uint32_t negator_at = kNoIndex;
  bool modal = false;
  std::uint32_t cues = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const text::Token& token = document.tokens[i];
    while (clause < document.clauses.size() && i >= document.clauses[clause].end) ++clause;
    if (i == document.clauses[clause].begin) {
      ++contrasts;
      negator_at = kNoIndex;
      modal = false;
    }
    const WordInfo& info = table.find(token.hash);
    cues |= info.cues;
    WordView& view = reading.words[i];
    view.info = &info;
    view.word = static_cast<std::uint32_t>(token.hash);
    view.mixed_word = view.word;
    view.mixed_cluster = info.cluster;
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
  reading.cues = cues;
  reading.shouting = shouted >= 4 && shouted > 2 * plain;
  reading.lower_case = capitals + shouted == 0 && plain > 0;
}

}  // namespace laurel::detect
