#include "app/password_hasher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

namespace laurel::app {
namespace {

using ::testing::StartsWith;
using Match = PasswordHasher::Match;

// As cheap as libsodium allows: the behaviour doesn't depend on the cost.
constexpr HashingOptions kCheap = {.threads = 1, .waiting = 4, .memory = 8192, .passes = 1};

base::Result<Match> verified(PasswordHasher& hasher, const char* password,
                             const std::string& encoded) {
  std::promise<base::Result<Match>> answer;
  hasher.verify(base::Secret(password), encoded,
                [&](base::Result<Match> match) { answer.set_value(std::move(match)); });
  return answer.get_future().get();
}

std::string hashed(PasswordHasher& hasher, const char* password) {
  std::promise<base::Result<std::string>> answer;
  hasher.hash(base::Secret(password),
              [&](base::Result<std::string> hash) { answer.set_value(std::move(hash)); });
  return *answer.get_future().get();
}

TEST(PasswordHasher, KnowsThePasswordAndNoOther) {
  PasswordHasher hasher(kCheap);
  const std::string encoded = hashed(hasher, "correct horse battery");
  EXPECT_THAT(encoded, StartsWith("$argon2id$v=19$m=8,t=1,p=1$"));
  EXPECT_EQ(*verified(hasher, "correct horse battery", encoded), Match::kYes);
  EXPECT_EQ(*verified(hasher, "correct horse batterz", encoded), Match::kNo);
  EXPECT_EQ(*verified(hasher, "", encoded), Match::kNo);
}

TEST(PasswordHasher, SaltsEveryHash) {
  PasswordHasher hasher(kCheap);
  EXPECT_NE(hashed(hasher, "correct horse battery"), hashed(hasher, "correct horse battery"));
}

TEST(PasswordHasher, CostsByDefaultWhatIsRecommended) {
  EXPECT_THAT(*PasswordHasher::hash_now(base::Secret("correct horse battery")),
              StartsWith("$argon2id$v=19$m=19456,t=2,p=1$"));
}

TEST(PasswordHasher, LetsNobodyInWhereNoPasswordIsSet) {
  PasswordHasher hasher(kCheap);
  for (const char* encoded : {"", "x", "$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$AAAA$"}) {
    EXPECT_EQ(*verified(hasher, "", encoded), Match::kNo) << encoded;
    EXPECT_EQ(*verified(hasher, "correct horse battery", encoded), Match::kNo) << encoded;
  }
}

TEST(PasswordHasher, SaysWhenTheCostHasChanged) {
  PasswordHasher hasher(kCheap);
  HashingOptions before = kCheap;
  before.passes = 2;
  const std::string encoded = *PasswordHasher::hash_now(base::Secret("correct horse"), before);
  EXPECT_EQ(*verified(hasher, "correct horse", encoded), Match::kYesAtOldCost);
  EXPECT_EQ(*verified(hasher, "wrong horse", encoded), Match::kNo);
}

TEST(PasswordHasher, FinishesAlsoWhatItsCallbacksSubmit) {
  PasswordHasher hasher(kCheap);
  bool answered = false;
  hasher.hash(base::Secret("first"), [&](const base::Result<std::string>&) {
    hasher.hash(base::Secret("second"),
                [&](const base::Result<std::string>& hash) { answered = hash.ok(); });
  });
  hasher.finish();
  EXPECT_TRUE(answered);
}

TEST(PasswordHasher, RefusesAtOnceWhenTooManyWait) {
  std::promise<void> go;
  const std::shared_future<void> gone = go.get_future().share();
  std::promise<void> started;
  std::atomic<int> answered = 0;
  {
    PasswordHasher hasher(kCheap);
    hasher.hash(base::Secret("first"), [&](const base::Result<std::string>&) {
      started.set_value();
      gone.wait();
    });
    started.get_future().wait();
    for (std::size_t i = 0; i < kCheap.waiting; ++i) {
      hasher.hash(base::Secret("more"), [&](const base::Result<std::string>& hash) {
        EXPECT_TRUE(hash.ok());
        ++answered;
      });
    }
    const std::thread::id here = std::this_thread::get_id();
    bool refused = false;
    hasher.verify(base::Secret("one too many"), "", [&](const base::Result<Match>& match) {
      refused = true;
      EXPECT_EQ(std::this_thread::get_id(), here);
      EXPECT_EQ(match.error().code, base::ErrorCode::kUnavailable);
      EXPECT_GT(match.error().retry_after_seconds, 0);
    });
    EXPECT_TRUE(refused);
    EXPECT_EQ(answered, 0);
    go.set_value();
  }  // finishes what was accepted
  EXPECT_EQ(answered, static_cast<int>(kCheap.waiting));
}

}  // namespace
}  // namespace laurel::app
