#include "stats/sensitivity.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace laurel::stats {
namespace {

double as_risk_ratio(EffectScale scale, double effect) {
  switch (scale) {
    case EffectScale::kOddsRatioCommon:
      return std::sqrt(effect);
    case EffectScale::kHazardRatioCommon:
      // 1 - 0.5^x without cancellation for small x.
      return std::expm1(-std::log(2) * std::sqrt(effect)) /
             std::expm1(-std::log(2) * std::sqrt(1 / effect));
    case EffectScale::kStandardisedMean:
      return std::exp(0.91 * effect);
    case EffectScale::kRiskRatio:
    case EffectScale::kOddsRatioRare:
    case EffectScale::kHazardRatioRare:
      return effect;
  }
  return effect;
}

double e_value_of_ratio(double rr) {
  const double away = rr < 1 ? 1 / rr : rr;
  return away + std::sqrt(away * (away - 1));
}

EValue from_risk_ratios(double rr, std::optional<double> lo, std::optional<double> hi) {
  EValue result;
  const Undefined no_interval{"no interval was given"};
  result.rr_point = rr;
  result.rr_lo = lo ? Estimate(*lo) : Estimate(no_interval);
  result.rr_hi = hi ? Estimate(*hi) : Estimate(no_interval);
  result.e_point = e_value_of_ratio(rr);
  const std::optional<double>& nearer = rr >= 1 ? lo : hi;
  if (!nearer) {
    result.e_ci = no_interval;
  } else if (rr >= 1 ? *nearer <= 1 : *nearer >= 1) {
    result.e_ci = 1.0;
  } else {
    result.e_ci = e_value_of_ratio(*nearer);
  }
  return result;
}

}  // namespace

EValue e_value(EffectScale scale, double est, std::optional<double> lo, std::optional<double> hi) {
  CHECK(scale == EffectScale::kStandardisedMean || est > 0);
  const auto convert = [&](std::optional<double> effect) {
    return effect ? std::optional<double>(as_risk_ratio(scale, *effect)) : std::nullopt;
  };
  return from_risk_ratios(as_risk_ratio(scale, est), convert(lo), convert(hi));
}

EValue e_value_of_difference(double diff, std::optional<double> se, double sd) {
  CHECK(sd > 0);
  const double d = diff / sd;
  if (!se) return from_risk_ratios(std::exp(0.91 * d), std::nullopt, std::nullopt);
  // 1.78 = 0.91 * 1.96, as rounded in the source.
  const double margin = 1.78 * *se / sd;
  return from_risk_ratios(std::exp(0.91 * d), std::exp(0.91 * d - margin),
                          std::exp(0.91 * d + margin));
}

}  // namespace laurel::stats
