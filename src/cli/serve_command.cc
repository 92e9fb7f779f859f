// `laurel serve`: the pages, the API and webhooks, until it is told to stop.
#include <fmt/format.h>
#include <pthread.h>

#include <csignal>

#include "base/log.h"
#include "cli/command.h"
#include "web/host.h"

namespace laurel::cli {
namespace {

constexpr Option kOptions[] = {
    {"address", "ADDRESS", "where to listen (default: 127.0.0.1; 0.0.0.0 or :: for everywhere)"},
    {"port", "PORT", "(default: 8800; 0 for any free one)"},
    {"public-url", "URL", "how people reach it: https://laurel.example.com, for links in messages"},
    {"trusted-proxy", "NETWORK",
     "whose X-Forwarded-… are believed; may be given again (default: "
     "this machine)"},
    {"tls-certificate", "FILE", "PEM, with its chain: then the port speaks TLS"},
    {"tls-key", "FILE", "PEM"},
    {"secret-key-file", "FILE",
     "the key that secrets are sealed with; made if the database never had one (default: beside "
     "the SQLite file, with .key after its name; laurel.key for PostgreSQL)"},
    {"uploads", "FOLDER",
     "where files lie while people import them (default: beside a SQLite file, its name with "
     "-uploads; else laurel-uploads here). Servers of one PostgreSQL share it"},
    {"threads", "N", "that answer requests (default: as many as processors)"},
    {"log", "LEVEL", "debug, info, warning or error (default: info)"},
    {"log-format", "FORMAT", "json or text (default: text on a screen, else json)"},
    {"log-requests", "", "a line for every request, not only for slow and failed ones"},
};

constexpr std::string_view kDescription =
    "Stands behind a reverse proxy by default, or speaks TLS when given a certificate. SIGTERM "
    "and\n"
    "SIGINT stop it: it takes nothing new, finishes what it has begun and ends. SIGHUP reads the\n"
    "certificate again. /healthz, /readyz and /metrics are for monitors.\n\n"
    "  laurel user add ann@example.com --role owner     first somebody who may sign in\n"
    "  laurel serve                                      then http://127.0.0.1:8800/\n\n"
    "docs/operations.md has a service file, the limits and how to back up.";

base::Result<web::HostOptions> host_options(const Arguments& arguments) {
  web::HostOptions options;
  options.server.address = arguments.value_or("address", "127.0.0.1");
  options.server.port = static_cast<std::uint16_t>(TRY(arguments.number("port", 8800, 0, 65'535)));
  options.server.pool_threads = static_cast<int>(TRY(arguments.number("threads", 0, 1, 256)));
  options.site.public_url = arguments.value_or("public-url", "");
  while (options.site.public_url.ends_with('/')) options.site.public_url.pop_back();
  options.secret_key_file = arguments.value_or("secret-key-file", "");
  const auto proxies = arguments.values("trusted-proxy");
  if (!proxies.empty()) options.server.trusted_proxies.clear();
  for (const std::string& proxy : proxies)
    options.server.trusted_proxies.push_back(TRY(http::Network::parse(proxy)));
  if (arguments.has("tls-certificate") != arguments.has("tls-key")) {
    return base::invalid_input("TLS needs both: give --tls-certificate and --tls-key.");
  }
  if (arguments.has("tls-certificate")) {
    options.server.tls =
        http::TlsFiles{*arguments.value("tls-certificate"), *arguments.value("tls-key")};
  }
  if (arguments.has("log-requests")) options.server.log_requests = http::LogRequests::kAll;
  return options;
}

base::Status begin_log(const Arguments& arguments, const Terminal& terminal) {
  base::LogOptions log;
  log.level = TRY(base::parse_log_level(arguments.value_or("log", "info")));
  const std::string format =
      arguments.value_or("log-format", terminal.err_is_screen() ? "text" : "json");
  if (format != "text" && format != "json") {
    return base::invalid_input(
        fmt::format("--log-format can be json or text, not \"{}\".", format));
  }
  log.format = format == "text" ? base::LogFormat::kText : base::LogFormat::kJson;
  return base::start_log(log);
}

// Signals that end or change a server come to wait_for_signal() only: blocked before other threads
// begin, which inherit that.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

base::Result<int> run(Session& session) {
  web::HostOptions options = TRY(host_options(session.arguments));
  const store::Database& database = *session.database;
  options.imports.folder = session.arguments.value_or(
      "uploads", database.engine() == store::Engine::kSqlite ? database.display_name() + "-uploads"
                                                             : "laurel-uploads");
  const bool tls = options.server.tls.has_value();
  const std::string address = options.server.address;
  TRY(begin_log(session.arguments, session.terminal));
  const sigset_t signals = block_signals();
  const auto host = TRY(web::Host::start(*session.database, session.clock, std::move(options)));

  const bool v6 = address.find(':') != std::string::npos;
  session.terminal.err(fmt::format("Laurel is at {}://{}{}{}:{}/\n", tls ? "https" : "http",
                                   v6 ? "[" : "", address, v6 ? "]" : "", host->port()));
  session.terminal.flush();
  base::log(base::LogLevel::kInfo, "server.started", {{"port", host->port()}});
  for (;;) {
    int signal = 0;
    sigwait(&signals, &signal);
    if (signal != SIGHUP) break;
    if (const auto reloaded = host->reload_tls(); !reloaded) {
      base::log(base::LogLevel::kError, "tls.not-reloaded", {{"reason", reloaded.error().message}});
    }
  }
  base::log(base::LogLevel::kInfo, "server.stopping");
  host->stop();
  base::log(base::LogLevel::kInfo, "server.stopped");
  base::stop_log();
  return 0;
}

}  // namespace

const Command kServeCommand = {.name = "serve",
                               .summary = "Serve the pages, the API and webhooks",
                               .description = kDescription,
                               .options = kOptions,
                               .needs = Needs::kDatabase,
                               .run = run};

}  // namespace laurel::cli
