#include "report/robustness.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "report/words.h"
#include "stats/distributions.h"
#include "stats/meta.h"
#include "stats/sensitivity.h"

namespace laurel::report {
namespace {

// Below this the words are "weak": a difference of 8 to 12 NPS points has 1.4 to 1.6.
constexpr double kWeak = 1.65;
// Markets that differ by chance only are called much the same while I² is below this; 25 % is what
// Higgins et al. (2003, BMJ 327:557) call low.
constexpr double kLowI2 = 0.25;

std::optional<double> number(const stats::Estimate& estimate) {
  return estimate.defined() && std::isfinite(*estimate) ? std::optional(*estimate) : std::nullopt;
}

double sd_within(Measure measure, const std::vector<ArmsOf>& strata) {
  Arms all;
  for (const ArmsOf& stratum : strata) {
    all.commended += stratum.arms.commended;
    all.spoke += stratum.arms.spoke;
  }
  const stats::Moments a = answer_moments(measure, all.commended);
  const stats::Moments b = answer_moments(measure, all.spoke);
  const auto df = static_cast<double>(a.n + b.n - 2);
  return df > 0 ? std::sqrt((a.m2 + b.m2) / df) : 0;
}

void put(SensitivityReport& report, const stats::EValue& value) {
  report.risk_ratio = number(value.rr_point);
  report.e_value = number(value.e_point);
  report.e_value_of_interval = number(value.e_ci);
  for (const stats::Estimate* part : {&value.rr_point, &value.e_point, &value.e_ci}) {
    if (!report.reason.empty()) break;
    if (!part->defined()) {
      report.reason = part->reason();
    } else if (!std::isfinite(**part)) {
      report.reason = "the ratio has no finite value for these counts";
    }
  }
}

// A ratio of rates over strata.
void put_rates(SensitivityReport& report, const std::vector<ArmsOf>& strata, double conf_level) {
  std::vector<stats::TwoByTwo> tables;
  for (const ArmsOf& stratum : strata) {
    const Arms& arms = stratum.arms;
    if (arms.fewest() == 0) continue;
    tables.push_back(
        {arms.commended.at(1), arms.commended.at(0), arms.spoke.at(1), arms.spoke.at(0)});
  }
  const stats::CmhResult ratio = stats::cmh(tables, conf_level);
  if (!ratio.rr_mh.defined() || !(*ratio.rr_mh > 0) || !std::isfinite(*ratio.rr_mh)) {
    report.reason = "in one of the groups nobody said yes, so there is no ratio";
    return;
  }
  put(report, stats::e_value(stats::EffectScale::kRiskRatio, *ratio.rr_mh, number(ratio.rr_lo),
                             number(ratio.rr_hi)));
}

std::string sensitivity_sentence(Measure measure, const SensitivityReport& report) {
  if (!report.e_value) {
    return fmt::format("How strong another cause would have to be can't be said: {}.",
                       report.reason);
  }
  if (report.e_value_of_interval && *report.e_value_of_interval <= 1) {
    return fmt::format(
        "The interval includes no difference, so nothing is left to explain away (E-value {}; "
        "1 for the interval).",
        plain(*report.e_value, 1));
  }
  const bool lower = report.risk_ratio && *report.risk_ratio < 1;
  std::string sentence = fmt::format(
      "To explain this away alone, something that was not measured, such as the customer’s mood, "
      "would have to make both praise and {} at least {} times as likely (the E-value",
      measure == Measure::kRate ? (lower ? "a no" : "a yes")
                                : (lower ? "a low score" : "a high score"),
      plain(*report.e_value, 1));
  if (report.e_value_of_interval) {
    sentence +=
        fmt::format("; {} for the near end of the interval", plain(*report.e_value_of_interval, 1));
  }
  sentence += "). ";
  return sentence +
         (*report.e_value < kWeak
              ? "That is weak: values of 1.4 to 1.6 or less are easily reached in one conversation."
              : "Values of 1.4 to 1.6 are weak; this is more, but a good mood in one conversation "
                "can be that strong.");
}

// --- from market to market

struct Effect {
  std::string name;
  stats::Moments commended, spoke;
};

double pooled_variance(const std::vector<Effect>& effects, stats::Moments Effect::*arm) {
  double m2 = 0, df = 0;
  for (const Effect& effect : effects) {
    m2 += (effect.*arm).m2;
    df += static_cast<double>((effect.*arm).n - 1);
  }
  return df > 0 ? m2 / df : 0;
}

double variance_of_mean(const stats::Moments& arm, double pooled) {
  const auto n = static_cast<double>(arm.n);
  return (arm.m2 > 0 ? arm.m2 / (n - 1) : pooled) / n;
}

Figure effect_figure(Measure measure, std::string_view method, const Effect* effect,
                     double estimate, double lo, double hi) {
  Figure figure;
  figure.statistic = measure == Measure::kNps    ? "nps_difference"
                     : measure == Measure::kRate ? "rate_difference"
                                                 : "mean_difference";
  figure.unit = measure == Measure::kNps    ? "nps"
                : measure == Measure::kRate ? "share"
                                            : "scale_points";
  figure.method = method;
  figure.estimate = estimate;
  figure.lo = lo;
  figure.hi = hi;
  if (effect != nullptr) {
    figure.n_commended = effect->commended.n;
    figure.n_spoke = effect->spoke.n;
    figure.n = effect->commended.n + effect->spoke.n;
  }
  return figure;
}

std::string amount(Measure measure, double value) {
  return measure == Measure::kMean ? with_sign(value, 2) : with_sign(value * 100, 0);
}

std::string_view unit_of(Measure measure) {
  return measure == Measure::kNps    ? "NPS points"
         : measure == Measure::kRate ? "percentage points"
                                     : "points";
}

std::string heterogeneity_sentence(Measure measure, const HeterogeneityReport& report) {
  if (report.likeness == Likeness::kUndefined) {
    return fmt::format("Whether markets differ can't be said: {}.", report.reason);
  }
  const std::string count =
      count_of(static_cast<std::int64_t>(report.markets.size()), "market", "markets");
  const std::string range = fmt::format("{} to {} {}", amount(measure, *report.prediction_lo),
                                        amount(measure, *report.prediction_hi), unit_of(measure));
  const std::string p = p_words(*report.q_p);
  if (report.likeness == Likeness::kSame) {
    return fmt::format(
        "The difference is much the same in all {}: they differ by no more than chance ({}).",
        count, p);
  }
  if (report.likeness == Likeness::kOpen) {
    return fmt::format(
        "Between the {} chance alone could explain what differs ({}), but there is room for more: "
        "in another market anything from {} would not surprise.",
        count, p, range);
  }
  const auto [low, high] = std::minmax_element(report.markets.begin(), report.markets.end(),
                                               [](const MarketEffect& a, const MarketEffect& b) {
                                                 return *a.shrunk.estimate < *b.shrunk.estimate;
                                               });
  return fmt::format(
      "It differs between markets more than chance would ({}): with chance taken off, from {} in "
      "{} to {} in {}. In another market {} would not surprise.",
      p, amount(measure, *low->shrunk.estimate), low->name, amount(measure, *high->shrunk.estimate),
      high->name, range);
}

}  // namespace

SensitivityReport sensitivity_report(Measure measure, const Figure& difference, bool evened_out,
                                     const std::vector<ArmsOf>& strata, double conf_level) {
  SensitivityReport report;
  report.evened_out = evened_out;
  report.method = measure == Measure::kRate ? "mantel_haenszel_risk_ratio" : "standardised_mean";
  if (!difference.estimate) {
    report.reason = difference.reason;
  } else if (measure == Measure::kRate) {
    put_rates(report, strata, conf_level);
  } else if (const double sd = sd_within(measure, strata); sd > 0) {
    const auto in_sd = [&](const std::optional<double>& value) {
      return value ? std::optional(*value / sd) : std::nullopt;
    };
    put(report, stats::e_value(stats::EffectScale::kStandardisedMean, *difference.estimate / sd,
                               in_sd(difference.lo), in_sd(difference.hi)));
  } else {
    report.reason = "within each group all answers are the same";
  }
  report.sentence = sensitivity_sentence(measure, report);
  return report;
}

HeterogeneityReport heterogeneity_report(Measure measure, const std::vector<ArmsOf>& markets,
                                         double conf_level) {
  HeterogeneityReport report;
  report.average = effect_figure(measure, "reml_modified_knha", nullptr, 0, 0, 0);
  report.average.estimate = report.average.lo = report.average.hi = std::nullopt;
  std::vector<Effect> effects;
  for (const ArmsOf& market : markets) {
    if (market.arms.fewest() < kFewestAnswers) {
      report.left_out.push_back(market.name);
      continue;
    }
    effects.push_back({market.name, answer_moments(measure, market.arms.commended),
                       answer_moments(measure, market.arms.spoke)});
  }
  const double pooled_commended = pooled_variance(effects, &Effect::commended);
  const double pooled_spoke = pooled_variance(effects, &Effect::spoke);
  std::vector<double> y, v;
  for (const Effect& effect : effects) {
    y.push_back(effect.commended.mean - effect.spoke.mean);
    v.push_back(variance_of_mean(effect.commended, pooled_commended) +
                variance_of_mean(effect.spoke, pooled_spoke));
  }
  if (effects.size() < kFewestMarkets) {
    report.reason =
        fmt::format("it takes {} markets with at least {} answers in both groups, and {}",
                    kFewestMarkets, kFewestAnswers,
                    count_of(static_cast<std::int64_t>(effects.size()), "market has them",
                             "markets have them"));
  } else if (*std::min_element(v.begin(), v.end()) <= 0) {
    report.reason = "within the markets all answers are the same, so chance can't be gauged";
  }
  if (!report.reason.empty()) {
    report.average.reason = report.reason;
    report.sentence = heterogeneity_sentence(measure, report);
    return report;
  }
  const stats::FixedEffect fixed = stats::meta_fixed(y, v, conf_level);
  const stats::RandomEffects random =
      stats::meta_random(y, v, stats::Tau2Method::kReml, conf_level);
  report.q = *fixed.q;
  report.q_p = *fixed.q_p;
  report.q_df = fixed.q_df;
  report.tau2 = *random.tau2;
  report.i2 = *fixed.q > 0 ? std::max(0.0, (*fixed.q - fixed.q_df) / *fixed.q) : 0.0;
  report.average.estimate = *random.mu;
  report.average.lo = *random.lo_mkh;
  report.average.hi = *random.hi_mkh;
  report.average.n_commended = report.average.n_spoke = 0;
  report.prediction_lo = *random.pi_lo;
  report.prediction_hi = *random.pi_hi;
  const double z = stats::normal_critical(conf_level);
  for (std::size_t i = 0; i < effects.size(); ++i) {
    const double half = z * std::sqrt(v[i]), shrunk_half = z * random.blup_se[i];
    report.markets.push_back(
        {effects[i].name,
         effect_figure(measure, "normal", &effects[i], y[i], y[i] - half, y[i] + half),
         effect_figure(measure, "reml_shrunk", &effects[i], random.blup[i],
                       random.blup[i] - shrunk_half, random.blup[i] + shrunk_half)});
    *report.average.n_commended += effects[i].commended.n;
    *report.average.n_spoke += effects[i].spoke.n;
  }
  report.average.n = *report.average.n_commended + *report.average.n_spoke;
  report.likeness = *report.q_p < 1 - conf_level ? Likeness::kDiffers
                    : *report.i2 < kLowI2        ? Likeness::kSame
                                                 : Likeness::kOpen;
  report.sentence = heterogeneity_sentence(measure, report);
  return report;
}

}  // namespace laurel::report
