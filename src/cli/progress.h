// Progress of long work: a bar with rate and time left on a screen, a plain line every few seconds
// when piped. Not thread-safe; call from the thread that owns the terminal.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "cli/terminal.h"

namespace laurel::cli {

class Progress {
 public:
  // `what` is counted: "rows". Shares and time left come from done/total of `update`, which may be
  // in other units (bytes of a file).
  Progress(Terminal& terminal, const base::Clock& clock, std::string what = {});
  ~Progress();  // clears the bar

  void update(std::int64_t count, std::int64_t done, std::int64_t total);
  // Of work that counts nothing a person would know: only the share, 0 to 1, and the time left.
  void update(double share);

 private:
  bool due();
  void show(const std::string& line, double share);
  double seconds() const;

  Terminal& terminal_;
  const base::Clock& clock_;
  std::string what_;
  base::Timestamp started_;
  base::Timestamp shown_;
  bool bar_on_screen_ = false;
};

// "12 s", "3 min 20 s", "1 h 5 min".
std::string duration(double seconds);

}  // namespace laurel::cli
