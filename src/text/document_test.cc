#include "text/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/brkiter.h>
#include <unicode/unistr.h>

#include <memory>
#include <set>

#include "base/random.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace laurel::text {
namespace {

using testing::ElementsAre;

std::vector<std::string> words_of(std::string_view text) {
  Document document;
  analyse(text, document);
  std::vector<std::string> words;
  for (const Token& token : document.tokens) words.emplace_back(document.words(token));
  return words;
}

std::vector<std::string> sentences_of(std::string_view text) {
  Document document;
  analyse(text, document);
  std::vector<std::string> out;
  for (const Sentence& s : document.sentences) out.emplace_back(document.words(s.begin, s.end));
  return out;
}

TEST(Tokens, KeepContractionsAndSplitPossessives) {
  EXPECT_THAT(words_of("Maria's team didn't wait"),
              ElementsAre("Maria", "'s", "team", "didn't", "wait"));
  EXPECT_THAT(words_of("O\xE2\x80\x99"
                       "Brien\xE2\x80\x99s"),
              ElementsAre("O\xE2\x80\x99"
                          "Brien",
                          "\xE2\x80\x99s"));
}

TEST(Tokens, JoinHyphenatedWords) {
  Document document;
  analyse("check-in staff", document);
  ASSERT_EQ(document.tokens.size(), 3U);
  EXPECT_TRUE(document.tokens[1].has(kJoined));
  EXPECT_EQ(document.words(document.tokens[1]), "in");
}

TEST(Tokens, KnowHandlesTagsLinksAndSmiles) {
  Document document;
  analyse("@united #thanks :-) \xF0\x9F\x98\x8A https://t.co/x 1,200.50 !!!", document);
  std::vector<TokenKind> kinds;
  for (const Token& token : document.tokens) kinds.push_back(token.kind);
  EXPECT_THAT(kinds, ElementsAre(TokenKind::kHandle, TokenKind::kHashtag, TokenKind::kEmoji,
                                 TokenKind::kEmoji, TokenKind::kLink, TokenKind::kNumber,
                                 TokenKind::kPunctuation));
  EXPECT_EQ(document.tokens[1].hash, hash_folded("thanks"));
}

TEST(Tokens, FoldComposedAndDecomposedAlike) {
  Document composed, decomposed;
  analyse("Jos\xC3\xA9", composed);
  analyse("JOSE\xCC\x81", decomposed);
  ASSERT_EQ(composed.tokens.size(), 1U);
  ASSERT_EQ(decomposed.tokens.size(), 1U);
  EXPECT_EQ(composed.tokens[0].hash, decomposed.tokens[0].hash);
  EXPECT_EQ(composed.tokens[0].hash, hash_folded("jose"));
  EXPECT_EQ(composed.code_points, 4U);
  EXPECT_EQ(decomposed.code_points, 5U);
}

TEST(Sentences, EndWhereCustomersEndThem) {
  EXPECT_THAT(sentences_of("Dr. Ramos was kind.He listened! We paid 3.50. ok"),
              ElementsAre("Dr. Ramos was kind.", "He listened!", "We paid 3.50.", "ok"));
  EXPECT_THAT(sentences_of("Thank you Maria L. for everything"),
              ElementsAre("Thank you Maria L.", "for everything"));
  EXPECT_THAT(sentences_of("Mr. J. Smith helped"), ElementsAre("Mr. J. Smith helped"));
}

TEST(Clauses, SplitAtContrast) {
  Document document;
  analyse("Checkout was slow but Maria stayed, and she smiled", document);
  ASSERT_EQ(document.clauses.size(), 3U);
  EXPECT_EQ(document.words(document.clauses[1].begin, document.clauses[1].end),
            "but Maria stayed,");
}

// Any bytes: tokens are in order, inside the text, and their offsets in code points are right.
TEST(Document, CoversAnyBytes) {
  base::Random random(7);
  const std::vector<std::string> pieces = {"Maria",
                                           " ",
                                           ".",
                                           "\xFF",
                                           "\xE2\x80",
                                           "\xC3\xA9",
                                           "\n",
                                           "'",
                                           std::string(1, '\0'),
                                           "\xF0\x9F\x98\x8A",
                                           "@x",
                                           "-in",
                                           "but",
                                           ",",
                                           "\xE2\x80\x99s",
                                           "\xE4\xBD\xA0",
                                           ":)",
                                           "#"};
  Document document;
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (std::uint64_t i = random.below(20); i > 0; --i) text += random.pick(pieces);
    analyse(text, document);
    std::uint32_t last = 0;
    for (const Token& token : document.tokens) {
      ASSERT_LE(last, token.begin);
      ASSERT_LT(token.begin, token.end);
      ASSERT_LE(token.end, text.size());
      ASSERT_EQ(token.code_begin, count_code_points(std::string_view(text).substr(0, token.begin)));
      ASSERT_EQ(token.code_end, count_code_points(std::string_view(text).substr(0, token.end)));
      last = token.end;
    }
    ASSERT_EQ(document.code_points, count_code_points(text));
    std::uint32_t next = 0;
    for (const Clause& clause : document.clauses) {
      ASSERT_EQ(clause.begin, next);
      ASSERT_LT(clause.begin, clause.end);
      next = clause.end;
    }
    ASSERT_EQ(next, document.tokens.size());
  }
}

// ---- Against ICU ----

constexpr const char* kRealistic =
    "We arrived late on Friday. The receptionist, Anna Kowalska, waited for us and didn't complain "
    "once! Her colleague Jos\xC3\xA9 carried 3 suitcases up the stairs. Isn't that great? "
    "Breakfast "
    "cost 12.50 and was cold. \"No problem,\" said the waiter. He brought a new one. I've stayed "
    "in "
    "many hotels; this team is the best. Thanks to everybody who helped. Our driver (Tom) was on "
    "time. The invoice from 3 March wasn't right. Support fixed it within an hour.";

std::set<std::pair<int, int>> icu_pieces(const icu::UnicodeString& text, bool words) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> iterator(
      words ? icu::BreakIterator::createWordInstance(icu::Locale::getEnglish(), status)
            : icu::BreakIterator::createSentenceInstance(icu::Locale::getEnglish(), status));
  iterator->setText(text);
  std::set<std::pair<int, int>> pieces;
  for (int from = iterator->first(), to = iterator->next(); to != icu::BreakIterator::DONE;
       from = to, to = iterator->next()) {
    if (words && iterator->getRuleStatus() == UBRK_WORD_NONE) continue;
    pieces.insert({from, to});
  }
  return pieces;
}

TEST(Document, AgreesWithIcuOnWordsOfOrdinaryText) {
  const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(kRealistic);
  Document document;
  analyse(kRealistic, document);
  std::set<std::pair<int, int>>
      ours;  // the text is in the basic plane: code points are UTF-16 units
  for (const Token& token : document.tokens)
    if (token.is_word() || token.kind == TokenKind::kNumber)
      ours.insert({static_cast<int>(token.code_begin), static_cast<int>(token.code_end)});
  EXPECT_EQ(ours, icu_pieces(wide, true));
}

TEST(Document, AgreesWithIcuOnSentencesOfOrdinaryText) {
  const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(kRealistic);
  Document document;
  analyse(kRealistic, document);
  std::set<int> ours, reference;
  for (const Sentence& s : document.sentences)
    ours.insert(static_cast<int>(document.tokens[s.begin].code_begin));
  for (const auto& [from, to] : icu_pieces(wide, false)) reference.insert(from);
  EXPECT_EQ(ours, reference);
}

TEST(Utf8, CountsEveryBadByteOnce) {
  EXPECT_EQ(count_code_points("\xFF\xFE"), 2U);
  EXPECT_EQ(count_code_points("\xE2\x82"), 2U);      // cut short
  EXPECT_EQ(count_code_points("\xC0\x80"), 2U);      // overlong
  EXPECT_EQ(count_code_points("\xED\xA0\x80"), 3U);  // surrogate
  EXPECT_EQ(count_code_points("\xE2\x82\xAC"), 1U);
}

}  // namespace
}  // namespace laurel::text
