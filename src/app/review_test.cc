// Review by people with roles and scopes, on both engines.
#include "app/review.h"

#include "app/recount.h"
#include "store/audit.h"
#include "store/test_database.h"

namespace laurel::app {
namespace {

using store::Engine;  // for ON_BOTH_ENGINES
using store::engine_name;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ReviewDesk : public store::StoreTest {
 protected:
  void SetUp() override {
    store::StoreTest::SetUp();
    audit_ = std::make_unique<AuditTrail>(*database_, clock_);
    review_ = std::make_unique<Review>(*database_, *audit_, clock_);
  }
  Caller person(model::Role role, const std::string& address, model::Scope scope) {
    Caller caller;
    caller.actor = {model::Actor::Kind::kUser, store::new_id(), address};
    caller.organization = {organization_, "acme", "Acme"};
    caller.role = role;
    caller.permissions = model::permissions_of(role);
    caller.scope = std::move(scope);
    return caller;
  }
  Caller lead() {
    return person(model::Role::kProgrammeLead, "ann@example.org", model::Scope::everything());
  }
  model::ResponseRecord stored(const std::string& external_id) {
    model::ResponseRecord out = record(external_id);
    save(out);
    return out;
  }
  std::vector<std::string> actions() {
    return read([&](store::Transaction& tx) {
      std::vector<std::string> out;
      for (const auto& event : VALUE(store::list_audit(tx, organization_, {}, {}, 100)))
        out.insert(out.begin(), event.action + " " + event.details);
      return out;
    });
  }

  base::ManualClock clock_{*base::Timestamp::parse("2026-04-01T09:00:00Z")};
  std::unique_ptr<AuditTrail> audit_;
  std::unique_ptr<Review> review_;
};

TEST_P(ReviewDesk, DecidesListsAndTakesBack) {
  const auto first = stored("r1"), second = stored("r2");
  const Caller ann = lead();
  auto queue = VALUE(review_->queue(ann, {}, {}, 10));
  ASSERT_THAT(queue.page.items, SizeIs(2));
  EXPECT_EQ(queue.counts.unsure, 2);
  const store::ReviewItem& item = queue.page.items[0];
  VALUE(review_->decide(ann, {.commendation = item.id, .seen = item.version}));
  VALUE(review_->decide(ann, {.commendation = second.commendations[0].id, .accept = false}));
  EXPECT_THAT(VALUE(review_->queue(ann, {}, {}, 10)).page.items, IsEmpty());
  clock_.advance(std::chrono::seconds(1));
  const auto undone = VALUE(review_->undo(ann, {}));
  EXPECT_EQ(undone.commendation().decision, model::Decision::kUndecided);
  EXPECT_THAT(VALUE(review_->queue(ann, {}, {}, 10)).page.items, SizeIs(1));
  EXPECT_THAT(actions(), ElementsAre("commendation.accepted ", "commendation.rejected ",
                                     "commendation.undone "));
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(ReviewDesk, SaysWhoIsMeantAndCorrects) {
  const auto id = stored("r1").commendations[0].id;
  const auto linked = VALUE(review_->decide(lead(), {.commendation = id,
                                                     .who = employees_[2].id,
                                                     .behaviours = 3,
                                                     .strength = detect::Strength::kKind}));
  EXPECT_EQ(linked.commendation().employee, employees_[2].id);
  EXPECT_EQ(linked.commendation().link, detect::LinkState::kLinked);
  EXPECT_EQ(linked.commendation().behaviours, 3);
  const auto nobody = VALUE(review_->decide(
      lead(), {.commendation = id, .seen = linked.version, .who = NobodyOnTheRoster{}}));
  EXPECT_FALSE(nobody.commendation().employee.known());
  EXPECT_EQ(nobody.commendation().link, detect::LinkState::kUnlisted);
  EXPECT_THAT(actions(), ElementsAre("commendation.accepted employee Chen",
                                     "commendation.accepted nobody on the roster"));
  const auto stranger = review_->decide(
      lead(), {.commendation = id, .seen = nobody.version, .who = model::EmployeeId{99}});
  ASSERT_FALSE(stranger.ok());
  EXPECT_THAT(stranger.error().message, HasSubstr("not on the roster"));
  const auto both = review_->decide(
      lead(),
      {.commendation = id, .seen = nobody.version, .accept = false, .who = employees_[0].id});
  ASSERT_FALSE(both.ok());
  EXPECT_EQ(both.error().code, base::ErrorCode::kInvalidInput);
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(ReviewDesk, LosesNothingWhenTwoDecideTheSame) {
  const auto id = stored("r1").commendations[0].id;
  VALUE(review_->decide(lead(), {.commendation = id, .seen = 0}));
  const Caller bob = person(model::Role::kOwner, "bob@example.org", model::Scope::everything());
  const auto second = review_->decide(bob, {.commendation = id, .seen = 0, .accept = false});
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, base::ErrorCode::kConflict);
  EXPECT_THAT(second.error().message, HasSubstr("ann@example.org accepted this"));
  EXPECT_THAT(actions(), SizeIs(1));
}

TEST_P(ReviewDesk, AddsPraiseWithTheSentenceAroundIt) {
  model::ResponseRecord talk = record("r1");
  talk.response.verbatims = {{why_, "Grüße! The porter carried it all. Nothing else."}};
  talk.commendations.clear();
  save(talk);
  const auto added = VALUE(review_->add(lead(), {.response = talk.response.id,
                                                 .mention = {11, 17},
                                                 .kind = detect::TargetKind::kRole,
                                                 .employee = employees_[1].id}));
  const model::Commendation& c = added.commendation();
  EXPECT_EQ(c.target, "porter");
  EXPECT_EQ(c.evidence, (detect::Span{7, 33}));
  EXPECT_EQ(c.employee, employees_[1].id);
  EXPECT_THAT(actions(), ElementsAre("commendation.added employee Bob"));
  for (const detect::Span span : {detect::Span{46, 90}, detect::Span{6, 7}, detect::Span{5, 5}}) {
    const auto refused = review_->add(lead(), {.response = talk.response.id, .mention = span});
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, base::ErrorCode::kInvalidInput);
  }
  const auto elsewhere = review_->add(lead(), {.response = {store::new_id()}, .mention = {0, 5}});
  EXPECT_EQ(elsewhere.error().code, base::ErrorCode::kNotFound);
  const auto unasked =
      review_->add(lead(), {.response = talk.response.id, .question = nps_, .mention = {0, 5}});
  EXPECT_EQ(unasked.error().code, base::ErrorCode::kInvalidInput);
  EXPECT_EQ(recounted().differing, 0);
}

TEST_P(ReviewDesk, NeedsThePermission) {
  const auto saved = stored("r1");
  const auto id = saved.commendations[0].id;
  for (const model::Role role : model::kRoles) {
    const Caller caller = person(role, "x@example.org", model::Scope::everything());
    const bool may = model::may(role, model::Permission::kDecide);
    EXPECT_EQ(review_->queue(caller, {}, {}, 10).ok(), may);
    EXPECT_EQ(review_->find(caller, id).ok(), may);
    if (may) continue;
    EXPECT_EQ(review_->decide(caller, {.commendation = id}).error().code,
              base::ErrorCode::kForbidden);
    EXPECT_EQ(review_->undo(caller, id).error().code, base::ErrorCode::kForbidden);
    EXPECT_EQ(review_->add(caller, {.response = saved.response.id}).error().code,
              base::ErrorCode::kForbidden);
  }
}

TEST_P(ReviewDesk, TouchesOnlyWhatIsInScope) {
  model::ResponseRecord theirs = record("r1");
  theirs.response.unit = {};
  theirs.response.served_by = {};
  theirs.commendations[0].employee = employees_[2].id;
  save(theirs);
  const auto id = theirs.commendations[0].id;
  model::Scope part{model::Scope::Reach::kSubtree, {unit_}, {}};
  const Caller caller = person(model::Role::kProgrammeLead, "x@example.org", part);
  EXPECT_EQ(review_->find(caller, id).error().code, base::ErrorCode::kNotFound);
  EXPECT_EQ(review_->decide(caller, {.commendation = id}).error().code, base::ErrorCode::kNotFound);
  EXPECT_EQ(
      review_->add(caller, {.response = theirs.response.id, .mention = {13, 23}}).error().code,
      base::ErrorCode::kNotFound);
  EXPECT_THAT(VALUE(review_->queue(caller, {}, {}, 10)).page.items, IsEmpty());
  part.people = {employees_[2].id};
  const Caller leads_chen = person(model::Role::kProgrammeLead, "x@example.org", part);
  EXPECT_TRUE(review_->find(leads_chen, id).ok());
  EXPECT_THAT(VALUE(review_->queue(leads_chen, {}, {}, 10)).page.items, SizeIs(1));
  const Caller nothing = person(model::Role::kProgrammeLead, "x@example.org", {});
  EXPECT_THAT(VALUE(review_->queue(nothing, {}, {}, 10)).page.items, IsEmpty());
  EXPECT_EQ(review_->decide(nothing, {.commendation = id}).error().code,
            base::ErrorCode::kNotFound);
}

ON_BOTH_ENGINES(ReviewDesk);

}  // namespace
}  // namespace laurel::app
