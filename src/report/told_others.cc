// How far good and bad experiences were told on.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "report/compare.h"
#include "report/experience_build.h"
#include "report/words.h"
#include "stats/distributions.h"
#include "stats/ratings.h"

namespace laurel::report {
namespace {

Figure people_figure(const stats::Moments& told, double conf_level) {
  Figure figure;
  figure.statistic = "people_told";
  figure.unit = "people";
  figure.method = "mean_t";
  figure.source = "rows";
  figure.n = told.n;
  if (told.n == 0) {
    figure.reason = "nobody in this group said how many people they told";
    return figure;
  }
  figure.estimate = told.mean;
  const stats::Estimate variance = told.variance();
  if (!variance.defined() || !(*variance > 0)) {
    figure.reason = told.n == 1 ? "one answer alone has no interval"
                                : "all answers are the same, so their spread is unknown";
    return figure;
  }
  const auto n = static_cast<double>(told.n);
  const double half = stats::t_critical(conf_level, n - 1) * std::sqrt(*variance / n);
  figure.lo = std::max(0.0, told.mean - half);
  figure.hi = told.mean + half;
  return figure;
}

Comparison told_difference(const stats::Moments& negative, const stats::Moments& positive,
                           double conf_level) {
  Comparison comparison;
  Figure& figure = comparison.difference;
  figure.statistic = "people_told_difference";
  figure.unit = "people";
  figure.method = "welch";
  figure.source = "rows";
  figure.n = negative.n + positive.n;
  if (std::min(negative.n, positive.n) == 0) {
    figure.reason = "one of the two groups has no answer";
    return comparison;
  }
  const stats::WelchResult welch = stats::welch(negative, positive, conf_level);
  figure.estimate = negative.mean - positive.mean;
  if (!welch.lo.defined()) {
    figure.reason = welch.lo.reason();
  } else {
    figure.lo = *welch.lo;
    figure.hi = *welch.hi;
    figure.test = "welch";
    if (welch.p.defined()) figure.p = *welch.p;
  }
  figure.n_commended = negative.n;  // for the rule of too few
  figure.n_spoke = positive.n;
  comparison.finding = finding_of(figure, conf_level);
  figure.n_commended = figure.n_spoke = std::nullopt;
  return comparison;
}

std::string told_sentence(const ToldReport& report) {
  if (!report.reason.empty()) {
    return fmt::format("How far experiences were told on can't be said: {}.", report.reason);
  }
  const Figure& negative = report.groups.front().people;
  const Figure& positive = report.groups[2].people;
  const Figure& difference = report.difference.difference;
  if (report.difference.finding == Finding::kTooFew ||
      report.difference.finding == Finding::kUndefined) {
    return fmt::format(
        "There are too few answers to say whether bad experiences were told to more people than "
        "good ones ({} and {}).",
        grouped(negative.n), grouped(positive.n));
  }
  std::string sentence = fmt::format(
      "Customers with a bad experience told {} people on average, those with a good one {}",
      plain(*negative.estimate, 1), plain(*positive.estimate, 1));
  if (report.difference.finding == Finding::kNoClearDifference) {
    return sentence + fmt::format(": no clear difference ({} to {}).", plain(*difference.lo, 1),
                                  plain(*difference.hi, 1));
  }
  const bool more = *difference.estimate > 0;
  sentence +=
      fmt::format(": {} {} ({} to {}){}.", plain(std::abs(*difference.estimate), 1),
                  more ? "more" : "fewer", plain(more ? *difference.lo : -*difference.hi, 1),
                  plain(more ? *difference.hi : -*difference.lo, 1),
                  report.difference.finding == Finding::kBorderline ? ", borderline" : "");
  return sentence;
}

}  // namespace

ToldReport told_report(const QuestionCounts* counted, const ExperienceContext& context) {
  ToldReport report;
  if (counted == nullptr) {
    report.reason = "it was not asked how many people customers told";
  } else if (context.rows == nullptr) {
    report.reason = *context.rows_reason;
  } else if (!context.rows->told()) {
    report.reason = "it was not asked as a number of people";
  } else if (!context.main) {
    report.reason = "no score tells good experiences from bad ones";
  }
  if (counted != nullptr) report.title = title_of(*counted->question);
  if (!report.reason.empty() || context.rows == nullptr) {
    report.difference = told_difference({}, {}, context.conf_level);
    report.difference.difference.reason = report.reason;
  } else {
    const auto add = [&](std::string_view name, const Beside& beside) {
      report.groups.push_back(
          {name, people_figure(beside.told, context.conf_level),
           from_rows(share_figure("told_anybody", beside.told_anybody.yes, beside.told_anybody.n,
                                  "nobody in this group answered", context.conf_level))});
    };
    constexpr std::array<std::string_view, kExperiences> kNames = {"negative", "middling",
                                                                   "positive"};
    const auto& by = context.rows->by_experience();
    for (std::size_t i = 0; i < kExperiences; ++i) add(kNames[i], by[i]);
    add("commended", context.rows->by_praise()[0]);
    add("spoke", context.rows->by_praise()[1]);
    report.difference = told_difference(by.front().told, by.back().told, context.conf_level);
  }
  report.sentence = told_sentence(report);
  return report;
}

}  // namespace laurel::report
