#include "stats/shrinkage.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"
#include "stats/dirichlet_fit.h"
#include "stats/distributions.h"

namespace laurel::stats {
namespace {

constexpr std::string_view kPooled = "the units differ by no more than chance, so all are pooled";

// Root of a falling function on (0, infinity), started at a bracket around `guess`.
template <typename Function>
double falling_root(double guess, Function function) {
  double low = guess;
  double high = guess;
  while (function(low) <= 0 && low > 1e-300) low /= 2;
  while (function(high) > 0 && high < 1e300) high *= 2;
  for (int i = 0; i < 200; ++i) {
    const double middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    (function(middle) > 0 ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace

BetaPosterior beta_posterior(const std::vector<Proportion>& units, double a, double b,
                             Maybe<double> benchmark, double conf_level) {
  CHECK(a > 0 && b > 0);
  BetaPosterior result;
  const double tail = (1 - conf_level) / 2;
  for (const Proportion& unit : units) {
    const double post_a = static_cast<double>(unit.yes) + a;
    const double post_b = static_cast<double>(unit.n - unit.yes) + b;
    result.mean.emplace_back(post_a / (post_a + post_b));
    result.lo.emplace_back(beta_quantile(tail, post_a, post_b));
    result.hi.emplace_back(beta_upper_quantile(tail, post_a, post_b));
    if (!benchmark.defined()) {
      result.p_above.push_back(benchmark);
    } else if (*benchmark <= 0 || *benchmark >= 1) {
      result.p_above.emplace_back(*benchmark <= 0 ? 1.0 : 0.0);
    } else {
      result.p_above.emplace_back(beta_upper(*benchmark, post_a, post_b));
    }
  }
  return result;
}

BetaBinomial beta_binomial(const std::vector<Proportion>& units, double conf_level) {
  std::vector<std::vector<std::int64_t>> rows;
  rows.reserve(units.size());
  for (const Proportion& unit : units) rows.push_back({unit.yes, unit.n - unit.yes});
  const DirichletFit fit = fit_dirichlet(rows);
  BetaBinomial result;
  if (fit.alpha) {
    const double a = (*fit.alpha)[0];
    const double b = (*fit.alpha)[1];
    result.alpha = a;
    result.beta = b;
    result.prior_mean = a / (a + b);
    result.posterior = beta_posterior(units, a, b, Undefined{"no benchmark was given"}, conf_level);
    return result;
  }
  result.degenerate = true;
  const bool empty = fit.pooled.size() == 0;
  const Undefined none{empty ? std::string_view("there are no answers") : kPooled};
  result.alpha = result.beta = none;
  result.prior_mean = empty ? Estimate(none) : Estimate(fit.pooled[0]);
  result.posterior.mean.assign(units.size(), result.prior_mean);
  result.posterior.lo.assign(units.size(), none);
  result.posterior.hi.assign(units.size(), none);
  result.posterior.p_above.assign(units.size(), none);
  return result;
}

DirichletMultinomial dirichlet_multinomial(const std::vector<NpsCounts>& units) {
  std::vector<std::vector<std::int64_t>> rows;
  rows.reserve(units.size());
  for (const NpsCounts& unit : units)
    rows.push_back({unit.detractors, unit.passives, unit.promoters});
  const DirichletFit fit = fit_dirichlet(rows);
  DirichletMultinomial result;
  if (!fit.alpha) {
    result.degenerate = true;
    const bool empty = fit.pooled.size() == 0;
    const Undefined none{empty ? std::string_view("there are no answers") : kPooled};
    result.alpha.assign(3, none);
    result.post_nps.assign(units.size(),
                           empty ? Estimate(none) : Estimate(fit.pooled[2] - fit.pooled[0]));
    result.post_sd.assign(units.size(), none);
    return result;
  }
  const Eigen::VectorXd& alpha = *fit.alpha;
  for (Eigen::Index c = 0; c < 3; ++c) result.alpha.emplace_back(alpha[c]);
  for (const NpsCounts& unit : units) {
    const double total = alpha.sum() + static_cast<double>(unit.n());
    const double detractors = (alpha[0] + static_cast<double>(unit.detractors)) / total;
    const double promoters = (alpha[2] + static_cast<double>(unit.promoters)) / total;
    const double nps = promoters - detractors;
    result.post_nps.emplace_back(nps);
    result.post_sd.emplace_back(std::sqrt((promoters + detractors - nps * nps) / (total + 1)));
  }
  return result;
}

OneWayReml reml_one_way(const std::vector<Moments>& units) {
  OneWayReml result;
  double n_total = 0;
  double ss_within = 0;
  double groups = 0;
  double grand = 0;
  for (const Moments& unit : units) {
    const auto n = static_cast<double>(unit.n);
    result.n.push_back(n);
    result.mean.push_back(unit.mean_or_reason());
    if (unit.n == 0) continue;
    n_total += n;
    groups += 1;
    ss_within += unit.m2;
    grand += unit.mean;
  }
  const auto undefined_all = [&](std::string_view reason) {
    const Undefined none{reason};
    result.mu = result.sigma2 = result.tau2 = result.icc = none;
    result.blup.assign(units.size(), none);
    result.blup_sd.assign(units.size(), none);
    return result;
  };
  if (groups < 2) return undefined_all("variance between units needs two units with answers");
  if (n_total == groups)
    return undefined_all(
        "every unit has one answer, so spread within and between can't be told apart");
  grand /= groups;

  // Profile over gamma = tau2/sigma2; weights n/(1 + n gamma).
  struct Profile {
    double mu, rss, slope;  // slope: minus the derivative of the restricted deviance
  };
  const auto profile = [&](double gamma) {
    double sum_w = 0, sum_w2 = 0, sum_wy = 0;
    for (const Moments& unit : units) {
      const double w = static_cast<double>(unit.n) / (1 + static_cast<double>(unit.n) * gamma);
      sum_w += w;
      sum_w2 += w * w;
      sum_wy += w * unit.mean;
    }
    const double mu = sum_wy / sum_w;
    double rss = ss_within;
    double twice = 0;
    for (const Moments& unit : units) {
      const double w = static_cast<double>(unit.n) / (1 + static_cast<double>(unit.n) * gamma);
      const double squared = (unit.mean - mu) * (unit.mean - mu);
      rss += w * squared;
      twice += w * w * squared;
    }
    const double fit = rss > 0 ? (n_total - 1) * twice / rss : 0;
    return Profile{mu, rss, fit - sum_w + sum_w2 / sum_w};
  };

  double tau2 = 0;
  double sigma2 = 0;
  double mu = 0;
  if (ss_within <= 0) {
    // No spread within units: the limit gamma -> infinity.
    double spread = 0;
    for (const Moments& unit : units) {
      if (unit.n > 0) spread += (unit.mean - grand) * (unit.mean - grand);
    }
    mu = grand;
    tau2 = spread / (groups - 1);
  } else {
    double gamma = 0;
    if (profile(0).slope > 0) gamma = falling_root(1.0, [&](double g) { return profile(g).slope; });
    const Profile at = profile(gamma);
    mu = at.mu;
    sigma2 = at.rss / (n_total - 1);
    tau2 = gamma * sigma2;
  }
  result.mu = mu;
  result.sigma2 = sigma2;
  result.tau2 = tau2;
  result.icc = tau2 + sigma2 > 0 ? Estimate(tau2 / (tau2 + sigma2))
                                 : Estimate(Undefined{"the answers do not vary"});
  for (const Moments& unit : units) {
    if (unit.n == 0) {
      result.blup.emplace_back(mu);
      result.blup_sd.emplace_back(std::sqrt(tau2));
      continue;
    }
    const double noise = sigma2 / static_cast<double>(unit.n);
    const double keep = tau2 + noise > 0 ? tau2 / (tau2 + noise) : 0;
    result.blup.emplace_back(mu + keep * (unit.mean - mu));
    result.blup_sd.emplace_back(std::sqrt(keep * noise));
  }
  return result;
}

SqueezedVariances squeeze_variances(const std::vector<double>& variances,
                                    const std::vector<double>& df) {
  CHECK(variances.size() == df.size());
  SqueezedVariances result;
  std::vector<double> used_variances, used_df;
  for (std::size_t i = 0; i < df.size(); ++i) {
    CHECK(variances[i] >= 0 && df[i] >= 0);
    if (df[i] > 1e-15) {
      used_variances.push_back(variances[i]);
      used_df.push_back(df[i]);
    }
  }
  if (used_variances.empty()) {
    const Undefined none{"no unit has a variance"};
    result.prior_var = result.prior_df = none;
    result.post_var.assign(df.size(), none);
    return result;
  }
  double prior_var = used_variances.front();
  double prior_df = 0;
  if (used_variances.size() > 1) {
    // Variances of exactly zero have no logarithm: they are moved to a small share of the median.
    std::vector<double> sorted = used_variances;
    std::sort(sorted.begin(), sorted.end());
    const std::size_t half = sorted.size() / 2;
    const double median =
        sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    const double floor = 1e-5 * (median > 0 ? median : 1);
    const auto n = static_cast<double>(used_variances.size());
    std::vector<double> logs;
    double mean_log = 0, mean_trigamma = 0, mean_variance = 0;
    for (std::size_t i = 0; i < used_variances.size(); ++i) {
      const double variance = std::max(used_variances[i], floor);
      const double half_df = used_df[i] / 2;
      logs.push_back(std::log(variance) - static_cast<double>(digamma(half_df)) +
                     std::log(half_df));
      mean_log += logs.back() / n;
      mean_trigamma += static_cast<double>(trigamma(half_df)) / n;
      mean_variance += variance / n;
    }
    double spread = 0;
    for (const double log : logs) spread += (log - mean_log) * (log - mean_log);
    const double excess = spread / (n - 1) - mean_trigamma;
    if (excess > 0) {
      prior_df = 2 * trigamma_inverse(excess);
      prior_var =
          std::exp(mean_log + static_cast<double>(digamma(prior_df / 2)) - std::log(prior_df / 2));
    } else {
      prior_df = std::numeric_limits<double>::infinity();
      prior_var = mean_variance;
    }
  }
  result.prior_var = prior_var;
  result.prior_df = prior_df;
  for (std::size_t i = 0; i < df.size(); ++i) {
    if (std::isinf(prior_df)) {
      result.post_var.emplace_back(prior_var);
    } else if (df[i] + prior_df > 0) {
      result.post_var.emplace_back((df[i] * variances[i] + prior_df * prior_var) /
                                   (df[i] + prior_df));
    } else {
      result.post_var.emplace_back(Undefined{"the unit has no variance of its own"});
    }
  }
  return result;
}

}  // namespace laurel::stats
