#include "stats/survival.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"
#include "stats/distributions.h"

namespace laurel::stats {
namespace {

// One event time of a stratum: deaths and numbers at risk in both arms.
struct RiskSet {
  std::int64_t events_a = 0, events_b = 0, risk_a = 0, risk_b = 0;
};

std::vector<RiskSet> risk_sets(const SurvivalStratum& stratum) {
  std::vector<RiskSet> sets;
  std::int64_t risk_a = stratum.a.n();
  std::int64_t risk_b = stratum.b.n();
  auto a = stratum.a.rows().begin();
  auto b = stratum.b.rows().begin();
  while (a != stratum.a.rows().end() || b != stratum.b.rows().end()) {
    const double infinity = std::numeric_limits<double>::infinity();
    const double time_a = a != stratum.a.rows().end() ? a->time : infinity;
    const double time_b = b != stratum.b.rows().end() ? b->time : infinity;
    RiskSet set{0, 0, risk_a, risk_b};
    if (time_a <= time_b) {
      set.events_a = a->events;
      risk_a -= a->events + a->censored;
      ++a;
    }
    if (time_b <= time_a) {
      set.events_b = b->events;
      risk_b -= b->events + b->censored;
      ++b;
    }
    if (set.events_a + set.events_b > 0) sets.push_back(set);
  }
  return sets;
}

long double wide(std::int64_t n) { return static_cast<long double>(n); }

// Share of arm a among the hazard at risk, when `done` of the tied events have left (Efron).
long double hazard_share(const RiskSet& set, long double ratio, long double done) {
  const long double a = ratio * (wide(set.risk_a) - done * wide(set.events_a));
  const long double b = wide(set.risk_b) - done * wide(set.events_b);
  return a / (a + b);
}

struct Score {
  long double slope = 0;        // of the log partial likelihood
  long double information = 0;  // minus its second derivative
};

constexpr std::int64_t kSumTies = 20000;

Score cox_score(const std::vector<RiskSet>& sets, long double beta, Ties ties) {
  const long double ratio = std::exp(beta);
  Score score;
  for (const RiskSet& set : sets) {
    const std::int64_t d = set.events_a + set.events_b;
    score.slope += wide(set.events_a);
    const auto take = [&](long double done, long double weight) {
      const long double share = hazard_share(set, ratio, done);
      score.slope -= weight * share;
      score.information += weight * share * (1 - share);
    };
    if (ties == Ties::kBreslow) {
      take(0, wide(d));
    } else if (d <= kSumTies) {
      for (std::int64_t l = 0; l < d; ++l) take(wide(l) / wide(d), 1);
    } else {
      // With so many ties, blocks of neighbouring terms are taken at their middle: the relative
      // error is (1/blocks)^2/24, far below what the standard error resolves.
      constexpr std::int64_t kBlocks = 2000;
      for (std::int64_t block = 0; block < kBlocks; ++block) {
        const std::int64_t from = d / kBlocks * block + std::min(block, d % kBlocks);
        const std::int64_t size = d / kBlocks + (block < d % kBlocks ? 1 : 0);
        take((wide(from) + wide(size - 1) / 2) / wide(d), wide(size));
      }
    }
  }
  return score;
}

}  // namespace

LifeTable::LifeTable(std::vector<LifeRow> rows) {
  std::stable_sort(rows.begin(), rows.end(),
                   [](const LifeRow& x, const LifeRow& y) { return x.time < y.time; });
  for (const LifeRow& row : rows) {
    CHECK(row.events >= 0 && row.censored >= 0 && std::isfinite(row.time));
    if (row.events + row.censored == 0) continue;
    n_ += row.events + row.censored;
    if (!rows_.empty() && rows_.back().time == row.time) {
      rows_.back().events += row.events;
      rows_.back().censored += row.censored;
    } else {
      rows_.push_back(row);
    }
  }
}

LifeTable operator+(const LifeTable& left, const LifeTable& right) {
  std::vector<LifeRow> rows = left.rows();
  rows.insert(rows.end(), right.rows().begin(), right.rows().end());
  return LifeTable(std::move(rows));
}

namespace {

Estimate median_of(const std::vector<SurvivalPoint>& points) {
  constexpr double kSame = 1.5e-8;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (points[i].survival >= 0.5 + kSame) continue;
    // A step that is flat at one half: its middle, as R's survfit does.
    if (std::abs(points[i].survival - 0.5) < kSame) {
      for (std::size_t j = i + 1; j < points.size(); ++j) {
        if (points[j].survival < points[i].survival) return (points[i].time + points[j].time) / 2;
      }
    }
    return points[i].time;
  }
  return Undefined{"more than half are still there at the last time"};
}

}  // namespace

KaplanMeier kaplan_meier(const LifeTable& table, Maybe<double> tau, double conf_level) {
  KaplanMeier result;
  if (table.n() == 0) {
    const Undefined none{"nobody is at risk"};
    result.median = result.rmst = result.rmst_se = none;
    return result;
  }
  const double z = normal_critical(conf_level);
  long double survival = 1;
  long double greenwood = 0;
  std::int64_t risk = table.n();
  for (const LifeRow& row : table.rows()) {
    SurvivalPoint point;
    point.time = row.time;
    point.n_risk = risk;
    const std::int64_t left = risk - row.events;
    survival *= wide(left) / wide(risk);
    if (left > 0) greenwood += wide(row.events) / wide(risk) / wide(left);
    point.survival = static_cast<double>(survival);
    if (left == 0) {
      point.se = point.lo = point.hi = Undefined{"nobody is left"};
    } else {
      const auto relative = static_cast<double>(std::sqrt(greenwood));
      point.se = point.survival * relative;
      if (greenwood > 0) {
        const double log_survival = static_cast<double>(std::log(survival));
        const double margin = z * relative / std::abs(log_survival);
        point.lo = std::exp(log_survival * std::exp(margin));
        point.hi = std::exp(log_survival * std::exp(-margin));
      } else {
        point.lo = point.hi = Undefined{"nobody has left yet"};
      }
    }
    result.points.push_back(point);
    risk -= row.events + row.censored;
  }
  result.median = median_of(result.points);

  // Area under the steps up to tau, and what each event time takes from the area after it.
  result.tau = tau.value_or(table.rows().back().time);
  std::vector<long double> areas;  // of the step that starts at each point
  long double before = 0;
  long double start = 0;
  long double level = 1;
  for (const SurvivalPoint& point : result.points) {
    const long double end = std::min<long double>(point.time, result.tau);
    (areas.empty() ? before : areas.back()) = level * std::max(0.0L, end - start);
    areas.push_back(0);
    start = std::max(start, end);
    level = point.survival;
  }
  areas.back() = level * std::max(0.0L, result.tau - start);
  long double after = 0;
  long double variance = 0;
  for (std::size_t i = areas.size(); i > 0; --i) {
    after += areas[i - 1];
    const LifeRow& row = table.rows()[i - 1];
    const long double at_risk = wide(result.points[i - 1].n_risk);
    const long double left = at_risk - wide(row.events);
    if (left > 0 && row.time <= result.tau)
      variance += after * after * wide(row.events) / at_risk / left;
  }
  result.rmst = static_cast<double>(before + after);
  result.rmst_se = static_cast<double>(std::sqrt(variance));
  return result;
}

RmstDifference rmst_difference(const LifeTable& a, const LifeTable& b, Maybe<double> tau,
                               double conf_level) {
  RmstDifference result;
  if (a.n() == 0 || b.n() == 0) {
    result.diff = result.se = result.lo = result.hi = result.p =
        Undefined{"nobody is at risk in an arm"};
    return result;
  }
  result.tau = tau.value_or(std::min(a.rows().back().time, b.rows().back().time));
  const KaplanMeier curve_a = kaplan_meier(a, result.tau, conf_level);
  const KaplanMeier curve_b = kaplan_meier(b, result.tau, conf_level);
  const double diff = *curve_a.rmst - *curve_b.rmst;
  const double se = std::hypot(*curve_a.rmst_se, *curve_b.rmst_se);
  result.diff = diff;
  result.se = se;
  if (se == 0) {
    result.lo = result.hi = result.p = Undefined{"nobody left before the horizon"};
    return result;
  }
  const double margin = normal_critical(conf_level) * se;
  result.lo = diff - margin;
  result.hi = diff + margin;
  result.p = normal_two_sided_p(diff / se);
  return result;
}

namespace {

// The variance of one person's restricted time, pooled over the strata of an arm.
class PooledTimes {
 public:
  void add(const KaplanMeier& curve, std::int64_t n) {
    const auto people = static_cast<double>(n);
    squares_ += people * people * *curve.rmst_se * *curve.rmst_se;
    df_ += people - 1;
  }
  bool defined() const { return df_ > 0; }
  double variance() const { return squares_ / df_; }

 private:
  double squares_ = 0, df_ = 0;
};

bool followed_to(const LifeTable& table, double tau) {
  if (table.n() == 0) return false;
  const LifeRow& last = table.rows().back();
  return last.time >= tau || last.censored == 0;  // nobody is left whose end is unknown
}

}  // namespace

StratifiedRmst rmst_stratified_difference(const std::vector<SurvivalStratum>& strata, double tau,
                                          double conf_level) {
  CHECK(tau > 0);
  StratifiedRmst result;
  result.tau = tau;
  const auto undefined = [&](Undefined reason) {
    result.se = result.lo = result.hi = result.p = reason;
    return result;
  };
  PooledTimes pooled_a, pooled_b;
  double total = 0, weighted = 0, over_a = 0, over_b = 0;
  for (const SurvivalStratum& stratum : strata) {
    if (!followed_to(stratum.a, tau) || !followed_to(stratum.b, tau)) {
      result.dropped.push_back(stratum.name);
      continue;
    }
    result.kept.push_back(stratum.name);
    const KaplanMeier a = kaplan_meier(stratum.a, tau, conf_level);
    const KaplanMeier b = kaplan_meier(stratum.b, tau, conf_level);
    pooled_a.add(a, stratum.a.n());
    pooled_b.add(b, stratum.b.n());
    const auto n_a = static_cast<double>(stratum.a.n()), n_b = static_cast<double>(stratum.b.n());
    const double weight = n_a * (n_b / (n_a + n_b));
    total += weight;
    weighted += weight * (*a.rmst - *b.rmst);
    over_a += weight * weight / n_a;
    over_b += weight * weight / n_b;
  }
  if (result.kept.empty()) {
    result.diff = Undefined{"no stratum has both arms followed up to the horizon"};
    return undefined({"no stratum has both arms followed up to the horizon"});
  }
  const double diff = weighted / total;
  result.diff = diff;
  if (!pooled_a.defined() || !pooled_b.defined())
    return undefined({"every stratum of an arm holds a single person"});
  const double se = std::sqrt(over_a * pooled_a.variance() + over_b * pooled_b.variance()) / total;
  result.se = se;
  if (se == 0) {
    result.lo = result.hi = result.p = Undefined{"nobody left before the horizon"};
    return result;
  }
  const double margin = normal_critical(conf_level) * se;
  result.lo = diff - margin;
  result.hi = diff + margin;
  result.p = normal_two_sided_p(diff / se);
  return result;
}

LogRank log_rank(const std::vector<SurvivalStratum>& strata) {
  long double observed_a = 0, observed_b = 0, expected_a = 0, expected_b = 0;
  long double excess = 0, variance = 0;
  for (const SurvivalStratum& stratum : strata) {
    for (const RiskSet& set : risk_sets(stratum)) {
      const long double d = wide(set.events_a) + wide(set.events_b);
      const long double risk = wide(set.risk_a) + wide(set.risk_b);
      const long double share_a = wide(set.risk_a) / risk;
      const long double share_b = wide(set.risk_b) / risk;
      observed_a += wide(set.events_a);
      observed_b += wide(set.events_b);
      expected_a += d * share_a;
      expected_b += d * share_b;
      excess += wide(set.events_a) * share_b - wide(set.events_b) * share_a;
      if (risk > 1) variance += d * share_a * share_b * (risk - d) / (risk - 1);
    }
  }
  LogRank result;
  result.observed_a = static_cast<double>(observed_a);
  result.expected_a = static_cast<double>(expected_a);
  result.variance = static_cast<double>(variance);
  if (variance > 0) {
    result.chi2 = static_cast<double>(excess * excess / variance);
    result.p = chi_squared_upper(*result.chi2, 1);
    result.hr_peto = static_cast<double>(std::exp(excess / variance));
  } else {
    const Undefined none{"no event happened while both arms were at risk"};
    result.chi2 = result.p = result.hr_peto = none;
  }
  if (expected_a <= 0 || expected_b <= 0 || observed_a + observed_b == 0) {
    result.hr_pike = Undefined{"an arm was never at risk of an event"};
  } else if (observed_b == 0) {
    result.hr_pike = std::numeric_limits<double>::infinity();
  } else {
    result.hr_pike = static_cast<double>((observed_a / expected_a) / (observed_b / expected_b));
  }
  return result;
}

CoxResult cox(const std::vector<SurvivalStratum>& strata, Ties ties, double conf_level) {
  std::vector<RiskSet> sets;
  // Only event times with both arms at risk inform the ratio.
  std::int64_t events_a = 0;
  std::int64_t events_b = 0;
  for (const SurvivalStratum& stratum : strata) {
    for (const RiskSet& set : risk_sets(stratum)) {
      if (set.risk_a == 0 || set.risk_b == 0) continue;
      events_a += set.events_a;
      events_b += set.events_b;
      sets.push_back(set);
    }
  }
  CoxResult result;
  if (events_a == 0 || events_b == 0) {
    const Undefined none{"an arm has no event while both are at risk"};
    result.beta = result.se = result.hr = result.lo = result.hi = result.p = none;
    if (events_b > 0) result.hr = 0.0;
    if (events_a > 0) result.hr = std::numeric_limits<double>::infinity();
    return result;
  }
  // The log likelihood is concave, so the slope falls: bracket, then Newton kept inside.
  long double low = -1;
  long double high = 1;
  while (cox_score(sets, low, ties).slope <= 0 && low > -2000) low *= 2;
  while (cox_score(sets, high, ties).slope >= 0 && high < 2000) high *= 2;
  long double beta = 0;
  for (int i = 0; i < 200; ++i) {
    const Score score = cox_score(sets, beta, ties);
    (score.slope > 0 ? low : high) = beta;
    long double next = beta + score.slope / score.information;
    if (!(next > low && next < high)) next = (low + high) / 2;
    const bool settled = std::abs(next - beta) < 1e-15L * std::max(1.0L, std::abs(beta));
    beta = next;
    if (settled) break;
  }
  if (std::abs(beta) > 500) {
    result.beta = result.se = result.hr = result.lo = result.hi = result.p =
        Undefined{"the likelihood has no maximum: the arms' events do not overlap"};
    return result;
  }
  const double estimate = static_cast<double>(beta);
  const auto se = static_cast<double>(1 / std::sqrt(cox_score(sets, beta, ties).information));
  const double margin = normal_critical(conf_level) * se;
  result.beta = estimate;
  result.se = se;
  result.hr = std::exp(estimate);
  result.lo = std::exp(estimate - margin);
  result.hi = std::exp(estimate + margin);
  result.p = normal_two_sided_p(estimate / se);
  return result;
}

}  // namespace laurel::stats
