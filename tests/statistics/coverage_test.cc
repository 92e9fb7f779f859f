// Do the intervals cover the truth as often as they promise? Seeded simulation from populations
// with a known answer. The allowance below nominal is what the method's source reports for such
// small samples plus four Monte-Carlo standard errors, so a correct program fails about never and
// a wrong variance is caught at once.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "base/random.h"
#include "stats/nps.h"
#include "stats/proportions.h"
#include "stats/ratings.h"
#include "stats/sequential.h"
#include "stats/stratified.h"

namespace laurel::stats {
namespace {

constexpr double kNominal = 0.95;

struct Population {
  double detractors, promoters;
  double nps() const { return promoters - detractors; }
};

constexpr std::array<Population, 5> kPopulations = {
    Population{0.18, 0.48}, {0.05, 0.80}, {0.45, 0.20}, {0.33, 0.34}, {0.02, 0.30}};

NpsCounts draw(base::Random& random, const Population& population, int n) {
  NpsCounts counts;
  for (int i = 0; i < n; ++i) {
    const double u = random.uniform();
    if (u < population.detractors) {
      ++counts.detractors;
    } else if (u < population.detractors + population.promoters) {
      ++counts.promoters;
    } else {
      ++counts.passives;
    }
  }
  return counts;
}

bool covers(const Estimate& lo, const Estimate& hi, double truth) {
  return *lo - 1e-9 <= truth && truth <= *hi + 1e-9;
}

// Four standard errors of a share of `rounds` trials near 0.95.
double noise(int rounds) { return 4 * std::sqrt(kNominal * (1 - kNominal) / rounds); }

double share(int hits, int rounds) { return static_cast<double>(hits) / rounds; }

TEST(Coverage, OfTheScoreIntervalHoldsFromTenAnswers) {
  base::Random random(201);
  constexpr int kRounds = 4000;
  for (const Population& population : kPopulations) {
    for (const int n : {10, 20, 100}) {
      int hits = 0;
      for (int round = 0; round < kRounds; ++round) {
        const Interval interval = nps_score_interval(draw(random, population, n));
        hits += covers(interval.lo, interval.hi, population.nps());
      }
      // The exact minimum over the simplex is .940 (n = 10) and .944 (n = 20).
      EXPECT_GE(share(hits, kRounds), 0.94 - noise(kRounds)) << n << " " << population.nps();
    }
  }
}

TEST(Coverage, OfMoverHoldsForUnequalArms) {
  base::Random random(202);
  constexpr int kRounds = 4000;
  for (const auto& [n_a, n_b] : {std::pair{10, 10}, {10, 50}, {50, 300}}) {
    int hits = 0;
    for (int round = 0; round < kRounds; ++round) {
      const auto result =
          nps_difference(draw(random, kPopulations[1], n_a), draw(random, kPopulations[0], n_b));
      hits += covers(result.lo, result.hi, kPopulations[1].nps() - kPopulations[0].nps());
    }
    // Reported minimum over scenarios: .945.
    EXPECT_GE(share(hits, kRounds), 0.945 - noise(kRounds)) << n_a << " " << n_b;
  }
}

TEST(Coverage, OfStratifiedMoverHoldsWithSparseStrata) {
  base::Random random(203);
  constexpr int kRounds = 1500;
  for (const int n_strata : {3, 30}) {
    int hits = 0;
    for (int round = 0; round < kRounds; ++round) {
      std::vector<NpsStratum> strata;
      double truth = 0;
      double total = 0;
      for (int k = 0; k < n_strata; ++k) {
        // Markets differ in level; the flag moves every market, by amounts of its own.
        const Population without{0.1 + 0.01 * (k % 20), 0.4};
        const Population with{without.detractors - 0.05, 0.45 + 0.002 * (k % 20)};
        const int n_a = 1 + static_cast<int>(random.below(6));
        const int n_b = 10 + static_cast<int>(random.below(40));
        strata.push_back({"", draw(random, with, n_a), draw(random, without, n_b)});
        const double weight = static_cast<double>(n_a) * n_b / (n_a + n_b);
        truth += weight * (with.nps() - without.nps());
        total += weight;
      }
      const auto result = nps_stratified_difference(strata);
      hits += covers(result.lo, result.hi, truth / total);
    }
    // Reported minimum over designs: .949.
    EXPECT_GE(share(hits, kRounds), 0.949 - noise(kRounds)) << n_strata;
  }
}

TEST(Coverage, OfWilsonAndNewcombeIsNominalOnAverage) {
  base::Random random(204);
  constexpr int kRounds = 6000;
  int wilson = 0;
  int newcombe = 0;
  for (int round = 0; round < kRounds; ++round) {
    // Rates drawn anew each round: coverage averaged over the unit interval.
    const double p = 0.05 + 0.9 * random.uniform();
    const double q = 0.05 + 0.9 * random.uniform();
    Proportion a{0, 30}, b{0, 80};
    for (int i = 0; i < 30; ++i) a.yes += random.chance(p) ? 1 : 0;
    for (int i = 0; i < 80; ++i) b.yes += random.chance(q) ? 1 : 0;
    const Interval one = wilson_interval(a);
    const RiskDifference two = newcombe_difference(a, b);
    wilson += covers(one.lo, one.hi, p);
    newcombe += covers(two.lo, two.hi, p - q);
  }
  EXPECT_NEAR(share(wilson, kRounds), kNominal, 0.005 + noise(kRounds));
  EXPECT_NEAR(share(newcombe, kRounds), kNominal, 0.005 + noise(kRounds));
}

TEST(FalsePositives, OfWelchAndBrunnerMunzelAreNominal) {
  base::Random random(205);
  constexpr int kRounds = 6000;
  int by_welch = 0;
  int by_ranks = 0;
  for (int round = 0; round < kRounds; ++round) {
    Histogram a, b;
    for (int i = 0; i < 40; ++i) a.add(static_cast<int>(random.below(11)));
    for (int i = 0; i < 70; ++i) b.add(static_cast<int>(random.below(11)));
    by_welch += *welch(a, b).p < 0.05;
    by_ranks += *brunner_munzel(a, b).p < 0.05;
  }
  // Both are approximate at these sizes: known to be off by less than half a percent.
  EXPECT_NEAR(share(by_welch, kRounds), 0.05, 0.005 + noise(kRounds));
  EXPECT_NEAR(share(by_ranks, kRounds), 0.05, 0.005 + noise(kRounds));
}

TEST(FalsePositives, OfTheSequenceStayBelowAlphaHoweverOftenOneLooks) {
  base::Random random(206);
  constexpr int kRounds = 1500;
  int by_sequence = 0;
  int by_peeking = 0;
  for (int round = 0; round < kRounds; ++round) {
    Moments treatment, control;
    bool sequence = false;
    bool peeking = false;
    for (int n = 1; n <= 1000; ++n) {
      treatment.add(random.normal());
      control.add(random.normal());
      if (n < 50 || n % 25 != 0) continue;
      const SequenceDifference look = sequence_of_difference(treatment, control, 1000);
      sequence = sequence || *look.p_anytime < 0.05;
      peeking = peeking || std::abs(*look.diff / *look.se) > 1.96;
    }
    by_sequence += sequence;
    by_peeking += peeking;
  }
  EXPECT_LE(share(by_sequence, kRounds), 0.05);
  // What the sequence protects from: the same looks with a plain interval.
  EXPECT_GE(share(by_peeking, kRounds), 0.2);
}

}  // namespace
}  // namespace laurel::stats
