#include "report/compare.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "stats/distributions.h"
#include "stats/proportions.h"
#include "stats/ratings.h"

namespace laurel::report {
namespace {

std::optional<double> number(const stats::Estimate& estimate) {
  return estimate.defined() && std::isfinite(*estimate) ? std::optional(*estimate) : std::nullopt;
}

// Keeps the first reason: the estimate's matters more than the interval's, and that than the
// test's.
void explain(Figure& figure, const stats::Estimate& estimate) {
  if (!estimate.defined()) {
    if (figure.reason.empty()) figure.reason = estimate.reason();
  } else if (std::isinf(*estimate) && figure.reason.empty()) {
    figure.reason = "it has no finite value for these counts";
  }
}

void put(Figure& figure, const stats::Estimate& estimate, const stats::Estimate& lo,
         const stats::Estimate& hi) {
  figure.estimate = number(estimate);
  figure.lo = number(lo);
  figure.hi = number(hi);
  explain(figure, estimate);
  explain(figure, lo);
  explain(figure, hi);
  // Half an interval reads like a bound nobody stated.
  if (!figure.lo || !figure.hi) figure.lo = figure.hi = std::nullopt;
}

void put_test(Figure& figure, std::string_view test, const stats::Estimate& p) {
  figure.test = test;
  figure.p = number(p);
  explain(figure, p);
}

Figure comparison(std::string_view statistic, std::string_view unit, std::string_view method,
                  const Arms& arms) {
  Figure figure;
  figure.statistic = statistic;
  figure.unit = unit;
  figure.method = method;
  figure.n_commended = arms.commended.n();
  figure.n_spoke = arms.spoke.n();
  figure.n = *figure.n_commended + *figure.n_spoke;
  if (arms.commended.n() == 0) {
    figure.reason = arms.spoke.n() == 0
                        ? "neither customers who praised somebody nor those who commented without "
                          "praise answered"
                        : "no customer who praised somebody answered";
  } else if (arms.spoke.n() == 0) {
    figure.reason = "no customer who commented without praise answered";
  }
  return figure;
}

stats::NpsCounts nps(const stats::Histogram& answers) {
  auto counts = stats::nps_counts(answers);
  CHECK(counts.ok());  // a question of kind nps runs from 0 to 10
  return *counts;
}

stats::Proportion yes(const stats::Histogram& answers) { return {answers.at(1), answers.n()}; }

stats::TwoByTwo table(const Arms& arms) {
  return {arms.commended.at(1), arms.commended.at(0), arms.spoke.at(1), arms.spoke.at(0)};
}

}  // namespace

Measure measure_of(const model::Question& question) {
  switch (question.kind) {
    case model::QuestionKind::kNps:
      return Measure::kNps;
    case model::QuestionKind::kYesNo:
      return Measure::kRate;
    case model::QuestionKind::kScale:
      return Measure::kMean;
    case model::QuestionKind::kCount:
    case model::QuestionKind::kNumber:
      return Measure::kOrdered;  // bins have an order but no distances
    case model::QuestionKind::kChoice:
      return question.role == model::QuestionRole::kExpectation ? Measure::kOrdered
                                                                : Measure::kShares;
    case model::QuestionKind::kText:
      break;
  }
  return Measure::kShares;
}

Arms arms_of(const Groups& groups, ReportStrength strength) {
  Arms arms{groups[static_cast<std::size_t>(Group::kExemplary)],
            groups[static_cast<std::size_t>(Group::kSpoke)]};
  if (strength == ReportStrength::kAny) {
    arms.commended += groups[static_cast<std::size_t>(Group::kKind)];
  }
  return arms;
}

Figure share_figure(std::string_view statistic, std::int64_t part, std::int64_t whole,
                    std::string reason, double conf_level) {
  Figure figure;
  figure.statistic = statistic;
  figure.unit = "share";
  figure.method = "wilson";
  figure.n = whole;
  if (whole == 0) {
    figure.reason = std::move(reason);
    return figure;
  }
  const stats::Proportion share{part, whole};
  const stats::Interval interval = stats::wilson_interval(share, conf_level);
  figure.estimate = *share.rate();
  figure.lo = *interval.lo;
  figure.hi = *interval.hi;
  return figure;
}

stats::Moments answer_moments(Measure measure, const stats::Histogram& answers) {
  CHECK(measure != Measure::kOrdered && measure != Measure::kShares);
  return measure == Measure::kNps ? nps(answers).moments() : answers.moments();
}

Figure group_figure(Measure measure, const stats::Histogram& answers, double conf_level) {
  Figure figure;
  figure.n = answers.n();
  stats::Interval interval;
  stats::Estimate estimate;
  switch (measure) {
    case Measure::kNps:
      figure.statistic = figure.unit = "nps";
      figure.method = "nps_score";
      break;
    case Measure::kRate:
      figure.statistic = "rate";
      figure.unit = "share";
      figure.method = "wilson";
      break;
    case Measure::kMean:
      figure.statistic = "mean";
      figure.unit = "scale_points";
      figure.method = "mean_t";
      break;
    case Measure::kOrdered:
    case Measure::kShares:
      CHECK(false);
  }
  if (answers.n() == 0) {
    figure.reason = "nobody in this group answered";
    return figure;
  }
  if (measure == Measure::kNps) {
    const stats::NpsCounts counts = nps(answers);
    interval = stats::nps_score_interval(counts, conf_level);
    estimate = counts.nps();
  } else if (measure == Measure::kRate) {
    interval = stats::wilson_interval(yes(answers), conf_level);
    estimate = yes(answers).rate();
  } else {
    const stats::Moments moments = answers.moments();
    const stats::Estimate variance = moments.variance();
    estimate = moments.mean_or_reason();
    if (!variance.defined()) {
      interval = stats::Interval::undefined("one answer alone has no interval");
    } else if (*variance <= 0) {
      interval = stats::Interval::undefined("all answers are the same, so their spread is unknown");
    } else {
      const auto n = static_cast<double>(answers.n());
      const double half = stats::t_critical(conf_level, n - 1) * std::sqrt(*variance / n);
      interval = {moments.mean - half, moments.mean + half};
    }
  }
  put(figure, estimate, interval.lo, interval.hi);
  return figure;
}

Figure difference_figure(Measure measure, const Arms& arms, double conf_level) {
  if (measure == Measure::kOrdered) return superiority_figure(arms, conf_level);
  if (measure == Measure::kNps) {
    Figure figure = comparison("nps_difference", "nps", "mover_score", arms);
    if (!figure.reason.empty()) return figure;
    const stats::NpsCounts a = nps(arms.commended), b = nps(arms.spoke);
    const auto difference = stats::nps_difference(a, b, conf_level);
    put(figure, difference.diff, difference.lo, difference.hi);
    put_test(figure, "welch", stats::nps_welch(a, b, conf_level).p);
    return figure;
  }
  if (measure == Measure::kRate) {
    Figure figure = comparison("rate_difference", "share", "newcombe", arms);
    if (!figure.reason.empty()) return figure;
    const auto difference =
        stats::newcombe_difference(yes(arms.commended), yes(arms.spoke), conf_level);
    put(figure, difference.diff, difference.lo, difference.hi);
    put_test(figure, "chi_squared", stats::chi_squared(table(arms)).p);
    return figure;
  }
  CHECK(measure == Measure::kMean);
  Figure figure = comparison("mean_difference", "scale_points", "welch", arms);
  if (!figure.reason.empty()) return figure;
  const auto welch = stats::welch(arms.commended, arms.spoke, conf_level);
  put(figure, welch.diff, welch.lo, welch.hi);
  put_test(figure, "welch", welch.p);
  return figure;
}

Figure superiority_figure(const Arms& arms, double conf_level) {
  Figure figure = comparison("superiority", "probability", "brunner_munzel_logit", arms);
  if (!figure.reason.empty()) return figure;
  const auto result = stats::brunner_munzel(arms.commended, arms.spoke, conf_level);
  put(figure, result.prob_superiority, result.lo_logit, result.hi_logit);
  put_test(figure, "brunner_munzel", result.p);
  return figure;
}

AdjustedFigure adjusted_figure(Measure measure, const std::vector<ArmsOf>& strata,
                               stats::StratumWeights weights, double conf_level) {
  Arms kept;  // how many answers the figure rests on
  for (const ArmsOf& stratum : strata) {
    if (stratum.arms.fewest() == 0) continue;
    kept.commended += stratum.arms.commended;
    kept.spoke += stratum.arms.spoke;
  }
  const bool overlap = weights == stats::StratumWeights::kOverlap;
  AdjustedFigure adjusted;
  Figure& figure = adjusted.figure;
  stats::StratifiedDifference result;
  if (measure == Measure::kNps) {
    figure =
        comparison("nps_difference", "nps",
                   overlap ? "stratified_mover_score_overlap" : "stratified_mover_score_att", kept);
    std::vector<stats::NpsStratum> counts;
    counts.reserve(strata.size());
    for (const ArmsOf& stratum : strata) {
      counts.push_back({stratum.name, nps(stratum.arms.commended), nps(stratum.arms.spoke)});
    }
    result = stats::nps_stratified_difference(counts, weights, conf_level);
  } else {
    CHECK(measure == Measure::kRate || measure == Measure::kMean);
    figure = comparison(measure == Measure::kRate ? "rate_difference" : "mean_difference",
                        measure == Measure::kRate ? "share" : "scale_points",
                        overlap ? "stratified_mean_overlap" : "stratified_mean_att", kept);
    std::vector<stats::RatingStratum> counts;
    counts.reserve(strata.size());
    for (const ArmsOf& stratum : strata) {
      counts.push_back({stratum.name, stratum.arms.commended, stratum.arms.spoke});
    }
    result = stats::mean_stratified_difference(counts, weights, conf_level);
  }
  if (kept.fewest() == 0) {
    figure.reason = "nowhere did both groups answer";
  } else {
    put(figure, result.diff, result.lo, result.hi);
    put_test(figure, "stratified_z", result.p);
  }
  adjusted.dropped = std::move(result.dropped);
  return adjusted;
}

Figure odds_ratio_figure(const std::vector<ArmsOf>& strata, double conf_level) {
  Arms all;
  std::vector<stats::TwoByTwo> tables;
  tables.reserve(strata.size());
  for (const ArmsOf& stratum : strata) {
    all.commended += stratum.arms.commended;
    all.spoke += stratum.arms.spoke;
    tables.push_back(table(stratum.arms));
  }
  Figure figure = comparison("odds_ratio", "ratio", "mantel_haenszel", all);
  if (!figure.reason.empty()) return figure;
  const auto result = stats::cmh(tables, conf_level);
  put(figure, result.or_mh, result.or_lo, result.or_hi);
  put_test(figure, "cochran_mantel_haenszel", result.cmh_p);
  return figure;
}

std::vector<ChoiceFigures> choice_figures(const std::vector<std::string>& choices, const Arms& arms,
                                          double conf_level) {
  std::vector<ChoiceFigures> figures;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const auto picked = [&](const stats::Histogram& answers) {
      const std::int64_t n = answers.at(static_cast<int>(i));
      return stats::Histogram({answers.n() - n, n});
    };
    const Arms one{picked(arms.commended), picked(arms.spoke)};
    ChoiceFigures choice;
    choice.choice = choices[i];
    choice.commended = group_figure(Measure::kRate, one.commended, conf_level);
    choice.spoke = group_figure(Measure::kRate, one.spoke, conf_level);
    choice.difference = difference_figure(Measure::kRate, one, conf_level);
    figures.push_back(std::move(choice));
  }
  return figures;
}

Finding finding_of(const Figure& difference, double conf_level) {
  if (!difference.estimate) return Finding::kUndefined;
  if (std::min(difference.n_commended.value_or(0), difference.n_spoke.value_or(0)) <
      kFewestAnswers) {
    return Finding::kTooFew;
  }
  const double none = difference.unit == "probability" ? 0.5 : difference.unit == "ratio" ? 1 : 0;
  stats::Interval interval = stats::Interval::undefined("no interval");
  if (difference.lo && difference.hi) {
    interval = {*difference.lo - none, *difference.hi - none};
  }
  // An end this near to no difference would be shown as touching it.
  const double shown = difference.unit == "nps" || difference.unit == "share" ? 0.0005 : 0.0;
  const bool touches = difference.lo && difference.hi &&
                       std::min(std::abs(*difference.lo), std::abs(*difference.hi)) < shown;
  if (touches && (*difference.lo != 0 || *difference.hi != 0)) return Finding::kBorderline;
  stats::Estimate p = stats::Undefined{"no test"};
  if (difference.p) p = difference.p_adjusted.value_or(*difference.p);
  switch (stats::verdict(interval, p, conf_level)) {
    case stats::Verdict::kUndefined:
      return Finding::kUndefined;
    case stats::Verdict::kNoClearDifference:
      return Finding::kNoClearDifference;
    case stats::Verdict::kBorderline:
      return Finding::kBorderline;
    case stats::Verdict::kHigher:
      return Finding::kHigher;
    case stats::Verdict::kLower:
      return Finding::kLower;
  }
  return Finding::kUndefined;
}

}  // namespace laurel::report
