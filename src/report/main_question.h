// The parts of the report about its main question: at every place, evened out, by account, by
// strength. Inside the report only; pure.
#pragma once

#include <vector>

#include "report/compare.h"
#include "report/counts.h"
#include "report/report.h"

namespace laurel::report {

// The question the report is about; null when none that can be averaged was answered.
const QuestionCounts* main_question(const ReportCounts& counts);

// Everything of one question that needs only its answers by group: figures, comparison,
// distribution. Without sentences for a version: `title` is given.
QuestionReport question_report(const model::Question& question, std::string title,
                               const Groups& groups, const ReportOptions& options);

// Finding and sentence of the question's comparison as its figures now stand.
void conclude(QuestionReport& question, const ReportOptions& options);

// Fills markets, units, channels, adjusted, clustered and strength of `main`, whose question is
// there. Adds what can't be said to `notes`.
void fill_main(const ReportInput& input, const ReportCounts& counts, const MainCounts& main_counts,
               MainReport& main, std::vector<Note>& notes);

// The interval that allows for accounts, which leads `main` where it can be given.
void fill_clustered(const ReportInput& input, const model::Question& question, const Arms& arms,
                    MainReport& main, std::vector<Note>& notes);

// Adjusts the p-values of figures as one family (Benjamini-Hochberg) and returns how many it had.
std::size_t adjust_family(const std::vector<Figure*>& figures);

}  // namespace laurel::report
