// For tests over real sockets: a client that sends exactly the bytes it is told, and a server on a
// free port. Not for the program.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "http/encoding.h"
#include "http/server.h"

namespace laurel::http {

struct RawResponse {
  int status = 0;  // 0: the connection ended before a whole response came
  std::string head, body;

  std::string_view header(std::string_view name) const {
    for (std::string_view left = head; !left.empty();) {
      const std::size_t end = left.find("\r\n");
      const std::string_view line = left.substr(0, end);
      left = end == std::string_view::npos ? std::string_view() : left.substr(end + 2);
      const std::size_t colon = line.find(':');
      if (colon != std::string_view::npos && equals_ignoring_case(line.substr(0, colon), name))
        return trimmed(line.substr(colon + 1));
    }
    return {};
  }
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port, int receive_buffer = 0)
      : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    CHECK(fd_ >= 0);
    // A test that waits for what never comes fails rather than hangs.
    const timeval patience{60, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (receive_buffer > 0)
      ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawClient() { ::close(fd_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return connected_; }

  // False if the server is gone.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }
  void finish_sending() { ::shutdown(fd_, SHUT_WR); }

  RawResponse request(std::string_view bytes) {
    send(bytes);
    return response();
  }

  // The next response with its body, chunks put together. `to_head`: the answer to a HEAD.
  RawResponse response(bool to_head = false) {
    RawResponse out;
    while (buffer_.find("\r\n\r\n") == std::string::npos) {
      if (!receive()) return out;
    }
    out.head = take(buffer_.find("\r\n\r\n") + 4);
    const int status = std::atoi(out.head.c_str() + 9);
    if (to_head || status == 204 || status == 304 || status < 200) {
      out.status = status;
      return out;
    }
    if (equals_ignoring_case(out.header("transfer-encoding"), "chunked")) {
      if (!read_chunks(out.body)) return out;
    } else {
      const auto length =
          static_cast<std::size_t>(std::atoll(std::string(out.header("content-length")).c_str()));
      while (buffer_.size() < length) {
        if (!receive()) return out;
      }
      out.body = take(length);
    }
    out.status = status;
    return out;
  }

  // At least one more byte of an answer; "" if the connection ended.
  std::string some() {
    if (buffer_.empty() && !receive()) return {};
    return take(buffer_.size());
  }

  // Bytes of an answer until `text` is among them, or the connection ended.
  std::string until(std::string_view text) {
    std::string seen;
    while (seen.find(text) == std::string::npos) {
      const std::string more = some();
      if (more.empty()) break;
      seen += more;
    }
    return seen;
  }

  // Everything until the server closes; whether it did is told by closed().
  std::string rest() {
    while (receive()) {
    }
    return take(buffer_.size());
  }
  bool closed() { return rest().empty() && ended_; }

 private:
  bool receive() {
    char block[1 << 16];
    const ssize_t n = ::recv(fd_, block, sizeof block, 0);
    if (n > 0) buffer_.append(block, static_cast<std::size_t>(n));
    ended_ = n == 0 || (n < 0 && errno == ECONNRESET);
    return n > 0;
  }
  std::string take(std::size_t n) {
    std::string out = buffer_.substr(0, n);
    buffer_.erase(0, n);
    return out;
  }
  bool read_chunks(std::string& body) {
    for (;;) {
      while (buffer_.find("\r\n") == std::string::npos) {
        if (!receive()) return false;
      }
      const std::size_t line = buffer_.find("\r\n") + 2;
      const auto size = static_cast<std::size_t>(std::strtoull(buffer_.c_str(), nullptr, 16));
      while (buffer_.size() < line + size + 2) {
        if (!receive()) return false;
      }
      take(line);
      body += take(size);
      take(2);
      if (size == 0) return true;
    }
  }

  int fd_;
  bool connected_ = false, ended_ = false;
  std::string buffer_;
};

// A server with routes that a test adds first.
struct ServerForTest {
  Router router;
  ServerOptions options;
  std::unique_ptr<Server> server;

  void start() {
    auto started = Server::start(router, options);
    ASSERT_TRUE(started.ok()) << started.error().message << ' ' << started.error().detail;
    server = std::move(*started);
  }
  std::uint16_t port() const { return server->port(); }
};

}  // namespace laurel::http
