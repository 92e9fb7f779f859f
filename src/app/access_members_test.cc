// Who may make whom a member: every pair of roles, across organizations, with roles that change
// meanwhile, and never without an owner.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "app/access_testing.h"

namespace laurel::app {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class Members : public AccessTest {
 protected:
  void SetUp() override {
    AccessTest::SetUp();
    ann_ = join(acme_, "ann@example.org", model::Role::kOwner);
  }
  static Invitation invitation(const std::string& address, model::Role role) {
    const bool on_roster = role == model::Role::kEmployee || role == model::Role::kLeader;
    return {address, "", role, on_roster ? "maria" : "", ""};
  }
  static MemberChange change(model::Role role) {
    const Invitation same = invitation("", role);
    return {same.role, same.employee, same.unit};
  }
  NewSession join_as(const std::string& address, model::Role role) {
    return join(acme_, address, role, invitation("", role).employee);
  }
  base::ErrorCode code_of(const base::Status& status) {
    return status.ok() ? base::ErrorCode::kInternal : status.error().code;
  }
  NewSession ann_;
};

TEST_P(Members, ComeByInvitationAndAreListed) {
  join_as("bob@example.org", model::Role::kInterviewer);
  const auto members = VALUE(access_->members(caller(acme_, ann_)));
  ASSERT_THAT(members, SizeIs(2));
  EXPECT_EQ(members[0].user.address, "ann@example.org");
  EXPECT_EQ(members[1].membership.role, model::Role::kInterviewer);
  EXPECT_TRUE(members[1].membership.accepted_at);
  EXPECT_THAT(trail(acme_), Contains("member.invited by command laurel: bob@example.org as "
                                     "interviewer"));
}

// Every role tries to make every role, and to change and remove everyone: exactly what may_give
// says.
TEST_P(Members, AreGivenOnlyTheRolesThatTheGiverMayGive) {
  std::map<model::Role, NewSession> people;
  for (const model::Role role : model::kRoles)
    people[role] = join_as(std::string(model::name(role)) + "@example.org", role);
  int number = 0;
  for (const model::Role giver : model::kRoles) {
    const Caller by = caller(acme_, people[giver]);
    for (const model::Role given : model::kRoles) {
      const bool may = model::may_give(giver, given);
      const std::string address = "n" + std::to_string(++number) + "@example.org";
      const auto invited = access_->invite(by, invitation(address, given));
      EXPECT_EQ(invited.ok(), may) << model::name(giver) << " invites " << model::name(given);
      if (!invited.ok()) {
        EXPECT_EQ(invited.error().code, base::ErrorCode::kForbidden);
      }
      // Somebody who is `given` already, as seen by a giver other than themselves.
      const NewSession other = join_as("m" + address, given);
      const model::Role harmless = model::Role::kInterviewer;
      EXPECT_EQ(access_->change_member(by, other.who->user.id, change(harmless)).ok(),
                may && model::may_give(giver, harmless))
          << model::name(giver) << " changes " << model::name(given);
      const NewSession third = join_as("t" + address, model::Role::kInterviewer);
      EXPECT_EQ(access_->change_member(by, third.who->user.id, change(given)).ok(),
                may && model::may_give(giver, harmless))
          << model::name(giver) << " makes somebody " << model::name(given);
      const NewSession fourth = join_as("f" + address, given);
      EXPECT_EQ(access_->remove_member(by, fourth.who->user.id).ok(), may)
          << model::name(giver) << " removes " << model::name(given);
    }
  }
}

TEST_P(Members, CantRaiseThemselves) {
  const NewSession lead = join_as("lead@example.org", model::Role::kProgrammeLead);
  const Caller by = caller(acme_, lead);
  for (const model::Role role : model::kRoles) {
    EXPECT_EQ(code_of(access_->change_member(by, lead.who->user.id, change(role))),
              base::ErrorCode::kForbidden);
  }
  // Nor by inviting themselves once more under the same address.
  EXPECT_FALSE(access_->invite(by, invitation("lead@example.org", model::Role::kOwner)).ok());
  EXPECT_FALSE(access_->invite(by, invitation("LEAD@example.org", model::Role::kLeader)).ok());
}

TEST_P(Members, OfferedMoreByAnOwnerCantBeTakenOverByALead) {
  VALUE(access_->invite(caller(acme_, ann_), invitation("new@example.org", model::Role::kOwner)));
  const NewSession lead = join_as("lead@example.org", model::Role::kProgrammeLead);
  // Inviting again would give the lead a link that makes an owner.
  EXPECT_EQ(
      access_->invite(caller(acme_, lead), invitation("new@example.org", model::Role::kInterviewer))
          .error()
          .code,
      base::ErrorCode::kForbidden);
}

// The page was opened as an owner, the role was taken away before the button was pressed.
TEST_P(Members, AreChangedByWhatTheRoleIsNow) {
  const NewSession bob = join_as("bob@example.org", model::Role::kOwner);
  const Caller stale = caller(acme_, bob);
  EXPECT_OK(access_->change_member(caller(acme_, ann_), bob.who->user.id,
                                   change(model::Role::kInterviewer)));
  EXPECT_FALSE(access_->invite(stale, invitation("x@example.org", model::Role::kOwner)).ok());
  EXPECT_FALSE(access_->remove_member(stale, ann_.who->user.id).ok());
  EXPECT_FALSE(access_->create_token(stale, {"t", {model::TokenScope::kReadReport}, {}}).ok());
  EXPECT_OK(access_->remove_member(caller(acme_, ann_), bob.who->user.id));
  EXPECT_FALSE(access_->invite(stale, invitation("y@example.org", model::Role::kOwner)).ok());
}

TEST_P(Members, OfAnotherOrganizationAreOutOfReach) {
  const NewSession zoe = join(zeta_, "zoe@example.org", model::Role::kOwner);
  const Caller by = caller(zeta_, zoe);
  EXPECT_EQ(code_of(access_->change_member(by, ann_.who->user.id, change(model::Role::kLeader))),
            base::ErrorCode::kNotFound);
  EXPECT_EQ(code_of(access_->remove_member(by, ann_.who->user.id)), base::ErrorCode::kNotFound);
  EXPECT_THAT(VALUE(access_->members(by)), SizeIs(1));
  // Somebody on Acme's roster isn't on Zeta's.
  EXPECT_EQ(
      access_->invite(by, {"m@example.org", "", model::Role::kEmployee, "maria", ""}).error().code,
      base::ErrorCode::kInvalidInput);
  EXPECT_TRUE(is_signed_in(ann_));
  EXPECT_NE(VALUE(access_->session(ann_.secret.reveal()))->in("acme"), nullptr);
}

// An invitation tells nothing about whether the address is known elsewhere, nor the name there.
TEST_P(Members, WhoAreOnlyInvitedLookAlike) {
  join(zeta_, "zoe@example.org", model::Role::kOwner);
  const Caller by = caller(acme_, ann_);
  VALUE(access_->invite(by, invitation("zoe@example.org", model::Role::kAgency)));
  VALUE(access_->invite(by, invitation("zzz@example.org", model::Role::kAgency)));
  const auto members = VALUE(access_->members(by));
  ASSERT_THAT(members, SizeIs(3));
  for (const std::size_t i : {1U, 2U}) {
    EXPECT_EQ(members[i].user.name, "");
    EXPECT_FALSE(members[i].has_password);
    EXPECT_FALSE(members[i].membership.accepted_at);
  }
}

TEST_P(Members, AlwaysIncludeAnOwner) {
  const Caller by = caller(acme_, ann_);
  const model::UserId ann = ann_.who->user.id;
  // Somebody who is only invited as an owner doesn't count.
  VALUE(access_->invite(by, invitation("new@example.org", model::Role::kOwner)));
  EXPECT_EQ(code_of(access_->change_member(by, ann, change(model::Role::kInterviewer))),
            base::ErrorCode::kConflict);
  EXPECT_EQ(code_of(access_->remove_member(by, ann)), base::ErrorCode::kConflict);
  EXPECT_EQ(code_of(access_->remove_member(command_caller(acme_), ann)),
            base::ErrorCode::kConflict);
  const NewSession bob = join_as("bob@example.org", model::Role::kOwner);
  EXPECT_OK(access_->change_member(by, ann, change(model::Role::kInterviewer)));
  EXPECT_EQ(code_of(access_->remove_member(caller(acme_, bob), bob.who->user.id)),
            base::ErrorCode::kConflict);
}

// Two owners remove each other at the same moment, in two processes: one stays.
TEST_P(Members, KeepAnOwnerWhenTwoRemoveEachOther) {
  const auto other = another();
  NewSession one = ann_;
  for (int round = 0; round < 10; ++round) {
    NewSession two = join_as("o" + std::to_string(round) + "@example.org", model::Role::kOwner);
    const Caller by_one = caller(acme_, one), by_two = caller(acme_, two);
    bool removed_two = false, removed_one = false;
    std::thread first([&] { removed_two = access_->remove_member(by_one, two.who->user.id).ok(); });
    std::thread second([&] { removed_one = other->remove_member(by_two, one.who->user.id).ok(); });
    first.join();
    second.join();
    EXPECT_NE(removed_one, removed_two);
    if (removed_one) one = two;
    auto tx = VALUE(database_->begin_read());
    EXPECT_EQ(VALUE(store::count_owners(tx, acme_.id)), 1);
  }
}

TEST_P(Members, LoseEverythingWhenTheyAreRemoved) {
  const NewSession bob = join_as("bob@example.org", model::Role::kProgrammeLead);
  join(zeta_, "bob@example.org", model::Role::kAgency);
  const NewToken token = VALUE(access_->create_token(
      caller(acme_, bob), {"Bob's", {model::TokenScope::kReadResponses}, {}}));
  EXPECT_TRUE(access_->token(token.secret.reveal()).ok());
  EXPECT_OK(access_->remove_member(caller(acme_, ann_), bob.who->user.id));
  EXPECT_EQ(VALUE(access_->session(bob.secret.reveal()))->in("acme"), nullptr);
  EXPECT_NE(VALUE(access_->session(bob.secret.reveal()))->in("zeta"), nullptr);
  EXPECT_FALSE(access_->token(token.secret.reveal()).ok());
  EXPECT_THAT(trail(acme_), Contains("member.removed by user ann@example.org: programme lead"));
}

TEST_P(Members, AreForgottenOnceTheyBelongNowhere) {
  const NewSession bob = join_as("bob@example.org", model::Role::kInterviewer);
  EXPECT_OK(access_->remove_member(caller(acme_, bob), bob.who->user.id));  // leaves by himself
  EXPECT_FALSE(is_signed_in(bob));
  EXPECT_FALSE(sign_in("bob@example.org", kPassword).ok());
  auto tx = VALUE(database_->begin_read());
  EXPECT_FALSE(VALUE(store::find_login(tx, "bob@example.org")));
}

TEST_P(Members, LoseTheirTokensWithTheRole) {
  const NewSession bob = join_as("bob@example.org", model::Role::kOwner);
  const NewToken token = VALUE(
      access_->create_token(caller(acme_, bob), {"audit", {model::TokenScope::kReadAudit}, {}}));
  EXPECT_OK(access_->change_member(caller(acme_, ann_), bob.who->user.id,
                                   change(model::Role::kProgrammeLead)));
  EXPECT_FALSE(access_->token(token.secret.reveal()).ok());
}

TEST_P(Members, AreCheckedAgainstTheRoster) {
  const Caller by = caller(acme_, ann_);
  const auto refused = [&](const Invitation& invitation) {
    const auto invited = access_->invite(by, invitation);
    return invited.ok() ? std::string() : invited.error().message;
  };
  using model::Role;
  EXPECT_THAT(refused({"a@example.org", "", Role::kEmployee, "", ""}), HasSubstr("roster"));
  EXPECT_THAT(refused({"a@example.org", "", Role::kEmployee, "nobody", ""}), HasSubstr("nobody"));
  EXPECT_THAT(refused({"a@example.org", "", Role::kLeader, "", ""}), HasSubstr("leader"));
  EXPECT_THAT(refused({"a@example.org", "", Role::kLeader, "", "moon"}), HasSubstr("moon"));
  EXPECT_THAT(refused({"a@example.org", "", Role::kOwner, "", "moon"}), HasSubstr("moon"));
  EXPECT_THAT(refused({"not an address", "", Role::kOwner, "", ""}), HasSubstr("e-mail"));
  EXPECT_THAT(refused({"a@example.org", "two\nlines", Role::kOwner, "", ""}), HasSubstr("name"));
  EXPECT_THAT(VALUE(access_->members(by)), SizeIs(1));
  auto tx = VALUE(database_->begin_read());
  EXPECT_FALSE(VALUE(store::find_login(tx, "a@example.org")));  // nothing half done
}

ON_BOTH_ENGINES(Members);

}  // namespace
}  // namespace laurel::app
