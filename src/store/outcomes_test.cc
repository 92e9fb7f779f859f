// Saving outcomes, saving them again, and reading customers' responses beside them, on both
// engines.
#include "store/outcomes.h"

#include "store/test_database.h"

namespace laurel::store {
namespace {

using model::Outcome;
using model::OutcomeKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Outcomes : public StoreTest {
 protected:
  Outcome outcome(const std::string& external_id, OutcomeKind kind = OutcomeKind::kPurchase) {
    Outcome made;
    made.source = "orders";
    made.external_id = external_id;
    made.kind = kind;
    made.occurred_on = *base::Date::parse("2026-03-05");
    made.account = account_;
    made.contact = contact_;
    if (kind == OutcomeKind::kPurchase) {
      made.amount = 1250;
      made.currency = "EUR";
    }
    return made;
  }
  SaveCounts save_all(std::vector<Outcome> outcomes) {
    SaveCounts counts;
    write([&](Transaction& tx) { counts = VALUE(save_outcomes(tx, organization_, outcomes)); });
    return counts;
  }
  struct Read {
    OutcomeEvent event;
    std::string currency;
  };
  std::vector<Read> stored(model::OrganizationId organization) {
    std::vector<Read> rows;
    read([&](Transaction& tx) {
      EXPECT_OK(for_each_outcome(tx, organization, [&](const OutcomeEvent& event) {
        rows.push_back({event, std::string(event.currency)});
      }));
    });
    return rows;
  }
  std::vector<Read> stored() { return stored(organization_); }
};

TEST_P(Outcomes, ComeBackAsSaved) {
  Outcome churn = outcome("b", OutcomeKind::kChurn);
  churn.contact = {};
  churn.occurred_on = *base::Date::parse("1969-12-31");
  Outcome refund = outcome("c");
  refund.amount = -5'000'000'000'000;
  refund.currency = "JPY";
  EXPECT_EQ(save_all({outcome("a"), churn, refund}).added, 3);
  const auto rows = stored();
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_EQ(rows[0].event.kind, OutcomeKind::kPurchase);
  EXPECT_EQ(rows[0].event.day.to_string(), "2026-03-05");
  EXPECT_EQ(rows[0].event.account, account_);
  EXPECT_EQ(rows[0].event.contact, contact_);
  EXPECT_EQ(rows[0].event.amount, 1250);
  EXPECT_EQ(rows[0].currency, "EUR");
  EXPECT_EQ(rows[1].event.kind, OutcomeKind::kChurn);
  EXPECT_EQ(rows[1].event.day.days, -1);
  EXPECT_FALSE(rows[1].event.contact.known());
  EXPECT_FALSE(rows[1].event.amount.has_value());
  EXPECT_EQ(rows[1].currency, "");
  EXPECT_EQ(rows[2].event.amount, -5'000'000'000'000);
}

TEST_P(Outcomes, OfAContactCanBeTracedToItsAccount) {
  Outcome of_contact = outcome("a");
  of_contact.account = {};
  save_all({of_contact});
  EXPECT_FALSE(stored()[0].event.account.known());
  const model::Contact alone{{}, "bo@example.org", "", {}};
  write([&](Transaction& tx) { EXPECT_OK(save_contacts(tx, organization_, {&alone, 1})); });
  std::vector<std::pair<model::ContactId, model::AccountId>> found;
  read([&](Transaction& tx) {
    EXPECT_OK(for_each_contact_account(tx, organization_,
                                       [&](model::ContactId contact, model::AccountId account) {
                                         found.emplace_back(contact, account);
                                       }));
  });
  EXPECT_THAT(found, ElementsAre(std::pair(contact_, account_)));
}

TEST_P(Outcomes, AreThereOnceHoweverOftenTheyAreSaved) {
  save_all({outcome("a"), outcome("b")});
  Outcome corrected = outcome("b");
  corrected.amount = 990;
  const SaveCounts again = save_all({outcome("a"), corrected, outcome("c")});
  EXPECT_EQ(again.unchanged, 1);
  EXPECT_EQ(again.updated, 1);
  EXPECT_EQ(again.added, 1);
  const auto rows = stored();
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_EQ(rows[1].event.amount, 990);
}

TEST_P(Outcomes, TakeTheLaterOfTwoInABatch) {
  Outcome later = outcome("a");
  later.kind = OutcomeKind::kVisit;
  later.amount.reset();
  later.currency.clear();
  EXPECT_EQ(save_all({outcome("a"), outcome("b"), later}).added, 2);
  EXPECT_EQ(stored()[0].event.kind, OutcomeKind::kVisit);
}

TEST_P(Outcomes, OfOtherSourcesAreOtherOutcomes) {
  Outcome other = outcome("a");
  other.source = "renewals";
  EXPECT_EQ(save_all({outcome("a"), other}).added, 2);
}

TEST_P(Outcomes, StayInTheirOrganization) {
  save_all({outcome("a")});
  EXPECT_THAT(stored({new_id()}), IsEmpty());
  read([&](Transaction& tx) {
    EXPECT_TRUE(VALUE(any_outcome(tx, organization_)));
    EXPECT_FALSE(VALUE(any_outcome(tx, {new_id()})));
  });
}

TEST_P(Outcomes, AreReadToTheLastPage) {
  std::vector<Outcome> many;
  for (int i = 0; i < 50'000; ++i) many.push_back(outcome("n" + std::to_string(i)));
  many.push_back(outcome("last"));
  many.back().source = "another";
  save_all(many);
  EXPECT_THAT(stored(), SizeIs(50'001));
}

TEST_P(Outcomes, OfWhichOneIsRefusedLeaveNothing) {
  {
    Transaction tx = VALUE(database_->begin_write());
    EXPECT_OK(save_outcomes(tx, organization_, std::vector{outcome("a")}));
  }  // not committed
  EXPECT_THAT(stored(), IsEmpty());
}

ON_BOTH_ENGINES(Outcomes);

}  // namespace
}  // namespace laurel::store
