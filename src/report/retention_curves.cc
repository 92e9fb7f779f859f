// How long customers stayed and how soon they came back, and who came back although they would not
// recommend.
#include <algorithm>
#include <map>

#include "report/compare.h"
#include "report/retention_build.h"
#include "stats/distributions.h"
#include "stats/proportions.h"
#include "stats/survival.h"

namespace laurel::report {
namespace {

struct ArmTables {
  stats::LifeTable commended, spoke;
};

// Every customer up to the horizon: event, or last seen. A customer who left stays among those who
// have not come back: they could not return, so the share that did is not inflated.
struct Lives {
  std::vector<stats::SurvivalStratum> markets;
  ArmTables all;
};

Lives lives_of(const Cohort& cohort, CurveOf of, int horizon) {
  struct Rows {
    std::vector<stats::LifeRow> by_day;
  };
  std::map<std::int32_t, std::array<Rows, kFollowedArms>> markets;
  const auto days = static_cast<std::size_t>(horizon) + 1;
  for (const Followed& one : cohort.followed) {
    auto& by_day = markets[one.market][static_cast<std::size_t>(one.arm)].by_day;
    if (by_day.empty()) {
      by_day.resize(days);
      for (std::size_t d = 0; d < days; ++d) by_day[d].time = static_cast<double>(d);
    }
    const std::optional<int>& event = of == CurveOf::kKept ? one.left_after : one.back_after;
    if (event && *event <= horizon) {
      ++by_day[static_cast<std::size_t>(*event)].events;
    } else {
      ++by_day[static_cast<std::size_t>(std::min(one.observed_days, horizon))].censored;
    }
  }
  Lives lives;
  for (auto& [market, arms] : markets) {
    stats::SurvivalStratum& stratum = lives.markets.emplace_back();
    stratum.a = stats::LifeTable(std::move(arms[0].by_day));
    stratum.b = stats::LifeTable(std::move(arms[1].by_day));
    lives.all.commended = lives.all.commended + stratum.a;
    lives.all.spoke = lives.all.spoke + stratum.b;
  }
  return lives;
}

// The curve as what it is read as: who is still there, or who has come back.
Curve curve_of(const stats::LifeTable& table, CurveOf of, int horizon, double conf_level) {
  const stats::KaplanMeier km =
      stats::kaplan_meier(table, static_cast<double>(horizon), conf_level);
  Curve curve;
  curve.customers = table.n();
  for (const stats::LifeRow& row : table.rows()) curve.events += row.events;
  const auto turned = [&](double survival) {
    return of == CurveOf::kKept ? survival : 1 - survival;
  };
  std::size_t at = 0;  // points up to the day
  stats::Estimate last_lo = stats::Undefined{"nobody has left yet"}, last_hi = last_lo;
  double last = 1;
  std::int64_t risk = table.n();
  // A point just before the last would be read as the same.
  const auto after = [&](int day) {
    return day + kCurveStep + kCurveStep / 2 >= horizon ? horizon : day + kCurveStep;
  };
  for (int day = 0;; day = after(day)) {
    for (; at < km.points.size() && km.points[at].time <= day; ++at) {
      last = km.points[at].survival;
      last_lo = km.points[at].lo;
      last_hi = km.points[at].hi;
    }
    risk = at < km.points.size()
               ? km.points[at].n_risk
               : (day == horizon && !km.points.empty() ? km.points.back().n_risk : std::int64_t{0});
    CurvePoint point{day, risk, turned(last), std::nullopt, std::nullopt};
    if (last_lo.defined() && last_hi.defined()) {
      point.lo = std::min(turned(*last_lo), turned(*last_hi));
      point.hi = std::max(turned(*last_lo), turned(*last_hi));
    }
    curve.points.push_back(point);
    if (day == horizon) break;
  }
  const CurvePoint& end = curve.points.back();
  curve.at_horizon = row_figure(of == CurveOf::kKept ? "kept_share" : "returned_share", "share",
                                "kaplan_meier", end.share, last_lo, last_hi, curve.customers);
  curve.at_horizon.lo = end.lo;
  curve.at_horizon.hi = end.hi;
  return curve;
}

// The standard error at the end of the curve.
stats::Estimate se_at_end(const stats::LifeTable& table, int horizon) {
  const stats::KaplanMeier km = stats::kaplan_meier(table, static_cast<double>(horizon));
  if (km.points.empty()) return stats::Undefined{"nobody is followed"};
  return km.points.back().se;
}

EvenedOut days_evened_out(const Lives& lives, CurveOf of, int horizon, double conf_level) {
  std::vector<stats::SurvivalStratum> markets = lives.markets;
  for (std::size_t i = 0; i < markets.size(); ++i) {
    markets[i].name = std::to_string(i);
    if (of == CurveOf::kReturned) std::swap(markets[i].a, markets[i].b);  // sooner is shorter
  }
  const auto days =
      stats::rmst_stratified_difference(markets, static_cast<double>(horizon), conf_level);
  EvenedOut evened;
  evened.markets = days.kept.size();
  std::array<std::int64_t, kFollowedArms> n{};
  for (std::size_t i = 0; i < markets.size(); ++i) {
    const stats::SurvivalStratum& market = lives.markets[i];
    if (std::find(days.kept.begin(), days.kept.end(), std::to_string(i)) == days.kept.end()) {
      evened.left_out += market.a.n() + market.b.n();
    } else {
      n[0] += market.a.n();
      n[1] += market.b.n();
    }
  }
  evened.difference =
      row_comparison(of == CurveOf::kKept ? "days_kept_difference" : "days_sooner_difference",
                     "days", "rmst_overlap", days.diff, days.lo, days.hi, n[0], n[1]);
  put_p(evened.difference, "rmst_z", days.p);
  return evened;
}

}  // namespace

CurveReport curve_report(const Cohort& cohort, CurveOf of, const ReportOptions& options) {
  CurveReport report;
  report.horizon_days = horizon_of(cohort, kFewestFollowed);
  const bool kept = of == CurveOf::kKept;
  const std::string_view statistic = kept ? "days_kept_difference" : "days_sooner_difference";
  if (report.horizon_days == 0) {
    report.reason =
        "fewer than 10 customers in one of the groups could be followed for 30 days or more";
    report.days.difference =
        row_comparison(statistic, "days", "rmst", stats::Undefined{"too few could be followed"},
                       stats::Undefined{""}, stats::Undefined{""}, 0, 0);
    report.days.difference.reason = report.reason;
    report.days.sentence = days_sentence(report, of, options);
    return report;
  }
  const int horizon = report.horizon_days;
  const double conf_level = options.conf_level;
  const Lives lives = lives_of(cohort, of, horizon);
  report.commended = curve_of(lives.all.commended, of, horizon, conf_level);
  report.spoke = curve_of(lives.all.spoke, of, horizon, conf_level);
  const std::int64_t n_commended = report.commended.customers, n_spoke = report.spoke.customers;

  const double share = report.commended.points.back().share - report.spoke.points.back().share;
  const stats::Estimate se_a = se_at_end(lives.all.commended, horizon);
  const stats::Estimate se_b = se_at_end(lives.all.spoke, horizon);
  stats::Estimate lo = stats::Undefined{"the curves have no standard error there"}, hi = lo;
  if (se_a.defined() && se_b.defined() && *se_a + *se_b > 0) {
    const double margin = stats::normal_critical(conf_level) * std::hypot(*se_a, *se_b);
    lo = share - margin;
    hi = share + margin;
  }
  report.share_difference =
      row_comparison(kept ? "kept_share_difference" : "returned_share_difference", "share",
                     "kaplan_meier", share, lo, hi, n_commended, n_spoke);

  // Sooner back is a shorter time without, so the other way round.
  const auto days = kept ? stats::rmst_difference(lives.all.commended, lives.all.spoke,
                                                  static_cast<double>(horizon), conf_level)
                         : stats::rmst_difference(lives.all.spoke, lives.all.commended,
                                                  static_cast<double>(horizon), conf_level);
  report.days.difference =
      row_comparison(statistic, "days", "rmst", days.diff, days.lo, days.hi, n_commended, n_spoke);
  put_p(report.days.difference, "rmst_z", days.p);
  report.days.finding = finding_of(report.days.difference, conf_level);
  report.days_evened_out = days_evened_out(lives, of, horizon, conf_level);

  const stats::CoxResult cox = stats::cox(lives.markets, stats::Ties::kEfron, conf_level);
  report.hazard_ratio = row_comparison("hazard_ratio", "ratio", "cox_by_market", cox.hr, cox.lo,
                                       cox.hi, n_commended, n_spoke);
  put_p(report.hazard_ratio, "logrank_by_market", stats::log_rank(lives.markets).p);
  report.days.sentence = days_sentence(report, of, options);
  return report;
}

CaptiveReport captive_report(const Customers& customers, const Cohort& commenters,
                             const ReportOptions& options) {
  CaptiveReport report;
  report.days = horizon_of(commenters, kFewestFollowed);
  const std::string nobody = "nobody who came back had said whether they would recommend";
  // Of those observed for all the days and asked: who came back, and who of them would not
  // recommend.
  struct Counts {
    std::int64_t back = 0, captive = 0, unwilling = 0;
  };
  const auto count = [&](Counts& counts, const Followed& one) {
    if (one.observed_days < report.days || one.recommends == Recommends::kUnknown) return;
    const bool back = one.back_after && *one.back_after <= report.days;
    const bool unwilling = one.recommends == Recommends::kNo;
    counts.back += back ? 1 : 0;
    counts.unwilling += unwilling ? 1 : 0;
    counts.captive += back && unwilling ? 1 : 0;
  };
  std::array<Counts, kFollowedArms> arms;
  Counts everyone;
  if (report.days > 0) {
    for (const Followed& one : commenters.followed)
      count(arms[static_cast<std::size_t>(one.arm)], one);
    for (const Followed& one : follow(customers, options, CohortOf::kEverybody).followed)
      count(everyone, one);
  }
  const auto share = [&](std::string_view statistic, std::int64_t part, std::int64_t whole) {
    Figure figure = share_figure(statistic, part, whole, nobody, options.conf_level);
    figure.source = "rows";
    return figure;
  };
  report.everyone = share("captive_share", everyone.captive, everyone.back);
  report.commended = share("captive_share", arms[0].captive, arms[0].back);
  report.spoke = share("captive_share", arms[1].captive, arms[1].back);
  report.of_detractors =
      share("returned_share_of_detractors", everyone.captive, everyone.unwilling);
  if (report.days == 0) report.reason = "too few customers could be followed for 30 days or more";
  if (report.days > 0 && everyone.back == 0) report.reason = nobody;
  const auto difference = stats::newcombe_difference(
      {arms[0].captive, arms[0].back}, {arms[1].captive, arms[1].back}, options.conf_level);
  report.difference.difference =
      row_comparison("captive_share_difference", "share", "newcombe", difference.diff,
                     difference.lo, difference.hi, arms[0].back, arms[1].back);
  put_p(report.difference.difference, "chi_squared",
        stats::chi_squared({arms[0].captive, arms[0].back - arms[0].captive, arms[1].captive,
                            arms[1].back - arms[1].captive})
            .p);
  report.difference.finding = finding_of(report.difference.difference, options.conf_level);
  return report;
}

}  // namespace laurel::report
