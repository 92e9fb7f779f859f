// From a row and a mapping to a draft response: names where the store has ids, otherwise checked
// and in Laurel's own types. A row that can't be used gives a reject with the column and a reason
// that quotes no value. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "intake/mapping.h"
#include "intake/row.h"

namespace laurel::intake {

// Views point into the row.
struct Draft {
  std::string_view external_id;
  std::optional<base::Date> occurred_on;
  std::optional<base::Timestamp> received_at;
  std::string_view market, unit, channel, account;
  std::string contact_email;  // lower case
  std::string contact_name;
  std::string language;
  std::vector<std::string_view> served_by;
  struct Score {
    std::size_t column;       // index into Mapping::columns
    std::int64_t value;       // for choice: unused
    std::string_view choice;  // for choice: the words chosen
  };
  std::vector<Score> scores;
  struct Text {
    std::size_t column;
    std::string_view text;
  };
  std::vector<Text> texts;

  void clear();
};

struct Reject {
  std::int64_t line = 0;
  std::string column;  // empty for the whole row
  std::string reason;  // "is outside 1 to 5"
};

enum class Outcome : std::uint8_t {
  kDraft,
  kReject,
  kPreview,  // a test of the survey, or a line the export adds; passed over
  kNothing,  // neither a score nor a word; passed over
};

// Fills `draft` or `reject`, whichever the outcome names.
Outcome draft_row(const Row& row, const Mapping& mapping, Draft& draft, Reject& reject);

// The score that `text` is for a question that isn't text or choice; a reason ("is not a whole
// number") when it is none. Whether it lies on the scale is the caller's to check.
std::string_view read_value(std::string_view text, const model::Question& question,
                            std::optional<std::int64_t>& value);

// Why a row with a problem can't be read.
std::string describe_problem(const Row& row, const Mapping& mapping);
// Reads a day that may be stored; the reason when it can't be, else empty.
std::string read_day(std::string_view value, DateOrder dates, ParsedDate& day);

inline constexpr int kEarliestYear = 1970, kLatestYear = 2100;
inline constexpr std::size_t kMostNameBytes = 200;
inline constexpr std::size_t kMostTextBytes = std::size_t{1} << 20;

}  // namespace laurel::intake
