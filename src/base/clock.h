// Time as Laurel keeps it: instants in microseconds UTC, dates of service as calendar dates, months
// as plain numbers. Clock is an interface so that tests tick time by hand. SystemClock is
// thread-safe; ManualClock is not.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace laurel::base {

// Microseconds since 1970-01-01T00:00:00Z.
struct Timestamp {
  std::int64_t micros = 0;

  // "2026-11-21T19:27:00Z"; fractions of a second are kept when there are any.
  std::string to_string() const;
  // RFC 3339, or the same with a space for the T and no zone (then UTC).
  static Result<Timestamp> parse(std::string_view text);

  friend auto operator<=>(const Timestamp&, const Timestamp&) = default;
};

// A day in the proleptic Gregorian calendar, counted from 1970-01-01.
struct Date {
  std::int32_t days = 0;

  static Result<Date> from_ymd(int year, int month, int day);  // refuses days that don't exist
  static Result<Date> parse(std::string_view text);            // YYYY-MM-DD
  static Date of(Timestamp at) {
    return {static_cast<std::int32_t>(
        std::chrono::floor<std::chrono::days>(std::chrono::microseconds(at.micros)).count())};
  }
  std::chrono::year_month_day ymd() const { return std::chrono::sys_days(std::chrono::days(days)); }
  std::string to_string() const;

  friend auto operator<=>(const Date&, const Date&) = default;
};

// A calendar month as year * 12 + (month - 1); kUnknown is the explicit member for "no date".
struct Month {
  std::int32_t index = kUnknown;
  static constexpr std::int32_t kUnknown = -1;

  static Month of(Date date);
  static Result<Month> parse(std::string_view text);  // YYYY-MM
  bool known() const { return index != kUnknown; }
  std::string to_string() const;  // "2026-11", or "unknown"

  friend auto operator<=>(const Month&, const Month&) = default;
};

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Timestamp now() const override;
};

class ManualClock final : public Clock {
 public:
  explicit ManualClock(Timestamp start) : now_(start) {}
  Timestamp now() const override { return now_; }
  void advance(std::chrono::microseconds by) { now_.micros += by.count(); }

 private:
  Timestamp now_;
};

}  // namespace laurel::base
