// Tokens come back as saved, only to their organization, on both engines.
#include "store/api_tokens.h"

#include "store/test_database.h"

namespace laurel::store {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

using ApiTokens = StoreTest;

constexpr base::Timestamp kNow{1'772'366'400'000'123};
constexpr base::Timestamp kLater{1'772'366'500'000'000};

ApiToken token(const std::string& name) {
  ApiToken made;
  made.id = {new_id()};
  made.name = name;
  made.scopes = {model::TokenScope::kReadResponses, model::TokenScope::kAdmin};
  made.created_at = kNow;
  return made;
}

TEST_P(ApiTokens, AreFoundByDigestInTheirOrganization) {
  ApiToken made = token("CRM");
  made.created_by = model::UserId{new_id()};
  made.expires_at = kLater;
  const base::Digest digest = base::digest_of("secret");
  write([&](Transaction& tx) { EXPECT_OK(create_token(tx, organization_, digest, made)); });
  read([&](Transaction& tx) {
    const auto found = VALUE(find_token(tx, organization_, digest));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, made.id);
    EXPECT_EQ(found->name, "CRM");
    EXPECT_THAT(found->scopes,
                ElementsAre(model::TokenScope::kReadResponses, model::TokenScope::kAdmin));
    EXPECT_EQ(found->created_by, made.created_by);
    EXPECT_EQ(found->created_at, kNow);
    EXPECT_EQ(found->expires_at, kLater);
    EXPECT_FALSE(found->used_at);
    EXPECT_FALSE(found->revoked_at);
    EXPECT_FALSE(VALUE(find_token(tx, model::OrganizationId{new_id()}, digest)));
    EXPECT_FALSE(VALUE(find_token(tx, organization_, base::digest_of("another"))));
  });
}

TEST_P(ApiTokens, AreRevokedOnceAndStayListed) {
  const ApiToken first = token("first"), second = token("second");
  write([&](Transaction& tx) {
    EXPECT_OK(create_token(tx, organization_, base::digest_of("1"), first));
    EXPECT_OK(create_token(tx, organization_, base::digest_of("2"), second));
    EXPECT_FALSE(VALUE(revoke_token(tx, model::OrganizationId{new_id()}, first.id, kLater)));
    EXPECT_TRUE(VALUE(revoke_token(tx, organization_, first.id, kLater)));
    EXPECT_FALSE(VALUE(revoke_token(tx, organization_, first.id, kLater)));
    const auto tokens = VALUE(list_tokens(tx, organization_));
    ASSERT_THAT(tokens, SizeIs(2));
    EXPECT_EQ(tokens[0].name, "second");
    EXPECT_FALSE(tokens[0].revoked_at);
    EXPECT_EQ(tokens[1].revoked_at, kLater);
  });
}

TEST_P(ApiTokens, OfOnePersonAreRevokedTogether) {
  const model::UserId ann{new_id()}, bob{new_id()};
  ApiToken anns = token("Ann's"), bobs = token("Bob's");
  anns.created_by = ann;
  bobs.created_by = bob;
  write([&](Transaction& tx) {
    EXPECT_OK(create_token(tx, organization_, base::digest_of("1"), anns));
    EXPECT_OK(create_token(tx, organization_, base::digest_of("2"), bobs));
    EXPECT_OK(create_token(tx, organization_, base::digest_of("3"), token("a command's")));
    EXPECT_EQ(VALUE(revoke_tokens_of(tx, organization_, ann, kLater)), 1);
    EXPECT_TRUE(VALUE(find_token(tx, organization_, base::digest_of("1")))->revoked_at);
    EXPECT_FALSE(VALUE(find_token(tx, organization_, base::digest_of("2")))->revoked_at);
    EXPECT_FALSE(VALUE(find_token(tx, organization_, base::digest_of("3")))->revoked_at);
  });
}

TEST_P(ApiTokens, RememberWhenTheyWereLastUsed) {
  const ApiToken made = token("CRM");
  const base::Digest digest = base::digest_of("secret");
  write([&](Transaction& tx) {
    EXPECT_OK(create_token(tx, organization_, digest, made));
    EXPECT_OK(touch_token(tx, organization_, made.id, kLater));
    EXPECT_OK(touch_token(tx, organization_, made.id, kNow));  // never back
    EXPECT_EQ(VALUE(find_token(tx, organization_, digest))->used_at, kLater);
  });
}

ON_BOTH_ENGINES(ApiTokens);

}  // namespace
}  // namespace laurel::store
