// What all connections of a server share. Thread-safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string_view>

#include "http/pool.h"
#include "http/request_stats.h"
#include "http/server.h"

namespace laurel::http {

struct ServerState {
  ServerState(const Router& routes, ServerOptions settings)
      : router(routes), options(std::move(settings)), stats(options.metrics, router) {}

  const Router& router;
  const ServerOptions options;
  RequestStats stats;
  std::unique_ptr<Pool> pool;
  std::atomic<bool> stopping{false};
  std::atomic<std::size_t> body_bytes{0};  // held now, see Limits::bodies

  // Connections are counted from the moment they are accepted, so that a stop waits for all.
  std::atomic<std::size_t> open{0};
  std::mutex ended_mutex;
  std::condition_variable ended;
  void connection_ended() {
    // Notified under the lock: who waits may destroy this as soon as it has it.
    const std::lock_guard lock(ended_mutex);
    open.fetch_sub(1);
    ended.notify_all();
  }

  // The server's own answers, in the program's words. `request` may be null.
  Response error(int status, const Request* request, std::string_view detail) const;
};

}  // namespace laurel::http
