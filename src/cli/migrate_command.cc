// `laurel migrate`: brings a database's schema up to this program's.
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/organization_choice.h"
#include "store/migrations.h"

namespace laurel::cli {
namespace {

constexpr Option kOptions[] = {{"dry-run", "", "only list what would be applied"}};

base::Result<int> run(Session& session) {
  const std::string url = database_url(session.arguments);
  const bool dry = session.arguments.has("dry-run");
  const auto report =
      TRY(store::migrate(url, dry ? store::MigrateMode::kDryRun : store::MigrateMode::kApply));
  for (const std::string& name : report.applied) {
    session.terminal.out(fmt::format("{} {}\n", dry ? "would apply" : "applied", name));
  }
  if (report.applied.empty()) {
    session.terminal.out(fmt::format("The schema is up to date (version {}).\n", report.to));
  } else if (!dry) {
    session.terminal.out(
        fmt::format("The schema went from version {} to {}.\n", report.from, report.to));
  }
  return 0;
}

}  // namespace

const Command kMigrateCommand = {
    .name = "migrate",
    .summary = "Bring a database's schema up to date",
    .description =
        "Migrations only go forward, each in a transaction of its own. Back the database up first.",
    .options = kOptions,
    .needs = Needs::kDatabaseUrl,
    .run = run};

}  // namespace laurel::cli
