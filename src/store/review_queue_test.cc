// What is in the queue, in which order, and for whom, on both engines.
#include "store/review_queue.h"

#include "store/decisions.h"
#include "store/test_database.h"

namespace laurel::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr float kFlag = 0.38F;

class ReviewQueue : public StoreTest {
 protected:
  // One response with one commendation so probable.
  model::ResponseRecord one(const std::string& external_id, float probability) {
    model::ResponseRecord out = record(external_id);
    model::Commendation& c = out.commendations[0];
    c.probability = probability;
    c.flagged = probability >= kFlag;
    c.sure = probability >= 0.97F;
    return out;
  }
  // A sure one that chance lets audit, or not.
  model::ResponseRecord sure(const std::string& external_id, bool audited) {
    model::ResponseRecord out = one(external_id, 0.99F);
    auto& bytes = out.commendations[0].id.value.bytes;
    bytes[14] = audited ? 0x05 : 0x05;
    bytes[15] = audited ? 0x1e : 0x1f;
    return out;
  }
  ReviewPage page(const ReviewFilter& filter = {}, const std::string& after = {},
                  std::int64_t limit = 50, const ResponseScope& scope = {}) {
    return read([&](Transaction& tx) {
      return VALUE(list_reviews(tx, organization_, filter, scope, kFlag, after, limit));
    });
  }
  static std::vector<std::string> ids(const ReviewPage& page) {
    std::vector<std::string> out;
    for (const ReviewItem& item : page.items) out.push_back(item.record.response.external_id);
    return out;
  }
  ReviewCounts counts(const ReviewFilter& filter = {}, const ResponseScope& scope = {}) {
    return read(
        [&](Transaction& tx) { return VALUE(count_reviews(tx, organization_, filter, scope)); });
  }
};

TEST_P(ReviewQueue, BeginsNearTheThresholdAndEndsWithAudits) {
  model::ResponseRecord who = one("who", 0.99F);
  who.commendations[0].link = detect::LinkState::kAmbiguous;
  who.commendations[0].employee = {};
  save(sure("audited", true));
  save(sure("not audited", false));
  save(one("far above", 0.9F));
  save(one("far below", 0.16F));
  save(one("near, first", 0.41F));
  save(who);
  save(one("nearer, later", 0.39F));
  save(one("next step", 0.36F));
  const ReviewPage all = page();
  EXPECT_THAT(ids(all), ElementsAre("near, first", "nearer, later", "who", "next step", "far below",
                                    "far above", "audited"));
  EXPECT_EQ(all.items[0].reason, ReviewReason::kUnsure);
  EXPECT_EQ(all.items[2].reason, ReviewReason::kWho);
  EXPECT_EQ(all.items[6].reason, ReviewReason::kAudit);
  EXPECT_EQ(all.items[6].commendation().probability, 0.99F);
  EXPECT_FALSE(all.next.has_value());
  const ReviewCounts n = counts();
  EXPECT_EQ(n.unsure, 5);
  EXPECT_EQ(n.who, 1);
  EXPECT_EQ(n.audit, 1);
  EXPECT_EQ(n.all(), 7);
  EXPECT_FALSE(n.at_least);
}

TEST_P(ReviewQueue, GoesOnWhereAPageEnded) {
  for (int i = 0; i < 23; ++i)
    save(one("r" + std::to_string(i), 0.2F + 0.03F * static_cast<float>(i)));
  const std::vector<std::string> whole = ids(page());
  ASSERT_THAT(whole, SizeIs(23));
  std::vector<std::string> together;
  std::string after;
  for (int pages = 0; pages < 20; ++pages) {
    const ReviewPage some = page({}, after, 4);
    for (const std::string& id : ids(some)) together.push_back(id);
    if (!some.next) break;
    after = *some.next;
  }
  EXPECT_EQ(together, whole);
}

TEST_P(ReviewQueue, LeavesOutWhatIsDecided) {
  const model::ResponseRecord saved = one("r1", 0.4F);
  save(saved);
  save(one("r2", 0.4F));
  write([&](Transaction& tx) {
    Verdict verdict = verdict_of(saved.commendations[0]);
    verdict.decision = model::Decision::kRejected;
    VALUE(decide(tx, organization_, questions_, saved.commendations[0].id, page().items[0].version,
                 verdict, {{}, {1}}));
  });
  EXPECT_THAT(ids(page()), ElementsAre("r2"));
  EXPECT_EQ(counts().all(), 1);
}

TEST_P(ReviewQueue, CanBeFiltered) {
  model::ResponseRecord leeds = one("leeds", 0.4F), york = one("york", 0.4F);
  york.response.source = "calls";
  york.response.market = {};
  york.response.channel = {};
  york.response.occurred_on = *base::Date::parse("2026-05-01");
  york.commendations[0].candidates = {{employees_[1].id, 0.9F}};
  york.commendations[0].employee = employees_[1].id;
  write([&](Transaction& tx) {
    model::Unit below;
    below.code = below.name = "York";
    below.parent = unit_;
    ASSERT_TRUE(save_units(tx, organization_, {&below, 1}).ok());
    york.response.unit = below.id;
  });
  const std::vector<model::ResponseRecord> both = {leeds, york, sure("audited", true)};
  save(both);
  ReviewFilter filter;
  filter.source = "calls";
  EXPECT_THAT(ids(page(filter)), ElementsAre("york"));
  EXPECT_EQ(counts(filter).all(), 1);
  filter = {};
  filter.source = "nowhere";
  EXPECT_THAT(ids(page(filter)), IsEmpty());
  EXPECT_EQ(counts(filter).all(), 0);
  filter = {};
  filter.unit = york.response.unit;
  EXPECT_THAT(ids(page(filter)), ElementsAre("york"));
  filter.unit = unit_;
  EXPECT_THAT(ids(page(filter)), SizeIs(3));
  filter = {};
  filter.market = market_;
  EXPECT_THAT(ids(page(filter)), ElementsAre("leeds", "audited"));
  filter = {};
  filter.channel = channel_;
  EXPECT_THAT(ids(page(filter)), ElementsAre("leeds", "audited"));
  filter = {};
  filter.from = *base::Date::parse("2026-04-01");
  EXPECT_THAT(ids(page(filter)), ElementsAre("york"));
  filter = {};
  filter.to = *base::Date::parse("2026-04-01");
  EXPECT_THAT(ids(page(filter)), ElementsAre("leeds", "audited"));
  filter = {};
  filter.praised = employees_[1].id;
  EXPECT_THAT(ids(page(filter)), ElementsAre("york"));
  filter = {};
  filter.reason = ReviewReason::kAudit;
  EXPECT_THAT(ids(page(filter)), ElementsAre("audited"));
  EXPECT_EQ(counts(filter).all(), 1);
}

TEST_P(ReviewQueue, ShowsOnlyWhatIsInScope) {
  model::ResponseRecord ours = one("ours", 0.4F), theirs = one("theirs", 0.4F),
                        served = one("served", 0.4F);
  theirs.response.unit = served.response.unit = {};
  theirs.response.served_by = {};
  theirs.commendations[0].employee = employees_[2].id;
  served.response.served_by = {employees_[1].id};
  served.commendations[0].employee = employees_[2].id;
  const std::vector<model::ResponseRecord> all = {ours, theirs, served};
  save(all);
  ResponseScope scope;
  scope.kind = ResponseScope::Kind::kUnitsAndPeople;
  EXPECT_THAT(ids(page({}, {}, 50, scope)), IsEmpty());
  scope.units = {unit_};
  EXPECT_THAT(ids(page({}, {}, 50, scope)), ElementsAre("ours"));
  scope.people = {employees_[1].id};
  EXPECT_THAT(ids(page({}, {}, 50, scope)), ElementsAre("ours", "served"));
  EXPECT_EQ(counts({}, scope).all(), 2);
  scope.kind = ResponseScope::Kind::kPraiseOf;
  scope.people = {employees_[2].id};
  EXPECT_THAT(ids(page({}, {}, 50, scope)), ElementsAre("theirs", "served"));
  EXPECT_EQ(counts({}, scope).all(), 2);
}

TEST_P(ReviewQueue, AuditsAboutTwoInAHundred) {
  int audited = 0;
  for (int i = 0; i < 20'000; ++i) audited += is_audited({new_id()}) ? 1 : 0;
  EXPECT_GT(audited, 300);  // 400 expected, deviation 20
  EXPECT_LT(audited, 500);
  EXPECT_TRUE(is_audited({new_id()}, 1));
  EXPECT_FALSE(is_audited({new_id()}, 0));
  EXPECT_TRUE(is_audited(sure("a", true).commendations[0].id));
  EXPECT_FALSE(is_audited(sure("b", false).commendations[0].id));
}

TEST_P(ReviewQueue, RefusesWhatIsNoCursor) {
  read([&](Transaction& tx) {
    for (const char* cursor :
         {"x", "1.2.3", "3800.0.not-an-id.4", "99999.0.01234567-89ab-7cde-8f01-23456789abcd.1",
          "3800.0.01234567-89ab-7cde-8f01-23456789abcd.1x"}) {
      const auto refused = list_reviews(tx, organization_, {}, {}, kFlag, cursor, 10);
      ASSERT_FALSE(refused.ok()) << cursor;
      EXPECT_EQ(refused.error().code, base::ErrorCode::kInvalidInput);
    }
    // One beyond the last part of the queue is its end.
    const auto end = VALUE(list_reviews(tx, organization_, {}, {}, kFlag,
                                        "3800.99.01234567-89ab-7cde-8f01-23456789abcd.1", 10));
    EXPECT_THAT(end.items, IsEmpty());
    EXPECT_FALSE(end.next.has_value());
  });
}

ON_BOTH_ENGINES(ReviewQueue);

}  // namespace
}  // namespace laurel::store
