#include "http/server.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <exception>
#include <future>
#include <thread>

#include "base/log.h"
#include "http/encoding.h"
#include "http/listener.h"

namespace laurel::http {
namespace {

base::Status check(const ServerOptions& options) {
  const Deadlines& d = options.deadlines;
  const auto shortest = std::min({d.idle, d.head, d.body, d.block, d.write, d.queue});
  if (shortest <= std::chrono::milliseconds(0) || d.stop < std::chrono::milliseconds(0) ||
      d.slowest == 0) {
    return base::invalid_input("Deadlines of the server must be longer than nothing.");
  }
  if (options.network_threads < 1 || options.network_threads > 64 || options.pool_threads < 0 ||
      options.pool_threads > 1024) {
    return base::invalid_input("The server needs 1 to 64 network threads and up to 1024 others.");
  }
  if (options.limits.head < 256 || options.limits.connections == 0)
    return base::invalid_input("The server's limits leave no room for a request.");
  if (options.redirect_port && !options.tls)
    return base::invalid_input("A port can only lead to TLS where there is a certificate.");
  for (const auto& [name, value] : options.default_headers) {
    if (!is_token(name) || value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
      return base::invalid_input("A header for every response has a name or value it can't have.");
  }
  return {};
}

// How often deadlines are looked at: fine enough for the shortest.
std::chrono::milliseconds tick_for(const Deadlines& d) {
  const auto shortest = std::min({d.idle, d.head, d.body, d.block, d.write});
  return std::clamp(shortest / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(1'000));
}

int pool_size(const ServerOptions& options) {
  if (options.pool_threads > 0) return options.pool_threads;
  return std::max(2, static_cast<int>(std::thread::hardware_concurrency()));
}

}  // namespace

Response ServerState::error(int status, const Request* request, std::string_view detail) const {
  if (options.error_page == nullptr) return Response::problem(status, detail);
  try {
    Response out = options.error_page(status, request, detail);
    out.status(status);
    return out;
  } catch (const std::exception& error) {
    base::log(base::LogLevel::kError, "http.error_page_threw", {{"detail", error.what()}});
    return Response::problem(status, detail);
  }
}

struct Server::Impl {
  Impl(const Router& router, ServerOptions options) : state(router, std::move(options)) {}

  base::Status start();
  void stop();
  void wait_for_connections(std::chrono::milliseconds patience);
  template <typename Do>
  void on_all_connections(Do action);

  ServerState state;
  std::unique_ptr<TlsHolder> tls;
  std::vector<std::unique_ptr<NetworkThread>> threads;
  std::unique_ptr<Listener> listener, redirect;
  std::mutex stop_mutex;
  bool stopped = false;
};

base::Status Server::Impl::start() {
  const ServerOptions& options = state.options;
  TRY(check(options));
  if (options.tls) {
    tls = std::make_unique<TlsHolder>(*options.tls);
    TRY(tls->load());
  }
  for (int i = 0; i < options.network_threads; ++i)
    threads.push_back(std::make_unique<NetworkThread>(tick_for(options.deadlines)));
  listener = std::make_unique<Listener>(state, threads, tls.get(), Serves::kRoutes, 0);
  TRY(listener->open(options.address, options.port));
  if (options.redirect_port) {
    redirect =
        std::make_unique<Listener>(state, threads, nullptr, Serves::kRedirect, listener->port());
    TRY(redirect->open(options.address, *options.redirect_port));
  }
  state.pool = std::make_unique<Pool>(pool_size(options), options.limits.queue,
                                      state.stats.waiting_for_pool());
  for (const auto& thread : threads) thread->start();
  boost::asio::post(threads.front()->context(), [this] {
    listener->accept();
    if (redirect != nullptr) redirect->accept();
  });
  return {};
}

template <typename Do>
void Server::Impl::on_all_connections(Do action) {
  for (const auto& thread : threads) {
    boost::asio::post(thread->context(), [&of = *thread, action] {
      // Ending one takes it out of the list.
      const std::vector<Connection*> all = of.connections();
      for (Connection* connection : all) action(*connection);
    });
  }
}

void Server::Impl::wait_for_connections(std::chrono::milliseconds patience) {
  std::unique_lock lock(state.ended_mutex);
  state.ended.wait_for(lock, patience, [&] { return state.open.load() == 0; });
}

void Server::Impl::stop() {
  const std::lock_guard lock(stop_mutex);
  if (stopped || threads.empty()) return;
  stopped = true;
  state.stopping = true;
  if (state.pool != nullptr) {  // else it never came to start
    std::promise<void> closed;
    boost::asio::post(threads.front()->context(), [&] {
      listener->close();
      if (redirect != nullptr) redirect->close();
      closed.set_value();
    });
    closed.get_future().wait();
    on_all_connections([](Connection& connection) { connection.end_if_idle(); });
    wait_for_connections(state.options.deadlines.stop);
    if (state.open.load() > 0) {
      base::log(base::LogLevel::kWarning, "http.connections_cut",
                {{"connections", state.open.load()}});
      on_all_connections([](Connection& connection) { connection.cut(); });
      std::unique_lock ended_lock(state.ended_mutex);
      state.ended.wait(ended_lock, [&] { return state.open.load() == 0; });
    }
    state.pool.reset();
  }
  for (const auto& thread : threads) thread->finish();
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() { impl_->stop(); }

base::Result<std::unique_ptr<Server>> Server::start(const Router& router, ServerOptions options) {
  auto impl = std::make_unique<Impl>(router, std::move(options));
  TRY(impl->start());
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

std::uint16_t Server::port() const { return impl_->listener->port(); }
std::uint16_t Server::redirect_port() const {
  return impl_->redirect == nullptr ? std::uint16_t{0} : impl_->redirect->port();
}
void Server::stop() { impl_->stop(); }
bool Server::stopping() const { return impl_->state.stopping; }

base::Status Server::reload_tls() {
  if (impl_->tls == nullptr)
    return base::invalid_input("The server has no TLS certificate to read again.");
  return impl_->tls->load();
}

}  // namespace laurel::http
