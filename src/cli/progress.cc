#include "cli/progress.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/wording.h"

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
  if (!due()) return;
  const double share =
      total > 0 ? std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0) : 0;
  const auto rate = static_cast<std::int64_t>(static_cast<double>(count) / seconds());
  show(fmt::format("{} {} · {}/s", base::grouped(count), what_, base::grouped(rate)), share);
}

void Progress::update(double share) {
  if (due()) show(what_, std::clamp(share, 0.0, 1.0));
}

bool Progress::due() {
  const base::Timestamp now = clock_.now();
  const std::int64_t interval = terminal_.err_is_screen() ? kScreenInterval : kPipedInterval;
  if (now.micros - shown_.micros < interval) return false;
  shown_ = now;
  return true;
}

double Progress::seconds() const {
  return std::max(static_cast<double>(shown_.micros - started_.micros) / 1e6, 1e-6);
}

void Progress::show(const std::string& counted, double share) {
  std::string line = counted;
  if (share > 0) {
    line = fmt::format("{:3.0f} %{}{} · {} left", share * 100, counted.empty() ? "" : " · ",
                       counted, duration(seconds() / share - seconds()));
  }
  if (!terminal_.err_is_screen()) {
    terminal_.err(line + "\n");
    return;
  }
  const auto filled = static_cast<int>(share * kBarWidth);
  std::string bar;
  for (int i = 0; i < kBarWidth; ++i) bar += i < filled ? "█" : "░";
  terminal_.err("\r\x1b[K" + bar + " " + line);
  bar_on_screen_ = true;
}

std::string duration(double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds + 0.5);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

}  // namespace laurel::cli
