#include "sample/outcomes.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/check.h"

namespace laurel::sample {
namespace {

constexpr std::uint64_t kCustomerPurpose = 21, kEventPurpose = 22;
constexpr double kLeaving = 0.0007, kLeavingByService = -1.0;
constexpr double kGapDays = 150, kBuyingByService = 0.3;
constexpr double kReferring = 0.0004, kReferringByService = 0.5;
constexpr double kTypicalCents = 60'000;
constexpr int kYear = 365, kLandmark = 30;

std::size_t accounts_of(std::uint64_t interviews) {
  return std::size_t{account_count(interviews)} + 2 * kBranches;
}

}  // namespace

std::string_view name(Event::Kind kind) {
  constexpr std::string_view kNames[] = {"purchase", "renewal", "referral", "churn"};
  return kNames[static_cast<std::size_t>(kind)];
}

Customer customer_of(const Company& company, std::uint32_t account) {
  base::Random random(mix(company.seed(), kCustomerPurpose, account));
  Customer customer;
  customer.began = random.chance(0.18) ? static_cast<int>(random.below(700))
                                       : -static_cast<int>(random.below(1500));
  customer.buying = std::exp(0.5 * random.normal()) / kGapDays;
  customer.size = kTypicalCents * std::exp(0.8 * random.normal());
  return customer;
}

OutcomeProcess::OutcomeProcess(const Company& company, std::uint64_t interviews,
                               std::function<void(const Event&)> happens)
    : company_(company), happens_(std::move(happens)), states_(accounts_of(interviews)) {}

void OutcomeProcess::follow(std::uint32_t account, int until) {
  State& state = states_[account];
  const Customer customer = customer_of(company_, account);
  if (state.day == kNotBegun)
    state.day = static_cast<std::int16_t>(std::clamp(customer.began, 0, until));
  if (state.left || state.day >= until) return;
  base::Random random(mix(company_.seed(), kEventPurpose, account * 256ULL + state.spans));
  if (state.spans < 255) ++state.spans;
  const double leaving = kLeaving * std::exp(kLeavingByService * state.service);
  const double buying = customer.buying * std::exp(kBuyingByService * state.service);
  const double referring = kReferring * std::exp(kReferringByService * state.service);
  const double any = leaving + buying + referring;
  const auto happens = [&](Event::Kind kind, int day, std::int64_t cents) {
    happens_({kind, account, state.events++, day, cents});
  };
  int renewal = customer.began;
  while (renewal <= state.day) renewal += kYear;
  double at = state.day;
  for (;;) {
    at -= std::log(1 - random.uniform()) / any;
    const int day = static_cast<int>(std::min(std::ceil(at), 1e6));
    for (; renewal <= std::min(day, until); renewal += kYear)
      happens(Event::Kind::kRenewal, renewal, 0);
    if (day > until) break;
    const double which = random.uniform() * any;
    if (which < leaving) {
      happens(Event::Kind::kChurn, day, 0);
      state.left = true;
      break;
    }
    if (which < leaving + buying) {
      happens(Event::Kind::kPurchase, day,
              std::llround(customer.size * std::exp(0.6 * random.normal())));
    } else {
      happens(Event::Kind::kReferral, day, 0);
    }
  }
  state.day = static_cast<std::int16_t>(until);
}

void OutcomeProcess::meet(const Interview& interview) {
  const std::uint32_t account = interview.account.number;
  CHECK(account < states_.size());
  follow(account, interview.day.days - kFirstDay.days);
  states_[account].service = static_cast<float>(interview.service);
}

void OutcomeProcess::finish() {
  for (std::size_t account = 0; account < states_.size(); ++account)
    follow(static_cast<std::uint32_t>(account), kDays - 1);
}

OutcomeTally::OutcomeTally(const Company& company, std::uint64_t interviews)
    : company_(company),
      follows_(accounts_of(interviews)),
      process_(company, interviews, [this](const Event& event) { happened(event); }) {}

void OutcomeTally::happened(const Event& event) {
  Follow& follow = follows_[event.account];
  const bool returns = event.kind == Event::Kind::kPurchase || event.kind == Event::Kind::kRenewal;
  const int last_year = kDays - kYear;  // its first day
  if (event.day < last_year) follow.began_now = false;
  if (event.kind == Event::Kind::kPurchase) {
    const double euros = static_cast<double>(event.cents) / 100;
    (event.day < last_year ? follow.before : follow.now) += euros;
    if (follow.landmark >= 0 && event.day > follow.landmark && event.day <= follow.landmark + kYear)
      follow.spent += euros;
  }
  if (follow.landmark < 0 || event.day <= follow.landmark) {
    follow.excluded = follow.excluded || event.kind == Event::Kind::kChurn;
    return;
  }
  const auto days = static_cast<std::int16_t>(event.day - follow.landmark);
  if (event.kind == Event::Kind::kChurn && follow.left < 0) follow.left = days;
  if (returns && follow.back < 0) follow.back = days;
}

void OutcomeTally::add(const Interview& interview) {
  process_.meet(interview);
  Follow& follow = follows_[interview.account.number];
  const int day = interview.day.days - kFirstDay.days;
  if (follow.landmark < 0 && interview.words)
    follow.landmark = static_cast<std::int16_t>(day + kLandmark);
  if (follow.landmark >= 0 && day > follow.landmark) return;
  if ((interview.blank & 1U) == 0)
    follow.nps = static_cast<std::int8_t>(interview.answer(Question::kNps));
  if (interview.praise) follow.praised = true;
}

OutcomeTruth OutcomeTally::finish() {
  process_.finish();
  OutcomeTruth truth;
  std::vector<double> spent;
  const auto followed = [](const Follow& follow) {
    return follow.landmark >= 0 && !follow.excluded && follow.landmark + kYear <= kDays - 1;
  };
  for (const Follow& follow : follows_)
    if (followed(follow) && follow.spent > 0) spent.push_back(follow.spent);
  if (!spent.empty()) {
    const auto place = spent.begin() + static_cast<std::ptrdiff_t>(
                                           std::ceil(0.99 * static_cast<double>(spent.size())) - 1);
    std::nth_element(spent.begin(), place, spent.end());
    truth.cap = *place;
  }
  double back_asked[2] = {}, captive[2] = {};
  double before = 0, retained = 0, earned = 0;
  for (std::size_t i = 0; i < follows_.size(); ++i) {
    const Follow& follow = follows_[i];
    before += follow.before;
    if (follow.before > 0) retained += follow.now;
    if (follow.began_now && heard_through_of(company_, static_cast<std::uint32_t>(i)) == 0)
      earned += follow.now;
    if (!followed(follow)) continue;
    const int a = follow.praised ? 0 : 1;
    OutcomeTruth::Arm& arm = truth.arms[a];
    const bool left = follow.left >= 0 && follow.left <= kYear;
    const bool back = follow.back >= 0 && follow.back <= kYear;
    arm.customers += 1;
    arm.kept_share += left ? 0 : 1;
    arm.kept_days += left ? follow.left : kYear;
    arm.returned_share += back ? 1 : 0;
    arm.returned_days += back ? follow.back : kYear;
    arm.spent += std::min(follow.spent, truth.cap);
    if (back && follow.nps >= 0) {
      back_asked[a] += 1;
      captive[a] += follow.nps <= 6 ? 1 : 0;
    }
  }
  for (int a = 0; a < 2; ++a) {
    OutcomeTruth::Arm& arm = truth.arms[a];
    if (arm.customers == 0) continue;
    for (double* sum :
         {&arm.kept_share, &arm.kept_days, &arm.returned_share, &arm.returned_days, &arm.spent})
      *sum /= arm.customers;
    arm.captive = back_asked[a] > 0 ? captive[a] / back_asked[a] : 0;
  }
  if (before > 0) {
    truth.net_retention = retained / before;
    truth.earned_new = earned / before;
  }
  return truth;
}

}  // namespace laurel::sample
