// `laurel user`: who may sign in, from the machine itself. Whoever can run it holds the database,
// so it asks for no permission; what it does is in the audit trail.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "app/access.h"
#include "app/password_rules.h"
#include "cli/command.h"
#include "cli/organization_choice.h"
#include "cli/secret_input.h"

namespace laurel::cli {
namespace {

constexpr Option kOptions[] = {
    {"role", "ROLE", "owner, programme-lead, interviewer, leader, employee or agency"},
    {"name", "NAME", "how the person is called (default: from the address)"},
    {"employee", "ID", "who this is on the roster"},
    {"unit", "CODE", "the unit that a leader leads"},
    {"password-stdin", "", "set the password on standard input instead of making a link"},
    {"url", "URL", "where Laurel is reached, for links (default: $LAUREL_URL)"},
};

constexpr std::string_view kDescription =
    "  list               who is a member\n"
    "  add ADDRESS        invites somebody; prints a link that works once, for a week. The first\n"
    "                     member is an owner, for others say --role\n"
    "  change ADDRESS     another --role, --employee or --unit\n"
    "  password ADDRESS   prints a link that sets a new password, once, within an hour; with\n"
    "                     --password-stdin sets it and ends all sessions\n"
    "  remove ADDRESS     takes the membership away, and the sign-in with the last of them";

app::AccessOptions options_for_commands() {
  app::AccessOptions options;
  options.background = false;
  return options;
}

std::string link_text(const Arguments& arguments, const base::Secret& secret) {
  const char* from_environment = std::getenv("LAUREL_URL");
  std::string url = arguments.value_or("url", from_environment != nullptr ? from_environment : "");
  while (url.ends_with('/')) url.pop_back();
  return url + app::link_path(secret);
}

void show_link(Session& session, const base::Secret& secret, std::string_view what) {
  const std::string link = link_text(session.arguments, secret);
  session.terminal.out(link + "\n");
  session.terminal.err(fmt::format(
      "{}{}\n", what,
      link.starts_with('/') ? " Put the address of your Laurel in front, or say --url." : ""));
}

struct Request {
  Session& session;
  app::Access& access;
  app::Caller caller;
  std::string address;
  std::vector<store::Member> members;
};

base::Result<const store::Member*> member_of(const Request& request) {
  const std::string address = TRY(model::normalized_address(request.address));
  for (const store::Member& member : request.members) {
    if (member.user.address == address) return &member;
  }
  return base::not_found(fmt::format("{} is not a member of {}. `laurel user list` shows them.",
                                     address, request.caller.organization.name));
}

base::Result<model::Role> role_of(const Request& request, std::optional<model::Role> otherwise) {
  const auto named = request.session.arguments.value("role");
  if (!named) {
    if (otherwise) return *otherwise;
    return base::invalid_input(
        "Say what the person may do: --role owner, programme-lead, interviewer, leader, employee "
        "or agency.");
  }
  const auto role = model::role_named(*named);
  if (role) return *role;
  return base::invalid_input(
      fmt::format("There is no role \"{}\". There are owner, programme-lead, interviewer, leader, "
                  "employee and agency.",
                  *named));
}

base::Result<int> list(Request& request) {
  for (const store::Member& member : request.members) {
    const bool accepted = member.membership.accepted_at.has_value();
    request.session.terminal.out(fmt::format("{:<40} {:<15} {}\n", member.user.address,
                                             model::name(member.membership.role),
                                             accepted ? member.user.name : "(invited)"));
  }
  if (request.members.empty()) {
    request.session.terminal.err(
        "Nobody can sign in yet. `laurel user add ADDRESS` makes the first owner.\n");
  }
  return 0;
}

base::Result<int> add(Request& request) {
  const Arguments& arguments = request.session.arguments;
  const bool has_owner = std::any_of(
      request.members.begin(), request.members.end(),
      [](const store::Member& member) { return member.membership.role == model::Role::kOwner; });
  const model::Role role =
      TRY(role_of(request, has_owner ? std::nullopt : std::optional(model::Role::kOwner)));
  base::Secret password;
  if (arguments.has("password-stdin")) {
    password = TRY(read_password(request.session.terminal));
    TRY(app::check_password(password, request.address, arguments.value_or("name", "")));
  }
  const app::Invited invited = TRY(request.access.invite(
      request.caller, {request.address, arguments.value_or("name", ""), role,
                       arguments.value_or("employee", ""), arguments.value_or("unit", "")}));
  if (!password.empty()) {
    TRY(request.access.set_password(request.caller, request.address, password));
    request.session.terminal.err(fmt::format("{} can sign in as {} of {}.\n", request.address,
                                             model::words(role), request.caller.organization.name));
    return 0;
  }
  CHECK(invited.secret);
  show_link(request.session, *invited.secret,
            fmt::format("Give this link to {} only: it lets them in as {}, once, until {}.",
                        request.address, model::words(role),
                        base::Date::of(invited.expires_at).to_string()));
  return 0;
}

base::Result<int> change(Request& request) {
  const Arguments& arguments = request.session.arguments;
  const store::Member* member = TRY(member_of(request));
  const model::Role role = TRY(role_of(request, member->membership.role));
  TRY(request.access.change_member(
      request.caller, member->user.id,
      {role, arguments.value_or("employee", ""), arguments.value_or("unit", "")}));
  request.session.terminal.err(fmt::format("{} is {} of {} now.\n", member->user.address,
                                           model::words(role), request.caller.organization.name));
  return 0;
}

base::Result<int> password(Request& request) {
  if (request.session.arguments.has("password-stdin")) {
    const base::Secret password = TRY(read_password(request.session.terminal));
    TRY(request.access.set_password(request.caller, request.address, password));
    request.session.terminal.err(
        fmt::format("{} has the new password; all sessions have ended.\n", request.address));
    return 0;
  }
  const base::Secret link = TRY(request.access.make_reset_link(request.caller, request.address));
  show_link(request.session, link,
            fmt::format("Give this link to {} only: it sets a new password, once, within an hour.",
                        request.address));
  return 0;
}

base::Result<int> remove(Request& request) {
  const store::Member* member = TRY(member_of(request));
  TRY(request.access.remove_member(request.caller, member->user.id));
  request.session.terminal.err(fmt::format("{} is no member of {} any more.\n",
                                           member->user.address, request.caller.organization.name));
  return 0;
}

base::Result<int> run(Session& session) {
  const std::vector<std::string>& words = session.arguments.words();
  struct Verb {
    std::string_view name;
    base::Result<int> (*run)(Request& request);
  };
  constexpr Verb kVerbs[] = {
      {"list", list}, {"add", add}, {"change", change}, {"password", password}, {"remove", remove}};
  const auto verb = std::find_if(std::begin(kVerbs), std::end(kVerbs), [&](const Verb& each) {
    return !words.empty() && each.name == words[0];
  });
  if (verb == std::end(kVerbs)) {
    return base::invalid_input(
        "Say what to do: list, or add, change, password or remove with an address.");
  }
  const bool about_all = verb->name == "list";
  if (words.size() != (about_all ? 1U : 2U)) {
    return base::invalid_input(about_all ? "`laurel user list` takes nothing more."
                                         : fmt::format("Give one address: laurel user {} "
                                                       "ann@example.org.",
                                                       verb->name));
  }
  if (verb->name == "add") {
    TRY(model::normalized_address(words[1]));  // before anything is made for it
    TRY(make_organization(session));
  }
  if (session.database == nullptr || session.organization.name.empty()) {
    return base::not_found(
        "There is no organization yet. `laurel user add ADDRESS` makes it with its first owner.");
  }
  app::Access access(*session.database, session.clock, options_for_commands());
  Request request{session,
                  access,
                  app::command_caller(session.organization),
                  about_all ? std::string() : words[1],
                  {}};
  request.members = TRY(access.members(request.caller));
  return verb->run(request);
}

}  // namespace

const Command kUserCommand = {.name = "user",
                              .summary = "Say who may sign in, and as what",
                              .words = "list|add|change|password|remove [ADDRESS]",
                              .description = kDescription,
                              .options = kOptions,
                              .needs = Needs::kNewOrganization,
                              .run = run};

}  // namespace laurel::cli
