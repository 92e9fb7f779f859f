// What a monitor, a load balancer or an orchestrator asks a server: whether it lives, whether it is
// ready, and its numbers.
#pragma once

#include <functional>
#include <vector>

#include "http/address.h"
#include "http/metrics.h"
#include "http/router.h"

namespace laurel::http {

struct OperationsOptions {
  // Whether requests can be served now (the database answers, no stop is under way) or one sentence
  // why not. Runs on the pool.
  std::function<base::Status()> ready;
  // Clients who may read /metrics; to others it does not exist.
  std::vector<Network> metrics_for = private_networks();
};

// GET /healthz: 200 as long as the process can answer. GET /readyz: 200, or 503 with the reason's
// message. GET /metrics. `metrics` outlives the router.
void add_operations(Router& router, const Metrics& metrics, OperationsOptions options);

}  // namespace laurel::http
