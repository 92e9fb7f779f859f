// Predictability methods of `laurel stats`: have gestures become a routine?
#include "stats/predictability.h"

#include "wire/stats_case.h"

namespace laurel::wire {
namespace {

base::Status predictability_mi(const StatsInput& in, StatsOutput& out) {
  const auto result = stats::mutual_information(TRY(in.count_rows("table")));
  out.put("n", result.n);
  out.put("h_y", result.h_y);
  out.put("mi", result.mi);
  out.put("mi_miller_madow", result.mi_miller_madow);
  out.put("emi", result.emi);
  out.put("emi_asymptotic", result.emi_asymptotic);
  out.put("u", result.u);
  out.put("u_adjusted", result.u_adjusted);
  out.put("g", result.g);
  out.put("df", result.df);
  out.put("p", result.p);
  out.put("cramers_v", result.cramers_v);
  out.put("cramers_v_bc", result.cramers_v_bc);
  return {};
}

base::Status tarone_overdispersion(const StatsInput& in, StatsOutput& out) {
  const auto x = TRY(in.counts("x"));
  const auto n = TRY(in.counts("n"));
  if (x.size() != n.size())
    return base::invalid_input("Fields 'x' and 'n' must have the same length.");
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i] > n[i]) return base::invalid_input("Each 'x' must be at most its 'n'.");
  }
  const auto result = stats::tarone(x, n);
  out.put("z", result.z);
  out.put("p_one_sided", result.p_one_sided);
  return {};
}

base::Status runs_test(const StatsInput& in, StatsOutput& out) {
  std::vector<bool> sequence;
  for (const std::int64_t value : TRY(in.counts("sequence"))) {
    if (value > 1) return base::invalid_input("Field 'sequence' must hold 0 and 1.");
    sequence.push_back(value == 1);
  }
  const auto result = stats::runs_test(sequence);
  out.put("n", result.n);
  out.put("ones", result.ones);
  out.put("runs", result.runs);
  out.put("z", result.z);
  out.put("p", result.p);
  return {};
}

base::Status entropy_rate(const StatsInput& in, StatsOutput& out) {
  const auto result = stats::entropy_rate(TRY(in.count_rows("transition_counts")));
  out.put("h_marginal", result.h_marginal);
  out.put("h_rate", result.h_rate);
  out.put("h_marginal_mm", result.h_marginal_mm);
  out.put("h_rate_mm", result.h_rate_mm);
  out.put("regularity_mm", result.regularity_mm);
  return {};
}

base::Status auc_cells(const StatsInput& in, StatsOutput& out) {
  const auto score = TRY(in.numbers("score"));
  const auto negatives = TRY(in.counts("negatives"));
  const auto positives = TRY(in.counts("positives"));
  if (score.size() != negatives.size() || score.size() != positives.size())
    return base::invalid_input(
        "Fields 'score', 'negatives' and 'positives' must have the same length.");
  std::vector<stats::ScoreLevel> levels;
  for (std::size_t i = 0; i < score.size(); ++i)
    levels.push_back({score[i], negatives[i], positives[i]});
  const auto result = stats::auc(levels, TRY(in.conf_level()));
  out.put("auc", result.auc);
  out.put("se", result.se);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  return {};
}

}  // namespace

void add_predictability_methods(StatsMethods& methods) {
  methods.insert({{"predictability_mi", predictability_mi},
                  {"tarone_overdispersion", tarone_overdispersion},
                  {"runs_test", runs_test},
                  {"entropy_rate", entropy_rate},
                  {"auc_cells", auc_cells}});
}

}  // namespace laurel::wire
