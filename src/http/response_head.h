// A response's status line and headers as they go over the wire. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "http/message.h"

namespace laurel::http {

enum class AfterAnswer : std::uint8_t { kKeepAlive, kClose };

struct HeadFacts {
  std::string_view date = {};        // an IMF-fixdate
  std::string_view request_id = {};  // "" sends none
  AfterAnswer after = AfterAnswer::kKeepAlive;
  bool http_11 = true;   // of the request
  bool chunked = false;  // the body's length is not known: chunks, or for HTTP/1.0 until the end
  std::span<const std::pair<std::string, std::string>> defaults =
      {};  // unless the response has them
};

// Whether a response with this status has a body at all (RFC 9110 6.4.1).
bool status_has_body(int status);

// Whether `response` to `request` is to be sent as 304: a GET or HEAD answered 200 whose
// If-None-Match names its entity tag, compared weakly (RFC 9110 13.1.2).
bool is_not_modified(const Request& request, const Response& response);

void append_head(std::string& out, int status, const Response& response, const HeadFacts& facts);

}  // namespace laurel::http
