// The only file that includes Boost.Math. Errors come back as NaN instead of exceptions; Maybe
// turns NaN into "undefined".
#include "stats/distributions.h"

#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/lambert_w.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>
#include <numbers>

#include "base/check.h"

namespace laurel::stats {
namespace {

namespace policies = boost::math::policies;
using Quiet = policies::policy<policies::domain_error<policies::ignore_error>,
                               policies::pole_error<policies::ignore_error>,
                               policies::overflow_error<policies::ignore_error>,
                               policies::evaluation_error<policies::ignore_error>,
                               policies::rounding_error<policies::ignore_error>,
                               policies::indeterminate_result_error<policies::ignore_error>>;
using StudentsT = boost::math::students_t_distribution<double, Quiet>;
using NonCentralT = boost::math::non_central_t_distribution<double, Quiet>;

constexpr Quiet kQuiet;
// Without the detour over long double: a fifth of the time.
using QuietDouble = policies::normalise<Quiet, policies::promote_double<false>>::type;
constexpr QuietDouble kQuietDouble;

}  // namespace

double normal_density(double z) { return std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi); }

double normal_cdf(double z) { return normal_upper(-z); }

double normal_upper(double z) { return std::erfc(z / std::numbers::sqrt2) / 2; }

double log_normal_cdf(double z) {
  if (z > -30) return std::log(normal_cdf(z));
  // Mills' ratio: beyond here the cdf runs into the smallest doubles.
  const double z2 = z * z;
  return -z2 / 2 - std::log(-z * std::sqrt(2 * std::numbers::pi)) +
         std::log1p(-1 / z2 + 3 / (z2 * z2) - 15 / (z2 * z2 * z2));
}

double normal_quantile(double p) {
  return -std::numbers::sqrt2 * boost::math::erfc_inv(2 * p, kQuiet);
}

double normal_critical(double conf_level) {
  CHECK(conf_level > 0 && conf_level < 1);
  return -normal_quantile((1 - conf_level) / 2);
}

double normal_two_sided_p(double z) { return std::erfc(std::abs(z) / std::numbers::sqrt2); }

double t_upper(double t, double df) {
  if (std::isinf(t)) return t > 0 ? 0 : 1;
  return boost::math::cdf(boost::math::complement(StudentsT(df), t));
}

double t_two_sided_p(double t, double df) { return 2 * t_upper(std::abs(t), df); }

double t_critical(double conf_level, double df) {
  CHECK(conf_level > 0 && conf_level < 1);
  return t_upper_quantile((1 - conf_level) / 2, df);
}

double t_upper_quantile(double tail, double df) {
  using Quick = boost::math::students_t_distribution<double, QuietDouble>;
  return boost::math::quantile(boost::math::complement(Quick(df), tail));
}

double noncentral_t_upper(double x, double df, double shift) {
  // Boost's series counts its terms in an int; so far out the normal approximation will do.
  if (std::abs(shift) > 3e4)
    return normal_upper((x * (1 - 1 / (4 * df)) - shift) / std::sqrt(1 + x * x / (2 * df)));
  return boost::math::cdf(boost::math::complement(NonCentralT(df, shift), x));
}

double chi_squared_upper(double x, double df) {
  return boost::math::gamma_q(df / 2, x / 2, kQuiet);
}

double beta_cdf(double x, double a, double b) { return boost::math::ibeta(a, b, x, kQuiet); }

double beta_upper(double x, double a, double b) { return boost::math::ibetac(a, b, x, kQuiet); }

namespace {

// Beyond this both shapes leave a distribution so nearly normal that its skewness is all the
// correction a double can show, and Boost's iteration becomes slow.
constexpr double kNearlyNormal = 1e10;

// Up to this sum of shapes a double keeps the digits that a quantile needs.
constexpr double kModest = 1e6;

// `z` standard deviations above the mean, corrected for skewness (Cornish & Fisher).
double large_beta_quantile(double z, double a, double b) {
  const double n = a + b;
  const double mean = a / n;
  const double sd = std::sqrt(mean * (b / n) / (n + 1));
  const double skewness = 2 * (b - a) / (n + 2) * std::sqrt((n + 1) / a / b);
  return mean + sd * (z + skewness * (z * z - 1) / 6);
}

}  // namespace

double beta_quantile(double p, double a, double b) {
  if (a > kNearlyNormal && b > kNearlyNormal) return large_beta_quantile(normal_quantile(p), a, b);
  if (a + b < kModest) return boost::math::ibeta_inv(a, b, p, kQuietDouble);
  return boost::math::ibeta_inv(a, b, p, kQuiet);
}

double beta_upper_quantile(double p, double a, double b) {
  if (a > kNearlyNormal && b > kNearlyNormal) return large_beta_quantile(-normal_quantile(p), a, b);
  if (a + b < kModest) return boost::math::ibetac_inv(a, b, p, kQuietDouble);
  return boost::math::ibetac_inv(a, b, p, kQuiet);
}

double binomial_cdf(std::int64_t k, std::int64_t n, double p) {
  if (k < 0) return 0;
  if (k >= n || p <= 0) return 1;
  if (p >= 1) return 0;
  return beta_upper(p, static_cast<double>(k) + 1, static_cast<double>(n - k));
}

long double log_gamma(long double x) { return boost::math::lgamma(x, kQuiet); }

long double digamma(long double x) { return boost::math::digamma(x, kQuiet); }

long double trigamma(long double x) { return boost::math::trigamma(x, kQuiet); }

double trigamma_inverse(double x) {
  CHECK(x > 0);
  // Newton on 1/trigamma, which is nearly linear and convex, so it converges from below (Smyth
  // 2004).
  if (x > 1e7) return 1 / std::sqrt(x);
  if (x < 1e-6) return 1 / x;
  long double y = 0.5L + 1 / static_cast<long double>(x);
  for (int i = 0; i < 60; ++i) {
    const long double value = trigamma(y);
    const long double slope = boost::math::polygamma(2, y, kQuiet);
    const long double step = value * (1 - value / x) / slope;
    y += step;
    if (std::abs(step) < 1e-15L * y) break;
  }
  return static_cast<double>(y);
}

double lambert_w_lower(double x) { return boost::math::lambert_wm1(x, kQuiet); }

}  // namespace laurel::stats
