// Logins, sessions and links come back as saved and go when they should, on both engines.
#include "store/logins.h"

#include "store/test_database.h"

namespace laurel::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr base::Timestamp kNow{1'772'366'400'000'123};
constexpr std::int64_t kHour = 3'600'000'000;

base::Timestamp after(std::int64_t hours) { return {kNow.micros + hours * kHour}; }

class Logins : public StoreTest {
 protected:
  model::User add(const std::string& address) {
    model::User user{{new_id()}, address, "Ann"};
    write([&](Transaction& tx) { EXPECT_OK(create_login(tx, user, kNow)); });
    return user;
  }
  base::Digest add_session(model::UserId user, base::Timestamp created, base::Timestamp seen) {
    const base::Digest digest = base::digest_of(base::new_secret().reveal());
    write([&](Transaction& tx) {
      EXPECT_OK(create_session(tx, digest, {{new_id()}, user, "Firefox", created, seen}));
    });
    return digest;
  }
  bool has_session(const base::Digest& digest) {
    return read([&](Transaction& tx) { return VALUE(find_session(tx, digest)).has_value(); });
  }
};

TEST_P(Logins, AreFoundByAddressAndById) {
  const model::User ann = add("ann@example.org");
  read([&](Transaction& tx) {
    const auto found = VALUE(find_login(tx, "ann@example.org"));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->user.id, ann.id);
    EXPECT_EQ(found->user.name, "Ann");
    EXPECT_EQ(found->password, "");
    EXPECT_EQ(VALUE(find_login(tx, ann.id))->user.address, "ann@example.org");
    EXPECT_FALSE(VALUE(find_login(tx, "bob@example.org")));
    EXPECT_FALSE(VALUE(find_login(tx, model::UserId{new_id()})));
  });
}

TEST_P(Logins, HaveOneAddressEach) {
  add("ann@example.org");
  write([&](Transaction& tx) {
    EXPECT_EQ(create_login(tx, {{new_id()}, "ann@example.org", "Another"}, kNow).error().code,
              base::ErrorCode::kConflict);
  });
}

TEST_P(Logins, KeepAPasswordAndAName) {
  const model::User ann = add("ann@example.org");
  write([&](Transaction& tx) {
    EXPECT_OK(lock_login(tx, ann.id));
    EXPECT_OK(save_password(tx, ann.id, "$argon2id$…"));
    EXPECT_OK(rename_login(tx, ann.id, "Ann Lee"));
  });
  read([&](Transaction& tx) {
    EXPECT_EQ(VALUE(find_login(tx, ann.id))->password, "$argon2id$…");
    EXPECT_EQ(VALUE(find_login(tx, ann.id))->user.name, "Ann Lee");
  });
  write([&](Transaction& tx) {
    EXPECT_EQ(lock_login(tx, {new_id()}).error().code, base::ErrorCode::kNotFound);
  });
}

TEST_P(Logins, GoWithTheirSessionsAndLinks) {
  const model::User ann = add("ann@example.org");
  const model::User bob = add("bob@example.org");
  const base::Digest anns = add_session(ann.id, kNow, kNow);
  const base::Digest bobs = add_session(bob.id, kNow, kNow);
  const base::Digest link = base::digest_of("link");
  write([&](Transaction& tx) {
    EXPECT_OK(create_link(tx, link, {ann.id, LinkPurpose::kReset, {}, kNow}));
    EXPECT_OK(delete_login(tx, ann.id));
  });
  EXPECT_FALSE(has_session(anns));
  EXPECT_TRUE(has_session(bobs));
  read([&](Transaction& tx) {
    EXPECT_FALSE(VALUE(find_login(tx, ann.id)));
    EXPECT_FALSE(VALUE(find_link(tx, link)));
  });
}

TEST_P(Logins, KeepSessionsUnderTheDigestOfTheirSecret) {
  const model::User ann = add("ann@example.org");
  const base::Digest digest = add_session(ann.id, kNow, after(1));
  read([&](Transaction& tx) {
    const auto found = VALUE(find_session(tx, digest));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->user, ann.id);
    EXPECT_EQ(found->device, "Firefox");
    EXPECT_EQ(found->created_at, kNow);
    EXPECT_EQ(found->seen_at, after(1));
    EXPECT_FALSE(VALUE(find_session(tx, base::digest_of("another"))));
  });
}

TEST_P(Logins, ListSessionsByWhenTheyWereSeen) {
  const model::User ann = add("ann@example.org");
  const base::Digest first = add_session(ann.id, kNow, after(1));
  add_session(ann.id, after(1), after(2));
  write([&](Transaction& tx) {
    const auto session = VALUE(find_session(tx, first));
    EXPECT_OK(touch_session(tx, session->id, after(3)));
    EXPECT_OK(touch_session(tx, session->id, after(2)));  // another process was later
  });
  read([&](Transaction& tx) {
    const auto sessions = VALUE(list_sessions(tx, ann.id));
    ASSERT_THAT(sessions, SizeIs(2));
    EXPECT_EQ(sessions[0].seen_at, after(3));
    EXPECT_EQ(sessions[1].seen_at, after(2));
  });
}

TEST_P(Logins, EndOneSessionOrAll) {
  const model::User ann = add("ann@example.org");
  const model::User bob = add("bob@example.org");
  const base::Digest one = add_session(ann.id, kNow, kNow);
  const base::Digest two = add_session(ann.id, kNow, kNow);
  const base::Digest three = add_session(ann.id, kNow, kNow);
  const base::Digest bobs = add_session(bob.id, kNow, kNow);
  write([&](Transaction& tx) {
    EXPECT_TRUE(VALUE(delete_session(tx, one)));
    EXPECT_FALSE(VALUE(delete_session(tx, one)));
    const model::SessionId id = VALUE(find_session(tx, two))->id;
    EXPECT_FALSE(VALUE(delete_session(tx, bob.id, id)));  // not Bob's
    EXPECT_TRUE(VALUE(delete_session(tx, ann.id, id)));
  });
  EXPECT_FALSE(has_session(one));
  EXPECT_FALSE(has_session(two));
  EXPECT_TRUE(has_session(three));
  write([&](Transaction& tx) { EXPECT_OK(delete_sessions(tx, ann.id)); });
  EXPECT_FALSE(has_session(three));
  EXPECT_TRUE(has_session(bobs));
}

TEST_P(Logins, UseALinkOnce) {
  const model::User ann = add("ann@example.org");
  const base::Digest link = base::digest_of("link");
  write([&](Transaction& tx) {
    EXPECT_OK(create_link(tx, link, {ann.id, LinkPurpose::kInvitation, organization_, after(1)}));
  });
  write([&](Transaction& tx) {
    const auto found = VALUE(find_link(tx, link));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->user, ann.id);
    EXPECT_EQ(found->purpose, LinkPurpose::kInvitation);
    EXPECT_EQ(found->organization, organization_);
    EXPECT_EQ(found->expires_at, after(1));
    EXPECT_TRUE(VALUE(delete_link(tx, link)));
    EXPECT_FALSE(VALUE(delete_link(tx, link)));
    EXPECT_FALSE(VALUE(find_link(tx, link)));
  });
}

TEST_P(Logins, ReplaceLinksOfOnePurpose) {
  const model::User ann = add("ann@example.org");
  const model::OrganizationId other{new_id()};
  const auto digest = [](const char* text) { return base::digest_of(text); };
  write([&](Transaction& tx) {
    EXPECT_OK(create_link(tx, digest("reset"), {ann.id, LinkPurpose::kReset, {}, kNow}));
    EXPECT_OK(
        create_link(tx, digest("here"), {ann.id, LinkPurpose::kInvitation, organization_, kNow}));
    EXPECT_OK(create_link(tx, digest("there"), {ann.id, LinkPurpose::kInvitation, other, kNow}));
    EXPECT_OK(delete_links(tx, ann.id, LinkPurpose::kInvitation, organization_));
    EXPECT_FALSE(VALUE(find_link(tx, digest("here"))));
    EXPECT_TRUE(VALUE(find_link(tx, digest("there"))));
    EXPECT_TRUE(VALUE(find_link(tx, digest("reset"))));
    EXPECT_FALSE(VALUE(find_link(tx, digest("reset")))->organization);
    EXPECT_OK(delete_links(tx, ann.id, LinkPurpose::kReset));
    EXPECT_FALSE(VALUE(find_link(tx, digest("reset"))));
    EXPECT_TRUE(VALUE(find_link(tx, digest("there"))));
  });
}

TEST_P(Logins, ForgetWhatHasExpired) {
  const model::User ann = add("ann@example.org");
  const base::Digest old = add_session(ann.id, after(-300), after(0));
  const base::Digest idle = add_session(ann.id, after(-20), after(-13));
  const base::Digest fresh = add_session(ann.id, after(-20), after(-1));
  write([&](Transaction& tx) {
    EXPECT_OK(create_link(tx, base::digest_of("gone"),
                          {ann.id, LinkPurpose::kReset, {}, {kNow.micros - 1}}));
    EXPECT_OK(create_link(tx, base::digest_of("good"), {ann.id, LinkPurpose::kReset, {}, kNow}));
    EXPECT_OK(delete_expired_logins(tx, after(-200), after(-12), kNow));
    EXPECT_FALSE(VALUE(find_link(tx, base::digest_of("gone"))));
    EXPECT_TRUE(VALUE(find_link(tx, base::digest_of("good"))));
  });
  EXPECT_FALSE(has_session(old));
  EXPECT_FALSE(has_session(idle));
  EXPECT_TRUE(has_session(fresh));
}

ON_BOTH_ENGINES(Logins);

}  // namespace
}  // namespace laurel::store
