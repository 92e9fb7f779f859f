// The table of commands.
#include <algorithm>
#include <array>

#include "cli/command.h"

namespace laurel::cli {
namespace {

// Names again, so that their order is checked when this file is compiled.
constexpr std::array<std::string_view, 18> kNames = {
    "detect",   "evaluate", "explain", "help",   "import", "migrate",
    "outcomes", "recount",  "report",  "roster", "sample", "serve",
    "settings", "stats",    "token",   "train",  "user",   "version"};
static_assert(std::is_sorted(kNames.begin(), kNames.end()));

}  // namespace

std::span<const Command> commands() {
  static const std::array<Command, kNames.size()> table = {
      kDetectCommand,  kEvaluateCommand, kExplainCommand,  kHelpCommand,   kImportCommand,
      kMigrateCommand, kOutcomesCommand, kRecountCommand,  kReportCommand, kRosterCommand,
      kSampleCommand,  kServeCommand,    kSettingsCommand, kStatsCommand,  kTokenCommand,
      kTrainCommand,   kUserCommand,     kVersionCommand};
  return table;
}

}  // namespace laurel::cli
