#include "stats/clusters.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace laurel::stats {
namespace {

std::vector<ClusterSums> any_clusters(base::Random& random, std::size_t n) {
  std::vector<ClusterSums> clusters;
  for (std::size_t i = 0; i < n; ++i) {
    ClusterSums cluster{static_cast<std::int64_t>(random.below(4)), 0,
                        static_cast<std::int64_t>(random.below(5)), 0};
    cluster.sum_a = static_cast<double>(cluster.n_a) * (2 * random.uniform() - 1);
    cluster.sum_b = static_cast<double>(cluster.n_b) * (2 * random.uniform() - 1);
    clusters.push_back(cluster);
  }
  return clusters;
}

TEST(ClusterDifference, MirrorsAndIgnoresOrderAndEmptyAccounts) {
  base::Random random(111);
  for (int round = 0; round < 100; ++round) {
    auto clusters = any_clusters(random, 25);
    const ClusterDifference before = cluster_difference(clusters);
    clusters.emplace_back();
    random.shuffle(clusters);
    for (ClusterSums& c : clusters) c = {c.n_b, c.sum_b, c.n_a, c.sum_a};
    const ClusterDifference after = cluster_difference(clusters);
    EXPECT_EQ(before.n_clusters, after.n_clusters);
    EXPECT_NEAR(*before.diff, -*after.diff, 1e-12);
    EXPECT_NEAR(*before.lo, -*after.hi, 1e-12);
  }
}

TEST(ClusterDifference, IsWiderWhenAccountsAnswerAlike) {
  // Twenty accounts, five equal answers each, against the same answers spread over 100 accounts.
  std::vector<ClusterSums> alike, apart;
  for (int i = 0; i < 20; ++i) {
    const double score = i % 3 - 1;
    const bool flagged = i % 2 == 0;
    alike.push_back(flagged ? ClusterSums{5, 5 * score, 0, 0} : ClusterSums{0, 0, 5, 5 * score});
    for (int k = 0; k < 5; ++k)
      apart.push_back(flagged ? ClusterSums{1, score, 0, 0} : ClusterSums{0, 0, 1, score});
  }
  EXPECT_GT(*cluster_difference(alike).se, 2 * *cluster_difference(apart).se);
}

ClusterMoments moments_of(const std::vector<ClusterSums>& clusters) {
  ClusterMoments moments;
  for (const ClusterSums& cluster : clusters) moments += cluster;
  return moments;
}

TEST(ClusterMoments, GiveTheDifferenceOfTheAccountsOneByOne) {
  base::Random random(112);
  for (const double often : {1.0, 1e3, 1e6}) {
    for (int round = 0; round < 50; ++round) {
      auto clusters = any_clusters(random, 2 + random.below(60));
      for (ClusterSums& c : clusters) {
        c.n_a = static_cast<std::int64_t>(often) * c.n_a;
        c.n_b = static_cast<std::int64_t>(often) * c.n_b;
        c.sum_a *= often;
        c.sum_b *= often;
      }
      const auto middle = static_cast<std::ptrdiff_t>(clusters.size() / 2);
      ClusterMoments both = moments_of({clusters.begin(), clusters.begin() + middle});
      both += moments_of({clusters.begin() + middle, clusters.end()});
      const ClusterDifference one_by_one = cluster_difference(clusters);
      const ClusterDifference added_up = cluster_difference(both);
      EXPECT_EQ(added_up.n_clusters, one_by_one.n_clusters);
      EXPECT_EQ(added_up.diff.defined(), one_by_one.diff.defined());
      EXPECT_EQ(added_up.lo.defined(), one_by_one.lo.defined());
      if (!one_by_one.lo.defined()) continue;
      EXPECT_NEAR(*added_up.diff, *one_by_one.diff, 1e-13);
      EXPECT_NEAR(*added_up.se, *one_by_one.se, 1e-10 * *one_by_one.se);
      EXPECT_NEAR(*added_up.hi, *one_by_one.hi, 1e-10);
    }
  }
}

TEST(ClusterMoments, KnowAnswersThatDoNotVary) {
  const std::vector<ClusterSums> alike(30, {7, 7 * 0.3, 5, 5 * 0.1});
  EXPECT_EQ(*cluster_difference(moments_of(alike)).se, 0);
  EXPECT_FALSE(cluster_difference(moments_of(alike)).lo.defined());
  ClusterMoments many;
  many.add(alike.front(), 30);
  EXPECT_EQ(many.n_clusters, 30U);
  EXPECT_EQ(many.n_a, 210);
  EXPECT_EQ(*cluster_difference(many).se, 0);
}

TEST(ClusterDifference, NeedsTwoAccountsAndBothArms) {
  EXPECT_EQ(cluster_difference({{3, 2, 5, 1}}).se.reason(),
            "a single account gives no variance between accounts");
  EXPECT_FALSE(cluster_difference({{3, 2, 0, 0}, {1, 1, 0, 0}}).diff.defined());
  EXPECT_FALSE(cluster_difference(std::vector<ClusterSums>{}).diff.defined());
  const auto constant = cluster_difference({{3, 3, 2, 2}, {1, 1, 4, 4}});
  EXPECT_EQ(*constant.diff, 0);
  EXPECT_EQ(*constant.se, 0);
  EXPECT_FALSE(constant.p.defined());
}

}  // namespace
}  // namespace laurel::stats
