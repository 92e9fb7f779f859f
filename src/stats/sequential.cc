#include "stats/sequential.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "stats/distributions.h"

namespace laurel::stats {
namespace {

double rho2(RhoRule rule, double t_opt, double alpha) {
  return rule == RhoRule::kExact ? rho2_exact(t_opt, alpha) : rho2_approximate(t_opt, alpha);
}

// Half-width of the sequence in units of one observation's standard deviation.
double halfwidth(double n, double rho2, double alpha) {
  const double inner = n * rho2 + 1;
  return std::sqrt(2 * inner / (n * n * rho2) * (std::log(inner) / 2 - std::log(alpha)));
}

double best_rho(double v, double alpha) {
  const double doubled_log = -2 * std::log(alpha);
  return v / (doubled_log + std::log1p(doubled_log));
}

long double log_beta(long double a, long double b) {
  return log_gamma(a) + log_gamma(b) - log_gamma(a + b);
}

}  // namespace

double rho2_approximate(double t_opt, double alpha) {
  CHECK(t_opt > 0 && alpha > 0 && alpha < 1);
  return 1 / best_rho(t_opt, alpha);
}

double rho2_exact(double t_opt, double alpha) {
  CHECK(t_opt > 0 && alpha > 0 && alpha < 1);
  return (-lambert_w_lower(-alpha * alpha * std::exp(-1.0)) - 1) / t_opt;
}

SequenceInterval sequence_of_mean(std::int64_t n, double mean, double variance, double t_opt,
                                  double alpha, RhoRule rule) {
  CHECK(variance >= 0);
  if (n <= 0) {
    const Undefined none{"there are no observations"};
    return {none, none, none};
  }
  const double width =
      std::sqrt(variance) * halfwidth(static_cast<double>(n), rho2(rule, t_opt, alpha), alpha);
  return {width, mean - width, mean + width};
}

SequenceDifference sequence_of_difference(const Moments& treatment, const Moments& control,
                                          double t_opt, double alpha, RhoRule rule) {
  SequenceDifference result;
  const auto rest_undefined = [&](std::string_view reason) {
    result.lo = result.hi = result.p_anytime = Undefined{reason};
    return result;
  };
  if (treatment.n == 0 || control.n == 0) {
    result.diff = result.se = Undefined{"an arm has no units"};
    return rest_undefined("an arm has no units");
  }
  const double diff = treatment.mean - control.mean;
  result.diff = diff;
  if (treatment.n < 2 || control.n < 2) {
    result.se = Undefined{"an arm has fewer than two units"};
    return rest_undefined("an arm has fewer than two units");
  }
  const double se2 = *treatment.variance() / static_cast<double>(treatment.n) +
                     *control.variance() / static_cast<double>(control.n);
  result.se = std::sqrt(se2);
  if (se2 == 0) return rest_undefined("the outcomes do not vary");
  const double n = static_cast<double>(treatment.n) + static_cast<double>(control.n);
  const double r = rho2(rule, t_opt, alpha);
  const double width = std::sqrt(n * se2) * halfwidth(n, r, alpha);
  result.lo = diff - width;
  result.hi = diff + width;
  // Logarithm of the mixture likelihood ratio against no difference.
  const double inner = n * r + 1;
  const double log_e = r * n * diff * diff / se2 / (2 * inner) - std::log(inner) / 2;
  result.p_anytime = std::min(1.0, std::exp(-log_e));
  return result;
}

double normal_mixture_two_sided(double v, double alpha, double v_opt, double alpha_opt) {
  CHECK(v >= 0 && v_opt > 0 && alpha > 0 && alpha < 1 && alpha_opt > 0 && alpha_opt < 1);
  const double rho = best_rho(v_opt, alpha_opt);
  return std::sqrt((v + rho) * (std::log1p(v / rho) - 2 * std::log(alpha)));
}

double normal_mixture_one_sided(double v, double alpha, double v_opt, double alpha_opt) {
  CHECK(v >= 0 && v_opt > 0 && alpha > 0 && alpha < 1 && alpha_opt > 0 && alpha_opt < 0.5);
  const double rho = best_rho(v_opt, 2 * alpha_opt);
  const auto excess = [&](double s) {
    return std::log(4 * rho / (v + rho)) / 2 + s * s / (2 * (v + rho)) +
           log_normal_cdf(s / std::sqrt(v + rho)) + std::log(alpha);
  };
  double low = 0;
  if (excess(low) >= 0) return 0;
  double high = std::sqrt(v + rho);
  while (excess(high) < 0) high *= 2;
  for (int i = 0; i < 200; ++i) {
    const double middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    (excess(middle) < 0 ? low : high) = middle;
  }
  return (low + high) / 2;
}

Interval sequence_of_rate(std::int64_t successes, std::int64_t n, double alpha, double t_opt,
                          double alpha_opt) {
  CHECK(successes >= 0 && successes <= n && t_opt > 0);
  if (n == 0) return {0.0, 1.0};
  const auto yes = static_cast<long double>(successes);
  const auto no = static_cast<long double>(n - successes);
  // The mixture over alternatives to p is Beta(r/(1-p)... ) with r chosen by t_opt; all p for which
  // its likelihood ratio stays below 1/alpha are kept.
  const auto rejected = [&](long double p) {
    const long double q = 1 - p;
    const long double rho = best_rho(static_cast<double>(p * q) * t_opt, alpha_opt);
    const long double r = std::max(rho - p * q, 1e-3L * p * q);
    const long double log_ratio = log_beta(r / p + no, r / q + yes) - log_beta(r / p, r / q) -
                                  yes * std::log(p) - no * std::log(q);
    return log_ratio > -std::log(static_cast<long double>(alpha));
  };
  const long double rate = yes / static_cast<long double>(n);
  const auto limit = [&](long double edge) {
    long double in = rate;
    long double out = edge;
    for (int i = 0; i < 200; ++i) {
      const long double middle = (in + out) / 2;
      if (middle == in || middle == out) break;
      (rejected(middle) ? out : in) = middle;
    }
    return static_cast<double>(in);
  };
  return {successes == 0 ? 0.0 : limit(0), successes == n ? 1.0 : limit(1)};
}

namespace {

// The lower sequence; the upper one is its mirror image.
std::vector<double> empirical_bernstein_lower(const std::vector<double>& x, double alpha,
                                              double truncation, bool running_intersection) {
  std::vector<double> lower;
  lower.reserve(x.size());
  const double log_alpha = -std::log(alpha);
  double sum = 0;         // of observations
  double squares = 0.25;  // prior variance counted as one observation
  double sum_bets = 0, sum_bet_x = 0, sum_penalty = 0;
  double best = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto t = static_cast<double>(i + 1);
    const double variance = squares / t;  // of the observations before this one
    const double bet =
        std::min(truncation, std::sqrt(2 * log_alpha / (t * std::log1p(t) * variance)));
    const double mean_before = i == 0 ? 0 : sum / static_cast<double>(i);
    const double deviation = x[i] - mean_before;
    sum_bets += bet;
    sum_bet_x += bet * x[i];
    sum_penalty += deviation * deviation * (-std::log1p(-bet) - bet);
    sum += x[i];
    const double mean = (0.5 + sum) / (t + 1);
    squares += (x[i] - mean) * (x[i] - mean);
    const double bound = std::max(0.0, (sum_bet_x - log_alpha - sum_penalty) / sum_bets);
    best = std::max(best, bound);
    lower.push_back(running_intersection ? best : bound);
  }
  return lower;
}

}  // namespace

std::vector<SequencePoint> empirical_bernstein_sequence(const std::vector<double>& observations,
                                                        double alpha, double truncation,
                                                        bool running_intersection) {
  CHECK(truncation > 0 && truncation < 1);
  std::vector<double> mirrored;
  for (const double x : observations) {
    CHECK(x >= 0 && x <= 1);
    mirrored.push_back(1 - x);
  }
  const auto lower =
      empirical_bernstein_lower(observations, alpha / 2, truncation, running_intersection);
  const auto upper =
      empirical_bernstein_lower(mirrored, alpha / 2, truncation, running_intersection);
  std::vector<SequencePoint> result;
  for (std::size_t i = 0; i < observations.size(); ++i) result.push_back({lower[i], 1 - upper[i]});
  return result;
}

}  // namespace laurel::stats
