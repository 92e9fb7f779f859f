#include "stats/stratified.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "stats/testing.h"

namespace laurel::stats {
namespace {

std::vector<NpsStratum> any_nps_strata(base::Random& random, std::size_t n = 6) {
  std::vector<NpsStratum> strata;
  for (std::size_t k = 0; k < n; ++k)
    strata.push_back({"m" + std::to_string(k), testing::any_nps(random), testing::any_nps(random)});
  return strata;
}

std::vector<RatingStratum> any_rating_strata(base::Random& random) {
  std::vector<RatingStratum> strata;
  for (int k = 0; k < 5; ++k) {
    strata.push_back({"m" + std::to_string(k), testing::any_histogram(random, 5, 1),
                      testing::any_histogram(random, 5, 1)});
  }
  return strata;
}

constexpr StratumWeights kAllWeights[] = {StratumWeights::kOverlap, StratumWeights::kAtt,
                                          StratumWeights::kAte};

TEST(NpsStratifiedDifference, HoldsTheEstimateAndMirrorsWhenTheArmsSwap) {
  base::Random random(41);
  for (int round = 0; round < 300; ++round) {
    const auto strata = any_nps_strata(random);
    auto swapped = strata;
    for (NpsStratum& stratum : swapped) std::swap(stratum.a, stratum.b);
    for (const auto weights : {StratumWeights::kOverlap, StratumWeights::kAte}) {
      const auto straight = nps_stratified_difference(strata, weights);
      const auto turned = nps_stratified_difference(swapped, weights);
      if (!straight.diff.defined()) continue;
      EXPECT_LE(*straight.lo, *straight.diff);
      EXPECT_GE(*straight.hi, *straight.diff);
      EXPECT_NEAR(*straight.diff, -*turned.diff, 1e-12);
      EXPECT_NEAR(*straight.lo, -*turned.hi, 1e-9);
    }
  }
}

TEST(NpsStratifiedDifference, DoesNotDependOnOrderOrNames) {
  base::Random random(42);
  for (int round = 0; round < 100; ++round) {
    auto strata = any_nps_strata(random);
    const auto before = nps_stratified_difference(strata);
    random.shuffle(strata);
    for (NpsStratum& stratum : strata) stratum.name = "x";
    const auto after = nps_stratified_difference(strata);
    ASSERT_EQ(before.lo.defined(), after.lo.defined());
    if (!before.lo.defined()) continue;
    EXPECT_NEAR(*before.diff, *after.diff, 1e-12);
    EXPECT_NEAR(*before.lo, *after.lo, 1e-9);
    EXPECT_EQ(before.dropped.size(), after.dropped.size());
  }
}

TEST(NpsStratifiedDifference, NamesTheStrataItDropsAndRenormalises) {
  const std::vector<NpsStratum> strata = {
      {"north", {1, 2, 3}, {4, 5, 6}}, {"south", {}, {4, 5, 6}}, {"west", {2, 2, 2}, {1, 1, 4}}};
  for (const auto weights : kAllWeights) {
    const auto result = nps_stratified_difference(strata, weights);
    EXPECT_EQ(result.dropped, std::vector<std::string>{"south"});
    EXPECT_EQ(result.kept, (std::vector<std::string>{"north", "west"}));
    EXPECT_NEAR(std::accumulate(result.weights.begin(), result.weights.end(), 0.0), 1, 1e-15);
  }
  EXPECT_FALSE(nps_stratified_difference({{"south", {}, {4, 5, 6}}}).diff.defined());
  EXPECT_FALSE(nps_stratified_difference({}).lo.defined());
}

TEST(NpsStratifiedDifference, EqualsTheRawDifferenceInOneStratum) {
  const NpsCounts a{3, 4, 9}, b{10, 9, 8};
  const auto result = nps_stratified_difference({{"all", a, b}});
  EXPECT_NEAR(*result.diff, *a.nps() - *b.nps(), 1e-15);
  // The inflation n/(n-1) makes it a little wider than the plain interval.
  EXPECT_LT(*result.lo, *nps_difference(a, b).lo);
}

TEST(StratifiedTests, DoNotDependOnOrderAndMirror) {
  base::Random random(43);
  for (int round = 0; round < 200; ++round) {
    auto strata = any_rating_strata(random);
    for (const auto method : {van_elteren, mantel_mean_score}) {
      const StratifiedTest before = method(strata);
      auto changed = strata;
      random.shuffle(changed);
      const StratifiedTest after = method(changed);
      for (RatingStratum& stratum : changed) std::swap(stratum.a, stratum.b);
      const StratifiedTest turned = method(changed);
      if (!before.z.defined()) continue;
      EXPECT_NEAR(*before.z, *after.z, 1e-9 * (1 + std::abs(*before.z)));
      EXPECT_NEAR(*before.z, -*turned.z, 1e-9 * (1 + std::abs(*before.z)));
    }
  }
}

TEST(VanElteren, IsTheWilcoxonTestInOneStratum) {
  base::Random random(44);
  for (int round = 0; round < 50; ++round) {
    const Histogram a = testing::small_histogram(random);
    const Histogram b = testing::small_histogram(random);
    const StratifiedTest one = van_elteren({{"all", a, b}});
    if (one.z.defined()) {
      EXPECT_NEAR(*one.z, *mann_whitney(a, b).z, 1e-10);
    }
  }
}

TEST(Cmh, TurnsOverWhenTheArmsSwapAndIgnoresOrder) {
  base::Random random(45);
  for (int round = 0; round < 200; ++round) {
    std::vector<TwoByTwo> tables, swapped;
    for (int k = 0; k < 4; ++k) {
      const TwoByTwo t{testing::any_count(random), testing::any_count(random),
                       testing::any_count(random), testing::any_count(random)};
      tables.push_back(t);
      swapped.push_back({t.b_yes, t.b_no, t.a_yes, t.a_no});
    }
    std::reverse(swapped.begin(), swapped.end());
    const CmhResult ab = cmh(tables);
    const CmhResult ba = cmh(swapped);
    if (ab.cmh_p.defined()) {
      EXPECT_NEAR(*ab.cmh_p, *ba.cmh_p, 1e-9);
    }
    if (ab.or_lo.defined()) {
      EXPECT_NEAR(*ab.or_mh * *ba.or_mh, 1, 1e-9);
    }
    if (ab.rd_lo.defined()) {
      EXPECT_NEAR(*ab.rd_lo, -*ba.rd_hi, 1e-9);
    }
    if (ab.tarone.defined()) {
      EXPECT_GE(*ab.breslow_day + 1e-9, *ab.tarone);
    }
  }
}

TEST(Cmh, SaysWhenNothingCanBeCompared) {
  EXPECT_FALSE(cmh({}).cmh_p.defined());
  EXPECT_FALSE(cmh({{3, 4, 0, 0}}).or_mh.defined());
  EXPECT_TRUE(std::isinf(*cmh({{3, 4, 0, 9}}).or_mh));
  EXPECT_EQ(*cmh({{0, 4, 5, 9}}).or_mh, 0);
}

}  // namespace
}  // namespace laurel::stats
