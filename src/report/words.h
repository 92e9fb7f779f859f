// The report in words, by rule. No sentence claims a cause: praise and score come from the same
// response. Interval and test may not contradict each other: where they do, the word is
// "borderline". Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/wording.h"
#include "report/report.h"
#include "stats/histogram.h"

namespace laurel::report {

using base::count_of;
using base::grouped;
using base::plain;
using base::rounded;
using base::share_of;
using base::with_sign;

std::string p_words(double p);  // "p = 0.048", "p < 0.001"

// "customers who praised somebody", or "… somebody for exemplary service".
std::string_view praised_customers(ReportStrength strength);

// An estimate with its interval in words, shown in as few digits as keep it on the right side of no
// difference: "11 NPS points higher (8 to 14)".
std::string comparison_sentence(const QuestionReport& question, const Figure& difference,
                                Finding finding, ReportStrength strength);

// "after evening out markets and units, 9 (6 to 12)", without a full stop.
std::string adjusted_clause(const MainReport& main, double conf_level);

// "To see a 10-point difference here you need about 2,800 answers from customers who comment; there
// are 310." Empty when there are enough answers, or no planner for this kind of question.
std::string planner_sentence(Measure measure, const stats::Histogram& commended,
                             const stats::Histogram& spoke);

std::vector<std::string> headline_of(const Report& report);
std::vector<std::string> meaning_of(const Report& report);

}  // namespace laurel::report
