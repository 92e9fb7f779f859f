// Document: a text cut into tokens, sentences and clauses, with offsets into the original both in
// bytes and in code points. Made in one pass over the bytes; a Document is meant to be reused, so
// that analysing allocates nothing once its buffers have grown. Word and sentence boundaries follow
// Unicode UAX #29 in spirit (a test compares with ICU) with the liberties that informal customer
// text needs: a sentence may start in lower case or without a space after the full stop.
// A Document is not thread-safe; analyse() is, on different Documents.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace laurel::text {

enum class TokenKind : std::uint8_t {
  kWord,         // letters with inner apostrophes: Maria, didn't, o'brien
  kClitic,       // the 's of Maria's or it's
  kNumber,       // 3, 1,200, 9.30, 1st
  kHandle,       // @united
  kHashtag,      // #thanks
  kLink,         // web and mail addresses
  kEmoji,        // pictographs with their modifiers, and :-)
  kPunctuation,  // one mark, or a run of the same: ..., !!!
  kOther,        // symbols, bad bytes
};

// Bits of Token::flags.
enum TokenFlag : std::uint8_t {
  kCapital = 1,         // first letter is upper case
  kAllCapitals = 2,     // two or more letters, all upper case
  kJoined = 4,          // hyphenated or slashed to the token before: check-in
  kSpaceBefore = 8,     // white space before it, or it opens the text
  kNewlineBefore = 16,  // a line break before it
  kNotAscii = 32,
};

struct Token {
  std::uint64_t hash;                  // of the folded form; of the name without mark for @ and #
  std::uint32_t begin, end;            // bytes
  std::uint32_t code_begin, code_end;  // code points
  TokenKind kind;
  std::uint8_t flags;
  char first;  // first byte, lower-cased when ASCII: tells punctuation apart

  bool has(TokenFlag flag) const { return (flags & flag) != 0; }
  bool is_word() const { return kind == TokenKind::kWord; }
};

// Half-open ranges of token indices. Every token is in exactly one sentence and one clause.
struct Sentence {
  std::uint32_t begin, end;
};
struct Clause {
  std::uint32_t begin, end;
  std::uint32_t sentence;
};

struct Document {
  std::string_view source;  // the analysed bytes; owned by the caller
  std::vector<Token> tokens;
  std::vector<Sentence> sentences;
  std::vector<Clause> clauses;
  std::uint32_t code_points = 0;
  std::uint32_t letters = 0;  // letters of any script
  std::uint32_t non_latin_letters = 0;

  std::string_view words(std::uint32_t begin_token, std::uint32_t end_token) const {
    const std::uint32_t from = tokens[begin_token].begin;
    return source.substr(from, tokens[end_token - 1].end - from);
  }
  std::string_view words(const Token& token) const {
    return source.substr(token.begin, token.end - token.begin);
  }
  std::string scratch;  // for folding; content has no meaning
};

// REQUIRES: `source` outlives the use of `document`, and is shorter than 4 GiB.
void analyse(std::string_view source, Document& document);

}  // namespace laurel::text
