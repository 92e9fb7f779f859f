#include "report/certainty.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/compare.h"
#include "report/words.h"

namespace laurel::report {
namespace {

Comparison compare(Measure measure, const TwoGroups& groups, double conf_level) {
  Comparison comparison;
  comparison.difference = difference_figure(measure, {groups.commended, groups.spoke}, conf_level);
  comparison.difference.source = "rows";
  comparison.finding = finding_of(comparison.difference, conf_level);
  return comparison;
}

std::string amount(Measure measure, double value) {
  return measure == Measure::kMean ? with_sign(value, 2) : with_sign(value * 100, 0);
}

bool tells(const Comparison& comparison) {
  return comparison.finding != Finding::kUndefined && comparison.finding != Finding::kTooFew;
}

std::string threshold_sentence(Measure measure, const CertaintyReport& report) {
  const CertaintyPoint* low = nullptr;
  const CertaintyPoint* high = nullptr;
  for (const CertaintyPoint& point : report.points) {
    if (point.rule != PraiseRule::kThreshold || !tells(point.comparison)) continue;
    const double value = *point.comparison.difference.estimate;
    if (low == nullptr || value < *low->comparison.difference.estimate) low = &point;
    if (high == nullptr || value > *high->comparison.difference.estimate) high = &point;
  }
  if (low == nullptr) {
    return "At no threshold of detection are there enough answers in both groups.";
  }
  const auto at = [](const CertaintyPoint& point) {
    return plain(*point.threshold * 100, 0) + "%";
  };
  const std::string_view unit = measure == Measure::kNps    ? "NPS points"
                                : measure == Measure::kRate ? "percentage points"
                                                            : "points";
  const std::string from = amount(measure, *low->comparison.difference.estimate);
  const std::string to = amount(measure, *high->comparison.difference.estimate);
  if (from == to) {
    return fmt::format(
        "However sure praise has to be before it counts (from {} to {} probable), the difference "
        "stays at {} {}.",
        plain(kThresholds.front() * 100, 0) + "%", plain(kThresholds.back() * 100, 0) + "%", from,
        unit);
  }
  return fmt::format(
      "Between praise that is {} probable and praise that is {} probable the difference lies "
      "between {} (at {}) and {} {} (at {}).",
      plain(kThresholds.front() * 100, 0) + "%", plain(kThresholds.back() * 100, 0) + "%", from,
      at(*low), to, unit, at(*high));
}

std::string reviewed_sentence(Measure measure, const CertaintyReport& report) {
  for (const CertaintyPoint& point : report.points) {
    if (point.rule != PraiseRule::kReviewed) continue;
    const Figure& difference = point.comparison.difference;
    if (difference.n == 0) return "Nobody has reviewed a response yet.";
    const std::string counts = fmt::format(
        "{} with praise confirmed and {} with all praise rejected",
        count_of(*difference.n_commended, "answer", "answers"), grouped(*difference.n_spoke));
    if (!tells(point.comparison)) {
      return fmt::format("Too few responses were reviewed to compare them: {}.", counts);
    }
    return fmt::format("On reviewed responses alone ({}) it is {} ({} to {}).", counts,
                       amount(measure, *difference.estimate),
                       amount(measure, difference.lo.value_or(*difference.estimate)),
                       amount(measure, difference.hi.value_or(*difference.estimate)));
  }
  return {};
}

}  // namespace

std::string_view name(PraiseRule rule) {
  return rule == PraiseRule::kThreshold ? "threshold"
         : rule == PraiseRule::kSettled ? "settled"
                                        : "reviewed";
}

CertaintyReport certainty_report(Measure measure, const RowCounts& rows,
                                 const ReportOptions& options) {
  CertaintyReport report;
  report.as_counted = compare(measure, rows.as_counted(), options.conf_level);
  for (std::size_t i = 0; i < kThresholds.size(); ++i) {
    report.points.push_back({PraiseRule::kThreshold, kThresholds[i],
                             compare(measure, rows.at_threshold(i), options.conf_level)});
  }
  report.points.push_back(
      {PraiseRule::kSettled, {}, compare(measure, rows.settled(), options.conf_level)});
  report.points.push_back(
      {PraiseRule::kReviewed, {}, compare(measure, rows.reviewed(), options.conf_level)});
  if (!report.as_counted.difference.estimate) {
    report.reason = report.as_counted.difference.reason;
    report.sentence = fmt::format("How the difference moves with the threshold can't be said: {}.",
                                  report.reason);
    return report;
  }
  report.sentence = threshold_sentence(measure, report) + " " + reviewed_sentence(measure, report);
  return report;
}

}  // namespace laurel::report
