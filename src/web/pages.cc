#include "web/pages.h"

#include <algorithm>
#include <array>

#include "base/wording.h"
#include "web/fields.h"
#include "web/problem.h"
#include "web/redirect.h"

namespace laurel::web {
namespace {

using model::Permission;

struct Place {
  std::string_view path, words;
  Permission needs;
};
// What there is, in the order of the verbs.
constexpr std::array kVerbs = {
    Place{"", "Home", Permission::kSeeResponses},
    Place{"/responses", "Listen", Permission::kSeeResponses},
    Place{"/praise", "Praise", Permission::kSeePraise},
    Place{"/review", "Notice", Permission::kDecide},
    Place{"/report", "Prove", Permission::kSeeReport},
};
constexpr std::array kSettings = {
    Place{"/organization", "Organization", Permission::kEditProgramme},
    Place{"/units", "Units", Permission::kEditRoster},
    Place{"/roster", "Roster", Permission::kEditRoster},
    Place{"/questions", "Questions", Permission::kEditProgramme},
    Place{"/members", "People and roles", Permission::kManageMembers},
    Place{"/tokens", "Tokens for programs", Permission::kManageTokens},
    Place{"/sources", "Webhooks in", Permission::kEditProgramme},
    Place{"/audit", "Audit trail", Permission::kSeeAudit},
};

std::vector<NavigationLink> links_of(const Visit& visit, std::string_view here,
                                     const auto& places) {
  std::vector<NavigationLink> links;
  for (const Place& place : places) {
    // Praise by itself is for those who don't see whole responses.
    if (place.path == "/praise" && visit.may(Permission::kSeeResponses)) continue;
    if (!visit.may(place.needs)) continue;
    links.push_back({visit.at(place.path), std::string(place.words), place.path == here});
  }
  return links;
}

http::Reply with_form(const http::Request& request, const Pages& pages, const Visit& visit,
                      const Pages::Take& take, const http::FormLimits& limits = {}) {
  const auto form = http::read_form(request, limits);
  if (!form) return pages.trouble(request, form.error());
  if (const auto genuine = check_form(request, form->value_or("form_token", "")); !genuine) {
    auto kept = pages.kept(request, 403,
                           "This form was not made for your present session, but for an earlier "
                           "one. Look at what it says, and send it again if that is right.");
    return kept ? std::move(*kept) : pages.trouble(request, genuine.error());
  }
  return take(visit, *form);
}

std::string_view heading_of(int status) {
  switch (status) {
    case 403:
      return "Not for you";
    case 404:
      return "Nothing here";
    case 409:
      return "That can't be done now";
    case 429:
      return "One moment";
    case 500:
    case 503:
      return "Something is wrong on our side";
    default:
      return "That didn't work";
  }
}

}  // namespace

Pages::Pages(http::Router& router, const Services& services, Lists& lists)
    : router_(router), services_(services), lists_(lists), files_(frame_files(services.files)) {}

void Pages::open(std::string_view path, Show show) {
  router_.add(http::Method::kGet, path,
              [this, show = std::move(show)](const http::Request& request) -> http::Reply {
                const auto visit = signed_in(request, services_);
                return show(visit ? *visit : Visit{request, services_, nullptr, nullptr});
              });
}

void Pages::open_form(std::string_view path, Take take) {
  router_.add(http::Method::kPost, path,
              [this, take = std::move(take)](const http::Request& request) -> http::Reply {
                // Without a session there is no token to check; what keeps others' pages from
                // sending such a form is the browser's own word.
                const std::string_view site = request.header("Sec-Fetch-Site");
                if (!site.empty() && site != "same-origin" && site != "none")
                  return trouble(request, 403,
                                 "This form was sent by another site. Fill it in here.");
                const auto form = http::read_form(request);
                if (!form) return trouble(request, form.error());
                const auto visit = signed_in(request, services_);
                return take(visit ? *visit : Visit{request, services_, nullptr, nullptr}, *form);
              },
              {.body_limit = 64 << 10});
}

void Pages::own(std::string_view path, Show show) {
  router_.add(http::Method::kGet, path,
              [this, show = std::move(show)](const http::Request& request) -> http::Reply {
                const auto visit = signed_in(request, services_);
                return visit ? show(*visit) : refused(request, visit.error());
              });
}

void Pages::own_form(std::string_view path, Take take) {
  router_.add(http::Method::kPost, path,
              [this, take = std::move(take)](const http::Request& request) -> http::Reply {
                const auto visit = signed_in(request, services_);
                if (!visit) return refused(request, visit.error());
                return with_form(request, *this, *visit, take);
              });
}

void Pages::of_organization(std::string_view path, Permission needs, Show show) {
  router_.add(http::Method::kGet, "/o/{organization}" + std::string(path),
              [this, needs, show = std::move(show)](const http::Request& request) -> http::Reply {
                const auto visit = member(request, services_);
                if (!visit) return refused(request, visit.error());
                if (const auto allowed = visit->caller().require(needs); !allowed)
                  return trouble(request, allowed.error());
                return show(*visit);
              });
}

void Pages::organization_form(std::string_view path, Permission needs, Take take,
                              http::RouteOptions options, http::FormLimits limits) {
  if (options.body_limit > http::RouteOptions().body_limit)
    limits.value = std::max(limits.value, options.body_limit);
  router_.add(
      http::Method::kPost, "/o/{organization}" + std::string(path),
      [this, needs, limits, take = std::move(take)](const http::Request& request) -> http::Reply {
        const auto visit = member(request, services_);
        if (!visit) return refused(request, visit.error());
        if (const auto allowed = visit->caller().require(needs); !allowed)
          return trouble(request, allowed.error());
        return with_form(request, *this, *visit, take, limits);
      },
      options);
}

// With how many wait for a decision, where that is the visitor's to make. A page is shown without
// it rather than not at all.
std::vector<NavigationLink> Pages::verbs(const Visit& visit, std::string_view here) const {
  std::vector<NavigationLink> links = links_of(visit, here, kVerbs);
  const std::string review = visit.at("/review");
  const auto link = std::find_if(links.begin(), links.end(), [&](const NavigationLink& each) {
    return each.address == review;
  });
  if (link == links.end()) return links;
  const auto standing = [&]() -> base::Result<app::ReviewStanding> {
    store::Transaction tx = TRY(services_.database.begin_read());
    return lists_.standings.of(tx, visit.caller(), services_.clock.now());
  }();
  if (!standing) {
    log_if_internal(visit.request, standing.error());
    return links;
  }
  const std::int64_t waiting = standing->waiting.all();
  if (waiting > 0) link->waiting = base::grouped(waiting) + (standing->waiting.at_least ? "+" : "");
  return links;
}

http::Response Pages::page(const Visit& visit, std::string_view title, std::string_view here,
                           const html::Html& content, int status) const {
  return in_frame(visit, title, here, content, status, false);
}

http::Response Pages::page_with_figures(const Visit& visit, std::string_view title,
                                        std::string_view here, const html::Html& content) const {
  return in_frame(visit, title, here, content, 200, true);
}

http::Response Pages::in_frame(const Visit& visit, std::string_view title, std::string_view here,
                               const html::Html& content, int status, bool figures) const {
  Frame frame;
  frame.figures = figures;
  frame.title = title;
  if (visit.who) {
    frame.person = visit.who->user.name.empty() ? visit.who->user.address : visit.who->user.name;
    frame.form_token = visit.form_token();
  }
  if (visit.caller_is) {
    frame.organization = visit.caller().organization.name;
    frame.links = verbs(visit, here);
    frame.settings = links_of(visit, here, kSettings);
  }
  frame.done = done_sentence(visit.request.query("done").value_or(""));
  http::Response response = http::Response::html(framed(frame, files_, content), status);
  response.set("Cache-Control", "no-store");
  return response;
}

http::Response Pages::trouble(const http::Request& request, const base::Error& error) const {
  log_if_internal(request, error);
  http::Response response = trouble(request, status_of(error.code), error.message);
  if (error.code == base::ErrorCode::kThrottled)
    response.set("Retry-After", std::to_string(error.retry_after_seconds));
  return response;
}

http::Response Pages::trouble(const http::Request& request, int status,
                              std::string_view sentence) const {
  const auto visit = signed_in(request, services_);
  const std::string_view heading = heading_of(status);
  return page(visit ? *visit : Visit{request, services_, nullptr, nullptr}, heading, "",
              trouble_view(heading, sentence), status);
}

std::optional<http::Response> Pages::kept(const http::Request& request, int status,
                                          std::string_view sentence) const {
  // Only what a page of this site sent; and no passwords, which have no place in a page.
  if (request.header("Sec-Fetch-Site") != "same-origin" || !request.target.starts_with("/o/"))
    return std::nullopt;
  const auto form = http::read_form(request);
  if (!form || !form->files().empty()) return std::nullopt;
  const auto visit = signed_in(request, services_);
  KeptForm kept{std::string(sentence), std::string(request.target), "", fields_of(*form)};
  if (visit) kept.form_token = visit->form_token();
  return page(visit ? *visit : Visit{request, services_, nullptr, nullptr}, "Send it again", "",
              kept_form_view(kept), status);
}

http::Response Pages::refused(const http::Request& request, const base::Error& error) const {
  if (error.code != base::ErrorCode::kUnauthenticated) return trouble(request, error);
  if (request.method == http::Method::kPost) {
    if (auto page = kept(request, 401,
                         "Your session has ended, so nothing was changed. Sign in again in another "
                         "tab, come back to this one and send it again."))
      return std::move(*page);
    return trouble(request, 401,
                   "Your session has ended, so nothing was changed. Sign in again in another tab, "
                   "come back to this one, go back a page and send the form once more.");
  }
  return http::Response::redirect("/sign-in?next=" + encoded(request.target));
}

}  // namespace laurel::web
