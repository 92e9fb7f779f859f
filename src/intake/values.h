// Reading the values people and programs write into cells: whole numbers ("10.0", "4/5"), decimals,
// yes and no in several languages, dates in many layouts. Pure and thread-safe; nothing guesses
// silently: the caller says which order of day and month holds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace laurel::intake {

std::string_view trim(std::string_view text);
// Lower case, runs of anything but letters and digits become one space: "Seat-Comfort (1–5)" →
// "seat comfort 1 5". Letters beyond ASCII lose their accents.
std::string plain_words(std::string_view text);
// plain_words with '_' for the spaces: a question's key.
std::string key_of(std::string_view text);

// Empty, or one of the usual words for nothing: NA, N/A, null, -, …
bool is_blank(std::string_view value);

// "7", "7.0", "-3", "4/5", "9 - likely": the whole number, if it is one.
std::optional<std::int64_t> parse_whole(std::string_view value);

// Fixed point: 12.85 is {1285, 2}. A decimal comma, thousands separators where unmistakable, and a
// leading or trailing currency sign are understood.
struct Decimal {
  std::int64_t units = 0;
  int decimals = 0;
};
std::optional<Decimal> parse_decimal(std::string_view value);
// The same amount with that many decimals, rounded half away from zero; nothing if it overflows.
std::optional<std::int64_t> scaled(Decimal value, int decimals);

std::optional<bool> parse_yes_no(std::string_view value);

enum class DateOrder : std::uint8_t {
  kUnknown,  // only layouts that can be read one way
  kDayFirst,
  kMonthFirst,
};
std::string_view name(DateOrder order);       // "dmy", "mdy", or empty for unknown
DateOrder date_order(std::string_view name);  // unknown for any other name

struct ParsedDate {
  base::Date date;
  std::optional<base::Timestamp>
      at;  // when the value has a time; without a zone it is taken as UTC
};

enum class DateTrouble : std::uint8_t {
  kNotADate,
  kNoSuchDay,
  kAmbiguous,  // 03/04/2025 with kUnknown
};

// What a value says about the order of day and month.
enum class DateEvidence : std::uint8_t { kNone, kEither, kDayFirst, kMonthFirst, kUnambiguous };

struct DateReading {
  std::optional<ParsedDate> value;
  DateTrouble trouble = DateTrouble::kNotADate;  // when there is no value
  DateEvidence evidence = DateEvidence::kNone;   // kNone: not a date's layout at all
  bool month_only = false;                       // "2025-05": the first of the month is taken
};
DateReading read_date(std::string_view value, DateOrder order);

// "en" for "EN", "en-GB", "en_US", "English"; empty if it isn't a language.
std::string language_code(std::string_view value);

}  // namespace laurel::intake
