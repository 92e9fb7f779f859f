// Headers of survey exports: which rows at the top are headers, what each column is called and what
// its question was, and which tool wrote the file. Pure. Sources: the vendors' published export
// layouts (Qualtrics, SurveyMonkey, Typeform, LimeSurvey, Zendesk, Chatwoot).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace laurel::intake {

enum class HeaderForm : std::uint8_t {
  kPlain,
  kQualtrics,        // names, question text, {"ImportId":…}
  kQualtricsLegacy,  // names, question text; begins ResponseID,ResponseSet
  kSurveyMonkey,     // questions, then answer options
  kTypeform,
  kLimeSurvey,
  kZendesk,
  kChatwoot,
};
std::string_view name(HeaderForm form);  // "Qualtrics", …; "plain" for kPlain

struct Column {
  std::string name;   // what --map calls it; unique within the file
  std::string label;  // the question as asked; the name when there is none
};

struct Header {
  HeaderForm form = HeaderForm::kPlain;
  std::size_t rows = 1;  // how many rows at the top are headers
  std::vector<Column> columns;
};

using Record = std::vector<std::string>;

// `first` holds the first rows of the file (four are enough to tell whether rows follow), header
// included. REQUIRES: !first.empty().
Header read_header(std::span<const Record> first);

// The three columns Laurel puts before a rejected row; a corrected reject file can be imported as
// it is.
inline constexpr std::string_view kRejectLine = "reject_line";
inline constexpr std::string_view kRejectColumn = "reject_column";
inline constexpr std::string_view kRejectReason = "reject_reason";

}  // namespace laurel::intake
