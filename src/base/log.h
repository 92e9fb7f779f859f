// Log lines of a running server: an event's name with fields, one JSON object (or one line for
// people) each, written to a file descriptor by a thread of its own. A caller is never held up by a
// slow reader: when the queue is full the oldest lines are dropped, and counted. Thread-safe.
//
//   base::log(base::LogLevel::kWarning, "mail.refused", {{"request", id}, {"attempts", 3}});
//   → {"time":"2026-11-21T19:27:00.123456Z","level":"warning","event":"mail.refused",
//      "request":"5d0c…","attempts":3}
//
// Rules for callers: an event is a fixed word in the form subject.what_happened; whatever varies is
// a field. No secrets and no personal data: ids, counts, durations and codes only, never names,
// addresses, customers' words or values that were bound to a query.
//
// Until start_log() nothing is written, so that commands and tests stay silent. Built on spdlog.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <variant>

#include "base/result.h"

namespace laurel::base {

enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarning, kError };
enum class LogFormat : std::uint8_t {
  kJson,
  kText,  // 19:27:00.123 warning mail.refused request=5d0c… attempts=3
};

// A name and a value; views need to live only until log() returns.
struct LogField {
  using Value = std::variant<std::string_view, std::int64_t, double, bool>;

  LogField(std::string_view field, std::string_view text) : name(field), value(text) {}
  LogField(std::string_view field, const char* text) : LogField(field, std::string_view(text)) {}
  LogField(std::string_view field, bool flag) : name(field), value(flag) {}
  LogField(std::string_view field, double number) : name(field), value(number) {}
  template <std::integral T>
  LogField(std::string_view field, T number)
      : name(field), value(static_cast<std::int64_t>(number)) {}

  std::string_view name;
  Value value;
};

struct LogOptions {
  LogLevel level = LogLevel::kInfo;  // lines below it are not even put together
  LogFormat format = LogFormat::kJson;
  int file_descriptor = 2;   // stays the caller's
  std::size_t queue = 1024;  // lines waiting for the writer
};

// Starts the writer. REQUIRES: no log is running, and no other thread logs yet.
Status start_log(const LogOptions& options);
// Writes what is queued and ends the writer. Nothing happens when none runs. REQUIRES: no other
// thread logs any more.
void stop_log();

bool log_enabled(LogLevel level);
void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

// Lines lost to a full queue since start_log().
std::uint64_t log_lines_dropped();

// "debug", "info", "warning", "error", for options.
Result<LogLevel> parse_log_level(std::string_view name);

}  // namespace laurel::base
