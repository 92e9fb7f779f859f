#include "app/model_comparison.h"

#include <gmock/gmock.h>

#include <vector>

namespace laurel::app {
namespace {

using ::testing::HasSubstr;
using Finding = ModelComparison::Finding;

// `n` texts of which the two models say so much.
std::vector<JudgedText> texts(std::size_t n, bool praised, double before, double after) {
  return std::vector<JudgedText>(n, {praised, before, after, before >= 0.4, after >= 0.4});
}
std::vector<JudgedText> together(std::vector<JudgedText> a, const std::vector<JudgedText>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

TEST(ModelComparison, FindsTheBetterOne) {
  const ModelComparison c =
      compare_models(together(texts(30, true, 0.3, 0.6), texts(30, false, 0.3, 0.25)));
  EXPECT_EQ(c.finding, Finding::kBetter);
  EXPECT_EQ(c.right_before.yes, 30);
  EXPECT_EQ(c.right_after.yes, 60);
  EXPECT_EQ(c.gained, 30);
  EXPECT_EQ(c.lost, 0);
  EXPECT_EQ(c.praised, 30);
  EXPECT_NEAR(c.brier_before, (0.49 + 0.09) / 2, 1e-12);
  EXPECT_NEAR(*c.gain, (0.49 + 0.09 - 0.16 - 0.0625) / 2, 1e-12);
  EXPECT_GT(*c.interval.lo, 0);
  EXPECT_THAT(comparison_words(c), HasSubstr("better on them, by more than chance would make"));
}

TEST(ModelComparison, RefusesTheWorseOne) {
  const ModelComparison clearly = compare_models(texts(40, true, 0.8, 0.5));
  EXPECT_EQ(clearly.finding, Finding::kWorse);
  EXPECT_THAT(comparison_words(
                  compare_models(together(texts(40, true, 0.8, 0.5), texts(1, true, 0.5, 0.6)))),
              HasSubstr("worse on them, by more than chance"));
  // Nearer on the whole, but fewer judged rightly.
  const ModelComparison fewer =
      compare_models(together(texts(40, false, 0.39, 0.1), texts(1, false, 0.39, 0.41)));
  EXPECT_GT(*fewer.interval.lo, 0);
  EXPECT_EQ(fewer.lost, 1);
  EXPECT_EQ(fewer.finding, Finding::kWorse);
}

TEST(ModelComparison, SaysHowManyTextsItTakes) {
  const ModelComparison c =
      compare_models(together(texts(14, true, 0.4, 0.6), texts(12, true, 0.6, 0.4)));
  EXPECT_EQ(c.finding, Finding::kTooFew);
  ASSERT_TRUE(c.needed.has_value());
  EXPECT_GT(*c.needed, 100);
  EXPECT_THAT(comparison_words(c), HasSubstr("may be chance"));
  // The number is right: so many of the same kind do show it, most of the time; far fewer don't.
  const auto factor = static_cast<std::size_t>(*c.needed) / 26 + 1;
  EXPECT_EQ(compare_models(
                together(texts(14 * factor, true, 0.4, 0.6), texts(12 * factor, true, 0.6, 0.4)))
                .finding,
            Finding::kBetter);
  EXPECT_EQ(compare_models(together(texts(14 * factor / 4, true, 0.4, 0.6),
                                    texts(12 * factor / 4, true, 0.6, 0.4)))
                .finding,
            Finding::kTooFew);
}

TEST(ModelComparison, NeedsAtLeastTwentyTexts) {
  const ModelComparison few =
      compare_models(together(texts(10, true, 0.3, 0.6), texts(9, false, 0.3, 0.2)));
  EXPECT_EQ(few.finding, Finding::kTooFew);
  EXPECT_EQ(few.needed, kLeastToCompare);
  const ModelComparison one = compare_models(texts(1, true, 0.3, 0.6));
  EXPECT_EQ(one.finding, Finding::kTooFew);
  EXPECT_FALSE(one.interval.defined());
  const ModelComparison none = compare_models({});
  EXPECT_EQ(none.finding, Finding::kTooFew);
  EXPECT_THAT(comparison_words(none), HasSubstr("no decided texts to measure on"));
}

TEST(ModelComparison, SeesWhenNothingDiffers) {
  const ModelComparison same = compare_models(texts(40, true, 0.7, 0.7));
  EXPECT_EQ(same.finding, Finding::kNoDifference);
  EXPECT_THAT(comparison_words(same), HasSubstr("alike"));
}

}  // namespace
}  // namespace laurel::app
