#include "stats/predictability.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace laurel::stats {
namespace {

using Table = std::vector<std::vector<std::int64_t>>;

Table any_table(base::Random& random) {
  Table table(2 + random.below(4), std::vector<std::int64_t>(2 + random.below(2)));
  for (auto& row : table) {
    for (auto& cell : row) cell = static_cast<std::int64_t>(random.below(12));
  }
  return table;
}

TEST(MutualInformation, DoesNotDependOnNamesOfRowsAndColumns) {
  base::Random random(131);
  for (int round = 0; round < 200; ++round) {
    Table table = any_table(random);
    const MutualInformation before = mutual_information(table);
    random.shuffle(table);
    for (auto& row : table) std::swap(row[0], row[1]);
    const MutualInformation after = mutual_information(table);
    if (before.n == 0) continue;
    EXPECT_NEAR(*before.mi, *after.mi, 1e-12);
    EXPECT_NEAR(*before.emi, *after.emi, 1e-12);
    EXPECT_GE(*before.mi, 0);
    EXPECT_LE(*before.mi, *before.h_y + 1e-12);
  }
}

TEST(MutualInformation, ExpectsWhatShufflingGives) {
  // The mean over shuffles of the gestures against the contexts.
  const Table table = {{5, 2}, {3, 4}, {1, 5}};
  std::vector<std::size_t> gestures;
  for (const auto& row : table) {
    for (std::size_t c = 0; c < row.size(); ++c)
      gestures.insert(gestures.end(), static_cast<std::size_t>(row[c]), c);
  }
  base::Random random(132);
  double sum = 0, squares = 0;
  constexpr int kShuffles = 20000;
  for (int i = 0; i < kShuffles; ++i) {
    random.shuffle(gestures);
    Table shuffled = {{0, 0}, {0, 0}, {0, 0}};
    for (std::size_t k = 0; k < gestures.size(); ++k)
      ++shuffled[k < 7 ? 0 : k < 14 ? 1 : 2][gestures[k]];
    const double mi = *mutual_information(shuffled).mi;
    sum += mi;
    squares += mi * mi;
  }
  const double mean = sum / kShuffles;
  const double error = std::sqrt((squares / kShuffles - mean * mean) / kShuffles);
  EXPECT_NEAR(*mutual_information(table).emi, mean, 5 * error);
}

TEST(MutualInformation, UsesTheLimitForLargeTables) {
  const MutualInformation result = mutual_information({{60'000, 20'000}, {50'000, 9'000}});
  EXPECT_EQ(*result.emi, *result.emi_asymptotic);
  EXPECT_FALSE(mutual_information({}).mi.defined());
}

TEST(Tarone, RisesWhenContextsDiffer) {
  EXPECT_LT(*tarone({5, 5, 5, 5}, {10, 10, 10, 10}).z, 0);
  EXPECT_GT(*tarone({0, 10, 0, 10}, {10, 10, 10, 10}).z, 5);
  EXPECT_FALSE(tarone({}, {}).z.defined());
}

TEST(RunsTest, TellsAlternationFromStreaks) {
  std::vector<bool> alternating, streaks;
  for (int i = 0; i < 40; ++i) {
    alternating.push_back(i % 2 == 0);
    streaks.push_back(i < 20);
  }
  EXPECT_GT(*runs_test(alternating).z, 5);
  EXPECT_LT(*runs_test(streaks).z, -5);
  EXPECT_FALSE(runs_test(std::vector<bool>(9, true)).p.defined());
}

TEST(EntropyRate, IsZeroForARoutineAndFullForADraw) {
  EXPECT_EQ(*entropy_rate({{0, 30}, {29, 0}}).h_rate, 0);
  EXPECT_EQ(*entropy_rate({{0, 30}, {29, 0}}).regularity_mm, 1);
  EXPECT_NEAR(*entropy_rate({{500, 500}, {500, 500}}).h_rate, std::log(2), 1e-12);
  EXPECT_EQ(*entropy_rate({{500, 500}, {500, 500}}).regularity_mm, 0);
  EXPECT_FALSE(entropy_rate({}).h_rate.defined());
}

TEST(Auc, TurnsOverWhenScoresAreNegated) {
  const std::vector<ScoreLevel> levels = {{0.1, 30, 2}, {0.2, 20, 5}, {0.4, 10, 9}, {0.8, 5, 14}};
  auto negated = levels;
  for (ScoreLevel& level : negated) level.score = -level.score;
  EXPECT_NEAR(*auc(levels).auc + *auc(negated).auc, 1, 1e-14);
  EXPECT_NEAR(*auc(levels).lo, 1 - *auc(negated).hi, 1e-12);
  EXPECT_FALSE(auc({{0.1, 5, 0}}).auc.defined());
}

}  // namespace
}  // namespace laurel::stats
