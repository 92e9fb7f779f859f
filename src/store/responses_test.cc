// Saving, saving again, and what it does to the cells, on both engines.
#include "store/responses.h"

#include <map>

#include "store/test_database.h"

namespace laurel::store {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class Responses : public StoreTest {
 protected:
  // The number of answers counted under a voice.
  std::int64_t counted(model::QuestionId question, model::Voice voice, std::int32_t value = 0) {
    std::int64_t n = 0;
    for (const model::Cell& cell : cells()) {
      if (cell.key.question == question && cell.key.voice == voice && cell.key.value == value) {
        n += cell.n;
      }
    }
    return n;
  }
  model::ResponseRecord stored(model::ResponseId id) {
    return VALUE(read([&](Transaction& tx) { return find_response(tx, organization_, id); }))
        .value();
  }
  std::int64_t number() {
    return read([&](Transaction& tx) { return VALUE(count_responses(tx, organization_)); });
  }
};

void expect_same(const model::Response& b, const model::Response& a) {
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
}

void expect_same(const model::Commendation& d, const model::Commendation& c) {
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

TEST_P(Responses, ComeBackAsSaved) {
  model::ResponseRecord saved = record("r1", 10);
  model::Commendation second = saved.commendations[0];
  second.id = {new_id()};
  second.kind = detect::TargetKind::kTeam;
  second.target = "front desk";
  second.mention = {13, 23};
  second.link = detect::LinkState::kUnlisted;
  second.employee = {};
  second.candidates = {};
  second.flagged = false;
  second.sure = true;
  second.decision = model::Decision::kRejected;
  saved.commendations.insert(saved.commendations.begin(), second);
  const SaveCounts counts = save(saved);
  EXPECT_EQ(counts.added, 1);
  EXPECT_EQ(counts.commendations, 2);
  const model::ResponseRecord back = stored(saved.response.id);
  expect_same(back.response, saved.response);
  ASSERT_THAT(back.commendations, SizeIs(2));
  expect_same(back.commendations[0], saved.commendations[0]);
  expect_same(back.commendations[1], saved.commendations[1]);
}

TEST_P(Responses, ComeBackWithEverythingUnknown) {
  model::ResponseRecord bare;
  bare.response.id = {new_id()};
  bare.response.source = "";
  bare.response.external_id = "x";
  bare.response.received_at = {-1};
  save(bare);
  expect_same(stored(bare.response.id).response, bare.response);
  ASSERT_THAT(cells(), SizeIs(1));
  EXPECT_FALSE(cells()[0].key.month.known());
  EXPECT_EQ(cells()[0].key.market.value, 0);
}

TEST_P(Responses, AreNotThereUnderAnotherIdOrOrganization) {
  const model::ResponseRecord saved = record("r1");
  save(saved);
  read([&](Transaction& tx) {
    EXPECT_FALSE(VALUE(find_response(tx, organization_, {new_id()})).has_value());
    EXPECT_FALSE(VALUE(find_response(tx, {new_id()}, saved.response.id)).has_value());
    EXPECT_EQ(VALUE(count_responses(tx, {new_id()})), 0);
  });
}

TEST_P(Responses, AreCountedOnceHoweverOftenTheyAreSaved) {
  save(record("r1", 10));
  const auto before = cells();
  const SaveCounts again = save(record("r1", 10));  // other ids, the same content
  EXPECT_EQ(again.unchanged, 1);
  EXPECT_EQ(again.added + again.updated + again.commendations, 0);
  EXPECT_EQ(number(), 1);
  EXPECT_EQ(cells().size(), before.size());
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(Responses, TakeTheLaterOfTwoInABatch) {
  const std::vector<model::ResponseRecord> batch = {record("r1", 3), record("r2", 5),
                                                    record("r1", 10)};
  EXPECT_EQ(save(batch).added, 2);
  EXPECT_EQ(counted(nps_, model::Voice::kPendingExemplary, 10), 1);
  EXPECT_EQ(counted(nps_, model::Voice::kPendingExemplary, 3), 0);
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(Responses, OfOtherSourcesAreOtherResponses) {
  model::ResponseRecord other = record("r1");
  other.response.source = "cards";
  EXPECT_EQ(save(std::vector<model::ResponseRecord>{record("r1"), other}).added, 2);
  EXPECT_EQ(save(std::vector<model::ResponseRecord>{record("r1"), other}).unchanged, 2);
}

TEST_P(Responses, MoveTheirCountsWhenTheyChange) {
  const model::ResponseRecord first = record("r1", 10);
  save(first);
  model::ResponseRecord changed = record("r1", 2);
  changed.response.occurred_on = *base::Date::parse("2025-12-31");
  changed.response.received_at = {5};
  changed.response.market = {};
  changed.response.served_by = {employees_[2].id};
  changed.response.verbatims = {{why_, "Nobody helped."}};
  changed.commendations.clear();
  const SaveCounts counts = save(changed);
  EXPECT_EQ(counts.updated, 1);
  EXPECT_EQ(counts.commendations, 0);

  const model::ResponseRecord back = stored(first.response.id);  // keeps its id
  changed.response.id = first.response.id;
  changed.response.received_at = first.response.received_at;  // and when it first came in
  expect_same(back.response, changed.response);
  EXPECT_THAT(back.commendations, IsEmpty());
  EXPECT_EQ(number(), 1);
  ASSERT_THAT(cells(), SizeIs(3));
  EXPECT_EQ(cells()[0].key.month.to_string(), "2025-12");
  EXPECT_EQ(counted(nps_, model::Voice::kSpoke, 2), 1);
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(Responses, KeepDecisionsWhileTheWordsAreTheSame) {
  model::ResponseRecord first = record("r1");
  first.commendations[0].decision = model::Decision::kAccepted;
  first.commendations[0].detector = "old";
  save(first);
  write([&](Transaction& tx) {
    VALUE(tx.connection().execute(
        "UPDATE commendation SET decided_by = $2, decided_at = $3 WHERE organization_id = $1",
        {organization_, "ann", base::Timestamp{42}}));
  });
  // A newer detector finds the same mention in another light, and one more; the score changed.
  model::ResponseRecord again = record("r1", 4);
  again.commendations[0].probability = 0.2F;
  again.commendations[0].flagged = false;
  again.commendations[0].detector = "new";
  model::Commendation more = again.commendations[0];
  more.id = {new_id()};
  more.mention = {13, 23};
  again.commendations.insert(again.commendations.begin(), more);
  EXPECT_EQ(save(again).updated, 1);
  model::ResponseRecord back = stored(first.response.id);
  ASSERT_THAT(back.commendations, SizeIs(2));
  expect_same(back.commendations[0], more);
  expect_same(back.commendations[1], first.commendations[0]);
  read([&](Transaction& tx) {
    Statement row =
        VALUE(tx.connection().query("SELECT decided_by, decided_at FROM commendation "
                                    "WHERE organization_id = $1 AND commendation_id = $2",
                                    {organization_, first.commendations[0].id}));
    EXPECT_TRUE(VALUE(row.step()));
    EXPECT_EQ(row.text(0), "ann");
    EXPECT_EQ(row.timestamp(1).micros, 42);
  });
  // Not found at all any more: the person's word stands.
  again.commendations.clear();
  save(again);
  EXPECT_THAT(stored(first.response.id).commendations, SizeIs(1));
  // Other words: nothing is left that was decided about.
  again.response.verbatims[0].text = "Bob was rude.";
  save(again);
  EXPECT_THAT(stored(first.response.id).commendations, IsEmpty());
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(Responses, KeepIdsOfCommendationsFoundAgain) {
  const model::ResponseRecord first = record("r1");
  save(first);
  model::ResponseRecord again = record("r1");
  again.commendations[0].probability = 0.5F;
  EXPECT_EQ(save(again).updated, 1);
  const auto back = stored(first.response.id);
  ASSERT_THAT(back.commendations, SizeIs(1));
  EXPECT_EQ(back.commendations[0].id, first.commendations[0].id);
  EXPECT_EQ(back.commendations[0].probability, 0.5F);
}

TEST_P(Responses, LeaveNothingWithoutACommit) {
  {
    Transaction tx = VALUE(database_->begin_write());
    EXPECT_EQ(VALUE(save_responses(tx, organization_, questions_, {{record("r1")}})).added, 1);
  }
  EXPECT_EQ(number(), 0);
  EXPECT_THAT(cells(), IsEmpty());
}

TEST_P(Responses, KeepNothingOfATransactionThatFailedEvenWhenCommitted) {
  model::ResponseRecord wrong = record("r2");
  wrong.response.market = {999};
  Transaction tx = VALUE(database_->begin_write());
  EXPECT_OK(save_responses(tx, organization_, questions_, {{record("r1")}}));
  EXPECT_EQ(save_responses(tx, organization_, questions_, {{wrong}}).error().code,
            base::ErrorCode::kConflict);
  EXPECT_FALSE(tx.commit().ok());
  EXPECT_EQ(number(), 0);
}

TEST_P(Responses, AreCheckedForWhatTheyReferToAgainAfterATrustedTransaction) {
  {
    Transaction tx = VALUE(database_->begin_write(References::kTrusted));
    EXPECT_OK(save_responses(tx, organization_, questions_, {{record("r1")}}));
    EXPECT_OK(tx.commit());
  }
  model::ResponseRecord wrong = record("r2");
  wrong.response.market = {999};
  Transaction tx = VALUE(database_->begin_write());
  EXPECT_EQ(save_responses(tx, organization_, questions_, {{wrong}}).error().code,
            base::ErrorCode::kConflict);
}

TEST_P(Responses, StreamInOrderOfTheirIds) {
  std::vector<model::ResponseRecord> batch;
  for (int i = 0; i < 2500; ++i) batch.push_back(record("r" + std::to_string(i), i % 11));
  save(batch);
  std::size_t seen = 0;
  read([&](Transaction& tx) {
    EXPECT_OK(for_each_response(
        tx, organization_, [&](const model::ResponseRecord& each) -> base::Status {
          if (each.response.id != batch[seen].response.id ||
              each.response.answers != batch[seen].response.answers ||
              each.commendations.size() != 1 || each.response.verbatims.size() != 1) {
            return base::not_found("the response in its place");
          }
          ++seen;
          return {};
        }));
    const auto stopped =
        for_each_response(tx, organization_, [](const auto&) { return base::undefined("stop"); });
    EXPECT_EQ(stopped.error().message, "stop");
  });
  EXPECT_EQ(seen, batch.size());
}

TEST_P(Responses, StreamTheirScoresWithoutWords) {
  std::vector<model::ResponseRecord> batch;
  for (int i = 0; i < 4100; ++i) batch.push_back(record("r" + std::to_string(i), i % 11));
  batch[7].commendations.clear();
  save(batch);
  std::size_t seen = 0;
  read([&](Transaction& tx) {
    EXPECT_OK(for_each_score(tx, organization_, [&](const model::ResponseRecord& each) {
      ASSERT_LT(seen, batch.size());
      const model::ResponseRecord& saved = batch[seen];
      EXPECT_EQ(each.response.id, saved.response.id);
      EXPECT_EQ(each.response.answers, saved.response.answers);
      EXPECT_EQ(each.response.occurred_on, saved.response.occurred_on);
      EXPECT_EQ(each.response.contact, saved.response.contact);
      EXPECT_EQ(model::voice_of(each), model::voice_of(saved));
      EXPECT_EQ(each.commendations.size(), saved.commendations.size());
      EXPECT_THAT(each.response.verbatims, IsEmpty());
      ++seen;
    }));
    EXPECT_TRUE(VALUE(more_responses_than(tx, organization_, 4099)));
    EXPECT_FALSE(VALUE(more_responses_than(tx, organization_, 4100)));
  });
  EXPECT_EQ(seen, batch.size());
}

// Random saves, changes and folds: the cells are always those of the responses as they stand.
TEST_P(Responses, CountTheSameAsARecountAfterAnySequence) {
  base::Random random(11);
  std::map<std::string, model::ResponseRecord> expected;
  for (int step = 0; step < 60; ++step) {
    std::vector<model::ResponseRecord> batch;
    for (std::uint64_t i = 0, n = random.below(12); i < n; ++i) {
      model::ResponseRecord r = record("r" + std::to_string(random.below(40)),
                                       static_cast<std::int64_t>(random.below(11)));
      if (random.chance(0.2)) r.response.occurred_on.reset();
      if (random.chance(0.3)) {
        r.response.occurred_on = base::Date{static_cast<std::int32_t>(20'000 + random.below(90))};
      }
      if (random.chance(0.3)) r.response.account = {};
      if (random.chance(0.3)) r.response.served_by = {};
      if (random.chance(0.4)) r.commendations.clear();
      if (random.chance(0.3)) {
        for (auto& c : r.commendations) {
          c.decision = random.chance(0.5) ? model::Decision::kAccepted : model::Decision::kRejected;
        }
      }
      if (random.chance(0.2)) r.response.verbatims[0].text = "Chen helped.";
      batch.push_back(std::move(r));
    }
    save(batch);
    for (const auto& r : batch) expected[r.response.external_id] = r;
    if (random.chance(0.2)) {
      write([&](Transaction& tx) { EXPECT_OK(fold_cells(tx, organization_)); });
    }
  }
  EXPECT_EQ(number(), static_cast<std::int64_t>(expected.size()));
  std::int64_t answers = 0;
  for (const model::Cell& cell : cells()) {
    EXPECT_GT(cell.n, 0);
    answers += cell.n;
  }
  EXPECT_EQ(answers, 3 * static_cast<std::int64_t>(expected.size()));
  const RecountReport report = recounted();
  EXPECT_EQ(report.responses, static_cast<std::int64_t>(expected.size()));
  EXPECT_EQ(report.differing, 0);
}

ON_BOTH_ENGINES(Responses);

}  // namespace
}  // namespace laurel::store
