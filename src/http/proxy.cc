#include "http/proxy.h"

#include <algorithm>
#include <vector>

#include "http/encoding.h"

namespace laurel::http {
namespace {

// The items of every header of that name, in the order in which proxies added them.
std::vector<std::string_view> items_of(const Request& request, std::string_view name) {
  std::vector<std::string_view> out;
  for (const Header& header : request.headers) {
    if (!equals_ignoring_case(header.name, name)) continue;
    for (std::string_view list = header.value; !list.empty();) out.push_back(next_item(list, ','));
  }
  return out;
}

// "192.0.2.7", "192.0.2.7:4711", "2001:db8::1", "[2001:db8::1]:4711".
base::Result<Address> address_of(std::string_view item) {
  if (item.starts_with('[')) return Address::parse(item.substr(0, item.find(']') + 1));
  if (std::count(item.begin(), item.end(), ':') == 1) item = item.substr(0, item.find(':'));
  return Address::parse(item);
}

bool is_request_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

}  // namespace

void resolve_client(Request& request, const Address& peer, Scheme scheme,
                    std::span<const Network> trusted) {
  request.client = peer;
  request.scheme = scheme;
  if (!in_any(trusted, peer)) return;

  const auto hops = items_of(request, "x-forwarded-for");
  for (auto hop = hops.rbegin(); hop != hops.rend() && in_any(trusted, request.client); ++hop) {
    const auto address = address_of(*hop);
    if (!address.ok()) break;  // "unknown": whoever said so is the last that is known
    request.client = *address;
  }

  const auto schemes = items_of(request, "x-forwarded-proto");
  if (!schemes.empty()) {
    if (equals_ignoring_case(schemes.back(), "https")) request.scheme = Scheme::kHttps;
    if (equals_ignoring_case(schemes.back(), "http")) request.scheme = Scheme::kHttp;
  }
  const std::string_view id = request.header("x-request-id");
  if (is_request_id(id)) request.id = id;
}

}  // namespace laurel::http
