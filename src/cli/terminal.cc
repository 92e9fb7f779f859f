#include "cli/terminal.h"

#include <unistd.h>

#include <cstdlib>

namespace laurel::cli {

StandardTerminal::StandardTerminal()
    : out_is_screen_(::isatty(STDOUT_FILENO) == 1), err_is_screen_(::isatty(STDERR_FILENO) == 1) {}

void StandardTerminal::out(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) failed_ = true;
}

void StandardTerminal::err(std::string_view text) {
  std::fflush(stdout);
  std::fwrite(text.data(), 1, text.size(), stderr);
}

bool StandardTerminal::flush() { return std::fflush(stdout) == 0 && !failed_; }

}  // namespace laurel::cli
