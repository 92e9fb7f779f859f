// Distribution functions and quantiles the other headers need, so that Boost.Math stays inside one
// .cc file. Upper tails are computed as such, never as 1 - cdf. Pure and thread-safe.
// REQUIRES everywhere: probabilities in (0, 1), degrees of freedom and shapes > 0.
#pragma once

#include <cstdint>

namespace laurel::stats {

double normal_density(double z);
double normal_cdf(double z);
double normal_upper(double z);
double log_normal_cdf(double z);
double normal_quantile(double p);
// |z| exceeded with probability 1 - conf_level: 1.96 for 0.95. REQUIRES: conf_level in (0, 1).
double normal_critical(double conf_level);
double normal_two_sided_p(double z);

double t_two_sided_p(double t, double df);
double t_upper(double t, double df);
double t_critical(double conf_level, double df);
double t_upper_quantile(double tail, double df);  // exceeded with probability `tail`
// P(T > x) for Student's t with `df` degrees of freedom and noncentrality `shift`.
double noncentral_t_upper(double x, double df, double shift);

double chi_squared_upper(double x, double df);

double beta_cdf(double x, double a, double b);
double beta_upper(double x, double a, double b);
double beta_quantile(double p, double a, double b);
double beta_upper_quantile(double p, double a, double b);

// P(X <= k) for X ~ Binomial(n, p), 0 <= p <= 1; 0 for k < 0, 1 for k >= n.
double binomial_cdf(std::int64_t k, std::int64_t n, double p);

long double log_gamma(long double x);
long double digamma(long double x);
long double trigamma(long double x);
// The y > 0 with trigamma(y) = x. REQUIRES: x > 0.
double trigamma_inverse(double x);
// The branch of Lambert's W below -1. REQUIRES: -1/e <= x < 0.
double lambert_w_lower(double x);

}  // namespace laurel::stats
