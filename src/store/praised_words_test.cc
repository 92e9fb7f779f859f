#include "store/praised_words.h"

#include "store/test_database.h"

namespace laurel::store {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class PraisedWordsTest : public StoreTest {
 protected:
  model::ResponseRecord praise(const std::string& id, const std::string& day) {
    model::ResponseRecord one = record(id);
    one.response.occurred_on = VALUE(base::Date::parse(day));
    model::Commendation& commendation = one.commendations.at(0);
    commendation.strength = detect::Strength::kExemplary;
    commendation.link = detect::LinkState::kLinked;
    commendation.employee = employees_.at(0).id;
    commendation.flagged = commendation.sure = true;
    return one;
  }
  std::vector<PraisedWords> listed(base::Month from = {}, base::Month to = {},
                                   std::int64_t latest = 100) {
    return read([&](Transaction& tx) {
      return VALUE(list_praised_words(tx, organization_, from, to, latest));
    });
  }
};

TEST_P(PraisedWordsTest, AreTheWordsWithWhoAndWhere) {
  const model::ResponseRecord one = praise("a", "2026-03-14");
  save(one);
  const auto all = listed();
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].words, one.response.verbatims.at(0).text);
  EXPECT_EQ(all[0].evidence, one.commendations.at(0).evidence);
  EXPECT_EQ(all[0].employee, employees_.at(0).id);
  EXPECT_THAT(all[0].name, ::testing::HasSubstr(employees_.at(0).last_name));
  EXPECT_EQ(all[0].unit, unit_);
  EXPECT_EQ(all[0].day, one.response.occurred_on);
}

TEST_P(PraisedWordsTest, ComeLatestFirstAndNoMoreThanAskedFor) {
  const std::vector<model::ResponseRecord> records = {praise("a", "2026-01-01"),
                                                      praise("b", "2026-02-01")};
  save(records);
  EXPECT_EQ(listed().at(0).day, records[1].response.occurred_on);
  EXPECT_THAT(listed({}, {}, 1), SizeIs(1));
}

TEST_P(PraisedWordsTest, LieInThePeriod) {
  save(praise("a", "2026-01-31"));
  const auto month = [](const char* text) { return VALUE(base::Month::parse(text)); };
  EXPECT_THAT(listed(month("2026-01"), month("2026-01")), SizeIs(1));
  EXPECT_THAT(listed(month("2026-02"), {}), IsEmpty());
  EXPECT_THAT(listed({}, month("2025-12")), IsEmpty());
}

TEST_P(PraisedWordsTest, LeaveOutWhatIsNotSureOrWasRejected) {
  model::ResponseRecord unsure = praise("a", "2026-01-01"), kind = praise("b", "2026-01-01"),
                        rejected = praise("c", "2026-01-01"), accepted = praise("d", "2026-01-01");
  unsure.commendations[0].sure = false;
  kind.commendations[0].strength = detect::Strength::kKind;
  rejected.commendations[0].decision = model::Decision::kRejected;
  accepted.commendations[0].sure = false;
  accepted.commendations[0].decision = model::Decision::kAccepted;
  save(std::vector{unsure, kind, rejected, accepted});
  EXPECT_THAT(listed(), SizeIs(1));
}

ON_BOTH_ENGINES(PraisedWordsTest);

}  // namespace
}  // namespace laurel::store
