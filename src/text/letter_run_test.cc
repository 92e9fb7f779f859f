// Reading many letters at a time against reading them one by one.
#include "text/letter_run.h"

#include <gtest/gtest.h>

#include <string>

#include "base/random.h"
#include "text/stages.h"

namespace laurel::text {
namespace {

// Mostly letters and what stands between words, with everything else a byte can be.
std::string random_text(base::Random& random) {
  static const std::vector<std::string> pieces = {" ",
                                                  ". ",
                                                  ", ",
                                                  "'",
                                                  "'s ",
                                                  "-",
                                                  "/",
                                                  "!",
                                                  "\n",
                                                  "3",
                                                  "@a",
                                                  "#b",
                                                  "Dr",
                                                  "I ",
                                                  "www.",
                                                  "http://x",
                                                  "\xC3\xA9",
                                                  "\xE2\x80\x99",
                                                  "\xF0\x9F\x98\x8A",
                                                  "\xE2\x80\xA6"};
  std::string text;
  const auto length = random.below(40);
  while (text.size() < length) {
    switch (random.below(8)) {
      case 0:
        text += static_cast<char>(random.below(256));
        break;
      case 1:
      case 2:
        text += random.pick(pieces);
        break;
      case 3:
        text += static_cast<char>('A' + random.below(26));
        break;
      default:
        for (auto n = random.below(20); n > 0; --n)
          text += static_cast<char>('a' + random.below(26));
    }
  }
  return text;
}

TEST(LetterRun, IsTheSameManyAtATime) {
  base::Random random(1);
  for (int i = 0; i < 20000; ++i) {
    const std::string text = random_text(random);
    const std::size_t at = random.below(text.size() + 1);
    const LetterRun fast = letter_run(text, at);
    const LetterRun plain = letter_run_plain(text, at);
    ASSERT_EQ(fast.length, plain.length) << text;
    ASSERT_EQ(fast.capitals, plain.capitals) << text;
    for (std::uint32_t j = 0; j < fast.length; ++j) ASSERT_EQ(fast.folded[j], plain.folded[j]);
  }
}

TEST(Tokens, AreTheSameWholeWordsAtATime) {
  base::Random random(2);
  Document fast;
  Document plain;
  for (int i = 0; i < 20000; ++i) {
    const std::string text = random_text(random);
    fast.source = plain.source = text;
    find_tokens(fast, Scan::kFast);
    find_tokens(plain, Scan::kPlain);
    ASSERT_EQ(fast.tokens.size(), plain.tokens.size()) << text;
    for (std::size_t t = 0; t < fast.tokens.size(); ++t) {
      const Token& a = fast.tokens[t];
      const Token& b = plain.tokens[t];
      ASSERT_EQ(a.hash, b.hash) << text;
      ASSERT_EQ(a.begin, b.begin) << text;
      ASSERT_EQ(a.end, b.end) << text;
      ASSERT_EQ(a.code_begin, b.code_begin) << text;
      ASSERT_EQ(a.code_end, b.code_end) << text;
      ASSERT_EQ(a.kind, b.kind) << text;
      ASSERT_EQ(a.flags, b.flags) << text;
      ASSERT_EQ(a.first, b.first) << text;
    }
    ASSERT_EQ(fast.code_points, plain.code_points) << text;
    ASSERT_EQ(fast.letters, plain.letters) << text;
    ASSERT_EQ(fast.non_latin_letters, plain.non_latin_letters) << text;
  }
}

}  // namespace
}  // namespace laurel::text
