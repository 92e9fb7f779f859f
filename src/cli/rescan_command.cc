// `laurel rescan`: what the model in use finds in words that are stored already.
#include "app/rescan.h"
#include "cli/command.h"
#include "cli/progress.h"

namespace laurel::cli {
namespace {

constexpr Option kOptions[] = {
    {"apply", "", "write it; without this it only shows what would change"},
};

base::Result<app::RescanChanges> rescan(Session& session) {
  Progress progress(session.terminal, session.clock);
  const auto show = [&](double share) {
    progress.update(share);
    return true;
  };
  const app::Caller caller = app::command_caller(session.organization);
  if (!session.arguments.has("apply"))
    return app::preview_rescan(*session.database, session.clock, caller, show);
  app::AuditTrail audit(*session.database, session.clock);
  return app::apply_rescan(*session.database, audit, session.clock, caller, show);
}

base::Result<int> run(Session& session) {
  const app::RescanChanges changes = TRY(rescan(session));
  session.terminal.out(app::rescan_words(changes));
  if (!changes.applied && changes.changed > 0)
    session.terminal.out("\nNothing was written. `laurel rescan --apply` does.\n");
  return 0;
}

}  // namespace

const Command kRescanCommand = {
    .name = "rescan",
    .summary = "Show or write what the model in use changes in stored responses",
    .description =
        "Reads all stored words again. What a person decided is never touched. Written in batches\n"
        "together with the counts they move; when it is cut off, run it again.",
    .options = kOptions,
    .needs = Needs::kOrganization,
    .run = run};

}  // namespace laurel::cli
