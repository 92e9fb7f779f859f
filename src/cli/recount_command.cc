// `laurel recount`: rebuilds the counts from the responses and says whether they differed.
#include "app/recount.h"
#include "cli/command.h"

namespace laurel::cli {
namespace {

base::Result<int> run(Session& session) {
  const auto report = TRY(app::recount(*session.database, session.organization));
  session.terminal.out(app::recount_sentence(report) + "\n");
  return report.differing == 0 ? 0 : 1;
}

}  // namespace

const Command kRecountCommand = {
    .name = "recount",
    .summary = "Rebuild the counts from the responses and say whether they differed",
    .description = "Exit code 0 when every count was right, 1 when some had to be corrected.",
    .needs = Needs::kOrganization,
    .run = run};

}  // namespace laurel::cli
