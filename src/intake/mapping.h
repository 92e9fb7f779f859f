// Mapping: what each column of a file means. Guessed from headers and values and explained in
// words, so that a person can check it at a glance; overridden column by column with --map
// FIELD=COLUMN. What can't be told for certain is asked, never assumed: a question is NPS only when
// its words say so and its values are whole numbers from 0 to 10; 03/04/2025 needs --dates when no
// value decides. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "intake/header.h"
#include "intake/table.h"
#include "intake/values.h"
#include "model/outcome.h"
#include "model/question.h"

namespace laurel::intake {

enum class Field : std::uint8_t {
  kIgnore,
  kExternalId,
  kDate,        // day of service or interview
  kReceivedAt,  // when the response came in
  kMarket,
  kUnit,
  kChannel,
  kAccount,
  kContactEmail,
  kContactName,  // several columns are joined
  kServedBy,     // employee ids, addresses or names; several separated by | or ;
  kLanguage,
  kPreview,  // marks rows that are tests; they are passed over
  kAnswer,   // a question, also of kind text
  // Of outcome events only (intake/outcome_mapping.h):
  kKind,
  kAmount,
  kCurrency,
};
std::string_view name(Field field);  // as --map calls it: "external_id", "date", …

// Stands in ColumnPlan::words for "asked, but not answered".
inline constexpr std::int32_t kUnanswered = -1'000'000;

struct ColumnPlan {
  std::size_t index = 0;
  std::string column;
  Field field = Field::kIgnore;
  model::Question question{};                                 // kAnswer; its id isn't set here
  bool zero_is_unrated = false;                               // 0 on a scale that begins at 1
  bool rounds = false;                                        // 4.8 on a scale of whole steps
  std::vector<std::pair<std::string, std::int32_t>> words{};  // plain words that stand for scores
  std::string reason;                                         // why, for a person
  bool given = false;                                         // by --map
};

struct Mapping {
  HeaderForm form = HeaderForm::kPlain;
  DateOrder dates = DateOrder::kUnknown;
  std::vector<ColumnPlan> columns;  // one per column of the file, in its order
  std::vector<std::string> notes;   // what a person should know beside the columns
  std::size_t file_columns = 0;
  // Of outcome events: what holds for rows that don't say it themselves.
  std::optional<model::OutcomeKind> every_kind;
  std::string every_currency;

  bool has(Field field) const;
  // Everything that decides how rows are read, as text: part of an import's fingerprint.
  std::string signature() const;
};

// "nps=Q1", "scale 1-5=Q2", "comment=What happened?", "ignore=Q9".
struct MapRequest {
  std::string meaning;
  std::string column;
};
base::Result<MapRequest> parse_map(std::string_view text);

struct MappingOptions {
  std::vector<MapRequest> requests;
  DateOrder dates = DateOrder::kUnknown;
  // Questions the organization already has: a column of the same key whose values fit is read
  // alike.
  std::span<const model::Question> known{};
};

// Errors: an override that names no column or no meaning, two columns for one field, dates whose
// order isn't certain, nothing in the file to import.
base::Result<Mapping> guess_mapping(const Header& header, std::span<const Record> sample,
                                    const MappingOptions& options);

// Two columns for one field are an error.
base::Status check_once(const Mapping& mapping);

// Settles the order of day and month for the columns that are dates, by their values or as asked.
// `profiles` are those of the columns. An error where neither tells.
struct ColumnProfile;
base::Status decide_dates(std::span<const ColumnProfile> profiles, DateOrder asked,
                          Mapping& mapping);

// Errors: two columns for one field, or neither a score nor a comment.
base::Status check_fields(const Mapping& mapping);

// "nps 0-10", "scale 1-5", "yes_no (referred_6m)", "comment", "external_id", "ignored".
std::string describe(const ColumnPlan& plan);

}  // namespace laurel::intake
