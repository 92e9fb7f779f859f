// Retention from life tables (month, arm, events, censored): Kaplan-Meier, log-rank, Cox for two
// groups. Start the clock at the flag's date (landmark), never at first purchase, or the flagged
// group is immortal until flagged. Headline: difference of restricted mean survival (RMST).
// Differences are a - b, hazard ratios a over b. Pure and thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "stats/maybe.h"

namespace laurel::stats {

// What happened at one time: events (customer lost) before censorings (last seen), as usual.
struct LifeRow {
  double time = 0;
  std::int64_t events = 0;
  std::int64_t censored = 0;
};

// Additive: tables of two months or branches may be joined by concatenation.
class LifeTable {
 public:
  LifeTable() = default;
  // Rows in any order; rows of the same time are added, rows without people dropped.
  explicit LifeTable(std::vector<LifeRow> rows);

  const std::vector<LifeRow>& rows() const { return rows_; }  // ascending in time
  std::int64_t n() const { return n_; }

  friend LifeTable operator+(const LifeTable& left, const LifeTable& right);

 private:
  std::vector<LifeRow> rows_;
  std::int64_t n_ = 0;
};

struct SurvivalPoint {
  double time = 0;
  std::int64_t n_risk = 0;
  double survival = 1;  // just after `time`
  Estimate se;          // Greenwood; undefined where survival is 0
  Estimate lo, hi;      // log-log; undefined where survival is 0 or 1
};

struct KaplanMeier {
  std::vector<SurvivalPoint> points;
  Estimate median;  // undefined while more than half survive
  double tau = 0;   // horizon of the restricted mean
  Estimate rmst, rmst_se;
};

// `tau` undefined: the last time of the table. Beyond it the curve is taken as flat.
KaplanMeier kaplan_meier(const LifeTable& table, Maybe<double> tau = Undefined{"not given"},
                         double conf_level = 0.95);

struct RmstDifference {
  double tau = 0;
  Estimate diff, se, lo, hi, p;
};

// RMST(a) - RMST(b); tau defaults to the shorter of the two follow-ups.
RmstDifference rmst_difference(const LifeTable& a, const LifeTable& b,
                               Maybe<double> tau = Undefined{"not given"},
                               double conf_level = 0.95);

struct SurvivalStratum {
  std::string name;
  LifeTable a, b;
};

struct StratifiedRmst {
  double tau = 0;
  Estimate diff, se, lo, hi, p;
  std::vector<std::string> kept, dropped;
};

// RMST(a) - RMST(b) within strata, weighted by overlap, n_a n_b / (n_a + n_b), as the differences
// of stats/stratified.h. The standard error takes the variance of one person's restricted time,
// pooled over the strata of an arm (each stratum's n * Greenwood, with n - 1 for n as in a variance
// of values), so that strata in which nobody left lend it no false certainty. Dropped: strata in
// which an arm is empty or not followed up to tau. REQUIRES: tau > 0.
StratifiedRmst rmst_stratified_difference(const std::vector<SurvivalStratum>& strata, double tau,
                                          double conf_level = 0.95);

struct LogRank {
  double observed_a = 0, expected_a = 0, variance = 0;
  Estimate chi2, p;
  Estimate hr_pike;  // (O_a/E_a)/(O_b/E_b); may be infinite
  Estimate hr_peto;  // exp((O_a - E_a)/V)
};

LogRank log_rank(const std::vector<SurvivalStratum>& strata);

enum class Ties { kEfron, kBreslow };

struct CoxResult {
  Estimate beta;  // log hazard ratio; undefined when an arm has no event
  Estimate se;
  Estimate hr, lo, hi;  // hr is 0 or infinite when an arm has no event
  Estimate p;           // Wald
};

CoxResult cox(const std::vector<SurvivalStratum>& strata, Ties ties = Ties::kEfron,
              double conf_level = 0.95);

}  // namespace laurel::stats
