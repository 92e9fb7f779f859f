// A connected socket, plain or under TLS, with awaitable reads and writes. One read and one write
// may be on their way at once. Stays on its network thread.
#pragma once

#include <sys/socket.h>

#include <array>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <cerrno>
#include <coroutine>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace laurel::http {

using Socket =
    boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

struct IoResult {
  boost::system::error_code error;
  std::size_t bytes = 0;
  bool ok() const { return !error && bytes > 0; }
};

class Transport {
 public:
  // `tls` is null for a plain connection.
  Transport(Socket socket, boost::asio::ssl::context* tls) : socket_(std::move(socket)) {
    if (tls != nullptr) tls_ = std::make_unique<TlsStream>(socket_, *tls);
  }

  bool secure() const { return tls_ != nullptr; }

  template <typename Handler>
  void async_read(std::span<char> into, Handler handler) {
    const auto buffer = boost::asio::buffer(into.data(), into.size());
    if (tls_ != nullptr) {
      tls_->async_read_some(buffer, std::move(handler));
    } else {
      socket_.async_read_some(buffer, std::move(handler));
    }
  }

  template <typename Handler>
  void async_write(std::string_view first, std::string_view second, Handler handler) {
    const std::array buffers{boost::asio::buffer(first.data(), first.size()),
                             boost::asio::buffer(second.data(), second.size())};
    if (tls_ != nullptr) {
      tls_->async_write_some(buffers, std::move(handler));
    } else {
      socket_.async_write_some(buffers, std::move(handler));
    }
  }

  // What can be read or written without waiting: a number of bytes, 0 for none, nothing if the
  // connection is over. Under TLS always 0.
  std::optional<std::size_t> read_now(std::span<char> into) {
    if (tls_ != nullptr || !socket_.is_open()) return 0;
    const ssize_t n = ::recv(socket_.native_handle(), into.data(), into.size(), MSG_DONTWAIT);
    if (n > 0) return static_cast<std::size_t>(n);
    return n < 0 && (errno == EAGAIN || errno == EINTR) ? std::optional<std::size_t>(0)
                                                        : std::nullopt;
  }
  std::optional<std::size_t> write_now(std::string_view first, std::string_view second) {
    if (tls_ != nullptr) return 0;
    if (!socket_.is_open()) return std::nullopt;
    std::array<iovec, 2> parts{{{const_cast<char*>(first.data()), first.size()},
                                {const_cast<char*>(second.data()), second.size()}}};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = second.empty() ? 1 : 2;
    const ssize_t n = ::sendmsg(socket_.native_handle(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n >= 0) return static_cast<std::size_t>(n);
    return errno == EAGAIN || errno == EINTR ? std::optional<std::size_t>(0) : std::nullopt;
  }

  template <typename Handler>
  void async_handshake(Handler handler) {
    tls_->async_handshake(boost::asio::ssl::stream_base::server, std::move(handler));
  }
  template <typename Handler>
  void async_tls_shutdown(Handler handler) {
    tls_->async_shutdown(std::move(handler));
  }

  // What is read from here on is dropped, so it need not be deciphered.
  void forget_tls() { tls_.reset(); }

  // Operations on their way end with an error.
  void cancel() {
    boost::system::error_code ignored;
    socket_.cancel(ignored);
  }
  void shut_down_sending() {
    boost::system::error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
  }
  void close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

 private:
  using TlsStream = boost::asio::ssl::stream<Socket&>;

  Socket socket_;
  std::unique_ptr<TlsStream> tls_;
};

// co_await Read{transport, room}
class Read {
 public:
  Read(Transport& transport, std::span<char> into) : transport_(transport), into_(into) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiter) {
    transport_.async_read(into_, [this, waiter](boost::system::error_code error, std::size_t n) {
      result_ = {error, n};
      waiter.resume();
    });
  }
  IoResult await_resume() const noexcept { return result_; }

 private:
  Transport& transport_;
  std::span<char> into_;
  IoResult result_;
};

// Writes some of both, at least a byte.
class Write {
 public:
  Write(Transport& transport, std::string_view first, std::string_view second)
      : transport_(transport), first_(first), second_(second) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiter) {
    transport_.async_write(first_, second_,
                           [this, waiter](boost::system::error_code error, std::size_t n) {
                             result_ = {error, n};
                             waiter.resume();
                           });
  }
  IoResult await_resume() const noexcept { return result_; }

 private:
  Transport& transport_;
  std::string_view first_, second_;
  IoResult result_;
};

enum class TlsStep : std::uint8_t { kHandshake, kShutdown };
class TlsDo {
 public:
  TlsDo(Transport& transport, TlsStep step) : transport_(transport), step_(step) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiter) {
    auto handler = [this, waiter](boost::system::error_code error) {
      error_ = error;
      waiter.resume();
    };
    if (step_ == TlsStep::kHandshake) {
      transport_.async_handshake(handler);
    } else {
      transport_.async_tls_shutdown(handler);
    }
  }
  bool await_resume() const noexcept { return !error_; }

 private:
  Transport& transport_;
  TlsStep step_;
  boost::system::error_code error_;
};

}  // namespace laurel::http
