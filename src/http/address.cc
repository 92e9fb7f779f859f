#include "http/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace laurel::http {
namespace {

constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

}  // namespace

base::Result<Address> Address::parse(std::string_view text) {
  if (text.size() >= 2 && text.front() == '[' && text.back() == ']')
    text = text.substr(1, text.size() - 2);
  // inet_pton wants an end of string; the longest address has 45 characters.
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  const base::Error bad = base::invalid_input("That is not an IPv4 or IPv6 address.");
  if (text.size() >= buffer.size() || text.find(char{0}) != text.npos) return bad;
  std::copy(text.begin(), text.end(), buffer.begin());
  Address out;
  if (::inet_pton(AF_INET6, buffer.data(), out.bytes.data()) == 1) return out;
  if (::inet_pton(AF_INET, buffer.data(), out.bytes.data() + kMapped.size()) != 1) return bad;
  std::copy(kMapped.begin(), kMapped.end(), out.bytes.begin());
  return out;
}

bool Address::is_v4() const { return std::equal(kMapped.begin(), kMapped.end(), bytes.begin()); }

std::string Address::to_string() const {
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  const bool v4 = is_v4();
  ::inet_ntop(v4 ? AF_INET : AF_INET6, bytes.data() + (v4 ? kMapped.size() : 0), buffer.data(),
              static_cast<socklen_t>(buffer.size()));
  return buffer.data();
}

base::Result<Network> Network::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  Network out;
  out.first = TRY(Address::parse(text.substr(0, slash)));
  if (slash == std::string_view::npos) return out;
  const std::string_view digits = text.substr(slash + 1);
  const int most = out.first.is_v4() ? 32 : 128;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), out.prefix);
  if (error != std::errc() || end != digits.data() + digits.size() || out.prefix < 0 ||
      out.prefix > most) {
    return base::invalid_input("A network is written like 10.0.0.0/8 or fd00::/8.");
  }
  out.prefix += 128 - most;
  for (int bit = out.prefix; bit < 128; ++bit) {
    if (out.first.bytes[static_cast<std::size_t>(bit / 8)] >> (7 - bit % 8) & 1) {
      return base::invalid_input(
          "The network's address has bits set behind its prefix; write its first address.");
    }
  }
  return out;
}

bool Network::contains(const Address& address) const {
  const auto whole = static_cast<std::size_t>(prefix / 8);
  if (std::memcmp(address.bytes.data(), first.bytes.data(), whole) != 0) return false;
  if (prefix % 8 == 0) return true;
  return ((address.bytes[whole] ^ first.bytes[whole]) >> (8 - prefix % 8)) == 0;
}

bool in_any(std::span<const Network> networks, const Address& address) {
  return std::any_of(networks.begin(), networks.end(),
                     [&](const Network& network) { return network.contains(address); });
}

std::vector<Network> loopback_networks() {
  std::vector<Network> out;
  for (const char* text : {"127.0.0.0/8", "::1"}) out.push_back(*Network::parse(text));
  return out;
}

std::vector<Network> private_networks() {
  std::vector<Network> out = loopback_networks();
  for (const char* text : {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"})
    out.push_back(*Network::parse(text));
  return out;
}

}  // namespace laurel::http
