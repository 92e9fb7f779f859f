// Questions and their answers. A question is versioned: a changed scale is a new version.
// Everything a customer scores is an integer: the score itself, 0/1 for yes_no, the place in the
// list for choice, and for number a fixed-point value (12.85 with two decimals is 1285). Plain
// data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/ids.h"

namespace laurel::model {

enum class QuestionKind : std::uint8_t {
  kNps,     // 0 … 10, "how likely are you to recommend"
  kScale,   // a declared minimum to maximum
  kYesNo,   // 0 or 1
  kChoice,  // an index into `choices`
  kCount,   // a whole number ≥ 0; enters cells only through bins
  kNumber,  // fixed-point with `decimals`; enters cells only through bins
  kText,    // words; never scored
};

// Questions whose meaning Laurel knows beyond their kind.
enum class QuestionRole : std::uint8_t {
  kNone,
  kRecommend,       // the NPS question, or a plain "would you recommend us?"
  kReferred,        // actually referred somebody in the past six months (referred_6m)
  kExpectation,     // much worse … much better than expected
  kFeeling,         // how the customer felt
  kToldOthers,      // how many people they told
  kHeardThrough,    // how they came
  kPriceTolerance,  // whether they would stay at a higher price
  kReturn,          // whether they will come back
  kDeedCost,        // what the deed that is praised cost the company
  // Nobody is asked these: model/derived.h.
  kPromoterReferred,
  kCaptiveReturner,
};

std::string_view name(
    QuestionKind kind);  // "nps", "scale", "yes_no", "choice", "count", "number", "text"
std::optional<QuestionKind> question_kind_named(std::string_view name);
std::string_view name(QuestionRole role);  // "none", "recommend", "referred_6m", "expectation", …
std::optional<QuestionRole> question_role_named(std::string_view name);

struct Question {
  QuestionId id;
  std::string key;  // stable across versions: "nps", "seat_comfort"
  std::int32_t version = 1;
  QuestionKind kind = QuestionKind::kScale;
  QuestionRole role = QuestionRole::kNone;
  std::string label;                 // the question as asked, or the column's name
  std::int32_t min = 0;              // nps and scale
  std::int32_t max = 10;             // nps and scale
  std::vector<std::string> choices;  // choice: may grow at the end within a version
  std::int32_t decimals = 0;         // number
  std::vector<std::int64_t>
      bins;  // count and number: ascending lower bounds of bins 1, 2, …; below the first is bin 0

  // Whether answers are counted in cells.
  bool counted() const;
  // The same kind, scale and bins, and this one's choices begin with the other's: answers may share
  // a version.
  bool extends(const Question& other) const;
};

// Kind and scale make sense together; else what to change.
base::Status check(const Question& question);

struct Answer {
  QuestionId question;
  std::int64_t value = 0;
  friend bool operator==(const Answer&, const Answer&) = default;
};

// The value lies on the question's scale; else a reason such as "11 is outside 0 to 10".
base::Status check(const Question& question, std::int64_t value);

// The integer that cells count the answer under: the value itself, or its bin. REQUIRES:
// question.counted().
std::int32_t cell_value(const Question& question, std::int64_t value);

}  // namespace laurel::model
