#include "http/tls.h"

#include <openssl/ssl.h>

#include <string_view>

namespace laurel::http {
namespace {

namespace ssl = boost::asio::ssl;

// Clients that offer protocols must offer this one.
int select_protocol(SSL*, const unsigned char** chosen, unsigned char* length,
                    const unsigned char* offered, unsigned int offered_length, void*) {
  static constexpr unsigned char kOurs[] = "\x08http/1.1";  // outlives the call: it is chosen from
  unsigned char* found = nullptr;
  if (SSL_select_next_proto(&found, length, kOurs, sizeof kOurs - 1, offered, offered_length) !=
      OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

base::Error unusable(std::string_view what, const boost::system::error_code& error) {
  return base::invalid_input("The TLS " + std::string(what) +
                                 " can't be used. Give PEM files that exist, can be read and "
                                 "belong together.",
                             error.message());
}

base::Result<std::shared_ptr<ssl::context>> read_context(const TlsFiles& files) {
  boost::system::error_code error;
  auto out = std::make_shared<ssl::context>(ssl::context::tls_server);
  SSL_CTX* const native = out->native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_options(native, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                                  SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_cipher_list(native, "ECDHE+AESGCM:ECDHE+CHACHA20");  // of TLS 1.2
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);              // idle connections cost less
  SSL_CTX_set_alpn_select_cb(native, select_protocol, nullptr);
  out->use_certificate_chain_file(files.certificate, error);
  if (error) return unusable("certificate", error);
  out->use_private_key_file(files.key, ssl::context::pem, error);
  if (error) return unusable("key", error);
  if (SSL_CTX_check_private_key(native) != 1) return unusable("certificate and key", error);
  return out;
}

}  // namespace

base::Status TlsHolder::load() {
  auto context = TRY(read_context(files_));
  const std::lock_guard lock(mutex_);
  context_ = std::move(context);
  return {};
}

std::shared_ptr<ssl::context> TlsHolder::context() const {
  const std::lock_guard lock(mutex_);
  return context_;
}

}  // namespace laurel::http
