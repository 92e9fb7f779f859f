#include "http/message.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/check.h"
#include "http/encoding.h"

namespace laurel::http {
namespace {

constexpr std::array<std::string_view, kMethodCount> kMethodNames{
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

// RFC 9110, 15, and 428, 429, 431 and 507 of others.
// clang-format off
constexpr std::pair<int, std::string_view> kReasons[] = {
    {100, "Continue"}, {200, "OK"}, {201, "Created"}, {202, "Accepted"}, {204, "No Content"},
    {206, "Partial Content"}, {207, "Multi-Status"}, {301, "Moved Permanently"}, {302, "Found"},
    {303, "See Other"}, {304, "Not Modified"}, {307, "Temporary Redirect"},
    {308, "Permanent Redirect"}, {400, "Bad Request"}, {401, "Unauthorized"},
    {402, "Payment Required"}, {403, "Forbidden"}, {404, "Not Found"}, {405, "Method Not Allowed"},
    {406, "Not Acceptable"}, {408, "Request Timeout"}, {409, "Conflict"}, {410, "Gone"},
    {411, "Length Required"}, {412, "Precondition Failed"}, {413, "Content Too Large"},
    {414, "URI Too Long"}, {415, "Unsupported Media Type"}, {417, "Expectation Failed"},
    {421, "Misdirected Request"}, {422, "Unprocessable Content"}, {426, "Upgrade Required"},
    {428, "Precondition Required"}, {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"}, {500, "Internal Server Error"},
    {501, "Not Implemented"}, {502, "Bad Gateway"}, {503, "Service Unavailable"},
    {504, "Gateway Timeout"}, {505, "HTTP Version Not Supported"}, {507, "Insufficient Storage"},
};
// clang-format on

// The part of "Name: value\r\n"… that is `name`'s first line, empty if there is none.
std::string_view find_line(std::string_view lines, std::string_view name) {
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find("\r\n") + 2);
    if (line.size() > name.size() && line[name.size()] == ':' &&
        equals_ignoring_case(line.substr(0, name.size()), name)) {
      return line;
    }
    lines.remove_prefix(line.size());
  }
  return {};
}

// RFC 6265's cookie-octet.
bool is_cookie_character(char c) {
  return c > ' ' && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
}

// `text` within quotes of JSON.
std::string json_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string_view to_string(Method method) { return kMethodNames[static_cast<std::size_t>(method)]; }

std::string_view Request::parameter(std::string_view name) const {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [&](const PathParameter& p) { return p.name == name; });
  CHECK(found != parameters.end());
  return found->value;
}

std::optional<std::string> Request::query(std::string_view name) const {
  std::optional<std::string> out;
  for_each_pair(query_string, [&](std::string key, std::string value) {
    if (key == name) out = std::move(value);
    return !out.has_value();
  });
  return out;
}

std::vector<std::string> Request::query_all(std::string_view name) const {
  std::vector<std::string> out;
  for_each_pair(query_string, [&](std::string key, std::string value) {
    if (key == name) out.push_back(std::move(value));
    return true;
  });
  return out;
}

std::vector<std::pair<std::string, std::string>> Request::query_pairs() const {
  std::vector<std::pair<std::string, std::string>> out;
  for_each_pair(query_string, [&](std::string key, std::string value) {
    out.emplace_back(std::move(key), std::move(value));
    return true;
  });
  return out;
}

std::string_view Request::header(std::string_view name) const {
  for (const Header& header : headers) {
    if (equals_ignoring_case(header.name, name)) return header.value;
  }
  return {};
}

bool Request::has_header(std::string_view name) const {
  return std::any_of(headers.begin(), headers.end(),
                     [&](const Header& header) { return equals_ignoring_case(header.name, name); });
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
  for (const Header& header : headers) {
    if (!equals_ignoring_case(header.name, "cookie")) continue;
    std::string_view list = header.value;
    while (!list.empty()) {
      std::string_view pair = next_item(list, ';');
      const std::size_t equals = pair.find('=');
      if (equals == std::string_view::npos || trimmed(pair.substr(0, equals)) != name) continue;
      std::string_view value = trimmed(pair.substr(equals + 1));
      if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
        value = value.substr(1, value.size() - 2);
      return value;
    }
  }
  return std::nullopt;
}

std::string Request::media_type() const {
  std::string_view value = header("content-type");
  return lower_case(next_item(value, ';'));
}

bool Request::wants_html() const {
  std::string_view list = header("accept");
  while (!list.empty()) {
    std::string_view item = next_item(list, ',');
    if (equals_ignoring_case(next_item(item, ';'), "text/html")) return true;
  }
  return false;
}

Response Response::html(std::string page, int status) {
  Response out(status);
  out.body(std::move(page), "text/html; charset=utf-8");
  return out;
}

Response Response::json(std::string json, int status) {
  Response out(status);
  out.body(std::move(json), "application/json");
  return out;
}

Response Response::text(std::string text, int status) {
  Response out(status);
  out.body(std::move(text), "text/plain; charset=utf-8");
  return out;
}

Response Response::problem(int status, std::string_view detail) {
  Response out(status);
  out.body(fmt::format(R"({{"type":"about:blank","title":"{}","status":{},"detail":"{}"}})",
                       reason_of(status), status, json_text(detail)),
           "application/problem+json");
  return out;
}

Response Response::redirect(std::string_view local_path) {
  return redirect_elsewhere(is_local_path(local_path) ? local_path : "/");
}

Response Response::redirect_elsewhere(std::string_view url) {
  Response out(303);
  out.set("Location", url);
  return out;
}

void Response::body(std::string bytes, std::string_view type) {
  body_ = std::move(bytes);
  set("Content-Type", type);
}

void Response::static_body(std::string_view program_data, std::string_view type) {
  body_ = program_data;
  set("Content-Type", type);
}

void Response::shared_body(std::shared_ptr<const std::string> bytes, std::string_view type) {
  body_ = std::move(bytes);
  set("Content-Type", type);
}

std::string_view Response::body() const {
  if (const auto* view = std::get_if<std::string_view>(&body_)) return *view;
  if (const auto* owned = std::get_if<std::string>(&body_)) return *owned;
  const auto& shared = std::get<SharedBytes>(body_);
  return shared == nullptr ? std::string_view() : std::string_view(*shared);
}

void Response::set(std::string_view name, std::string_view value) {
  for (std::string_view line = find_line(lines_, name); !line.empty();
       line = find_line(lines_, name)) {
    lines_.erase(static_cast<std::size_t>(line.data() - lines_.data()), line.size());
  }
  if (!value.empty()) add(name, value);
}

void Response::add(std::string_view name, std::string_view value) {
  CHECK(is_token(name));
  if (lines_.empty()) lines_.reserve(128);
  lines_.append(name).append(": ");
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    lines_ += byte < 0x20 || byte == 0x7f ? ' ' : c;
  }
  lines_ += "\r\n";
}

std::string_view Response::header(std::string_view name) const {
  const std::string_view line = find_line(lines_, name);
  if (line.empty()) return {};
  return line.substr(name.size() + 2, line.size() - name.size() - 4);
}

void Response::cookie(const Cookie& cookie) {
  std::string value;
  for (const char c : cookie.name) {
    if (is_token({&c, 1})) value += c;
  }
  value += '=';
  for (const char c : cookie.value) {
    if (is_cookie_character(c)) value += c;
  }
  value += "; Path=";
  for (const char c : cookie.path) {
    if (is_cookie_character(c)) value += c;
  }
  if (cookie.max_age) value += fmt::format("; Max-Age={}", cookie.max_age->count());
  constexpr std::array<std::string_view, 3> kSameSite{"Strict", "Lax", "None"};
  value.append("; SameSite=").append(kSameSite[static_cast<std::size_t>(cookie.same_site)]);
  if (cookie.http_only) value += "; HttpOnly";
  if (cookie.secure) value += "; Secure";
  add("Set-Cookie", value);
}

void Response::etag(std::string_view tag) { set("ETag", fmt::format("\"{}\"", tag)); }

std::string_view reason_of(int status) {
  const auto* found = std::find_if(std::begin(kReasons), std::end(kReasons),
                                   [&](const auto& reason) { return reason.first == status; });
  return found == std::end(kReasons) ? "Unknown" : found->second;
}

bool is_local_path(std::string_view text) {
  if (text.empty() || text[0] != '/') return false;
  if (text.size() > 1 && (text[1] == '/' || text[1] == '\\')) return false;
  // Browsers drop tabs and line ends before they look, and take "\" for "/".
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte != 0x7f && c != '\\';
  });
}

}  // namespace laurel::http
