#include "web/host.h"

#include <atomic>
#include <utility>

#include "app/secret_key.h"

namespace laurel::web {

// Destroyed from the last to the first: the server stops taking requests before what answers them
// goes.
struct Host::Parts {
  Parts(store::Database& db, const base::Clock& clock, base::SecretBox box,
        const HostOptions& options)
      : database(db),
        secrets(std::move(box)),
        writes(db, options.writes),
        ingest(writes, clock),
        access(db, clock, options.access),
        inbox(writes, ingest, clock),
        imports(writes, clock, access.audit(), options.imports),
        files(site_files()),
        services{db, clock, writes, ingest, access, &inbox, imports, files, secrets, options.site},
        site(services, metrics, {[this] { return ready(); }, options.metrics_for}) {
    add_metrics();
  }
  ~Parts() { stop(); }

  base::Status ready() {
    if (stopping) return base::unavailable("The server is being stopped.");
    const auto tx = database.begin_read();
    return tx ? base::Status() : base::Status(tx.error());
  }

  void stop() {
    stopping = true;
    if (server) server->stop();
    imports.stop();
    writes.stop();
  }

  void add_metrics() {
    http::add_process_metrics(metrics);
    metrics.counter_of("laurel_write_batches_total", "Transactions that writes shared.",
                       [this] { return static_cast<double>(writes.stats().batches); });
    metrics.counter_of("laurel_writes_total", "Writes that were committed.",
                       [this] { return static_cast<double>(writes.stats().writes); });
    metrics.counter_of("laurel_writes_failed_total", "Writes that heard an error.",
                       [this] { return static_cast<double>(writes.stats().failed); });
    metrics.gauge_of("laurel_writes_waiting", "Writes that wait for their transaction.",
                     [this] { return static_cast<double>(writes.stats().waiting); });
  }

  store::Database& database;
  const base::SecretBox secrets;
  std::atomic<bool> stopping{false};
  http::Metrics metrics;
  store::WriteQueue writes;
  app::Ingest ingest;
  app::Access access;
  app::InboxWorker inbox;
  app::ImportFiles imports;
  const http::StaticFiles files;
  const Services services;
  const Site site;
  std::unique_ptr<http::Server> server;
};

base::Result<std::unique_ptr<Host>> Host::start(store::Database& database, const base::Clock& clock,
                                                HostOptions options) {
  const std::string key_file =
      options.secret_key_file.empty() ? app::default_key_file(database) : options.secret_key_file;
  base::SecretBox secrets = TRY(app::open_secret_box(database, key_file));
  auto parts = std::make_unique<Parts>(database, clock, std::move(secrets), options);
  options.server.metrics = &parts->metrics;
  http::ServerOptions server = parts->site.server_options(std::move(options.server));
  parts->server = TRY(http::Server::start(parts->site.router(), std::move(server)));
  return std::unique_ptr<Host>(new Host(std::move(parts)));
}

Host::Host(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Host::~Host() = default;

std::uint16_t Host::port() const { return parts_->server->port(); }
void Host::stop() { parts_->stop(); }
base::Status Host::reload_tls() { return parts_->server->reload_tls(); }
app::Access& Host::access() { return parts_->access; }
const Site& Host::site() const { return parts_->site; }

}  // namespace laurel::web
