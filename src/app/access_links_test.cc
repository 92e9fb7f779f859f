// One-time links: once, for a while, for whom they were made, and silent about who is known.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/access_testing.h"

namespace laurel::app {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Links : public AccessTest {
 protected:
  // Before what is sent goes: ending settles, and that may send.
  void TearDown() override { access_ = nullptr; }
  void SetUp() override {
    AccessTest::SetUp();
    ann_ = join(acme_, "ann@example.org", model::Role::kOwner);
    AccessOptions mailing = options();
    mailing.send_link = [this](const LinkToSend& link) { sent_.push_back(link); };
    start(mailing);
  }
  base::Secret reset_link(const std::string& address) {
    EXPECT_OK(access_->ask_for_reset(address, client_));
    EXPECT_OK(access_->settle());
    EXPECT_FALSE(sent_.empty());
    return sent_.empty() ? base::Secret() : sent_.back().secret;
  }
  NewSession ann_;
  std::vector<LinkToSend> sent_;
};

TEST_P(Links, ResetThePasswordOnce) {
  const base::Secret link = reset_link("ANN@example.org");
  EXPECT_EQ(sent_[0].to.address, "ann@example.org");
  EXPECT_EQ(sent_[0].purpose, store::LinkPurpose::kReset);
  const LinkInfo info = VALUE(access_->look_at_link(link.reveal(), client_));
  EXPECT_TRUE(info.sets_password);
  EXPECT_EQ(info.user.address, "ann@example.org");
  const NewSession session = VALUE(use_link(link, "quiet harbour stone"));
  EXPECT_TRUE(is_signed_in(session));
  EXPECT_FALSE(is_signed_in(ann_));  // ended: whoever had it, has it no more
  EXPECT_FALSE(sign_in("ann@example.org", kPassword).ok());
  EXPECT_TRUE(sign_in("ann@example.org", "quiet harbour stone").ok());
  EXPECT_EQ(use_link(link, "another harbour stone").error().code, base::ErrorCode::kNotFound);
  EXPECT_EQ(access_->look_at_link(link.reveal(), client_).error().code, base::ErrorCode::kNotFound);
  EXPECT_THAT(trail(acme_), Contains("reset.asked by program "));
  EXPECT_THAT(trail(acme_), Contains("password.changed by user ann@example.org"));
}

TEST_P(Links, AnswerAlikeForStrangers) {
  EXPECT_OK(access_->ask_for_reset("stranger@example.org", client_));
  EXPECT_OK(access_->settle());
  EXPECT_THAT(sent_, IsEmpty());
  // The known and the unknown are throttled by the same count.
  for (const char* address : {"ann@example.org", "stranger2@example.org"}) {
    for (int i = 0; i < 3; ++i)
      EXPECT_OK(access_->ask_for_reset(address, {"198.51.100." + std::to_string(i), "", {}}));
    EXPECT_EQ(access_->ask_for_reset(address, {"198.51.100.9", "", {}}).error().code,
              base::ErrorCode::kThrottled)
        << address;
  }
}

// Nothing is looked up or written before the answer: that it takes as long is by construction.
TEST_P(Links, AreMadeAfterTheAnswer) {
  EXPECT_OK(access_->ask_for_reset("ann@example.org", client_));
  EXPECT_THAT(sent_, IsEmpty());
  EXPECT_OK(access_->settle());
  EXPECT_THAT(sent_, SizeIs(1));
}

TEST_P(Links, AreSentByThemselves) {
  std::promise<std::string> sent;
  AccessOptions running = options();
  running.background = true;
  running.send_link = [&](const LinkToSend& link) { sent.set_value(link.to.address); };
  start(running);
  EXPECT_OK(access_->ask_for_reset("ann@example.org", client_));
  EXPECT_EQ(sent.get_future().get(), "ann@example.org");
  access_ = nullptr;
}

TEST_P(Links, ExpireAfterAnHour) {
  const base::Secret link = reset_link("ann@example.org");
  clock_.advance(minutes(59));
  EXPECT_TRUE(access_->look_at_link(link.reveal(), client_).ok());
  clock_.advance(minutes(1));
  EXPECT_EQ(access_->look_at_link(link.reveal(), client_).error().code, base::ErrorCode::kNotFound);
  EXPECT_EQ(use_link(link, "quiet harbour stone").error().code, base::ErrorCode::kNotFound);
}

TEST_P(Links, EndWithTheNextPassword) {
  const base::Secret first = reset_link("ann@example.org");
  const base::Secret second = reset_link("ann@example.org");
  EXPECT_TRUE(use_link(second, "quiet harbour stone").ok());
  EXPECT_EQ(use_link(first, "another harbour stone").error().code, base::ErrorCode::kNotFound);
}

TEST_P(Links, SurviveAPasswordThatIsRefused) {
  const base::Secret link = reset_link("ann@example.org");
  EXPECT_EQ(use_link(link, "short").error().code, base::ErrorCode::kInvalidInput);
  EXPECT_EQ(use_link(link, "ann@example.org").error().code, base::ErrorCode::kInvalidInput);
  EXPECT_TRUE(use_link(link, "quiet harbour stone").ok());
}

TEST_P(Links, CantBeGuessedOrSearchedFor) {
  for (const std::string bad : {"", "x", "' OR 1=1", "../../etc/passwd"})
    EXPECT_EQ(access_->look_at_link(bad, client_).error().code, base::ErrorCode::kNotFound);
  EXPECT_EQ(use_link(base::new_secret(), "quiet harbour stone").error().code,
            base::ErrorCode::kNotFound);
  base::ErrorCode last = base::ErrorCode::kInternal;
  for (int i = 0; i < 100 && last != base::ErrorCode::kThrottled; ++i)
    last = access_->look_at_link(base::new_secret().reveal(), client_).error().code;
  EXPECT_EQ(last, base::ErrorCode::kThrottled);
}

TEST_P(Links, CantBeSentWhereThereIsNoMail) {
  start();
  EXPECT_EQ(access_->ask_for_reset("ann@example.org", client_).error().code,
            base::ErrorCode::kUnsupported);
  EXPECT_EQ(access_->ask_for_reset("stranger@example.org", client_).error().code,
            base::ErrorCode::kUnsupported);
}

TEST_P(Links, InviteAndAreSentToTheInvited) {
  const Invited invited = VALUE(access_->invite(
      caller(acme_, ann_), {"bob@example.org", "Bob", model::Role::kInterviewer, "", ""}));
  EXPECT_FALSE(invited.secret);  // the inviter doesn't see it
  EXPECT_OK(access_->settle());
  ASSERT_THAT(sent_, SizeIs(1));
  EXPECT_EQ(sent_[0].organization, "Acme");
  EXPECT_EQ(sent_[0].to.name, "Bob");
  const LinkInfo info = VALUE(access_->look_at_link(sent_[0].secret.reveal(), client_));
  EXPECT_EQ(info.organization, "Acme");
  EXPECT_TRUE(info.sets_password);
  const NewSession bob = VALUE(use_link(sent_[0].secret, kPassword));
  EXPECT_EQ(caller(acme_, bob).role, model::Role::kInterviewer);
  EXPECT_THAT(trail(acme_), Contains("member.accepted by user bob@example.org"));
}

TEST_P(Links, OfAnInvitationExpireAfterAWeekAndAreReplaced) {
  const Caller ann = caller(acme_, ann_);
  const Invitation bob{"bob@example.org", "", model::Role::kInterviewer, "", ""};
  VALUE(access_->invite(ann, bob));
  VALUE(access_->invite(ann, bob));
  EXPECT_OK(access_->settle());
  ASSERT_THAT(sent_, SizeIs(2));
  EXPECT_EQ(use_link(sent_[0].secret, kPassword).error().code, base::ErrorCode::kNotFound);
  clock_.advance(hours(24 * 7));
  EXPECT_EQ(use_link(sent_[1].secret, kPassword).error().code, base::ErrorCode::kNotFound);
}

// An owner of Zeta invites somebody who signs in at Acme: the link must not let whoever holds it
// take over that person, nor reach Acme.
TEST_P(Links, OfAnInvitationSetNoPasswordOfSomebodyWhoHasOne) {
  VALUE(access_->invite(command_caller(zeta_),
                        {"ann@example.org", "", model::Role::kAgency, "", ""}));
  EXPECT_OK(access_->settle());
  const base::Secret link = sent_.back().secret;
  EXPECT_FALSE(VALUE(access_->look_at_link(link.reveal(), client_)).sets_password);
  EXPECT_EQ(use_link(link, "quiet harbour stone").error().code, base::ErrorCode::kConflict);
  EXPECT_TRUE(sign_in("ann@example.org", kPassword).ok());
  EXPECT_EQ(VALUE(access_->session(ann_.secret.reveal()))->in("zeta"), nullptr);
  EXPECT_OK(access_->accept_invitation(*ann_.who, link.reveal()));
  EXPECT_NE(VALUE(access_->session(ann_.secret.reveal()))->in("zeta"), nullptr);
  EXPECT_EQ(access_->accept_invitation(*ann_.who, link.reveal()).error().code,
            base::ErrorCode::kNotFound);
}

// Two organizations invite the same newcomer: whoever holds the link of one gets into that one
// only.
TEST_P(Links, OfAnInvitationReachOneOrganization) {
  for (const auto& organization : {acme_, zeta_}) {
    VALUE(access_->invite(command_caller(organization),
                          {"new@example.org", "", model::Role::kInterviewer, "", ""}));
  }
  EXPECT_OK(access_->settle());
  ASSERT_THAT(sent_, SizeIs(2));
  const NewSession session = VALUE(use_link(sent_[0].secret, kPassword));
  EXPECT_NE(session.who->in("acme"), nullptr);
  EXPECT_EQ(session.who->in("zeta"), nullptr);
  EXPECT_EQ(use_link(sent_[1].secret, "quiet harbour stone").error().code,
            base::ErrorCode::kConflict);
}

TEST_P(Links, OfAnInvitationAreForWhomTheyWereMade) {
  const NewSession bob = [&] {
    VALUE(access_->invite(command_caller(zeta_),
                          {"bob@example.org", "", model::Role::kOwner, "", ""}));
    EXPECT_OK(access_->settle());
    return VALUE(use_link(sent_.back().secret, kPassword));
  }();
  VALUE(access_->invite(command_caller(zeta_),
                        {"ann@example.org", "", model::Role::kInterviewer, "", ""}));
  EXPECT_OK(access_->settle());
  EXPECT_EQ(access_->accept_invitation(*bob.who, sent_.back().secret.reveal()).error().code,
            base::ErrorCode::kForbidden);
  EXPECT_OK(access_->accept_invitation(*ann_.who, sent_.back().secret.reveal()));
}

TEST_P(Links, ThatResetAcceptNoInvitation) {
  VALUE(
      access_->invite(command_caller(zeta_), {"ann@example.org", "", model::Role::kOwner, "", ""}));
  const base::Secret link = reset_link("ann@example.org");
  EXPECT_EQ(access_->accept_invitation(*ann_.who, link.reveal()).error().code,
            base::ErrorCode::kNotFound);
  const NewSession session = VALUE(use_link(link, "quiet harbour stone"));
  EXPECT_EQ(session.who->in("zeta"), nullptr);
}

TEST_P(Links, OfCommandsAreForMembersOnly) {
  const base::Secret link =
      VALUE(access_->make_reset_link(command_caller(acme_), "ann@example.org"));
  EXPECT_TRUE(use_link(link, "quiet harbour stone").ok());
  EXPECT_EQ(access_->make_reset_link(command_caller(zeta_), "ann@example.org").error().code,
            base::ErrorCode::kNotFound);
  const Caller owner = caller(acme_, VALUE(sign_in("ann@example.org", "quiet harbour stone")));
  EXPECT_EQ(access_->make_reset_link(owner, "ann@example.org").error().code,
            base::ErrorCode::kForbidden);
  EXPECT_EQ(access_->set_password(owner, "ann@example.org", base::Secret(kPassword)).error().code,
            base::ErrorCode::kForbidden);
}

TEST_P(Links, AreNotNeededWhereACommandSetsThePassword) {
  VALUE(
      access_->invite(command_caller(acme_), {"bob@example.org", "", model::Role::kOwner, "", ""}));
  EXPECT_OK(access_->settle());
  const base::Secret invitation = sent_.back().secret;
  const Caller command = command_caller(acme_);
  EXPECT_EQ(access_->set_password(command, "bob@example.org", base::Secret("short")).error().code,
            base::ErrorCode::kInvalidInput);
  EXPECT_OK(access_->set_password(command, "bob@example.org", base::Secret(kPassword)));
  const NewSession bob = VALUE(sign_in("bob@example.org", kPassword));
  EXPECT_EQ(caller(acme_, bob).role, model::Role::kOwner);
  EXPECT_EQ(use_link(invitation, "quiet harbour stone").error().code, base::ErrorCode::kNotFound);
  EXPECT_OK(access_->set_password(command, "bob@example.org", base::Secret("quiet harbour stone")));
  EXPECT_FALSE(is_signed_in(bob));
}

ON_BOTH_ENGINES(Links);

}  // namespace
}  // namespace laurel::app
