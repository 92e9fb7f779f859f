// `laurel sample`: writes the files of an invented company, as a demo and as load.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/wording.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "sample/sample.h"

namespace laurel::cli {
namespace {

constexpr std::string_view kDirectory = "laurel-sample";

constexpr std::array kOptions = {
    Option{"seed", "NUMBER", "The same seed makes the same company everywhere (default 7)"},
    Option{"responses", "NUMBER", "How many interviews (default 9000)"},
    Option{"output", "DIR", "Where to write (default ./laurel-sample); its files are replaced"},
};

base::Result<int> run(Session& session) {
  const Arguments& arguments = session.arguments;
  sample::Options options;
  options.seed = static_cast<std::uint64_t>(TRY(arguments.number("seed", 7, 0, INT64_MAX)));
  const std::int64_t responses =
      TRY(arguments.number("responses", 9000, 1, std::int64_t{100'000'000'000}));
  options.responses = static_cast<std::uint64_t>(responses);
  const std::string directory = arguments.value_or("output", kDirectory);

  sample::Summary summary;
  {
    Progress progress(session.terminal, session.clock, "interviews");
    summary = TRY(sample::make_sample_files(options, directory, [&](std::uint64_t done) {
      progress.update(static_cast<std::int64_t>(done), static_cast<std::int64_t>(done), responses);
    }));
  }
  const auto voice = [&](sample::Voice v) {
    return base::grouped(static_cast<std::int64_t>(summary.voices[static_cast<std::size_t>(v)]));
  };
  session.terminal.out(fmt::format(
      "{} (invented), seed {}: {} markets, {} branches, {} employees, {} interviews\n"
      "  {} praise somebody, {} say something else, {} are silent\n"
      "  {} purchases, renewals, referrals and customers leaving\n"
      "  {}/units.csv roster.csv interviews.csv outcomes.csv, and the truth in truth.json\n"
      "  truth.ndjson\n",
      sample::kCompanyName, options.seed, sample::kMarkets, sample::kBranches, sample::kEmployees,
      base::grouped(responses), voice(sample::Voice::kCommended), voice(sample::Voice::kSpoke),
      voice(sample::Voice::kSilent), base::grouped(static_cast<std::int64_t>(summary.outcomes)),
      directory));
  return 0;
}

}  // namespace

const Command kSampleCommand = {
    .name = "sample",
    .summary = "Make a believable invented company with a known truth",
    .description =
        "Writes units.csv, roster.csv, interviews.csv and outcomes.csv of an invented company,\n"
        "two years of interviews with ratings and comments, and beside them what is true of it:\n"
        "truth.json (the process and its population values) and truth.ndjson (per interview,\n"
        "who is truly praised). For demonstrations and load; no substitute for real data.",
    .options = kOptions,
    .run = run};

}  // namespace laurel::cli
