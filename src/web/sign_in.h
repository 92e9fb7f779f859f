// Signing in and out, links that set a password or accept an invitation, and the start page that
// leads on to an organization. Views are pure.
#pragma once

#include <string>
#include <vector>

#include "html/html.h"
#include "web/pages.h"

namespace laurel::web {

struct SignInView {
  std::string address, next, problem;
};
html::Html sign_in_view(const SignInView& view);

struct ForgotView {
  bool can_send = false;  // else: whom to ask
  bool sent = false;
  std::string problem;
};
html::Html forgot_view(const ForgotView& view);

// Setting a password with a one-time link, or accepting an invitation with the password one has.
struct LinkView {
  std::string action;        // where the form goes
  std::string address;       // whose link it is
  std::string organization;  // that invites; empty: a password is reset
  bool sets_password = true;
  bool signed_in = false;  // as that person
  std::string form_token;
  std::string problem;
};
html::Html link_view(const LinkView& view);

struct StartView {
  std::vector<NavigationLink> organizations;
};
html::Html start_view(const StartView& view);

void add_sign_in(Pages& pages);

}  // namespace laurel::web
