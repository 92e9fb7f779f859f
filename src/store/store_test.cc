// What is written comes back, on every engine.
#include "store/test_database.h"

namespace laurel::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Store = StoreTest;

TEST_P(Store, GivesBackAResponseAsItWasSaved) {
  const model::ResponseRecord saved = record("r1", 10);
  const SaveCounts counts = save(saved);
  EXPECT_EQ(counts.added, 1);
  EXPECT_EQ(counts.commendations, 1);
  const auto found = read(
      [&](Transaction& tx) { return VALUE(find_response(tx, organization_, saved.response.id)); });
  ASSERT_TRUE(found.has_value());
  const model::Response &a = saved.response, &b = found->response;
  EXPECT_EQ(b.id, a.id);
  EXPECT_EQ(b.source, a.source);
  EXPECT_EQ(b.external_id, a.external_id);
  EXPECT_EQ(b.occurred_on, a.occurred_on);
  EXPECT_EQ(b.received_at, a.received_at);
  EXPECT_EQ(b.market, a.market);
  EXPECT_EQ(b.unit, a.unit);
  EXPECT_EQ(b.channel, a.channel);
  EXPECT_EQ(b.account, a.account);
  EXPECT_EQ(b.contact, a.contact);
  EXPECT_EQ(b.language, a.language);
  EXPECT_EQ(b.reading, a.reading);
  EXPECT_EQ(b.served_by, a.served_by);
  EXPECT_EQ(b.answers, a.answers);
  EXPECT_EQ(b.verbatims, a.verbatims);
  ASSERT_THAT(found->commendations, SizeIs(1));
  const model::Commendation &c = saved.commendations[0], &d = found->commendations[0];
  EXPECT_EQ(d.id, c.id);
  EXPECT_EQ(d.question, c.question);
  EXPECT_EQ(d.kind, c.kind);
  EXPECT_EQ(d.target, c.target);
  EXPECT_EQ(d.mention, c.mention);
  EXPECT_EQ(d.evidence, c.evidence);
  EXPECT_EQ(d.behaviours, c.behaviours);
  EXPECT_EQ(d.strength, c.strength);
  EXPECT_EQ(d.probability, c.probability);
  EXPECT_EQ(d.flagged, c.flagged);
  EXPECT_EQ(d.sure, c.sure);
  EXPECT_EQ(d.link, c.link);
  EXPECT_EQ(d.employee, c.employee);
  EXPECT_EQ(d.candidates, c.candidates);
  EXPECT_EQ(d.decision, c.decision);
  EXPECT_EQ(d.detector, c.detector);
}

TEST_P(Store, CountsWhatItSavedOnce) {
  const model::ResponseRecord one = record("r1", 10);
  save(one);
  model::ResponseRecord again = record("r1", 10);  // other ids, same content
  const SaveCounts counts = save(again);
  EXPECT_EQ(counts.unchanged, 1);
  EXPECT_EQ(counts.added + counts.updated, 0);
  std::int64_t responses = 0;
  for (const model::Cell& cell : cells()) {
    if (cell.key.question == model::kEveryResponse) responses += cell.n;
  }
  EXPECT_EQ(responses, 1);
  EXPECT_EQ(recounted().differing, 0);
}

ON_BOTH_ENGINES(Store);

}  // namespace
}  // namespace laurel::store
