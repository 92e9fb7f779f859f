#include "http/proxy.h"

#include <gtest/gtest.h>

#include "http/socket_testing.h"

namespace laurel::http {
namespace {

TEST(Address, ReadsAndWritesBothFamilies) {
  for (const char* text : {"192.0.2.7", "2001:db8::1", "::1", "0.0.0.0"})
    EXPECT_EQ(Address::parse(text)->to_string(), text);
  EXPECT_EQ(*Address::parse("::ffff:192.0.2.7"), *Address::parse("192.0.2.7"));
  EXPECT_EQ(Address::parse("[2001:DB8::1]")->to_string(), "2001:db8::1");
  for (const char* text : {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "a", "::g", "fe80::1%eth0", "[]",
                           "1.2.3.4:80", " 1.2.3.4"}) {
    EXPECT_FALSE(Address::parse(text).ok()) << text;
  }
  EXPECT_FALSE(Address::parse(std::string_view("1.2.3.4\0x", 9)).ok());
}

TEST(Network, HoldsItsAddressesOnly) {
  const auto holds = [](const char* network, const char* address) {
    return Network::parse(network)->contains(*Address::parse(address));
  };
  EXPECT_TRUE(holds("10.0.0.0/8", "10.255.1.2"));
  EXPECT_FALSE(holds("10.0.0.0/8", "11.0.0.0"));
  EXPECT_FALSE(holds("10.0.0.0/8", "::a00:1"));
  EXPECT_TRUE(holds("172.16.0.0/12", "172.31.255.255"));
  EXPECT_FALSE(holds("172.16.0.0/12", "172.32.0.0"));
  EXPECT_TRUE(holds("192.0.2.7", "192.0.2.7"));
  EXPECT_FALSE(holds("192.0.2.7", "192.0.2.8"));
  EXPECT_TRUE(holds("2001:db8::/33", "2001:db8:7fff::1"));
  EXPECT_FALSE(holds("2001:db8::/33", "2001:db8:8000::1"));
  EXPECT_TRUE(holds("0.0.0.0/0", "9.9.9.9"));
  EXPECT_FALSE(holds("0.0.0.0/0", "2001:db8::1"));
  EXPECT_TRUE(holds("::/0", "9.9.9.9"));
  for (const char* text : {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "10.0.0.1/8", "::/129", "/8",
                           "10.0.0.0/-1", "10.0.0.0/8x"}) {
    EXPECT_FALSE(Network::parse(text).ok()) << text;
  }
}

struct Seen {
  std::string client, id;
  Scheme scheme;
};

Seen resolve(const char* peer, std::vector<Header> headers) {
  Request request;
  request.id = "own";
  request.headers = std::move(headers);
  const std::vector<Network> trusted{*Network::parse("127.0.0.0/8"), *Network::parse("10.0.0.0/8")};
  resolve_client(request, *Address::parse(peer), Scheme::kHttp, trusted);
  return {request.client.to_string(), request.id, request.scheme};
}

TEST(ResolveClient, BelievesTrustedPeersOnly) {
  const std::vector<Header> headers{
      {"X-Forwarded-For", "192.0.2.1"}, {"X-Forwarded-Proto", "https"}, {"X-Request-Id", "abc-1"}};
  const Seen trusted = resolve("127.0.0.1", headers);
  EXPECT_EQ(trusted.client, "192.0.2.1");
  EXPECT_EQ(trusted.scheme, Scheme::kHttps);
  EXPECT_EQ(trusted.id, "abc-1");
  const Seen other = resolve("192.0.2.99", headers);
  EXPECT_EQ(other.client, "192.0.2.99");
  EXPECT_EQ(other.scheme, Scheme::kHttp);
  EXPECT_EQ(other.id, "own");
}

// A client can write whatever it likes at the list's left end.
TEST(ResolveClient, GoesNoFurtherThanTheChainOfTrust) {
  EXPECT_EQ(resolve("127.0.0.1", {{"X-Forwarded-For", "1.1.1.1, 192.0.2.1, 10.0.0.7"}}).client,
            "192.0.2.1");
  EXPECT_EQ(resolve("127.0.0.1", {{"X-Forwarded-For", "1.1.1.1"}, {"x-forwarded-for", "192.0.2.1"}})
                .client,
            "192.0.2.1");
  EXPECT_EQ(resolve("127.0.0.1", {{"X-Forwarded-For", "10.0.0.8, 10.0.0.7"}}).client, "10.0.0.8");
  EXPECT_EQ(resolve("127.0.0.1", {{"X-Forwarded-For", "1.1.1.1, unknown, 10.0.0.7"}}).client,
            "10.0.0.7");
  EXPECT_EQ(resolve("127.0.0.1", {{"X-Forwarded-For", ""}}).client, "127.0.0.1");
  EXPECT_EQ(resolve("127.0.0.1", {}).client, "127.0.0.1");
  EXPECT_EQ(resolve("127.0.0.1", {{"X-Forwarded-Proto", "https, http"}}).scheme, Scheme::kHttp);
}

TEST(ResolveClient, ReadsAddressesWithPorts) {
  EXPECT_EQ(resolve("127.0.0.1", {{"X-Forwarded-For", "192.0.2.1:4711"}}).client, "192.0.2.1");
  EXPECT_EQ(resolve("127.0.0.1", {{"X-Forwarded-For", "[2001:db8::1]:4711"}}).client,
            "2001:db8::1");
  EXPECT_EQ(resolve("127.0.0.1", {{"X-Forwarded-For", "2001:db8::1"}}).client, "2001:db8::1");
}

TEST(ResolveClient, TakesOnlyRequestIdsThatCanStandInALog) {
  for (const char* id : {"", "a b", "a\"b", "a\\b", "é"})
    EXPECT_EQ(resolve("127.0.0.1", {{"X-Request-Id", id}}).id, "own") << id;
  EXPECT_EQ(resolve("127.0.0.1", {{"X-Request-Id", std::string_view(std::string(65, 'a'))}}).id,
            "own");
}

TEST(Server, TellsHandlersTheClientBehindAProxy) {
  ServerForTest on;
  on.router.add(Method::kGet, "/who", [](const Request& request) {
    return Response::text(request.client.to_string() +
                          (request.scheme == Scheme::kHttps ? " https" : " http"));
  });
  on.start();
  RawClient client(on.port());
  EXPECT_EQ(client.request("GET /who HTTP/1.1\r\nHost: a\r\n\r\n").body, "127.0.0.1 http");
  const RawResponse behind = client.request(
      "GET /who HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n"
      "X-Request-Id: from-the-proxy\r\n\r\n");
  EXPECT_EQ(behind.body, "192.0.2.1 https");
  EXPECT_EQ(behind.header("x-request-id"), "from-the-proxy");
  // The next request on the connection has nothing left of it.
  EXPECT_EQ(client.request("GET /who HTTP/1.1\r\nHost: a\r\n\r\n").body, "127.0.0.1 http");
}

}  // namespace
}  // namespace laurel::http
