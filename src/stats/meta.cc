#include "stats/meta.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "base/check.h"
#include "stats/distributions.h"

namespace laurel::stats {
namespace {

constexpr std::string_view kNoMarkets = "there are no effects to combine";

struct Weighted {
  double sum_w = 0, sum_w2 = 0, mu = 0, q = 0, q_w = 0;
};

// Sums with weights 1/(v + tau2); q is the weighted, q_w the twice weighted sum of squares.
Weighted weigh(const std::vector<double>& y, const std::vector<double>& v, double tau2) {
  Weighted sums;
  double weighted = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double w = 1 / (v[i] + tau2);
    sums.sum_w += w;
    sums.sum_w2 += w * w;
    weighted += w * y[i];
  }
  sums.mu = weighted / sums.sum_w;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double w = 1 / (v[i] + tau2);
    const double squared = (y[i] - sums.mu) * (y[i] - sums.mu);
    sums.q += w * squared;
    sums.q_w += w * w * squared;
  }
  return sums;
}

// Twice the slope of the restricted log likelihood in tau2.
double reml_slope(const std::vector<double>& y, const std::vector<double>& v, double tau2) {
  const Weighted s = weigh(y, v, tau2);
  return s.q_w - s.sum_w + s.sum_w2 / s.sum_w;
}

double reml_log_likelihood(const std::vector<double>& y, const std::vector<double>& v,
                           double tau2) {
  const Weighted s = weigh(y, v, tau2);
  double log_likelihood = -std::log(s.sum_w) - s.q;
  for (const double variance : v) log_likelihood -= std::log(variance + tau2);
  return log_likelihood / 2;
}

// Root of a function that is positive at `low` and not positive at `high`.
template <typename Function>
double bisect(double low, double high, Function function) {
  for (int i = 0; i < 300; ++i) {
    const double middle = low > 0 ? std::sqrt(low) * std::sqrt(high) : high / 2;
    const double next = low > 0 && high / low < 4 ? (low + high) / 2 : middle;
    if (next <= low || next >= high) break;
    (function(next) > 0 ? low : high) = next;
    if (high < 1e-300) return 0;
  }
  return (low + high) / 2;
}

double reml(const std::vector<double>& y, const std::vector<double>& v) {
  // The likelihood may have several maxima with few markets, so look for each change of slope from
  // rising to falling on a geometric grid and take the best.
  double mean = 0;
  for (const double effect : y) mean += effect / static_cast<double>(y.size());
  double spread = 0;
  for (const double effect : y) spread += (effect - mean) * (effect - mean);
  const double smallest = *std::min_element(v.begin(), v.end());
  const double top = 10 * spread + smallest;
  double best = 0;
  double best_value = reml_log_likelihood(y, v, 0);
  double from = 0;
  bool rising = reml_slope(y, v, 0) > 0;
  for (double to = smallest * 1e-3; from < top; to *= 2) {
    const bool rises_on = reml_slope(y, v, to) > 0;
    if (rising && !rises_on) {
      const double peak = bisect(from, to, [&](double t) { return reml_slope(y, v, t); });
      const double value = reml_log_likelihood(y, v, peak);
      if (value > best_value) {
        best = peak;
        best_value = value;
      }
    }
    rising = rises_on;
    from = to;
  }
  return best;
}

double paule_mandel(const std::vector<double>& y, const std::vector<double>& v) {
  const auto excess = [&](double tau2) {
    return weigh(y, v, tau2).q - static_cast<double>(y.size() - 1);
  };
  if (excess(0) <= 0) return 0;
  double high = *std::max_element(v.begin(), v.end());
  while (excess(high) > 0) high *= 2;
  return bisect(0, high, excess);
}

double dersimonian_laird(const std::vector<double>& y, const std::vector<double>& v) {
  const Weighted s = weigh(y, v, 0);
  const double excess = s.q - static_cast<double>(y.size() - 1);
  return std::max(0.0, excess / (s.sum_w - s.sum_w2 / s.sum_w));
}

double tau2_by(Tau2Method method, const std::vector<double>& y, const std::vector<double>& v) {
  if (y.size() < 2) return 0;
  switch (method) {
    case Tau2Method::kReml:
      return reml(y, v);
    case Tau2Method::kPauleMandel:
      return paule_mandel(y, v);
    case Tau2Method::kDerSimonianLaird:
      return dersimonian_laird(y, v);
  }
  return 0;
}

void check_input(const std::vector<double>& y, const std::vector<double>& v) {
  CHECK(y.size() == v.size());
  for (const double variance : v) CHECK(variance > 0);
}

}  // namespace

FixedEffect meta_fixed(const std::vector<double>& y, const std::vector<double>& v,
                       double conf_level) {
  check_input(y, v);
  FixedEffect result;
  if (y.empty()) {
    const Undefined none{kNoMarkets};
    result.est = result.se = result.lo = result.hi = result.q = result.q_p = none;
    return result;
  }
  const Weighted sums = weigh(y, v, 0);
  const double se = 1 / std::sqrt(sums.sum_w);
  const double margin = normal_critical(conf_level) * se;
  result.est = sums.mu;
  result.se = se;
  result.lo = sums.mu - margin;
  result.hi = sums.mu + margin;
  result.q_df = static_cast<int>(y.size()) - 1;
  if (result.q_df == 0) {
    result.q = 0.0;
    result.q_p = Undefined{"one effect can't differ from itself"};
  } else {
    result.q = sums.q;
    result.q_p = chi_squared_upper(sums.q, result.q_df);
  }
  return result;
}

RandomEffects meta_random(const std::vector<double>& y, const std::vector<double>& v,
                          Tau2Method method, double conf_level) {
  check_input(y, v);
  RandomEffects result;
  if (y.empty()) {
    const Undefined none{kNoMarkets};
    for (Estimate* field : {&result.tau2, &result.mu, &result.se, &result.lo, &result.hi,
                            &result.se_knha, &result.lo_knha, &result.hi_knha, &result.se_mkh,
                            &result.lo_mkh, &result.hi_mkh, &result.pi_lo, &result.pi_hi})
      *field = none;
    return result;
  }
  const double tau2 = tau2_by(method, y, v);
  const Weighted sums = weigh(y, v, tau2);
  const double mu = sums.mu;
  const double se = 1 / std::sqrt(sums.sum_w);
  const double z = normal_critical(conf_level);
  result.tau2 = tau2;
  result.mu = mu;
  result.se = se;
  result.lo = mu - z * se;
  result.hi = mu + z * se;
  const double predictive = std::sqrt(se * se + tau2);
  result.pi_lo = mu - z * predictive;
  result.pi_hi = mu + z * predictive;
  if (y.size() < 2) {
    const Undefined none{"one effect gives no spread between markets"};
    result.se_knha = result.lo_knha = result.hi_knha = none;
    result.se_mkh = result.lo_mkh = result.hi_mkh = none;
  } else {
    const double df = static_cast<double>(y.size() - 1);
    const double t = t_critical(conf_level, df);
    const double se_knha = std::sqrt(sums.q / df) * se;
    const double se_mkh = std::max(se, se_knha);
    result.se_knha = se_knha;
    result.lo_knha = mu - t * se_knha;
    result.hi_knha = mu + t * se_knha;
    result.se_mkh = se_mkh;
    result.lo_mkh = mu - t * se_mkh;
    result.hi_mkh = mu + t * se_mkh;
  }
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double keep = tau2 / (tau2 + v[i]);
    result.blup.push_back(keep * y[i] + (1 - keep) * mu);
    result.blup_se.push_back(std::sqrt(keep * v[i] + (1 - keep) * (1 - keep) * se * se));
  }
  return result;
}

}  // namespace laurel::stats
