// Accepts connections on one port and hands them to the network threads in turn. Lives on the first
// of them; only open() and port() are for the thread that starts the server.
#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/connection.h"
#include "http/tls.h"

namespace laurel::http {

class Listener {
 public:
  // `tls` is null for a plain port. `tls_port` is where a redirecting port leads.
  Listener(ServerState& state, std::vector<std::unique_ptr<NetworkThread>>& threads,
           const TlsHolder* tls, Serves serves, std::uint16_t tls_port);

  base::Status open(const std::string& address, std::uint16_t port);
  std::uint16_t port() const { return port_; }

  void accept();
  // Takes what clients have connected to already, then accepts no more.
  void close();

 private:
  using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp,
                                                      boost::asio::io_context::executor_type>;
  using Endpoint = boost::asio::ip::tcp::endpoint;

  NetworkThread& next_thread();
  void hand_over(NetworkThread& thread, Socket socket, const Endpoint& peer);
  void retry_later();

  ServerState& state_;
  std::vector<std::unique_ptr<NetworkThread>>& threads_;
  const TlsHolder* const tls_;
  const Serves serves_;
  const std::uint16_t tls_port_;
  std::uint16_t port_ = 0;
  std::size_t turn_ = 0;
  Acceptor acceptor_;
  Endpoint peer_;
  boost::asio::steady_timer retry_;
};

}  // namespace laurel::http
