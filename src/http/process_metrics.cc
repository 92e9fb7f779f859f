// What the operating system says about the process, for /metrics. Source: proc(5).
#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <sstream>
#include <string>

#include "base/clock.h"
#include "base/file.h"
#include "http/metrics.h"

namespace laurel::http {
namespace {

// Field `number` of /proc/self/stat, counted from 1 as in proc(5); those behind the command's name.
double stat_field(int number) {
  const auto text = base::read_file("/proc/self/stat");
  if (!text.ok()) return 0;
  const std::size_t end_of_name = text->rfind(')');
  if (end_of_name == std::string::npos) return 0;
  std::istringstream fields(text->substr(end_of_name + 1));
  std::string field;
  for (int i = 3; i <= number; ++i) fields >> field;
  double value = 0;
  std::from_chars(field.data(), field.data() + field.size(), value);
  return value;
}

double open_files() {
  std::error_code error;
  double out = 0;
  for (std::filesystem::directory_iterator at("/proc/self/fd", error), end; !error && at != end;
       at.increment(error)) {
    ++out;
  }
  return out;
}

}  // namespace

void add_process_metrics(Metrics& metrics) {
  metrics.counter_of("process_cpu_seconds_total", "CPU time used, user and system.", [] {
    return (stat_field(14) + stat_field(15)) / static_cast<double>(::sysconf(_SC_CLK_TCK));
  });
  metrics.gauge_of("process_resident_memory_bytes", "Memory in use.",
                   [] { return stat_field(24) * static_cast<double>(::sysconf(_SC_PAGESIZE)); });
  metrics.gauge_of("process_open_fds", "Open files and sockets.", open_files);
  const double started = static_cast<double>(base::SystemClock().now().micros) / 1e6;
  metrics.gauge_of("process_start_time_seconds", "When the process started, seconds since 1970.",
                   [started] { return started; });
}

}  // namespace laurel::http
