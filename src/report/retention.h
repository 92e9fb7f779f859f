// What customers did after they spoke: how long they stayed, whether they came back, what they
// spent; compared between customers who praised somebody and those who commented without praise,
// from outcome events. Plain data; retention.cc and its neighbours fill it.
//
// A *customer* is an account, or a contact where no account is known. A customer's clock starts at
// a landmark, `landmark_days` after the first comment, for both groups alike; praise counts up to
// the landmark, events after it (Anderson, Cain & Gelber 1983). So nobody has to survive in order
// to be counted as having praised. Each customer counts once, so customers who answered often have
// no extra weight and need no clustering.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/cells.h"
#include "model/outcome.h"
#include "report/figure.h"

namespace laurel::report {

struct RetentionOptions {
  int landmark_days = 30;
  // The most of one customer's revenue that counts, in whole units of its currency; declared before
  // looking. None: the 99th percentile of all customers who spent, both groups together.
  std::optional<double> revenue_cap;
};

// Whether the answer says the customer would recommend.
enum class Recommends : std::uint8_t { kUnknown, kNo, kNeutral, kYes };

// Where a new customer came from, by the question heard_through.
enum class Origin : std::uint8_t { kUnknown, kEarned, kBought };

struct CustomerSaid {
  std::int32_t customer = 0;
  base::Date day;
  std::int32_t market = 0;
  model::Voice voice = model::Voice::kSilent;
  Recommends recommends = Recommends::kUnknown;
  Origin origin = Origin::kUnknown;
};

struct CustomerDid {
  static constexpr std::uint8_t kNoAmount = 255;
  std::int64_t amount = 0;  // minor units
  std::int32_t customer = 0;
  base::Date day;
  model::OutcomeKind kind = model::OutcomeKind::kPurchase;
  std::uint8_t currency = kNoAmount;  // index into CustomerHistory::currencies
};

// In any order; customers are numbered from 0 without large gaps.
struct CustomerHistory {
  std::vector<CustomerSaid> said;
  std::vector<CustomerDid> did;
  std::vector<std::string> currencies;
  bool asks_origin = false;                 // a question heard_through was answered
  std::vector<std::string> earned_choices;  // its answers that count as earned
};

// The share of an arm to whom something has not happened yet (kept) or has (returned).
struct CurvePoint {
  int day = 0;  // after the landmark
  std::int64_t at_risk = 0;
  double share = 0;
  std::optional<double> lo, hi;
};
struct Curve {
  std::int64_t customers = 0;
  std::int64_t events = 0;         // up to the horizon
  std::vector<CurvePoint> points;  // every 30 days and at the horizon
  Figure at_horizon;
};

// A difference within markets, put together by overlap weights: what is left once both groups have
// the same mix of markets.
struct EvenedOut {
  Figure difference;
  std::size_t markets = 0;      // in which both groups are found
  std::int64_t left_out = 0;    // customers in the others
  bool worth_telling() const {  // there are markets to even out
    return markets > 1 || (markets == 1 && left_out > 0);
  }
};

struct CurveReport {
  int horizon_days = 0;
  Curve commended, spoke;
  Figure share_difference;  // at the horizon
  // Restricted mean difference up to the horizon, in days: kept longer, or back sooner.
  Comparison days;
  EvenedOut days_evened_out;
  Figure hazard_ratio;  // of leaving or coming back, commended over spoke, within markets
  std::string reason;   // why there is no comparison
};

// What one customer spent in the days after the landmark, in one currency.
struct RevenueReport {
  std::string currency;
  int days = 0;
  std::optional<double> cap;  // major units
  bool cap_declared = false;  // before looking
  std::int64_t capped_customers = 0;
  Figure commended, spoke;  // capped mean per customer
  Comparison difference;    // of these
  EvenedOut evened_out;
  Figure raw_difference;         // not capped
  Figure trimmed_difference;     // of means without the tenth at each end
  Figure before_difference;      // the same days before the first comment: were they alike?
  std::int64_t no_currency = 0;  // customers left out because nothing tells their currency
  std::string reason;
};

// Customers who came back although they would not recommend.
struct CaptiveReport {
  int days = 0;                       // in which they came back, after the landmark
  Figure everyone, commended, spoke;  // share of those who came back
  Comparison difference;
  Figure of_detractors;  // of those who would not recommend, the share that came back
  std::string reason;
  std::string sentence;
};

// Growth that customers bring, over the last 365 days against the 365 before, in one currency
// (Reichheld, Darnell & Burns 2021): earned growth = net revenue retention + revenue of earned new
// customers - 1, both as shares of the revenue before.
struct EarnedGrowthReport {
  std::string currency;
  base::Date from, to;                         // the last 365 days, both inclusive
  double revenue_before = 0, revenue_now = 0;  // major units
  double new_earned = 0, new_bought = 0, new_unknown = 0;
  Figure net_retention, earned_new, earned_growth;  // ratios; 1 is the revenue before
  std::string reason;
  std::string sentence;
};

// One quarter of a year: of customers active in the 365 days before it, those active in it; and
// their revenue in it, at a yearly rate, over that of those days.
struct ReturnQuarter {
  base::Month first{};  // of its three months
  Figure returned, net_retention;
};

struct RetentionReport {
  int landmark_days = 0;
  std::array<std::int64_t, model::kOutcomeKinds> events{};
  std::int64_t customers_with_events = 0;
  base::Date first_day, last_day;  // of the events
  // Who is followed.
  std::int64_t commended_customers = 0, spoke_customers = 0;
  std::int64_t left_before = 0;         // left before the landmark
  std::int64_t unobserved = 0;          // landmark outside the days that events cover
  std::int64_t without_events = 0;      // of those followed: never seen in an event
  std::optional<CurveReport> kept;      // where customers leave (churn)
  std::optional<CurveReport> returned;  // where they buy, renew or visit
  std::vector<RevenueReport> revenue;   // by currency, most customers first
  CaptiveReport captive;
  std::vector<EarnedGrowthReport> growth;  // by currency
  // The scorecard's Return and Revenue, from events alone: of customers active in one year, those
  // active in the next; growth.front().net_retention; and both by quarter.
  Figure return_rate;
  std::vector<ReturnQuarter> quarters;
  std::vector<std::string> sentences;  // the first leads
  std::vector<std::string> remarks;    // what must be known when reading
};

}  // namespace laurel::report
