// `laurel token`: what programs may use an organization with, from the machine itself.
#include <fmt/format.h>

#include "app/access.h"
#include "cli/command.h"

namespace laurel::cli {
namespace {

constexpr Option kOptions[] = {
    {"scope", "SCOPE", "what it is for; may be repeated"},
    {"expires", "DAY", "the first day it isn't good any more, YYYY-MM-DD (default: never)"},
};

constexpr std::string_view kDescription =
    "  list          the tokens there are, without their secrets\n"
    "  create NAME   makes one and prints it, this once\n"
    "  revoke ID     ends one\n\n"
    "Scopes: responses:read, responses:write, outcomes:write, report:read, roster:read,\n"
    "roster:write, audit:read, admin.";

struct Request {
  Session& session;
  app::Access& access;
  app::Caller caller;
};

std::string state_of(const store::ApiToken& token, base::Timestamp now) {
  if (token.revoked_at)
    return fmt::format("revoked {}", base::Date::of(*token.revoked_at).to_string());
  if (token.expires_at && *token.expires_at <= now) return "expired";
  if (!token.used_at) return "never used";
  return fmt::format("used {}", base::Date::of(*token.used_at).to_string());
}

base::Result<int> list(const Request& request) {
  for (const store::ApiToken& token : TRY(request.access.tokens(request.caller))) {
    std::string scopes;
    for (const model::TokenScope scope : token.scopes)
      scopes += fmt::format("{}{}", scopes.empty() ? "" : ",", model::name(scope));
    request.session.terminal.out(fmt::format("{} {:<24} {:<32} {}\n", token.id.value.to_string(),
                                             token.name, scopes,
                                             state_of(token, request.session.clock.now())));
  }
  return 0;
}

base::Result<int> create(const Request& request, const std::string& name) {
  const Arguments& arguments = request.session.arguments;
  app::TokenRequest wanted;
  wanted.name = name;
  for (const std::string& word : arguments.values("scope")) {
    const auto scope = model::token_scope_named(word);
    if (!scope) {
      return base::invalid_input(
          fmt::format("There is no scope \"{}\". `laurel help token` lists them.", word));
    }
    wanted.scopes.push_back(*scope);
  }
  if (const auto day = arguments.value("expires")) {
    const base::Date date = TRY(base::Date::parse(*day));
    wanted.expires_at = base::Timestamp{std::int64_t{date.days} * 86'400'000'000};
  }
  const app::NewToken made = TRY(request.access.create_token(request.caller, wanted));
  request.session.terminal.out(fmt::format("{}\n", made.secret.reveal()));
  request.session.terminal.err(
      "Keep this token where only the program that needs it can read it: it is shown this once.\n");
  return 0;
}

base::Result<int> revoke(const Request& request, const std::string& id) {
  const base::Uuid uuid = TRY(base::Uuid::parse(id));
  TRY(request.access.revoke_token(request.caller, {uuid}));
  request.session.terminal.err("The token is revoked.\n");
  return 0;
}

base::Result<int> run(Session& session) {
  const std::vector<std::string>& words = session.arguments.words();
  app::AccessOptions options;
  options.background = false;
  app::Access access(*session.database, session.clock, std::move(options));
  const Request request{session, access, app::command_caller(session.organization)};
  if (words.size() == 1 && words[0] == "list") return list(request);
  if (words.size() == 2 && words[0] == "create") return create(request, words[1]);
  if (words.size() == 2 && words[0] == "revoke") return revoke(request, words[1]);
  return base::invalid_input("Say what to do: list, create NAME or revoke ID.");
}

}  // namespace

const Command kTokenCommand = {.name = "token",
                               .summary = "Make and revoke tokens for programs",
                               .words = "list|create|revoke [NAME|ID]",
                               .description = kDescription,
                               .options = kOptions,
                               .needs = Needs::kOrganization,
                               .run = run};

}  // namespace laurel::cli
