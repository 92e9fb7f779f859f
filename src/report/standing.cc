#include "report/standing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/compare.h"
#include "stats/consistency.h"
#include "stats/distributions.h"
#include "stats/ranking.h"

namespace laurel::report {
namespace {

constexpr int kDraws = 400;
constexpr std::size_t kMostRanked = 2000;  // ranks take time and memory with the square
constexpr double kFloor = 0.1;

std::string_view statistic_of(Measure measure) {
  return measure == Measure::kNps ? "nps" : measure == Measure::kRate ? "rate" : "mean";
}
std::string_view unit_of(Measure measure) {
  return measure == Measure::kNps ? "nps" : measure == Measure::kRate ? "share" : "scale_points";
}

// Deviations from the means of the places.
stats::Moments case_mix_off(Measure measure, const StandingInput& input,
                            const std::vector<double>& means) {
  stats::Moments all;
  for (std::size_t place = 0; place < input.by_place.size(); ++place) {
    if (input.by_place[place].n() == 0) continue;
    stats::Moments moments = answer_moments(measure, input.by_place[place]);
    moments.mean -= means[place];
    all += moments;
  }
  return all;
}

stats::Histogram sum(const std::vector<stats::Histogram>& places) {
  stats::Histogram all;
  for (const stats::Histogram& place : places) {
    if (place.n() > 0) all += place;
  }
  return all;
}

Figure shrunk_figure(Measure measure, double overall, double lowest, double highest,
                     const stats::OneWayReml& model, std::size_t i, double conf_level) {
  Figure figure;
  figure.statistic = statistic_of(measure);
  figure.unit = unit_of(measure);
  figure.method = "reml_case_mix";
  figure.n = static_cast<std::int64_t>(model.n[i]);
  const auto within = [&](double value) { return std::clamp(value, lowest, highest); };
  if (!model.blup[i].defined()) {
    figure.reason = model.blup[i].reason();
    return figure;
  }
  figure.estimate = within(overall + *model.blup[i]);
  if (!model.blup_sd[i].defined()) {
    figure.reason = model.blup_sd[i].reason();
    return figure;
  }
  if (*model.blup_sd[i] <= 0) {
    figure.reason = "they differ by no more than chance, so all get the same";
    return figure;
  }
  const double half = stats::normal_critical(conf_level) * *model.blup_sd[i];
  figure.lo = within(overall + *model.blup[i] - half);
  figure.hi = within(overall + *model.blup[i] + half);
  return figure;
}

void put_ranks(std::vector<Standing>& shown, const std::vector<stats::Posterior>& posteriors,
               double conf_level) {
  const double most = static_cast<double>(shown.size()) / 2;
  std::string reason;
  if (shown.size() < 3) reason = "it takes 3 to rank";
  if (shown.size() > kMostRanked) reason = "there are too many to rank them one by one";
  const bool alike = std::all_of(posteriors.begin(), posteriors.end(),
                                 [](const stats::Posterior& p) { return p.sd <= 0; });
  if (alike) reason = "they differ by no more than chance";
  if (!reason.empty()) {
    for (Standing& standing : shown) standing.rank_reason = reason;
    return;
  }
  const std::vector<double> ranks = stats::expected_rank(posteriors);
  const std::vector<double> top = stats::probability_top(posteriors);
  const std::vector<stats::RankInterval> intervals =
      stats::rank_intervals(posteriors, conf_level, kDraws);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    shown[i].p_top = top[i];
    if (intervals[i].hi - intervals[i].lo > most) {
      shown[i].rank_reason = "its interval spans more than half of them";
      continue;
    }
    shown[i].expected_rank = ranks[i];
    shown[i].rank_lo = intervals[i].lo;
    shown[i].rank_hi = intervals[i].hi;
  }
}

void put_consistency(std::vector<Standing>& shown, const std::vector<stats::Histogram>& answers,
                     int good_from, double conf_level) {
  std::vector<stats::Proportion> good;
  std::vector<double> variances, df;
  for (const stats::Histogram& each : answers) {
    good.push_back({each.at_least(good_from), each.n()});
    const stats::Moments moments = each.moments();
    variances.push_back(moments.n > 1 ? moments.m2 / static_cast<double>(moments.n - 1) : 0);
    df.push_back(static_cast<double>(std::max<std::int64_t>(0, moments.n - 1)));
  }
  const stats::BetaBinomial model = stats::beta_binomial(good, conf_level);
  const stats::SqueezedVariances squeezed = stats::squeeze_variances(variances, df);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const stats::Consistency each = stats::consistency(answers[i], good_from, kFloor, conf_level);
    Figure& floor = shown[i].floor;
    floor.statistic = "floor";
    floor.unit = "scale_points";
    floor.method = "order_statistic";
    floor.n = answers[i].n();
    if (each.quantile.defined()) floor.estimate = *each.quantile;
    if (each.quantile_lower_bound.defined()) floor.lo = *each.quantile_lower_bound;
    floor.reason = each.quantile.defined() ? "a floor has a lower bound only"
                                           : std::string(each.quantile.reason());
    Figure& share = shown[i].good_share;
    share.statistic = "good_share";
    share.unit = "share";
    share.method = "beta_binomial";
    share.n = answers[i].n();
    if (model.posterior.mean[i].defined()) share.estimate = *model.posterior.mean[i];
    if (model.posterior.lo[i].defined() && model.posterior.hi[i].defined()) {
      share.lo = *model.posterior.lo[i];
      share.hi = *model.posterior.hi[i];
    } else {
      share.reason = model.posterior.lo[i].reason();
    }
    if (squeezed.post_var[i].defined()) shown[i].spread = std::sqrt(*squeezed.post_var[i]);
  }
}

template <typename Item>
void permute(std::vector<Item>& items, const std::vector<std::size_t>& order) {
  std::vector<Item> moved;
  moved.reserve(items.size());
  for (const std::size_t i : order) moved.push_back(std::move(items[i]));
  items = std::move(moved);
}

}  // namespace

int good_score(std::int32_t scale_min, std::int32_t scale_max) {
  return static_cast<int>(std::ceil(scale_min + 0.75 * (scale_max - scale_min)));
}

StandingReport standing_report(Measure measure, std::int32_t scale_min, std::int32_t scale_max,
                               std::vector<StandingInput> inputs, const ReportOptions& options) {
  StandingReport report;
  std::erase_if(inputs, [](const StandingInput& input) { return sum(input.by_place).n() == 0; });
  if (measure != Measure::kRate) report.good_from = good_score(scale_min, scale_max);
  const std::size_t places = inputs.empty() ? 0 : inputs.front().by_place.size();
  std::vector<double> means(places);
  stats::Histogram everyone;
  for (std::size_t place = 0; place < places; ++place) {
    stats::Histogram here;
    for (const StandingInput& input : inputs) {
      if (input.by_place[place].n() > 0) here += input.by_place[place];
    }
    if (here.n() == 0) continue;
    means[place] = answer_moments(measure, here).mean;
    everyone += here;
  }
  report.overall = group_figure(measure, everyone, options.conf_level);
  std::vector<stats::Moments> moments;
  for (const StandingInput& input : inputs) {
    moments.push_back(case_mix_off(measure, input, means));
  }
  const stats::OneWayReml model = stats::reml_one_way(moments);
  if (model.icc.defined()) report.reliability = *model.icc;

  const double overall = everyone.n() == 0 ? 0 : answer_moments(measure, everyone).mean;
  const double lowest = measure == Measure::kNps ? -1 : measure == Measure::kRate ? 0 : scale_min;
  const double highest = measure == Measure::kMean ? scale_max : 1;
  std::vector<stats::Histogram> answers;
  std::vector<stats::Posterior> posteriors;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    stats::Histogram all = sum(inputs[i].by_place);
    if (all.n() < kFewestServed) {
      ++report.too_few;
      continue;
    }
    Standing standing;
    standing.id = inputs[i].id;
    standing.name = std::move(inputs[i].name);
    standing.code = std::move(inputs[i].code);
    standing.unit = std::move(inputs[i].unit);
    standing.score = group_figure(measure, all, options.conf_level);
    standing.shrunk =
        shrunk_figure(measure, overall, lowest, highest, model, i, options.conf_level);
    const double mean = model.blup[i].value_or(0), sd = model.blup_sd[i].value_or(0);
    if (sd > 0) standing.p_above = stats::normal_cdf(mean / sd);
    posteriors.push_back({mean, sd});
    answers.push_back(std::move(all));
    report.shown.push_back(std::move(standing));
  }
  if (report.shown.empty()) {
    report.reason = inputs.empty() ? "nobody answered about them"
                                   : fmt::format("none has {} answers", kFewestServed);
    return report;
  }
  std::vector<std::size_t> order(report.shown.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return posteriors[a].mean > posteriors[b].mean;
  });
  permute(report.shown, order);
  permute(answers, order);
  permute(posteriors, order);
  put_ranks(report.shown, posteriors, options.conf_level);
  if (report.good_from) {
    put_consistency(report.shown, answers, *report.good_from, options.conf_level);
  } else {
    for (Standing& standing : report.shown) {
      for (Figure* figure : {&standing.floor, &standing.good_share}) {
        figure->statistic = figure == &standing.floor ? "floor" : "good_share";
        figure->unit = figure == &standing.floor ? "scale_points" : "share";
        figure->method = "none";
        figure->reason = "a yes or no has neither floor nor good scores";
      }
    }
  }
  return report;
}

}  // namespace laurel::report
