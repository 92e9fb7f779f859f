// From tokens to sentences and clauses.
#include <algorithm>
#include <array>

#include "text/fold.h"
#include "text/stages.h"

namespace laurel::text {

namespace {

// A few words by their hashes. Nearly every other word is told apart by one bit.
template <std::size_t n>
class WordSet {
 public:
  explicit constexpr WordSet(const std::uint64_t (&hashes)[n]) {
    for (std::size_t i = 0; i < n; ++i) {
      hashes_[i] = hashes[i];
      filter_[hashes[i] >> 6 & 3] |= std::uint64_t{1} << (hashes[i] & 63);
    }
  }
  constexpr bool may_contain(std::uint64_t hash) const {
    return (filter_[hash >> 6 & 3] >> (hash & 63) & 1) != 0;
  }
  constexpr bool contains(std::uint64_t hash) const {
    return may_contain(hash) && std::ranges::find(hashes_, hash) != hashes_.end();
  }

 private:
  std::array<std::uint64_t, n> hashes_{};
  std::array<std::uint64_t, 4> filter_{};
};

constexpr WordSet kTitles({hash_folded("mr"), hash_folded("mrs"), hash_folded("ms"),
                           hash_folded("dr"), hash_folded("prof"), hash_folded("st"),
                           hash_folded("sr"), hash_folded("jr"), hash_folded("capt"),
                           hash_folded("rev"), hash_folded("sgt"), hash_folded("lt"),
                           hash_folded("vs"), hash_folded("approx")});

bool opens_group(char c) { return c == '"' || c == '(' || c == '[' || c == '\'' || c == '*'; }

// Whether a sentence ends after the token at `i`, which is followed by another one.
bool ends_sentence(const std::vector<Token>& tokens, std::size_t i) {
  const Token& token = tokens[i];
  const Token& next = tokens[i + 1];
  if (next.has(kNewlineBefore)) return true;
  if (token.kind == TokenKind::kEmoji)  // a run of emoji closes a sentence
    return next.kind != TokenKind::kEmoji && next.has(kCapital);
  if (token.kind != TokenKind::kPunctuation) return false;
  const char c = token.first;
  if (c == '"' || c == ')' || c == '\'') {  // belongs to the stop before it
    if (i == 0 || token.has(kSpaceBefore) || !next.has(kSpaceBefore)) return false;
    const Token& before = tokens[i - 1];
    return before.kind == TokenKind::kPunctuation &&
           (before.first == '.' || before.first == '!' || before.first == '?') &&
           before.end == token.begin;
  }
  if (c == '*') return false;
  if (c != '.' && c != '!' && c != '?') return false;
  if (next.kind == TokenKind::kPunctuation && !next.has(kSpaceBefore)) return false;
  if (!next.has(kSpaceBefore)) {
    // "service.The staff": a forgotten space, not a name like Booking.com
    return next.is_word() && next.has(kCapital) && i > 0 &&
           tokens[i - 1].end - tokens[i - 1].begin >= 2 && !tokens[i - 1].has(kAllCapitals);
  }
  if (c == '.' && token.end - token.begin == 1 && i > 0 && tokens[i - 1].end == token.begin) {
    const Token& before = tokens[i - 1];
    const bool initial = before.code_end - before.code_begin == 1 && before.has(kCapital) &&
                         next.has(kCapital) && before.first != 'i';
    if (initial || kTitles.contains(before.hash)) return false;
  }
  return true;
}

constexpr WordSet kContrast({hash_folded("but"), hash_folded("although"), hash_folded("though"),
                             hash_folded("however"), hash_folded("unfortunately"),
                             hash_folded("whereas"), hash_folded("except"), hash_folded("despite"),
                             hash_folded("yet"), hash_folded("while"), hash_folded("nevertheless"),
                             hash_folded("otherwise")});
constexpr WordSet kJoinsAfterComma({hash_folded("and"), hash_folded("so"), hash_folded("or"),
                                    hash_folded("because"), hash_folded("i"), hash_folded("he"),
                                    hash_folded("she"), hash_folded("we"), hash_folded("they"),
                                    hash_folded("the"), hash_folded("our"), hash_folded("my"),
                                    hash_folded("it"), hash_folded("this"), hash_folded("there"),
                                    hash_folded("which")});

bool starts_clause(const std::vector<Token>& tokens, std::size_t i, std::size_t sentence_begin) {
  if (i == sentence_begin) return false;
  const Token& token = tokens[i];
  const Token& before = tokens[i - 1];
  if (before.kind == TokenKind::kPunctuation) {
    const char c = before.first;
    if (c == ';' || c == ':') return true;
    if (c == '-' && (before.has(kSpaceBefore) || before.end - before.begin > 1)) return true;
    if (c == '.' || c == '!' || c == '?') return true;
    if (c == ',' && token.is_word() && kJoinsAfterComma.contains(token.hash)) return true;
  }
  return token.is_word() && kContrast.contains(token.hash);
}

}  // namespace

void find_sentences(Document& document) {
  document.sentences.clear();
  document.clauses.clear();
  const auto& tokens = document.tokens;
  const auto count = static_cast<std::uint32_t>(tokens.size());
  std::uint32_t sentence_begin = 0;
  std::uint32_t clause_begin = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    // Mostly a word between words: nothing ends, unless it turns what is said.
    const Token& token = tokens[i];
    if (i > clause_begin && i + 1 < count && token.is_word() && tokens[i - 1].is_word() &&
        !tokens[i + 1].has(kNewlineBefore) && !kContrast.may_contain(token.hash))
      continue;
    const auto sentence = static_cast<std::uint32_t>(document.sentences.size());
    if (i > clause_begin && starts_clause(tokens, i, sentence_begin)) {
      document.clauses.push_back({clause_begin, i, sentence});
      clause_begin = i;
    }
    if (i + 1 == count ||
        (ends_sentence(tokens, i) && (i > sentence_begin || !opens_group(tokens[i].first)))) {
      document.clauses.push_back({clause_begin, i + 1, sentence});
      document.sentences.push_back({sentence_begin, i + 1});
      sentence_begin = clause_begin = i + 1;
    }
  }
}

}  // namespace laurel::text
