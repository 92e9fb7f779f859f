// `laurel roster FILE`: imports the people, their units and leaders, or the tree of units.
#include <fmt/format.h>

#include "app/roster_import.h"
#include "base/wording.h"
#include "cli/command.h"
#include "cli/file_options.h"
#include "cli/organization_choice.h"
#include "cli/progress.h"

namespace laurel::cli {
namespace {

constexpr Option kOptions[] = {
    kDatesOption,
    kEncodingOption,
    {"dry-run", "", "only show what would change"},
};

constexpr std::string_view kDescription =
    "A roster is a CSV with employee_id, first_name, last_name, preferred_name, aliases (separated "
    "by "
    "|),\nemail, manager_email or manager_id, location, department, title, start_date, end_date. "
    "Only "
    "the id and a\nname are needed. Managers may come after the people they lead. A list of units "
    "has "
    "unit_id, name, parent.\nAll or nothing: with one bad line nothing changes. People the file "
    "doesn't name stay as they are.";

constexpr std::size_t kMostShown = 40;

std::string_view kind_words(app::RosterChange::Kind kind) {
  switch (kind) {
    case app::RosterChange::Kind::kAdded:
      return "add   ";
    case app::RosterChange::Kind::kLeaving:
      return "leave ";
    case app::RosterChange::Kind::kChanged:
      break;
  }
  return "change";
}

base::Result<int> run(Session& session) {
  const Arguments& arguments = session.arguments;
  app::RosterFile file;
  file.path = TRY(arguments.single_word("a roster to import"));
  file.dates = TRY(dates_of(arguments));
  file.encoding = TRY(encoding_of(arguments));

  const bool dry = arguments.has("dry-run");
  // Looked at before a database is made for it.
  app::RosterResult result = TRY(app::import_roster(session.database.get(), session.organization.id,
                                                    file, app::RosterMode::kDryRun));
  if (!dry) {
    TRY(make_organization(session));
    result = TRY(app::import_roster(session.database.get(), session.organization.id, file,
                                    app::RosterMode::kApply));
  }
  Terminal& terminal = session.terminal;
  if (dry) {
    std::size_t shown = 0;
    for (const app::RosterChange& change : result.changes) {
      if (++shown > kMostShown) {
        terminal.out(fmt::format("  … and {} more\n", result.changes.size() - kMostShown));
        break;
      }
      std::string fields;
      for (const std::string& field : change.fields)
        fields += (fields.empty() ? ": " : ", ") + field;
      terminal.out(
          fmt::format("  {} {} {}{}\n", kind_words(change.kind), change.code, change.name, fields));
    }
  }
  terminal.out(fmt::format("{}{}: {} added, {} changed, {} unchanged{}.\n",
                           dry ? "Nothing was written. " : "",
                           result.units_only ? "Units" : "People", base::grouped(result.added),
                           base::grouped(result.changed), base::grouped(result.unchanged),
                           result.units_added > 0 && !result.units_only
                               ? fmt::format("; {} new {}", base::grouped(result.units_added),
                                             result.units_added == 1 ? "unit" : "units")
                               : ""));
  for (const std::string& note : result.notes) terminal.out(fmt::format("Note: {}\n", note));
  return 0;
}

}  // namespace

const Command kRosterCommand = {.name = "roster",
                                .summary = "Import the people, their units and leaders",
                                .words = "FILE",
                                .description = kDescription,
                                .options = kOptions,
                                .needs = Needs::kNewOrganization,
                                .run = run};

}  // namespace laurel::cli
