#include "http/operations.h"

#include <utility>

#include "base/log.h"

namespace laurel::http {

void add_operations(Router& router, const Metrics& metrics, OperationsOptions options) {
  const RouteOptions quick{.body_limit = 0, .run = Run::kNetworkThread};
  const auto uncached = [](Response response) {
    response.set("Cache-Control", "no-store");
    return Reply(std::move(response));
  };

  router.add(
      Method::kGet, "/healthz",
      [uncached](const Request&) { return uncached(Response::text("ok\n")); }, quick);

  router.add(Method::kGet, "/readyz",
             [uncached, ready = std::move(options.ready)](const Request& request) {
               const base::Status status = ready == nullptr ? base::Status() : ready();
               if (status.ok()) return uncached(Response::text("ready\n"));
               base::log(base::LogLevel::kWarning, "server.not_ready",
                         {{"request", request.id}, {"detail", status.error().detail}});
               return uncached(Response::text(status.error().message + "\n", 503));
             },
             {.body_limit = 0});

  router.add(
      Method::kGet, "/metrics",
      [uncached, &metrics, allowed = std::move(options.metrics_for)](const Request& request) {
        if (!in_any(allowed, request.client))
          return Reply(Response::problem(404, "There is nothing here."));
        Response out;
        out.body(metrics.render(), "text/plain; version=0.0.4; charset=utf-8");
        return uncached(std::move(out));
      },
      {.body_limit = 0});
}

}  // namespace laurel::http
