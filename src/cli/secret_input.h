// A password given on standard input, so that it stands neither in the shell's history nor in the
// list of processes.
#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "cli/terminal.h"

namespace laurel::cli {

// The first line, without its end. Error: there is none, or it is longer than a password may be.
base::Result<base::Secret> read_password(Terminal& terminal);

}  // namespace laurel::cli
