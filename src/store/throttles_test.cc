// What was tried adds up across processes, on both engines.
#include "store/throttles.h"

#include "store/logins.h"
#include "store/test_database.h"

namespace laurel::store {
namespace {

using Throttles = StoreTest;
using std::chrono::seconds;

constexpr base::Timestamp kNow{1'772'366'400'000'123};
const base::Digest kKey = base::digest_of("account ann@example.org");

base::Timestamp in(std::int64_t count) { return {kNow.micros + count * 1'000'000}; }

TEST_P(Throttles, AddUpFromNowOn) {
  write([&](Transaction& tx) {
    EXPECT_FALSE(VALUE(find_throttle(tx, kKey)));
    EXPECT_EQ(VALUE(raise_throttle(tx, kKey, kNow, seconds(30))), in(30));
    EXPECT_EQ(VALUE(raise_throttle(tx, kKey, kNow, seconds(30))), in(60));
    EXPECT_EQ(VALUE(find_throttle(tx, kKey)), in(60));
    // Another process whose clock is a little behind loses nothing.
    EXPECT_EQ(VALUE(raise_throttle(tx, kKey, in(-1), seconds(30))), in(90));
    // Once empty, it starts at that moment.
    EXPECT_EQ(VALUE(raise_throttle(tx, kKey, in(100), seconds(30))), in(130));
    EXPECT_EQ(VALUE(raise_throttle(tx, kKey, in(100), seconds(-20))), in(110));
  });
}

TEST_P(Throttles, AreForgottenOnceEmpty) {
  write([&](Transaction& tx) {
    EXPECT_EQ(VALUE(raise_throttle(tx, kKey, kNow, seconds(30))), in(30));
    EXPECT_OK(delete_expired_logins(tx, kNow, kNow, in(29)));
    EXPECT_TRUE(VALUE(find_throttle(tx, kKey)));
    EXPECT_OK(delete_expired_logins(tx, kNow, kNow, in(31)));
    EXPECT_FALSE(VALUE(find_throttle(tx, kKey)));
  });
}

ON_BOTH_ENGINES(Throttles);

}  // namespace
}  // namespace laurel::store
