// The whole site: every page, the API, static files, webhooks in and what monitors ask, on one
// router. Made once; read-only and thread-safe afterwards.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "app/model_work.h"
#include "http/metrics.h"
#include "http/operations.h"
#include "http/router.h"
#include "http/server.h"
#include "web/api.h"
#include "web/kept_reports.h"
#include "web/lists.h"
#include "web/pages.h"
#include "web/services.h"

namespace laurel::web {

// What the site serves under /static/; make it before Services.
http::StaticFiles site_files();

class Site {
 public:
  // REQUIRES: services and metrics outlive it.
  Site(const Services& services, const http::Metrics& metrics, http::OperationsOptions operations);

  const http::Router& router() const { return router_; }
  const Api& api() const { return api_; }

  // Completes options: the security headers of every answer, and error pages that look like the
  // site (HTML for people, problem details for programs).
  http::ServerOptions server_options(http::ServerOptions options) const;

 private:
  http::Router router_;
  Lists lists_;
  KeptReports reports_;
  app::ModelWork work_;
  Pages pages_;
  Api api_;
};

}  // namespace laurel::web
