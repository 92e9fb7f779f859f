// What customers did: hand-made histories with known answers, and one simulation of what a careless
// comparison would find.
#include "report/retention.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "report/customers.h"
#include "report/report.h"
#include "report/retention_build.h"
#include "report/testing.h"

namespace laurel::report {
namespace {

using model::OutcomeKind;
using model::Voice;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kStart = 20'000;  // days since 1970

struct History {
  CustomerHistory history;

  History& said(int customer, int day, Voice voice, Recommends recommends = Recommends::kUnknown,
                Origin origin = Origin::kUnknown) {
    history.said.push_back({customer, {kStart + day}, 1, voice, recommends, origin});
    return *this;
  }
  History& did(int customer, int day, OutcomeKind kind, std::int64_t amount = 0,
               std::uint8_t currency = CustomerDid::kNoAmount) {
    history.did.push_back({amount, customer, {kStart + day}, kind, currency});
    return *this;
  }
  Cohort follow(const ReportOptions& options = {}, CohortOf of = CohortOf::kCommenters) const {
    return report::follow(Customers(history), options, of);
  }
  RetentionReport report(const ReportOptions& options = {}) const {
    return retention_report(history, options);
  }
};

TEST(Follow, CountsPraiseUpToTheLandmarkOnly) {
  History h;
  h.said(0, 0, Voice::kSpoke).said(0, 20, Voice::kCommendedKind);
  h.said(1, 0, Voice::kSpoke).said(1, 31, Voice::kCommendedKind);
  h.said(2, 5, Voice::kSilent).said(2, 10, Voice::kSpoke).said(2, 40, Voice::kCommendedKind);
  h.said(3, 0, Voice::kSilent);
  h.did(9, 0, OutcomeKind::kVisit).did(9, 400, OutcomeKind::kVisit);
  const Cohort cohort = h.follow();
  ASSERT_EQ(cohort.followed.size(), 3U);  // silence is no comment
  EXPECT_EQ(cohort.followed[0].arm, FollowedArm::kCommended);
  EXPECT_EQ(cohort.followed[0].landmark.days, kStart + 30);
  EXPECT_EQ(cohort.followed[1].arm, FollowedArm::kSpoke);
  EXPECT_EQ(cohort.followed[2].arm, FollowedArm::kCommended);
  EXPECT_EQ(cohort.followed[2].landmark.days, kStart + 40);
}

TEST(Follow, LeavesOutKindWordsWhenOnlyExemplaryPraiseCounts) {
  History h;
  h.said(0, 0, Voice::kCommendedKind).said(1, 0, Voice::kCommendedExemplary);
  h.said(2, 0, Voice::kSpoke);
  h.did(9, 0, OutcomeKind::kVisit).did(9, 400, OutcomeKind::kVisit);
  ReportOptions options;
  options.strength = ReportStrength::kExemplary;
  const Cohort cohort = h.follow(options);
  ASSERT_EQ(cohort.followed.size(), 2U);
  EXPECT_EQ(cohort.followed[0].customer, 1U);
  EXPECT_EQ(cohort.followed[1].arm, FollowedArm::kSpoke);
}

TEST(Follow, LeavesOutWhoHadLeftAndWhoWasNotObserved) {
  History h;
  for (const int customer : {0, 1, 2, 3, 4})
    h.said(customer, customer == 3 ? 390 : 50, Voice::kSpoke);
  h.did(0, 60, OutcomeKind::kChurn);                                    // before the landmark
  h.did(1, 60, OutcomeKind::kChurn).did(1, 70, OutcomeKind::kVisit);    // and back again
  h.did(2, 80, OutcomeKind::kChurn);                                    // on the landmark's day
  h.did(4, 100, OutcomeKind::kChurn).did(4, 400, OutcomeKind::kVisit);  // 3's landmark is later
  const Cohort cohort = h.follow();
  EXPECT_EQ(cohort.left_before, 2);
  EXPECT_EQ(cohort.unobserved, 1);
  ASSERT_EQ(cohort.followed.size(), 2U);
  EXPECT_EQ(cohort.followed[0].customer, 1U);
  EXPECT_FALSE(cohort.followed[0].left_after.has_value());
  EXPECT_EQ(cohort.followed[1].left_after, 20);
  EXPECT_EQ(cohort.followed[1].back_after, 320);
  EXPECT_EQ(cohort.followed[1].observed_days, 320);
}

TEST(Follow, TakesOnlyCommentsOfThePeriodAskedFor) {
  History h;
  h.said(0, 0, Voice::kCommendedKind).said(0, 100, Voice::kSpoke);
  h.did(0, 0, OutcomeKind::kVisit).did(0, 400, OutcomeKind::kVisit);
  ReportOptions options;
  options.from = base::Month::of({kStart + 90});
  const Cohort cohort = h.follow(options);
  ASSERT_EQ(cohort.followed.size(), 1U);
  EXPECT_EQ(cohort.followed[0].arm, FollowedArm::kSpoke);
}

// Two arms of 100: of each ten customers that praised one leaves after 100 days, of the others two;
// and of each two one comes back after 50 and 100 days.
History two_arms() {
  History h;
  for (int i = 0; i < 200; ++i) {
    const bool praised = i < 100;
    h.said(i, 0, praised ? Voice::kCommendedKind : Voice::kSpoke,
           i % 4 == 0 ? Recommends::kNo : Recommends::kYes);
    if (i % 10 < (praised ? 1 : 2)) h.did(i, 130, OutcomeKind::kChurn);
    if (i % 2 == 0) h.did(i, praised ? 80 : 130, OutcomeKind::kPurchase, praised ? 3000 : 1000, 0);
  }
  h.did(999, 0, OutcomeKind::kVisit).did(999, 400, OutcomeKind::kVisit);
  h.history.currencies = {"EUR"};
  return h;
}

TEST(Curves, AreTheSharesOfAHandMadeHistory) {
  const RetentionReport report = two_arms().report();
  ASSERT_TRUE(report.kept && report.returned);
  const CurveReport& kept = *report.kept;
  EXPECT_EQ(kept.horizon_days, 365);
  EXPECT_EQ(kept.commended.customers, 100);
  EXPECT_EQ(kept.commended.events, 10);
  EXPECT_NEAR(*kept.commended.at_horizon.estimate, 0.9, 1e-12);
  EXPECT_NEAR(*kept.spoke.at_horizon.estimate, 0.8, 1e-12);
  // 10 of 100 and 20 of 100 miss 265 of the 365 days.
  EXPECT_NEAR(*kept.days.difference.estimate, 26.5, 1e-9);
  EXPECT_LT(*kept.days.difference.lo, 26.5);
  EXPECT_EQ(kept.days.difference.source, "rows");
  EXPECT_LT(*kept.hazard_ratio.estimate, 1);
  const CurvePoint& day_90 = kept.commended.points[3];
  EXPECT_EQ(day_90.day, 90);
  EXPECT_EQ(day_90.share, 1);
  EXPECT_EQ(day_90.at_risk, 100);
  EXPECT_FALSE(day_90.lo.has_value());
  EXPECT_EQ(kept.commended.points.back().day, 365);
  EXPECT_EQ(kept.commended.points.back().at_risk, 90);

  const CurveReport& returned = *report.returned;
  EXPECT_NEAR(*returned.commended.at_horizon.estimate, 0.5, 1e-12);
  EXPECT_NEAR(*returned.share_difference.estimate, 0, 1e-12);
  EXPECT_NEAR(*returned.days.difference.estimate, 0.5 * 50, 1e-9);  // 50 days sooner, half of them
  EXPECT_EQ(returned.days.finding, Finding::kNoClearDifference);
  EXPECT_THAT(returned.days.sentence, HasSubstr("anything from 15 days later to 65 days sooner"));
}

// In the south everybody stays and spends little, in the north everybody leaves early and spends
// much; praise makes no difference in either, but comes from the north.
TEST(EvenedOut, TakesTheMixOfMarketsOffDaysAndRevenue) {
  History h;
  int customer = 0;
  const auto add = [&](int number, Voice voice, std::int32_t market) {
    for (int i = 0; i < number; ++i, ++customer) {
      const bool north = market == 2;
      h.history.said.push_back({customer, {kStart}, market, voice, {}, {}});
      if (north ? i % 4 != 0 : i % 4 == 0) h.did(customer, 60 + 10 * (i % 4), OutcomeKind::kChurn);
      h.did(customer, 50, OutcomeKind::kPurchase, (north ? 90'000 : 10'000) + 1'000 * (i % 5), 0);
    }
  };
  add(40, Voice::kCommendedKind, 2);
  add(20, Voice::kCommendedKind, 1);
  add(20, Voice::kSpoke, 2);
  add(80, Voice::kSpoke, 1);
  add(15, Voice::kSpoke, 3);  // without anybody to compare with
  h.did(9999, 0, OutcomeKind::kVisit).did(9999, 400, OutcomeKind::kVisit);
  h.history.currencies = {"EUR"};
  const RetentionReport report = h.report();

  const EvenedOut& days = report.kept->days_evened_out;
  EXPECT_EQ(days.markets, 2U);
  EXPECT_EQ(days.left_out, 15);
  EXPECT_EQ(days.difference.n, 160);
  EXPECT_LT(*report.kept->days.difference.hi, 0);  // as answered: shorter
  EXPECT_NEAR(*days.difference.estimate, 0, 1e-9);
  EXPECT_LT(*days.difference.lo, 0);
  EXPECT_THAT(report.kept->days.sentence, HasSubstr("After evening out 2 markets: "));

  const EvenedOut& money = report.revenue.front().evened_out;
  EXPECT_GT(*report.revenue.front().difference.difference.lo, 100);  // as answered: more
  EXPECT_NEAR(*money.difference.estimate, 0, 1e-9);
  EXPECT_EQ(money.markets, 2U);
  EXPECT_EQ(money.left_out, 15);
  EXPECT_EQ(money.difference.method, "stratified_capped_mean_overlap");
}

TEST(EvenedOut, SaysNothingOfASingleMarket) {
  const RetentionReport report = two_arms().report();
  EXPECT_FALSE(report.kept->days_evened_out.worth_telling());
  EXPECT_THAT(report.kept->days.sentence, Not(HasSubstr("evening out")));
}

TEST(Curves, SayWhichWayAClearDifferenceGoes) {
  History h = two_arms();  // of those who didn't praise nobody comes back
  std::erase_if(h.history.did, [](const CustomerDid& did) {
    return did.kind == OutcomeKind::kPurchase && did.customer >= 100 && did.customer < 999;
  });
  const Comparison days = h.report().returned->days;
  EXPECT_EQ(days.finding, Finding::kHigher);
  EXPECT_THAT(days.sentence,
              HasSubstr("Of customers who praised somebody, 50% came back within a year; of those "
                        "who commented without praise, 0%: on average over that time the first "
                        "came back 158 days sooner ("));
}

TEST(Curves, KeepWhoLeftAmongThoseNotBack) {
  // Without this the share that came back would be taken of those who stayed.
  const RetentionReport report = two_arms().report();
  EXPECT_EQ(report.returned->commended.customers, 100);
  EXPECT_NEAR(*report.returned->spoke.at_horizon.estimate, 0.5, 1e-12);
}

TEST(Curves, DontTakeStayingLongEnoughToPraiseForAnEffectOfPraise) {
  // Customers leave at random and comment every 60 days while they are there; each comment praises
  // by chance. Who stayed long had more chances.
  base::Random random(11);
  History h;
  double ever[2] = {}, ever_n[2] = {};
  for (int i = 0; i < 3000; ++i) {
    const int life = 1 + static_cast<int>(-400 * std::log(1 - random.uniform()));
    bool praised = false;
    for (int day = 0; day < life && day < 700; day += 60) {
      const bool now = random.chance(0.25);
      praised = praised || now;
      h.said(i, day, now ? Voice::kCommendedKind : Voice::kSpoke);
    }
    if (life <= 730) h.did(i, life, OutcomeKind::kChurn);
    ever[praised ? 0 : 1] += std::min(life, 365);
    ever_n[praised ? 0 : 1] += 1;
  }
  h.did(9999, 0, OutcomeKind::kVisit).did(9999, 730, OutcomeKind::kVisit);
  EXPECT_GT(ever[0] / ever_n[0] - ever[1] / ever_n[1], 60);  // days that praise did not give
  const Comparison days = h.report().kept->days;
  EXPECT_LT(*days.difference.lo, 0);
  EXPECT_GT(*days.difference.hi, 0);
  EXPECT_LT(std::abs(*days.difference.estimate), 12);
}

TEST(Revenue, IsCappedPerCustomerAndCompared) {
  const RetentionReport report = two_arms().report();
  ASSERT_EQ(report.revenue.size(), 1U);
  const RevenueReport& revenue = report.revenue[0];
  EXPECT_EQ(revenue.days, 365);
  EXPECT_NEAR(*revenue.commended.estimate, 15, 1e-9);  // half of them 30.00
  EXPECT_NEAR(*revenue.difference.difference.estimate, 10, 1e-9);
  EXPECT_EQ(*revenue.cap, 30);
  EXPECT_EQ(revenue.capped_customers, 0);
  ReportOptions options;
  options.retention.revenue_cap = 20;
  const RevenueReport capped = report::retention_report(two_arms().history, options).revenue[0];
  EXPECT_TRUE(capped.cap_declared);
  EXPECT_NEAR(*capped.commended.estimate, 10, 1e-9);
  EXPECT_EQ(capped.capped_customers, 50);
  EXPECT_NEAR(*capped.raw_difference.estimate, 10, 1e-9);
}

TEST(Revenue, OfSeveralCurrenciesIsReportedApart) {
  History h = two_arms();
  h.history.currencies = {"EUR", "JPY"};
  // Half paid in yen before the landmark, a quarter in euros, the others not yet.
  for (int i = 0; i < 200; ++i) {
    if (i % 4 < 2) h.did(i, 5, OutcomeKind::kPurchase, 500, 1);
    if (i % 4 == 2) h.did(i, 5, OutcomeKind::kPurchase, 500, 0);
    if (i % 4 == 0) h.did(i, 60, OutcomeKind::kPurchase, 7000, 1);
  }
  const RetentionReport report = h.report();
  ASSERT_EQ(report.revenue.size(), 2U);
  EXPECT_EQ(report.revenue[0].currency, "JPY");
  EXPECT_NEAR(*report.revenue[0].commended.estimate, 3500, 1e-9);  // yen have no cents
  EXPECT_EQ(report.revenue[1].currency, "EUR");
  EXPECT_EQ(report.revenue[1].commended.n, 25);
  EXPECT_EQ(report.revenue[1].no_currency, 50);
  EXPECT_THAT(report.remarks, Contains(HasSubstr("There are 2 currencies. They are reported apart "
                                                 "and never added")));
}

TEST(Captive, AreThoseBackWhoWouldNotRecommend) {
  const RetentionReport report = two_arms().report();
  // Of 100 who came back (every second), half would not recommend (every fourth).
  EXPECT_EQ(report.captive.everyone.n, 100);
  EXPECT_NEAR(*report.captive.everyone.estimate, 0.5, 1e-12);
  EXPECT_NEAR(*report.captive.of_detractors.estimate, 1, 1e-12);
  EXPECT_THAT(report.captive.sentence, HasSubstr("50% would not recommend"));
  History nobody_asked = two_arms();
  for (CustomerSaid& said : nobody_asked.history.said) said.recommends = Recommends::kUnknown;
  EXPECT_THAT(
      nobody_asked.report().captive.sentence,
      HasSubstr("can't be said: nobody who came back had said whether they would recommend"));
}

// Two years: 30 customers of the first, of whom 10 are lost and 20 spend 1.5 times as much, and new
// ones of three origins.
History growth_history() {
  History h;
  h.history.currencies = {"EUR"};
  h.history.asks_origin = true;
  for (int i = 0; i < 30; ++i) {
    h.did(i, i % 10, OutcomeKind::kPurchase, 10'000, 0);
    if (i >= 10) h.did(i, 500, OutcomeKind::kRenewal, 15'000, 0);
  }
  const Origin origins[] = {Origin::kEarned, Origin::kBought, Origin::kUnknown};
  for (int i = 0; i < 3; ++i) {
    h.said(100 + i, 450, Voice::kSilent, Recommends::kUnknown, origins[i]);
    h.did(100 + i, 600, OutcomeKind::kPurchase, 30'000, 0);
  }
  h.did(0, 729, OutcomeKind::kReferral, 99'999, 0);  // what a referral is worth is no revenue
  h.history.did.back().currency = CustomerDid::kNoAmount;
  return h;
}

TEST(EarnedGrowth, IsRetentionPlusEarnedNewCustomersLessOne) {
  const RetentionReport report = growth_history().report();
  ASSERT_EQ(report.growth.size(), 1U);
  const EarnedGrowthReport& growth = report.growth[0];
  EXPECT_NEAR(growth.revenue_before, 3000, 1e-9);
  EXPECT_NEAR(growth.revenue_now, 3000 + 900, 1e-9);
  EXPECT_NEAR(*growth.net_retention.estimate, 1, 1e-12);
  EXPECT_NEAR(*growth.earned_new.estimate, 0.1, 1e-12);
  EXPECT_NEAR(*growth.earned_growth.estimate, 0.1, 1e-12);
  EXPECT_LT(*growth.earned_growth.lo, 0.1);
  EXPECT_NEAR(growth.new_unknown, 300, 1e-9);
  EXPECT_THAT(growth.sentence, HasSubstr("Of 33% of new customers’ revenue nobody said"));
  EXPECT_NEAR(*report.return_rate.estimate, 20.0 / 30, 1e-12);
}

TEST(EarnedGrowth, SaysWhatItLacks) {
  History no_origin = growth_history();
  no_origin.history.asks_origin = false;
  const EarnedGrowthReport without = no_origin.report().growth[0];
  EXPECT_TRUE(without.net_retention.estimate.has_value());
  EXPECT_FALSE(without.earned_growth.estimate.has_value());
  EXPECT_THAT(without.sentence, HasSubstr("no question asks how customers came (heard_through)"));

  History one_year = growth_history();
  std::erase_if(one_year.history.did,
                [](const CustomerDid& did) { return did.day.days < kStart + 400; });
  const RetentionReport report = one_year.report();
  EXPECT_THAT(report.growth[0].sentence, HasSubstr("it takes two years of events"));
  EXPECT_THAT(report.return_rate.reason, HasSubstr("it takes two years of events"));
}

TEST(Retention, SaysInWordsWhatCantBeSaid) {
  History h;
  h.said(0, 0, Voice::kSpoke);
  h.did(0, 0, OutcomeKind::kReferral).did(0, 400, OutcomeKind::kReferral);
  const RetentionReport report = h.report();
  EXPECT_FALSE(report.kept || report.returned);
  EXPECT_THAT(report.remarks, Contains(HasSubstr("No event says that a customer left")));
  EXPECT_THAT(report.remarks, Contains(HasSubstr("No event is a purchase, renewal or visit")));

  h.did(0, 200, OutcomeKind::kChurn);
  const CurveReport kept = *h.report().kept;
  EXPECT_EQ(kept.days.finding, Finding::kUndefined);
  EXPECT_THAT(kept.days.sentence, HasSubstr("How long customers stayed can't be compared: fewer "
                                            "than 10 customers in one of the groups"));
}

TEST(Retention, NeverShowsWhatIsNoNumber) {
  const auto rendered = [](CustomerHistory history) {
    ReportBuilder builder;
    builder.question(nps_for_test()).responses(1, Voice::kSpoke, {{5, 3}});
    builder.input.customers = std::move(history);
    const Report report = *build_report(builder.input);
    return to_json(report) + to_csv(report) + to_text(report) + to_markdown(report);
  };
  History nobody_leaves = two_arms();
  std::erase_if(nobody_leaves.history.did,
                [](const CustomerDid& did) { return did.kind == OutcomeKind::kChurn; });
  nobody_leaves.did(500, 10, OutcomeKind::kChurn);
  History one_event;
  one_event.did(0, 0, OutcomeKind::kPurchase, -100, 0);
  one_event.history.currencies = {"EUR"};
  for (const CustomerHistory& history :
       {two_arms().history, growth_history().history, nobody_leaves.history, one_event.history}) {
    const std::string text = rendered(history);
    EXPECT_THAT(text, Not(HasSubstr("nan")));
    EXPECT_THAT(text, Not(HasSubstr("inf,")));
    EXPECT_THAT(text, HasSubstr("What customers did afterwards"));
    EXPECT_THAT(text, Not(HasSubstr("because of")));
  }
}

TEST(CustomerReader, JoinsContactsToAccountsAndReadsAnswers) {
  model::Question nps = nps_for_test(1);
  model::Question heard = question_for_test(2, "heard_through", model::QuestionKind::kChoice);
  heard.role = model::QuestionRole::kHeardThrough;
  heard.choices = {"Advertisement", "A friend", "Online reviews"};
  const std::vector<model::Question> questions = {nps, heard};
  CustomerReader reader(questions, &questions[0]);
  reader.belongs({7}, {3});
  model::ResponseRecord record;
  record.response.occurred_on = base::Date{kStart};
  record.response.contact = {7};
  record.response.answers = {{{1}, 6}, {{2}, 1}};
  reader.said(record);
  record.response.contact = {8};
  record.response.answers = {{{1}, 9}, {{2}, 0}};
  reader.said(record);
  record.response.contact = {};
  reader.said(record);
  reader.did({3}, {}, {kStart}, OutcomeKind::kPurchase, 100, "EUR");
  reader.did({}, {7}, {kStart}, OutcomeKind::kChurn, 100, "EUR");
  reader.did({}, {}, {kStart}, OutcomeKind::kChurn, {}, "");
  const CustomerHistory history = reader.finish();
  ASSERT_EQ(history.said.size(), 2U);
  EXPECT_EQ(history.said[0].recommends, Recommends::kNo);
  EXPECT_EQ(history.said[0].origin, Origin::kEarned);
  EXPECT_EQ(history.said[1].recommends, Recommends::kYes);
  EXPECT_EQ(history.said[1].origin, Origin::kBought);
  EXPECT_NE(history.said[0].customer, history.said[1].customer);
  ASSERT_EQ(history.did.size(), 2U);
  EXPECT_EQ(history.did[0].customer, history.said[0].customer);
  EXPECT_EQ(history.did[1].customer, history.said[0].customer);
  EXPECT_EQ(history.did[1].currency, CustomerDid::kNoAmount);
  EXPECT_THAT(history.earned_choices, ElementsAre("A friend", "Online reviews"));
  EXPECT_TRUE(history.asks_origin);
}

}  // namespace
}  // namespace laurel::report
