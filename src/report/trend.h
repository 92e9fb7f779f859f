// The report by month: figures with their intervals, and control charts a manager can read. A chart
// says what a figure does when nothing changes, so that a month is only pointed out when chance is
// a poor explanation. Inside the report only; pure, thread-safe.
//
// Limits: centre ± 3 s·σᵢ. The centre is the mean over all answers of the months judged, σᵢ the
// standard error of month i with the spread of single answers pooled within months (for a share:
// binomial), and s the average moving range of (value − centre)/σᵢ divided by 1.128, at least 1
// (Laney 2002, Qual. Eng. 14:531: with many answers a plain p-chart takes every month for a
// signal). Cut at the ends of the scale.
//
// Signals: one month outside the limits (Shewhart 1931), or 8 in a row on one side of the centre
// line (Western Electric 1956, Statistical Quality Control Handbook, rule 4). When nothing changes
// and the limits are known beforehand, the two together signal every 153 months on average (Champ &
// Woodall 1987, Technometrics 29:393). Here centre and limits come from the months themselves,
// which makes false signals rarer: simulated, in 1 % of one-year and 6 % of two-year charts; where
// a month brings but one or two responses with praise, in 3 % and 15 %.
//
// A month with fewer than kFewestAnswers answers, or, in a chart of shares, with n·p·(1 − p) below
// 1, is shown and not judged; it neither belongs to a run nor ends one, like a month without data.
// A month exactly on the line ends a run.
#pragma once

#include <vector>

#include "report/counts.h"
#include "report/report.h"

namespace laurel::report {

inline constexpr std::size_t kFewestMonths = 6;  // judged, for a chart to have limits
inline constexpr std::size_t kRunLength = 8;

// `main` is null when no question leads.
TrendReport trend_report(const MonthCounts& counts, const QuestionReport* main,
                         const ReportOptions& options);

// One month as a chart sees it: the mean of n answers whose squared deviations add up to m2.
struct ChartMonth {
  std::int64_t n = 0;
  double value = 0;
  double m2 = 0;
};

// The chart of shares, or of NPS and means. Statistic, unit and sentence are the caller's.
ControlChart share_chart(const std::vector<ChartMonth>& months);
ControlChart mean_chart(const std::vector<ChartMonth>& months, double scale_min, double scale_max);

}  // namespace laurel::report
