// For tests of handlers: a request put together in code and answered by a router's handler without
// a socket. Not for the program.
#pragma once

#include <chrono>
#include <deque>
#include <string>
#include <string_view>

#include "http/router.h"

namespace laurel::http {

//   const Response answer = TestRequest(Method::kPost, "/sign-in")
//       .header("Cookie", "a=b").form("user=x").call(router);
class TestRequest {
 public:
  TestRequest(Method method, std::string_view target);

  TestRequest& header(std::string_view name, std::string_view value);
  TestRequest& body(std::string_view content_type, std::string bytes);
  TestRequest& form(std::string urlencoded);
  TestRequest& json(std::string text);
  TestRequest& client(std::string_view address);
  TestRequest& scheme(Scheme scheme);

  // The route's response as the handler gave it (no 304, no default headers), awaited if it comes
  // later; 404 and 405 as the server gives them. A stream's pieces are joined, the body given to it
  // as one block.
  Response call(const Router& router);
  const Request& request() const { return request_; }

 private:
  std::deque<std::string> owned_;  // what the request's views refer to
  Request request_;
};

}  // namespace laurel::http
