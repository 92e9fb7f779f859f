// Coverage and false positives of every other method, by seeded simulation from populations with a
// known answer. Each case says between which shares the method must lie: 95 % (or 5 %), or what it
// is known for at such sizes — exact methods are wider than they need be, first-order ones a little
// too narrow — and is allowed four Monte-Carlo standard errors beyond that.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "base/random.h"
#include "stats/clusters.h"
#include "stats/consistency.h"
#include "stats/experiments.h"
#include "stats/meta.h"
#include "stats/multiplicity.h"
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

using base::Random;

struct Simulation {
  const char* name;
  std::function<bool(Random&)> hit;  // covered, or rejected
  double least, most;
  int rounds = 2000;
};
void PrintTo(const Simulation& simulation, std::ostream* out) { *out << simulation.name; }

bool within(double truth, const Estimate& lo, const Estimate& hi) {
  return lo.defined() && hi.defined() && *lo - 1e-12 <= truth && truth <= *hi + 1e-12;
}

Proportion draw_yes(Random& random, double p, int n) {
  Proportion out{0, n};
  for (int i = 0; i < n; ++i) out.yes += random.chance(p) ? 1 : 0;
  return out;
}
TwoByTwo draw_table(Random& random, double p, int n_a, double q, int n_b) {
  const Proportion a = draw_yes(random, p, n_a), b = draw_yes(random, q, n_b);
  return {a.yes, a.n - a.yes, b.yes, b.n - b.yes};
}
Histogram draw_scores(Random& random, int n, int shift = 0) {
  Histogram scores(std::vector<std::int64_t>(11));
  for (int i = 0; i < n; ++i) scores.add(std::min(10, static_cast<int>(random.below(9)) + shift));
  return scores;
}
Moments draw_normal(Random& random, int n, double mean, double sd = 1) {
  Moments moments;
  for (int i = 0; i < n; ++i) moments.add(mean + sd * random.normal());
  return moments;
}
double exponential(Random& random) { return -std::log(1 - random.uniform()); }

// Customers who leave at a rate a month, in whole months, last seen after 6 to 18 of them.
LifeTable draw_lives(Random& random, int n, double rate) {
  std::vector<LifeRow> rows;
  for (int i = 0; i < n; ++i) {
    const double leaves = std::ceil(exponential(random) / rate);
    const auto seen = static_cast<double>(6 + random.below(13));
    rows.push_back(leaves <= seen ? LifeRow{leaves, 1, 0} : LifeRow{seen, 0, 1});
  }
  return LifeTable(std::move(rows));
}
// The share left after whole months, and the months lived of `tau`.
double left_after(double months, double rate) { return std::exp(-rate * months); }
double months_of(int tau, double rate) {
  double sum = 0;
  for (int month = 0; month < tau; ++month) sum += left_after(month, rate);
  return sum;
}
// Followed for 12 months, all of them.
LifeTable draw_year(Random& random, int n, double rate) {
  std::vector<LifeRow> rows;
  for (int i = 0; i < n; ++i) {
    const double leaves = std::ceil(exponential(random) / rate);
    rows.push_back(leaves <= 12 ? LifeRow{leaves, 1, 0} : LifeRow{12, 0, 1});
  }
  return LifeTable(std::move(rows));
}

std::vector<double> draw_money(Random& random, int n, double scale) {
  std::vector<double> values;
  for (int i = 0; i < n; ++i) values.push_back(scale * std::exp(0.8 * random.normal()));
  return values;
}

std::vector<double> bounds(double (*boundary)(double, double, double, double)) {
  std::vector<double> all;
  for (int n = 1; n <= 2000; ++n) all.push_back(boundary(n, 0.05, 500, 0.05));
  return all;
}

const std::vector<Simulation>& coverages() {
  static const std::vector<Simulation> kCoverages = {
      {"ClopperPearson",
       [](Random& r) {
         const double p = 0.02 + 0.96 * r.uniform();
         const Interval i = clopper_pearson_interval(draw_yes(r, p, 25));
         return within(p, i.lo, i.hi);
       },
       0.95, 1},
      {"Jeffreys",
       [](Random& r) {
         const double p = 0.02 + 0.96 * r.uniform();
         const Interval i = jeffreys_interval(draw_yes(r, p, 25));
         return within(p, i.lo, i.hi);
       },
       0.94, 0.965},
      {"MiettinenNurminen",
       [](Random& r) {
         const double p = 0.1 + 0.8 * r.uniform(), q = 0.1 + 0.8 * r.uniform();
         const RiskDifference d =
             miettinen_nurminen_difference(draw_yes(r, p, 20), draw_yes(r, q, 60));
         return within(p - q, d.lo, d.hi);
       },
       0.94, 0.965},
      {"OddsRatio",
       [](Random& r) {
         const RatioResult d = odds_and_risk_ratio(draw_table(r, 0.4, 60, 0.25, 90));
         return within((0.4 / 0.6) / (0.25 / 0.75), d.or_lo, d.or_hi);
       },
       0.945, 0.965},
      {"RiskRatio",
       [](Random& r) {
         const RatioResult d = odds_and_risk_ratio(draw_table(r, 0.4, 60, 0.25, 90));
         return within(0.4 / 0.25, d.rr_lo, d.rr_hi);
       },
       0.94, 0.965},
      {"MantelHaenszelOdds",
       [](Random& r) {
         std::vector<TwoByTwo> tables;
         for (int k = 0; k < 12; ++k) {
           const double q = 0.1 + 0.05 * k, odds = 2 * q / (1 - q);
           tables.push_back(draw_table(r, odds / (1 + odds), 8, q, 25));
         }
         const CmhResult d = cmh(tables);
         return within(2, d.or_lo, d.or_hi);
       },
       0.94, 0.965},
      {"MantelHaenszelDifference",
       [](Random& r) {
         std::vector<TwoByTwo> tables;
         for (int k = 0; k < 12; ++k) {
           const double q = 0.1 + 0.05 * k;
           tables.push_back(draw_table(r, q + 0.12, 8, q, 25));
         }
         const CmhResult d = cmh(tables);
         return within(0.12, d.rd_lo, d.rd_hi);
       },
       0.94, 0.965},
      {"MantelHaenszelRisk",
       [](Random& r) {
         std::vector<TwoByTwo> tables;
         for (int k = 0; k < 12; ++k) {
           const double q = 0.1 + 0.03 * k;
           tables.push_back(draw_table(r, 1.5 * q, 8, q, 25));
         }
         const CmhResult d = cmh(tables);
         return within(1.5, d.rr_lo, d.rr_hi);
       },
       0.94, 0.965},
      {"Welch",
       [](Random& r) {
         const WelchResult d = welch(draw_normal(r, 9, 1, 3), draw_normal(r, 40, 0));
         return within(1, d.lo, d.hi);
       },
       0.945, 0.96},
      {"MeanStratified",
       [](Random& r) {
         std::vector<MomentsStratum> strata;
         for (int k = 0; k < 20; ++k)
           strata.push_back({"", draw_normal(r, 1 + k % 5, 1 + k), draw_normal(r, 5 + k, k)});
         const StratifiedDifference d = mean_stratified_difference(strata);
         return within(1, d.lo, d.hi);
       },
       0.935, 0.96},
      {"NpsStratifiedEqualsWithinMarkets",
       [](Random& r) {
         std::vector<NpsStratum> strata;
         for (int k = 0; k < 8; ++k) {
           const auto answer = [&](double down, double up, int n) {
             NpsCounts counts;
             for (int i = 0; i < n; ++i) {
               const double u = r.uniform();
               ++(u < down        ? counts.detractors
                  : u < down + up ? counts.promoters
                                  : counts.passives);
             }
             return counts;
           };
           const double down = 0.1 + 0.04 * k;
           strata.push_back({"", answer(down - 0.05, 0.5, 3 + k), answer(down, 0.45, 20)});
         }
         const StratifiedDifference d = nps_stratified_difference(strata, StratumWeights::kAtt);
         return within(0.1, d.lo, d.hi);
       },
       0.945, 0.99},
      {"BrunnerMunzelLogit",
       [](Random& r) {
         // Ten scores each equally likely against the same one higher: (45 + 10/2 + 9 + …)/100.
         Histogram a(std::vector<std::int64_t>(11)), b(std::vector<std::int64_t>(11));
         for (int i = 0; i < 25; ++i) a.add(1 + static_cast<int>(r.below(10)));
         for (int i = 0; i < 60; ++i) b.add(static_cast<int>(r.below(10)));
         double truth = 0;
         for (int x = 1; x <= 10; ++x)
           for (int y = 0; y < 10; ++y) truth += (x > y ? 1 : x == y ? 0.5 : 0) / 100.0;
         const SuperiorityResult d = brunner_munzel(a, b);
         return within(truth, d.lo_logit, d.hi_logit);
       },
       0.945, 0.965},
      {"CliffsDelta",
       [](Random& r) {
         Histogram a(std::vector<std::int64_t>(11)), b(std::vector<std::int64_t>(11));
         for (int i = 0; i < 25; ++i) a.add(1 + static_cast<int>(r.below(10)));
         for (int i = 0; i < 60; ++i) b.add(static_cast<int>(r.below(10)));
         double truth = 0;
         for (int x = 1; x <= 10; ++x)
           for (int y = 0; y < 10; ++y) truth += (x > y ? 1 : x < y ? -1 : 0) / 100.0;
         const CliffResult d = cliffs_delta(a, b);
         return within(truth, d.lo, d.hi);
       },
       0.935, 0.965},
      {"ByAccount",
       [](Random& r) {
         std::vector<ClusterSums> accounts;
         for (int i = 0; i < 40; ++i) {
           ClusterSums account;
           const double level = r.normal();  // an account's answers are alike
           account.n_a = static_cast<std::int64_t>(r.below(3));
           account.n_b = static_cast<std::int64_t>(1 + r.below(5));
           for (int k = 0; k < account.n_a; ++k) account.sum_a += 0.5 + level + r.normal();
           for (int k = 0; k < account.n_b; ++k) account.sum_b += level + r.normal();
           accounts.push_back(account);
         }
         const ClusterDifference d = cluster_difference(accounts);
         return within(0.5, d.lo, d.hi);
       },
       0.925, 0.965},
      {"FixedEffect",
       [](Random& r) {
         std::vector<double> y, v;
         for (int k = 0; k < 6; ++k) {
           v.push_back(0.01 * (k + 1));
           y.push_back(0.3 + std::sqrt(v.back()) * r.normal());
         }
         const FixedEffect d = meta_fixed(y, v);
         return within(0.3, d.lo, d.hi);
       },
       0.945, 0.955},
      {"ModifiedHartungKnapp",
       [](Random& r) {
         std::vector<double> y, v;
         for (int k = 0; k < 8; ++k) {
           v.push_back(0.01 * (k + 1));
           y.push_back(0.3 + 0.15 * r.normal() + std::sqrt(v.back()) * r.normal());
         }
         const RandomEffects d = meta_random(y, v);
         return within(0.3, d.lo_mkh, d.hi_mkh);
       },
       0.945, 0.985},
      {"AnotherMarket",
       [](Random& r) {
         std::vector<double> y, v;
         for (int k = 0; k < 40; ++k) {
           v.push_back(0.01);
           y.push_back(0.3 + 0.2 * r.normal() + 0.1 * r.normal());
         }
         const RandomEffects d = meta_random(y, v);
         return within(0.3 + 0.2 * r.normal(), d.pi_lo, d.pi_hi);
       },
       0.925, 0.955},
      {"ShrunkShares",
       [](Random& r) {
         // Of one unit among 60 whose true shares are Beta(4, 6).
         std::vector<Proportion> units;
         double truth = 0;
         for (int j = 0; j < 60; ++j) {
           double a = 0, b = 0;
           for (int i = 0; i < 4; ++i) a += exponential(r);
           for (int i = 0; i < 6; ++i) b += exponential(r);
           truth = a / (a + b);
           units.push_back(draw_yes(r, truth, 10 + j % 30));
         }
         const BetaBinomial d = beta_binomial(units);
         return !d.degenerate && within(truth, d.posterior.lo.back(), d.posterior.hi.back());
       },
       0.93, 0.96},
      {"ShrunkMeans",
       [](Random& r) {
         std::vector<Moments> units;
         double truth = 0;
         for (int j = 0; j < 60; ++j) {
           truth = 0.5 * r.normal();
           units.push_back(draw_normal(r, 5 + j % 20, truth));
         }
         const OneWayReml d = reml_one_way(units);
         const double margin = 1.959964 * *d.blup_sd.back();
         return within(truth, *d.blup.back() - margin, *d.blup.back() + margin);
       },
       0.93, 0.96},
      {"Rank",
       [](Random& r) {
         // The rank of the last of 25 units among their true levels.
         std::vector<Posterior> units;
         std::vector<double> truth;
         for (int j = 0; j < 25; ++j) {
           const double level = r.normal(), seen = level + 0.7 * r.normal();
           truth.push_back(level);
           const double shrink = 1 / 1.49;
           units.push_back({shrink * seen, std::sqrt(0.49 * shrink)});
         }
         const auto above = std::count_if(truth.begin(), truth.end(),
                                          [&](double level) { return level > truth.back(); });
         const auto interval = rank_intervals(units, 0.95, 400, 5).back();
         return within(static_cast<double>(above) + 1, interval.lo, interval.hi);
       },
       0.94, 0.99, 1000},
      {"FloorOfScores",
       [](Random& r) {
         // Of the scores 0 to 999, equally likely: the tenth percentile is 99.
         Histogram scores(std::vector<std::int64_t>(1000));
         for (int i = 0; i < 80; ++i) scores.add(static_cast<int>(r.below(1000)));
         return *consistency(scores, 800).quantile_lower_bound <= 99;
       },
       0.95, 0.98},
      {"KaplanMeier",
       [](Random& r) {
         const KaplanMeier d = kaplan_meier(draw_lives(r, 60, 0.06));
         const SurvivalPoint* point = nullptr;
         for (const SurvivalPoint& p : d.points)
           if (p.time <= 10) point = &p;
         return within(left_after(10, 0.06), point->lo, point->hi);
       },
       0.935, 0.965},
      {"Rmst",
       [](Random& r) {
         const RmstDifference d =
             rmst_difference(draw_lives(r, 60, 0.05), draw_lives(r, 90, 0.09), 12.0);
         return within(months_of(12, 0.05) - months_of(12, 0.09), d.lo, d.hi);
       },
       0.935, 0.96},
      {"RmstStratified",
       [](Random& r) {
         std::vector<SurvivalStratum> strata;
         double truth = 0, total = 0;
         for (int k = 0; k < 15; ++k) {
           const int n_a = 2 + k % 4, n_b = 10 + k;
           const double slow = 0.03 + 0.004 * k, fast = slow + 0.05;
           strata.push_back({std::to_string(k), draw_year(r, n_a, slow), draw_year(r, n_b, fast)});
           const double weight = static_cast<double>(n_a * n_b) / (n_a + n_b);
           truth += weight * (months_of(12, slow) - months_of(12, fast));
           total += weight;
         }
         const StratifiedRmst d = rmst_stratified_difference(strata, 12);
         return within(truth / total, d.lo, d.hi);
       },
       0.93, 0.965},
      {"Cox",
       [](Random& r) {
         // Whole months with Efron's ties, a hazard ratio of 1/2.
         const CoxResult d = cox({{"", draw_lives(r, 70, 0.03), draw_lives(r, 100, 0.06)},
                                  {"", draw_lives(r, 40, 0.05), draw_lives(r, 80, 0.10)}});
         return within(0.5, d.lo, d.hi);
       },
       0.94, 0.965},
      {"Poststratified",
       [](Random& r) {
         std::vector<ExperimentStratum> strata;
         for (int k = 0; k < 5; ++k)
           strata.push_back({"", draw_normal(r, 10 + k, 0.4 + k), draw_normal(r, 12, k)});
         const StratifiedEffect d = poststratified_effect(strata);
         return within(0.4, d.lo, d.hi);
       },
       0.93, 0.955},
      {"InverseProbability",
       [](Random& r) {
         std::vector<PropensityCell> cells;
         for (const double p : {0.2, 0.5, 0.7}) {
           PropensityCell treated{p, true, {}}, control{p, false, {}};
           for (int i = 0; i < 120; ++i) {
             const bool is = r.chance(p);
             (is ? treated : control).values.emplace_back(5 * p + (is ? 0.4 : 0) + r.normal(), 1);
           }
           cells.push_back(std::move(treated));
           cells.push_back(std::move(control));
         }
         const WeightedEffect d = weighted_effect(cells);
         return within(0.4, d.lo, d.hi);
       },
       0.935, 0.97},
      {"Cuped",
       [](Random& r) {
         const auto arm = [&](int n, double effect) {
           CovariateSums sums;
           for (int i = 0; i < n; ++i) {
             const double x = r.normal(), y = effect + x + 0.5 * r.normal();
             sums += {1, y, y * y, x, x * x, x * y};
           }
           return sums;
         };
         const AdjustedEffect d = cuped(arm(60, 0.3), arm(80, 0));
         return within(0.3, d.lo, d.hi);
       },
       0.935, 0.96},
      {"NetPerCustomer",
       [](Random& r) {
         const auto arm = [&](int n, double revenue, double cost) {
           SpendSums sums;
           for (int i = 0; i < n; ++i) {
             const double y = revenue + 4 * r.normal(), c = cost * exponential(r);
             sums += {1, y, y * y, c, c * c, y * c};
           }
           return sums;
         };
         const ReturnOnSpend d = return_on_spend(arm(150, 30, 3), arm(150, 24, 1), 0.5);
         return within(0.5 * 6 - 2, d.net_lo, d.net_hi);
       },
       0.935, 0.96},
      {"ReturnOnSpendByFieller",
       [](Random& r) {
         const auto arm = [&](int n, double revenue, double cost) {
           SpendSums sums;
           for (int i = 0; i < n; ++i) {
             const double y = revenue + 4 * r.normal(), c = cost * exponential(r);
             sums += {1, y, y * y, c, c * c, y * c};
           }
           return sums;
         };
         // Costs hardly differ, so that all three kinds of set occur.
         const ReturnOnSpend d = return_on_spend(arm(60, 30, 2), arm(60, 29, 1.5), 0.5);
         const double truth = (0.5 * 1 - 0.5) / 0.5;
         switch (d.roi_type) {
           case FiellerType::kUnboundedAll:
             return true;
           case FiellerType::kExclusive:
             return truth <= *d.roi_lo || truth >= *d.roi_hi;
           case FiellerType::kBounded:
             break;
         }
         return within(truth, d.roi_lo, d.roi_hi);
       },
       0.935, 0.965},
      {"CappedWelch",
       [](Random& r) {
         // Half of both arms lies above the cap of 1 where the scale is 1.
         const WelchResult d = capped_welch(draw_money(r, 80, 1), draw_money(r, 120, 1), 1);
         return within(0, d.lo, d.hi);
       },
       0.94, 0.96},
      {"LogWelch",
       [](Random& r) {
         const LogRatio d = log_welch(draw_money(r, 30, 3), draw_money(r, 50, 2));
         return within(1.5, d.ratio_lo, d.ratio_hi);
       },
       0.94, 0.96},
      {"BootstrapMean",
       [](Random& r) {
         std::vector<double> values;
         for (int i = 0; i < 40; ++i) values.push_back(r.normal());
         const BootstrapMean d = bootstrap_mean(values, 0.95, 400, r.below(1 << 30));
         return within(0, d.lo, d.hi);
       },
       0.91, 0.955},
      {"RatioOfSums",
       [](Random& r) {
         std::vector<Paired> customers;
         for (int i = 0; i < 60; ++i) {
           const double x = 5 + exponential(r);
           customers.push_back({0.9 * x + r.normal(), x});
         }
         const RatioOfSums d = ratio_of_sums(customers);
         return within(0.9, d.lo, d.hi);
       },
       0.93, 0.96},
      {"Auc",
       [](Random& r) {
         std::vector<ScoreLevel> levels;
         for (int i = 0; i < 50; ++i) levels.push_back({r.normal() + 1, 0, 1});
         for (int i = 0; i < 70; ++i) levels.push_back({r.normal(), 1, 0});
         const AucResult d = auc(levels);
         return within(0.5 * std::erfc(-0.5), d.lo, d.hi);  // Φ(1/√2)
       },
       0.92, 0.96},
      {"SequenceOfRateAtEveryLook",
       [](Random& r) {
         std::int64_t yes = 0;
         for (int n = 1; n <= 400; ++n) {
           yes += r.chance(0.3) ? 1 : 0;
           if (n % 20 != 0) continue;
           const Interval d = sequence_of_rate(yes, n, 0.05, 200);
           if (!within(0.3, d.lo, d.hi)) return false;
         }
         return true;
       },
       0.95, 1, 500},
      {"SequenceOfMeanAtEveryLook",
       [](Random& r) {
         Moments moments;
         for (int n = 1; n <= 2000; ++n) {
           moments.add(exponential(r));
           if (n < 100 || n % 10 != 0) continue;
           const SequenceInterval d =
               sequence_of_mean(moments.n, moments.mean, *moments.variance(), 1000);
           if (!within(1, d.lo, d.hi)) return false;
         }
         return true;
       },
       0.95, 1, 500},
      {"EmpiricalBernsteinAtEveryLook",
       [](Random& r) {
         std::vector<double> values;
         double mean = 0;
         for (int i = 0; i < 400; ++i) values.push_back(r.uniform() * r.uniform());
         mean = 0.25;
         const auto points = empirical_bernstein_sequence(values);
         return std::all_of(points.begin(), points.end(), [&](const SequencePoint& point) {
           return point.lo <= mean && mean <= point.hi;
         });
       },
       0.95, 1, 500},
      {"NormalMixtureAtEveryLook",
       [](Random& r) {
         static const std::vector<double> kBounds = bounds(normal_mixture_two_sided);
         double sum = 0;
         return std::all_of(kBounds.begin(), kBounds.end(),
                            [&](double bound) { return std::abs(sum += r.normal()) <= bound; });
       },
       0.95, 1, 500},
      {"OneSidedNormalMixtureAtEveryLook",
       [](Random& r) {
         static const std::vector<double> kBounds = bounds(normal_mixture_one_sided);
         double sum = 0;
         return std::all_of(kBounds.begin(), kBounds.end(),
                            [&](double bound) { return (sum += r.normal()) <= bound; });
       },
       0.95, 1, 500},
  };
  return kCoverages;
}

const std::vector<Simulation>& rejections() {
  static const std::vector<Simulation> kRejections = {
      {"NpsWelch",
       [](Random& r) {
         return *nps_welch(*nps_counts(draw_scores(r, 40, 2)), *nps_counts(draw_scores(r, 90, 2)))
                     .p < 0.05;
       },
       0.045, 0.06},
      {"MannWhitney",
       [](Random& r) { return *mann_whitney(draw_scores(r, 30), draw_scores(r, 60)).p < 0.05; },
       0.045, 0.055},
      {"ChiSquared",
       [](Random& r) {
         const ChiSquared d = chi_squared(draw_table(r, 0.3, 60, 0.3, 80));
         return d.p.defined() && *d.p < 0.05;
       },
       0.04, 0.06},
      {"FisherExact",
       [](Random& r) { return *fisher_exact_p(draw_table(r, 0.3, 20, 0.3, 30)) < 0.05; }, 0, 0.05},
      {"VanElteren",
       [](Random& r) {
         std::vector<RatingStratum> strata;
         for (int k = 0; k < 8; ++k)
           strata.push_back({"", draw_scores(r, 2 + k, k % 3), draw_scores(r, 20, k % 3)});
         return *van_elteren(strata).p < 0.05;
       },
       0.045, 0.055},
      {"MantelMeanScore",
       [](Random& r) {
         std::vector<RatingStratum> strata;
         for (int k = 0; k < 8; ++k)
           strata.push_back({"", draw_scores(r, 2 + k, k % 3), draw_scores(r, 20, k % 3)});
         return *mantel_mean_score(strata).p < 0.05;
       },
       0.045, 0.055},
      {"CochranMantelHaenszel",
       [](Random& r) {
         std::vector<TwoByTwo> tables;
         for (int k = 0; k < 10; ++k)
           tables.push_back(draw_table(r, 0.2 + 0.05 * k, 6, 0.2 + 0.05 * k, 20));
         return *cmh(tables).cmh_p < 0.05;
       },
       0.04, 0.06},
      {"BreslowDayTarone",
       [](Random& r) {
         std::vector<TwoByTwo> tables;
         for (int k = 0; k < 5; ++k)
           tables.push_back(draw_table(r, 0.3 + 0.05 * k, 60, 0.3 + 0.05 * k, 90));
         return *cmh(tables).tarone_p < 0.05;
       },
       0.035, 0.06},
      {"CochransQ",
       [](Random& r) {
         std::vector<double> y, v;
         for (int k = 0; k < 10; ++k) {
           v.push_back(0.01 * (1 + k));
           y.push_back(std::sqrt(v.back()) * r.normal());
         }
         return *meta_fixed(y, v).q_p < 0.05;
       },
       0.045, 0.055},
      {"LogRank",
       [](Random& r) {
         std::vector<SurvivalStratum> strata;
         for (const double rate : {0.03, 0.08})
           strata.push_back({"", draw_lives(r, 40, rate), draw_lives(r, 80, rate)});
         return *log_rank(strata).p < 0.05;
       },
       0.04, 0.06},
      {"Yuen",
       [](Random& r) { return *yuen(draw_money(r, 40, 1), draw_money(r, 60, 1), 0.1).p < 0.05; },
       0.035, 0.06},
      {"SampleRatio",
       [](Random& r) {
         const Proportion p = draw_yes(r, 0.3, 800);
         return *sample_ratio({p.yes, p.n - p.yes}, {3, 7}).p < 0.05;
       },
       0.04, 0.06},
      {"SampleRatioAtEveryLook",
       [](Random& r) {
         std::int64_t yes = 0;
         for (std::int64_t n = 1; n <= 1000; ++n) {
           yes += r.chance(0.5) ? 1 : 0;
           if (sample_ratio({yes, n - yes}, {1, 1}).p_sequential < 0.05) return true;
         }
         return false;
       },
       0, 0.05, 500},
      {"Runs",
       [](Random& r) {
         std::vector<bool> sequence;
         for (int i = 0; i < 120; ++i) sequence.push_back(r.chance(0.4));
         return *runs_test(sequence).p < 0.05;
       },
       0.035, 0.065},
      {"Tarone",
       [](Random& r) {
         std::vector<std::int64_t> x, n;
         for (int k = 0; k < 80; ++k) {
           n.push_back(2 + static_cast<std::int64_t>(r.below(8)));
           x.push_back(draw_yes(r, 0.3, static_cast<int>(n.back())).yes);
         }
         return *tarone(x, n).p_one_sided < 0.05;
       },
       0.03, 0.07},
      {"MutualInformation",
       [](Random& r) {
         std::vector<std::vector<std::int64_t>> table(4, std::vector<std::int64_t>(3));
         for (int i = 0; i < 400; ++i) ++table[r.below(4)][r.below(3)];
         return *mutual_information(table).p < 0.05;
       },
       0.045, 0.065},
      {"ByAccount",
       [](Random& r) {
         std::vector<ClusterSums> accounts;
         for (int i = 0; i < 60; ++i) {
           const double level = r.normal();
           ClusterSums account{2, 0, 3, 0};
           for (int k = 0; k < 2; ++k) account.sum_a += level + r.normal();
           for (int k = 0; k < 3; ++k) account.sum_b += level + r.normal();
           accounts.push_back(account);
         }
         return *cluster_difference(accounts).p < 0.05;
       },
       0.04, 0.06},
      {"HolmOfTwentyTrueNulls",
       [](Random& r) {
         std::vector<Estimate> p;
         for (int i = 0; i < 20; ++i) p.emplace_back(r.uniform());
         const auto adjusted = adjust_holm(p);
         return std::any_of(adjusted.begin(), adjusted.end(),
                            [](const Estimate& each) { return *each < 0.05; });
       },
       0.04, 0.055},
      {"YekutieliOfTwentyTrueNulls",
       [](Random& r) {
         std::vector<Estimate> p;
         for (int i = 0; i < 20; ++i) p.emplace_back(r.uniform());
         const auto adjusted = adjust_by(p);
         return std::any_of(adjusted.begin(), adjusted.end(),
                            [](const Estimate& each) { return *each < 0.05; });
       },
       0, 0.05},
      {"UnsungHero",
       [](Random& r) {
         // Praise that doesn't depend on who served: z below the 5 % point of one of 30.
         std::vector<CommendationCell> cells;
         for (int j = 0; j < 30; ++j)
           for (int score = 7; score <= 10; ++score) {
             CommendationCell cell{std::to_string(j), "m", std::to_string(score), 15, 0};
             cell.flagged = draw_yes(r, 0.05 * score, 15).yes;
             cells.push_back(std::move(cell));
           }
         return *commendations_observed_expected(cells).front().z < -1.6449;
       },
       0.03, 0.06},
  };
  return kRejections;
}

void expect_between(const Simulation& simulation, std::uint64_t seed, double nominal) {
  Random random(seed);
  int hits = 0;
  for (int round = 0; round < simulation.rounds; ++round) hits += simulation.hit(random) ? 1 : 0;
  const double share = static_cast<double>(hits) / simulation.rounds;
  const double noise = 4 * std::sqrt(nominal * (1 - nominal) / simulation.rounds);
  EXPECT_GE(share, simulation.least - noise);
  EXPECT_LE(share, simulation.most + noise);
  testing::Test::RecordProperty("share", std::to_string(share));
}

class Coverage : public testing::TestWithParam<Simulation> {};
TEST_P(Coverage, IsAsPromised) { expect_between(GetParam(), 401, 0.95); }

class FalsePositives : public testing::TestWithParam<Simulation> {};
TEST_P(FalsePositives, AreAsPromised) { expect_between(GetParam(), 402, 0.05); }

// Benjamini and Hochberg promise the share of false ones among what is called a difference.
TEST(FalseDiscoveries, OfBenjaminiHochbergStayBelowTheirShare) {
  Random random(403);
  double shares = 0;
  constexpr int kRounds = 2000;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<Estimate> p;
    for (int i = 0; i < 20; ++i) {
      const double z = random.normal() + (i < 8 ? 2.5 : 0);
      p.emplace_back(std::erfc(std::abs(z) / std::sqrt(2.0)));
    }
    const auto adjusted = adjust_bh(p);
    int called = 0, wrongly = 0;
    for (std::size_t i = 0; i < adjusted.size(); ++i) {
      if (*adjusted[i] >= 0.05) continue;
      ++called;
      wrongly += i >= 8 ? 1 : 0;
    }
    if (called > 0) shares += static_cast<double>(wrongly) / called;
  }
  // 12 of 20 are true nulls: the rate is 0.05 times 12/20.
  EXPECT_NEAR(shares / kRounds, 0.05 * 12 / 20, 0.01);
}

const auto kName = [](const auto& simulation) { return std::string(simulation.param.name); };
INSTANTIATE_TEST_SUITE_P(Of, Coverage, testing::ValuesIn(coverages()), kName);
INSTANTIATE_TEST_SUITE_P(Of, FalsePositives, testing::ValuesIn(rejections()), kName);

}  // namespace
}  // namespace laurel::stats
