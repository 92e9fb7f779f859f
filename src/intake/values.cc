#include "intake/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "text/fold.h"
#include "text/utf8.h"

namespace laurel::intake {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool equals_ignoring_case(std::string_view a, std::string_view lower_b) {
  return a.size() == lower_b.size() && std::equal(a.begin(), a.end(), lower_b.begin(),
                                                  [](char x, char y) { return lower(x) == y; });
}

constexpr std::array<std::string_view, 10> kBlank = {"na",   "n/a", "null", "none", "nil",
                                                     "n.a.", "-",   "--",   "?",    "#n/a"};

constexpr std::array<std::string_view, 20> kYes = {
    "yes", "y",      "true", "t", "1",   "1.0", "oui", "o",    "si",
    "sí",  "s",      "ja",   "j", "sim", "sì",  "tak", "good", "good_with_comment",
    "x",   "checked"};
constexpr std::array<std::string_view, 14> kNo = {
    "no",   "n",   "false", "f",   "0",   "0.0", "non",
    "nein", "nao", "não",   "nee", "nie", "bad", "bad_with_comment"};

// Reads digits at `at`, at most `most`; advances. -1 if there is none.
int take_number(std::string_view text, std::size_t& at, std::size_t most) {
  const std::size_t start = at;
  int value = 0;
  while (at < text.size() && at - start < most && is_digit(text[at]))
    value = value * 10 + (text[at++] - '0');
  return at == start ? -1 : value;
}

constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};

// An English month name or its first letters at `at`; advances over the word. 0 if there is none.
int take_month(std::string_view text, std::size_t& at) {
  std::size_t end = at;
  while (end < text.size() && ((text[end] | 32) >= 'a' && (text[end] | 32) <= 'z')) ++end;
  if (end - at < 3) return 0;
  for (std::size_t month = 0; month < kMonths.size(); ++month) {
    if (equals_ignoring_case(text.substr(at, 3), kMonths[month])) {
      at = end;
      if (at < text.size() && text[at] == '.') ++at;
      return static_cast<int>(month) + 1;
    }
  }
  return 0;
}

void skip_spaces(std::string_view text, std::size_t& at) {
  while (at < text.size() && (is_space(text[at]) || text[at] == ',')) ++at;
}

// "T14:05:00.5+02:00", " 2:05 PM", " 14:05:00 UTC" after a date. False if it is something else.
bool read_time(std::string_view text, base::Date date, std::optional<base::Timestamp>& at_time) {
  std::size_t at = 0;
  if (at < text.size() && (text[at] == 'T' || text[at] == 't')) ++at;
  skip_spaces(text, at);
  if (at >= text.size()) return true;
  int hour = take_number(text, at, 2);
  if (hour < 0 || at >= text.size() || (text[at] != ':' && text[at] != 'h')) return false;
  ++at;
  const int minute = take_number(text, at, 2);
  int second = 0;
  std::int64_t micros = 0;
  if (at < text.size() && text[at] == ':') {
    second = take_number(text, ++at, 2);
    if (at < text.size() && (text[at] == '.' || text[at] == ',')) {
      std::int64_t unit = 100'000;
      for (++at; at < text.size() && is_digit(text[at]); ++at, unit /= 10)
        micros += (text[at] - '0') * unit;
    }
  }
  skip_spaces(text, at);
  std::string_view rest = trim(text.substr(std::min(at, text.size())));
  if (rest.size() >= 2 && (rest[1] | 32) == 'm' &&
      ((rest[0] | 32) == 'a' || (rest[0] | 32) == 'p')) {
    if (hour < 1 || hour > 12) return false;
    hour = hour % 12 + ((rest[0] | 32) == 'p' ? 12 : 0);
    rest = trim(rest.substr(2));
  }
  int zone = 0;  // minutes east
  if (!rest.empty() && rest != "Z" && rest != "z" && !equals_ignoring_case(rest, "utc") &&
      !equals_ignoring_case(rest, "gmt")) {
    if (rest.starts_with("UTC") || rest.starts_with("GMT")) rest.remove_prefix(3);
    if (rest.empty() || (rest[0] != '+' && rest[0] != '-')) return false;
    const int sign = rest[0] == '-' ? -1 : 1;
    std::size_t z = 1;
    const int hours = take_number(rest, z, 2);
    if (z < rest.size() && rest[z] == ':') ++z;
    const int minutes = z < rest.size() ? take_number(rest, z, 2) : 0;
    if (hours < 0 || hours > 15 || minutes < 0 || minutes > 59 || z != rest.size()) return false;
    zone = sign * (hours * 60 + minutes);
  }
  if (hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return false;
  const std::int64_t seconds =
      std::int64_t{date.days} * 86'400 + hour * 3600 + std::int64_t{minute - zone} * 60 + second;
  at_time = base::Timestamp{seconds * 1'000'000 + micros};
  return true;
}

}  // namespace

std::string_view name(DateOrder order) {
  if (order == DateOrder::kDayFirst) return "dmy";
  return order == DateOrder::kMonthFirst ? "mdy" : "";
}

DateOrder date_order(std::string_view name) {
  if (name == "dmy") return DateOrder::kDayFirst;
  return name == "mdy" ? DateOrder::kMonthFirst : DateOrder::kUnknown;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string plain_words(std::string_view text) {
  const std::string folded = text::fold(text);
  std::string out;
  for (std::size_t at = 0; at < folded.size();) {
    const text::Decoded c = text::decode(folded, at);
    const bool word =
        c.code_point >= 0x80
            ? (c.code_point >= 0xC0 && c.code_point < 0x2000) || c.code_point >= 0x2E80
            : is_digit(folded[at]) || (folded[at] >= 'a' && folded[at] <= 'z');
    if (word) {
      out.append(folded, at, c.length);
    } else if (folded[at] != '\'' && !out.empty() && out.back() != ' ') {
      out += ' ';
    }
    at += c.length;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string key_of(std::string_view text) {
  std::string key = plain_words(text);
  std::replace(key.begin(), key.end(), ' ', '_');
  return key;
}

bool is_blank(std::string_view value) {
  value = trim(value);
  if (value.empty()) return true;
  if (value.size() > 4) return false;
  return std::any_of(kBlank.begin(), kBlank.end(),
                     [&](std::string_view word) { return equals_ignoring_case(value, word); });
}

std::optional<std::int64_t> parse_whole(std::string_view value) {
  value = trim(value);
  if (value.empty()) return std::nullopt;
  const bool negative = value[0] == '-';
  if (negative || value[0] == '+') value.remove_prefix(1);
  std::size_t at = 0;
  std::int64_t number = 0;
  while (at < value.size() && is_digit(value[at])) {
    if (at >= 18) return std::nullopt;
    number = number * 10 + (value[at++] - '0');
  }
  if (at == 0) return std::nullopt;
  if (at < value.size() && (value[at] == '.' || value[at] == ',')) {
    const std::size_t zeros = ++at;
    while (at < value.size() && value[at] == '0') ++at;
    if (at == zeros && at != value.size()) return std::nullopt;
  }
  if (at < value.size()) {
    // "4/5", "9 - Extremely likely", "5 stars": the number leads.
    const std::string_view rest = trim(value.substr(at));
    const bool out_of = rest.size() >= 2 && rest[0] == '/' && is_digit(rest[1]) && rest.size() <= 4;
    const bool labelled = rest.size() > 2 && (rest[0] == '-' || rest[0] == '=' || rest[0] == ':') &&
                          rest[1] == ' ' && !is_digit(rest[2]);
    const bool stars = rest.starts_with("star") || rest.starts_with("Star") || rest == "★";
    if (!out_of && !labelled && !stars) return std::nullopt;
  }
  return negative ? -number : number;
}

std::optional<Decimal> parse_decimal(std::string_view value) {
  value = trim(value);
  for (const std::string_view sign : {"€", "$", "£", "%", "EUR", "USD", "GBP", "CHF"}) {
    if (value.starts_with(sign)) value = trim(value.substr(sign.size()));
    if (value.ends_with(sign)) value = trim(value.substr(0, value.size() - sign.size()));
  }
  const bool negative = !value.empty() && value[0] == '-';
  if (negative || (!value.empty() && value[0] == '+')) value.remove_prefix(1);
  if (value.empty() || (!is_digit(value[0]) && value[0] != '.')) return std::nullopt;
  // The last mark is the decimal one, unless it groups thousands: 1,234 and 1,234,567 do, 12,85 and
  // 1,234.5 don't.
  const std::size_t last = value.find_last_of(".,");
  std::size_t point = last;
  if (last != std::string_view::npos) {
    const char mark = value[last];
    const std::size_t marks =
        static_cast<std::size_t>(std::count(value.begin(), value.end(), mark));
    const bool grouping = value.size() - last == 4 && last > 0 && (mark == ',' || marks > 1) &&
                          value.find(mark == ',' ? '.' : ',') == std::string_view::npos;
    if (grouping) point = std::string_view::npos;
    if (marks > 1 && point != std::string_view::npos) return std::nullopt;
  }
  Decimal out;
  std::size_t digits = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (is_digit(value[i])) {
      if (point != std::string_view::npos && i > point) {
        if (out.decimals == 6) continue;
        ++out.decimals;
      }
      if (++digits > 17) return std::nullopt;
      out.units = out.units * 10 + (value[i] - '0');
    } else if (i != point && (value[i] != ',' && value[i] != '.') && value[i] != ' ') {
      return std::nullopt;
    }
  }
  if (digits == 0) return std::nullopt;
  if (negative) out.units = -out.units;
  return out;
}

std::optional<std::int64_t> scaled(Decimal value, int decimals) {
  std::int64_t units = value.units;
  for (int i = value.decimals; i < decimals; ++i) {
    if (units > std::numeric_limits<std::int64_t>::max() / 10 ||
        units < std::numeric_limits<std::int64_t>::min() / 10)
      return std::nullopt;
    units *= 10;
  }
  std::int64_t divisor = 1;
  for (int i = decimals; i < value.decimals; ++i) divisor *= 10;
  if (divisor == 1) return units;
  const std::int64_t half = divisor / 2;
  return (units + (units < 0 ? -half : half)) / divisor;
}

std::optional<bool> parse_yes_no(std::string_view value) {
  value = trim(value);
  if (value.size() > 20) return std::nullopt;
  for (const std::string_view word : kYes)
    if (equals_ignoring_case(value, word)) return true;
  for (const std::string_view word : kNo)
    if (equals_ignoring_case(value, word)) return false;
  return std::nullopt;
}

DateReading read_date(std::string_view value, DateOrder order) {
  value = trim(value);
  DateReading out;
  std::size_t at = 0;
  int year = -1, month = -1, day = -1;
  const auto mark_at = [&](std::size_t i) { return i < value.size() ? value[i] : '\0'; };
  const auto is_mark = [](char c) { return c == '-' || c == '/' || c == '.'; };

  int month_word = take_month(value, at);
  if (month_word != 0) {  // "Mar 12, 2024"
    skip_spaces(value, at);
    month = month_word;
    day = take_number(value, at, 2);
    skip_spaces(value, at);
    year = take_number(value, at, 4);
    if (day < 0 || year < 0) return out;
    out.evidence = DateEvidence::kUnambiguous;
  } else {
    const int first = take_number(value, at, 4);
    const std::size_t digits = at;
    if (first < 0) return out;
    if (digits == 4 && is_mark(mark_at(at))) {  // 2024-03-12, 2024/3/12, 2024-03
      const char mark = value[at++];
      year = first;
      month = take_number(value, at, 2);
      if (month < 0) return out;
      if (mark_at(at) == mark) {
        ++at;
        day = take_number(value, at, 2);
        if (day < 0) return out;
      } else if (at == value.size() && mark == '-') {
        out.month_only = true;
        day = 1;
      } else {
        return out;
      }
      out.evidence = DateEvidence::kUnambiguous;
    } else if (digits <= 2 && is_mark(mark_at(at)) && is_digit(mark_at(at + 1))) {
      const char mark = value[at++];
      const int second = take_number(value, at, 2);
      if (mark_at(at) != mark) return out;
      const std::size_t start = ++at;
      year = take_number(value, at, 4);
      if (second < 0 || year < 0 || (at - start != 4 && at - start != 2)) return out;
      if (at - start == 2) year += 2000;
      if (mark == '.') order = DateOrder::kDayFirst;  // points are used in day-first countries only
      out.evidence = mark == '.'                  ? DateEvidence::kUnambiguous
                     : first > 12 && second <= 12 ? DateEvidence::kDayFirst
                     : second > 12 && first <= 12 ? DateEvidence::kMonthFirst
                     : first == second            ? DateEvidence::kUnambiguous
                                                  : DateEvidence::kEither;
      if (order == DateOrder::kUnknown && out.evidence == DateEvidence::kEither) {
        out.trouble = DateTrouble::kAmbiguous;
        return out;
      }
      const bool day_first =
          order == DateOrder::kDayFirst ||
          (order == DateOrder::kUnknown && out.evidence == DateEvidence::kDayFirst);
      day = day_first ? first : second;
      month = day_first ? second : first;
    } else if (digits <= 2) {  // "12 March 2024", "12-Mar-2024"
      if (is_mark(mark_at(at))) ++at;
      skip_spaces(value, at);
      month = take_month(value, at);
      if (month == 0) return out;
      if (is_mark(mark_at(at))) ++at;
      skip_spaces(value, at);
      const std::size_t start = at;
      year = take_number(value, at, 4);
      if (year < 0) return out;
      if (at - start == 2) year += 2000;
      day = first;
      out.evidence = DateEvidence::kUnambiguous;
    } else {
      return out;
    }
  }
  // Not a date's layout after all when letters or digits follow directly.
  const char after = mark_at(at);
  if (after != '\0' && !is_space(after) && after != 'T' && after != 't' && after != ',') {
    out.evidence = DateEvidence::kNone;
    return out;
  }
  const base::Result<base::Date> date = base::Date::from_ymd(year, month, day);
  if (!date.ok()) {
    out.trouble = DateTrouble::kNoSuchDay;
    return out;
  }
  ParsedDate parsed{*date, std::nullopt};
  if (!read_time(value.substr(at), *date, parsed.at)) {
    out.evidence = DateEvidence::kNone;
    return out;
  }
  out.value = parsed;
  return out;
}

std::string language_code(std::string_view value) {
  value = trim(value);
  constexpr std::array<std::pair<std::string_view, std::string_view>, 20> kNames = {{
      {"english", "en"},  {"french", "fr"},     {"francais", "fr"}, {"german", "de"},
      {"deutsch", "de"},  {"spanish", "es"},    {"espanol", "es"},  {"italian", "it"},
      {"italiano", "it"}, {"portuguese", "pt"}, {"dutch", "nl"},    {"nederlands", "nl"},
      {"polish", "pl"},   {"swedish", "sv"},    {"danish", "da"},   {"norwegian", "no"},
      {"finnish", "fi"},  {"japanese", "ja"},   {"chinese", "zh"},  {"korean", "ko"},
  }};
  const bool code = value.size() == 2 || (value.size() > 2 && (value[2] == '-' || value[2] == '_'));
  const auto letter = [](char c) { return lower(c) >= 'a' && lower(c) <= 'z'; };
  if (code && letter(value[0]) && letter(value[1])) return {lower(value[0]), lower(value[1])};
  if (value.size() > 20 || value.size() < 5) return {};
  const std::string words = plain_words(value);
  for (const auto& [name, iso] : kNames)
    if (words == name) return std::string(iso);
  return {};
}

}  // namespace laurel::intake
