#include "sample/outcomes.h"

#include <gtest/gtest.h>

#include <map>

namespace laurel::sample {
namespace {

constexpr std::uint64_t kInterviews = 9000;

struct Made {
  std::vector<Event> events;
  std::map<std::uint32_t, int> first_interview;
};

Made make(const Company& company) {
  Made made;
  OutcomeProcess process(company, kInterviews,
                         [&](const Event& event) { made.events.push_back(event); });
  for (std::uint64_t i = 0; i < kInterviews; ++i) {
    base::Random random(interview_seed(company, i));
    const Interview interview = draw_interview(company, i, kInterviews, random);
    made.first_interview.emplace(interview.account.number, interview.day.days - kFirstDay.days);
    process.meet(interview);
  }
  process.finish();
  return made;
}

TEST(OutcomeProcess, LetsNobodyActWhoHasLeft) {
  const Company company(7);
  std::map<std::uint32_t, std::uint32_t> next;
  std::map<std::uint32_t, int> last;
  std::map<std::uint32_t, bool> left;
  for (const Event& event : make(company).events) {
    EXPECT_FALSE(left[event.account]);
    EXPECT_EQ(event.number, next[event.account]++);
    EXPECT_GE(event.day, last[event.account]);
    EXPECT_LT(event.day, kDays);
    EXPECT_EQ(event.cents > 0, event.kind == Event::Kind::kPurchase);
    last[event.account] = event.day;
    left[event.account] = event.kind == Event::Kind::kChurn;
  }
}

TEST(OutcomeProcess, BeginsWithEachCustomerOrTheFirstInterview) {
  const Company company(7);
  const Made made = make(company);
  std::map<std::uint32_t, int> first;
  for (const Event& event : made.events) first.emplace(event.account, event.day);
  std::size_t late = 0;
  for (const auto& [account, day] : first) {
    int begins = std::max(0, customer_of(company, account).began);
    const auto interview = made.first_interview.find(account);
    if (interview != made.first_interview.end()) begins = std::min(begins, interview->second);
    EXPECT_GE(day, begins);
    late += begins > 0 ? 1 : 0;
  }
  EXPECT_GT(late, 100U);
}

TEST(OutcomeTally, FindsThatThoseWhoPraisedStayLongerAndSpendMore) {
  for (const std::uint64_t seed : {7, 8}) {
    const Company company(seed);
    OutcomeTally tally(company, 300'000);
    simulate_population(company, 300'000, &tally);
    const OutcomeTruth truth = tally.finish();
    const OutcomeTruth::Arm &praised = truth.arms[0], &others = truth.arms[1];
    EXPECT_GT(praised.customers, 10'000);
    EXPECT_GT(praised.kept_days - others.kept_days, 4);
    EXPECT_LT(praised.kept_days - others.kept_days, 20);
    EXPECT_LT(praised.returned_days, others.returned_days);
    EXPECT_GT(praised.spent, others.spent);
    EXPECT_LT(praised.captive, others.captive);
    EXPECT_GT(truth.net_retention, 0.6);
    EXPECT_LT(truth.net_retention, 1);
    EXPECT_GT(truth.earned_new, 0);
  }
}

}  // namespace
}  // namespace laurel::sample
