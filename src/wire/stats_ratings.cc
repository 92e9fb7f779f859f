// Rating methods of `laurel stats`: two groups, one question.
#include "stats/ratings.h"

#include "stats/clusters.h"
#include "stats/multiplicity.h"
#include "stats/sample_size.h"
#include "stats/sensitivity.h"
#include "wire/stats_case.h"

namespace laurel::wire {
namespace {

struct Arms {
  stats::Histogram a, b;
};

base::Result<Arms> arms(const StatsInput& in) {
  const int min = TRY(in.scale_min());
  stats::Histogram a = TRY(in.histogram("a", min));
  stats::Histogram b = TRY(in.histogram("b", min));
  return Arms{std::move(a), std::move(b)};
}

base::Status welch(const StatsInput& in, StatsOutput& out) {
  const Arms groups = TRY(arms(in));
  const auto result = stats::welch(groups.a, groups.b, TRY(in.conf_level()));
  out.put("diff", result.diff);
  out.put("se", result.se);
  out.put("t", result.t);
  out.put("df", result.df);
  out.put("p", result.p);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  return {};
}

base::Status mann_whitney(const StatsInput& in, StatsOutput& out) {
  const Arms groups = TRY(arms(in));
  const auto result = stats::mann_whitney(groups.a, groups.b);
  out.put("u_a", result.u_a);
  out.put("prob_superiority", result.prob_superiority);
  out.put("cliffs_delta", result.cliffs_delta);
  out.put("z", result.z);
  out.put("p", result.p);
  out.put("p_continuity", result.p_continuity);
  return {};
}

base::Status brunner_munzel(const StatsInput& in, StatsOutput& out) {
  const Arms groups = TRY(arms(in));
  const auto result = stats::brunner_munzel(groups.a, groups.b, TRY(in.conf_level()));
  out.put("prob_superiority", result.prob_superiority);
  out.put("se", result.se);
  out.put("stat", result.stat);
  out.put("df", result.df);
  out.put("p", result.p);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  out.put("lo_logit", result.lo_logit);
  out.put("hi_logit", result.hi_logit);
  return {};
}

base::Status cliffs_delta(const StatsInput& in, StatsOutput& out) {
  const Arms groups = TRY(arms(in));
  const auto result = stats::cliffs_delta(groups.a, groups.b, TRY(in.conf_level()));
  out.put("delta", result.delta);
  out.put("var_unbiased", result.var_unbiased);
  out.put("var_consistent", result.var_consistent);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  return {};
}

base::Status p_adjust(const StatsInput& in, StatsOutput& out) {
  const auto p = TRY(in.estimates("p"));
  for (const stats::Estimate& value : p) {
    if (value.defined() && (*value < 0 || *value > 1))
      return base::invalid_input("Field 'p' must hold probabilities between 0 and 1.");
  }
  out.put("bh", stats::adjust_bh(p));
  out.put("by", stats::adjust_by(p));
  out.put("holm", stats::adjust_holm(p));
  return {};
}

base::Status cluster_diff(const StatsInput& in, StatsOutput& out) {
  std::vector<stats::ClusterSums> clusters;
  for (const StatsInput& cluster : TRY(in.objects("clusters"))) {
    clusters.push_back({TRY(cluster.count("n_flag")), TRY(cluster.number("sum_flag")),
                        TRY(cluster.count("n_noflag")), TRY(cluster.number("sum_noflag"))});
  }
  const auto result = stats::cluster_difference(clusters, TRY(in.conf_level()));
  out.put("diff", result.diff);
  out.put("se_cr1", result.se);
  out.put("df", result.df);
  out.put("t", result.t);
  out.put("p", result.p);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  out.put("n_clusters", result.n_clusters);
  return {};
}

base::Status e_value(const StatsInput& in, StatsOutput& out) {
  static const std::map<std::string, stats::EffectScale, std::less<>> kRatios = {
      {"RR", stats::EffectScale::kRiskRatio},
      {"OR_rare", stats::EffectScale::kOddsRatioRare},
      {"OR_common", stats::EffectScale::kOddsRatioCommon},
      {"HR_rare", stats::EffectScale::kHazardRatioRare},
      {"HR_common", stats::EffectScale::kHazardRatioCommon}};
  const std::string kind = TRY(in.text("kind"));
  const double est = TRY(in.number("est"));
  const auto lo = TRY(in.optional_number("lo"));
  const auto hi = TRY(in.optional_number("hi"));
  const auto se = TRY(in.optional_number("se"));
  stats::EValue result;
  if (kind == "MD" || kind == "OLS") {
    const double sd = in.has("sd") ? TRY(in.positive("sd")) : 1;
    if (se && *se < 0) return base::invalid_input("Field 'se' must not be negative.");
    result = stats::e_value_of_difference(est, se, sd);
  } else if (const auto scale = kRatios.find(kind); scale != kRatios.end()) {
    if (est <= 0 || (lo && *lo <= 0) || (hi && *hi <= 0))
      return base::invalid_input("A ratio and its interval must be above 0.");
    result = stats::e_value(scale->second, est, lo, hi);
  } else {
    return base::invalid_input(
        "Field 'kind' must be RR, OR_rare, OR_common, HR_rare, HR_common or MD.");
  }
  out.put("rr_point", result.rr_point);
  out.put("rr_lo", result.rr_lo);
  out.put("rr_hi", result.rr_hi);
  out.put("e_point", result.e_point);
  out.put("e_ci", result.e_ci);
  return {};
}

base::Status sample_size_mean(const StatsInput& in, StatsOutput& out) {
  const auto result =
      stats::mean_sample_size(TRY(in.number("delta")), in.has("sd") ? TRY(in.positive("sd")) : 1,
                              TRY(in.alpha()), TRY(in.probability_or("power", 0.8)));
  out.put("n_per_arm_t", result.n_per_arm_t);
  out.put("n_per_arm_z", result.n_per_arm_z);
  out.put("ceil_t", stats::rounded_up(result.n_per_arm_t));
  return {};
}

}  // namespace

void add_rating_methods(StatsMethods& methods) {
  methods.insert({{"welch", welch},
                  {"mann_whitney", mann_whitney},
                  {"brunner_munzel", brunner_munzel},
                  {"cliffs_delta", cliffs_delta},
                  {"p_adjust", p_adjust},
                  {"cluster_diff", cluster_diff},
                  {"e_value", e_value},
                  {"sample_size_mean", sample_size_mean}});
}

}  // namespace laurel::wire
