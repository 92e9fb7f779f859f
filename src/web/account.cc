#include "web/account.h"

#include "web/problem.h"
#include "web/redirect.h"
#include "web/settings_views.h"

namespace laurel::web {
namespace {

http::Response account_page(const Pages& pages, const Visit& visit, std::string_view problem,
                            int status) {
  const auto sessions = visit.services.access.sessions(*visit.who);
  if (!sessions) return pages.trouble(visit.request, sessions.error());
  AccountView view;
  view.form_token = visit.form_token();
  view.address = visit.who->user.address;
  view.name = visit.who->user.name;
  view.problem = problem;
  for (const store::SessionRow& session : *sessions) {
    view.sessions.push_back({session.id.value.to_string(), session.device,
                             session.created_at.to_string(), session.seen_at.to_string(),
                             session.id == visit.who->session});
  }
  return pages.page(visit, "Your account", "", account_view(view), status);
}

http::Reply after(const Pages& pages, const Visit& visit, const base::Status& status,
                  std::string_view name) {
  if (status) return done("/account", name);
  if (status.error().code == base::ErrorCode::kInvalidInput)
    return account_page(pages, visit, status.error().message, 422);
  return pages.trouble(visit.request, status.error());
}

http::Reply change_password(const Pages& pages, const Visit& visit, const http::Form& form) {
  return http::Reply::later([&pages, &request = visit.request, &services = visit.services,
                             who = visit.who,
                             old_password = base::Secret(form.value_or("old_password", "")),
                             new_password = base::Secret(form.value_or("new_password", ""))](
                                http::Done done_) mutable {
    services.access.change_password(
        base::Secret(session_secret(request)), std::move(old_password), std::move(new_password),
        client_of(request),
        [&pages, &request, &services, who, done_](base::Result<app::NewSession> session) {
          if (!session) {
            const Visit again{request, services, who, nullptr};
            done_(account_page(pages, again, session.error().message,
                               status_of(session.error().code)));
            return;
          }
          http::Response response = done("/account", "password-changed");
          const std::chrono::microseconds left(session->ends_at.micros - request.arrived.micros);
          response.cookie(session_cookie(request, session->secret.reveal(),
                                         std::chrono::duration_cast<std::chrono::seconds>(left)));
          done_(std::move(response));
        });
  });
}

}  // namespace

void add_account(Pages& pages) {
  pages.own("/account",
            [&](const Visit& visit) -> http::Reply { return account_page(pages, visit, "", 200); });
  pages.own_form("/account/name", [&](const Visit& visit, const http::Form& form) {
    return after(pages, visit, visit.services.access.rename(*visit.who, form.value_or("name", "")),
                 "name-changed");
  });
  pages.own_form("/account/password", [&](const Visit& visit, const http::Form& form) {
    return change_password(pages, visit, form);
  });
  pages.own_form("/account/sessions", [&](const Visit& visit, const http::Form&) {
    return after(pages, visit, visit.services.access.end_other_sessions(*visit.who),
                 "sessions-ended");
  });
  pages.own_form(
      "/account/sessions/{id}", [&](const Visit& visit, const http::Form&) -> http::Reply {
        const auto id = base::Uuid::parse(visit.request.parameter("id"));
        if (!id) return pages.trouble(visit.request, 404, "There is no such session.");
        return after(pages, visit,
                     visit.services.access.end_session(*visit.who, model::SessionId{*id}),
                     "session-ended");
      });
}

}  // namespace laurel::web
