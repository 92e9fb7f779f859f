// Stratified 2x2 tables (declared in stratified.h): Cochran-Mantel-Haenszel test, common odds
// ratio, risk ratio and risk difference, homogeneity of the odds ratios.
#include <cmath>
#include <limits>

#include "stats/distributions.h"
#include "stats/stratified.h"

namespace laurel::stats {
namespace {

struct Sums {
  long double excess = 0;    // sum of a_yes minus its expectation
  long double variance = 0;  // hypergeometric
  long double r = 0, s = 0;  // sum ad/n, sum bc/n
  long double pr = 0, ps_qr = 0, qs = 0;
  long double risk_excess = 0, risk_weight = 0;  // Mantel-Haenszel risk difference
  long double sato_1 = 0, sato_2 = 0;
  long double rr_a = 0, rr_b = 0, rr_variance = 0;
  int strata = 0;
};

long double wide(std::int64_t n) { return static_cast<long double>(n); }

Sums add_up(const std::vector<TwoByTwo>& tables) {
  Sums sums;
  for (const TwoByTwo& t : tables) {
    if (t.n_a() == 0 || t.n_b() == 0) continue;
    ++sums.strata;
    const long double a = wide(t.a_yes), b = wide(t.a_no), c = wide(t.b_yes), d = wide(t.b_no);
    const long double n_a = a + b, n_b = c + d, n = n_a + n_b, yes = a + c, no = b + d;
    const int128 determinant =
        static_cast<int128>(t.a_yes) * t.b_no - static_cast<int128>(t.a_no) * t.b_yes;
    sums.excess += static_cast<long double>(determinant) / n;
    sums.variance += n_a / n * n_b / n * yes * no / (n - 1);
    const long double r = a * d / n, s = b * c / n, p = (a + d) / n, q = (b + c) / n;
    sums.r += r;
    sums.s += s;
    sums.pr += p * r;
    sums.ps_qr += p * s + q * r;
    sums.qs += q * s;
    const long double share_a = n_a / n, share_b = n_b / n;
    sums.risk_excess += static_cast<long double>(determinant) / n;
    sums.risk_weight += n_a * share_b;
    sums.sato_1 +=
        c * share_a * share_a - a * share_b * share_b + share_a * share_b * (n_b - n_a) / 2;
    sums.sato_2 += (a * d + b * c) / n;
    sums.rr_a += a * share_b;
    sums.rr_b += c * share_a;
    sums.rr_variance += share_a * share_b * yes - a / n * c;
  }
  return sums;
}

// Expected a_yes in a table with these margins if the odds ratio were `odds_ratio`.
long double fitted_cell(const TwoByTwo& t, long double odds_ratio) {
  const long double row = wide(t.n_a()), other = wide(t.n_b());
  const long double yes = wide(t.a_yes) + wide(t.b_yes);
  // (odds_ratio - 1) x^2 - b x + c = 0, written so that odds ratios near 1 stay accurate.
  const long double b = odds_ratio * (row + yes) + (other - yes);
  const long double c = odds_ratio * row * yes;
  const long double root = std::sqrt(b * b - 4 * (odds_ratio - 1) * c);
  return 2 * c / (b + root);
}

void homogeneity(const std::vector<TwoByTwo>& tables, long double odds_ratio, CmhResult& result) {
  long double statistic = 0, excess = 0, variance = 0;
  int informative = 0;
  for (const TwoByTwo& t : tables) {
    if (t.n_a() == 0 || t.n_b() == 0 || t.a_yes + t.b_yes == 0 || t.a_no + t.b_no == 0) continue;
    ++informative;
    const long double x = fitted_cell(t, odds_ratio);
    const long double yes = wide(t.a_yes) + wide(t.b_yes);
    const long double v =
        1 / (1 / x + 1 / (wide(t.n_a()) - x) + 1 / (yes - x) + 1 / (wide(t.n_b()) - yes + x));
    const long double difference = wide(t.a_yes) - x;
    statistic += difference * difference / v;
    excess += difference;
    variance += v;
  }
  if (informative < 2) {
    const Undefined none{"fewer than two strata can show a difference"};
    result.breslow_day = result.breslow_day_p = result.tarone = result.tarone_p = none;
    return;
  }
  const auto tarone = static_cast<double>(std::max(0.0L, statistic - excess * excess / variance));
  result.breslow_day = static_cast<double>(statistic);
  result.breslow_day_p = chi_squared_upper(*result.breslow_day, informative - 1);
  result.tarone = tarone;
  result.tarone_p = chi_squared_upper(tarone, informative - 1);
}

void common_odds_ratio(const std::vector<TwoByTwo>& tables, const Sums& sums, double z,
                       CmhResult& result) {
  if (sums.r == 0 || sums.s == 0) {
    const Undefined none{
        "one of the two arms has no event, or no non-event, where it could differ"};
    result.or_lo = result.or_hi = result.se_log_or_rbg = none;
    result.breslow_day = result.breslow_day_p = result.tarone = result.tarone_p = none;
    if (sums.r == 0 && sums.s == 0) {
      result.or_mh = none;
    } else {
      result.or_mh = sums.r == 0 ? 0.0 : std::numeric_limits<double>::infinity();
    }
    return;
  }
  const long double odds_ratio = sums.r / sums.s;
  const auto se = static_cast<double>(
      std::sqrt(0.5L * (sums.pr / (sums.r * sums.r) + sums.ps_qr / (sums.r * sums.s) +
                        sums.qs / (sums.s * sums.s))));
  result.or_mh = static_cast<double>(odds_ratio);
  result.se_log_or_rbg = se;
  result.or_lo = *result.or_mh * std::exp(-z * se);
  result.or_hi = *result.or_mh * std::exp(z * se);
  homogeneity(tables, odds_ratio, result);
}

void common_risk_ratio(const Sums& sums, double z, CmhResult& result) {
  if (sums.rr_a == 0 || sums.rr_b == 0) {
    const Undefined none{"an arm has no event"};
    result.se_log_rr = result.rr_lo = result.rr_hi = none;
    if (sums.rr_a == 0 && sums.rr_b == 0) {
      result.rr_mh = none;
    } else {
      result.rr_mh = sums.rr_a == 0 ? 0.0 : std::numeric_limits<double>::infinity();
    }
    return;
  }
  const auto ratio = static_cast<double>(sums.rr_a / sums.rr_b);
  const auto se = static_cast<double>(std::sqrt(sums.rr_variance / (sums.rr_a * sums.rr_b)));
  result.rr_mh = ratio;
  result.se_log_rr = se;
  result.rr_lo = ratio * std::exp(-z * se);
  result.rr_hi = ratio * std::exp(z * se);
}

}  // namespace

CmhResult cmh(const std::vector<TwoByTwo>& tables, double conf_level) {
  CmhResult result;
  const Sums sums = add_up(tables);
  if (sums.strata == 0) {
    const Undefined none{"no stratum has answers in both arms"};
    for (Estimate* field :
         {&result.cmh_chi2,    &result.cmh_p,         &result.cmh_chi2_cc, &result.cmh_cc_p,
          &result.or_mh,       &result.or_lo,         &result.or_hi,       &result.se_log_or_rbg,
          &result.rd_mh,       &result.rd_se,         &result.rd_lo,       &result.rd_hi,
          &result.rr_mh,       &result.se_log_rr,     &result.rr_lo,       &result.rr_hi,
          &result.breslow_day, &result.breslow_day_p, &result.tarone,      &result.tarone_p})
      *field = none;
    return result;
  }
  if (sums.variance == 0) {
    const Undefined none{"all answers within each stratum are the same"};
    result.cmh_chi2 = result.cmh_p = result.cmh_chi2_cc = result.cmh_cc_p = none;
  } else {
    const long double size = std::abs(sums.excess);
    const long double corrected = size >= 0.5L ? size - 0.5L : size;
    result.cmh_chi2 = static_cast<double>(size * size / sums.variance);
    result.cmh_p = chi_squared_upper(*result.cmh_chi2, 1);
    result.cmh_chi2_cc = static_cast<double>(corrected * corrected / sums.variance);
    result.cmh_cc_p = chi_squared_upper(*result.cmh_chi2_cc, 1);
  }
  const double z = normal_critical(conf_level);
  const long double rd = sums.risk_excess / sums.risk_weight;
  const auto rd_se = static_cast<double>(
      std::sqrt(std::max(0.0L, rd * sums.sato_1 + sums.sato_2 / 2)) / sums.risk_weight);
  result.rd_mh = static_cast<double>(rd);
  result.rd_se = rd_se;
  if (rd_se > 0) {
    result.rd_lo = *result.rd_mh - z * rd_se;
    result.rd_hi = *result.rd_mh + z * rd_se;
  } else {
    result.rd_lo = result.rd_hi = Undefined{"the answers do not vary"};
  }
  common_odds_ratio(tables, sums, z, result);
  common_risk_ratio(sums, z, result);
  return result;
}

}  // namespace laurel::stats
