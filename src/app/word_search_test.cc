#include "app/word_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/random.h"

namespace laurel::app {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

model::Response saying(std::initializer_list<const char*> texts) {
  model::Response response;
  for (const char* text : texts) response.verbatims.push_back({{1}, text});
  return response;
}

bool finds(const char* query, std::initializer_list<const char*> texts) {
  return WordSearch(query).matches(saying(texts));
}

TEST(WordSearch, WantsEveryWordInAnyOrderAndForm) {
  EXPECT_TRUE(finds("late maria", {"MARIA stayed late."}));
  EXPECT_FALSE(finds("maria early", {"Maria stayed late."}));
  EXPECT_TRUE(finds("jose", {"José helped"}));
  EXPECT_TRUE(finds("JOSÉ", {"jose helped"}));
  EXPECT_FALSE(finds("stay", {"Maria stayed late."}));
  EXPECT_TRUE(finds("maria slow", {"It was slow.", "But Maria helped."}));
}

TEST(WordSearch, TakesPhrasesAndBeginnings) {
  EXPECT_TRUE(finds("\"stayed late\"", {"Maria stayed, late."}));
  EXPECT_FALSE(finds("\"late stayed\"", {"Maria stayed late."}));
  EXPECT_TRUE(finds("stay*", {"Maria stayed late."}));
  EXPECT_TRUE(finds("\"maria sta\"*", {"Maria stayed late."}));
  EXPECT_TRUE(finds("didn't", {"They didn’t care"}));
  EXPECT_FALSE(finds("didn't", {"Did not care, t"}));
  EXPECT_TRUE(finds("\"stayed late", {"Maria stayed late."}));
}

TEST(WordSearch, FindsNothingToLookForInSigns) {
  for (const char* query : {"", "  ", "\"", "\"\"", "*", "\" \"*", "--", "' OR 1=1", "(", "\xff"}) {
    const WordSearch search(query);
    EXPECT_EQ(search.empty(), std::string_view(query) != "' OR 1=1") << query;
  }
}

TEST(WordSearch, SaysWhereInCodePoints) {
  EXPECT_THAT(WordSearch("zoë late").find("é was Zoë, late"),
              ElementsAre(detect::Span{6, 9}, detect::Span{11, 15}));
  EXPECT_THAT(WordSearch("\"was zo\"*").find("é was Zoë"), ElementsAre(detect::Span{2, 9}));
  EXPECT_THAT(WordSearch("").find("words"), IsEmpty());
}

// Whatever is typed: no query fails, and what is found lies in the text.
TEST(WordSearch, TakesAnyBytes) {
  base::Random random(7);
  const std::string_view alphabet = "ab \"*'-é\xff\xc3";
  for (int i = 0; i < 20'000; ++i) {
    std::string query, text;
    for (std::uint64_t n = random.below(12); n > 0; --n)
      query += alphabet[random.below(alphabet.size())];
    for (std::uint64_t n = random.below(12); n > 0; --n)
      text += alphabet[random.below(alphabet.size())];
    const WordSearch search(query);
    model::Response response;
    response.verbatims.push_back({{1}, text});
    const bool found = search.matches(response);
    for (const detect::Span& span : search.find(text)) {
      EXPECT_LT(span.start, span.end);
      EXPECT_LE(span.end, text.size());
    }
    if (found && !search.empty()) {
      EXPECT_FALSE(search.find(text).empty());
    }
  }
}

}  // namespace
}  // namespace laurel::app
