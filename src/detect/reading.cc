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
  std::uint32_t cues = 0;
  const bool listed = !roster.empty();
  LanguageSigns signs;
  for (std::uint32_t c = 0; c < document.clauses.size(); ++c) {
    const text::Clause& clause = document.clauses[c];
    std::uint32_t negated_until = clause.begin;
    bool modal = false;
    ++contrasts;
    for (std::uint32_t i = clause.begin; i < clause.end; ++i) {
      const text::Token& token = document.tokens[i];
      const WordInfo& info = table.find(token.hash);
      const bool is_word = token.is_word();
      cues |= info.cues;
      WordView& view = reading.words[i];
      view.info = &info;
      view.word = static_cast<std::uint32_t>(token.hash);
      view.mixed_word = view.word;
      view.mixed_cluster = info.cluster;
      view.sentence = clause.sentence;
      view.clause = c;
      view.roster = is_word && listed ? roster.find(token.hash) : RosterIndex::kAbsent;
      view.mention = kNoIndex;
      view.contrasts = contrasts;
      view.mentions = 0;
      view.sense = is_word ? info.sense : sense_of(token, info);
      view.negated = i < negated_until;
      view.modal = modal;
      if (info.is(kNegator)) negated_until = i + 5;
      modal = modal || info.is(kModal);
      if (is_word) {
        const bool all_capitals = token.has(text::kAllCapitals);
        const bool capital = token.has(text::kCapital);
        shouted += all_capitals;
        capitals += capital && !all_capitals;
        plain += !capital && !all_capitals;
        signs.add(token, info);
      }
    }
  }
  reading.signs = signs;
  reading.cues = cues;
  reading.shouting = shouted >= 4 && shouted > 2 * plain;
  reading.lower_case = capitals + shouted == 0 && plain > 0;
}

}  // namespace laurel::detect
