// What customers tell about the experience itself: how it was against what they expected, how they
// felt, how they came, how far they told it on, and what the deed they praise cost; and how that
// goes with the main question and with actual referral. Shares come from cells; what was answered
// together comes from rows, and is left out with a reason where rows were not read. Association
// only. Pure, thread-safe.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "model/question.h"
#include "report/figure.h"
#include "report/rows.h"

namespace laurel::report {

struct QuestionCounts;
struct ReportCounts;

// Customers who gave one answer, or one of several.
struct AspectAnswer {
  std::string answer;
  Figure share;                    // of all who answered
  std::optional<Figure> main;      // the main question, of these customers
  std::optional<Figure> referred;  // share that had referred somebody
};

struct AspectReport {
  model::QuestionRole role = model::QuestionRole::kExpectation;
  std::string title;
  std::vector<AspectAnswer> answers;  // each value, in the order of the scale
  // Below, at and above the middle of an ordered scale: worse than, as, and better than expected.
  // Empty where answers have no order. Without a middle for an even number of values.
  std::vector<AspectAnswer> sides;
  std::optional<Comparison> main_difference;      // above against at the middle (else below)
  std::optional<Comparison> referred_difference;  // the same
  std::string reason;                             // why the differences are missing
  std::string sentence;
};

struct ToldGroup {
  std::string_view name;  // "negative", "middling", "positive", "commended", "spoke"
  Figure people;          // mean number of people told
  Figure anybody;         // share that told somebody
};

struct ToldReport {
  std::string title;
  std::vector<ToldGroup> groups;
  Comparison difference;  // negative minus positive, people
  std::string reason;
  std::string sentence;
};

struct DeedCostReport {
  Figure free;  // share of praised deeds that cost nothing
  std::string reason;
  std::string sentence;
};

struct ExperienceReport {
  std::vector<AspectReport> aspects;  // expectation, feeling, heard_through; those that were asked
  ToldReport told;
  DeedCostReport cost;
  std::vector<std::string_view> not_asked;  // names of roles
};

// `rows` is null where they were not read; `rows_reason` says why, as a clause. `main` is null
// without a main question.
ExperienceReport experience_report(const ReportCounts& counts, const QuestionCounts* main,
                                   const RowCounts* rows, const std::string& rows_reason,
                                   const ReportOptions& options);

}  // namespace laurel::report
