// Retention methods of `laurel stats`: life tables.
#include "stats/survival.h"

#include "wire/stats_case.h"

namespace laurel::wire {
namespace {

base::Result<stats::LifeTable> life_table(const StatsInput& in, std::string_view key) {
  std::vector<stats::LifeRow> rows;
  for (const StatsInput& row : TRY(in.objects(key))) {
    rows.push_back({TRY(row.number("time")), TRY(row.count_or("events", 0)),
                    TRY(row.count_or("censored", 0))});
    if (rows.back().time < 0) return base::invalid_input("Field 'time' must not be negative.");
  }
  return stats::LifeTable(std::move(rows));
}

base::Result<stats::SurvivalStratum> stratum(const StatsInput& in) {
  stats::SurvivalStratum stratum;
  stratum.name = TRY(in.text_or("name", ""));
  stratum.a = TRY(life_table(in, "a"));
  stratum.b = TRY(life_table(in, "b"));
  return stratum;
}

// One stratum given as a and b, or several under "strata".
base::Result<std::vector<stats::SurvivalStratum>> strata(const StatsInput& in) {
  std::vector<stats::SurvivalStratum> result;
  if (in.has("strata")) {
    for (const StatsInput& element : TRY(in.objects("strata")))
      result.push_back(TRY(stratum(element)));
  } else {
    result.push_back(TRY(stratum(in)));
  }
  return result;
}

base::Status kaplan_meier(const StatsInput& in, StatsOutput& out) {
  const stats::LifeTable table = TRY(life_table(in, "table"));
  const auto given = TRY(in.optional_number("tau"));
  if (given && *given < 0) return base::invalid_input("Field 'tau' must not be negative.");
  const stats::Estimate tau =
      given ? stats::Estimate(*given) : stats::Estimate(stats::Undefined{"was not given"});
  const auto result = stats::kaplan_meier(table, tau, TRY(in.conf_level()));
  std::vector<double> time, survival;
  std::vector<std::int64_t> n_risk;
  std::vector<stats::Estimate> se, lo, hi;
  for (const stats::SurvivalPoint& point : result.points) {
    time.push_back(point.time);
    n_risk.push_back(point.n_risk);
    survival.push_back(point.survival);
    se.push_back(point.se);
    lo.push_back(point.lo);
    hi.push_back(point.hi);
  }
  out.put("time", time);
  out.put("n_risk", n_risk);
  out.put("survival", survival);
  out.put("se", se);
  out.put("lo_loglog", lo);
  out.put("hi_loglog", hi);
  out.put("median", result.median);
  out.put("rmst", result.rmst);
  out.put("rmst_se", result.rmst_se);
  return {};
}

base::Status log_rank(const StatsInput& in, StatsOutput& out) {
  const auto result = stats::log_rank(TRY(strata(in)));
  out.put("observed_a", result.observed_a);
  out.put("expected_a", result.expected_a);
  out.put("variance", result.variance);
  out.put("chi2", result.chi2);
  out.put("p", result.p);
  out.put("hr_pike", result.hr_pike);
  out.put("hr_peto", result.hr_peto);
  return {};
}

base::Status cox(const StatsInput& in, StatsOutput& out) {
  const auto arms = TRY(strata(in));
  const std::string ties = TRY(in.text_or("ties", "efron"));
  if (ties != "efron" && ties != "breslow")
    return base::invalid_input("Field 'ties' must be efron or breslow.");
  const auto result = stats::cox(
      arms, ties == "efron" ? stats::Ties::kEfron : stats::Ties::kBreslow, TRY(in.conf_level()));
  out.put("beta", result.beta);
  out.put("se", result.se);
  out.put("hr", result.hr);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  out.put("p", result.p);
  return {};
}

base::Status rmst_difference(const StatsInput& in, StatsOutput& out) {
  const stats::SurvivalStratum arms = TRY(stratum(in));
  const auto given = TRY(in.optional_number("tau"));
  if (given && *given < 0) return base::invalid_input("Field 'tau' must not be negative.");
  const stats::Estimate tau =
      given ? stats::Estimate(*given) : stats::Estimate(stats::Undefined{"was not given"});
  const auto result = stats::rmst_difference(arms.a, arms.b, tau, TRY(in.conf_level()));
  out.put("tau", result.tau);
  out.put("diff", result.diff);
  out.put("se", result.se);
  out.put("p", result.p);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  return {};
}

base::Status rmst_stratified(const StatsInput& in, StatsOutput& out) {
  const auto arms = TRY(strata(in));
  const double tau = TRY(in.positive("tau"));
  const auto result = stats::rmst_stratified_difference(arms, tau, TRY(in.conf_level()));
  out.put("diff", result.diff);
  out.put("se", result.se);
  out.put("p", result.p);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  out.put("dropped", result.dropped);
  return {};
}

}  // namespace

void add_retention_methods(StatsMethods& methods) {
  methods.insert({{"kaplan_meier", kaplan_meier},
                  {"logrank", log_rank},
                  {"logrank_stratified", log_rank},
                  {"cox_two_group", cox},
                  {"cox_two_group_stratified", cox},
                  {"rmst_difference", rmst_difference},
                  {"rmst_stratified", rmst_stratified}});
}

}  // namespace laurel::wire
