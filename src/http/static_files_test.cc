#include "http/static_files.h"

#include <gtest/gtest.h>

#include "http/socket_testing.h"
#include "http/testing.h"

namespace laurel::http {
namespace {

constexpr std::string_view kHash =
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

class StaticFilesTest : public testing::Test {
 protected:
  StaticFilesTest()
      : files_("/static/",
               {{"app.css", "body{}", "(gzip)", kHash}, {"a/b.png", "png", "", kHash}}) {
    files_.add_to(router_);
  }
  Response get(std::string_view target, std::string_view accepts = "") {
    return TestRequest(Method::kGet, target).header("Accept-Encoding", accepts).call(router_);
  }
  StaticFiles files_;
  Router router_;
};

TEST_F(StaticFilesTest, AreKeptForEverUnderTheirHash) {
  EXPECT_EQ(files_.url("app.css"), "/static/app.css?v=0123456789abcdef");
  const Response hashed = get(files_.url("app.css"));
  EXPECT_EQ(hashed.body(), "body{}");
  EXPECT_EQ(hashed.header("content-type"), "text/css; charset=utf-8");
  EXPECT_EQ(hashed.header("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(hashed.header("etag"), "\"0123456789abcdef\"");
  EXPECT_EQ(get("/static/app.css").header("cache-control"), "no-cache");
  EXPECT_EQ(get("/static/app.css?v=old").header("cache-control"), "no-cache");
  EXPECT_EQ(get("/static/a/b.png").header("content-type"), "image/png");
  EXPECT_EQ(get("/static/none.css").status(), 404);
}

TEST_F(StaticFilesTest, AreCompressedForWhoAcceptsIt) {
  for (const char* accepts : {"gzip", "br, GZIP", "gzip;q=0.5, br", "*", "deflate, *;q=0.1"}) {
    const Response answer = get("/static/app.css", accepts);
    EXPECT_EQ(answer.body(), "(gzip)") << accepts;
    EXPECT_EQ(answer.header("content-encoding"), "gzip");
    EXPECT_EQ(answer.header("etag"), "\"0123456789abcdef-gzip\"");
    EXPECT_EQ(answer.header("vary"), "Accept-Encoding");
  }
  for (const char* accepts :
       {"", "identity", "br", "gzip;q=0", "gzip; q=0.000", "*;q=0", "gzip;q=0, *"}) {
    const Response answer = get("/static/app.css", accepts);
    EXPECT_EQ(answer.body(), "body{}") << accepts;
    EXPECT_EQ(answer.header("content-encoding"), "");
    EXPECT_EQ(answer.header("vary"), "Accept-Encoding");
  }
  EXPECT_EQ(get("/static/a/b.png", "gzip").body(), "png");
}

TEST_F(StaticFilesTest, AreNotSentAgainToWhoHasThem) {
  ServerForTest on;
  files_.add_to(on.router);
  on.start();
  RawClient client(on.port());
  const std::string head =
      "GET /static/app.css HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\nIf-None-Match: ";
  EXPECT_EQ(client.request(head + "\"0123456789abcdef-gzip\"\r\n\r\n").status, 304);
  EXPECT_EQ(client.request(head + "\"0123456789abcdef\"\r\n\r\n").body, "(gzip)");
}

}  // namespace
}  // namespace laurel::http
