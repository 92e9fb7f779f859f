#include "report/trend.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/compare.h"
#include "report/words.h"

namespace laurel::report {
namespace {

constexpr double kSigmas = 3;
constexpr double kMovingRange = 1.128;  // mean range of two normal values in standard deviations

// Limits for the months in `judged`, whose single answers have the standard deviation `sd`.
void draw_limits(ControlChart& chart, const std::vector<ChartMonth>& months,
                 const std::vector<std::size_t>& judged, double centre, double sd, double lowest,
                 double highest) {
  const auto error = [&](std::size_t i) {
    return sd / std::sqrt(static_cast<double>(months[i].n));
  };
  const auto standing = [&](std::size_t i) { return (months[i].value - centre) / error(i); };
  double ranges = 0;
  for (std::size_t k = 1; k < judged.size(); ++k) {
    ranges += std::abs(standing(judged[k]) - standing(judged[k - 1]));
  }
  const double excess =
      std::max(1.0, ranges / static_cast<double>(judged.size() - 1) / kMovingRange);
  chart.centre = centre;
  chart.excess = excess;
  for (const std::size_t i : judged) {
    ChartPoint& point = chart.points[i];
    point.lower = std::max(lowest, centre - kSigmas * excess * error(i));
    point.upper = std::min(highest, centre + kSigmas * excess * error(i));
    point.outside = months[i].value < *point.lower || months[i].value > *point.upper;
    if (point.outside) {
      chart.signals.push_back({ChartRule::kOutside, months[i].value > centre, i, i});
    }
  }
  for (std::size_t k = 0; k < judged.size();) {
    const auto side = [&](std::size_t at) {
      const double value = months[judged[at]].value;
      return value > centre ? 1 : value < centre ? -1 : 0;
    };
    std::size_t end = k + 1;
    while (end < judged.size() && side(end) == side(k)) ++end;
    if (side(k) != 0 && end - k >= kRunLength) {
      chart.signals.push_back({ChartRule::kRun, side(k) > 0, judged[k], judged[end - 1]});
    }
    k = end;
  }
}

// Months that have enough answers to be judged at all.
std::vector<std::size_t> large_enough(const std::vector<ChartMonth>& months) {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < months.size(); ++i) {
    if (months[i].n >= kFewestAnswers) indices.push_back(i);
  }
  return indices;
}

double centre_of(const std::vector<ChartMonth>& months, const std::vector<std::size_t>& indices) {
  double sum = 0, n = 0;
  for (const std::size_t i : indices) {
    sum += months[i].value * static_cast<double>(months[i].n);
    n += static_cast<double>(months[i].n);
  }
  return n > 0 ? sum / n : 0;
}

bool enough_months(ControlChart& chart, const std::vector<std::size_t>& judged) {
  chart.months_judged = judged.size();
  if (judged.size() >= kFewestMonths) return true;
  chart.reason = fmt::format(
      "limits need {} months with enough answers, and {}", kFewestMonths,
      judged.empty()
          ? std::string("there is none")
          : fmt::format("there {} {}", judged.size() == 1 ? "is" : "are", judged.size()));
  return false;
}

// --- words

struct Voice {
  std::string subject;  // "the share of comments with praise"
  bool percent = false;
  int decimals = 0;
  double times = 100;

  std::string show(double value) const {
    return plain(value * times, decimals) + (percent ? "%" : "");
  }
};

std::string chart_sentence(const ControlChart& chart, const std::vector<ChartMonth>& values,
                           const std::vector<TrendMonth>& months, const Voice& voice) {
  std::string subject = voice.subject;
  if (!chart.centre) return fmt::format("For {} no limits are drawn: {}.", subject, chart.reason);
  if (chart.signals.empty()) {
    return fmt::format(
        "In {} nothing stands out beyond chance: {} around {}, no month outside the limits and no "
        "{} in a row on one side.",
        subject, count_of(static_cast<std::int64_t>(chart.months_judged), "month", "months"),
        voice.show(*chart.centre), kRunLength);
  }
  std::string sentence;
  // The latest come first: an old month is rarely news.
  std::vector<std::size_t> outside;
  for (auto signal = chart.signals.rbegin(); signal != chart.signals.rend(); ++signal) {
    if (signal->rule == ChartRule::kOutside) outside.push_back(signal->first);
  }
  if (!outside.empty()) {
    const ChartPoint& point = chart.points[outside[0]];
    sentence = fmt::format("In {} {} was {}, outside what chance allows ({} to {})",
                           months[outside[0]].month.to_string(), subject,
                           voice.show(values[outside[0]].value), voice.show(*point.lower),
                           voice.show(*point.upper));
    constexpr std::size_t kMost = 4;  // with the first
    for (std::size_t i = 1; i < std::min(outside.size(), kMost); ++i) {
      sentence += fmt::format("{}{}",
                              i > 1                ? ", "
                              : outside.size() > 2 ? "; so were "
                                                   : "; so was ",
                              months[outside[i]].month.to_string());
    }
    if (outside.size() > kMost) sentence += fmt::format(" and {} more", outside.size() - kMost);
    sentence += ".";
    subject = "it";
  }
  // The latest run is the news; earlier ones are in the table and in the other formats.
  const auto latest = std::find_if(chart.signals.rbegin(), chart.signals.rend(),
                                   [](const ChartSignal& s) { return s.rule == ChartRule::kRun; });
  if (latest == chart.signals.rend()) return sentence;
  const std::string from = months[latest->first].month.to_string();
  const std::string to = months[latest->last].month.to_string();
  const auto judged = [](const ChartPoint& point) { return point.lower.has_value(); };
  const auto first = std::find_if(chart.points.begin(), chart.points.end(), judged);
  const bool from_the_start =
      first == chart.points.begin() + static_cast<std::ptrdiff_t>(latest->first);
  sentence += fmt::format(
      "{}From {} to {} {} was {} its average of {} in every month: something "
      "changed {} {}.",
      sentence.empty() ? "" : " ", from, to, subject, latest->above ? "above" : "below",
      voice.show(*chart.centre), from_the_start ? "after" : "around", from_the_start ? to : from);
  return sentence;
}

Figure share_of_month(const Groups& responses, const ReportOptions& options) {
  const Arms arms = arms_of(responses, ReportStrength::kAny);
  Figure figure =
      share_figure("commended_share", arms_of(responses, options.strength).commended.n(),
                   arms.commended.n() + arms.spoke.n(), "no comment of this month could be read",
                   options.conf_level);
  return figure;
}

std::string main_subject(const QuestionReport& main) {
  switch (main.measure) {
    case Measure::kNps:
      return "the NPS of all answers";
    case Measure::kRate:
      return fmt::format("the share of yes to “{}”", main.title);
    default:
      return fmt::format("the mean of “{}”", main.title);
  }
}

}  // namespace

ControlChart share_chart(const std::vector<ChartMonth>& months) {
  ControlChart chart;
  chart.method = "laney_p";
  chart.points.resize(months.size());
  std::vector<std::size_t> judged = large_enough(months);
  const double centre = centre_of(months, judged);
  if (!judged.empty() && (centre <= 0 || centre >= 1)) {
    chart.reason = centre <= 0 ? "nobody was praised" : "every comment holds praise";
    return chart;
  }
  std::erase_if(judged, [&](std::size_t i) {
    return static_cast<double>(months[i].n) * centre * (1 - centre) < 1;
  });
  if (!enough_months(chart, judged)) return chart;
  draw_limits(chart, months, judged, centre, std::sqrt(centre * (1 - centre)), 0, 1);
  return chart;
}

ControlChart mean_chart(const std::vector<ChartMonth>& months, double scale_min, double scale_max) {
  ControlChart chart;
  chart.method = "laney_x";
  chart.points.resize(months.size());
  const std::vector<std::size_t> judged = large_enough(months);
  if (!enough_months(chart, judged)) return chart;
  double m2 = 0, df = 0;
  for (const std::size_t i : judged) {
    m2 += months[i].m2;
    df += static_cast<double>(months[i].n - 1);
  }
  if (!(m2 > 0)) {
    chart.reason = "within each month all answers are the same";
    return chart;
  }
  draw_limits(chart, months, judged, centre_of(months, judged), std::sqrt(m2 / df), scale_min,
              scale_max);
  return chart;
}

TrendReport trend_report(const MonthCounts& counts, const QuestionReport* main,
                         const ReportOptions& options) {
  TrendReport trend;
  trend.reason = counts.reason;
  std::vector<ChartMonth> shares, scores;
  for (std::size_t i = 0; i < counts.responses.places(); ++i) {
    TrendMonth month;
    month.month = {counts.first.index + static_cast<std::int32_t>(i)};
    month.responses = counts.responses.n(i);
    month.share = share_of_month(counts.responses.groups(i), options);
    shares.push_back({month.share.n, month.share.estimate.value_or(0), 0});
    if (main != nullptr) {
      const Groups groups = counts.main.groups(i);
      const Arms arms = arms_of(groups, options.strength);
      stats::Histogram everyone;
      for (const stats::Histogram& group : groups) everyone += group;
      month.commended = group_figure(main->measure, arms.commended, options.conf_level);
      month.spoke = group_figure(main->measure, arms.spoke, options.conf_level);
      month.everyone = group_figure(main->measure, everyone, options.conf_level);
      const stats::Moments moments = answer_moments(main->measure, everyone);
      scores.push_back({moments.n, moments.mean, moments.m2});
    }
    trend.months.push_back(std::move(month));
  }
  trend.share = share_chart(shares);
  if (!trend.reason.empty()) trend.share.reason = trend.reason;
  trend.share.statistic = "commended_share";
  trend.share.unit = "share";
  trend.share.sentence = chart_sentence(trend.share, shares, trend.months,
                                        {"the share of comments with praise", true, 0, 100});
  if (main == nullptr) return trend;
  const Measure measure = main->measure;
  ControlChart chart = measure == Measure::kRate
                           ? share_chart(scores)
                           : mean_chart(scores, measure == Measure::kNps ? -1 : main->scale_min,
                                        measure == Measure::kNps ? 1 : main->scale_max);
  if (measure == Measure::kRate && chart.reason == "nobody was praised") {
    chart.reason = "every answer is no";
  } else if (measure == Measure::kRate && chart.reason == "every comment holds praise") {
    chart.reason = "every answer is yes";
  }
  if (!trend.reason.empty()) chart.reason = trend.reason;
  chart.statistic = measure == Measure::kNps ? "nps" : measure == Measure::kRate ? "rate" : "mean";
  chart.unit = measure == Measure::kNps    ? "nps"
               : measure == Measure::kRate ? "share"
                                           : "scale_points";
  const bool mean = measure == Measure::kMean;
  chart.sentence = chart_sentence(
      chart, scores, trend.months,
      {main_subject(*main), measure == Measure::kRate, mean ? 2 : 0, mean ? 1.0 : 100.0});
  trend.main = std::move(chart);
  return trend;
}

}  // namespace laurel::report
