// Yes/no methods of `laurel stats`.
#include "stats/proportions.h"
#include "stats/sample_size.h"
#include "wire/stats_case.h"

namespace laurel::wire {
namespace {

base::Status proportion_ci(const StatsInput& in, StatsOutput& out) {
  const stats::Proportion p = TRY(in.proportion("x", "n"));
  const double conf_level = TRY(in.conf_level());
  const auto wilson = stats::wilson_interval(p, conf_level);
  const auto clopper = stats::clopper_pearson_interval(p, conf_level);
  const auto jeffreys = stats::jeffreys_interval(p, conf_level);
  out.put("p", p.rate());
  out.put("wilson_lo", wilson.lo);
  out.put("wilson_hi", wilson.hi);
  out.put("clopper_lo", clopper.lo);
  out.put("clopper_hi", clopper.hi);
  out.put("jeffreys_lo", jeffreys.lo);
  out.put("jeffreys_hi", jeffreys.hi);
  return {};
}

template <auto Method>
base::Status risk_difference(const StatsInput& in, StatsOutput& out) {
  const stats::Proportion a = TRY(in.proportion("x_a", "n_a"));
  const stats::Proportion b = TRY(in.proportion("x_b", "n_b"));
  const stats::RiskDifference result = Method(a, b, TRY(in.conf_level()));
  out.put("diff", result.diff);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  return {};
}

base::Status chi2_2x2(const StatsInput& in, StatsOutput& out) {
  const auto result = stats::chi_squared(TRY(in.two_by_two()));
  out.put("chi2", result.chi2);
  out.put("p", result.p);
  return {};
}

base::Status fisher_exact(const StatsInput& in, StatsOutput& out) {
  out.put("p", stats::fisher_exact_p(TRY(in.two_by_two())));
  return {};
}

base::Status odds_risk_ratio(const StatsInput& in, StatsOutput& out) {
  const auto result = stats::odds_and_risk_ratio(TRY(in.two_by_two()), TRY(in.conf_level()));
  out.put("or", result.odds_ratio);
  out.put("or_lo", result.or_lo);
  out.put("or_hi", result.or_hi);
  out.put("se_log_or", result.se_log_or);
  out.put("rr", result.risk_ratio);
  out.put("rr_lo", result.rr_lo);
  out.put("rr_hi", result.rr_hi);
  out.put("se_log_rr", result.se_log_rr);
  out.put("corrected", result.corrected);
  return {};
}

base::Status cmh(const StatsInput& in, StatsOutput& out) {
  std::vector<stats::TwoByTwo> tables;
  for (const auto& cells : TRY(in.count_rows("tables"))) {
    if (cells.size() != 4)
      return base::invalid_input("Field 'tables' must hold [a_yes, a_no, b_yes, b_no].");
    tables.push_back({cells[0], cells[1], cells[2], cells[3]});
  }
  const auto result = stats::cmh(tables, TRY(in.conf_level()));
  out.put("cmh_chi2", result.cmh_chi2);
  out.put("cmh_p", result.cmh_p);
  out.put("cmh_chi2_cc", result.cmh_chi2_cc);
  out.put("cmh_cc_p", result.cmh_cc_p);
  out.put("or_mh", result.or_mh);
  out.put("or_lo", result.or_lo);
  out.put("or_hi", result.or_hi);
  out.put("se_log_or_rbg", result.se_log_or_rbg);
  out.put("rd_mh", result.rd_mh);
  out.put("rd_se", result.rd_se);
  out.put("rd_lo", result.rd_lo);
  out.put("rd_hi", result.rd_hi);
  out.put("rr_mh", result.rr_mh);
  out.put("rr_lo", result.rr_lo);
  out.put("rr_hi", result.rr_hi);
  out.put("se_log_rr", result.se_log_rr);
  out.put("breslow_day", result.breslow_day);
  out.put("breslow_day_p", result.breslow_day_p);
  out.put("tarone", result.tarone);
  out.put("tarone_p", result.tarone_p);
  return {};
}

base::Status sample_size_proportion(const StatsInput& in, StatsOutput& out) {
  const double p1 = TRY(in.number("p1"));
  const double p2 = TRY(in.number("p2"));
  if (!(p1 >= 0 && p1 <= 1 && p2 >= 0 && p2 <= 1))
    return base::invalid_input("Fields 'p1' and 'p2' must be between 0 and 1.");
  const stats::Estimate n =
      stats::proportion_sample_size(p1, p2, TRY(in.alpha()), TRY(in.probability_or("power", 0.8)));
  out.put("n_per_arm", n);
  out.put("ceil", stats::rounded_up(n));
  return {};
}

}  // namespace

void add_rate_methods(StatsMethods& methods) {
  methods.insert({{"proportion_ci", proportion_ci},
                  {"risk_diff_newcombe", risk_difference<stats::newcombe_difference>},
                  {"risk_diff_mn", risk_difference<stats::miettinen_nurminen_difference>},
                  {"chi2_2x2", chi2_2x2},
                  {"fisher_exact", fisher_exact},
                  {"odds_risk_ratio", odds_risk_ratio},
                  {"cmh", cmh},
                  {"sample_size_proportion", sample_size_proportion}});
}

}  // namespace laurel::wire
