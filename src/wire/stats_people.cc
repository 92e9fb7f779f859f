// Methods of `laurel stats` about employees, units and markets: shrinkage, ranks, consistency.
#include <cmath>

#include "stats/consistency.h"
#include "stats/meta.h"
#include "stats/ranking.h"
#include "stats/shrinkage.h"
#include "wire/stats_case.h"

namespace laurel::wire {
namespace {

base::Error different_lengths() {
  return base::invalid_input("The lists of a case must have the same length.");
}

base::Result<std::vector<stats::Proportion>> units(const StatsInput& in) {
  const auto k = TRY(in.counts("k"));
  const auto n = TRY(in.counts("n"));
  if (k.size() != n.size()) return different_lengths();
  std::vector<stats::Proportion> result;
  for (std::size_t i = 0; i < k.size(); ++i) {
    if (k[i] > n[i]) return base::invalid_input("Each 'k' must be at most its 'n'.");
    result.push_back({k[i], n[i]});
  }
  return result;
}

base::Status beta_binomial_eb(const StatsInput& in, StatsOutput& out) {
  const auto employees = TRY(units(in));
  const auto result = stats::beta_binomial(employees, TRY(in.conf_level()));
  out.put("alpha", result.alpha);
  out.put("beta", result.beta);
  out.put("prior_mean", result.prior_mean);
  out.put("degenerate", result.degenerate);
  out.put("post_mean", result.posterior.mean);
  out.put("post_lo", result.posterior.lo);
  out.put("post_hi", result.posterior.hi);
  return {};
}

base::Status beta_posterior(const StatsInput& in, StatsOutput& out) {
  const auto employees = TRY(units(in));
  const auto given = TRY(in.optional_number("benchmark"));
  const stats::Estimate benchmark =
      given ? stats::Estimate(*given) : stats::Estimate(stats::Undefined{"no benchmark was given"});
  const double alpha = TRY(in.positive("alpha"));
  const double beta = TRY(in.positive("beta"));
  if (alpha > 1e15 || beta > 1e15)
    return base::invalid_input("Fields 'alpha' and 'beta' must be at most 1e15.");
  const auto result = stats::beta_posterior(employees, alpha, beta, benchmark,
                                            TRY(in.probability_or("conf_level", 0.95)));
  out.put("post_mean", result.mean);
  out.put("post_lo", result.lo);
  out.put("post_hi", result.hi);
  out.put("p_above", result.p_above);
  return {};
}

base::Status dirichlet_multinomial_eb(const StatsInput& in, StatsOutput& out) {
  std::vector<stats::NpsCounts> employees;
  for (const auto& row : TRY(in.count_rows("rows"))) {
    if (row.size() != 3)
      return base::invalid_input("Field 'rows' must hold [detractors, passives, promoters].");
    employees.push_back({row[0], row[1], row[2]});
  }
  const auto result = stats::dirichlet_multinomial(employees);
  out.put("alpha", result.alpha);
  out.put("degenerate", result.degenerate);
  out.put("post_nps", result.post_nps);
  out.put("post_sd", result.post_sd);
  return {};
}

base::Status reml_one_way(const StatsInput& in, StatsOutput& out) {
  const int min = TRY(in.scale_min());
  std::vector<std::string> names;
  std::vector<stats::Moments> groups;
  for (const StatsInput& group : TRY(in.objects("groups"))) {
    names.push_back(TRY(group.text_or("name", "")));
    groups.push_back(TRY(group.histogram("hist", min)).moments());
  }
  const auto result = stats::reml_one_way(groups);
  out.put("mu", result.mu);
  out.put("sigma2", result.sigma2);
  out.put("tau2", result.tau2);
  out.put("icc", result.icc);
  out.put("names", names);
  out.put("n", result.n);
  out.put("mean", result.mean);
  out.put("blup", result.blup);
  out.put("blup_sd", result.blup_sd);
  return {};
}

base::Status variance_shrinkage(const StatsInput& in, StatsOutput& out) {
  const auto variances = TRY(in.numbers("s2"));
  const auto df = TRY(in.numbers("df"));
  if (variances.size() != df.size()) return different_lengths();
  for (std::size_t i = 0; i < df.size(); ++i) {
    if (variances[i] < 0 || df[i] < 0)
      return base::invalid_input("Variances and degrees of freedom must not be negative.");
  }
  const auto result = stats::squeeze_variances(variances, df);
  out.put("prior_var", result.prior_var);
  out.put("prior_df", result.prior_df);
  out.put("post_var", result.post_var);
  return {};
}

base::Status expected_rank(const StatsInput& in, StatsOutput& out) {
  const auto mean = TRY(in.numbers("mean"));
  const auto sd = TRY(in.numbers("sd"));
  if (mean.size() != sd.size()) return different_lengths();
  std::vector<stats::Posterior> posteriors;
  for (std::size_t i = 0; i < mean.size(); ++i) {
    if (sd[i] < 0) return base::invalid_input("Field 'sd' must not hold negative numbers.");
    posteriors.push_back({mean[i], sd[i]});
  }
  out.put("expected_rank", stats::expected_rank(posteriors));
  out.put("p_best", stats::probability_best(posteriors));
  return {};
}

base::Status consistency(const StatsInput& in, StatsOutput& out) {
  const int min = TRY(in.scale_min());
  const stats::Histogram scores = TRY(in.histogram("hist", min));
  const double threshold = TRY(in.number_or("threshold", 8));
  if (std::abs(threshold) > 1e6)
    return base::invalid_input("Field 'threshold' must be a score of the scale.");
  const auto result = stats::consistency(scores, static_cast<int>(std::ceil(threshold)),
                                         TRY(in.probability_or("q", 0.1)), TRY(in.conf_level()));
  out.put("n", result.n);
  out.put("mean", result.mean);
  out.put("sd", result.sd);
  out.put("quantile", result.quantile);
  out.put("quantile_lower_bound", result.quantile_lower_bound);
  out.put("p_ge", result.p_ge);
  out.put("p_ge_lo", result.p_ge_limits.lo);
  out.put("p_ge_hi", result.p_ge_limits.hi);
  return {};
}

base::Status commendation_oe(const StatsInput& in, StatsOutput& out) {
  std::vector<stats::CommendationCell> cells;
  for (const StatsInput& row : TRY(in.objects("rows"))) {
    stats::CommendationCell& cell = cells.emplace_back();
    cell.employee = TRY(row.text("employee"));
    cell.market = TRY(row.text_or("market", ""));
    cell.score = TRY(row.text_or("score", ""));
    cell.n = TRY(row.count("n"));
    cell.flagged = TRY(row.count("flagged"));
    if (cells.back().flagged > cells.back().n)
      return base::invalid_input("Each 'flagged' must be at most its 'n'.");
  }
  std::vector<std::string> employee;
  std::vector<std::int64_t> observed;
  std::vector<double> expected, variance;
  std::vector<stats::Estimate> z;
  for (const auto& result : stats::commendations_observed_expected(cells)) {
    employee.push_back(result.employee);
    observed.push_back(result.observed);
    expected.push_back(result.expected);
    variance.push_back(result.variance);
    z.push_back(result.z);
  }
  out.put("employee", employee);
  out.put("observed", observed);
  out.put("expected", expected);
  out.put("variance", variance);
  out.put("z", z);
  return {};
}

struct Effects {
  std::vector<double> y, v;
};

base::Result<Effects> effects(const StatsInput& in) {
  Effects result;
  result.y = TRY(in.numbers("y"));
  result.v = TRY(in.numbers("v"));
  if (result.y.size() != result.v.size()) return different_lengths();
  for (const double variance : result.v) {
    if (!(variance > 0)) return base::invalid_input("Field 'v' must hold variances above 0.");
  }
  return result;
}

base::Status meta_fixed(const StatsInput& in, StatsOutput& out) {
  const Effects markets = TRY(effects(in));
  const auto result = stats::meta_fixed(markets.y, markets.v, TRY(in.conf_level()));
  out.put("est", result.est);
  out.put("se", result.se);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  out.put("Q", result.q);
  out.put("Q_df", result.q_df);
  out.put("Q_p", result.q_p);
  return {};
}

base::Status meta_random(const StatsInput& in, StatsOutput& out) {
  const Effects markets = TRY(effects(in));
  const std::string name = TRY(in.text_or("method", "REML"));
  stats::Tau2Method method = stats::Tau2Method::kReml;
  if (name == "PM") {
    method = stats::Tau2Method::kPauleMandel;
  } else if (name == "DL") {
    method = stats::Tau2Method::kDerSimonianLaird;
  } else if (name != "REML") {
    return base::invalid_input("Field 'method' must be REML, PM or DL.");
  }
  const auto result = stats::meta_random(markets.y, markets.v, method, TRY(in.conf_level()));
  out.put("tau2", result.tau2);
  out.put("mu", result.mu);
  out.put("se", result.se);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  out.put("se_knha", result.se_knha);
  out.put("lo_knha", result.lo_knha);
  out.put("hi_knha", result.hi_knha);
  out.put("se_mkh", result.se_mkh);
  out.put("lo_mkh", result.lo_mkh);
  out.put("hi_mkh", result.hi_mkh);
  out.put("blup", result.blup);
  out.put("blup_se", result.blup_se);
  out.put("pi_lo", result.pi_lo);
  out.put("pi_hi", result.pi_hi);
  return {};
}

}  // namespace

void add_people_methods(StatsMethods& methods) {
  methods.insert({{"beta_binomial_eb", beta_binomial_eb},
                  {"beta_posterior", beta_posterior},
                  {"dirichlet_multinomial_eb", dirichlet_multinomial_eb},
                  {"reml_one_way", reml_one_way},
                  {"variance_shrinkage", variance_shrinkage},
                  {"expected_rank", expected_rank},
                  {"consistency", consistency},
                  {"commendation_oe", commendation_oe},
                  {"meta_fixed", meta_fixed},
                  {"meta_random", meta_random}});
}

}  // namespace laurel::wire
