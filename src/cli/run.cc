#include "cli/run.h"

#include <fmt/format.h>

#include <cstdlib>
#include <new>

#include "base/nearest.h"
#include "cli/command.h"
#include "cli/organization_choice.h"

namespace laurel::cli {
namespace {

constexpr int kFailed = 1;
constexpr int kCalledWrongly = 2;

const Command* find_command(std::string_view name) {
  for (const Command& command : commands()) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

int unknown_command(const std::string& name, Terminal& terminal) {
  std::vector<std::string_view> names;
  for (const Command& command : commands()) names.push_back(command.name);
  const auto close = base::nearest(name, names);
  terminal.err(
      fmt::format("laurel: there is no command '{}'. {}\n", name,
                  close ? fmt::format("Did you mean '{}'?", *close) : "`laurel help` lists them."));
  return kCalledWrongly;
}

// Runs a command whose arguments are parsed. The database is closed when this returns.
base::Result<int> run_command(const Command& command, const Arguments& arguments,
                              Terminal& terminal, const base::Clock& clock) {
  Session session{arguments, terminal, clock, nullptr, {}};
  TRY(open_what_is_needed(session, command.needs));
  return command.run(session);
}

}  // namespace

int run(const std::vector<std::string>& words) {
  StandardTerminal terminal;
  const base::SystemClock clock;
  return run(words, terminal, clock);
}

int run(const std::vector<std::string>& words, Terminal& terminal, const base::Clock& clock) {
  std::string name = words.size() < 2 ? "help" : words[1];
  if (name == "--help" || name == "-h") name = "help";
  if (name == "--version") name = "version";
  const Command* command = find_command(name);
  if (command == nullptr) return unknown_command(name, terminal);

  std::vector<std::string> rest(
      words.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(2, words.size())),
      words.end());
  for (const std::string& word : rest) {
    if (word == "--") break;
    if (word == "--help" || word == "-h") {
      rest = {std::string(command->name)};
      command = &kHelpCommand;
      break;
    }
  }
  const auto options = options_with_database(*command);
  const auto arguments = Arguments::parse(rest, options);
  if (!arguments.ok()) {
    terminal.err(fmt::format("laurel {}: {} `laurel help {}` explains it.\n", command->name,
                             arguments.error().message, command->name));
    return kCalledWrongly;
  }
  if (command->words.empty() && !arguments->words().empty()) {
    terminal.err(fmt::format("laurel {}: It takes no '{}'. `laurel help {}` explains it.\n",
                             command->name, arguments->words().front(), command->name));
    return kCalledWrongly;
  }
  try {
    const auto result = run_command(*command, *arguments, terminal, clock);
    if (!result.ok()) {
      terminal.flush();
      terminal.err(fmt::format("laurel {}: {}\n", command->name, result.error().message));
      const char* debug = std::getenv("LAUREL_DEBUG");
      if (debug != nullptr && !result.error().detail.empty())
        terminal.err(result.error().detail + "\n");
      return kFailed;
    }
    if (!terminal.flush()) {
      terminal.err(fmt::format("laurel {}: The output could not be written. Is the disk full?\n",
                               command->name));
      return kFailed;
    }
    return *result;
  } catch (const std::bad_alloc&) {
    terminal.err(
        fmt::format("laurel {}: Memory ran out. Close other programs or use a smaller batch.\n",
                    command->name));
    return kFailed;
  } catch (const std::exception& unexpected) {
    terminal.err(fmt::format(
        "laurel {}: Something unexpected happened inside Laurel ({}). Please report it.\n",
        command->name, unexpected.what()));
    return kFailed;
  }
}

}  // namespace laurel::cli
