// What the sample company's customers do: buy, renew, send somebody, leave. A customer whose last
// interview found good service buys a little more, and stays longer: so customers who praise stay
// longer and spend more although praise does neither.
//
//   rate of leaving   0.0007 a day · exp(−P)     P: service of the account's last interview
//   rate of buying    the account's own · exp(0.3·P), amounts lognormal and as large as the
//   account rate of referring 0.0004 a day · exp(0.5·P) renewals          each year, on the day the
//   customer began
//
// An OutcomeProcess keeps 12 bytes an account. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "sample/company.h"
#include "sample/process.h"

namespace laurel::sample {

inline constexpr std::string_view kCurrency = "EUR";

// What an account is like as a customer.
struct Customer {
  int began = 0;      // day, from the first of the sample; may be before it
  double buying = 0;  // purchases a day
  double size = 0;    // of a purchase, in cents
};
Customer customer_of(const Company& company, std::uint32_t account);

struct Event {
  enum class Kind : std::uint8_t { kPurchase, kRenewal, kReferral, kChurn };
  Kind kind = Kind::kPurchase;
  std::uint32_t account = 0;
  std::uint32_t number = 0;  // of the account's events, from 0
  int day = 0;               // from the first day of the sample
  std::int64_t cents = 0;    // of a purchase
};
std::string_view name(Event::Kind kind);  // "purchase", …

class OutcomeProcess {
 public:
  // REQUIRES: company outlives it.
  OutcomeProcess(const Company& company, std::uint64_t interviews,
                 std::function<void(const Event&)> happens);

  // What the account did up to the day of the interview. REQUIRES: interviews come by day.
  void meet(const Interview& interview);
  // What everybody did up to the last day.
  void finish();

 private:
  struct State {
    float service = 0;
    std::int16_t day = kNotBegun;  // up to which it was followed
    bool left = false;
    std::uint8_t spans = 0;
    std::uint32_t events = 0;
  };
  static constexpr std::int16_t kNotBegun = -1;

  void follow(std::uint32_t account, int until);

  const Company& company_;
  std::function<void(const Event&)> happens_;
  std::vector<State> states_;
};

// What holds in the long run of customers who commented, followed from 30 days after their first
// comment (0: praised somebody by then, 1: did not).
struct OutcomeTruth {
  struct Arm {
    double customers = 0;
    double kept_share = 0, kept_days = 0;  // over 365 days
    double returned_share = 0, returned_days = 0;
    double spent = 0;    // in euros, of one customer at most the cap
    double captive = 0;  // of those back with an answer: NPS 0–6
  };
  Arm arms[2];
  double cap = 0;
  double net_retention = 0, earned_new = 0;
};

// Adds customers up while a population is drawn.
class OutcomeTally {
 public:
  OutcomeTally(const Company& company, std::uint64_t interviews);
  void add(const Interview& interview);  // by day
  OutcomeTruth finish();

 private:
  struct Follow {
    std::int16_t landmark = -1, left = -1, back = -1;
    bool praised = false, excluded = false, existing = false, began_now = true;
    std::int8_t nps = -1;
    double spent = 0, before = 0, now = 0;
  };
  void happened(const Event& event);

  const Company& company_;
  std::vector<Follow> follows_;
  OutcomeProcess process_;
};

}  // namespace laurel::sample
