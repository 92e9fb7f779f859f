#include "web/settings_views.h"

#include "web/parts.h"

namespace laurel::web {
namespace {

using html::Html;
using html::Url;
using namespace html::tags;

Html member_row(const MembersView& view, const MemberRow& member) {
  const std::string address = view.address + "/" + member.id;
  Html role_cell = td(member.role_words);
  Html act = td();
  if (member.may_change) {
    role_cell =
        td(form(method("post"), action(Url(address)), hidden_field("form_token", view.form_token),
                hidden_field("employee", member.employee), hidden_field("unit", member.unit),
                choice("role", "", view.roles, member.role),
                button(type("submit"), class_("quiet"), "Change")));
    act = td(row_action(address + "/remove", view.form_token, "Remove",
                        "Remove " + member.address + "? Their tokens are revoked, too."));
  }
  const std::string roster = member.employee.empty() ? member.unit : member.employee;
  return tr(td(strong(member.name.empty() ? member.address : member.name),
               member.name.empty() ? Html() : Html(br()) + small(member.address)),
            role_cell, td(roster),
            td(member.state.empty() ? Html() : span(class_("tag"), member.state)), act);
}

}  // namespace

Html members_view(const MembersView& view) {
  Html out = page_heading("People and roles", "Who may sign in here, and what they see.");
  if (!view.link.empty()) {
    out += section(class_("done"),
                   p("Send this link to ", strong(view.link_for),
                     ". It works once, for a week, and is not shown again."),
                   code(class_("secret"), view.link));
  }
  std::vector<Html> rows;
  for (const MemberRow& member : view.members) rows.push_back(member_row(view, member));
  out += div(class_("scroll"), table(heads({"Who", "Role", "On the roster", "", ""}), tbody(rows)));
  if (!view.roles.empty()) {
    out += section(h2("Invite somebody"), problem_line(view.problem),
                   form(method("post"), action(Url(view.address)), class_("filters"),
                        hidden_field("form_token", view.form_token),
                        field({.name = "address",
                               .label = "E-mail address",
                               .value = view.typed_address,
                               .type = "email",
                               .required = true}),
                        field({.name = "name", .label = "Name", .value = view.typed_name}),
                        choice("role", "Role", view.roles, view.typed_role),
                        field({.name = "employee",
                               .label = "Employee id",
                               .value = view.typed_employee,
                               .hint = "Leaders and employees: who they are on the roster."}),
                        field({.name = "unit",
                               .label = "Unit",
                               .value = view.typed_unit,
                               .hint = "Leaders: the code of the unit they lead."}),
                        div(class_("act"), button(type("submit"), "Invite"))));
  }
  return out;
}

Html tokens_view(const TokensView& view) {
  Html out = page_heading("Tokens for programs",
                          "A program shows a token with each request, and may do what it says.");
  if (!view.secret.empty()) {
    out +=
        section(class_("done"),
                p("Here is the token. Keep it where the program finds it; it is not shown again."),
                code(class_("secret"), view.secret));
  }
  std::vector<Html> rows;
  for (const TokenRow& token : view.tokens) {
    rows.push_back(
        tr(td(strong(token.name)), td(token.scopes), td(moment(token.created)),
           td(moment(token.used)), td(moment(token.expires)),
           td(token.state.empty()
                  ? row_action(view.address + "/" + token.id + "/revoke", view.form_token, "Revoke",
                               "Revoke " + token.name + "? Programs that use it stop working.")
                  : span(class_("tag"), token.state))));
  }
  out += rows.empty()
             ? p(class_("empty"), "No tokens yet.")
             : div(class_("scroll"),
                   table(heads({"Name", "May", "Made", "Last used", "Expires", ""}), tbody(rows)));
  std::vector<Html> boxes;
  for (const Option& scope_ : view.scopes) {
    boxes.push_back(label(input(type("checkbox"), name("scopes"), value(scope_.value)), " ",
                          strong(scope_.value), " ", scope_.words));
  }
  out += section(
      h2("Make a token"), problem_line(view.problem),
      form(method("post"), action(Url(view.address)), hidden_field("form_token", view.form_token),
           field({.name = "name",
                  .label = "Name",
                  .value = view.typed_name,
                  .hint = "What uses it: “warehouse export”.",
                  .required = true}),
           fieldset(legend("It may"), boxes),
           field({.name = "expires", .label = "Last day (optional)", .type = "date"}),
           button(type("submit"), "Make it")));
  return out;
}

Html audit_view(const AuditView& view) {
  Html out =
      page_heading("Audit trail",
                   "Who changed what, and who looked at customers' data. Nothing here can be "
                   "changed.");
  const std::vector<Option> kinds = {{"", "Everything"},         {"member.", "People and roles"},
                                     {"token.", "Tokens"},       {"session.", "Signing in and out"},
                                     {"response.", "Responses"}, {"source.", "Webhooks in"}};
  out += form(class_("filters"), method("get"), action(Url(view.address)),
              choice("action", "What", kinds, view.action),
              div(class_("act"), button(type("submit"), "Show")));
  std::vector<Html> rows;
  for (const AuditRow& event : view.events) {
    rows.push_back(
        tr(td(moment(event.at)), td(event.who), td(event.what),
           td(event.subject_address.empty() ? Html(event.subject)
                                            : a(href(Url(event.subject_address)), event.subject)),
           td(event.details)));
  }
  out += rows.empty()
             ? p(class_("empty"), "Nothing yet.")
             : div(class_("scroll"), table(heads({"When", "Who", "What", "Of", ""}), tbody(rows)));
  if (!view.next.empty())
    out += nav(class_("pager"), aria_label("Pages"), a(href(Url(view.next)), rel("next"), "Older"));
  return out;
}

Html sources_view(const SourcesView& view) {
  Html out = page_heading("Webhooks in",
                          "Surveys and help desks that send what customers say as soon as they say "
                          "it.");
  if (!view.secret.empty()) {
    out += section(class_("done"),
                   p("The secret for ", strong(view.secret_for),
                     ". Enter it at the sender; it is not shown again."),
                   code(class_("secret"), view.secret));
  }
  std::vector<Html> rows;
  for (const SourceRow& source : view.sources) {
    rows.push_back(
        tr(td(strong(source.name)), td(source.kind), td(code(source.url)), td(source.mapping),
           td(form(method("post"), action(Url(view.address + "/" + source.id)),
                   hidden_field("form_token", view.form_token),
                   hidden_field("enabled", source.enabled ? "off" : "on"),
                   button(type("submit"), class_("quiet"), source.enabled ? "Pause" : "Go on")))));
  }
  out += rows.empty()
             ? p(class_("empty"), "None yet. Add the first below.")
             : div(class_("scroll"),
                   table(heads({"Name", "Kind", "Address to send to", "Fields", ""}), tbody(rows)));
  if (!view.troubled.empty()) {
    std::vector<Html> items;
    for (const InboxRow& item : view.troubled) {
      items.push_back(tr(td(moment(item.at)), td(item.source), td(item.error),
                         td(form(method("post"), action(Url(view.address + "/inbox/" + item.id)),
                                 hidden_field("form_token", view.form_token),
                                 button(type("submit"), class_("quiet"), "Try again")))));
    }
    out +=
        section(h2("Received, but not understood"),
                p(class_("lead"), "Kept as they came. Mend the fields above and try them again."),
                div(class_("scroll"), table(heads({"When", "From", "Why", ""}), tbody(items))));
  }
  const std::vector<Option> kinds = {{"typeform", "Typeform"},
                                     {"formbricks", "Formbricks"},
                                     {"zendesk", "Zendesk"},
                                     {"generic", "Laurel's own JSON"}};
  out += section(
      h2("Add one"), problem_line(view.problem),
      form(method("post"), action(Url(view.address)), hidden_field("form_token", view.form_token),
           field({.name = "name",
                  .label = "Name",
                  .value = view.typed_name,
                  .hint = "What its responses are called: “After-visit survey”.",
                  .required = true}),
           choice("kind", "Sender", kinds, view.typed_kind),
           div(class_("field"), label(for_("field-mapping"), "Fields"),
               textarea(id("field-mapping"), name("mapping"), rows_attribute(4),
                        aria_describedby("field-mapping-note"), view.typed_mapping),
               small(id("field-mapping-note"),
                     "A line for each: what it means, =, and the sender's name for it. "
                     "nps=likely_to_recommend, comment=why, unit=hidden:branch.")),
           button(type("submit"), "Add it")));
  return out;
}

Html account_view(const AccountView& view) {
  Html out = page_heading("Your account", view.address);
  out += problem_line(view.problem);
  std::vector<Html> rows;
  for (const SessionView& session : view.sessions) {
    rows.push_back(
        tr(td(session.device.empty() ? "An unknown device" : session.device),
           td(moment(session.begun)), td(moment(session.seen)),
           td(session.this_one ? span(class_("tag"), "this one")
                               : row_action("/account/sessions/" + session.id, view.form_token,
                                            "End it", "End that session?"))));
  }
  out += section(h2("Name"), form(method("post"), action(Url("/account/name")),
                                  hidden_field("form_token", view.form_token),
                                  field({.name = "name",
                                         .label = "As others see it",
                                         .value = view.name,
                                         .autocomplete = "name"}),
                                  button(type("submit"), class_("quiet"), "Change it")));
  out += section(h2("Password"),
                 form(method("post"), action(Url("/account/password")),
                      hidden_field("form_token", view.form_token),
                      field({.name = "old_password",
                             .label = "Present password",
                             .type = "password",
                             .autocomplete = "current-password",
                             .required = true}),
                      field({.name = "new_password",
                             .label = "New password",
                             .type = "password",
                             .hint = "At least 10 characters. All other sessions are ended.",
                             .autocomplete = "new-password",
                             .required = true}),
                      button(type("submit"), "Change the password")));
  out += section(
      h2("Where you are signed in"),
      div(class_("scroll"), table(heads({"Device", "Since", "Last seen", ""}), tbody(rows))),
      view.sessions.size() > 1 ? row_action("/account/sessions", view.form_token, "End all others",
                                            "End all other sessions?")
                               : Html());
  return out;
}

}  // namespace laurel::web
