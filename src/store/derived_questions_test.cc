// Derived questions are declared with what they are made of and stay right whatever happens to the
// responses, on both engines.
#include <map>

#include "model/derived.h"
#include "store/decisions.h"
#include "store/test_database.h"

namespace laurel::store {
namespace {

using model::QuestionKind;
using model::QuestionRole;
using ::testing::IsEmpty;

model::Question asked(std::string key, QuestionKind kind, QuestionRole role) {
  model::Question question;
  question.key = std::move(key);
  question.kind = kind;
  question.role = role;
  if (kind == QuestionKind::kScale) {
    question.min = 1;
    question.max = 5;
  }
  return question;
}

class DerivedQuestions : public StoreTest {
 protected:
  void ask(bool with_roles = true) {
    const auto role = [&](QuestionRole r) { return with_roles ? r : QuestionRole::kNone; };
    write([&](Transaction& tx) {
      recommend_ = VALUE(save_question(
          tx, organization_, asked("likely", QuestionKind::kNps, role(QuestionRole::kRecommend))));
      referred_ = VALUE(save_question(
          tx, organization_, asked("sent", QuestionKind::kYesNo, role(QuestionRole::kReferred))));
      back_ = VALUE(save_question(
          tx, organization_, asked("again", QuestionKind::kScale, role(QuestionRole::kReturn))));
    });
    reload();
  }
  void reload() {
    read([&](Transaction& tx) {
      questions_ = model::QuestionCatalog(VALUE(list_questions(tx, organization_)));
    });
  }
  std::optional<model::QuestionId> derived(QuestionRole role) {
    std::optional<model::QuestionId> found;
    for (const auto& [id, of] : questions_.derived()) {
      if (of != role) continue;
      EXPECT_FALSE(found.has_value()) << "declared twice";
      found = id;
    }
    return found;
  }
  model::ResponseRecord said(const std::string& external_id, std::int64_t likely,
                             std::optional<std::int64_t> sent, std::optional<std::int64_t> again) {
    model::ResponseRecord r = record(external_id);
    r.response.answers = {{recommend_, likely}};
    if (sent) r.response.answers.push_back({referred_, *sent});
    if (again) r.response.answers.push_back({back_, *again});
    return r;
  }
  // How many answers there are by value, all voices together or one.
  std::map<std::int32_t, std::int64_t> answers(QuestionRole role,
                                               std::optional<model::Voice> voice = {}) {
    std::map<std::int32_t, std::int64_t> n;
    const auto question = derived(role);
    if (!question) return n;
    for (const model::Cell& cell : cells()) {
      if (cell.key.question != *question || (voice && cell.key.voice != *voice)) continue;
      n[cell.key.value] += cell.n;
    }
    return n;
  }
  using Counts = std::map<std::int32_t, std::int64_t>;

  model::QuestionId recommend_, referred_, back_;
};

TEST_P(DerivedQuestions, AreDeclaredOnceWithWhatTheyAreMadeOf) {
  EXPECT_THAT(questions_.derived(), IsEmpty());
  ask();
  ASSERT_TRUE(derived(QuestionRole::kPromoterReferred));
  ASSERT_TRUE(derived(QuestionRole::kCaptiveReturner));
  const model::Question* captive = questions_.find(*derived(QuestionRole::kCaptiveReturner));
  EXPECT_EQ(captive->kind, QuestionKind::kYesNo);
  EXPECT_EQ(captive->label, "Captive returner");
  const std::size_t before = questions_.all().size();
  ask();
  EXPECT_EQ(questions_.all().size(), before);
}

TEST_P(DerivedQuestions, CountWhatWasAnsweredTogether) {
  ask();
  save(std::vector{said("a", 9, 1, 5), said("b", 10, 0, 5), said("c", 3, 1, 5), said("d", 6, 0, 2),
                   said("e", 9, std::nullopt, 4), said("f", 2, 1, std::nullopt)});
  EXPECT_EQ(answers(QuestionRole::kPromoterReferred), (Counts{{0, 4}, {1, 1}}));
  EXPECT_EQ(answers(QuestionRole::kCaptiveReturner), (Counts{{0, 4}, {1, 1}}));
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(DerivedQuestions, FollowTheAnswersWhenAResponseIsImportedAgain) {
  ask();
  save(said("a", 9, 1, 5));
  EXPECT_EQ(answers(QuestionRole::kPromoterReferred), (Counts{{1, 1}}));
  EXPECT_EQ(answers(QuestionRole::kCaptiveReturner), (Counts{{0, 1}}));
  save(said("a", 9, 1, 5));  // unchanged
  save(said("a", 4, 1, 5));
  EXPECT_EQ(answers(QuestionRole::kPromoterReferred), (Counts{{0, 1}}));
  EXPECT_EQ(answers(QuestionRole::kCaptiveReturner), (Counts{{1, 1}}));
  save(said("a", 4, std::nullopt, 5));  // the referral is taken back
  EXPECT_THAT(answers(QuestionRole::kPromoterReferred), IsEmpty());
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(DerivedQuestions, MoveToAnotherVoiceWithAReview) {
  ask();
  model::ResponseRecord r = said("a", 9, 1, 5);
  r.commendations.front().sure = false;
  save(r);
  EXPECT_EQ(answers(QuestionRole::kPromoterReferred, model::voice_of(r)), (Counts{{1, 1}}));
  EXPECT_TRUE(model::is_pending(model::voice_of(r)));
  r.commendations.front().decision = model::Decision::kRejected;
  save(r);
  EXPECT_EQ(answers(QuestionRole::kPromoterReferred, model::Voice::kSpoke), (Counts{{1, 1}}));
  EXPECT_EQ(answers(QuestionRole::kPromoterReferred), (Counts{{1, 1}}));
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(DerivedQuestions, FollowADecisionAndItsUndoing) {
  ask();
  model::ResponseRecord r = said("a", 9, 1, 5);
  r.commendations.front().sure = false;
  save(r);
  const model::CommendationId id = r.commendations.front().id;
  const DecidedBy ann{{model::Actor::Kind::kUser, new_id(), "Ann"},
                      *base::Timestamp::parse("2026-03-07T08:00:00Z")};
  Verdict rejected;
  rejected.decision = model::Decision::kRejected;
  write([&](Transaction& tx) {
    EXPECT_OK(decide(tx, organization_, questions_, id, 0, rejected, ann));
  });
  EXPECT_EQ(answers(QuestionRole::kPromoterReferred, model::Voice::kSpoke), (Counts{{1, 1}}));
  EXPECT_EQ(answers(QuestionRole::kPromoterReferred), (Counts{{1, 1}}));
  write([&](Transaction& tx) { EXPECT_OK(undo(tx, organization_, questions_, id, {}, ann)); });
  EXPECT_EQ(answers(QuestionRole::kPromoterReferred, model::voice_of(r)), (Counts{{1, 1}}));
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(DerivedQuestions, CountEarlierResponsesOnceARoleBecomesKnown) {
  ask(false);
  save(std::vector{said("a", 9, 1, 5), said("b", 3, 1, 5)});
  EXPECT_THAT(questions_.derived(), IsEmpty());
  ask();
  EXPECT_EQ(answers(QuestionRole::kPromoterReferred), (Counts{{0, 1}, {1, 1}}));
  EXPECT_EQ(answers(QuestionRole::kCaptiveReturner), (Counts{{0, 1}, {1, 1}}));
  save(said("b", 10, 1, 5));
  EXPECT_EQ(answers(QuestionRole::kPromoterReferred), (Counts{{1, 2}}));
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(DerivedQuestions, AreAddedToADatabaseOfAnEarlierVersion) {
  ask();
  save(std::vector{said("a", 9, 1, 5), said("b", 3, 1, 5)});
  const auto forget = [&] {
    write([&](Transaction& tx) {
      VALUE(tx.connection().execute(
          "DELETE FROM question WHERE organization_id = $1 AND key LIKE 'derived.%'",
          {organization_}));
      const model::QuestionCatalog without(VALUE(list_questions(tx, organization_)));
      EXPECT_OK(recount(tx, organization_, without));
    });
    reload();
    EXPECT_THAT(questions_.derived(), IsEmpty());
  };
  const auto expect_there = [&] {
    reload();
    EXPECT_EQ(answers(QuestionRole::kPromoterReferred), (Counts{{0, 1}, {1, 1}}));
    EXPECT_EQ(answers(QuestionRole::kCaptiveReturner), (Counts{{0, 1}, {1, 1}}));
    EXPECT_EQ(recounted().differing, 0);
  };
  forget();
  ask();  // the next import
  expect_there();
  forget();
  write([&](Transaction& tx) { EXPECT_OK(declare_derived_questions(tx, organization_)); });
  expect_there();
}

ON_BOTH_ENGINES(DerivedQuestions);

}  // namespace
}  // namespace laurel::store
