// The HTTP/1.1 server: a few network threads that read and write, a bounded pool that runs
// handlers.
//
// What it takes care of, so that handlers need not: limits and deadlines below with their answers,
// malformed and ambiguous requests (400, the connection closes), pipelining in order, keep-alive,
// Expect: 100-continue, HEAD, OPTIONS, 304 for entity tags, Date, request ids, TLS, trusted
// proxies, and a stop that finishes what was accepted. HTTP/1.0 clients are answered, too.
// Rules: RFC 9110, RFC 9112.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "http/address.h"
#include "http/metrics.h"
#include "http/router.h"

namespace laurel::http {

struct Limits {
  std::size_t connections = 10'000;           // one more is answered 503
  std::size_t head = std::size_t{16} << 10;   // request line and headers, bytes: 431
  std::size_t target = std::size_t{8} << 10;  // 414
  std::size_t headers = 100;                  // 431
  std::size_t queue = 1024;                   // requests waiting for the pool: 503
  // Memory for bodies of all requests at once; small ones, which the connections' own buffers hold,
  // don't count. Without room for one it is answered 503.
  std::size_t bodies = std::size_t{256} << 20;
};

// Each is counted from a fixed moment, never from the last byte: a client that sends a byte now and
// then does not live longer.
struct Deadlines {
  std::chrono::milliseconds idle{75'000};   // a connection between requests: closed
  std::chrono::milliseconds head{10'000};   // from its first byte: 408
  std::chrono::milliseconds body{30'000};   // from the end of the head, + size / slowest: 408
  std::chrono::milliseconds block{30'000};  // for each block of a stream
  std::chrono::milliseconds write{30'000};  // from when the client stops taking, + size / slowest
  std::chrono::milliseconds queue{5'000};   // waiting for the pool: 503 without running
  std::chrono::milliseconds stop{20'000};   // what stop() waits for clients
  std::size_t slowest = std::size_t{16} << 10;  // bytes a second that a client may count on
};

// PEM files; the certificate's with its chain.
struct TlsFiles {
  std::string certificate, key;
};

enum class LogRequests : std::uint8_t {
  kProblems,  // answers 500 and above, and those slower than ServerOptions::slow
  kAll,
};

struct ServerOptions {
  std::string address = "127.0.0.1";  // a literal address; "0.0.0.0" or "::" for all
  std::uint16_t port = 0;             // 0: any free one, see Server::port()
  std::optional<TlsFiles> tls = {};   // then `port` speaks TLS 1.2 and newer only
  // With TLS: a second, plain port that leads to the first (308).
  std::optional<std::uint16_t> redirect_port = {};

  // Peers whose X-Forwarded-For, X-Forwarded-Proto and X-Request-Id are believed. From others
  // they are ignored.
  std::vector<Network> trusted_proxies = loopback_networks();

  int network_threads = 1;
  int pool_threads = 0;  // 0: as many as there are processors, at least 2
  Limits limits = {};
  Deadlines deadlines = {};

  LogRequests log_requests = LogRequests::kProblems;
  std::chrono::milliseconds slow{1'000};

  // On every response that does not set them itself: a site's security headers.
  std::vector<std::pair<std::string, std::string>> default_headers = {};
  // Words for what the server itself answers: 404, 405, 408, 413, 500 … `request` is null when
  // none was understood, and has no body. Runs on any thread; status and Connection of the
  // server's stay. Without it, Response::problem().
  std::function<Response(int status, const Request* request, std::string_view detail)> error_page;

  // Counters are registered here; outlives the server. Without it none are kept.
  Metrics* metrics = nullptr;
};

class Server {
 public:
  // Listens and starts. The router must outlive the server. kUnavailable if the port is taken or
  // can't be had, kInvalidInput for options or TLS files that can't be used.
  static base::Result<std::unique_ptr<Server>> start(const Router& router, ServerOptions options);

  // Stops first.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  std::uint16_t redirect_port() const;  // 0 without

  // Accepts nothing more, answers every request whose first byte has come (with Connection: close),
  // then ends its threads. After Deadlines::stop connections are cut; handlers that run, and
  // answers still promised, are waited for. Idempotent. Not to be called from a handler.
  void stop();
  bool stopping() const;  // for readiness

  // Reads the TLS files again, for new connections; the old ones stay in use on an error.
  base::Status reload_tls();

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace laurel::http
