// `laurel accuracy`: what decisions tell about detection, for a programme lead to read.
#include "app/accuracy.h"
#include "app/caller.h"
#include "cli/command.h"

namespace laurel::cli {
namespace {

base::Result<int> run(Session& session) {
  const auto accuracy =
      TRY(app::read_accuracy(*session.database, app::command_caller(session.organization)));
  session.terminal.out(app::accuracy_words(accuracy));
  return 0;
}

}  // namespace

const Command kAccuracyCommand = {
    .name = "accuracy",
    .summary = "Say how often people agreed with detection",
    .description =
        "From what was decided with `laurel review` or on the pages. `laurel train\n"
        "--from-decisions` learns from it.",
    .needs = Needs::kOrganization,
    .run = run};

}  // namespace laurel::cli
