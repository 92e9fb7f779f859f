#include "stats/multiplicity.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.h"

namespace laurel::stats {
namespace {

std::vector<Estimate> any_p(base::Random& random) {
  std::vector<Estimate> p;
  for (std::uint64_t i = random.below(12); i > 0; --i) {
    if (random.chance(0.1)) {
      p.emplace_back(Undefined{"an arm has no answers"});
    } else {
      p.emplace_back(random.chance(0.2) ? 0.04 : random.uniform() * random.uniform());
    }
  }
  return p;
}

TEST(AdjustedP, KeepOrderAndNeverFall) {
  base::Random random(101);
  for (int round = 0; round < 300; ++round) {
    const auto p = any_p(random);
    for (const auto adjust : {adjust_bh, adjust_by, adjust_holm}) {
      const auto adjusted = adjust(p);
      ASSERT_EQ(adjusted.size(), p.size());
      for (std::size_t i = 0; i < p.size(); ++i) {
        ASSERT_EQ(adjusted[i].defined(), p[i].defined());
        if (!p[i].defined()) continue;
        EXPECT_GE(*adjusted[i], *p[i]);
        EXPECT_LE(*adjusted[i], 1);
        for (std::size_t j = 0; j < p.size(); ++j) {
          if (p[j].defined() && *p[i] < *p[j]) {
            EXPECT_LE(*adjusted[i], *adjusted[j]);
          }
        }
      }
    }
  }
}

TEST(AdjustedP, LeaveOutMissingValues) {
  const Estimate missing = Undefined{"an arm has no answers"};
  const auto with = adjust_bh({0.01, missing, 0.04});
  EXPECT_DOUBLE_EQ(*with[0], 0.02);
  EXPECT_EQ(with[1].reason(), "an arm has no answers");
  EXPECT_TRUE(adjust_holm({}).empty());
}

TEST(AdjustedP, RejectExactlyWhatTheStepUpRuleRejects) {
  base::Random random(102);
  for (int round = 0; round < 200; ++round) {
    std::vector<Estimate> p;
    std::vector<double> sorted;
    for (int i = 0; i < 9; ++i) {
      sorted.push_back(random.uniform() * random.uniform() * random.uniform());
      p.emplace_back(sorted.back());
    }
    std::sort(sorted.begin(), sorted.end());
    // Benjamini & Hochberg's own words: the largest k with p_(k) <= k/m * q.
    std::size_t rejected = 0;
    for (std::size_t k = 1; k <= 9; ++k) {
      if (sorted[k - 1] <= static_cast<double>(k) / 9 * 0.1) rejected = k;
    }
    const auto adjusted = adjust_bh(p);
    EXPECT_EQ(static_cast<std::size_t>(std::count_if(adjusted.begin(), adjusted.end(),
                                                     [](const Estimate& q) { return *q <= 0.1; })),
              rejected);
  }
}

}  // namespace
}  // namespace laurel::stats
