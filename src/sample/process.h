// The process that makes an interview's numbers, and what it implies for a population.
//
//   quality of this service  P = mean quality of who served + noise
//   latent satisfaction      S = market + branch + drift·t + account + a·P + noise
//   scores                   cuts of S and P with noise of their own; price fairness has neither,
//                            so that it is a negative control
//   words                    more likely at the ends of the scale, and on the phone
//   praise in the words      log odds = intercept + who served + slope(market)·P
//
// Everything is drawn from the interview's own sequence. Thread-safe: pure functions of the
// company.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "sample/company.h"

namespace laurel::sample {

enum class Channel : std::uint8_t { kPhone, kEmail, kWeb, kSms };
std::string_view name(Channel channel);  // "phone", …

// The questions, in the order of the columns.
enum class Question : std::uint8_t {
  kNps,
  kOverall,        // 1–10
  kStaffCourtesy,  // these 1–5
  kResolution,
  kCommunication,
  kResponseTime,
  kEaseOfContact,
  kPriceFairness,  // the negative control
  kReferred,       // 0, 1
  kExpectation,    // 1–5
  kToldOthers,     // a count
  kFeeling,        // 1–5
  kReturn,         // 0, 1: will come back
  kPrice,          // 0, 1: would stay at a higher price
};
inline constexpr int kQuestions = 14;

// How an account came to the company: an index into these, chosen with these weights.
inline constexpr std::array<std::string_view, 5> kHeardThrough = {
    "recommended by a colleague", "trade fair", "web search", "sales call", "advert"};
inline constexpr std::array<double, 5> kHeardWeights = {0.34, 0.16, 0.24, 0.16, 0.10};

// How that account came; 0 is a recommendation.
int heard_through_of(const Company& company, std::uint32_t account);

// The share of praised deeds that cost nothing.
inline constexpr double kFreeDeeds = 0.72;
std::string_view name(Question question);  // the column: "nps", "overall_satisfaction", …

struct Interview {
  std::uint64_t number = 0;  // from 0
  base::Date day;
  int market = 0;
  int branch = 0;
  Channel channel = Channel::kPhone;
  Account account;
  int contact = 0;
  std::array<int, 2> served{-1, -1};  // employees; the second may be -1
  double service = 0;                 // P
  double satisfaction = 0;            // S
  std::array<int, kQuestions> answers{};
  std::uint32_t blank = 0;  // bit per question left unanswered
  double words_probability = 0;
  double praise_probability = 0;  // given words
  bool words = false;
  bool praise = false;

  int heard_through = 0;  // the same for all interviews of an account; -1 left unanswered
  int deed_cost = -1;     // what the praised deed cost; -1 without praise or not known

  int answer(Question q) const { return answers[static_cast<std::size_t>(q)]; }
};

// How many accounts give that many interviews.
std::uint32_t account_count(std::uint64_t interviews);

// Interview `number` of `total`; days follow the number. `random` is left ready for the words.
Interview draw_interview(const Company& company, std::uint64_t number, std::uint64_t total,
                         base::Random& random);
std::uint64_t interview_seed(const Company& company, std::uint64_t number);

enum class Voice : std::uint8_t { kSilent, kSpoke, kCommended };
std::string_view name(Voice voice);

// What holds in the long run: sums over many interviews, weighed by the probability of each voice.
struct Moments {
  std::array<double, 3> weight{};                       // by voice
  std::array<std::array<double, kQuestions>, 3> sum{};  // of answers
  std::array<std::array<double, 11>, 3> nps{};          // of each score 0–10
  // Of all, by worse than, as and better than expected: weight, promoters minus detractors,
  // referred.
  std::array<std::array<double, 3>, 3> by_expectation{};
  // Of all, by detractors, passives and promoters: weight, people told.
  std::array<std::array<double, 2>, 3> told{};

  void add(const Interview& interview);
  double total() const { return weight[0] + weight[1] + weight[2]; }
  double share(Voice v) const { return weight[static_cast<std::size_t>(v)] / total(); }
  double mean(Question q, Voice v) const;
  double net_promoters(Voice v) const;  // −100 … 100
  // Commended minus spoke, in points.
  double nps_difference() const;
};

struct Population {
  Moments all;
  std::array<Moments, kMarkets> markets;
  std::vector<Moments> branches;
  // Commended minus spoke with markets weighed by overlap n1·n0/(n1+n0).
  double adjusted_difference() const;
};

class OutcomeTally;  // sample/outcomes.h

// From `draws` interviews of as many accounts; a market's difference has a standard error of about
// 150/√(draws/4) points.
// `outcomes`, if given, sees every interview drawn.
Population simulate_population(const Company& company, std::uint64_t draws,
                               OutcomeTally* outcomes = nullptr);

}  // namespace laurel::sample
