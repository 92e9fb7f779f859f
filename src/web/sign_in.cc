#include "web/sign_in.h"

#include "web/problem.h"
#include "web/redirect.h"

namespace laurel::web {
namespace {

http::Response come_in(const http::Request& request, const app::NewSession& session,
                       std::string_view next) {
  http::Response response = http::Response::redirect(next);
  const auto left = std::chrono::duration_cast<std::chrono::seconds>(
      std::chrono::microseconds(session.ends_at.micros - request.arrived.micros));
  response.cookie(session_cookie(request, session.secret.reveal(), left));
  return response;
}

// The first thing somebody of that role wants to see.
std::string first_page(const app::Caller& caller) {
  const std::string organization = "/o/" + caller.organization.slug;
  if (caller.may(model::Permission::kSeeResponses)) return organization;
  return organization + "/praise";
}

http::Reply show_sign_in(const Pages& pages, const Visit& visit) {
  const std::string next = local_or_start(visit.request.query("next").value_or("/"));
  if (visit.who) return http::Response::redirect(next);
  return pages.page(visit, "Sign in", "", sign_in_view({"", next, ""}));
}

http::Reply sign_in(const Pages& pages, const Visit& visit, const http::Form& form) {
  const http::Request& request = visit.request;
  const Services& services = visit.services;
  std::string address(form.value_or("address", ""));
  base::Secret password(form.value_or("password", ""));
  std::string next = local_or_start(form.value_or("next", "/"));
  return http::Reply::later([&pages, &request, &services, address = std::move(address),
                             password = std::move(password),
                             next = std::move(next)](http::Done done) mutable {
    services.access.sign_in(
        address, std::move(password), client_of(request),
        [&pages, &request, &services, address, next, done](base::Result<app::NewSession> session) {
          if (session) {
            done(come_in(request, *session, next));
            return;
          }
          log_if_internal(request, session.error());
          const Visit nobody{request, services, nullptr, nullptr};
          http::Response response = pages.page(
              nobody, "Sign in", "", sign_in_view({address, next, session.error().message}),
              status_of(session.error().code));
          if (session.error().retry_after_seconds > 0)
            response.set("Retry-After", std::to_string(session.error().retry_after_seconds));
          done(std::move(response));
        });
  });
}

http::Reply sign_out(const Visit& visit) {
  // The cookie goes even if the database can't be written: the person wants to be out.
  (void)visit.services.access.sign_out(base::Secret(session_secret(visit.request)));
  http::Response response = done("/sign-in", "signed-out");
  response.cookie(session_cookie(visit.request, "", std::chrono::seconds(0)));
  return response;
}

http::Reply ask_for_reset(const Pages& pages, const Visit& visit, const http::Form& form) {
  app::Access& access = visit.services.access;
  const auto asked = access.ask_for_reset(form.value_or("address", ""), client_of(visit.request));
  ForgotView view{access.can_send_links(), asked.ok(), asked ? "" : asked.error().message};
  return pages.page(visit, "A new password", "", forgot_view(view),
                    asked ? 200 : status_of(asked.error().code));
}

std::string link_path(const http::Request& request) {
  return "/link/" + std::string(request.parameter("secret"));
}

// `problem`: of the attempt before.
http::Reply show_link(const Pages& pages, const Visit& visit, std::string_view problem,
                      int status = 200) {
  const auto info = visit.services.access.look_at_link(visit.request.parameter("secret"),
                                                       client_of(visit.request));
  if (!info) return pages.trouble(visit.request, info.error());
  LinkView view;
  view.action = link_path(visit.request);
  view.address = info->user.address;
  view.organization = info->organization;
  view.sets_password = info->sets_password;
  view.signed_in = visit.who && visit.who->user.id == info->user.id;
  view.problem = problem;
  if (view.signed_in) view.form_token = visit.form_token();
  http::Response response =
      pages.page(visit, view.organization.empty() ? "A new password" : "Invitation", "",
                 link_view(view), status);
  // The address is a secret: no other site and no cache gets to see it.
  response.set("Referrer-Policy", "no-referrer");
  return response;
}

http::Reply use_link(const Pages& pages, const Visit& visit, const http::Form& form) {
  const http::Request& request = visit.request;
  const Services& services = visit.services;
  if (!form.value("password")) {
    if (!visit.who) return http::Response::redirect("/sign-in?next=" + link_path(request));
    if (const auto genuine = check_form(request, form.value_or("form_token", "")); !genuine)
      return pages.trouble(request, genuine.error());
    const auto accepted =
        services.access.accept_invitation(*visit.who, request.parameter("secret"));
    if (!accepted) return pages.trouble(request, accepted.error());
    return done("/", "invitation-accepted");
  }
  base::Secret password(*form.value("password"));
  return http::Reply::later(
      [&pages, &request, &services, password = std::move(password)](http::Done done) mutable {
        services.access.use_link(
            request.parameter("secret"), std::move(password), client_of(request),
            [&pages, &request, &services, done](base::Result<app::NewSession> session) {
              if (session) {
                done(come_in(request, *session, "/"));
                return;
              }
              const Visit nobody{request, services, nullptr, nullptr};
              if (session.error().code != base::ErrorCode::kInvalidInput) {
                done(pages.trouble(request, session.error()));
                return;
              }
              http::Reply again = show_link(pages, nobody, session.error().message, 422);
              done(std::move(*again.now()));
            });
      });
}

http::Reply start(const Pages& pages, const Visit& visit) {
  const auto& organizations = visit.who->organizations;
  if (organizations.size() == 1) {
    const std::string done_name = visit.request.query("done").value_or("");
    const std::string where = first_page(organizations.front());
    return done_sentence(done_name).empty() ? http::Response::redirect(where)
                                            : done(where, done_name);
  }
  StartView view;
  for (const app::Caller& caller : organizations)
    view.organizations.push_back({first_page(caller), caller.organization.name, false});
  return pages.page(visit, "Organizations", "", start_view(view));
}

}  // namespace

void add_sign_in(Pages& pages) {
  pages.own("/", [&](const Visit& visit) { return start(pages, visit); });
  pages.open("/sign-in", [&](const Visit& visit) { return show_sign_in(pages, visit); });
  pages.open_form("/sign-in", [&](const Visit& visit, const http::Form& form) {
    return sign_in(pages, visit, form);
  });
  pages.own_form("/sign-out",
                 [](const Visit& visit, const http::Form&) { return sign_out(visit); });
  pages.open("/forgot", [&](const Visit& visit) -> http::Reply {
    return pages.page(visit, "A new password", "",
                      forgot_view({visit.services.access.can_send_links(), false, ""}));
  });
  pages.open_form("/forgot", [&](const Visit& visit, const http::Form& form) {
    return ask_for_reset(pages, visit, form);
  });
  pages.open("/link/{secret}", [&](const Visit& visit) { return show_link(pages, visit, ""); });
  pages.open_form("/link/{secret}", [&](const Visit& visit, const http::Form& form) {
    return use_link(pages, visit, form);
  });
}

}  // namespace laurel::web
