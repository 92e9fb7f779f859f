#include "http/stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <stdexcept>

#include "http/socket_testing.h"

namespace laurel::http {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

// Answers each block with what `answer` makes of it.
class FunctionStream final : public Stream {
 public:
  using Take = std::function<void(std::string, Last, PieceDone)>;
  explicit FunctionStream(Take take) : take_(std::move(take)) {}
  void take(std::string block, Last last, PieceDone done) override {
    take_(std::move(block), last, std::move(done));
  }

 private:
  Take take_;
};

StreamReply stream_of(FunctionStream::Take take) {
  OpenStream out;
  out.stream = std::make_unique<FunctionStream>(std::move(take));
  out.head.set("Content-Type", "application/x-ndjson");
  return out;
}

// Bytes come back as they are; a "." closes.
StreamReply echo(const Request&) {
  return stream_of([](std::string block, Last last, PieceDone done) {
    done({block + (last == Last::kYes ? "." : "")});
  });
}

class StreamTest : public testing::TestWithParam<Run>, public ServerForTest {
 protected:
  void add(StreamHandler handler) {
    router.add(Method::kGet, "/hello", [](const Request&) { return Response::text("hello"); });
    router.add_stream(Method::kPost, "/stream", std::move(handler), {.run = GetParam()});
  }
};
INSTANTIATE_TEST_SUITE_P(Threads, StreamTest, testing::Values(Run::kPool, Run::kNetworkThread));

constexpr std::string_view kChunkedHead =
    "POST /stream HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

std::string sized_head(std::size_t size) {
  return "POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n";
}

TEST_P(StreamTest, GivesBackBodiesOfAnySize) {
  add(echo);
  start();
  RawClient client(port());
  for (const std::size_t size : {0UL, 1UL, 5'000UL, 65'536UL, 65'537UL, 3'000'000UL}) {
    std::string body;
    while (body.size() < size) body += std::to_string(body.size()) + '\n';
    body.resize(size);
    std::thread sender([&] { client.send(sized_head(size) + body); });
    const RawResponse answer = client.response();
    sender.join();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("content-type"), "application/x-ndjson");
    EXPECT_TRUE(answer.body == body + ".") << size << ' ' << answer.body.size();
  }
  EXPECT_EQ(client.request("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").body, "hello");
}

TEST_P(StreamTest, TakesChunksAndWhatFollowsThem) {
  add(echo);
  start();
  RawClient client(port());
  std::string bytes(kChunkedHead), body;
  for (int i = 0; i < 3'000; ++i) {
    const std::string line = "line " + std::to_string(i) + '\n';
    char size[8];
    std::snprintf(size, sizeof size, "%zx", line.size());
    bytes.append(size).append("\r\n").append(line).append("\r\n");
    body += line;
  }
  client.send(bytes + "0\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(client.response().body == body + ".");
  EXPECT_EQ(client.response().body, "hello");
}

// A client may wait for the result of one line before it sends the next.
TEST_P(StreamTest, AnswersWhileTheBodyIsStillComing) {
  add(echo);
  start();
  RawClient client(port());
  client.send(kChunkedHead);
  for (const char* line : {"one\n", "two\n", "three\n"}) {
    char chunk[32];
    std::snprintf(chunk, sizeof chunk, "%zx\r\n%s\r\n", std::string_view(line).size(), line);
    client.send(chunk);
    EXPECT_THAT(client.until(line), HasSubstr(line));
  }
  client.send("0\r\n\r\n");
  EXPECT_THAT(client.until("0\r\n\r\n"), HasSubstr("0\r\n\r\n"));
}

TEST_P(StreamTest, SendsPiecesInTheOrderOfTheirBlocks) {
  std::mutex mutex;
  std::vector<std::pair<std::string, PieceDone>> held;
  add([&](const Request&) {
    return stream_of([&](std::string block, Last, PieceDone done) {
      const std::lock_guard lock(mutex);
      held.emplace_back(std::move(block), std::move(done));
    });
  });
  start();
  RawClient client(port());
  client.send(kChunkedHead);
  const auto count = [&] {
    const std::lock_guard lock(mutex);
    return held.size();
  };
  for (std::size_t i = 0; i < kBlocksInFlight; ++i) {
    client.send("2\r\n" + std::to_string(i) + "\n\r\n");
    while (count() <= i) std::this_thread::yield();
  }
  client.send("2\r\n9\n\r\n0\r\n\r\n");
  std::this_thread::sleep_for(milliseconds(20));
  ASSERT_EQ(count(), std::size_t{kBlocksInFlight});  // no more than that on their way
  for (std::size_t i = kBlocksInFlight; i-- > 0;) {
    std::string text;
    std::unique_lock lock(mutex);
    const PieceDone done = held[i].second;
    text = "answer to " + held[i].first;
    lock.unlock();
    done({text});
  }
  while (count() <= kBlocksInFlight) std::this_thread::yield();
  held.back().second({"end"});
  EXPECT_EQ(client.response().body, "answer to 0\nanswer to 1\nanswer to 2\nend");
}

// Nothing is read by the client before all is sent: answers pile up to a limit, then reading stops.
TEST_P(StreamTest, StopsReadingWhenAnswersAreNotTaken) {
  std::atomic<std::size_t> taken{0};
  add([&](const Request&) {
    return stream_of([&](std::string block, Last, PieceDone done) {
      taken += block.size();
      done({std::string(block.size() * 10, 'x')});
    });
  });
  start();
  RawClient client(port(), 1 << 16);
  constexpr std::size_t kSize = std::size_t{4} << 20;
  std::thread sender([&] { client.send(sized_head(kSize) + std::string(kSize, 'y')); });
  std::size_t before = 1;
  while (taken == 0 || before != taken) {
    before = taken;
    std::this_thread::sleep_for(milliseconds(200));
  }
  EXPECT_LT(taken, kSize / 2);
  EXPECT_EQ(client.response().body.size(), kSize * 10);
  sender.join();
}

// An answer beyond the limit of what may wait unread, for each block; all was sent at once.
TEST_P(StreamTest, GoesOnOnceALargeAnswerIsTaken) {
  constexpr std::size_t kAnswer = std::size_t{2} << 20;
  std::atomic<std::size_t> blocks{0};
  add([&](const Request&) {
    return stream_of([&](std::string, Last, PieceDone done) {
      ++blocks;
      done({std::string(kAnswer, 'x')});
    });
  });
  start();
  RawClient client(port());
  constexpr std::size_t kSize = 4 * kBlockSize;
  std::thread sender([&] { client.send(sized_head(kSize) + std::string(kSize, 'y')); });
  const RawResponse answer = client.response();
  sender.join();
  EXPECT_EQ(answer.status, 200);
  EXPECT_GE(blocks, 4U);
  EXPECT_EQ(answer.body.size(), blocks * kAnswer);
}

TEST_P(StreamTest, MayBeRefusedBeforeTheBodyIsRead) {
  add([](const Request& request) -> StreamReply {
    if (request.header("authorization").empty()) return Response::problem(401, "Sign in.");
    return echo(request);
  });
  start();
  RawClient client(port());
  client.send(
      "POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
      "Expect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.response().status, 401);
  RawClient other(port());
  other.send(
      "POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nAuthorization: x\r\n"
      "Expect: 100-continue\r\n\r\n");
  EXPECT_EQ(other.response().status, 100);
  EXPECT_EQ(other.request("ab").body, "ab.");
}

TEST_P(StreamTest, EndsEarlyWhenTheHandlerStopsOrThrowsOrForgets) {
  add([](const Request& request) {
    return stream_of([kind = std::string(request.query_string)](std::string, Last, PieceDone done) {
      if (kind == "throw") throw std::runtime_error("no");
      if (kind == "stop") done({"enough", StreamNext::kStop});
    });
  });
  start();
  for (const char* kind : {"stop", "throw", "forget"}) {
    RawClient client(port());
    client.send("POST /stream?" + std::string(kind) +
                " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n");
    const RawResponse answer = client.response();
    EXPECT_EQ(answer.body, std::string_view(kind) == "stop" ? "enough" : "") << kind;
    client.finish_sending();
    EXPECT_TRUE(client.closed());
  }
}

TEST_P(StreamTest, AnswersBodiesThatBreakOff) {
  std::atomic<int> last{0};
  add([&](const Request&) {
    return stream_of([&](std::string, Last end, PieceDone done) {
      last += end == Last::kYes;
      done({"x"});
    });
  });
  options.deadlines.block = milliseconds(50);
  start();
  RawClient malformed(port());
  EXPECT_EQ(malformed.request(std::string(kChunkedHead) + "zz\r\n\r\n").status, 400);
  RawClient slow(port());
  EXPECT_EQ(slow.request(sized_head(10)).status, 408);
  // Something was answered already: the client sees an answer without an end.
  RawClient cut(port());
  cut.send(sized_head(10) + "abc");
  EXPECT_THAT(cut.some(), HasSubstr("200 OK"));
  cut.finish_sending();
  EXPECT_EQ(cut.rest().find("0\r\n\r\n"), std::string::npos);
  EXPECT_EQ(last, 0);
}

TEST_P(StreamTest, LetsAClientWaitForItsAnswerBeyondTheDeadline) {
  std::mutex mutex;
  std::optional<PieceDone> held;
  add([&](const Request&) {
    return stream_of([&](std::string, Last last, PieceDone done) {
      if (last == Last::kYes) return done({"end"});
      const std::lock_guard lock(mutex);
      held.emplace(std::move(done));
    });
  });
  options.deadlines.block = milliseconds(20);
  start();
  RawClient client(port());
  client.send(std::string(kChunkedHead) + "2\r\nab\r\n");
  std::this_thread::sleep_for(milliseconds(150));
  {
    const std::lock_guard lock(mutex);
    ASSERT_TRUE(held.has_value());
    (*held)({"late "});
  }
  client.send("0\r\n\r\n");
  EXPECT_EQ(client.response().body, "late end");
}

TEST_P(StreamTest, IsFinishedByAStop) {
  add(echo);
  start();
  RawClient client(port());
  client.send(std::string(kChunkedHead) + "2\r\nab\r\n");
  EXPECT_THAT(client.until("ab"), HasSubstr("ab"));
  std::thread stopper([&] { server->stop(); });
  while (!server->stopping()) std::this_thread::yield();
  client.send("2\r\ncd\r\n0\r\n\r\n");
  EXPECT_THAT(client.until("0\r\n\r\n"), HasSubstr("cd"));
  client.finish_sending();
  stopper.join();
}

TEST_P(StreamTest, SpeaksToOldClientsWithoutChunks) {
  add(echo);
  start();
  RawClient client(port());
  client.send("POST /stream HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc");
  client.finish_sending();
  const std::string all = client.rest();
  EXPECT_THAT(all, testing::EndsWith("\r\n\r\nabc."));
  EXPECT_EQ(all.find("Transfer-Encoding"), std::string::npos);
}

// An upload: one answer, after the last block or before it.
StreamReply upload(std::size_t limit) {
  const auto taken = std::make_shared<std::size_t>(0);
  OpenStream out;
  out.stream = std::make_unique<FunctionStream>(
      [taken, limit](std::string block, Last last, PieceDone done) {
        *taken += block.size();
        if (*taken > limit)
          return done({"", StreamNext::kStop, std::make_shared<Response>(Response::text("much"))});
        if (last == Last::kNo) return done({"never sent"});
        done({"", StreamNext::kGoOn,
              std::make_shared<Response>(Response::text(std::to_string(*taken), 201))});
      });
  out.answer = StreamAnswer::kAtEnd;
  return out;
}

TEST_P(StreamTest, AnswersAnUploadOnce) {
  add([](const Request&) { return upload(10'000'000); });
  start();
  RawClient client(port());
  for (const std::size_t size : {0UL, 5UL, 65'536UL, 3'000'000UL}) {
    client.send(sized_head(size) + std::string(size, 'x'));
    const RawResponse answer = client.response();
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.body, std::to_string(size));
  }
  EXPECT_EQ(client.request("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").body, "hello");
}

TEST_P(StreamTest, AnswersAnUploadThatIsRefusedInItsMiddle) {
  add([](const Request&) { return upload(100'000); });
  start();
  RawClient client(port());
  client.send(sized_head(1'000'000) + std::string(200'000, 'x'));
  EXPECT_EQ(client.response().body, "much");
}

TEST_P(StreamTest, AnswersAnUploadThatNobodyAnswered) {
  add([](const Request&) {
    OpenStream out;
    out.stream =
        std::make_unique<FunctionStream>([](std::string, Last, PieceDone done) { done({""}); });
    out.answer = StreamAnswer::kAtEnd;
    return StreamReply(std::move(out));
  });
  start();
  RawClient client(port());
  client.send(sized_head(5) + "abcde");
  EXPECT_EQ(client.response().status, 500);
}

}  // namespace
}  // namespace laurel::http
