#include "http/listener.h"

#include <netinet/tcp.h>

#include <algorithm>
#include <boost/asio/dispatch.hpp>

#include "base/log.h"

namespace laurel::http {
namespace {

namespace asio = boost::asio;

// So many above the limit are told so; the rest is closed at once.
constexpr std::size_t kToldToComeBack = 64;
constexpr std::chrono::milliseconds kRetry{100};

Address address_of(const asio::ip::address& address) {
  Address out;
  const auto v6 = address.is_v6() ? address.to_v6()
                                  : asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4());
  const auto bytes = v6.to_bytes();
  std::copy(bytes.begin(), bytes.end(), out.bytes.begin());
  return out;
}

}  // namespace

Listener::Listener(ServerState& state, std::vector<std::unique_ptr<NetworkThread>>& threads,
                   const TlsHolder* tls, Serves serves, std::uint16_t tls_port)
    : state_(state),
      threads_(threads),
      tls_(tls),
      serves_(serves),
      tls_port_(tls_port),
      acceptor_(threads.front()->context().get_executor()),
      retry_(threads.front()->context().get_executor()) {}

base::Status Listener::open(const std::string& address, std::uint16_t port) {
  boost::system::error_code error;
  const asio::ip::address parsed = asio::ip::make_address(address, error);
  if (error) {
    return base::invalid_input(
        "The address to listen on must be an IPv4 or IPv6 address, like 127.0.0.1 or ::.");
  }
  const Endpoint endpoint(parsed, port);
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  // Accepted sockets inherit it: answers are written whole and need not wait for more.
  if (!error) acceptor_.set_option(asio::ip::tcp::no_delay(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return base::unavailable("Port " + std::to_string(port) + " of " + address +
                                 " can't be had; choose another, or stop what uses it.",
                             error.message());
  }
  port_ = acceptor_.local_endpoint().port();
  return {};
}

NetworkThread& Listener::next_thread() { return *threads_[turn_++ % threads_.size()]; }

void Listener::accept() {
  NetworkThread& thread = next_thread();
  acceptor_.async_accept(thread.context().get_executor(), peer_,
                         [this, &thread](const boost::system::error_code& error, Socket socket) {
                           if (error == asio::error::operation_aborted || !acceptor_.is_open())
                             return;
                           // A client that went away before it was accepted is nobody's trouble; no
                           // descriptors are.
                           if (error && error != asio::error::connection_aborted)
                             return retry_later();
                           if (!error) hand_over(thread, std::move(socket), peer_);
                           accept();
                         });
}

void Listener::retry_later() {
  base::log(base::LogLevel::kError, "http.cannot_accept", {{"port", port_}});
  retry_.expires_after(kRetry);
  retry_.async_wait([this](const boost::system::error_code& error) {
    if (!error && acceptor_.is_open()) accept();
  });
}

void Listener::hand_over(NetworkThread& thread, Socket socket, const Endpoint& peer) {
  const std::size_t open = state_.open.fetch_add(1) + 1;
  const std::size_t limit = state_.options.limits.connections;
  if (open > limit) state_.stats.connection_refused();
  if (open > limit + kToldToComeBack) {
    state_.connection_ended();
    return;  // the socket closes
  }
  Incoming incoming{std::move(socket), tls_ == nullptr ? nullptr : tls_->context(),
                    address_of(peer.address()), open > limit ? Serves::kRefusal : serves_,
                    tls_port_};
  asio::dispatch(thread.context(), [this, &thread, incoming = std::move(incoming)]() mutable {
    Connection::start(state_, thread, std::move(incoming));
  });
}

void Listener::close() {
  boost::system::error_code error;
  retry_.cancel();
  acceptor_.cancel(error);
  acceptor_.non_blocking(true, error);
  while (!error) {
    NetworkThread& thread = next_thread();
    Endpoint peer;
    Socket socket(thread.context().get_executor());
    acceptor_.accept(socket, peer, error);
    if (!error) hand_over(thread, std::move(socket), peer);
  }
  acceptor_.close(error);
}

}  // namespace laurel::http
