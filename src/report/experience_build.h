// What the parts of the report on experience share: experience.cc puts them together, aspects.cc
// and told_others.cc make them. Inside the report only. Pure, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "report/counts.h"
#include "report/experience.h"
#include "report/rows.h"

namespace laurel::report {

struct ExperienceContext {
  std::optional<Measure> main;  // none without a main question
  bool referred = false;        // whether it was asked
  const RowCounts* rows = nullptr;
  const std::string* rows_reason = nullptr;
  double conf_level = 0.95;
};

inline std::string title_of(const model::Question& question) {
  return question.label.empty() ? question.key : question.label;
}

inline Figure from_rows(Figure figure) {
  figure.source = "rows";
  return figure;
}

AspectReport aspect_report(const QuestionCounts& counted, const ExperienceContext& context);
// `counted` is null where it was not asked.
ToldReport told_report(const QuestionCounts* counted, const ExperienceContext& context);

}  // namespace laurel::report
