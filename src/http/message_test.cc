#include "http/message.h"

#include <gtest/gtest.h>

#include "http/response_head.h"

namespace laurel::http {
namespace {

TEST(Response, ReplacesAddsAndFindsHeaders) {
  Response out;
  out.set("X-One", "1");
  out.add("Link", "a");
  out.add("link", "b");
  out.set("x-one", "2");
  EXPECT_EQ(out.header("X-ONE"), "2");
  EXPECT_EQ(out.header("Link"), "a");
  EXPECT_EQ(out.header_lines(), "Link: a\r\nlink: b\r\nx-one: 2\r\n");
  out.set("Link", "");
  EXPECT_EQ(out.header_lines(), "x-one: 2\r\n");
  EXPECT_EQ(out.header("x"), "");
}

TEST(Response, LetsNoValueStartAnotherHeader) {
  Response out;
  out.set("X", std::string_view("a\r\nSet-Cookie: b\0c\x7f", 19));
  EXPECT_EQ(out.header_lines(), "X: a  Set-Cookie: b c \r\n");
  EXPECT_EQ(Response::redirect_elsewhere("https://a/\r\nX: y").header_lines(),
            "Location: https://a/  X: y\r\n");
}

TEST(Response, WritesCookiesThatAreSafeUnlessSaidOtherwise) {
  Response out;
  out.cookie({.name = "session", .value = "abc"});
  EXPECT_EQ(out.header("set-cookie"), "session=abc; Path=/; SameSite=Lax; HttpOnly; Secure");
  Response other;
  other.cookie({.name = "a",
                .value = "x; Domain=evil",
                .max_age = std::chrono::seconds(0),
                .path = "/x;y",
                .same_site = SameSite::kStrict,
                .http_only = false,
                .secure = false});
  EXPECT_EQ(other.header("set-cookie"), "a=xDomain=evil; Path=/xy; Max-Age=0; SameSite=Strict");
}

TEST(Response, RedirectsWithinTheSiteOnly) {
  EXPECT_EQ(Response::redirect("/responses?page=2").header("location"), "/responses?page=2");
  for (const char* elsewhere :
       {"", "//evil.example", "/\\evil.example", "https://evil.example", "evil", "/\t/evil.example",
        "/a\nb", "javascript:alert(1)", "/a\\b", "\\/evil", " /a"}) {
    EXPECT_EQ(Response::redirect(elsewhere).header("location"), "/") << elsewhere;
  }
  EXPECT_EQ(Response::redirect("/x").status(), 303);
}

TEST(Response, HoldsBytesOfThreeKinds) {
  Response out;
  EXPECT_EQ(out.body(), "");
  out.static_body("program", "text/plain");
  EXPECT_EQ(out.body(), "program");
  out.shared_body(std::make_shared<const std::string>("shared"), "text/html");
  const Response copy = out;
  out.body("own", "");
  EXPECT_EQ(out.body(), "own");
  EXPECT_EQ(out.header("content-type"), "");
  EXPECT_EQ(copy.body(), "shared");
  EXPECT_EQ(copy.header("content-type"), "text/html");
}

TEST(Response, DescribesProblemsAsJson) {
  const Response out = Response::problem(422, "The \"name\" is\ntoo long\\.");
  EXPECT_EQ(out.body(), R"({"type":"about:blank","title":"Unprocessable Content","status":422,)"
                        R"("detail":"The \"name\" is\u000atoo long\\."})");
  EXPECT_EQ(out.header("content-type"), "application/problem+json");
}

TEST(ResponseHead, SaysWhatTheBodyNeeds) {
  const HeadFacts facts{.date = "D", .request_id = "I", .defaults = {}};
  const auto head = [](int status, const Response& response, const HeadFacts& of) {
    std::string out;
    append_head(out, status, response, of);
    return out;
  };
  EXPECT_EQ(head(200, Response(), facts),
            "HTTP/1.1 200 OK\r\nDate: D\r\nX-Request-Id: I\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(head(204, Response(204), facts),
            "HTTP/1.1 204 No Content\r\nDate: D\r\nX-Request-Id: I\r\n\r\n");
  EXPECT_EQ(head(299, Response(299),
                 {.date = "D", .after = AfterAnswer::kClose, .chunked = true, .defaults = {}}),
            "HTTP/1.1 299 Unknown\r\nDate: D\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"
            "\r\n");
}

TEST(Reason, NamesWhatRfc9110Names) {
  EXPECT_EQ(reason_of(200), "OK");
  EXPECT_EQ(reason_of(431), "Request Header Fields Too Large");
  EXPECT_EQ(reason_of(299), "Unknown");
}

}  // namespace
}  // namespace laurel::http
