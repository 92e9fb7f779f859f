#include "http/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <future>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "http/socket_testing.h"

namespace laurel::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kGet = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

Response echo(const Request& request) { return Response::text(std::string(request.body)); }

class ServerTest : public testing::Test, public ServerForTest {
 protected:
  ServerTest() {
    router.add(Method::kGet, "/hello", [](const Request&) { return Response::text("hello"); });
    router.add(Method::kGet, "/inline", [](const Request&) { return Response::text("inline"); },
               {.run = Run::kNetworkThread});
    router.add(Method::kPost, "/echo", echo);
    router.add(Method::kGet, "/people/{name}", [](const Request& request) {
      return Response::text(std::string(request.parameter("name")));
    });
  }
};

TEST_F(ServerTest, AnswersOnThePoolAndOnTheNetworkThread) {
  start();
  RawClient client(port());
  const RawResponse first = client.request(kGet);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.body, "hello");
  EXPECT_EQ(first.header("content-type"), "text/plain; charset=utf-8");
  EXPECT_THAT(std::string(first.header("date")), EndsWith(" GMT"));
  EXPECT_EQ(first.header("x-request-id").size(), 16U);
  EXPECT_EQ(client.request("GET /inline HTTP/1.1\r\nHost: a\r\n\r\n").body, "inline");
  EXPECT_EQ(client.request("GET /people/M%C3%BCller%20%2F HTTP/1.1\r\nHost: a\r\n\r\n").body,
            "Müller /");
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  start();
  RawClient client(port());
  std::string all;
  for (int i = 0; i < 50; ++i) {
    const std::string body = "body " + std::to_string(i);
    all += "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body + std::string(kGet);
  }
  client.send(all);
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(client.response().body, "body " + std::to_string(i));
    EXPECT_EQ(client.response().body, "hello");
  }
}

TEST_F(ServerTest, TakesARequestByteByByte) {
  start();
  RawClient client(port());
  for (const char c : "\r\nPOST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc") {
    if (c != '\0') client.send({&c, 1});
  }
  EXPECT_EQ(client.response().body, "abc");
}

TEST_F(ServerTest, TakesBodiesOfAnySizeUpToTheRoutesLimit) {
  router.add(Method::kPost, "/small", echo, {.body_limit = 10});
  start();
  RawClient client(port());
  for (const std::size_t size : {0UL, 1UL, 3'900UL, 4'096UL, 70'000UL, 1UL << 20}) {
    const std::string body(size, 'x');
    const RawResponse answer =
        client.request("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(size) +
                       "\r\n\r\n" + body);
    EXPECT_EQ(answer.status, 200) << size;
    EXPECT_TRUE(answer.body == body) << size;
  }
  const RawResponse fits =
      client.request("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789");
  EXPECT_EQ(fits.body, "0123456789");
}

TEST_F(ServerTest, TakesChunkedBodies) {
  start();
  RawClient client(port());
  const RawResponse answer = client.request(
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5\r\nhello\r\n6;note=\"x\"\r\n world\r\n0\r\nTrailer: dropped\r\n\r\n" +
      std::string(kGet));
  EXPECT_EQ(answer.body, "hello world");
  EXPECT_EQ(client.response().body, "hello");  // what came behind the body is the next request
}

TEST_F(ServerTest, AnswersHeadWithoutABodyAndOptionsWithTheMethods) {
  start();
  RawClient client(port());
  client.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  const RawResponse head = client.response(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("content-length"), "5");
  const RawResponse methods = client.request("OPTIONS /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(methods.status, 204);
  EXPECT_EQ(methods.header("allow"), "GET, HEAD, OPTIONS");
  EXPECT_THAT(methods.head, Not(HasSubstr("Content-Length")));
}

TEST_F(ServerTest, SaysWhatIsNotThere) {
  start();
  RawClient client(port());
  EXPECT_EQ(client.request("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n").status, 404);
  const RawResponse wrong = client.request("PUT /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.header("allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(wrong.header("content-type"), "application/problem+json");
  // A body that nobody asked for is read over, and the connection goes on.
  EXPECT_EQ(
      client.request("POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde").status,
      404);
  EXPECT_EQ(client.request(kGet).status, 200);
}

TEST_F(ServerTest, KeepsAndClosesConnectionsAsAsked) {
  start();
  RawClient old(port());
  const RawResponse closing = old.request("GET /hello HTTP/1.0\r\n\r\n");
  EXPECT_EQ(closing.status, 200);
  EXPECT_EQ(closing.header("connection"), "close");
  EXPECT_TRUE(old.closed());
  RawClient kept(port());
  const RawResponse keeping = kept.request("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(keeping.header("connection"), "keep-alive");
  EXPECT_EQ(kept.request("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").status,
            200);
  EXPECT_TRUE(kept.closed());
}

TEST_F(ServerTest, SendsContinueOnlyWhereTheBodyIsWanted) {
  start();
  RawClient client(port());
  client.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.response().status, 100);
  EXPECT_EQ(client.request("abc").body, "abc");
  const RawResponse refused = client.request(
      "POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(refused.status, 404);
  EXPECT_EQ(refused.header("connection"), "close");
}

TEST_F(ServerTest, AnswersNotModifiedForAKnownEntityTag) {
  router.add(Method::kGet, "/tagged", [](const Request&) {
    Response out = Response::text("tagged");
    out.etag("v1");
    return out;
  });
  start();
  RawClient client(port());
  EXPECT_EQ(client.request("GET /tagged HTTP/1.1\r\nHost: a\r\n\r\n").header("etag"), "\"v1\"");
  for (const char* known : {"\"v1\"", "W/\"v1\"", "\"v0\", \"v1\"", "*"}) {
    const RawResponse answer = client.request(
        "GET /tagged HTTP/1.1\r\nHost: a\r\nIf-None-Match: " + std::string(known) + "\r\n\r\n");
    EXPECT_EQ(answer.status, 304) << known;
    EXPECT_EQ(answer.header("etag"), "\"v1\"");
  }
  EXPECT_EQ(
      client.request("GET /tagged HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"v2\"\r\n\r\n").status,
      200);
}

TEST_F(ServerTest, PutsDefaultHeadersWhereTheResponseHasNone) {
  options.default_headers = {{"X-Frame-Options", "DENY"}, {"Referrer-Policy", "same-origin"}};
  router.add(Method::kGet, "/own", [](const Request&) {
    Response out = Response::text("");
    out.set("x-frame-options", "SAMEORIGIN");
    return out;
  });
  start();
  RawClient client(port());
  const RawResponse own = client.request("GET /own HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(own.header("x-frame-options"), "SAMEORIGIN");
  EXPECT_EQ(own.header("referrer-policy"), "same-origin");
  EXPECT_EQ(client.request("GET /no HTTP/1.1\r\nHost: a\r\n\r\n").header("x-frame-options"),
            "DENY");
  EXPECT_EQ(client.request("bad\r\n\r\n").header("x-frame-options"), "DENY");
}

TEST_F(ServerTest, ShowsItsOwnErrorsInTheProgramsWords) {
  options.error_page = [](int status, const Request* request, std::string_view detail) {
    return Response::html("<p>" + std::to_string(status) + (request ? request->path : "?") +
                          std::string(detail));
  };
  start();
  RawClient client(port());
  const RawResponse missing = client.request("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(missing.status, 404);
  EXPECT_THAT(missing.body, StartsWith("<p>404/nothing"));
  EXPECT_THAT(client.request("GET / HTTP/1.1\r\n\r\n").body, StartsWith("<p>400?"));
}

// --- answers that come later ---------------------------------------------------------------------

// Keeps what handlers hand over until a test answers, from a thread of the test.
class Later {
 public:
  Handler handler() {
    return [this](const Request&) {
      return Reply::later([this](Done done) {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(done));
      });
    };
  }
  Done take() {
    for (;;) {
      {
        const std::lock_guard lock(mutex_);
        if (!waiting_.empty()) {
          Done out = std::move(waiting_.front());
          waiting_.pop_front();
          return out;
        }
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }

 private:
  std::mutex mutex_;
  std::deque<Done> waiting_;
};

TEST_F(ServerTest, HoldsNoThreadWhileAnswersAreAwaited) {
  Later later;
  router.add(Method::kPost, "/later", later.handler());
  options.pool_threads = 1;
  start();
  constexpr int kClients = 20;
  std::deque<RawClient> clients;
  for (int i = 0; i < kClients; ++i)
    clients.emplace_back(port()).send(
        "POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
  std::vector<Done> waiting;
  for (int i = 0; i < kClients; ++i) waiting.push_back(later.take());
  RawClient other(port());
  EXPECT_EQ(other.request(kGet).status, 200);
  for (const Done& done : waiting) done(Response::text("committed", 201));
  for (RawClient& client : clients) EXPECT_EQ(client.response().status, 201);
}

TEST_F(ServerTest, TakesALaterAnswerGivenAtOnceAndOnlyTheFirst) {
  const Handler handler = [](const Request&) {
    return Reply::later([](Done done) {
      done(Response::text("first"));
      done(Response::text("second"));
    });
  };
  router.add(Method::kGet, "/pool", handler);
  router.add(Method::kGet, "/network", handler, {.run = Run::kNetworkThread});
  start();
  RawClient client(port());
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(client.request("GET /pool HTTP/1.1\r\nHost: a\r\n\r\n").body, "first");
    EXPECT_EQ(client.request("GET /network HTTP/1.1\r\nHost: a\r\n\r\n").body, "first");
  }
}

TEST_F(ServerTest, AnswersWhatHandlersThrowOrForget) {
  router.add(Method::kGet, "/throws",
             [](const Request&) -> Reply { throw std::runtime_error("no"); });
  router.add(Method::kGet, "/forgets", [](const Request&) { return Reply::later([](Done) {}); });
  router.add(Method::kGet, "/throws-later", [](const Request&) {
    return Reply::later([](Done) { throw std::runtime_error("no"); });
  });
  router.add(Method::kGet, "/nonsense", [](const Request&) { return Response(42); });
  start();
  RawClient client(port());
  for (const char* path : {"/throws", "/forgets", "/throws-later", "/nonsense"}) {
    const RawResponse answer =
        client.request("GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(answer.status, 500) << path;
    EXPECT_THAT(answer.body, Not(HasSubstr("\"no\"")));
  }
  EXPECT_EQ(client.request(kGet).status, 200);
}

// --- stopping ------------------------------------------------------------------------------------

TEST_F(ServerTest, FinishesWhatWasAcceptedWhenStopped) {
  Later later;
  router.add(Method::kPost, "/later", later.handler());
  start();
  RawClient idle(port()), working(port()), half(port());
  EXPECT_EQ(idle.request(kGet).status, 200);
  working.send("POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
  const Done done = later.take();
  EXPECT_EQ(half.request(kGet).status, 200);
  half.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab");

  std::thread stopper([&] { server->stop(); });
  EXPECT_TRUE(idle.closed());
  while (!server->stopping()) std::this_thread::yield();
  half.send("cd");
  const RawResponse finished = half.response();
  EXPECT_EQ(finished.body, "abcd");
  EXPECT_EQ(finished.header("connection"), "close");
  done(Response::text("done"));
  EXPECT_EQ(working.response().body, "done");
  half.finish_sending();
  working.finish_sending();
  stopper.join();
  EXPECT_FALSE(RawClient(port()).connected());
}

TEST_F(ServerTest, AnswersPipelinedRequestsBeforeItEnds) {
  Later later;
  router.add(Method::kPost, "/later", later.handler());
  start();
  RawClient client(port());
  client.send("POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n" + std::string(kGet) +
              std::string(kGet));
  const Done done = later.take();
  std::thread stopper([&] { server->stop(); });
  while (!server->stopping()) std::this_thread::yield();
  done(Response::text("first"));
  EXPECT_EQ(client.response().body, "first");
  EXPECT_EQ(client.response().body, "hello");
  const RawResponse last = client.response();
  EXPECT_EQ(last.body, "hello");
  EXPECT_EQ(last.header("connection"), "close");
  client.finish_sending();
  stopper.join();
}

TEST_F(ServerTest, CutsClientsThatHoldUpAStop) {
  options.deadlines.stop = std::chrono::milliseconds(50);
  start();
  RawClient slow(port());
  slow.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab");
  RawClient other(port());  // so that the slow one's bytes were read
  EXPECT_EQ(other.request(kGet).status, 200);
  server->stop();
  EXPECT_TRUE(slow.closed());
}

TEST_F(ServerTest, ServesFromSeveralNetworkThreads) {
  options.network_threads = 3;
  start();
  std::vector<std::thread> threads;
  std::atomic<int> right{0};
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([&] {
      RawClient client(port());
      for (int i = 0; i < 100; ++i) {
        if (client.request(kGet).body == "hello") ++right;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 600);
}

TEST_F(ServerTest, RefusesOptionsItCanNotUse) {
  start();
  ServerOptions taken;
  taken.port = port();
  EXPECT_EQ(Server::start(router, taken).error().code, base::ErrorCode::kUnavailable);
  ServerOptions address;
  address.address = "localhost";
  EXPECT_EQ(Server::start(router, address).error().code, base::ErrorCode::kInvalidInput);
  ServerOptions header;
  header.default_headers = {{"X", "a\r\nSet-Cookie: b"}};
  EXPECT_EQ(Server::start(router, header).error().code, base::ErrorCode::kInvalidInput);
  ServerOptions redirect;
  redirect.redirect_port = 0;
  EXPECT_EQ(Server::start(router, redirect).error().code, base::ErrorCode::kInvalidInput);
}

}  // namespace
}  // namespace laurel::http
