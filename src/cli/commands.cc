// The table of commands.
#include <algorithm>
#include <array>

#include "cli/command.h"

namespace laurel::cli {
namespace {

// Names again, so that their order is checked when this file is compiled.
constexpr std::array<std::string_view, 22> kNames = {
    "accuracy", "detect",  "evaluate", "explain", "help",   "import", "migrate", "model",
    "outcomes", "recount", "report",   "rescan",  "review", "roster", "sample",  "serve",
    "settings", "stats",   "token",    "train",   "user",   "version"};
static_assert(std::is_sorted(kNames.begin(), kNames.end()));

}  // namespace

std::span<const Command> commands() {
  static const std::array<Command, kNames.size()> table = {
      kAccuracyCommand, kDetectCommand,   kEvaluateCommand, kExplainCommand,  kHelpCommand,
      kImportCommand,   kMigrateCommand,  kModelCommand,    kOutcomesCommand, kRecountCommand,
      kReportCommand,   kRescanCommand,   kReviewCommand,   kRosterCommand,   kSampleCommand,
      kServeCommand,    kSettingsCommand, kStatsCommand,    kTokenCommand,    kTrainCommand,
      kUserCommand,     kVersionCommand};
  return table;
}

}  // namespace laurel::cli
