// What every interval must do, method by method: hold its estimate, shrink with more of the same
// answers, widen with confidence, turn over when the arms (or the ends of the scale) swap, and not
// care how strata are named and ordered. Seeded data; each method takes from it what it needs. One
// long file on purpose: the methods are one table, and every property walks all of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numeric>
#include <ostream>
#include <string>
#include <vector>

#include "base/random.h"
#include "stats/clusters.h"
#include "stats/consistency.h"
#include "stats/experiments.h"
#include "stats/meta.h"
#include "stats/nps.h"
#include "stats/predictability.h"
#include "stats/proportions.h"
#include "stats/ranking.h"
#include "stats/ratings.h"
#include "stats/return_on_spend.h"
#include "stats/revenue.h"
#include "stats/sequential.h"
#include "stats/shrinkage.h"
#include "stats/stratified.h"
#include "stats/survival.h"

namespace laurel::stats {
namespace {

// Scores from 0 to 10 of two arms in one market.
struct Market {
  std::string name;
  Histogram a, b;
};
using Data = std::vector<Market>;

Data any_data(base::Random& random) {
  Data data;
  for (int k = 0; k < 6; ++k) {
    Market market{"M" + std::to_string(k), {}, {}};
    const std::uint64_t shift = random.below(4);
    for (std::uint64_t i = 0; i < 5 + random.below(12); ++i)
      market.a.add(static_cast<int>(std::min<std::uint64_t>(10, random.below(9) + shift)));
    for (std::uint64_t i = 0; i < 6 + random.below(20); ++i)
      market.b.add(static_cast<int>(std::min<std::uint64_t>(10, random.below(8) + shift)));
    // Both ends, so that nothing is constant and every cell of a two-by-two table is filled.
    for (Histogram* arm : {&market.a, &market.b})
      for (const int score : {0, 3, 7, 8, 9, 10}) arm->add(score);
    data.push_back(std::move(market));
  }
  return data;
}

Data times(const Data& data, std::int64_t factor) {
  Data more;
  for (const Market& market : data) {
    const auto scaled = [&](const Histogram& arm) {
      std::vector<std::int64_t> counts = arm.counts();
      for (std::int64_t& count : counts) count *= factor;
      return Histogram(std::move(counts), arm.min());
    };
    more.push_back({market.name, scaled(market.a), scaled(market.b)});
  }
  return more;
}

// The same markets over again, as markets of their own.
Data repeated(const Data& data, std::int64_t factor) {
  Data more;
  for (std::int64_t i = 0; i < factor; ++i)
    for (const Market& market : data)
      more.push_back({market.name + "/" + std::to_string(i), market.a, market.b});
  return more;
}

Data swapped(Data data) {
  for (Market& market : data) std::swap(market.a, market.b);
  return data;
}

Data relabelled(Data data, base::Random& random) {
  random.shuffle(data);
  for (std::size_t i = 0; i < data.size(); ++i) data[i].name = "other " + std::to_string(i);
  return data;
}

struct Found {
  Estimate estimate, lo, hi;
};

enum class Turn {
  kNegates,  // a - b becomes b - a
  kInverts,  // a / b becomes b / a
  kToOne,    // p becomes 1 - p
};

struct Method {
  const char* name;
  // `turned`: of the mirrored data, where the method looks at one arm or the scale.
  std::function<Found(const Data&, double conf_level, bool turned)> find;
  Turn turn = Turn::kNegates;
  bool more_markets = false;  // more of the same means more markets, not more answers in them
  bool may_touch = false;     // an end may equal the estimate, or not move: orders of answers
};
void PrintTo(const Method& method, std::ostream* out) { *out << method.name; }

// --- what methods take from the data

Histogram all_a(const Data& data) {
  Histogram all;
  for (const Market& market : data) all += market.a;
  return all;
}
Histogram all_b(const Data& data) {
  Histogram all;
  for (const Market& market : data) all += market.b;
  return all;
}
NpsCounts nps_of(const Histogram& arm, bool turned = false) {
  NpsCounts counts = *nps_counts(arm);
  if (turned) std::swap(counts.detractors, counts.promoters);
  return counts;
}
Proportion good_of(const Histogram& arm, bool turned = false) {
  const std::int64_t yes = arm.at_least(8);
  return {turned ? arm.n() - yes : yes, arm.n()};
}
TwoByTwo table_of(const Market& market) {
  const Proportion a = good_of(market.a), b = good_of(market.b);
  return {a.yes, a.n - a.yes, b.yes, b.n - b.yes};
}
TwoByTwo whole_table(const Data& data) { return table_of({"", all_a(data), all_b(data)}); }
std::vector<double> values_of(const Histogram& arm) {
  std::vector<double> values;
  for (int score = arm.min(); score <= arm.max(); ++score)
    values.insert(values.end(), static_cast<std::size_t>(arm.at(score)), 1.0 + score);
  return values;
}
// Scores as months: 1 to 10 are events, 0 and a share of the rest are last seen.
LifeTable life_of(const Histogram& arm) {
  std::vector<LifeRow> rows;
  for (int score = 0; score <= 10; ++score) {
    const std::int64_t n = arm.at(score);
    rows.push_back({1.0 + score, score % 3 == 2 ? 0 : n, score % 3 == 2 ? n : 0});
  }
  rows.push_back({12, 0, arm.n()});
  return LifeTable(std::move(rows));
}
Moments reflected(const Histogram& arm, bool turned) {
  Moments moments = arm.moments();
  if (turned) moments.mean = 10 - moments.mean;
  return moments;
}

std::vector<NpsStratum> nps_strata(const Data& data) {
  std::vector<NpsStratum> strata;
  for (const Market& m : data) strata.push_back({m.name, nps_of(m.a), nps_of(m.b)});
  return strata;
}
std::vector<RatingStratum> rating_strata(const Data& data) {
  std::vector<RatingStratum> strata;
  for (const Market& m : data) strata.push_back({m.name, m.a, m.b});
  return strata;
}
std::vector<SurvivalStratum> life_strata(const Data& data) {
  std::vector<SurvivalStratum> strata;
  for (const Market& m : data) strata.push_back({m.name, life_of(m.a), life_of(m.b)});
  return strata;
}
struct Effects {
  std::vector<double> y, v;
};
Effects effects_of(const Data& data) {
  Effects effects;
  for (const Market& m : data) {
    const WelchResult difference = welch(m.a, m.b);
    effects.y.push_back(*difference.diff);
    effects.v.push_back(*difference.se * *difference.se);
  }
  return effects;
}
CovariateSums covariates_of(const Histogram& arm) {
  CovariateSums sums;
  for (int score = 0; score <= 10; ++score) {
    for (std::int64_t i = 0; i < arm.at(score); ++i) {
      const double y = score, x = 0.4 * score + static_cast<double>(i % 3);
      sums += {1, y, y * y, x, x * x, x * y};
    }
  }
  return sums;
}
SpendSums spend_of(const Histogram& arm, double cost) {
  SpendSums sums;
  for (int score = 0; score <= 10; ++score) {
    const auto n = static_cast<double>(arm.at(score));
    const double y = 20 + score, c = cost + 0.1 * (score % 3);
    sums += {arm.at(score), n * y, n * y * y, n * c, n * c * c, n * y * c};
  }
  return sums;
}

template <typename Result>
Found difference(const Result& result) {
  return {result.diff, result.lo, result.hi};
}
Found share(const Proportion& p, const Interval& interval) {
  return {p.rate(), interval.lo, interval.hi};
}

const std::vector<Method>& methods() {
  using Markets = const Data&;
  constexpr auto kMoreMarkets = true;
  static const std::vector<Method> kMethods = {
      {"NpsScore",
       [](Markets d, double c, bool turned) {
         const NpsCounts n = nps_of(all_a(d), turned);
         const Interval i = nps_score_interval(n, c);
         return Found{n.nps(), i.lo, i.hi};
       }},
      {"NpsAdjustedWald",
       [](Markets d, double c, bool turned) {
         const AdjustedWald i = nps_adjusted_wald_interval(nps_of(all_a(d), turned), c);
         return Found{i.center, i.lo, i.hi};
       }},
      {"NpsWald",
       [](Markets d, double c, bool turned) {
         const NpsCounts n = nps_of(all_a(d), turned);
         const Interval i = nps_wald_interval(n, c);
         return Found{n.nps(), i.lo, i.hi};
       }},
      {"NpsDifference",
       [](Markets d, double c, bool) {
         return difference(nps_difference(nps_of(all_a(d)), nps_of(all_b(d)), c));
       }},
      {"NpsWaldDifference",
       [](Markets d, double c, bool) {
         return difference(nps_wald_difference(nps_of(all_a(d)), nps_of(all_b(d)), c));
       }},
      {"NpsWelch",
       [](Markets d, double c, bool) {
         return difference(nps_welch(nps_of(all_a(d)), nps_of(all_b(d)), c));
       }},
      {"NpsStratified",
       [](Markets d, double c, bool) {
         return difference(nps_stratified_difference(nps_strata(d), StratumWeights::kOverlap, c));
       }},
      {"NpsStratifiedEverybody",
       [](Markets d, double c, bool) {
         return difference(nps_stratified_difference(nps_strata(d), StratumWeights::kAte, c));
       }},
      {"MeanStratified",
       [](Markets d, double c, bool) {
         return difference(
             mean_stratified_difference(rating_strata(d), StratumWeights::kOverlap, c));
       }},
      {"Welch", [](Markets d, double c, bool) { return difference(welch(all_a(d), all_b(d), c)); }},
      {"WelchOfIntegers",
       [](Markets d, double c, bool) {
         const auto cents = [](const Histogram& arm) {
           IntegerMoments moments;
           for (const double v : values_of(arm)) {
             const auto cent = static_cast<std::int64_t>(100 * v) + 1'000'000'000;
             moments.n += 1;
             moments.sum += cent;
             moments.sumsq += static_cast<int128>(cent) * cent;
           }
           return moments;
         };
         return difference(welch(cents(all_a(d)), cents(all_b(d)), c));
       }},
      {"CappedWelch",
       [](Markets d, double c, bool) {
         return difference(capped_welch(values_of(all_a(d)), values_of(all_b(d)), 9, c));
       }},
      {"LogWelch",
       [](Markets d, double c, bool) {
         const LogRatio r = log_welch(values_of(all_a(d)), values_of(all_b(d)), c);
         return Found{r.ratio, r.ratio_lo, r.ratio_hi};
       },
       Turn::kInverts},
      {"BrunnerMunzel",
       [](Markets d, double c, bool) {
         const SuperiorityResult r = brunner_munzel(all_a(d), all_b(d), c);
         return Found{r.prob_superiority, r.lo, r.hi};
       },
       Turn::kToOne},
      {"BrunnerMunzelLogit",
       [](Markets d, double c, bool) {
         const SuperiorityResult r = brunner_munzel(all_a(d), all_b(d), c);
         return Found{r.prob_superiority, r.lo_logit, r.hi_logit};
       },
       Turn::kToOne},
      {"CliffsDelta",
       [](Markets d, double c, bool) {
         const CliffResult r = cliffs_delta(all_a(d), all_b(d), c);
         return Found{r.delta, r.lo, r.hi};
       }},
      {"Wilson",
       [](Markets d, double c, bool turned) {
         const Proportion p = good_of(all_a(d), turned);
         return share(p, wilson_interval(p, c));
       },
       Turn::kToOne},
      {"ClopperPearson",
       [](Markets d, double c, bool turned) {
         const Proportion p = good_of(all_a(d), turned);
         return share(p, clopper_pearson_interval(p, c));
       },
       Turn::kToOne},
      {"Jeffreys",
       [](Markets d, double c, bool turned) {
         const Proportion p = good_of(all_a(d), turned);
         return share(p, jeffreys_interval(p, c));
       },
       Turn::kToOne},
      {"Newcombe",
       [](Markets d, double c, bool) {
         return difference(newcombe_difference(good_of(all_a(d)), good_of(all_b(d)), c));
       }},
      {"MiettinenNurminen",
       [](Markets d, double c, bool) {
         return difference(miettinen_nurminen_difference(good_of(all_a(d)), good_of(all_b(d)), c));
       }},
      {"OddsRatio",
       [](Markets d, double c, bool) {
         const RatioResult r = odds_and_risk_ratio(whole_table(d), c);
         return Found{r.odds_ratio, r.or_lo, r.or_hi};
       },
       Turn::kInverts},
      {"RiskRatio",
       [](Markets d, double c, bool) {
         const RatioResult r = odds_and_risk_ratio(whole_table(d), c);
         return Found{r.risk_ratio, r.rr_lo, r.rr_hi};
       },
       Turn::kInverts},
      {"MantelHaenszelOdds",
       [](Markets d, double c, bool) {
         std::vector<TwoByTwo> tables;
         for (const Market& m : d) tables.push_back(table_of(m));
         const CmhResult r = cmh(tables, c);
         return Found{r.or_mh, r.or_lo, r.or_hi};
       },
       Turn::kInverts},
      {"MantelHaenszelDifference",
       [](Markets d, double c, bool) {
         std::vector<TwoByTwo> tables;
         for (const Market& m : d) tables.push_back(table_of(m));
         const CmhResult r = cmh(tables, c);
         return Found{r.rd_mh, r.rd_lo, r.rd_hi};
       }},
      {"MantelHaenszelRisk",
       [](Markets d, double c, bool) {
         std::vector<TwoByTwo> tables;
         for (const Market& m : d) tables.push_back(table_of(m));
         const CmhResult r = cmh(tables, c);
         return Found{r.rr_mh, r.rr_lo, r.rr_hi};
       },
       Turn::kInverts},
      {"ByAccount",
       [](Markets d, double c, bool) {
         std::vector<ClusterSums> accounts;
         for (const Market& m : d)
           accounts.push_back({m.a.n(), m.a.moments().sum(), m.b.n(), m.b.moments().sum()});
         return difference(cluster_difference(accounts, c));
       },
       Turn::kNegates, kMoreMarkets},
      {"FixedEffect",
       [](Markets d, double c, bool) {
         const Effects e = effects_of(d);
         const FixedEffect r = meta_fixed(e.y, e.v, c);
         return Found{r.est, r.lo, r.hi};
       }},
      {"RandomEffects",
       [](Markets d, double c, bool) {
         const Effects e = effects_of(d);
         const RandomEffects r = meta_random(e.y, e.v, Tau2Method::kReml, c);
         return Found{r.mu, r.lo, r.hi};
       },
       Turn::kNegates, kMoreMarkets},
      {"HartungKnapp",
       [](Markets d, double c, bool) {
         const Effects e = effects_of(d);
         const RandomEffects r = meta_random(e.y, e.v, Tau2Method::kReml, c);
         return Found{r.mu, r.lo_knha, r.hi_knha};
       },
       Turn::kNegates, kMoreMarkets},
      {"ModifiedHartungKnapp",
       [](Markets d, double c, bool) {
         const Effects e = effects_of(d);
         const RandomEffects r = meta_random(e.y, e.v, Tau2Method::kPauleMandel, c);
         return Found{r.mu, r.lo_mkh, r.hi_mkh};
       },
       Turn::kNegates, kMoreMarkets},
      {"Prediction",
       [](Markets d, double c, bool) {
         const Effects e = effects_of(d);
         const RandomEffects r = meta_random(e.y, e.v, Tau2Method::kDerSimonianLaird, c);
         return Found{r.mu, r.pi_lo, r.pi_hi};
       },
       Turn::kNegates, kMoreMarkets},
      {"Poststratified",
       [](Markets d, double c, bool) {
         std::vector<ExperimentStratum> strata;
         for (const Market& m : d) strata.push_back({m.name, m.a.moments(), m.b.moments()});
         return difference(poststratified_effect(strata, c));
       }},
      {"InverseProbability",
       [](Markets d, double c, bool turned) {
         std::vector<PropensityCell> cells;
         const auto add = [&](double p, bool treated, const Histogram& arm) {
           PropensityCell cell{p, treated, {}};
           for (int score = 0; score <= 10; ++score) cell.values.emplace_back(score, arm.at(score));
           cells.push_back(std::move(cell));
         };
         for (std::size_t k = 0; k < d.size(); ++k) {
           // Which half is which is told by the first market, which swapping the arms can't change.
           const double p = k % 2 == 0 ? 0.3 : 0.6;
           add(turned ? 1 - p : p, true, d[k].a);
           add(turned ? 1 - p : p, false, d[k].b);
         }
         const WeightedEffect r = weighted_effect(cells, c);
         return Found{r.hajek, r.lo, r.hi};
       }},
      {"Cuped",
       [](Markets d, double c, bool) {
         return difference(cuped(covariates_of(all_a(d)), covariates_of(all_b(d)), c));
       }},
      {"NetPerCustomer",
       [](Markets d, double c, bool) {
         const ReturnOnSpend r =
             return_on_spend(spend_of(all_a(d), 5), spend_of(all_b(d), 5), 0.5, c);
         return Found{r.net_per_customer, r.net_lo, r.net_hi};
       }},
      {"RatioOfSums",
       [](Markets d, double c, bool turned) {
         std::vector<Paired> customers;
         for (const Market& m : d) {
           for (const double y : values_of(m.a)) {
             const double x = 30 + std::fmod(7 * y, 5.0);
             customers.push_back({turned ? x - y : y, x});
           }
         }
         const RatioOfSums r = ratio_of_sums(customers, c);
         return Found{r.ratio, r.lo, r.hi};
       },
       Turn::kToOne},
      {"BootstrapMean",
       [](Markets d, double c, bool) {
         const std::vector<double> values = values_of(all_a(d));
         const BootstrapMean r = bootstrap_mean(values, c, 4000, 3);
         return Found{std::accumulate(values.begin(), values.end(), 0.0) /
                          static_cast<double>(values.size()),
                      r.lo, r.hi};
       }},
      {"Rmst",
       [](Markets d, double c, bool) {
         return difference(rmst_difference(life_of(all_a(d)), life_of(all_b(d)), 12.0, c));
       }},
      {"RmstStratified",
       [](Markets d, double c, bool) {
         return difference(rmst_stratified_difference(life_strata(d), 12, c));
       }},
      {"KaplanMeier",
       [](Markets d, double c, bool) {
         const KaplanMeier r = kaplan_meier(life_of(all_a(d)), 12.0, c);
         return Found{r.points[5].survival, r.points[5].lo, r.points[5].hi};
       }},
      {"Cox",
       [](Markets d, double c, bool) {
         const CoxResult r = cox(life_strata(d), Ties::kEfron, c);
         return Found{r.hr, r.lo, r.hi};
       },
       Turn::kInverts},
      {"CoxBreslow",
       [](Markets d, double c, bool) {
         const CoxResult r = cox(life_strata(d), Ties::kBreslow, c);
         return Found{r.hr, r.lo, r.hi};
       },
       Turn::kInverts},
      {"SequenceOfMean",
       [](Markets d, double c, bool turned) {
         const Moments m = reflected(all_a(d), turned);
         const SequenceInterval r = sequence_of_mean(m.n, m.mean - 5, *m.variance(), 1000, 1 - c);
         return Found{m.mean - 5, r.lo, r.hi};
       }},
      {"SequenceOfDifference",
       [](Markets d, double c, bool) {
         return difference(sequence_of_difference(all_a(d).moments(), all_b(d).moments(), 1000,
                                                  1 - c, RhoRule::kExact));
       }},
      {"SequenceOfRate",
       [](Markets d, double c, bool turned) {
         const Proportion p = good_of(all_a(d), turned);
         return share(p, sequence_of_rate(p.yes, p.n, 1 - c, 500));
       },
       Turn::kToOne},
      {"BetaPosterior",
       [](Markets d, double c, bool turned) {
         const BetaPosterior r =
             beta_posterior({good_of(all_a(d), turned)}, 2, 2, Undefined{"none"}, c);
         return Found{r.mean[0], r.lo[0], r.hi[0]};
       },
       Turn::kToOne},
      {"BetaBinomial",
       [](Markets d, double c, bool turned) {
         std::vector<Proportion> units;
         for (const Market& m : d) units.push_back(good_of(m.a, turned));
         units.push_back({turned ? 25 : 5, 30});  // so that units differ by more than chance
         units.push_back({turned ? 3 : 37, 40});
         // The unit is told by its numbers, which relabelling leaves alone.
         const Proportion first = good_of(all_a(d), turned);
         units.push_back(first);
         const BetaBinomial r = beta_binomial(units, c);
         return Found{r.posterior.mean.back(), r.posterior.lo.back(), r.posterior.hi.back()};
       },
       Turn::kToOne},
      {"Auc",
       [](Markets d, double c, bool) {
         std::vector<ScoreLevel> levels;
         for (int score = 0; score <= 10; ++score)
           levels.push_back({static_cast<double>(score), all_b(d).at(score), all_a(d).at(score)});
         const AucResult r = auc(levels, c);
         return Found{r.auc, r.lo, r.hi};
       },
       Turn::kToOne},
      {"ShareOfGoodScores",
       [](Markets d, double c, bool) {
         const Consistency r = consistency(all_a(d), 8, 0.1, c);
         return Found{r.p_ge, r.p_ge_limits.lo, r.p_ge_limits.hi};
       }},
      {"FloorOfScores",
       [](Markets d, double c, bool) {
         const Consistency r = consistency(all_a(d), 8, 0.1, c);
         return Found{r.quantile, r.quantile_lower_bound, 11.0};
       },
       Turn::kNegates, false, true},
  };
  return kMethods;
}

class Intervals : public testing::TestWithParam<Method> {
 protected:
  Found find(const Data& data, double conf_level = 0.95, bool turned = false) const {
    const Found found = GetParam().find(data, conf_level, turned);
    EXPECT_TRUE(found.estimate.defined() && found.lo.defined() && found.hi.defined());
    return found;
  }
  static double width(const Found& found) { return *found.hi - *found.lo; }
};

constexpr int kRounds = 25;

TEST_P(Intervals, HoldTheEstimate) {
  base::Random random(301);
  for (int round = 0; round < kRounds; ++round) {
    for (const double conf_level : {0.5, 0.95, 0.999}) {
      const Found found = find(any_data(random), conf_level);
      EXPECT_LE(*found.lo, *found.estimate + 1e-12);
      EXPECT_GE(*found.hi, *found.estimate - 1e-12);
    }
  }
}

TEST_P(Intervals, ShrinkWithMoreOfTheSameAndGrowWithConfidence) {
  base::Random random(302);
  for (int round = 0; round < kRounds; ++round) {
    const Data data = any_data(random);
    const Data more = GetParam().more_markets ? repeated(data, 9) : times(data, 9);
    const Found little = find(data), much = find(more);
    const Found surer = find(data, 0.99);
    if (GetParam().may_touch) {
      EXPECT_LE(width(much), width(little));
      EXPECT_GE(width(surer), width(little));
    } else {
      EXPECT_LT(width(much), width(little));
      EXPECT_GT(width(surer), width(little));
    }
  }
}

TEST_P(Intervals, TurnOverWithTheArms) {
  // These look at one arm without a mirror, or at ranks and resamples that have none.
  const std::string name = GetParam().name;
  if (name == "BootstrapMean" || name == "KaplanMeier" || name == "ShareOfGoodScores" ||
      name == "FloorOfScores") {
    GTEST_SKIP() << "has no other side";
  }
  base::Random random(303);
  for (int round = 0; round < kRounds; ++round) {
    const Data data = any_data(random);
    const Found straight = find(data);
    // Methods of one arm turn the scale over and keep the arm.
    const Found alone = find(data, 0.95, true);
    const bool one_arm = *alone.estimate != *straight.estimate && name != "InverseProbability";
    const Found turned = one_arm ? alone : find(swapped(data), 0.95, true);
    const auto near = [](double a, double b) {
      EXPECT_NEAR(a, b, 1e-8 * std::max(1.0, std::abs(b)));
    };
    switch (GetParam().turn) {
      case Turn::kNegates:
        near(*turned.estimate, -*straight.estimate);
        near(*turned.lo, -*straight.hi);
        near(*turned.hi, -*straight.lo);
        break;
      case Turn::kInverts:
        near(*turned.estimate, 1 / *straight.estimate);
        near(*turned.lo, 1 / *straight.hi);
        near(*turned.hi, 1 / *straight.lo);
        break;
      case Turn::kToOne:
        near(*turned.estimate, 1 - *straight.estimate);
        near(*turned.lo, 1 - *straight.hi);
        near(*turned.hi, 1 - *straight.lo);
        break;
    }
  }
}

TEST_P(Intervals, DoNotDependOnNamesAndOrderOfStrata) {
  // Its data gives markets propensities by their place.
  if (std::string(GetParam().name) == "InverseProbability") GTEST_SKIP() << "places have a meaning";
  base::Random random(304);
  for (int round = 0; round < kRounds; ++round) {
    const Data data = any_data(random);
    const Found before = find(data), after = find(relabelled(data, random));
    EXPECT_NEAR(*after.estimate, *before.estimate, 1e-9);
    EXPECT_NEAR(*after.lo, *before.lo, 1e-8);
    EXPECT_NEAR(*after.hi, *before.hi, 1e-8);
  }
}

INSTANTIATE_TEST_SUITE_P(Of, Intervals, testing::ValuesIn(methods()),
                         [](const auto& method) { return std::string(method.param.name); });

}  // namespace
}  // namespace laurel::stats
