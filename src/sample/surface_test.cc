#include "sample/surface.h"

#include <gtest/gtest.h>

namespace laurel::sample {
namespace {

std::string dressed(std::string_view text, Look look, std::uint64_t seed = 1) {
  base::Random random(seed);
  std::string out;
  dress(text, look, random, out);
  return out;
}

TEST(Dress, BeginsSentencesWithCapitals) {
  EXPECT_EQ(dressed("it broke. nobody came! \"so what?\" they said", Look::kTidy),
            "It broke. Nobody came! \"So what?\" They said");
}

TEST(Dress, ShoutsLatinLetters) { EXPECT_EQ(dressed("Søren é 3", Look::kShouting), "SØREN É 3"); }

TEST(Dress, MumblesWithoutPunctuation) {
  EXPECT_EQ(dressed("I can't. It's 3.5, ok", Look::kLower), "i cant its 3.5 ok");
}

TEST(Dress, NeverMisspellsAMention) {
  const std::string text =
      "yesterday afternoon \x03"
      "Christopher\x02 repaired everything quickly";
  bool slipped = false;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const std::string out = dressed(text, Look::kSlips, seed);
    EXPECT_NE(out.find("\x03"
                       "Christopher\x02"),
              std::string::npos)
        << out;
    slipped = slipped || (out.find("everything") == std::string::npos);
  }
  EXPECT_TRUE(slipped);
}

TEST(StripMarks, CountsCodePoints) {
  std::string text = "é";  // what stands before doesn't count
  std::vector<MarkedSpan> spans;
  strip_marks(
      "Åh \x03"
      "Søren\x02 & \x04"
      "Bo\x02",
      text, spans);
  EXPECT_EQ(text, "éÅh Søren & Bo");
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_EQ(spans[0].mention, 0);
  EXPECT_EQ(spans[0].start, 3U);
  EXPECT_EQ(spans[0].end, 8U);
  EXPECT_EQ(spans[0].first_byte, 4U);
  EXPECT_EQ(spans[0].bytes, 6U);
  EXPECT_EQ(spans[1].mention, 1);
  EXPECT_EQ(spans[1].start, 11U);
}

}  // namespace
}  // namespace laurel::sample
