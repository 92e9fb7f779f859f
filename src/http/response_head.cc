#include "http/response_head.h"

#include <fmt/format.h>

#include <iterator>

#include "http/encoding.h"

namespace laurel::http {
namespace {

std::string_view without_weakness(std::string_view tag) {
  return tag.starts_with("W/") ? tag.substr(2) : tag;
}

void append_line(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

bool status_has_body(int status) { return status >= 200 && status != 204 && status != 304; }

bool is_not_modified(const Request& request, const Response& response) {
  if (response.status() != 200) return false;
  if (request.method != Method::kGet && request.method != Method::kHead) return false;
  std::string_view list = request.header("if-none-match");
  if (list.empty()) return false;
  const std::string_view tag = without_weakness(response.header("etag"));
  if (tag.empty()) return false;
  while (!list.empty()) {
    const std::string_view item = next_item(list, ',');
    if (item == "*" || without_weakness(item) == tag) return true;
  }
  return false;
}

void append_head(std::string& out, int status, const Response& response, const HeadFacts& facts) {
  if (status == 200) {
    out += "HTTP/1.1 200 OK\r\n";
  } else {
    fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\n", status, reason_of(status));
  }
  append_line(out, "Date", facts.date);
  if (!facts.request_id.empty()) append_line(out, "X-Request-Id", facts.request_id);
  out += response.header_lines();
  for (const auto& [name, value] : facts.defaults) {
    if (response.header(name).empty()) append_line(out, name, value);
  }
  if (facts.chunked) {
    if (facts.http_11) out += "Transfer-Encoding: chunked\r\n";
  } else if (status_has_body(status)) {
    const fmt::format_int length(response.body().size());
    append_line(out, "Content-Length", {length.data(), length.size()});
  }
  if (facts.after == AfterAnswer::kClose) {
    out += "Connection: close\r\n";
  } else if (!facts.http_11) {
    out += "Connection: keep-alive\r\n";
  }
  out += "\r\n";
}

}  // namespace laurel::http
