// What a handler gets and gives: a request as it was understood, and a response.
//
// A Request belongs to its connection and is read-only to handlers: it, and every view taken from
// it, lives until the answer has been given (the handler returned a Response, or `done` was
// called), whichever thread that happens on. A Response is plain data with value semantics.
// Neither is to be changed by two threads at once. Rules: RFC 9110, RFC 6265.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "http/address.h"

namespace laurel::http {

enum class Method : std::uint8_t { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions };
inline constexpr int kMethodCount = 7;
std::string_view to_string(Method method);  // "GET"

enum class Scheme : std::uint8_t { kHttp, kHttps };

struct Header {
  std::string_view name;   // as sent; compare with header()
  std::string_view value;  // without the space around it
};

struct PathParameter {
  std::string_view name;  // as in the route's pattern
  std::string value;      // decoded, valid UTF-8
};

struct Request {
  Method method = Method::kGet;
  std::string_view target;        // as sent, without scheme and authority: "/a%20b?c=d"
  std::string path;               // decoded, valid UTF-8, starts with "/": "/a b"
  std::string_view query_string;  // what follows "?", still encoded; decodes to valid UTF-8
  std::string_view route = "";    // the pattern that matched, "" if none did
  std::vector<PathParameter> parameters;
  std::vector<Header> headers;
  std::string_view host;  // with its port, as sent: "survey.example.com:8443"
  std::string_view body;  // empty where a Stream takes it
  Address client;         // the peer, or whom trusted proxies say they speak for
  Scheme scheme = Scheme::kHttp;
  std::string id;  // for logs and answers: 16 hexadecimal digits, or what a trusted proxy gave
  base::Timestamp arrived;  // when its first byte was read

  // The value of `{name}` in the route's pattern. REQUIRES: the pattern has it.
  std::string_view parameter(std::string_view name) const;

  // Decoded values of the query string ("+" is a space): the first of that name, all of that name,
  // and all pairs in order.
  std::optional<std::string> query(std::string_view name) const;
  std::vector<std::string> query_all(std::string_view name) const;
  std::vector<std::pair<std::string, std::string>> query_pairs() const;

  // The first header of that name in any case, "" if there is none.
  std::string_view header(std::string_view name) const;
  bool has_header(std::string_view name) const;

  // The value of the first cookie of that name, as sent, without quotes around it.
  std::optional<std::string_view> cookie(std::string_view name) const;

  // "application/json" of "Application/JSON; charset=utf-8".
  std::string media_type() const;
  // Whether Accept names text/html: a person's browser asks, not a program.
  bool wants_html() const;
};

enum class SameSite : std::uint8_t { kStrict, kLax, kNone };

// Safe unless said otherwise. Name and value must be made of cookie characters (RFC 6265 4.1.1):
// encode what may not be.
struct Cookie {
  std::string name, value;
  std::optional<std::chrono::seconds> max_age = {};  // none: until the browser closes; 0: forget it
  std::string path = "/";
  SameSite same_site = SameSite::kLax;
  bool http_only = true;
  bool secure = true;
};

class Response {
 public:
  explicit Response(int status = 200) : status_(status) {}

  static Response html(std::string page, int status = 200);
  static Response json(std::string json, int status = 200);
  static Response text(std::string text, int status = 200);
  // RFC 9457, as small as can be: {"type":"about:blank","title":…,"status":…,"detail":…}.
  static Response problem(int status, std::string_view detail);
  static Response no_content() { return Response(204); }
  // 303 See Other to a path of this site. What is not one (is_local_path) becomes "/", so that a
  // path from outside can't lead elsewhere.
  static Response redirect(std::string_view local_path);
  // 303 to any address. Never with one that came from outside.
  static Response redirect_elsewhere(std::string_view url);

  int status() const { return status_; }
  void status(int status) { status_ = status; }

  // Bytes that are given away, live as long as the program, or are shared. `type` is a
  // Content-Type; "" sends none.
  void body(std::string bytes, std::string_view type);
  void static_body(std::string_view program_data, std::string_view type);
  void shared_body(std::shared_ptr<const std::string> bytes, std::string_view type);
  std::string_view body() const;

  // set() replaces every header of that name, add() keeps them. Control characters in a value
  // become spaces, so no value can start another header. Content-Length, Transfer-Encoding,
  // Connection and Date are the server's. REQUIRES: `name` is a token.
  void set(std::string_view name, std::string_view value);
  void add(std::string_view name, std::string_view value);
  std::string_view header(std::string_view name) const;  // the first, "" if none
  std::string_view header_lines() const { return lines_; }

  // Replaces nothing: call it once for each cookie. Characters a cookie can't have are left out.
  void cookie(const Cookie& cookie);

  // An entity tag without quotes. With it a GET whose If-None-Match names it is answered 304.
  void etag(std::string_view tag);

 private:
  using SharedBytes = std::shared_ptr<const std::string>;

  int status_;
  std::string lines_;  // "Name: value\r\n"…
  std::variant<std::string_view, std::string, SharedBytes> body_;
};

// "Not Found" for 404; "Unknown" for numbers that RFC 9110 does not name.
std::string_view reason_of(int status);

// Whether `text` is a path within this site: "/x?y", not "//evil", "/\\evil", "https:…" or with
// control characters in it. For where-to-go-next parameters.
bool is_local_path(std::string_view text);

}  // namespace laurel::http
