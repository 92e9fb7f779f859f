#include "http/request_parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "http/socket_testing.h"

namespace laurel::http {
namespace {

using testing::ElementsAre;
using testing::Pair;

struct Parsed {
  std::string bytes;  // what the request's views refer to
  Request request;
  Framing framing;
  int status = 0;  // of the problem, 0 if there is none
};

std::unique_ptr<Parsed> parse(std::string_view head) {
  auto out = std::make_unique<Parsed>();
  out->bytes = head;
  const auto problem = parse_head(out->bytes, Limits{}, out->request, out->framing);
  if (problem) out->status = problem->status;
  return out;
}

std::unique_ptr<Parsed> parse_lines(std::string_view lines) {
  return parse("POST /a HTTP/1.1\r\n" + std::string(lines) + "\r\n");
}

TEST(ParseHead, ReadsWhatARequestSays) {
  const auto parsed = parse(
      "PATCH /a%20b/c?x=1+2&y=%C3%A9&x=3&z HTTP/1.1\r\nHost: survey.example.com:8443\r\n"
      "X-Empty:\r\nAccept: \t text/html;q=0.9, */* \r\nCookie: a=1; session=\"tok en\"; b=\r\n"
      "Content-Type: Application/JSON; charset=utf-8\r\nContent-Length: 12\r\n\r\n");
  ASSERT_EQ(parsed->status, 0);
  const Request& request = parsed->request;
  EXPECT_EQ(request.method, Method::kPatch);
  EXPECT_EQ(request.path, "/a b/c");
  EXPECT_EQ(request.target, "/a%20b/c?x=1+2&y=%C3%A9&x=3&z");
  EXPECT_EQ(request.host, "survey.example.com:8443");
  EXPECT_EQ(request.query("x"), "1 2");
  EXPECT_EQ(request.query("missing"), std::nullopt);
  EXPECT_THAT(request.query_all("x"), ElementsAre("1 2", "3"));
  EXPECT_THAT(request.query_pairs(),
              ElementsAre(Pair("x", "1 2"), Pair("y", "é"), Pair("x", "3"), Pair("z", "")));
  EXPECT_EQ(request.header("ACCEPT"), "text/html;q=0.9, */*");
  EXPECT_TRUE(request.has_header("x-empty"));
  EXPECT_EQ(request.header("x-empty"), "");
  EXPECT_TRUE(request.wants_html());
  EXPECT_EQ(request.media_type(), "application/json");
  EXPECT_EQ(request.cookie("session"), "tok en");
  EXPECT_EQ(request.cookie("b"), "");
  EXPECT_EQ(request.cookie("none"), std::nullopt);
  EXPECT_EQ(parsed->framing.body, BodyKind::kLength);
  EXPECT_EQ(parsed->framing.length, 12U);
  EXPECT_TRUE(parsed->framing.keep_alive);
}

TEST(ParseHead, TakesTheFormForProxies) {
  const auto parsed = parse("GET http://b.example:81/x?y HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(parsed->request.path, "/x");
  EXPECT_EQ(parsed->request.query_string, "y");
  EXPECT_EQ(parsed->request.host, "b.example:81");
  EXPECT_EQ(parse("GET HTTPS://b HTTP/1.1\r\nHost: a\r\n\r\n")->request.path, "/");
  EXPECT_EQ(parse("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")->status, 0);
}

TEST(ParseHead, RefusesTargetsThatAreNoPaths) {
  for (const char* target :
       {"hello",       "*",    "http://", "ftp://a/b", "http://user@a/b", "/a%",         "/a%2",
        "/a%zz",       "/%00", "/a%ff",   "/\xff",     "/a/../b",         "/a/%2e%2e/b", "/./a",
        "/a%2f..%2fb", "/a#b", "/a\\b",   "/a?b=%ff",  "/a?b=\xff",       "/a?b=%00"}) {
    EXPECT_EQ(parse("GET " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n\r\n")->status, 400)
        << target;
  }
  for (const char* target : {"/", "/...", "/..a", "/a//b", "/é", "/a?b=%", "/a?%zz", "/a:b@c"}) {
    EXPECT_EQ(parse("GET " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n\r\n")->status, 0)
        << target;
  }
}

TEST(ParseHead, RefusesWhatIsNoRequestLine) {
  for (const char* line :
       {"GET /a", "GET /a HTTP/1.1 ", "GET  /a HTTP/1.1", " GET /a HTTP/1.1", "GET /a b HTTP/1.1",
        "GET\t/a HTTP/1.1", "G(T /a HTTP/1.1", "/a", "GET /a HTTP/1.x", "GET /a http/1.1"}) {
    EXPECT_EQ(parse(std::string(line) + "\r\nHost: a\r\n\r\n")->status, 400) << line;
  }
  EXPECT_EQ(parse("GET /a HTTP/2.0\r\nHost: a\r\n\r\n")->status, 505);
  EXPECT_EQ(parse("PRI * HTTP/2.0\r\n\r\n")->status, 505);
  EXPECT_EQ(parse("BREW /a HTTP/1.1\r\nHost: a\r\n\r\n")->status, 501);
  EXPECT_EQ(parse("get /a HTTP/1.1\r\nHost: a\r\n\r\n")->status, 501);
  EXPECT_EQ(parse("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n")->status, 501);
}

TEST(ParseHead, RefusesHostsThatAreNone) {
  for (const char* host :
       {"", "a b", "a/b", "a@b", "a,b", "a:b", "a:123456", ":80", "[::1", "[x]", "[::1]x", "é"}) {
    EXPECT_EQ(parse_lines("Host: " + std::string(host) + "\r\n")->status, 400) << host;
  }
  for (const char* host :
       {"a", "a.example.", "a_b:1", "127.0.0.1:80", "[::1]", "[2001:db8::1]:80", "a:"}) {
    EXPECT_EQ(parse_lines("Host: " + std::string(host) + "\r\n")->status, 0) << host;
  }
  EXPECT_EQ(parse_lines("")->status, 400);
  EXPECT_EQ(parse_lines("Host: a\r\nHost: a\r\n")->status, 400);
  EXPECT_EQ(parse("GET / HTTP/1.0\r\n\r\n")->status, 0);
}

// Each of these is read differently by some proxy or server; none may come through.
TEST(ParseHead, RefusesWhatSmugglesRequests) {
  const std::pair<const char*, int> cases[] = {
      {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", 400},
      {"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", 400},
      {"Content-Length: 5\r\nContent-Length: 5\r\n", 400},
      {"Content-Length: 5\r\nContent-Length: 6\r\n", 400},
      {"Content-Length: 5, 5\r\n", 400},
      {"Content-Length: +5\r\n", 400},
      {"Content-Length: -5\r\n", 400},
      {"Content-Length: 0x5\r\n", 400},
      {"Content-Length: 5 5\r\n", 400},
      {"Content-Length: 5.0\r\n", 400},
      {"Content-Length:\r\n", 400},
      {"Content-Length: 18446744073709551616\r\n", 400},
      {"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 400},
      {"Transfer-Encoding: chunked, chunked\r\n", 501},
      {"Transfer-Encoding: gzip, chunked\r\n", 501},
      {"Transfer-Encoding: chunked, identity\r\n", 501},
      {"Transfer-Encoding: identity\r\n", 501},
      {"Transfer-Encoding: xchunked\r\n", 501},
      {"Transfer-Encoding: \"chunked\"\r\n", 501},
      {"Transfer-Encoding:\x0b"
       "chunked\r\n",
       400},
      {"Transfer-Encoding:\r\n", 501},
      {"Transfer-Encoding : chunked\r\n", 400},
      {"Content-Length : 5\r\n", 400},
      {" Content-Length: 5\r\n", 400},
      {"X: a\r\n folded\r\n", 400},
      {"X: a\r\n\tfolded\r\n", 400},
      {"X: a\nContent-Length: 5\r\n", 400},
      {"X: a\rContent-Length: 5\r\n", 400},
      {"X\r\n", 400},
      {": a\r\n", 400},
      {"X Y: a\r\n", 400},
      {"X: a\x01\r\n", 400},
      {"Expect: 200-maybe\r\n", 417},
  };
  for (const auto& [lines, status] : cases)
    EXPECT_EQ(parse_lines("Host: a\r\n" + std::string(lines))->status, status) << lines;
  EXPECT_EQ(parse_lines(std::string("Host: a\r\nX: a\0b\r\n", 18))->status, 400);
  EXPECT_EQ(parse("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n")->status, 400);
}

TEST(ParseHead, FindsTheEndHoweverItComes) {
  const std::string head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  for (std::size_t n = 0; n < head.size(); ++n)
    EXPECT_EQ(find_head_end(head.substr(0, n), 0), std::string::npos);
  for (std::size_t n = 0; n < head.size(); ++n)
    EXPECT_EQ(find_head_end(head + "rest", n), head.size());
  EXPECT_TRUE(cannot_be_a_head("\x16\x03\x01"));
  EXPECT_FALSE(cannot_be_a_head("GET"));
}

TEST(ChunkDecoder, GivesTheSameHoweverChunksAreCut) {
  const std::string bytes = "5\r\nhello\r\n00001;a=b\r\n \r\n5\r\nworld\r\n0\r\nX: y\r\n\r\nnext";
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    ChunkDecoder decoder;
    std::string body, held;
    auto state = ChunkDecoder::State::kNeedsMore;
    for (std::size_t at = 0; at < bytes.size() && state == ChunkDecoder::State::kNeedsMore;
         at += step) {
      held += bytes.substr(at, step);
      const auto result = decoder.put(held, body);
      held.erase(0, result.consumed);
      state = result.state;
    }
    EXPECT_EQ(state, ChunkDecoder::State::kDone) << step;
    EXPECT_EQ(body, "hello world") << step;
  }
}

TEST(ChunkDecoder, TakesAnEmptyBodyByteByByte) {
  ChunkDecoder decoder;
  std::string body;
  const std::string_view bytes = "0\r\n\r\n";
  for (std::size_t n = 1; n < bytes.size(); ++n)
    EXPECT_EQ(decoder.put(bytes.substr(0, n), body).state, ChunkDecoder::State::kNeedsMore);
  EXPECT_EQ(decoder.put(bytes, body).state, ChunkDecoder::State::kDone);
}

TEST(ChunkDecoder, RefusesMalformedChunks) {
  for (const char* bytes :
       {"x\r\n", "5\nhello\n", "5\r\nhelloX\r\n", "-5\r\n", "5 5\r\nhello\r\n", "\r\n",
        "10000000000000000\r\n", "fffffffffffffffff\r\n", "5;\x01\r\nhello\r\n",
        "5\r\nhello\r\n0\r\nbad trailer\r\n\r\n", "0x5\r\nhello\r\n", "5\r\nhello5\r\nworld\r\n",
        "0\r\nContent-Length: 3\r\n\r\n"}) {
    ChunkDecoder decoder;
    std::string body;
    // More behind it, so that it does not wait for what decides.
    const std::string input = std::string(bytes) + "\r\n0\r\n\r\n";
    EXPECT_EQ(decoder.put(input, body).state, ChunkDecoder::State::kMalformed) << bytes;
  }
}

// What the reader refuses ends the connection: whatever follows is never taken for a request.
TEST(Smuggling, EndsTheConnection) {
  ServerForTest on;
  std::atomic<int> reached{0};
  on.router.add(Method::kPost, "/a", [](const Request&) { return Response::text("a"); });
  on.router.add(Method::kGet, "/secret", [&](const Request&) {
    ++reached;
    return Response::text("secret");
  });
  on.start();
  for (const char* lines :
       {"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Content-Length: 0\r\nContent-Length: 44\r\n\r\n",
        "Content-Length: 0\r\n folded: x\r\n\r\n", "Transfer-Encoding: identity\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"}) {
    RawClient client(on.port());
    client.send("POST /a HTTP/1.1\r\nHost: a\r\n" + std::string(lines) +
                "GET /secret HTTP/1.1\r\nHost: a\r\n\r\n");
    const RawResponse answer = client.response();
    EXPECT_GE(answer.status, 400) << lines;
    EXPECT_EQ(answer.header("connection"), "close");
    client.finish_sending();
    EXPECT_EQ(client.rest(), "") << lines;
  }
  EXPECT_EQ(reached, 0);
}

}  // namespace
}  // namespace laurel::http
