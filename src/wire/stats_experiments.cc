// Experiment methods of `laurel stats`: effects, checks of the draw, always-valid sequences.
#include "stats/experiments.h"

#include "stats/ratings.h"
#include "stats/sequential.h"
#include "wire/stats_case.h"

namespace laurel::wire {
namespace {

base::Result<stats::Moments> arm(const StatsInput& in, std::string_view key) {
  const StatsInput sums = TRY(in.object(key));
  return sums.moments();
}

base::Result<stats::RhoRule> rho_rule(const StatsInput& in) {
  const std::string name = TRY(in.text_or("rho_rule", "approx"));
  if (name == "approx") return stats::RhoRule::kApproximate;
  if (name == "exact") return stats::RhoRule::kExact;
  return base::invalid_input("Field 'rho_rule' must be approx or exact.");
}

base::Status itt_welch(const StatsInput& in, StatsOutput& out) {
  const stats::Moments treatment = TRY(arm(in, "treatment"));
  const stats::Moments control = TRY(arm(in, "control"));
  const auto result = stats::welch(treatment, control, TRY(in.conf_level()));
  out.put("diff", result.diff);
  out.put("se", result.se);
  out.put("t", result.t);
  out.put("df", result.df);
  out.put("p", result.p);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  return {};
}

base::Status itt_poststratified(const StatsInput& in, StatsOutput& out) {
  std::vector<stats::ExperimentStratum> strata;
  for (const StatsInput& stratum : TRY(in.objects("strata"))) {
    auto& added = strata.emplace_back();
    added.name = TRY(stratum.text_or(stratum.has("stratum") ? "stratum" : "name", ""));
    added.treatment = TRY(arm(stratum, "treatment"));
    added.control = TRY(arm(stratum, "control"));
  }
  const auto result = stats::poststratified_effect(strata, TRY(in.conf_level()));
  out.put("diff", result.diff);
  out.put("se", result.se);
  out.put("z", result.z);
  out.put("p", result.p);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  out.put("dropped", result.dropped);
  return {};
}

base::Status ipw_hajek(const StatsInput& in, StatsOutput& out) {
  std::vector<stats::PropensityCell> cells;
  for (const StatsInput& cell : TRY(in.objects("cells"))) {
    const std::int64_t which = TRY(cell.count("arm"));
    if (which > 1) return base::invalid_input("Field 'arm' must be 0 or 1.");
    cells.push_back(
        {TRY(cell.probability("propensity")), which == 1, TRY(cell.weighted_values("values"))});
  }
  const auto result = stats::weighted_effect(cells, TRY(in.conf_level()));
  out.put("hajek", result.hajek);
  out.put("se", result.se);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  out.put("horvitz_thompson", result.horvitz_thompson);
  out.put("n", result.n);
  return {};
}

base::Result<stats::CovariateSums> covariate_sums(const StatsInput& in, std::string_view key) {
  const StatsInput sums = TRY(in.object(key));
  return stats::CovariateSums{TRY(sums.count("n")),        TRY(sums.number("sum_y")),
                              TRY(sums.number("sumsq_y")), TRY(sums.number("sum_x")),
                              TRY(sums.number("sumsq_x")), TRY(sums.number("sum_xy"))};
}

base::Status cuped(const StatsInput& in, StatsOutput& out) {
  const stats::CovariateSums treatment = TRY(covariate_sums(in, "treatment"));
  const stats::CovariateSums control = TRY(covariate_sums(in, "control"));
  const auto result = stats::cuped(treatment, control, TRY(in.conf_level()));
  out.put("theta", result.theta);
  out.put("diff", result.diff);
  out.put("se", result.se);
  out.put("df", result.df);
  out.put("p", result.p);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  out.put("variance_reduction", result.variance_reduction);
  return {};
}

base::Status srm(const StatsInput& in, StatsOutput& out) {
  const auto observed = TRY(in.counts("observed"));
  const auto weights =
      in.has("weights") ? TRY(in.numbers("weights")) : std::vector<double>(observed.size(), 1);
  if (weights.size() != observed.size())
    return base::invalid_input("Fields 'observed' and 'weights' must have the same length.");
  for (const double weight : weights) {
    if (!(weight > 0)) return base::invalid_input("Field 'weights' must hold numbers above 0.");
  }
  const double concentration = in.has("concentration") ? TRY(in.positive("concentration")) : 1e4;
  const auto result = stats::sample_ratio(observed, weights, concentration);
  out.put("chi2", result.chi2);
  out.put("p", result.p);
  out.put("log_bf", result.log_bf);
  out.put("p_sequential", result.p_sequential);
  return {};
}

base::Status acs_rho(const StatsInput& in, StatsOutput& out) {
  const double t_opt = TRY(in.positive("t_opt"));
  const double alpha = TRY(in.alpha());
  out.put("rho2_exact", stats::rho2_exact(t_opt, alpha));
  out.put("rho2_approx", stats::rho2_approximate(t_opt, alpha));
  return {};
}

base::Status acs_mean(const StatsInput& in, StatsOutput& out) {
  const double variance = TRY(in.number("variance"));
  if (variance < 0) return base::invalid_input("Field 'variance' must not be negative.");
  const auto result =
      stats::sequence_of_mean(TRY(in.count("n")), TRY(in.number_or("mean", 0)), variance,
                              TRY(in.positive("t_opt")), TRY(in.alpha()), TRY(rho_rule(in)));
  out.put("halfwidth", result.halfwidth);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  return {};
}

base::Status acs_diff(const StatsInput& in, StatsOutput& out) {
  const stats::Moments treatment = TRY(arm(in, "treatment"));
  const stats::Moments control = TRY(arm(in, "control"));
  const auto result = stats::sequence_of_difference(treatment, control, TRY(in.positive("t_opt")),
                                                    TRY(in.alpha()), TRY(rho_rule(in)));
  out.put("diff", result.diff);
  out.put("se", result.se);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  out.put("p_anytime", result.p_anytime);
  return {};
}

base::Status normal_mixture_bound(const StatsInput& in, StatsOutput& out) {
  const double v = TRY(in.number("v"));
  if (v < 0) return base::invalid_input("Field 'v' must not be negative.");
  const double alpha = TRY(in.alpha());
  const double v_opt = TRY(in.positive("v_opt"));
  const double alpha_opt = TRY(in.probability_or("alpha_opt", 0.05));
  out.put("two_sided", stats::normal_mixture_two_sided(v, alpha, v_opt, alpha_opt));
  if (alpha_opt < 0.5) {
    out.put("one_sided", stats::normal_mixture_one_sided(v, alpha, v_opt, alpha_opt));
  } else {
    out.put("one_sided", stats::Estimate(stats::Undefined{"alpha_opt must be below one half"}));
  }
  return {};
}

base::Status bernoulli_cs(const StatsInput& in, StatsOutput& out) {
  const stats::Proportion p = TRY(in.proportion("successes", "n"));
  const auto result =
      stats::sequence_of_rate(p.yes, p.n, TRY(in.alpha()), TRY(in.positive("t_opt")),
                              TRY(in.probability_or("alpha_opt", 0.05)));
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  return {};
}

base::Status empirical_bernstein_cs(const StatsInput& in, StatsOutput& out) {
  const auto x = TRY(in.numbers("x"));
  for (const double value : x) {
    if (!(value >= 0 && value <= 1))
      return base::invalid_input("Field 'x' must hold numbers from 0 to 1; rescale first.");
  }
  const auto points = stats::empirical_bernstein_sequence(
      x, TRY(in.alpha()), TRY(in.probability_or("truncation", 0.5)),
      TRY(in.flag_or("running_intersection", false)));
  std::vector<double> lo, hi;
  const auto report = [&](std::size_t at) {
    lo.push_back(points[at].lo);
    hi.push_back(points[at].hi);
  };
  if (in.has("report_at")) {
    for (const std::int64_t at : TRY(in.counts("report_at"))) {
      if (at < 1 || at > static_cast<std::int64_t>(x.size()))
        return base::invalid_input("Field 'report_at' must hold positions in 'x', from 1.");
      report(static_cast<std::size_t>(at) - 1);
    }
  } else {
    for (std::size_t i = 0; i < points.size(); ++i) report(i);
  }
  out.put("lo", lo);
  out.put("hi", hi);
  return {};
}

}  // namespace

void add_experiment_methods(StatsMethods& methods) {
  methods.insert({{"itt_welch", itt_welch},
                  {"itt_poststratified", itt_poststratified},
                  {"ipw_hajek", ipw_hajek},
                  {"cuped", cuped},
                  {"srm", srm},
                  {"acs_rho", acs_rho},
                  {"acs_mean", acs_mean},
                  {"acs_diff", acs_diff},
                  {"normal_mixture_bound", normal_mixture_bound},
                  {"bernoulli_cs", bernoulli_cs},
                  {"empirical_bernstein_cs", empirical_bernstein_cs}});
}

}  // namespace laurel::wire
