// Every limit and deadline of the server, over real sockets, with deadlines shortened.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "http/socket_testing.h"

namespace laurel::http {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

constexpr std::string_view kGet = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

class LimitsTest : public testing::Test, public ServerForTest {
 protected:
  LimitsTest() {
    options.metrics = &metrics_;
    router.add(Method::kGet, "/hello", [](const Request&) { return Response::text("hello"); });
    router.add(Method::kPost, "/small",
               [](const Request& request) { return Response::text(std::string(request.body)); },
               {.body_limit = 1000});
  }
  // A handler that waits until the test lets it go.
  void add_gate() {
    router.add(Method::kGet, "/gate", [this](const Request&) {
      entered_.set_value();
      gate_.get_future().wait();
      return Response::text("through");
    });
  }
  // Until the server counts so.
  void wait_for(const char* line) {
    while (metrics_.render().find(line) == std::string::npos)
      std::this_thread::sleep_for(milliseconds(1));
  }
  ~LimitsTest() override { server.reset(); }  // before the metrics

  Metrics metrics_;
  std::promise<void> entered_, gate_;
};

TEST_F(LimitsTest, AnswerTooLargeBodies) {
  start();
  // Announced: answered before it is read; small ones are then read over, and it goes on.
  RawClient announced(port());
  announced.send("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n");
  EXPECT_EQ(announced.response().status, 413);
  announced.send(std::string(1001, 'x'));
  EXPECT_EQ(announced.request(kGet).status, 200);

  RawClient chunked(port());
  chunked.send("POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 3; ++i) chunked.send("190\r\n" + std::string(0x190, 'x') + "\r\n");
  EXPECT_EQ(chunked.response().status, 413);
}

// The client sends far more than sockets hold before it reads: its answer must survive.
TEST_F(LimitsTest, LetAClientThatSendsOnReadItsAnswer) {
  start();
  RawClient client(port());
  client.send("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 12000000\r\n\r\n");
  EXPECT_TRUE(client.send(std::string(12'000'000, 'x')));
  const RawResponse answer = client.response();
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(answer.header("connection"), "close");
  client.finish_sending();
  EXPECT_TRUE(client.closed());
}

TEST_F(LimitsTest, AnswerTooLargeHeads) {
  start();
  RawClient one(port());
  EXPECT_EQ(one.request("GET /hello HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x')).status,
            431);
  RawClient many(port());
  std::string headers = "GET /hello HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 100; ++i) headers += "X-" + std::to_string(i) + ": x\r\n";
  EXPECT_EQ(many.request(headers + "\r\n").status, 431);
  RawClient target(port());
  EXPECT_EQ(
      target.request("GET /" + std::string(9'000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n").status,
      414);
  RawClient fits(port());
  EXPECT_EQ(
      fits.request("GET /hello HTTP/1.1\r\nHost: a\r\nX: " + std::string(15'000, 'x') + "\r\n\r\n")
          .status,
      200);
  EXPECT_EQ(fits.request(kGet).status, 200);
}

TEST_F(LimitsTest, RefuseConnectionsAboveTheirNumber) {
  options.limits.connections = 2;
  start();
  RawClient first(port()), second(port());
  EXPECT_EQ(first.request(kGet).status, 200);
  EXPECT_EQ(second.request(kGet).status, 200);
  RawClient third(port());
  const RawResponse refused = third.request(kGet);
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.header("retry-after"), "5");
  EXPECT_EQ(first.request(kGet).status, 200);
}

TEST_F(LimitsTest, RefuseRequestsThatThePoolHasNoRoomFor) {
  add_gate();
  options.pool_threads = 1;
  options.limits.queue = 1;
  start();
  RawClient inside(port()), waiting(port()), refused(port());
  inside.send("GET /gate HTTP/1.1\r\nHost: a\r\n\r\n");
  entered_.get_future().wait();
  waiting.send(kGet);
  wait_for("laurel_http_requests_waiting 1\n");
  const RawResponse answer = refused.request(kGet);
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.header("retry-after"), "1");
  gate_.set_value();
  EXPECT_EQ(inside.response().body, "through");
  EXPECT_EQ(waiting.response().body, "hello");
}

TEST_F(LimitsTest, DropRequestsThatWaitedTooLong) {
  add_gate();
  options.pool_threads = 1;
  options.deadlines.queue = milliseconds(20);
  start();
  RawClient inside(port()), late(port());
  inside.send("GET /gate HTTP/1.1\r\nHost: a\r\n\r\n");
  entered_.get_future().wait();
  late.send(kGet);
  wait_for("laurel_http_requests_waiting 1\n");
  std::this_thread::sleep_for(milliseconds(100));
  gate_.set_value();
  EXPECT_EQ(inside.response().status, 200);
  EXPECT_EQ(late.response().status, 503);
}

TEST_F(LimitsTest, RefuseBodiesThatMemoryHasNoRoomFor) {
  options.limits.bodies = 100'000;
  std::promise<void> entered, gate;
  const std::shared_future<void> opened = gate.get_future().share();
  std::atomic<int> calls{0};
  router.add(Method::kPost, "/held", [&](const Request& request) {
    if (calls++ == 0) entered.set_value();
    opened.wait();
    return Response::text(std::to_string(request.body.size()));
  });
  start();
  const std::string big =
      "POST /held HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n" + std::string(70'000, 'x');
  RawClient first(port());
  first.send(big);
  entered.get_future().wait();
  RawClient second(port());
  const RawResponse refused = second.request(big);
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.header("retry-after"), "1");
  RawClient small(port());
  EXPECT_EQ(small.request(kGet).status, 200);  // needs none of it
  gate.set_value();
  EXPECT_EQ(first.response().body, "70000");
  EXPECT_EQ(first.request(big).body, "70000");
}

TEST_F(LimitsTest, CloseConnectionsThatStayIdle) {
  options.deadlines.idle = milliseconds(40);
  start();
  RawClient fresh(port()), used(port());
  EXPECT_EQ(used.request(kGet).status, 200);
  EXPECT_TRUE(used.closed());
  EXPECT_TRUE(fresh.closed());
}

// A byte now and then must not buy time.
TEST_F(LimitsTest, AnswerHeadsThatTakeTooLong) {
  options.deadlines.head = milliseconds(100);
  start();
  RawClient client(port());
  client.send("GET /hello HTTP/1.1\r\nHost: a\r\nX: ");
  std::string answer;
  std::thread sender([&] {
    for (int i = 0; i < 1'000 && client.send("x"); ++i)
      std::this_thread::sleep_for(milliseconds(5));
  });
  EXPECT_EQ(client.response().status, 408);
  client.finish_sending();
  sender.join();
}

TEST_F(LimitsTest, AnswerBodiesThatTakeTooLong) {
  options.deadlines.body = milliseconds(60);
  start();
  for (const char* framing : {"Content-Length: 900", "Transfer-Encoding: chunked"}) {
    RawClient client(port());
    client.send("POST /small HTTP/1.1\r\nHost: a\r\n" + std::string(framing) + "\r\n\r\n384\r\nab");
    EXPECT_EQ(client.response().status, 408) << framing;
  }
}

TEST_F(LimitsTest, LetBigBodiesTakeTheirTimeAtTheSlowestRate) {
  options.deadlines.body = milliseconds(1);
  options.deadlines.slowest = 100;  // 900 bytes get 9 seconds
  start();
  RawClient client(port());
  client.send("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n");
  std::this_thread::sleep_for(milliseconds(50));
  client.send(std::string(900, 'x'));
  EXPECT_EQ(client.response().status, 200);
}

TEST_F(LimitsTest, GiveUpClientsThatDoNotReadTheirAnswer) {
  options.deadlines.write = milliseconds(50);
  options.deadlines.slowest = std::size_t{1} << 30;
  const auto big = std::make_shared<const std::string>(std::size_t{64} << 20, 'x');
  router.add(Method::kGet, "/big", [big](const Request&) {
    Response out;
    out.shared_body(big, "text/plain");
    return out;
  });
  start();
  RawClient client(port(), 4096);
  client.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
  wait_for("deadlines_passed_total{stage=\"write\"} 1\n");
  EXPECT_EQ(client.response().status, 0);  // cut off
}

TEST_F(LimitsTest, SendBigAnswersToClientsThatReadSlowly) {
  const auto big = std::make_shared<const std::string>(std::size_t{8} << 20, 'x');
  router.add(Method::kGet, "/big", [big](const Request&) {
    Response out;
    out.shared_body(big, "text/plain");
    return out;
  });
  start();
  RawClient client(port(), 4096);
  client.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n" + std::string(kGet));
  std::this_thread::sleep_for(milliseconds(30));
  EXPECT_TRUE(client.response().body == *big);
  EXPECT_EQ(client.response().body, "hello");
}

TEST_F(LimitsTest, SurviveBodiesCutInHalf) {
  start();
  for (const char* half :
       {"POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc",
        "POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        "POST /small HTTP/1.1\r\nHo", ""}) {
    RawClient client(port());
    client.send(half);
    client.finish_sending();
    EXPECT_TRUE(client.closed()) << half;
  }
  RawClient client(port());
  EXPECT_EQ(client.request(kGet).status, 200);
}

}  // namespace
}  // namespace laurel::http
