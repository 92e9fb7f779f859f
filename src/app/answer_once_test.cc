#include "app/answer_once.h"

#include <future>
#include <thread>

#include "app/ingest_testing.h"

namespace laurel::app {
namespace {

using store::Engine;
using ::testing::HasSubstr;

class AnswerOnce : public IngestTest {
 protected:
  base::Result<store::KeptReply> send_once(const std::string& key, const std::string& json) {
    std::promise<base::Result<store::KeptReply>> promise;
    submit_once(
        *ingest_, clock_, request(json), {key, json},
        [](const IngestResults& results) {
          return store::KeptReply{201, results.at(0).ok() ? results[0]->id.value.to_string()
                                                          : results[0].error().message};
        },
        [&](base::Result<store::KeptReply> reply) { promise.set_value(std::move(reply)); });
    return promise.get_future().get();
  }
  base::Result<store::KeptReply> write_once(
      const std::string& key, const std::string& what,
      std::function<base::Result<store::KeptReply>(store::Transaction&)> work) {
    std::promise<base::Result<store::KeptReply>> promise;
    submit_once(*queue_, clock_, organization_, {key, what}, std::move(work),
                [&](base::Result<store::KeptReply> reply) { promise.set_value(std::move(reply)); });
    return promise.get_future().get();
  }
};

TEST_P(AnswerOnce, RepeatsTheReplyAndStoresNothingAgain) {
  const std::string body = R"({"answers":{"nps":3}})";
  const auto first = VALUE(send_once("k1", body));
  const auto again = VALUE(send_once("k1", body));
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(count(), 1);
  EXPECT_NE(VALUE(send_once("k2", body)).body, first.body);
  EXPECT_EQ(count(), 2);
}

TEST_P(AnswerOnce, RefusesAKeyForAnotherRequest) {
  EXPECT_OK(send_once("k1", R"({"answers":{"nps":3}})"));
  const auto other = send_once("k1", R"({"answers":{"nps":4}})");
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().code, base::ErrorCode::kConflict);
  EXPECT_EQ(count(), 1);
}

TEST_P(AnswerOnce, RefusesAKeyThatIsNone) {
  for (const std::string& key : {std::string(), std::string(256, 'k'), std::string("a\nb")}) {
    const auto reply = send_once(key, R"({"answers":{"nps":3}})");
    ASSERT_FALSE(reply.ok());
    EXPECT_THAT(reply.error().message, HasSubstr("idempotency key"));
  }
}

TEST_P(AnswerOnce, ForgetsAfterADay) {
  const std::string body = R"({"answers":{"nps":3}})";
  EXPECT_OK(send_once("k1", body));
  clock_.advance(std::chrono::hours(24) + std::chrono::seconds(1));
  EXPECT_OK(send_once("k1", body));
  EXPECT_EQ(count(), 2);
  // The key may then stand for another request.
  clock_.advance(std::chrono::hours(25));
  EXPECT_OK(send_once("k1", R"({"answers":{"nps":5}})"));
}

TEST_P(AnswerOnce, StoresOnceWhatIsSentManyTimesAtOnce) {
  const std::string body = R"({"answers":{"nps":3}})";
  std::vector<std::thread> threads;
  std::vector<std::string> replies(8);
  for (std::size_t t = 0; t < replies.size(); ++t)
    threads.emplace_back([&, t] { replies[t] = VALUE(send_once("k1", body)).body; });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& reply : replies) EXPECT_EQ(reply, replies[0]);
  EXPECT_EQ(count(), 1);
}

TEST_P(AnswerOnce, KeepsNoErrorOfAnyWrite) {
  int runs = 0;
  const auto failing = [&](store::Transaction& tx) -> base::Result<store::KeptReply> {
    ++runs;
    TRY(store::market_named(tx, organization_, "Half"));
    return base::invalid_input("Not like this.");
  };
  EXPECT_EQ(write_once("k1", "POST", failing).error().message, "Not like this.");
  EXPECT_EQ(write_once("k1", "POST", failing).error().message, "Not like this.");
  EXPECT_EQ(runs, 2);
  const auto working = [&](store::Transaction& tx) -> base::Result<store::KeptReply> {
    ++runs;
    TRY(store::market_named(tx, organization_, "Whole"));
    return store::KeptReply{204, ""};
  };
  EXPECT_EQ(VALUE(write_once("k1", "POST", working)).status, 204);
  EXPECT_EQ(VALUE(write_once("k1", "POST", working)).status, 204);
  EXPECT_EQ(runs, 3);
  read([&](store::Transaction& tx) {
    EXPECT_EQ(VALUE(store::list_markets(tx, organization_)).size(), 2U);
    return 0;
  });
}

ON_BOTH_ENGINES(AnswerOnce);

}  // namespace
}  // namespace laurel::app
