// A command: its name, what it says of itself, what it needs before it runs, and the function that
// runs it. The table of all commands is in commands.cc; each command has a file of its own,
// <name>_command.cc.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "cli/arguments.h"
#include "cli/terminal.h"
#include "model/organization.h"
#include "store/database.h"

namespace laurel::cli {

// What is opened before the command runs, from --database and --organization.
enum class Needs {
  kNothing,
  kPerhapsOrganization,  // nothing, unless the command asks for it: open_what_is_needed()
  kDatabaseUrl,          // only named, not opened
  kDatabase,             // an existing database with the current schema
  kOrganization,         // and an organization in it: the one named, or the only one
  kNewOrganization,  // the same, but where there is none yet, the command makes the database and
                     // the organization (make_organization) once it has something to write
};

// A command at work.
struct Session {
  const Arguments& arguments;
  Terminal& terminal;
  const base::Clock& clock;
  std::unique_ptr<store::Database> database;  // set from kDatabase on
  model::Organization organization;           // set from kOrganization on
};

struct Command {
  std::string_view name;
  std::string_view summary;           // one line of `laurel help`
  std::string_view words = {};        // what follows the name: "FILE"
  std::string_view description = {};  // the body of `laurel help NAME`
  std::span<const Option> options =
      {};  // beside --database and --organization, which come with `needs`
  Needs needs = Needs::kNothing;
  // The exit code (0 done, 1 done but something was wrong with the input), or the error to show
  // (exit code 1).
  base::Result<int> (*run)(Session& session) = nullptr;
};

// Sorted by name.
std::span<const Command> commands();

// One per <name>_command.cc.
extern const Command kAccuracyCommand;
extern const Command kDetectCommand;
extern const Command kEvaluateCommand;
extern const Command kExplainCommand;
extern const Command kHelpCommand;
extern const Command kImportCommand;
extern const Command kMigrateCommand;
extern const Command kModelCommand;
extern const Command kOutcomesCommand;
extern const Command kRecountCommand;
extern const Command kReportCommand;
extern const Command kRescanCommand;
extern const Command kReviewCommand;
extern const Command kRosterCommand;
extern const Command kSampleCommand;
extern const Command kServeCommand;
extern const Command kSettingsCommand;
extern const Command kStatsCommand;
extern const Command kTokenCommand;
extern const Command kTrainCommand;
extern const Command kUserCommand;
extern const Command kVersionCommand;

}  // namespace laurel::cli
