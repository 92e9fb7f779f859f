#include "base/clock.h"

#include <fmt/format.h>

#include <array>

namespace laurel::base {
namespace {

// Reads exactly `digits` decimal digits at `text[at]`, or -1.
int read_digits(std::string_view text, std::size_t at, std::size_t digits) {
  if (text.size() < at + digits) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

bool has(std::string_view text, std::size_t at, char c) {
  return text.size() > at && text[at] == c;
}

// Reads "Z", "+02:00", "+0200" or nothing; minutes east of UTC, or an error.
Result<int> read_zone(std::string_view zone) {
  if (zone.empty() || zone == "Z" || zone == "z") return 0;
  const int sign = zone[0] == '-' ? -1 : 1;
  const int hours = read_digits(zone, 1, 2);
  const int minutes = zone.size() == 3 ? 0 : read_digits(zone, zone.size() == 6 ? 4 : 3, 2);
  const bool shape = zone.size() == 3 || zone.size() == 5 || (zone.size() == 6 && zone[3] == ':');
  if (!shape || (zone[0] != '+' && zone[0] != '-') || hours < 0 || hours > 23 || minutes < 0 ||
      minutes > 59) {
    return invalid_input("The time zone is not of the form Z or +02:00.");
  }
  return sign * (hours * 60 + minutes);
}

}  // namespace

std::string Timestamp::to_string() const {
  const Date date = Date::of(*this);
  const std::int64_t in_day = micros - static_cast<std::int64_t>(date.days) * 86'400'000'000;
  const std::int64_t seconds = in_day / 1'000'000, fraction = in_day % 1'000'000;
  std::string out = fmt::format("{}T{:02}:{:02}:{:02}", date.to_string(), seconds / 3600,
                                seconds / 60 % 60, seconds % 60);
  if (fraction != 0) {
    std::string digits = fmt::format(".{:06}", fraction);
    digits.erase(digits.find_last_not_of('0') + 1);
    out += digits;
  }
  return out + "Z";
}

Result<Timestamp> Timestamp::parse(std::string_view text) {
  const Date date = TRY(Date::parse(text.substr(0, 10)));
  const Error bad = invalid_input("The time is not of the form 2026-11-21T19:27:00Z.");
  if (text.size() == 10) return Timestamp{static_cast<std::int64_t>(date.days) * 86'400'000'000};
  const int hour = read_digits(text, 11, 2), minute = read_digits(text, 14, 2);
  if ((text[10] != 'T' && text[10] != 't' && text[10] != ' ') || !has(text, 13, ':')) return bad;
  std::size_t at = 16;
  int second = 0;
  if (has(text, at, ':')) {
    second = read_digits(text, at + 1, 2);
    at += 3;
  }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return bad;
  std::int64_t fraction = 0;
  if (has(text, at, '.')) {
    std::int64_t unit = 100'000;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10)
      fraction += (text[at] - '0') * unit;
  }
  const int zone_minutes = TRY(read_zone(text.substr(std::min(at, text.size()))));
  const std::int64_t seconds = static_cast<std::int64_t>(date.days) * 86'400 + hour * 3600 +
                               (minute - zone_minutes) * 60 + second;
  return Timestamp{seconds * 1'000'000 + fraction};
}

Result<Date> Date::from_ymd(int year, int month, int day) {
  const std::chrono::year_month_day ymd{std::chrono::year(year),
                                        std::chrono::month(static_cast<unsigned>(month)),
                                        std::chrono::day(static_cast<unsigned>(day))};
  if (year < 1 || year > 9999 || month < 1 || day < 1 || !ymd.ok()) {
    return invalid_input(
        fmt::format("{:04}-{:02}-{:02} is not a day that exists.", year, month, day));
  }
  return Date{static_cast<std::int32_t>(std::chrono::sys_days(ymd).time_since_epoch().count())};
}

Result<Date> Date::parse(std::string_view text) {
  const int year = read_digits(text, 0, 4), month = read_digits(text, 5, 2),
            day = read_digits(text, 8, 2);
  if (text.size() != 10 || year < 0 || month < 0 || day < 0 || text[4] != '-' || text[7] != '-') {
    return invalid_input("The date is not of the form YYYY-MM-DD.");
  }
  return from_ymd(year, month, day);
}

std::string Date::to_string() const {
  const auto date = ymd();
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

Month Month::of(Date date) {
  const auto ymd = date.ymd();
  return {static_cast<int>(ymd.year()) * 12 + static_cast<int>(static_cast<unsigned>(ymd.month())) -
          1};
}

Result<Month> Month::parse(std::string_view text) {
  const int year = read_digits(text, 0, 4), month = read_digits(text, 5, 2);
  if (text.size() != 7 || text[4] != '-' || year < 1 || month < 1 || month > 12) {
    return invalid_input("The month is not of the form YYYY-MM.");
  }
  return Month{year * 12 + month - 1};
}

std::string Month::to_string() const {
  if (!known()) return "unknown";
  return fmt::format("{:04}-{:02}", index / 12, index % 12 + 1);
}

Timestamp SystemClock::now() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(since_epoch).count()};
}

}  // namespace laurel::base
