#include "cli/progress.h"

#include <fmt/format.h>

#include <algorithm>

namespace laurel::cli {
namespace {

constexpr std::int64_t kScreenInterval = 100'000;   // microseconds between redraws of the bar
constexpr std::int64_t kPipedInterval = 5'000'000;  // and between lines in a log
constexpr int kBarWidth = 30;

}  // namespace

Progress::Progress(Terminal& terminal, const base::Clock& clock, std::string what)
    : terminal_(terminal),
      clock_(clock),
      what_(std::move(what)),
      started_(clock.now()),
      shown_(started_) {}

Progress::~Progress() {
  if (bar_on_screen_) terminal_.err("\r\x1b[K");
}

void Progress::update(std::int64_t count, std::int64_t done, std::int64_t total) {
  const base::Timestamp now = clock_.now();
  const bool screen = terminal_.err_is_screen();
  if (now.micros - shown_.micros < (screen ? kScreenInterval : kPipedInterval)) return;
  shown_ = now;

  const double seconds = static_cast<double>(now.micros - started_.micros) / 1e6;
  const double share =
      total > 0 ? std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0) : 0;
  const auto rate = static_cast<std::int64_t>(static_cast<double>(count) / std::max(seconds, 1e-6));
  std::string line = fmt::format("{} {} · {}/s", grouped(count), what_, grouped(rate));
  if (share > 0)
    line = fmt::format("{:3.0f} % · {} · {} left", share * 100, line,
                       duration(seconds / share - seconds));
  if (!screen) {
    terminal_.err(line + "\n");
    return;
  }
  const auto filled = static_cast<int>(share * kBarWidth);
  std::string bar;
  for (int i = 0; i < kBarWidth; ++i) bar += i < filled ? "█" : "░";
  terminal_.err("\r\x1b[K" + bar + " " + line);
  bar_on_screen_ = true;
}

std::string grouped(std::int64_t number) {
  std::string digits = fmt::format("{}", number);
  const std::size_t first = number < 0 ? 1 : 0;
  for (std::size_t i = digits.size(); i > first + 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

std::string duration(double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds + 0.5);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

}  // namespace laurel::cli
