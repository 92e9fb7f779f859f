// Who makes a request, and for which organization. A page's visitor has a session in a cookie and
// names the organization in the path (/o/acme/…); a program has a token, which belongs to one
// organization. The only way to an organization's data is a Visit with a caller, and it exists only
// after the permission was checked.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "app/access.h"
#include "base/result.h"
#include "http/message.h"
#include "store/database.h"
#include "web/services.h"

namespace laurel::web {

struct Visit {
  const http::Request& request;
  const Services& services;
  std::shared_ptr<const app::SignedIn> who;      // a page's visitor; null for programs
  std::shared_ptr<const app::Caller> caller_is;  // in the organization; null outside of any

  // REQUIRES: the route is an organization's.
  const app::Caller& caller() const { return *caller_is; }
  model::OrganizationId organization() const { return caller_is->organization.id; }
  bool may(model::Permission permission) const { return caller_is && caller_is->may(permission); }

  // "/o/acme" + rest.
  std::string at(std::string_view rest) const;
  // For the hidden field of forms.
  std::string form_token() const;
  // The site's address for links that leave it: "https://laurel.example.com".
  std::string site_url() const;
};

// The session cookie. Over TLS its name has the __Host- prefix, so that no other host can set it.
std::string_view session_cookie_name(const http::Request& request);
http::Cookie session_cookie(const http::Request& request, std::string_view secret,
                            std::optional<std::chrono::seconds> max_age);
std::string_view session_secret(const http::Request& request);  // empty: none

// Where a request comes from, for throttles and the list of sessions.
app::Client client_of(const http::Request& request);

// Somebody signed in; kUnauthenticated.
base::Result<Visit> signed_in(const http::Request& request, const Services& services);
// And a member of the organization that the path names ({organization}); kNotFound if not, as if
// there were none, so that nobody learns who is a customer here.
base::Result<Visit> member(const http::Request& request, const Services& services);
// A program with "Authorization: Bearer …"; kUnauthenticated.
base::Result<Visit> program(const http::Request& request, const Services& services);

// Whether a form was sent by a page of this site for this session: its hidden field holds the
// session's form token, and the browser, if it says so, was on this site. kForbidden.
base::Status check_form(const http::Request& request, std::string_view form_token);

}  // namespace laurel::web
