#include "web/site.h"

#include "assets/assets.h"
#include "web/account.h"
#include "web/accuracy.h"
#include "web/audit.h"
#include "web/home.h"
#include "web/imports.h"
#include "web/ingest.h"
#include "web/members.h"
#include "web/organization.h"
#include "web/outcomes.h"
#include "web/praise.h"
#include "web/problem.h"
#include "web/question_pages.h"
#include "web/questions.h"
#include "web/report.h"
#include "web/responses.h"
#include "web/review.h"
#include "web/roster.h"
#include "web/roster_pages.h"
#include "web/saved_views.h"
#include "web/sign_in.h"
#include "web/sources.h"
#include "web/tokens.h"
#include "web/units.h"

namespace laurel::web {
namespace {

http::StaticFile file(std::string_view name, const assets::Asset& asset) {
  return {name, asset.bytes, asset.gzip, asset.sha256};
}

}  // namespace

http::StaticFiles site_files() {
  return {"/static/",
          {file("icon.svg", assets::icon()), file("app.css", assets::site_style()),
           file("pico.css", assets::base_style()), file("app.js", assets::site_script()),
           file("htmx.js", assets::htmx()), file("figures.css", assets::figures_style()),
           file("vega.js", assets::vega_script()), file("report.js", assets::report_script()),
           file("review.js", assets::review_script())}};
}

Site::Site(const Services& services, const http::Metrics& metrics,
           http::OperationsOptions operations)
    : reports_(services.database, services.clock),
      work_(services.database, services.access.audit(), services.clock),
      pages_(router_, services, lists_),
      api_(router_, services) {
  services.files.add_to(router_);
  http::add_operations(router_, metrics, std::move(operations));
  add_sign_in(pages_);
  add_home(pages_, lists_, reports_);
  add_responses(pages_, api_, lists_);
  add_saved_views(pages_, api_);
  add_review(pages_, api_, lists_);
  add_accuracy(pages_, api_, work_);
  add_imports(pages_, api_, services);
  add_ingest(api_, services);
  add_praise(pages_, lists_);
  add_account(pages_);
  add_members(pages_);
  add_tokens(pages_);
  add_sources(pages_, api_, router_, services);
  add_report(pages_, api_, lists_, reports_);
  add_outcomes(api_, services);
  add_roster(api_, lists_);
  add_questions(api_);
  add_question_pages(pages_);
  add_roster_pages(pages_, lists_);
  add_units(pages_, api_, lists_);
  add_organization(pages_, lists_);
  add_audit(pages_, api_);

  // Last: it describes all that was added.
  router_.add(http::Method::kGet, std::string(kApiPrefix) + "/openapi.json",
              [description = std::make_shared<const std::string>(api_.describe())](
                  const http::Request&) -> http::Reply {
                http::Response response;
                response.shared_body(description, "application/json");
                return response;
              });
}

http::ServerOptions Site::server_options(http::ServerOptions options) const {
  options.default_headers = {
      {"Content-Security-Policy", std::string(page_policy())},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "same-origin"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
  };
  if (options.tls) {
    options.default_headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
  }
  options.error_page = [this](int status, const http::Request* request,
                              std::string_view detail) -> http::Response {
    if (request != nullptr && request->wants_html())
      return pages_.trouble(*request, status, detail);
    http::Response response(status);
    response.body(problem_json(status, detail, {}, request == nullptr ? "" : request->id),
                  "application/problem+json");
    return response;
  };
  return options;
}

}  // namespace laurel::web
