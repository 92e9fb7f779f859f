// `laurel stats`: a filter from cases to statistics, JSON each way.
#include <fmt/format.h>

#include <cerrno>
#include <cstdio>

#include "base/file.h"
#include "cli/command.h"
#include "wire/stats_json.h"

namespace laurel::cli {
namespace {

constexpr Option kOptions[] = {{"methods", "", "list the methods instead"}};

base::Result<std::string> read_all(std::FILE* input) {
  std::string text;
  char buffer[1 << 16];
  while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, input))
    text.append(buffer, got);
  if (std::ferror(input) != 0) return base::file_error("The input", "read", errno);
  return text;
}

base::Result<int> run(Session& session) {
  if (session.arguments.has("methods")) {
    for (const std::string& method : wire::stats_methods()) session.terminal.out(method + "\n");
    return 0;
  }
  const auto& words = session.arguments.words();
  if (words.size() > 1) return base::invalid_input("laurel stats reads one file, or its input.");
  const bool from_file = words.size() == 1 && words[0] != "-";
  const std::string cases =
      TRY(from_file ? base::read_file(words[0]) : read_all(session.terminal.in()));
  std::string answers;
  const wire::StatsRun done = TRY(wire::run_stats(cases, answers));
  session.terminal.out(answers + "\n");
  if (done.failed > 0) {
    session.terminal.err(
        fmt::format("{} of {} cases could not be answered; each says why under \"error\".\n",
                    done.failed, done.failed + done.answered));
  }
  return done.exit_status();
}

}  // namespace

const Command kStatsCommand = {.name = "stats",
                               .summary = "Answer statistical questions: JSON in, JSON out",
                               .words = "[FILE]",
                               .description =
                                   "Reads an array of {\"id\": …, \"method\": …, \"input\": {…}} "
                                   "and answers with one object that has a\n"
                                   "result for each id. What is undefined is null and says why "
                                   "under \"reason\". docs/statistics.md\n"
                                   "describes the methods.",
                               .options = kOptions,
                               .run = run};

}  // namespace laurel::cli
