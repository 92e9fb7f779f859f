// How signing in looks: one thing to do on each page. Pure functions from the structs of
// web/sign_in.h.
#include "web/sign_in.h"

namespace laurel::web {
namespace {

using html::Html;
using html::Url;
using namespace html::tags;

Html problem_line(std::string_view problem) {
  return problem.empty() ? Html() : p(class_("problem"), role("alert"), problem);
}

Html password_fields() {
  Html fields = field({.name = "password",
                       .label = "New password",
                       .type = "password",
                       .hint = "At least 10 characters. A few words in a row are easy to keep.",
                       .autocomplete = "new-password",
                       .required = true,
                       .focused = true});
  return fields;
}

}  // namespace

Html sign_in_view(const SignInView& view) {
  const bool again = !view.address.empty();
  return section(class_("narrow"), h1("Sign in"), problem_line(view.problem),
                 form(method("post"), action(Url("/sign-in")), hidden_field("next", view.next),
                      field({.name = "address",
                             .label = "E-mail address",
                             .value = view.address,
                             .type = "email",
                             .autocomplete = "username",
                             .required = true,
                             .focused = !again}),
                      field({.name = "password",
                             .label = "Password",
                             .type = "password",
                             .autocomplete = "current-password",
                             .required = true,
                             .focused = again}),
                      button(type("submit"), "Sign in")),
                 p(a(href(Url("/forgot")), "I forgot my password")));
}

Html forgot_view(const ForgotView& view) {
  if (view.sent) {
    return section(class_("narrow"), h1("Look into your mail"),
                   p("If somebody signs in here with that address, a link to set a new password is "
                     "on its way. It works for an hour."),
                   p(a(href(Url("/sign-in")), "Back to signing in")));
  }
  if (!view.can_send) {
    return section(
        class_("narrow"), h1("A new password"),
        p("This Laurel can't send mail yet. Ask an owner of your organization: whoever runs the "
          "server makes a link for you with ",
          code("laurel user password"), "."),
        p(a(href(Url("/sign-in")), "Back to signing in")));
  }
  return section(class_("narrow"), h1("A new password"), problem_line(view.problem),
                 p("Say your address, and a link to set a new one is sent to it."),
                 form(method("post"), action(Url("/forgot")),
                      field({.name = "address",
                             .label = "E-mail address",
                             .type = "email",
                             .autocomplete = "username",
                             .required = true,
                             .focused = true}),
                      button(type("submit"), "Send the link")));
}

Html link_view(const LinkView& view) {
  const bool invited = !view.organization.empty();
  const std::string heading = invited ? "Welcome to " + view.organization : "A new password";
  Html out = h1(heading) + problem_line(view.problem);
  if (view.sets_password) {
    out += p("For ", strong(view.address), ". Choose the password you will sign in with.");
    out += form(method("post"), action(Url(view.action)), password_fields(),
                button(type("submit"), invited ? "Set it and come in" : "Set it and sign in"));
  } else if (view.signed_in) {
    out += p(strong(view.organization), " invites you to work with it here.");
    out +=
        form(method("post"), action(Url(view.action)), hidden_field("form_token", view.form_token),
             button(type("submit"), "Accept the invitation"));
  } else {
    out += p("The invitation is for ", strong(view.address),
             ", who has a password here already. Sign in first; then it can be accepted.");
    out += p(a(href(Url("/sign-in?next=" + view.action)), role("button"), "Sign in"));
  }
  return section(class_("narrow"), out);
}

Html start_view(const StartView& view) {
  if (view.organizations.empty()) {
    return section(class_("narrow"), h1("Not a member yet"),
                   p("You can sign in, but no organization has you as a member. Ask for an "
                     "invitation, and open the link in it."));
  }
  std::vector<Html> items;
  for (const NavigationLink& organization : view.organizations)
    items.push_back(li(a(href(Url(organization.address)), organization.words)));
  return page_heading("Organizations", "Where would you like to go?") + ul(items);
}

}  // namespace laurel::web
