// `laurel help`: the commands, or one of them in full.
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/organization_choice.h"

namespace laurel::cli {
namespace {

std::string overview() {
  std::string text =
      "Laurel listens to what customers say about service, finds the people they praise,\n"
      "and shows what it is worth.\n\nusage: laurel COMMAND [OPTION]...\n\n";
  for (const Command& command : commands())
    text += fmt::format("  {:<10} {}\n", command.name, command.summary);
  return text + "\n`laurel help COMMAND` explains one.\n";
}

std::string explain(const Command& command) {
  std::string text = fmt::format("{}.\n\nusage: laurel {}{}{}", command.summary, command.name,
                                 command.words.empty() ? "" : " ", command.words);
  const auto options = options_with_database(command);
  text += options.empty() ? "\n" : " [OPTION]...\n";
  if (!command.description.empty()) text += fmt::format("\n{}\n", command.description);
  if (!options.empty()) text += "\n";
  for (const Option& option : options) {
    const std::string head = option.value.empty()
                                 ? fmt::format("--{}", option.name)
                                 : fmt::format("--{} {}", option.name, option.value);
    text += fmt::format("  {:<22} {}\n", head, option.help);
  }
  return text;
}

base::Result<int> run(Session& session) {
  if (session.arguments.words().empty()) {
    session.terminal.out(overview());
    return 0;
  }
  const std::string name = TRY(session.arguments.single_word("one command"));
  for (const Command& command : commands()) {
    if (command.name == name) {
      session.terminal.out(explain(command));
      return 0;
    }
  }
  return base::not_found(fmt::format("There is no command '{}'. `laurel help` lists them.", name));
}

}  // namespace

const Command kHelpCommand = {.name = "help",
                              .summary = "List the commands, or explain one",
                              .words = "[COMMAND]",
                              .run = run};

}  // namespace laurel::cli
