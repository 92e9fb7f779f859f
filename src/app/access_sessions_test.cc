// How long sessions last, and how soon a change holds here and in another process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "app/access_testing.h"
#include "app/fresh_cache.h"

namespace laurel::app {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Sessions : public AccessTest {
 protected:
  void SetUp() override {
    AccessTest::SetUp();
    ann_ = join(acme_, "ann@example.org", model::Role::kOwner);
  }
  NewSession ann_;
};

TEST_P(Sessions, EndWhenTheyAreNotUsed) {
  clock_.advance(hours(11));
  EXPECT_TRUE(is_signed_in(ann_));
  EXPECT_OK(access_->settle());
  clock_.advance(hours(11));
  EXPECT_TRUE(is_signed_in(ann_));  // counted from the last use
  EXPECT_OK(access_->settle());
  clock_.advance(hours(12));
  EXPECT_FALSE(is_signed_in(ann_));
}

TEST_P(Sessions, EndInAnyCase) {
  for (int hour = 0; hour < 24 * 14; hour += 6) {
    ASSERT_TRUE(is_signed_in(ann_)) << hour;
    EXPECT_OK(access_->settle());
    clock_.advance(hours(6));
  }
  EXPECT_FALSE(is_signed_in(ann_));
}

TEST_P(Sessions, EndAlsoWhileTheyAreRemembered) {
  AccessOptions options = this->options();
  options.cached_for = hours(24 * 365);
  start(options);
  EXPECT_TRUE(is_signed_in(ann_));
  clock_.advance(hours(12));
  EXPECT_FALSE(is_signed_in(ann_));
}

TEST_P(Sessions, AreOnlyFoundByTheirSecret) {
  const std::string secret(ann_.secret.reveal());
  std::string changed = secret;
  changed[10] = changed[10] == 'A' ? 'B' : 'A';
  for (const std::string& bad :
       {std::string(), changed, secret.substr(1), secret + "A", secret + "=", std::string(43, '\0'),
        std::string(100'000, 'A'), "' OR 1=1 --" + secret.substr(11)}) {
    const auto refused = access_->session(bad);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, base::ErrorCode::kUnauthenticated);
    EXPECT_EQ(refused.error().detail, "");
  }
}

// Whoever reads the database finds nothing to sign in with.
TEST_P(Sessions, AreNotInTheDatabaseAsTheyAre) {
  auto tx = VALUE(database_->begin_read());
  EXPECT_TRUE(VALUE(store::find_session(tx, base::digest_of(ann_.secret.reveal()))));
  const base::Digest digest = base::digest_of(ann_.secret.reveal());
  EXPECT_FALSE(access_->session(base::base64url(digest)).ok());
}

TEST_P(Sessions, OfAnotherProcessEndWithinSeconds) {
  const auto other = another();
  EXPECT_TRUE(is_signed_in(*other, ann_));
  EXPECT_OK(access_->sign_out(ann_.secret));
  EXPECT_FALSE(is_signed_in(ann_));
  clock_.advance(seconds(5));
  EXPECT_FALSE(is_signed_in(*other, ann_));
}

TEST_P(Sessions, HearOfNewRolesAtOnceAndElsewhereWithinSeconds) {
  const NewSession bob = join(acme_, "bob@example.org", model::Role::kProgrammeLead);
  const auto other = another();
  const auto may_import = [&](Access& access) {
    return VALUE(access.session(bob.secret.reveal()))
        ->in("acme")
        ->may(model::Permission::kImportResponses);
  };
  EXPECT_TRUE(may_import(*access_));
  EXPECT_TRUE(may_import(*other));
  EXPECT_OK(access_->change_member(caller(acme_, ann_), bob.who->user.id,
                                   {model::Role::kInterviewer, "", ""}));
  EXPECT_FALSE(may_import(*access_));
  clock_.advance(seconds(5));
  EXPECT_FALSE(may_import(*other));
}

TEST_P(Sessions, SeeTheScopeOfTheRole) {
  const NewSession maria = join(acme_, "maria@example.org", model::Role::kEmployee, "maria");
  EXPECT_EQ(caller(acme_, maria).scope,
            (model::Scope{model::Scope::Reach::kOwn, {}, {roster_["maria"]}}));
  EXPECT_EQ(caller(acme_, maria).employee, roster_["maria"]);
  EXPECT_TRUE(caller(acme_, ann_).scope.is_everything());
}

TEST_P(Sessions, AreListedAndEndedByTheirPersonOnly) {
  clock_.advance(minutes(1));
  const NewSession phone = VALUE(sign_in("ann@example.org", kPassword, {"192.0.2.1", "Phone", {}}));
  const NewSession bob = join(acme_, "bob@example.org", model::Role::kOwner);
  const auto rows = VALUE(access_->sessions(*ann_.who));
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].device, "Phone");
  EXPECT_EQ(rows[1].device, "Firefox");
  EXPECT_EQ(access_->end_session(*bob.who, rows[0].id).error().code, base::ErrorCode::kNotFound);
  EXPECT_TRUE(is_signed_in(phone));
  EXPECT_OK(access_->end_session(*ann_.who, rows[0].id));
  EXPECT_FALSE(is_signed_in(phone));
  EXPECT_TRUE(is_signed_in(ann_));
}

TEST_P(Sessions, EndAllButTheOneThatAsks) {
  const NewSession phone = VALUE(sign_in("ann@example.org", kPassword));
  EXPECT_OK(access_->end_other_sessions(*ann_.who));
  EXPECT_TRUE(is_signed_in(ann_));
  EXPECT_FALSE(is_signed_in(phone));
}

TEST_P(Sessions, CutWhatABrowserCallsItselfBetweenCharacters) {
  std::string device = "a";
  for (int i = 0; i < 200; ++i) device += "ü";
  VALUE(sign_in("ann@example.org", kPassword, {"192.0.2.1", device, {}}));
  const std::string kept = VALUE(access_->sessions(*ann_.who))[0].device;
  EXPECT_EQ(kept, device.substr(0, 199));
}

TEST_P(Sessions, AreForgottenOnceTheyHaveEnded) {
  clock_.advance(hours(13));
  EXPECT_OK(access_->settle());
  auto tx = VALUE(database_->begin_read());
  EXPECT_THAT(VALUE(store::list_sessions(tx, ann_.who->user.id)), IsEmpty());
}

TEST_P(Sessions, HaveAFormTokenOfTheirOwn) {
  const std::string secret(ann_.secret.reveal());
  const std::string token = Access::form_token(secret);
  EXPECT_TRUE(Access::form_token_matches(secret, token));
  EXPECT_NE(Access::form_token(secret), token);  // masked anew, and as good
  EXPECT_TRUE(Access::form_token_matches(secret, Access::form_token(secret)));
  EXPECT_FALSE(Access::form_token_matches(secret, ""));
  EXPECT_FALSE(Access::form_token_matches(secret, secret));
  EXPECT_FALSE(Access::form_token_matches(base::new_secret().reveal(), token));
  EXPECT_FALSE(Access::form_token_matches("", Access::form_token("")));
  EXPECT_EQ(token.find(secret), std::string::npos);
}

// However many look-ups are under way: none that begins after the end of a session finds it.
TEST_P(Sessions, EndForEveryThreadAtOnce) {
  const base::SystemClock clock;
  Access access(*database_, clock, options());
  for (int round = 0; round < 20; ++round) {
    const NewSession session = VALUE(sign_in(access, "ann@example.org", kPassword));
    std::atomic<bool> ended = false, stop = false;
    std::atomic<int> found_before = 0, found_after = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        while (!stop) {
          const bool was_ended = ended;
          if (is_signed_in(access, session)) ++(was_ended ? found_after : found_before);
        }
      });
    }
    while (found_before == 0) std::this_thread::yield();
    EXPECT_OK(access.sign_out(session.secret));
    ended = true;
    for (int i = 0; i < 100; ++i) EXPECT_FALSE(is_signed_in(access, session));
    stop = true;
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(found_after, 0);
  }
}

TEST(FreshCache, ForgetsLookUpsThatBeganBeforeAChange) {
  FreshCache<int> cache(seconds(5));
  const base::Digest key = base::digest_of("key");
  const base::Timestamp now{1'000'000};
  const std::uint64_t began = cache.begin();
  cache.drop_if([](int) { return true; });
  cache.put(key, std::make_shared<int>(1), now, began);
  EXPECT_EQ(cache.find(key, now), nullptr);
  cache.put(key, std::make_shared<int>(2), now, cache.begin());
  ASSERT_NE(cache.find(key, now), nullptr);
  EXPECT_EQ(*cache.find(key, now), 2);
  cache.drop_if([](int value) { return value == 3; });
  EXPECT_NE(cache.find(key, now), nullptr);
  EXPECT_EQ(cache.find(key, {now.micros + 5'000'000}), nullptr);
  EXPECT_EQ(cache.find(key, {now.micros - 1}), nullptr);  // the clock was set back
}

TEST(FreshCache, StaysBounded) {
  FreshCache<int> cache(seconds(5), 10);
  const base::Timestamp now{1'000'000};
  int kept = 0;
  for (int i = 0; i < 25; ++i)
    cache.put(base::digest_of(std::to_string(i)), std::make_shared<int>(i), now, cache.begin());
  for (int i = 0; i < 25; ++i)
    kept += cache.find(base::digest_of(std::to_string(i)), now) != nullptr ? 1 : 0;
  EXPECT_GT(kept, 0);
  EXPECT_LE(kept, 10);
}

ON_BOTH_ENGINES(Sessions);

}  // namespace
}  // namespace laurel::app
