// `laurel model`: the praise models that an organization made of its own decisions.
#include <fmt/format.h>

#include <charconv>

#include "app/organization_model.h"
#include "base/wording.h"
#include "cli/command.h"

namespace laurel::cli {
namespace {

constexpr std::string_view kBuiltIn = "built-in";

constexpr std::string_view kDescription =
    "  list            those that are there, and which is in use (also without a word)\n"
    "  use NUMBER      reads what comes in from now on with this one; built-in is Laurel's own\n"
    "  remove NUMBER   deletes one that is not in use\n\n"
    "`laurel train --from-decisions` makes them. What is stored keeps what was found in it: "
    "`laurel\n"
    "rescan` shows what another model would change.";

base::Result<std::int32_t> number_of(const Arguments& arguments) {
  const auto& words = arguments.words();
  if (words.size() == 2 && words[1] == kBuiltIn) return 0;
  std::int32_t number = 0;
  if (words.size() == 2) {
    const std::string& digits = words[1];
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (read.ec == std::errc() && read.ptr == digits.data() + digits.size() && number > 0)
      return number;
  }
  return base::invalid_input("Give the number of a model, as `laurel model list` shows it.");
}

base::Result<int> list(Session& session) {
  auto tx = TRY(session.database->begin_read());
  const auto models = TRY(store::list_models(tx, session.organization.id));
  const std::string note = TRY(app::model_note(tx, session.organization.id));
  bool own = false;
  for (const store::OrganizationModel& model : models) own = own || model.in_use;
  session.terminal.out(
      fmt::format("{} built-in  {}\n", own ? " " : "*", detect::Model::embedded()->version()));
  for (const store::OrganizationModel& model : models) {
    session.terminal.out(fmt::format("{} {:<8}  {}, made {} by {}\n", model.in_use ? "*" : " ",
                                     model.number, model.version,
                                     base::Date::of(model.made_at).to_string(), model.made_by));
    std::string_view card = model.card;
    while (!card.empty()) {
      const std::string_view line = card.substr(0, card.find('\n'));
      card.remove_prefix(std::min(line.size() + 1, card.size()));
      session.terminal.out(fmt::format("            {}\n", line));
    }
  }
  if (!note.empty()) session.terminal.err(note + "\n");
  return 0;
}

base::Result<int> run(Session& session) {
  const auto& words = session.arguments.words();
  if (words.empty() || (words.size() == 1 && words[0] == "list")) return list(session);
  const std::string& verb = words[0];
  if (verb != "use" && verb != "remove") {
    return base::invalid_input(
        fmt::format("There is no \"{}\" in model. There are list, use and remove.", verb));
  }
  const std::int32_t number = TRY(number_of(session.arguments));
  app::AuditTrail audit(*session.database, session.clock);
  const app::Caller caller = app::command_caller(session.organization);
  auto tx = TRY(session.database->begin_write());
  if (verb == "use") {
    TRY(app::use_model(tx, audit, caller, number));
  } else {
    TRY(app::remove_model(tx, audit, caller, number));
  }
  TRY(tx.commit());
  session.terminal.out(verb == "remove" ? fmt::format("Model {} is gone.\n", number)
                       : number == 0
                           ? std::string("The built-in model reads what comes in from now on.\n")
                           : fmt::format("Model {} reads what comes in from now on.\n", number));
  return 0;
}

}  // namespace

const Command kModelCommand = {.name = "model",
                               .summary = "List, choose and remove the organization's own models",
                               .words = "[list|use|remove …]",
                               .description = kDescription,
                               .needs = Needs::kOrganization,
                               .run = run};

}  // namespace laurel::cli
