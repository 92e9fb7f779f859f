#include "stats/ratings.h"

#include <gtest/gtest.h>

#include "stats/testing.h"

namespace laurel::stats {
namespace {

using testing::answers;

// Pair by pair, as the definitions say.
double naive_superiority(const Histogram& a, const Histogram& b) {
  double wins = 0;
  for (const int x : answers(a)) {
    for (const int y : answers(b)) wins += x > y ? 1 : x == y ? 0.5 : 0;
  }
  return wins / static_cast<double>(a.n() * b.n());
}

// Variance of the placements of each arm in the other, summed as Brunner and Munzel do.
double naive_superiority_se(const Histogram& a, const Histogram& b) {
  const auto part = [](const Histogram& mine, const Histogram& other) {
    Moments placements;
    for (const int x : answers(mine)) {
      double below = 0;
      for (const int y : answers(other)) below += y < x ? 1 : y == x ? 0.5 : 0;
      placements.add(below / static_cast<double>(other.n()));
    }
    return *placements.variance() / static_cast<double>(mine.n());
  };
  return std::sqrt(part(a, b) + part(b, a));
}

TEST(MannWhitney, AgreesWithEveryPairCompared) {
  base::Random random(21);
  for (int round = 0; round < 300; ++round) {
    const Histogram a = testing::small_histogram(random, 5, 1);
    const Histogram b = testing::small_histogram(random, 7, 0);
    if (a.n() == 0 || b.n() == 0) continue;
    const MannWhitneyResult result = mann_whitney(a, b);
    EXPECT_NEAR(*result.prob_superiority, naive_superiority(a, b), 1e-14);
    EXPECT_NEAR(*result.cliffs_delta, 2 * naive_superiority(a, b) - 1, 1e-14);
  }
}

TEST(BrunnerMunzel, AgreesWithPlacementsOneByOne) {
  base::Random random(22);
  for (int round = 0; round < 300; ++round) {
    const Histogram a = testing::small_histogram(random);
    const Histogram b = testing::small_histogram(random);
    if (a.n() < 2 || b.n() < 2) continue;
    EXPECT_NEAR(*brunner_munzel(a, b).se, naive_superiority_se(a, b), 1e-13);
  }
}

TEST(BrunnerMunzel, KeepsTheLogitIntervalInsideTheUnitInterval) {
  base::Random random(23);
  for (int round = 0; round < 500; ++round) {
    const Histogram a = testing::any_histogram(random);
    const Histogram b = testing::any_histogram(random);
    const SuperiorityResult result = brunner_munzel(a, b);
    if (!result.lo_logit.defined()) continue;
    EXPECT_LE(0, *result.lo_logit);
    EXPECT_LE(*result.lo_logit, *result.prob_superiority);
    EXPECT_LE(*result.prob_superiority, *result.hi_logit);
    EXPECT_LE(*result.hi_logit, 1);
  }
}

TEST(RankMethods, MirrorWhenTheArmsSwap) {
  base::Random random(24);
  for (int round = 0; round < 300; ++round) {
    const Histogram a = testing::any_histogram(random);
    const Histogram b = testing::any_histogram(random);
    const SuperiorityResult ab = brunner_munzel(a, b);
    const SuperiorityResult ba = brunner_munzel(b, a);
    ASSERT_EQ(ab.stat.defined(), ba.stat.defined());
    if (ab.stat.defined()) {
      EXPECT_NEAR(*ab.prob_superiority, 1 - *ba.prob_superiority, 1e-12);
      EXPECT_NEAR(*ab.lo_logit, 1 - *ba.hi_logit, 1e-9);
      EXPECT_NEAR(*ab.p, *ba.p, 1e-9);
    }
    const MannWhitneyResult left = mann_whitney(a, b);
    const MannWhitneyResult right = mann_whitney(b, a);
    if (left.z.defined()) {
      EXPECT_NEAR(*left.z, -*right.z, 1e-9 * std::abs(*left.z));
    }
  }
}

TEST(RankMethods, DoNotDependOnWhereTheScaleStarts) {
  const std::vector<std::int64_t> a{1, 0, 3, 4, 9}, b{2, 2, 5, 1, 3};
  EXPECT_EQ(*mann_whitney(Histogram(a, 1), Histogram(b, 1)).z,
            *mann_whitney(Histogram(a, -40), Histogram(b, -40)).z);
}

TEST(RankMethods, AreUndefinedWhenNothingCanBeRanked) {
  const Histogram none({0, 0, 0}), same({0, 7, 0}), some({1, 2, 3});
  EXPECT_FALSE(mann_whitney(none, some).u_a.defined());
  EXPECT_DOUBLE_EQ(*mann_whitney(same, same).prob_superiority, 0.5);
  EXPECT_FALSE(mann_whitney(same, same).z.defined());
  EXPECT_FALSE(brunner_munzel(same, same).p.defined());
  EXPECT_DOUBLE_EQ(*brunner_munzel(same, same).se, 0);
}

TEST(MannWhitney, StaysExactAtAThousandMillionPerScore) {
  const std::int64_t many = 1'000'000'000;
  const MannWhitneyResult result =
      mann_whitney(Histogram({many, many, many + 1}), Histogram({many, many, many}));
  // The one additional top answer beats 2e9 others and ties with the rest.
  EXPECT_DOUBLE_EQ(*result.cliffs_delta, 2 / (3 * (3.0 * many + 1)));
}

TEST(CliffsDelta, MatchesItsDominanceMatrix) {
  base::Random random(25);
  for (int round = 0; round < 100; ++round) {
    const Histogram a = testing::small_histogram(random);
    const Histogram b = testing::small_histogram(random);
    if (a.n() < 2 || b.n() < 2) continue;
    const std::vector<int> xs = answers(a), ys = answers(b);
    const double n_a = static_cast<double>(xs.size()), n_b = static_cast<double>(ys.size());
    const CliffResult result = cliffs_delta(a, b);
    const double d = *result.delta;
    if (std::abs(d) == 1) continue;
    double rows = 0, columns = 0, all = 0;
    const auto sign = [](int x, int y) { return (x > y) - (x < y); };
    for (const int x : xs) {
      double mean = 0;
      for (const int y : ys) {
        mean += sign(x, y) / n_b;
        all += (sign(x, y) - d) * (sign(x, y) - d);
      }
      rows += (mean - d) * (mean - d);
    }
    for (const int y : ys) {
      double mean = 0;
      for (const int x : xs) mean += sign(x, y) / n_a;
      columns += (mean - d) * (mean - d);
    }
    EXPECT_NEAR(
        *result.var_unbiased,
        (n_b * n_b * rows + n_a * n_a * columns - all) / (n_a * n_b * (n_a - 1) * (n_b - 1)),
        1e-12);
  }
}

TEST(CliffsDelta, GivesARoughIntervalWhenTheGroupsDoNotOverlap) {
  const CliffResult result = cliffs_delta(Histogram({0, 0, 8}), Histogram({9, 1, 0}));
  EXPECT_EQ(*result.delta, 1);
  EXPECT_EQ(*result.hi, 1);
  EXPECT_LT(*result.lo, 1);
  EXPECT_GT(*result.lo, 0.5);
}

TEST(Welch, MirrorsWhenTheArmsSwap) {
  base::Random random(26);
  for (int round = 0; round < 300; ++round) {
    const Histogram a = testing::any_histogram(random);
    const Histogram b = testing::any_histogram(random);
    const WelchResult ab = welch(a, b);
    const WelchResult ba = welch(b, a);
    if (!ab.p.defined()) continue;
    EXPECT_DOUBLE_EQ(*ab.diff, -*ba.diff);
    EXPECT_NEAR(*ab.p, *ba.p, 1e-12);
    EXPECT_NEAR(*ab.lo, -*ba.hi, 1e-9);
  }
}

TEST(Welch, RejectsArmWithOneUnit) {
  const WelchResult result = welch(Histogram({0, 1}), Histogram({2, 3}));
  EXPECT_TRUE(result.diff.defined());
  EXPECT_EQ(result.p.reason(), "an arm has fewer than two answers");
}

TEST(Welch, KeepsVerySmallTailsApartFromZero) {
  const WelchResult result = welch(Histogram({700, 300}), Histogram({300, 700}));
  EXPECT_GT(*result.p, 0);
  EXPECT_LT(*result.p, 1e-70);
}

}  // namespace
}  // namespace laurel::stats
