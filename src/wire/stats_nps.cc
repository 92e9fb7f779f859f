// NPS methods of `laurel stats`.
#include "stats/nps.h"

#include "stats/sample_size.h"
#include "wire/stats_case.h"

namespace laurel::wire {
namespace {

base::Status nps_summary(const StatsInput& in, StatsOutput& out) {
  const stats::NpsCounts counts = TRY(in.nps_counts());
  out.put("n", counts.n());
  out.put("detractors", counts.detractors);
  out.put("passives", counts.passives);
  out.put("promoters", counts.promoters);
  out.put("nps", counts.nps());
  out.put("variance", counts.variance());
  out.put("se", counts.standard_error());
  return {};
}

base::Status nps_ci_score(const StatsInput& in, StatsOutput& out) {
  const stats::NpsCounts counts = TRY(in.nps_counts());
  const stats::Interval interval = stats::nps_score_interval(counts, TRY(in.conf_level()));
  out.put("nps", counts.nps());
  out.put("lo", interval.lo);
  out.put("hi", interval.hi);
  return {};
}

base::Status nps_ci_adjusted_wald(const StatsInput& in, StatsOutput& out) {
  const stats::NpsCounts counts = TRY(in.nps_counts());
  const auto result = stats::nps_adjusted_wald_interval(counts, TRY(in.conf_level()));
  out.put("center", result.center);
  out.put("se", result.se);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  return {};
}

base::Status nps_ci_wald(const StatsInput& in, StatsOutput& out) {
  const stats::NpsCounts counts = TRY(in.nps_counts());
  const auto interval = stats::nps_wald_interval(counts, TRY(in.conf_level()));
  out.put("lo", interval.lo);
  out.put("hi", interval.hi);
  return {};
}

base::Status nps_diff_mover_score(const StatsInput& in, StatsOutput& out) {
  const stats::NpsCounts a = TRY(in.nps_arm("a"));
  const stats::NpsCounts b = TRY(in.nps_arm("b"));
  const auto result = stats::nps_difference(a, b, TRY(in.conf_level()));
  out.put("diff", result.diff);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  return {};
}

base::Status nps_diff_wald(const StatsInput& in, StatsOutput& out) {
  const stats::NpsCounts a = TRY(in.nps_arm("a"));
  const stats::NpsCounts b = TRY(in.nps_arm("b"));
  const auto result = stats::nps_wald_difference(a, b, TRY(in.conf_level()));
  out.put("diff", result.diff);
  out.put("se", result.se);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  out.put("p", result.p);
  return {};
}

base::Status nps_diff_welch(const StatsInput& in, StatsOutput& out) {
  const stats::NpsCounts a = TRY(in.nps_arm("a"));
  const stats::NpsCounts b = TRY(in.nps_arm("b"));
  const auto result = stats::nps_welch(a, b, TRY(in.conf_level()));
  out.put("diff", result.diff);
  out.put("se", result.se);
  out.put("t", result.t);
  out.put("df", result.df);
  out.put("p", result.p);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  return {};
}

base::Result<stats::NpsShares> shares(const StatsInput& in) {
  const stats::NpsShares shares{TRY(in.number("promoters")), TRY(in.number("passives")),
                                TRY(in.number("detractors"))};
  const double total = shares.promoters + shares.passives + shares.detractors;
  if (shares.promoters < 0 || shares.passives < 0 || shares.detractors < 0 || total < 0.999999 ||
      total > 1.000001)
    return base::invalid_input("Shares of promoters, passives and detractors must add up to 1.");
  return shares;
}

base::Status sample_size_nps(const StatsInput& in, StatsOutput& out) {
  const StatsInput base_shares = TRY(in.object("base"));
  const StatsInput alt_shares = TRY(in.object("alt"));
  const stats::NpsShares base = TRY(shares(base_shares));
  const stats::NpsShares alt = TRY(shares(alt_shares));
  const auto result = stats::nps_sample_size(base, alt, TRY(in.probability_or("flag_share", 0.5)),
                                             TRY(in.alpha()), TRY(in.probability_or("power", 0.8)));
  out.put("delta", result.delta);
  out.put("n_total", result.n_total);
  out.put("n_flagged", result.n_flagged);
  out.put("n_unflagged", result.n_unflagged);
  return {};
}

}  // namespace

void add_nps_methods(StatsMethods& methods) {
  methods.insert({{"nps_summary", nps_summary},
                  {"nps_ci_score", nps_ci_score},
                  {"nps_ci_adjusted_wald", nps_ci_adjusted_wald},
                  {"nps_ci_wald", nps_ci_wald},
                  {"nps_diff_mover_score", nps_diff_mover_score},
                  {"nps_diff_wald", nps_diff_wald},
                  {"nps_diff_welch", nps_diff_welch},
                  {"sample_size_nps", sample_size_nps}});
}

}  // namespace laurel::wire
