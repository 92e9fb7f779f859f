// Runs one command line from start to exit code: 0 done, 1 the command failed, 2 it was called
// wrongly.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "cli/terminal.h"

namespace laurel::cli {

// `words` as the shell gave them, the program's name first.
int run(const std::vector<std::string>& words);

// The same on any terminal and clock, for tests.
int run(const std::vector<std::string>& words, Terminal& terminal, const base::Clock& clock);

}  // namespace laurel::cli
