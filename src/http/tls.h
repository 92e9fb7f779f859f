// The TLS side of a server: version 1.2 and newer, forward secrecy only, HTTP/1.1 by ALPN.
// Thread-safe. Recommendations: RFC 9325.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <mutex>

#include "base/result.h"
#include "http/server.h"

namespace laurel::http {

// The context that new connections use; a new one can take its place while old ones live on.
class TlsHolder {
 public:
  explicit TlsHolder(TlsFiles files) : files_(std::move(files)) {}

  // Reads the files. On an error the context in use stays.
  base::Status load();
  std::shared_ptr<boost::asio::ssl::context> context() const;

 private:
  const TlsFiles files_;
  mutable std::mutex mutex_;
  std::shared_ptr<boost::asio::ssl::context> context_;
};

}  // namespace laurel::http
