// Who gets in, what the others hear, and what ends a session.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/access_testing.h"

namespace laurel::app {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class SignIn : public AccessTest {
 protected:
  void SetUp() override {
    AccessTest::SetUp();
    ann_ = join(acme_, "ann@example.org", model::Role::kOwner);
  }
  base::Result<NewSession> change(const base::Secret& session, const std::string& before,
                                  const std::string& after) {
    return answer_of([&](SessionCallback done) {
      access_->change_password(session, base::Secret(before), base::Secret(after), client_,
                               std::move(done));
    });
  }
  NewSession ann_;
};
class SignOut : public SignIn {};
class ChangePassword : public SignIn {};
class Rename : public SignIn {};

TEST_P(SignIn, BeginsASessionOfThePerson) {
  const NewSession session = VALUE(sign_in(" Ann@Example.org ", kPassword));
  EXPECT_EQ(session.who->user.address, "ann@example.org");
  ASSERT_THAT(session.who->organizations, SizeIs(1));
  EXPECT_EQ(session.who->organizations[0].organization.slug, "acme");
  EXPECT_EQ(session.who->organizations[0].role, model::Role::kOwner);
  EXPECT_EQ(session.ends_at.micros, clock_.now().micros + 14LL * 24 * 3600 * 1'000'000);
  const auto who = VALUE(access_->session(session.secret.reveal()));
  EXPECT_EQ(who->user.id, ann_.who->user.id);
  EXPECT_TRUE(who->in("acme")->may(model::Permission::kManageOrganization));
  EXPECT_EQ(who->in("zeta"), nullptr);
  EXPECT_EQ(who->in(zeta_.id), nullptr);
}

// Whether there is such an address, whether it has a password yet, or what is wrong: no difference.
TEST_P(SignIn, RefusesInTheSameWordsWhateverIsWrong) {
  VALUE(access_->invite(command_caller(acme_),
                        {"new@example.org", "", model::Role::kInterviewer, "", ""}));
  for (const auto& [address, password] : std::vector<std::pair<std::string, std::string>>{
           {"ann@example.org", "wrong otter lamp"},
           {"ann@example.org", ""},
           {"ann@example.org", std::string(100'000, 'x')},
           {"stranger@example.org", kPassword},
           {"new@example.org", kPassword},
           {"new@example.org", ""},
           {"not an address", kPassword},
           {"", ""},
           {std::string(100'000, '@'), kPassword}}) {
    const auto refused = sign_in(address, password, {store::new_id().to_string(), "", {}});
    ASSERT_FALSE(refused.ok()) << address.substr(0, 50);
    EXPECT_EQ(refused.error().code, base::ErrorCode::kUnauthenticated);
    EXPECT_EQ(refused.error().message, "The address or the password is not right.");
    EXPECT_EQ(refused.error().detail, "");
  }
}

TEST_P(SignIn, EndsTheSessionTheBrowserCameWith) {
  const NewSession next =
      VALUE(sign_in("ann@example.org", kPassword, {"192.0.2.1", "", ann_.secret}));
  EXPECT_FALSE(is_signed_in(ann_));
  EXPECT_TRUE(is_signed_in(next));
  EXPECT_NE(next.secret.reveal(), ann_.secret.reveal());
}

// Whoever plants a cookie of their own choice gains nothing.
TEST_P(SignIn, NeverTakesASecretFromOutside) {
  const base::Secret planted = base::new_secret();
  const NewSession session =
      VALUE(sign_in("ann@example.org", kPassword, {"192.0.2.1", "", planted}));
  EXPECT_NE(session.secret.reveal(), planted.reveal());
  EXPECT_FALSE(access_->session(planted.reveal()).ok());
}

TEST_P(SignIn, IsThrottledByAccountAndClient) {
  for (int i = 0; i < 8; ++i) EXPECT_FALSE(sign_in("ann@example.org", "wrong").ok());
  const auto refused = sign_in("ann@example.org", kPassword);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, base::ErrorCode::kThrottled);
  EXPECT_EQ(refused.error().retry_after_seconds, 60);
  // From elsewhere she gets in.
  EXPECT_TRUE(sign_in("ann@example.org", kPassword, {"198.51.100.7", "", {}}).ok());
  clock_.advance(std::chrono::seconds(60));
  EXPECT_TRUE(sign_in("ann@example.org", kPassword).ok());
}

TEST_P(SignIn, IsThrottledAlikeForStrangers) {
  for (int i = 0; i < 8; ++i) EXPECT_FALSE(sign_in("stranger@example.org", "wrong").ok());
  const auto refused = sign_in("stranger@example.org", "wrong");
  EXPECT_EQ(refused.error().code, base::ErrorCode::kThrottled);
  EXPECT_EQ(refused.error().retry_after_seconds, 60);
}

TEST_P(SignIn, IsThrottledByClientWhateverTheAccount) {
  for (int i = 0; i < 30; ++i)
    EXPECT_FALSE(sign_in("u" + std::to_string(i) + "@example.org", "wrong").ok());
  EXPECT_EQ(sign_in("ann@example.org", kPassword).error().code, base::ErrorCode::kThrottled);
}

TEST_P(SignIn, CountsTheFirst64BitsOfAnIpv6Client) {
  for (int i = 0; i < 30; ++i) {
    EXPECT_FALSE(sign_in("u" + std::to_string(i) + "@example.org", "wrong",
                         {"2001:db8:0:1::" + std::to_string(i), "", {}})
                     .ok());
  }
  EXPECT_EQ(sign_in("ann@example.org", kPassword, {"2001:db8:0:1:ffff::1", "", {}}).error().code,
            base::ErrorCode::kThrottled);
  EXPECT_TRUE(sign_in("ann@example.org", kPassword, {"2001:db8:0:2::1", "", {}}).ok());
}

TEST_P(SignIn, IsThrottledByAccountFromManyClients) {
  for (int i = 0; i < 40; ++i)
    EXPECT_FALSE(
        sign_in("ann@example.org", "wrong", {"192.0.2." + std::to_string(i), "", {}}).ok());
  EXPECT_EQ(sign_in("ann@example.org", kPassword, {"198.51.100.7", "", {}}).error().code,
            base::ErrorCode::kThrottled);
}

TEST_P(SignIn, GivesBackWhatSucceeds) {
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(sign_in("ann@example.org", kPassword).ok()) << i;
}

TEST_P(SignIn, IsThrottledTogetherWithOtherProcesses) {
  const auto other = another();
  for (int i = 0; i < 8; ++i) EXPECT_FALSE(sign_in("ann@example.org", "wrong").ok());
  EXPECT_OK(access_->settle());
  EXPECT_EQ(sign_in(*other, "ann@example.org", kPassword).error().code,
            base::ErrorCode::kThrottled);
  // A restart forgets nothing.
  start();
  EXPECT_EQ(sign_in("ann@example.org", kPassword).error().code, base::ErrorCode::kThrottled);
}

TEST_P(SignIn, HashesAgainWhenTheCostHasChanged) {
  AccessOptions dearer = options();
  dearer.hashing.passes = 2;
  start(dearer);
  EXPECT_TRUE(sign_in("ann@example.org", kPassword).ok());
  access_ = nullptr;  // finishes
  auto tx = VALUE(database_->begin_read());
  const std::string encoded = VALUE(store::find_login(tx, "ann@example.org"))->password;
  EXPECT_THAT(encoded, HasSubstr("t=2"));
  start(dearer);
  EXPECT_TRUE(sign_in("ann@example.org", kPassword).ok());
  EXPECT_FALSE(sign_in("ann@example.org", "wrong").ok());
}

TEST_P(SignIn, IsInTheTrailOfEachOrganization) {
  join(zeta_, "ann@example.org", model::Role::kAgency);
  EXPECT_TRUE(sign_in("ann@example.org", kPassword).ok());
  EXPECT_FALSE(sign_in("ann@example.org", "wrong").ok());
  access_ = nullptr;  // finishes: organizations are told after the answer
  start(options());
  for (const auto& organization : {acme_, zeta_}) {
    EXPECT_THAT(trail(organization), Contains("session.begun by user ann@example.org"));
    EXPECT_THAT(trail(organization), Contains("sign-in.refused by program "));
  }
}

TEST_P(SignOut, EndsTheSession) {
  EXPECT_TRUE(is_signed_in(ann_));
  EXPECT_OK(access_->sign_out(ann_.secret));
  EXPECT_FALSE(is_signed_in(ann_));
  EXPECT_OK(access_->sign_out(ann_.secret));
  EXPECT_OK(access_->sign_out(base::Secret("nothing")));
  EXPECT_THAT(trail(acme_), Contains("session.ended by user ann@example.org"));
}

TEST_P(ChangePassword, EndsEverySessionAndBeginsAnother) {
  const NewSession elsewhere = VALUE(sign_in("ann@example.org", kPassword));
  const NewSession next = VALUE(change(ann_.secret, kPassword, "quiet harbour stone"));
  EXPECT_FALSE(is_signed_in(ann_));
  EXPECT_FALSE(is_signed_in(elsewhere));
  EXPECT_TRUE(is_signed_in(next));
  EXPECT_FALSE(sign_in("ann@example.org", kPassword).ok());
  EXPECT_TRUE(sign_in("ann@example.org", "quiet harbour stone").ok());
  EXPECT_THAT(trail(acme_), Contains("password.changed by user ann@example.org"));
}

TEST_P(ChangePassword, NeedsThePresentOneAndAGoodOne) {
  EXPECT_EQ(change(ann_.secret, "wrong", "quiet harbour stone").error().code,
            base::ErrorCode::kInvalidInput);
  EXPECT_EQ(change(ann_.secret, kPassword, "short").error().code, base::ErrorCode::kInvalidInput);
  EXPECT_EQ(change(ann_.secret, kPassword, kPassword).error().code, base::ErrorCode::kInvalidInput);
  EXPECT_EQ(change(base::new_secret(), kPassword, "quiet harbour stone").error().code,
            base::ErrorCode::kUnauthenticated);
  EXPECT_TRUE(is_signed_in(ann_));
  EXPECT_TRUE(sign_in("ann@example.org", kPassword).ok());
}

// Whoever has got hold of a session can't try passwords without end.
TEST_P(ChangePassword, IsThrottled) {
  for (int i = 0; i < 8; ++i)
    EXPECT_FALSE(change(ann_.secret, "wrong", "quiet harbour stone").ok());
  EXPECT_EQ(change(ann_.secret, kPassword, "quiet harbour stone").error().code,
            base::ErrorCode::kThrottled);
}

TEST_P(Rename, ShowsTheNewNameAtOnce) {
  EXPECT_OK(access_->rename(*ann_.who, "Ann Lee"));
  EXPECT_EQ(VALUE(access_->session(ann_.secret.reveal()))->user.name, "Ann Lee");
  EXPECT_FALSE(access_->rename(*ann_.who, "").ok());
  EXPECT_FALSE(access_->rename(*ann_.who, "Ann\nLee").ok());
  EXPECT_FALSE(access_->rename(*ann_.who, std::string(201, 'a')).ok());
}

ON_BOTH_ENGINES(SignIn);
ON_BOTH_ENGINES(SignOut);
ON_BOTH_ENGINES(ChangePassword);
ON_BOTH_ENGINES(Rename);

}  // namespace
}  // namespace laurel::app
