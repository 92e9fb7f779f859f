// `laurel version`: what this program is, for bug reports.
#include <fmt/format.h>

#include "cli/command.h"
#include "store/migrations.h"

namespace laurel::cli {
namespace {

base::Result<int> run(Session& session) {
  session.terminal.out(
      fmt::format("laurel {}\nschema {}\n", LAUREL_VERSION, store::newest_schema_version()));
  return 0;
}

}  // namespace

const Command kVersionCommand = {
    .name = "version", .summary = "Say which version this is", .run = run};

}  // namespace laurel::cli
