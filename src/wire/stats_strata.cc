// Stratified and pooled methods of `laurel stats`.
#include "stats/stratified.h"

#include "wire/stats_case.h"

namespace laurel::wire {
namespace {

base::Result<stats::StratumWeights> weights(const StatsInput& in) {
  const std::string name = TRY(in.text_or("weights", "overlap"));
  if (name == "overlap") return stats::StratumWeights::kOverlap;
  if (name == "att") return stats::StratumWeights::kAtt;
  if (name == "ate") return stats::StratumWeights::kAte;
  return base::invalid_input("Field 'weights' must be overlap, att or ate.");
}

base::Result<std::vector<stats::RatingStratum>> rating_strata(const StatsInput& in) {
  const int min = TRY(in.scale_min());
  std::vector<stats::RatingStratum> strata;
  for (const StatsInput& stratum : TRY(in.objects("strata"))) {
    std::string name = TRY(stratum.text_or("name", ""));
    stats::Histogram a = TRY(stratum.histogram("a", min));
    stats::Histogram b = TRY(stratum.histogram("b", min));
    strata.push_back({std::move(name), std::move(a), std::move(b)});
  }
  return strata;
}

void put_difference(const stats::StratifiedDifference& result, StatsOutput& out) {
  out.put("diff", result.diff);
  out.put("se", result.se);
  out.put("z", result.z);
  out.put("p", result.p);
  out.put("lo", result.lo);
  out.put("hi", result.hi);
  out.put("dropped", result.dropped);
  out.put("weights", result.weights);
}

base::Status nps_strat_diff(const StatsInput& in, StatsOutput& out) {
  std::vector<stats::NpsStratum> strata;
  for (const StatsInput& stratum : TRY(in.objects("strata"))) {
    std::string name = TRY(stratum.text_or("name", ""));
    const auto a = TRY(stratum.nps_arm("a"));
    const auto b = TRY(stratum.nps_arm("b"));
    strata.push_back({std::move(name), a, b});
  }
  put_difference(stats::nps_stratified_difference(strata, TRY(weights(in)), TRY(in.conf_level())),
                 out);
  return {};
}

base::Status mean_strat_diff(const StatsInput& in, StatsOutput& out) {
  const auto strata = TRY(rating_strata(in));
  put_difference(stats::mean_stratified_difference(strata, TRY(weights(in)), TRY(in.conf_level())),
                 out);
  return {};
}

template <auto Method>
base::Status stratified_test(const StatsInput& in, StatsOutput& out) {
  const stats::StratifiedTest result = Method(TRY(rating_strata(in)));
  out.put("z", result.z);
  out.put("p", result.p);
  return {};
}

}  // namespace

void add_strata_methods(StatsMethods& methods) {
  methods.insert({{"nps_strat_diff", nps_strat_diff},
                  {"mean_strat_diff", mean_strat_diff},
                  {"van_elteren", stratified_test<stats::van_elteren>},
                  {"mantel_mean_score", stratified_test<stats::mantel_mean_score>}});
}

}  // namespace laurel::wire
