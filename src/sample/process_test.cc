// The process does what it says, and truth.json says what the process does.
#include "sample/process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace laurel::sample {
namespace {

// Counts by what was drawn, not by probabilities: independent of Moments.
struct Arm {
  double n = 0, net = 0, net_squared = 0;
  std::array<double, kQuestions> sum{};

  void add(const Interview& interview) {
    const int nps = interview.answer(Question::kNps);
    const double score = nps >= 9 ? 1 : nps <= 6 ? -1 : 0;
    ++n;
    net += score;
    net_squared += score * score;
    for (std::size_t q = 0; q < kQuestions; ++q) sum[q] += interview.answers[q];
  }
  double mean() const { return net / n; }
  double variance_of_mean() const { return (net_squared / n - mean() * mean()) / n; }
};

struct Drawn {
  std::array<Arm, kMarkets> spoke, commended;

  Drawn(const Company& company, std::uint64_t interviews) {
    for (std::uint64_t i = 0; i < interviews; ++i) {
      base::Random random(interview_seed(company, i));
      const Interview interview = draw_interview(company, i, interviews, random);
      if (!interview.words) continue;
      auto& arms = interview.praise ? commended : spoke;
      arms[static_cast<std::size_t>(interview.market)].add(interview);
    }
  }
};

TEST(Process, DrawsWhatThePopulationValuesSay) {
  const Company company(7);
  const Population population = simulate_population(company, 300'000);
  const Drawn drawn(company, 300'000);
  for (std::size_t m = 0; m < kMarkets; ++m) {
    const Arm &spoke = drawn.spoke[m], &commended = drawn.commended[m];
    const double difference = 100 * (commended.mean() - spoke.mean());
    const double error = 100 * std::sqrt(spoke.variance_of_mean() + commended.variance_of_mean());
    // Four standard errors, the simulation's own about as large again.
    EXPECT_NEAR(difference, population.markets[m].nps_difference(), 4 * 1.4 * error)
        << company.markets()[m].name;
  }
}

TEST(Process, DifferencesAreAsLargeAsProgrammesReport) {
  for (const std::uint64_t seed : {1U, 7U, 42U}) {
    const Population population = simulate_population(Company(seed), 200'000);
    for (const Moments& market : population.markets) {
      EXPECT_GT(market.nps_difference(), 5.5);
      EXPECT_LT(market.nps_difference(), 15.5);
    }
    EXPECT_NEAR(population.all.nps_difference(), 10, 2.5);
    EXPECT_GT(population.markets[3].nps_difference(), population.markets[0].nps_difference());
  }
}

TEST(Process, CommendedReferAndRateHigherButNotPrices) {
  const Population population = simulate_population(Company(7), 300'000);
  const auto difference = [&](Question q) {
    return population.all.mean(q, Voice::kCommended) - population.all.mean(q, Voice::kSpoke);
  };
  EXPECT_GT(difference(Question::kReferred), 0.03);
  EXPECT_GT(difference(Question::kStaffCourtesy), 0.2);
  EXPECT_GT(difference(Question::kResolution), 0.15);
  EXPECT_GT(difference(Question::kEaseOfContact), 0.02);
  EXPECT_LT(difference(Question::kEaseOfContact), difference(Question::kStaffCourtesy) / 2);
  EXPECT_NEAR(difference(Question::kPriceFairness), 0, 0.012);
}

// A plain 95 % interval of one sample's difference, widened for accounts, holds the truth about as
// often as it should.
TEST(Process, IntervalsOfSamplesCoverTheTruth) {
  int covered = 0, intervals = 0;
  for (std::uint64_t seed = 100; seed < 112; ++seed) {
    const Company company(seed);
    const Population population = simulate_population(company, 150'000);
    const Drawn drawn(company, 9000);
    for (std::size_t m = 0; m < kMarkets; ++m) {
      const Arm &spoke = drawn.spoke[m], &commended = drawn.commended[m];
      const double difference = 100 * (commended.mean() - spoke.mean());
      const double error =
          100 * std::sqrt(1.1 * (spoke.variance_of_mean() + commended.variance_of_mean()));
      const double truth = population.markets[m].nps_difference();
      covered += std::abs(difference - truth) <= 1.96 * error ? 1 : 0;
      ++intervals;
    }
  }
  EXPECT_GE(covered, intervals * 85 / 100);
}

TEST(Process, AccountsCluster) {
  // The same account's interviews share its effect: their satisfaction is correlated.
  const Company company(7);
  std::vector<std::pair<double, int>> by_account(account_count(9000) + kBranches);
  double sum = 0, squares = 0;
  for (std::uint64_t i = 0; i < 9000; ++i) {
    base::Random random(interview_seed(company, i));
    const Interview interview = draw_interview(company, i, 9000, random);
    ASSERT_LT(interview.account.number, by_account.size());
    ASSERT_EQ(static_cast<int>(interview.account.number % kBranches), interview.branch);
    by_account[interview.account.number].first += interview.satisfaction;
    ++by_account[interview.account.number].second;
    sum += interview.satisfaction;
    squares += interview.satisfaction * interview.satisfaction;
  }
  const double mean = sum / 9000, variance = squares / 9000 - mean * mean;
  double between = 0, pairs = 0;
  for (const auto& [total, n] : by_account) {
    between += (total - n * mean) * (total - n * mean);
    pairs += static_cast<double>(n) * (n - 1);
  }
  const double correlation = (between - 9000 * variance) / pairs / variance;
  EXPECT_GT(correlation, 0.08);
  EXPECT_LT(correlation, 0.35);
}

TEST(Process, UnsungAreAsGoodAsStarsAndSeldomPraised) {
  const Company company(7);
  double quality[4] = {}, praise[4] = {}, n[4] = {};
  for (std::uint64_t i = 0; i < 60'000; ++i) {
    base::Random random(interview_seed(company, i));
    const Interview interview = draw_interview(company, i, 60'000, random);
    if (interview.served[1] >= 0) continue;
    const auto& who = company.employees()[static_cast<std::size_t>(interview.served[0])];
    const auto m = static_cast<std::size_t>(who.merit);
    quality[m] += interview.service;
    praise[m] += interview.praise_probability;
    ++n[m];
  }
  const auto star = static_cast<std::size_t>(Merit::kStar);
  const auto unsung = static_cast<std::size_t>(Merit::kUnsung);
  EXPECT_NEAR(quality[star] / n[star], quality[unsung] / n[unsung], 0.1);
  EXPECT_GT(praise[star] / n[star], 3 * praise[unsung] / n[unsung]);
}

}  // namespace
}  // namespace laurel::sample
