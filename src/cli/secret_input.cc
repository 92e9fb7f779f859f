#include "cli/secret_input.h"

#include <cstdio>
#include <string>

#include "app/password_rules.h"

namespace laurel::cli {

base::Result<base::Secret> read_password(Terminal& terminal) {
  std::string line;
  line.reserve(app::kLongestPassword + 2);  // never copied around while it grows
  for (int c = 0; (c = std::fgetc(terminal.in())) != EOF && c != '\n';) {
    if (line.size() > app::kLongestPassword)
      return base::invalid_input("The password on standard input is too long.");
    line += static_cast<char>(c);
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  if (line.empty()) {
    return base::invalid_input(
        "There is no password on standard input. Write it as one line, such as with printf.");
  }
  base::Secret password(line);
  line.assign(line.size(), '\0');
  return password;
}

}  // namespace laurel::cli
