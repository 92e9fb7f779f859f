// Fills a RetentionReport from a history; the parts are in retention_curves.cc, revenue_figures.cc,
// earned_growth.cc. Inside the report only. Pure, thread-safe.
#pragma once

#include <cmath>
#include <string_view>
#include <utility>

#include "report/customers.h"
#include "report/options.h"
#include "report/retention.h"
#include "stats/maybe.h"

namespace laurel::report {

// REQUIRES: the history holds at least one event.
RetentionReport retention_report(const CustomerHistory& history, const ReportOptions& options);

inline constexpr std::int64_t kFewestFollowed = 10;  // in each arm, over the whole horizon
inline constexpr int kCurveStep = 30;                // days between the points of a curve

enum class CurveOf : std::uint8_t { kKept, kReturned };
CurveReport curve_report(const Cohort& cohort, CurveOf of, const ReportOptions& options);

CaptiveReport captive_report(const Customers& customers, const Cohort& commenters,
                             const ReportOptions& options);
std::vector<RevenueReport> revenue_reports(const Customers& customers, const Cohort& commenters,
                                           const ReportOptions& options);
std::vector<EarnedGrowthReport> growth_reports(const Customers& customers,
                                               const ReportOptions& options);
// The scorecard's figures.
Figure return_rate(const Customers& customers, const ReportOptions& options);
std::vector<ReturnQuarter> return_quarters(const Customers& customers,
                                           const ReportOptions& options);

// The sentences of a filled report.
std::string days_sentence(const CurveReport& curve, CurveOf of, const ReportOptions& options);
std::string revenue_sentence(const RevenueReport& revenue, const ReportOptions& options);
void say(RetentionReport& report, const ReportOptions& options);

// "a year", "180 days".
std::string span_words(int days);
// "1,235 EUR", "12.35 EUR": with cents below a hundred, unless it stands among larger amounts.
std::string money_words(double amount, std::string_view currency, double among = 0);

// A figure read from rows, in the order estimate, interval; an undefined part gives its reason.
inline Figure row_figure(std::string_view statistic, std::string_view unit, std::string_view method,
                         const stats::Estimate& estimate, const stats::Estimate& lo,
                         const stats::Estimate& hi, std::int64_t n) {
  Figure figure;
  figure.statistic = statistic;
  figure.unit = unit;
  figure.method = method;
  figure.n = n;
  figure.source = "rows";
  const auto number = [&](const stats::Estimate& value) -> std::optional<double> {
    if (value.defined() && std::isfinite(*value)) return *value;
    if (figure.reason.empty()) {
      figure.reason =
          value.defined() ? "it has no finite value for these counts" : std::string(value.reason());
    }
    return std::nullopt;
  };
  figure.estimate = number(estimate);
  figure.lo = number(lo);
  figure.hi = number(hi);
  if (!figure.lo || !figure.hi) figure.lo = figure.hi = std::nullopt;
  return figure;
}

// The same of a comparison of the two arms.
inline Figure row_comparison(std::string_view statistic, std::string_view unit,
                             std::string_view method, const stats::Estimate& estimate,
                             const stats::Estimate& lo, const stats::Estimate& hi,
                             std::int64_t n_commended, std::int64_t n_spoke) {
  Figure figure = row_figure(statistic, unit, method, estimate, lo, hi, n_commended + n_spoke);
  figure.n_commended = n_commended;
  figure.n_spoke = n_spoke;
  return figure;
}

inline void put_p(Figure& figure, std::string_view test, const stats::Estimate& p) {
  figure.test = test;
  if (p.defined()) {
    figure.p = *p;
  } else if (figure.reason.empty()) {
    figure.reason = p.reason();
  }
}

}  // namespace laurel::report
