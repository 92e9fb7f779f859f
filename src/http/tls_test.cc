#include "http/tls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <cstdio>
#include <filesystem>

#include "base/file.h"
#include "http/socket_testing.h"

namespace laurel::http {
namespace {

namespace asio = boost::asio;
using testing::EndsWith;
using testing::HasSubstr;

// A folder with a certificate for "laurel.test" that signs itself.
class TlsTest : public testing::Test, public ServerForTest {
 protected:
  TlsTest() : folder_(testing::TempDir() + "laurel-tls-" + std::to_string(::getpid())) {
    std::filesystem::create_directories(folder_);
    options.tls = TlsFiles{folder_ + "/cert.pem", folder_ + "/key.pem"};
    make_certificate(1);
    router.add(Method::kGet, "/hello", [](const Request& request) {
      return Response::text(request.scheme == Scheme::kHttps ? "secure" : "plain");
    });
    router.add(Method::kPost, "/echo",
               [](const Request& request) { return Response::text(std::string(request.body)); });
  }
  ~TlsTest() override {
    server.reset();
    std::filesystem::remove_all(folder_);
  }

  void make_certificate(long serial) {
    EVP_PKEY* const key = EVP_EC_gen("P-256");
    X509* const certificate = X509_new();
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME* const name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("laurel.test"), -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    ASSERT_NE(X509_sign(certificate, key, EVP_sha256()), 0);
    FILE* file = std::fopen(options.tls->certificate.c_str(), "w");
    PEM_write_X509(file, certificate);
    std::fclose(file);
    file = std::fopen(options.tls->key.c_str(), "w");
    PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(file);
    X509_free(certificate);
    EVP_PKEY_free(key);
  }

  std::string folder_;
};

class TlsClient {
 public:
  // Speaks at most `version`; offers `protocol` by ALPN unless "".
  explicit TlsClient(std::uint16_t port, int version = TLS1_3_VERSION, std::string protocol = "")
      : context_(asio::ssl::context::tls_client), stream_(io_, context_) {
    SSL_set_min_proto_version(stream_.native_handle(), TLS1_VERSION);
    SSL_set_max_proto_version(stream_.native_handle(), version);
    SSL_set_security_level(stream_.native_handle(), 0);
    if (!protocol.empty()) {
      protocol.insert(0, 1, static_cast<char>(protocol.size()));
      SSL_set_alpn_protos(stream_.native_handle(),
                          reinterpret_cast<const unsigned char*>(protocol.data()),
                          static_cast<unsigned>(protocol.size()));
    }
    stream_.lowest_layer().connect({asio::ip::address_v4::loopback(), port}, error_);
    if (!error_) stream_.handshake(asio::ssl::stream_base::client, error_);
  }
  bool connected() const { return !error_; }
  long serial() {
    X509* const certificate = SSL_get1_peer_certificate(stream_.native_handle());
    const long out = ASN1_INTEGER_get(X509_get0_serialNumber(certificate));
    X509_free(certificate);
    return out;
  }
  const char* version() { return SSL_get_version(stream_.native_handle()); }

  std::string request(std::string_view bytes, std::size_t body_size) {
    asio::write(stream_, asio::buffer(bytes.data(), bytes.size()), error_);
    std::string out;
    while (!error_) {
      const std::size_t end = out.find("\r\n\r\n");
      if (end != std::string::npos && out.size() >= end + 4 + body_size) break;
      char block[1 << 14];
      const std::size_t n = stream_.read_some(asio::buffer(block), error_);
      out.append(block, n);
    }
    return out;
  }

 private:
  asio::io_context io_;
  asio::ssl::context context_;
  asio::ssl::stream<asio::ip::tcp::socket> stream_;
  boost::system::error_code error_;
};

constexpr std::string_view kGet = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

TEST_F(TlsTest, ServesOverTheVersionsItAllows) {
  start();
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsClient client(port(), version);
    ASSERT_TRUE(client.connected());
    EXPECT_STREQ(client.version(), version == TLS1_2_VERSION ? "TLSv1.2" : "TLSv1.3");
    EXPECT_THAT(client.request(kGet, 6), EndsWith("secure"));
    EXPECT_THAT(client.request(kGet, 6), EndsWith("secure"));
  }
  EXPECT_FALSE(TlsClient(port(), TLS1_1_VERSION).connected());
}

TEST_F(TlsTest, AgreesOnHttp11ByAlpnOnly) {
  start();
  EXPECT_TRUE(TlsClient(port(), TLS1_3_VERSION, "http/1.1").connected());
  EXPECT_FALSE(TlsClient(port(), TLS1_2_VERSION, "h2").connected());
}

TEST_F(TlsTest, CarriesLargeBodiesBothWays) {
  start();
  TlsClient client(port());
  const std::string body(900'000, 'x');
  const std::string answer = client.request(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n" + body, body.size());
  EXPECT_TRUE(answer.ends_with(body));
}

TEST_F(TlsTest, ClosesPlainConnectionsToItsPort) {
  start();
  RawClient client(port());
  client.send(kGet);
  EXPECT_EQ(client.response().status, 0);
  EXPECT_THAT(TlsClient(port()).request(kGet, 6), EndsWith("secure"));
}

TEST_F(TlsTest, LeadsThePlainPortToTheSecureOne) {
  options.redirect_port = 0;
  start();
  RawClient client(server->redirect_port());
  const RawResponse answer =
      client.request("GET /hello?x=1 HTTP/1.1\r\nHost: laurel.test:80\r\n\r\n");
  EXPECT_EQ(answer.status, 308);
  EXPECT_EQ(answer.header("location"),
            "https://laurel.test:" + std::to_string(port()) + "/hello?x=1");
  RawClient v6(server->redirect_port());
  EXPECT_THAT(std::string(v6.request("GET / HTTP/1.1\r\nHost: [::1]\r\n\r\n").header("location")),
              testing::StartsWith("https://[::1]:"));
}

TEST_F(TlsTest, TakesARenewedCertificateWithoutAStop) {
  start();
  TlsClient old(port());
  EXPECT_EQ(old.serial(), 1);
  make_certificate(2);
  ASSERT_TRUE(server->reload_tls().ok());
  EXPECT_EQ(TlsClient(port()).serial(), 2);
  EXPECT_THAT(old.request(kGet, 6), EndsWith("secure"));

  ASSERT_TRUE(base::write_file(options.tls->key, "no key").ok());
  EXPECT_EQ(server->reload_tls().error().code, base::ErrorCode::kInvalidInput);
  EXPECT_EQ(TlsClient(port()).serial(), 2);
}

TEST_F(TlsTest, DoesNotStartWithFilesThatDoNotBelongTogether) {
  const std::string first = *base::read_file(options.tls->key);
  make_certificate(3);
  ASSERT_TRUE(base::write_file(options.tls->key, first).ok());
  const auto started = Server::start(router, options);
  ASSERT_FALSE(started.ok());
  EXPECT_THAT(started.error().message, HasSubstr("belong together"));
  options.tls->certificate += ".none";
  EXPECT_FALSE(Server::start(router, options).ok());
}

TEST_F(TlsTest, StopsWithOpenConnections) {
  start();
  TlsClient idle(port());
  EXPECT_THAT(idle.request(kGet, 6), EndsWith("secure"));
  server->stop();
  EXPECT_EQ(idle.request(kGet, 6), "");
}

}  // namespace
}  // namespace laurel::http
