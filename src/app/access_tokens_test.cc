// Tokens: shown once, for what they are for, in their organization, until they are revoked.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/access_testing.h"

namespace laurel::app {
namespace {

using model::TokenScope;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

class Tokens : public AccessTest {
 protected:
  void SetUp() override {
    AccessTest::SetUp();
    ann_ = join(acme_, "ann@example.org", model::Role::kOwner);
  }
  NewToken create(std::vector<TokenScope> scopes, std::optional<base::Timestamp> expires = {}) {
    return VALUE(access_->create_token(caller(acme_, ann_), {"CRM", std::move(scopes), expires}));
  }
  NewSession ann_;
};

TEST_P(Tokens, LetAProgramDoWhatTheirScopesSay) {
  const NewToken token = create({TokenScope::kWriteResponses, TokenScope::kReadRoster});
  EXPECT_THAT(std::string(token.secret.reveal()), StartsWith("laurel_"));
  const auto by = VALUE(access_->token(token.secret.reveal()));
  EXPECT_EQ(by->organization.slug, "acme");
  EXPECT_EQ(by->actor.kind, model::Actor::Kind::kToken);
  EXPECT_EQ(by->actor.id, token.id.value);
  EXPECT_EQ(by->actor.name, "CRM");
  EXPECT_FALSE(by->role);
  EXPECT_TRUE(by->may(model::Permission::kImportResponses));
  EXPECT_TRUE(by->may(model::Permission::kSeeRoster));
  EXPECT_FALSE(by->may(model::Permission::kSeeResponses));
  EXPECT_THAT(by->require(model::Permission::kSeeReport).error().message,
              HasSubstr("This token may not see the report"));
}

// The strongest of them can neither let people in nor make others like it.
TEST_P(Tokens, ReachNoMembersAndNoTokens) {
  const NewToken token = create({TokenScope::kAdmin, TokenScope::kReadAudit});
  const Caller by = *VALUE(access_->token(token.secret.reveal()));
  EXPECT_EQ(
      access_->invite(by, {"x@example.org", "", model::Role::kInterviewer, "", ""}).error().code,
      base::ErrorCode::kForbidden);
  EXPECT_FALSE(access_->members(by).ok());
  EXPECT_FALSE(access_->remove_member(by, ann_.who->user.id).ok());
  EXPECT_FALSE(access_->create_token(by, {"more", {TokenScope::kReadReport}, {}}).ok());
  EXPECT_FALSE(access_->tokens(by).ok());
  EXPECT_FALSE(access_->revoke_token(by, token.id).ok());
  EXPECT_FALSE(access_->make_reset_link(by, "ann@example.org").ok());
}

TEST_P(Tokens, AreOnlyFoundAsTheyWereMade) {
  const std::string token(create({TokenScope::kAdmin}).secret.reveal());
  std::string other_organization = token;
  other_organization.replace(7, 22, base::base64url(zeta_.id.value.bytes));
  std::string changed = token;
  changed[60] = changed[60] == 'A' ? 'B' : 'A';
  for (const std::string& bad : std::vector<std::string>{
           std::string(), other_organization, changed, token.substr(7), token + "A", "laurel_",
           std::string(72, 'A'), "Bearer " + token, std::string(ann_.secret.reveal())}) {
    const auto refused = access_->token(bad);
    ASSERT_FALSE(refused.ok()) << bad;
    EXPECT_EQ(refused.error().code, base::ErrorCode::kUnauthenticated);
    EXPECT_EQ(refused.error().detail, "");
  }
  // And no token is a session.
  EXPECT_FALSE(access_->session(token).ok());
  EXPECT_FALSE(access_->session(token.substr(29)).ok());
}

TEST_P(Tokens, EndWhenRevokedAndElsewhereWithinSeconds) {
  const NewToken token = create({TokenScope::kReadReport});
  const auto other = another();
  EXPECT_TRUE(other->token(token.secret.reveal()).ok());
  EXPECT_OK(access_->revoke_token(caller(acme_, ann_), token.id));
  EXPECT_FALSE(access_->token(token.secret.reveal()).ok());
  clock_.advance(std::chrono::seconds(5));
  EXPECT_FALSE(other->token(token.secret.reveal()).ok());
  EXPECT_EQ(access_->revoke_token(caller(acme_, ann_), token.id).error().code,
            base::ErrorCode::kNotFound);
  EXPECT_THAT(trail(acme_), Contains("token.revoked by user ann@example.org"));
}

TEST_P(Tokens, ExpireWhileTheyAreRemembered) {
  const NewToken token =
      create({TokenScope::kReadReport}, base::Timestamp{clock_.now().micros + 2'000'000});
  EXPECT_TRUE(access_->token(token.secret.reveal()).ok());
  clock_.advance(std::chrono::seconds(2));
  EXPECT_FALSE(access_->token(token.secret.reveal()).ok());
  EXPECT_FALSE(
      access_->create_token(caller(acme_, ann_), {"late", {TokenScope::kReadReport}, clock_.now()})
          .ok());
}

TEST_P(Tokens, GoNoFurtherThanTheirMaker) {
  const NewSession lead = join(acme_, "lead@example.org", model::Role::kProgrammeLead);
  const Caller by = caller(acme_, lead);
  EXPECT_TRUE(access_->create_token(by, {"all", {TokenScope::kAdmin}, {}}).ok());
  EXPECT_EQ(access_->create_token(by, {"audit", {TokenScope::kReadAudit}, {}}).error().code,
            base::ErrorCode::kForbidden);
  const NewSession bob = join(acme_, "bob@example.org", model::Role::kInterviewer);
  EXPECT_FALSE(
      access_->create_token(caller(acme_, bob), {"x", {TokenScope::kReadRoster}, {}}).ok());
  EXPECT_FALSE(access_->create_token(by, {"", {TokenScope::kReadRoster}, {}}).ok());
  EXPECT_FALSE(access_->create_token(by, {"none", {}, {}}).ok());
}

TEST_P(Tokens, OfAnotherOrganizationAreOutOfReach) {
  const NewToken token = create({TokenScope::kReadReport});
  const NewSession zoe = join(zeta_, "zoe@example.org", model::Role::kOwner);
  EXPECT_EQ(access_->revoke_token(caller(zeta_, zoe), token.id).error().code,
            base::ErrorCode::kNotFound);
  EXPECT_THAT(VALUE(access_->tokens(caller(zeta_, zoe))), SizeIs(0));
  EXPECT_TRUE(access_->token(token.secret.reveal()).ok());
}

TEST_P(Tokens, AreListedWithoutTheirSecret) {
  const NewToken token = create({TokenScope::kReadReport, TokenScope::kReadReport});
  const auto tokens = VALUE(access_->tokens(caller(acme_, ann_)));
  ASSERT_THAT(tokens, SizeIs(1));
  EXPECT_EQ(tokens[0].id, token.id);
  EXPECT_EQ(tokens[0].name, "CRM");
  EXPECT_THAT(tokens[0].scopes, SizeIs(1));
  EXPECT_EQ(tokens[0].created_by, ann_.who->user.id);
  const std::string secret(token.secret.reveal());
  EXPECT_THAT(trail(acme_), Each(Not(HasSubstr(secret.substr(29)))));
  EXPECT_THAT(trail(acme_), Contains("token.created by user ann@example.org: CRM: report:read"));
}

TEST_P(Tokens, RememberWhenTheyWereUsed) {
  const NewToken token = create({TokenScope::kReadReport});
  EXPECT_FALSE(VALUE(access_->tokens(caller(acme_, ann_)))[0].used_at);
  clock_.advance(std::chrono::minutes(10));
  VALUE(access_->token(token.secret.reveal()));
  EXPECT_OK(access_->settle());
  EXPECT_EQ(VALUE(access_->tokens(caller(acme_, ann_)))[0].used_at, clock_.now());
}

ON_BOTH_ENGINES(Tokens);

}  // namespace
}  // namespace laurel::app
