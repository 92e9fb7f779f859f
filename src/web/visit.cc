#include "web/visit.h"

namespace laurel::web {
namespace {

constexpr std::string_view kSecureName = "__Host-laurel";
constexpr std::string_view kPlainName = "laurel";

}  // namespace

std::string Visit::at(std::string_view rest) const {
  return "/o/" + caller_is->organization.slug + std::string(rest);
}

std::string Visit::form_token() const { return app::Access::form_token(session_secret(request)); }

std::string Visit::site_url() const {
  if (!services.options.public_url.empty()) return services.options.public_url;
  return (request.scheme == http::Scheme::kHttps ? "https://" : "http://") +
         std::string(request.host);
}

std::string_view session_cookie_name(const http::Request& request) {
  return request.scheme == http::Scheme::kHttps ? kSecureName : kPlainName;
}

http::Cookie session_cookie(const http::Request& request, std::string_view secret,
                            std::optional<std::chrono::seconds> max_age) {
  http::Cookie cookie;
  cookie.name = session_cookie_name(request);
  cookie.value = secret;
  cookie.max_age = max_age;
  cookie.secure = request.scheme == http::Scheme::kHttps;
  return cookie;
}

std::string_view session_secret(const http::Request& request) {
  return request.cookie(session_cookie_name(request)).value_or(std::string_view());
}

app::Client client_of(const http::Request& request) {
  app::Client client;
  client.address = request.client.to_string();
  client.device = request.header("User-Agent");
  client.session = base::Secret(session_secret(request));
  return client;
}

base::Result<Visit> signed_in(const http::Request& request, const Services& services) {
  auto who = TRY(services.access.session(session_secret(request)));
  return Visit{request, services, std::move(who), nullptr};
}

base::Result<Visit> member(const http::Request& request, const Services& services) {
  Visit visit = TRY(signed_in(request, services));
  const app::Caller* caller = visit.who->in(request.parameter("organization"));
  if (caller == nullptr) {
    return base::not_found(
        "There is no such organization, or you are not a member of it. Ask an owner of it for an "
        "invitation.");
  }
  visit.caller_is = {visit.who, caller};
  return visit;
}

base::Result<Visit> program(const http::Request& request, const Services& services) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view given = request.header("Authorization");
  if (!given.starts_with(kScheme)) {
    return base::Error{base::ErrorCode::kUnauthenticated,
                       "Send a token of the organization as \"Authorization: Bearer laurel_…\"."};
  }
  auto caller = TRY(services.access.token(given.substr(kScheme.size())));
  return Visit{request, services, nullptr, std::move(caller)};
}

base::Status check_form(const http::Request& request, std::string_view form_token) {
  const std::string_view site = request.header("Sec-Fetch-Site");
  const bool from_elsewhere = !site.empty() && site != "same-origin" && site != "none";
  if (!from_elsewhere && app::Access::form_token_matches(session_secret(request), form_token))
    return {};
  return base::Error{base::ErrorCode::kForbidden,
                     "This form was not made for your present session. Go back, load the page "
                     "again and send it once more."};
}

}  // namespace laurel::web
