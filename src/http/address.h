// Addresses of clients and the networks they belong to, as text outside and 16 bytes inside: an
// IPv4 address is kept as the IPv6 one that maps it, so that both compare as equals. Plain data.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace laurel::http {

struct Address {
  std::array<std::uint8_t, 16> bytes{};

  // "192.0.2.7", "2001:db8::1"; also in brackets. No port, no zone.
  static base::Result<Address> parse(std::string_view text);
  bool is_v4() const;             // also the mapped form ::ffff:192.0.2.7
  std::string to_string() const;  // IPv4 without the mapping prefix

  friend auto operator<=>(const Address&, const Address&) = default;
};

struct Network {
  Address first;
  int prefix = 128;  // of 128 bits; an IPv4 /24 is /120 here

  // "10.0.0.0/8", "fd00::/8", or an address alone. Bits behind the prefix must be zero.
  static base::Result<Network> parse(std::string_view text);
  bool contains(const Address& address) const;
};

bool in_any(std::span<const Network> networks, const Address& address);

// The machine itself: 127.0.0.0/8 and ::1.
std::vector<Network> loopback_networks();
// loopback_networks() and the ranges kept for private use (RFC 1918, RFC 4193).
std::vector<Network> private_networks();

}  // namespace laurel::http
