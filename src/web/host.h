// A running Laurel: everything that serves, put together and started in the right order, and
// stopped in the reverse one, so that what was accepted is finished. What `laurel serve` and the
// tests run. Thread-safe once started.
#pragma once

#include <memory>
#include <string>

#include "app/access.h"
#include "base/clock.h"
#include "base/result.h"
#include "http/server.h"
#include "store/database.h"
#include "store/write_queue.h"
#include "web/site.h"

namespace laurel::web {

struct HostOptions {
  http::ServerOptions server = {};
  std::vector<http::Network> metrics_for = http::private_networks();
  SiteOptions site = {};
  app::AccessOptions access = {};
  store::WriteQueueOptions writes = {};
  // With the key that secrets are sealed with; empty: app::default_key_file().
  std::string secret_key_file = {};
  app::ImportFilesOptions imports = {};  // its folder must be set
};

class Host {
 public:
  // Listens and serves. REQUIRES: database and clock outlive it.
  static base::Result<std::unique_ptr<Host>> start(store::Database& database,
                                                   const base::Clock& clock, HostOptions options);
  ~Host();  // stops
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  std::uint16_t port() const;
  // Not ready from here on; finishes what was accepted, then ends. Idempotent.
  void stop();

  base::Status reload_tls();

  app::Access& access();
  const Site& site() const;

 private:
  struct Parts;
  explicit Host(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace laurel::web
