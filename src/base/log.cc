#include "base/log.h"

#include <fmt/format.h>
#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cmath>
#include <memory>
#include <mutex>
#include <string>

#include "base/check.h"
#include "base/clock.h"
#include "base/utf8.h"

namespace laurel::base {
namespace {

constexpr std::array<std::string_view, 4> kLevelNames{"debug", "info", "warning", "error"};

// Only the writer's thread comes here, so no lock.
class DescriptorSink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  explicit DescriptorSink(int fd) : fd_(fd) {}

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    const char* at = message.payload.data();
    std::size_t left = message.payload.size();
    while (left > 0) {
      const ssize_t written = ::write(fd_, at, left);
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return;  // nowhere to say so
      at += written;
      left -= static_cast<std::size_t>(written);
    }
  }
  void flush_() override {}

  int fd_;
};

struct Log {
  LogFormat format;
  std::shared_ptr<spdlog::details::thread_pool> writer;
  std::shared_ptr<spdlog::async_logger> logger;
};

// Written by start_log and stop_log alone, which run while nobody logs.
std::unique_ptr<Log> running;
std::atomic<int> threshold{static_cast<int>(kLevelNames.size())};

using Line = fmt::basic_memory_buffer<char, 512>;

void append(Line& line, std::string_view text) {
  line.append(text.data(), text.data() + text.size());
}

void append_quoted(Line& line, std::string_view text) {
  const bool valid = is_utf8(text);
  line.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      line.push_back('\\');
      line.push_back(c);
    } else if (c == '\n') {
      append(line, "\\n");
    } else if (byte < 0x20 || byte == 0x7f) {
      fmt::format_to(std::back_inserter(line), "\\u{:04x}", byte);
    } else if (byte >= 0x80 && !valid) {
      append(line, "\\ufffd");
    } else {
      line.push_back(c);
    }
  }
  line.push_back('"');
}

bool is_plain(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    if (c <= ' ' || c >= 0x7f || c == '"' || c == '=' || c == '\\') return false;
  }
  return true;
}

void append_value(Line& line, const LogField::Value& value, LogFormat format) {
  const auto to = std::back_inserter(line);
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    if (format == LogFormat::kText && is_plain(*text)) {
      append(line, *text);
    } else {
      append_quoted(line, *text);
    }
  } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
    fmt::format_to(to, "{}", *number);
  } else if (const auto* real = std::get_if<double>(&value)) {
    // JSON has no infinities.
    if (std::isfinite(*real)) {
      fmt::format_to(to, "{}", *real);
    } else {
      append(line, "null");
    }
  } else {
    append(line, std::get<bool>(value) ? "true" : "false");
  }
}

void append_json(Line& line, std::string_view level, std::string_view event,
                 std::initializer_list<LogField> fields) {
  append(line, "{\"time\":\"");
  append(line, SystemClock().now().to_string());
  append(line, "\",\"level\":\"");
  append(line, level);
  append(line, "\",\"event\":");
  append_quoted(line, event);
  for (const LogField& field : fields) {
    line.push_back(',');
    append_quoted(line, field.name);
    line.push_back(':');
    append_value(line, field.value, LogFormat::kJson);
  }
  append(line, "}\n");
}

void append_text(Line& line, std::string_view level, std::string_view event,
                 std::initializer_list<LogField> fields) {
  const std::int64_t millis = SystemClock().now().micros / 1'000;
  fmt::format_to(std::back_inserter(line), "{:02}:{:02}:{:02}.{:03} {} {}", millis / 3'600'000 % 24,
                 millis / 60'000 % 60, millis / 1'000 % 60, millis % 1'000, level, event);
  for (const LogField& field : fields) {
    line.push_back(' ');
    append(line, field.name);
    line.push_back('=');
    append_value(line, field.value, LogFormat::kText);
  }
  line.push_back('\n');
}

}  // namespace

Status start_log(const LogOptions& options) {
  CHECK(running == nullptr);
  auto log = std::make_unique<Log>();
  log->format = options.format;
  try {
    log->writer = std::make_shared<spdlog::details::thread_pool>(options.queue, 1);
    log->logger = std::make_shared<spdlog::async_logger>(
        "laurel", std::make_shared<DescriptorSink>(options.file_descriptor), log->writer,
        spdlog::async_overflow_policy::overrun_oldest);
  } catch (const std::exception& error) {  // no thread to be had, a queue out of proportion
    return unavailable("The log can't be started; try a shorter queue.", error.what());
  }
  log->logger->set_level(spdlog::level::trace);  // threshold decides, before lines are put together
  running = std::move(log);
  threshold.store(static_cast<int>(options.level), std::memory_order_release);
  return {};
}

void stop_log() {
  threshold.store(static_cast<int>(kLevelNames.size()), std::memory_order_release);
  running.reset();  // the writer's destructor writes what is queued
}

bool log_enabled(LogLevel level) {
  return static_cast<int>(level) >= threshold.load(std::memory_order_acquire);
}

void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  if (!log_enabled(level)) return;
  Line line;
  const std::string_view name = kLevelNames[static_cast<std::size_t>(level)];
  if (running->format == LogFormat::kJson) {
    append_json(line, name, event, fields);
  } else {
    append_text(line, name, event, fields);
  }
  running->logger->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
}

std::uint64_t log_lines_dropped() {
  return running == nullptr ? 0 : running->writer->overrun_counter();
}

Result<LogLevel> parse_log_level(std::string_view name) {
  for (std::size_t i = 0; i < kLevelNames.size(); ++i) {
    if (name == kLevelNames[i]) return static_cast<LogLevel>(i);
  }
  return invalid_input("A log level is one of debug, info, warning and error.");
}

}  // namespace laurel::base
