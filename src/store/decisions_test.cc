// Deciding, adding and taking back, and what it does to the cells, on both engines.
#include "store/decisions.h"

#include <thread>

#include "store/review_queue.h"
#include "store/test_database.h"

namespace laurel::store {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

class Decisions : public StoreTest {
 protected:
  const DecidedBy ann_{{model::Actor::Kind::kUser, new_id(), "ann@example.org"},
                       *base::Timestamp::parse("2026-04-01T09:00:00Z")};
  const DecidedBy bob_{{model::Actor::Kind::kUser, new_id(), "bob@example.org"},
                       *base::Timestamp::parse("2026-04-02T10:00:00Z")};

  // A stored response with one commendation; the id of that.
  model::CommendationId stored(const std::string& external_id) {
    const model::ResponseRecord record = this->record(external_id);
    save(record);
    return record.commendations[0].id;
  }
  ReviewedCommendation find(model::CommendationId id) {
    return read([&](Transaction& tx) {
      auto found = VALUE(find_commendation(tx, organization_, id));
      EXPECT_TRUE(found.has_value());
      return std::move(found).value_or(ReviewedCommendation{});
    });
  }
  template <typename Work>
  base::Result<ReviewedCommendation> change(const Work& work) {
    Transaction tx = VALUE(database_->begin_write());
    base::Result<ReviewedCommendation> result = work(tx);
    if (result.ok()) EXPECT_OK(tx.commit());
    return result;
  }
  base::Result<ReviewedCommendation> decide(model::CommendationId id,
                                            std::optional<std::int32_t> seen,
                                            const Verdict& verdict, const DecidedBy& by) {
    return change([&](Transaction& tx) {
      return store::decide(tx, organization_, questions_, id, seen, verdict, by);
    });
  }
  base::Result<ReviewedCommendation> undo(model::CommendationId id, const DecidedBy& by) {
    return change(
        [&](Transaction& tx) { return store::undo(tx, organization_, questions_, id, {}, by); });
  }
  Verdict verdict(model::CommendationId id, model::Decision decision) {
    Verdict out = verdict_of(find(id).commendation());
    out.decision = decision;
    return out;
  }
  std::int64_t voices(model::Voice voice) {
    std::int64_t n = 0;
    for (const model::Cell& cell : cells())
      if (cell.key.question == model::kEveryResponse && cell.key.voice == voice) n += cell.n;
    return n;
  }
  std::int64_t credited(model::EmployeeId employee) {
    return read([&](Transaction& tx) {
      std::int64_t n = 0;
      for (const model::EmployeeCell& cell : VALUE(read_employee_cells(tx, organization_)))
        if (cell.key.employee == employee && cell.key.part == model::EmployeePart::kCredited &&
            cell.key.question == model::kEveryResponse)
          n += cell.n;
      return n;
    });
  }
  std::vector<DecidedResponse> decided() {
    return read([&](Transaction& tx) {
      std::vector<DecidedResponse> out;
      EXPECT_OK(for_each_decided(tx, organization_, [&](const DecidedResponse& response) {
        out.push_back(response);
        return base::Status();
      }));
      return out;
    });
  }
};

TEST_P(Decisions, MoveTheCountsTheyChange) {
  const auto id = stored("r1");
  EXPECT_EQ(voices(model::Voice::kPendingExemplary), 1);
  EXPECT_EQ(credited(employees_[0].id), 1);
  const auto accepted = VALUE(decide(id, 0, verdict(id, model::Decision::kAccepted), ann_));
  EXPECT_EQ(accepted.version, 1);
  EXPECT_EQ(accepted.decided_by, "ann@example.org");
  EXPECT_EQ(voices(model::Voice::kPendingExemplary), 0);
  EXPECT_EQ(voices(model::Voice::kCommendedExemplary), 1);
  EXPECT_EQ(recounted().differing, 0);

  const auto other = stored("r2");
  VALUE(decide(other, {}, verdict(other, model::Decision::kRejected), bob_));
  EXPECT_EQ(voices(model::Voice::kSpoke), 1);
  EXPECT_EQ(credited(employees_[0].id), 1);
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(Decisions, SayWhoIsMeantAndHowStrongly) {
  const auto id = stored("r1");
  Verdict chen = verdict(id, model::Decision::kAccepted);
  chen.link = detect::LinkState::kLinked;
  chen.employee = employees_[2].id;
  chen.strength = detect::Strength::kKind;
  chen.behaviours = 2;
  VALUE(decide(id, 0, chen, ann_));
  const ReviewedCommendation now = find(id);
  EXPECT_EQ(now.commendation().employee, employees_[2].id);
  EXPECT_EQ(now.commendation().behaviours, 2);
  EXPECT_EQ(now.decided_at, ann_.at);
  EXPECT_EQ(credited(employees_[0].id), 0);
  EXPECT_EQ(credited(employees_[2].id), 1);
  EXPECT_EQ(voices(model::Voice::kCommendedKind), 1);

  Verdict nobody = chen;
  nobody.link = detect::LinkState::kUnlisted;
  nobody.employee = {};
  VALUE(decide(id, 1, nobody, bob_));
  EXPECT_EQ(credited(employees_[2].id), 0);
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(Decisions, OfTheSecondPersonHearWhatTheFirstDecided) {
  const auto id = stored("r1");
  const Verdict yes = verdict(id, model::Decision::kAccepted);
  const Verdict no = verdict(id, model::Decision::kRejected);
  VALUE(decide(id, 0, yes, ann_));
  for (const std::optional<std::int32_t> seen : {std::optional(0), std::optional<std::int32_t>()}) {
    const auto second = decide(id, seen, no, bob_);
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().code, base::ErrorCode::kConflict);
    EXPECT_THAT(second.error().message,
                HasSubstr("ann@example.org accepted this on 2026-04-01T09:00:00Z"));
  }
  EXPECT_EQ(find(id).commendation().decision, model::Decision::kAccepted);
  // Who has seen it may change it.
  VALUE(decide(id, 1, no, bob_));
  EXPECT_EQ(find(id).decided_by, "bob@example.org");
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(Decisions, SentTwiceAreAnsweredAsTheFirstTime) {
  const auto id = stored("r1");
  const Verdict yes = verdict(id, model::Decision::kAccepted);
  VALUE(decide(id, 0, yes, ann_));
  const auto again = VALUE(decide(id, 0, yes, ann_));
  EXPECT_EQ(again.version, 1);
  EXPECT_EQ(find(id).version, 1);
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(Decisions, OfTwoAtOnceOneWins) {
  const auto id = stored("r1");
  const Verdict yes = verdict(id, model::Decision::kAccepted);
  const Verdict no = verdict(id, model::Decision::kRejected);
  const auto other = VALUE(Database::open(place_.url(), SchemaPolicy::kRequireCurrent));
  int won = 0, conflicts = 0;
  std::mutex mutex;
  const auto run = [&](Database& database, const Verdict& wanted, const DecidedBy& by) {
    Transaction tx = VALUE(database.begin_write());
    const auto result = store::decide(tx, organization_, questions_, id, 0, wanted, by);
    const bool ok = result.ok() && tx.commit().ok();
    const std::lock_guard lock(mutex);
    won += ok ? 1 : 0;
    conflicts += !result.ok() && result.error().code == base::ErrorCode::kConflict ? 1 : 0;
  };
  std::thread ann([&] { run(*database_, yes, ann_); });
  std::thread bob([&] { run(*other, no, bob_); });
  ann.join();
  bob.join();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(conflicts, 1);
  EXPECT_EQ(find(id).version, 1);
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(Decisions, CanBeTakenBackOneByOne) {
  const auto id = stored("r1");
  Verdict chen = verdict(id, model::Decision::kAccepted);
  chen.employee = employees_[2].id;
  VALUE(decide(id, 0, chen, ann_));
  VALUE(decide(id, 1, verdict(id, model::Decision::kRejected), bob_));
  VALUE(undo(id, bob_));
  EXPECT_EQ(find(id).commendation().decision, model::Decision::kAccepted);
  EXPECT_EQ(find(id).decided_by, "ann@example.org");
  EXPECT_EQ(find(id).decided_at, ann_.at);
  EXPECT_EQ(credited(employees_[2].id), 1);
  VALUE(undo(id, bob_));
  const ReviewedCommendation now = find(id);
  EXPECT_EQ(now.commendation().decision, model::Decision::kUndecided);
  EXPECT_EQ(now.commendation().employee, employees_[0].id);
  EXPECT_EQ(now.decided_by, "");
  EXPECT_EQ(now.decided_at, std::nullopt);
  EXPECT_EQ(now.version, 4);
  EXPECT_EQ(credited(employees_[0].id), 1);
  const auto nothing = undo(id, ann_);
  ASSERT_FALSE(nothing.ok());
  EXPECT_EQ(nothing.error().code, base::ErrorCode::kConflict);
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(Decisions, AddWhatDetectionMissed) {
  const model::ResponseRecord saved = record("r1");
  save(saved);
  model::Commendation desk;
  desk.question = why_;
  desk.kind = detect::TargetKind::kTeam;
  desk.target = "front desk";
  desk.mention = {13, 23};
  desk.evidence = {0, 34};
  const auto add = [&] {
    return change([&](Transaction& tx) {
      return add_praise(tx, organization_, questions_, saved.response.id, desk, ann_);
    });
  };
  const ReviewedCommendation added = VALUE(add());
  EXPECT_EQ(added.commendation().decision, model::Decision::kAccepted);
  EXPECT_EQ(added.commendation().detector, kAddedByPerson);
  EXPECT_EQ(find(added.id).version, added.version);
  EXPECT_THAT(find(added.id).record.commendations, SizeIs(2));
  EXPECT_EQ(voices(model::Voice::kCommendedExemplary), 1);
  EXPECT_EQ(recounted().differing, 0);
  const auto twice = add();
  ASSERT_FALSE(twice.ok());
  EXPECT_EQ(twice.error().code, base::ErrorCode::kConflict);

  // The same words sent again leave it where it is.
  save(record("r1"));
  EXPECT_THAT(find(added.id).record.commendations, SizeIs(2));
  EXPECT_EQ(recounted().differing, 0);

  const ReviewedCommendation gone = VALUE(undo(added.id, ann_));
  EXPECT_THAT(gone.record.commendations, SizeIs(1));
  read([&](Transaction& tx) {
    EXPECT_FALSE(VALUE(find_commendation(tx, organization_, added.id)).has_value());
  });
  EXPECT_EQ(voices(model::Voice::kPendingExemplary), 1);
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(Decisions, AreListedWithWhatDetectionHadFound) {
  const auto first = stored("r1"), second = stored("r2");
  stored("r3");
  Verdict chen = verdict(first, model::Decision::kAccepted);
  chen.employee = employees_[2].id;
  chen.behaviours = 1;
  VALUE(decide(first, 0, chen, ann_));
  VALUE(decide(first, 1, verdict(first, model::Decision::kRejected), bob_));
  VALUE(decide(second, 0, verdict(second, model::Decision::kAccepted), ann_));
  VALUE(undo(second, ann_));
  VALUE(decide(second, 2, verdict(second, model::Decision::kRejected), ann_));
  const auto all = decided();
  ASSERT_THAT(all, SizeIs(2));
  ASSERT_THAT(all[0].decided, SizeIs(1));
  EXPECT_EQ(all[0].decided[0].id, first);
  EXPECT_EQ(all[0].decided[0].found.employee, employees_[0].id);
  EXPECT_EQ(all[0].decided[0].found.behaviours, 5);
  EXPECT_EQ(all[0].record.commendations[0].employee, employees_[2].id);
  EXPECT_FALSE(all[0].decided[0].added);
  ASSERT_THAT(all[1].decided, SizeIs(1));
  VALUE(undo(second, ann_));
  EXPECT_THAT(decided(), SizeIs(1));
}

TEST_P(Decisions, KnowWhatSomebodyDecidedLast) {
  const auto first = stored("r1"), second = stored("r2");
  const auto last = [&](const DecidedBy& by) {
    return read([&](Transaction& tx) { return VALUE(last_decided(tx, organization_, by.actor)); });
  };
  const DecidedBy command{{model::Actor::Kind::kCommand, {}, "laurel"}, bob_.at};
  EXPECT_EQ(last(ann_), std::nullopt);
  VALUE(decide(first, 0, verdict(first, model::Decision::kAccepted), ann_));
  DecidedBy later = ann_;
  later.at.micros += 1;
  VALUE(decide(second, 0, verdict(second, model::Decision::kAccepted), later));
  EXPECT_EQ(last(ann_), second);
  EXPECT_EQ(last(bob_), std::nullopt);
  EXPECT_EQ(last(command), std::nullopt);
  VALUE(undo(second, ann_));
  EXPECT_EQ(last(ann_), first);
  VALUE(decide(second, 2, verdict(second, model::Decision::kRejected), command));
  EXPECT_EQ(last(command), second);
}

TEST_P(Decisions, AreOfOneOrganizationOnly) {
  const auto id = stored("r1");
  read([&](Transaction& tx) {
    EXPECT_FALSE(VALUE(find_commendation(tx, {new_id()}, id)).has_value());
  });
  const auto missing = decide({new_id()}, {}, {}, ann_);
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, base::ErrorCode::kNotFound);
}

TEST_P(Decisions, OfChangedWordsAreGoneAndSaidSo) {
  const auto id = stored("r1");
  VALUE(decide(id, 0, verdict(id, model::Decision::kAccepted), ann_));
  model::ResponseRecord other = record("r1");
  other.response.verbatims[0].text = "Nothing to say any more.";
  other.commendations.clear();
  save(other);
  const auto late = decide(id, 1, {}, bob_);
  ASSERT_FALSE(late.ok());
  EXPECT_THAT(late.error().message, HasSubstr("no longer there"));
  EXPECT_THAT(decided(), SizeIs(0));
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(Decisions, PickTheSameResponsesForASeed) {
  for (int i = 0; i < 30; ++i) save(record("r" + std::to_string(i)));
  const auto pick = [&](std::uint64_t seed, std::size_t most) {
    return read([&](Transaction& tx) {
      std::vector<base::Uuid> ids;
      for (const auto& picked : VALUE(pick_responses(tx, organization_, seed, most)))
        ids.push_back(picked.response.id.value);
      return ids;
    });
  };
  EXPECT_THAT(pick(1, 100), SizeIs(30));
  EXPECT_THAT(pick(1, 10), SizeIs(10));
  EXPECT_EQ(pick(1, 10), pick(1, 10));
  EXPECT_NE(pick(1, 10), pick(2, 10));
  EXPECT_THAT(pick(1, 0), SizeIs(0));
}

TEST_P(Decisions, CountsWhatWasDecidedLatelyAndHowFarPeopleAgree) {
  const auto first = stored("r1"), second = stored("r2"), third = stored("r3");
  VALUE(decide(first, 0, verdict(first, model::Decision::kAccepted), ann_));
  VALUE(decide(second, 0, verdict(second, model::Decision::kRejected), bob_));
  VALUE(decide(third, 0, verdict(third, model::Decision::kAccepted), bob_));
  VALUE(undo(third, bob_));
  const auto count = [&](const DecidedBy& by, base::Timestamp since) {
    return read([&](Transaction& tx) {
      return VALUE(count_decisions(tx, organization_, by.actor, since));
    });
  };
  DecisionCounts counts = count(ann_, ann_.at);
  EXPECT_EQ(counts.since, 2);
  EXPECT_EQ(counts.by_actor, 1);
  EXPECT_EQ(counts.latest, 2);
  EXPECT_EQ(counts.agreed, 1);
  counts = count(ann_, bob_.at);
  EXPECT_EQ(counts.since, 1);
  EXPECT_EQ(counts.by_actor, 0);
}

ON_BOTH_ENGINES(Decisions);

}  // namespace
}  // namespace laurel::store
