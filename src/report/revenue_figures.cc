// What customers spent after the landmark, and growth from customers: each currency by itself,
// since amounts of two currencies add up to nothing.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "report/compare.h"
#include "report/retention_build.h"
#include "report/words.h"
#include "stats/distributions.h"
#include "stats/ratings.h"
#include "stats/revenue.h"
#include "stats/stratified.h"

namespace laurel::report {
namespace {

constexpr double kCapQuantile = 0.99;
constexpr double kTrim = 0.1;
constexpr int kYear = 365;
// How much later than the year before the events may begin.
constexpr int kSlackDays = 31;
constexpr int kMostQuarters = 12;

double major(double minor, std::string_view currency) {
  return minor / std::pow(10, model::currency_decimals(currency).value_or(2));
}

std::int64_t spent(std::span<const CustomerDid> did, std::uint8_t currency, base::Date after,
                   base::Date until) {
  std::int64_t sum = 0;
  for (const CustomerDid& one : did) {
    if (one.currency == currency && after < one.day && one.day <= until) sum += one.amount;
  }
  return sum;
}

// The currency a customer was known to pay in at the landmark; nothing later may tell it.
std::optional<std::uint8_t> currency_at(std::span<const CustomerDid> did, base::Date landmark) {
  std::optional<std::uint8_t> last;
  for (const CustomerDid& one : did) {
    if (one.day > landmark) break;
    if (one.currency != CustomerDid::kNoAmount) last = one.currency;
  }
  return last;
}

struct Spending {
  std::array<std::vector<double>, kFollowedArms> after, before;  // major units, a value a customer
  std::array<std::vector<std::int32_t>, kFollowedArms> market;   // of those in `after`
};

EvenedOut evened_out(const Spending& spending, double cap, double conf_level) {
  std::map<std::int32_t, stats::MomentsStratum> markets;
  for (std::size_t arm = 0; arm < kFollowedArms; ++arm) {
    for (std::size_t i = 0; i < spending.after[arm].size(); ++i) {
      stats::MomentsStratum& market = markets[spending.market[arm][i]];
      (arm == 0 ? market.a : market.b).add(std::min(spending.after[arm][i], cap));
    }
  }
  std::vector<stats::MomentsStratum> strata;
  EvenedOut evened;
  std::array<std::int64_t, kFollowedArms> n{};
  for (auto& [id, market] : markets) {
    if (market.a.n == 0 || market.b.n == 0) {
      evened.left_out += market.a.n + market.b.n;
      continue;
    }
    n[0] += market.a.n;
    n[1] += market.b.n;
    strata.push_back(std::move(market));
  }
  evened.markets = strata.size();
  const auto difference =
      stats::mean_stratified_difference(strata, stats::StratumWeights::kOverlap, conf_level);
  evened.difference =
      row_comparison("revenue_difference", "money", "stratified_capped_mean_overlap",
                     difference.diff, difference.lo, difference.hi, n[0], n[1]);
  put_p(evened.difference, "stratified_z", difference.p);
  return evened;
}

Figure arm_mean(const std::vector<double>& values, double cap, double conf_level) {
  stats::Moments moments;
  for (const double value : values) moments.add(std::min(value, cap));
  const stats::Estimate variance = moments.variance();
  stats::Estimate lo = variance, hi = variance;  // undefined where it is
  if (variance.defined()) {
    const auto n = static_cast<double>(moments.n);
    const double margin = stats::t_critical(conf_level, n - 1) * std::sqrt(*variance / n);
    lo = moments.mean - margin;
    hi = moments.mean + margin;
  }
  return row_figure("revenue_per_customer", "money", "capped_mean_t", moments.mean_or_reason(), lo,
                    hi, moments.n);
}

Figure welch_figure(std::string_view statistic, std::string_view method,
                    const stats::WelchResult& welch,
                    const std::array<std::vector<double>, kFollowedArms>& values) {
  Figure figure = row_comparison(statistic, "money", method, welch.diff, welch.lo, welch.hi,
                                 std::ssize(values[0]), std::ssize(values[1]));
  put_p(figure, "welch", welch.p);
  return figure;
}

// The 99th percentile of those who spent, both arms together: the cap doesn't look at the arms.
double cap_of(const Spending& spending) {
  std::vector<double> positive;
  for (const auto& arm : spending.after) {
    for (const double value : arm)
      if (value > 0) positive.push_back(value);
  }
  if (positive.empty()) return 0;
  const auto place =
      static_cast<std::size_t>(std::ceil(kCapQuantile * static_cast<double>(positive.size())) - 1);
  std::nth_element(positive.begin(), positive.begin() + static_cast<std::ptrdiff_t>(place),
                   positive.end());
  return positive[place];
}

RevenueReport revenue_report(const Customers& customers, const Cohort& commenters,
                             std::uint8_t currency, const ReportOptions& options) {
  RevenueReport report;
  report.currency = customers.history().currencies[currency];
  const bool only = customers.history().currencies.size() == 1;
  Cohort cohort;
  for (const Followed& one : commenters.followed) {
    const auto known =
        only ? std::optional(currency) : currency_at(customers.did(one.customer), one.landmark);
    if (!known) {
      ++report.no_currency;
    } else if (*known == currency) {
      cohort.followed.push_back(one);
    }
  }
  report.days = horizon_of(cohort, kFewestFollowed);
  if (report.days == 0) {
    report.reason = "fewer than 10 customers in one of the groups could be followed for 30 days";
  }
  Spending spending;
  for (const Followed& one : cohort.followed) {
    if (report.days == 0 || one.observed_days < report.days) continue;
    const auto did = customers.did(one.customer);
    const auto arm = static_cast<std::size_t>(one.arm);
    const auto amount = [&](base::Date after, base::Date until) {
      return major(static_cast<double>(spent(did, currency, after, until)), report.currency);
    };
    spending.after[arm].push_back(amount(one.landmark, {one.landmark.days + report.days}));
    spending.market[arm].push_back(one.market);
    const base::Date from{one.first.days - report.days - 1};
    if (customers.first_day() <= base::Date{from.days + 1})
      spending.before[arm].push_back(amount(from, {one.first.days - 1}));
  }
  double cap = cap_of(spending);
  if (options.retention.revenue_cap) {
    cap = *options.retention.revenue_cap;
    report.cap_declared = true;
  }
  if (cap > 0) report.cap = cap;
  if (cap <= 0 && report.reason.empty()) report.reason = "nobody spent anything in that time";
  for (const auto& arm : spending.after) {
    report.capped_customers +=
        std::count_if(arm.begin(), arm.end(), [&](double value) { return value > cap; });
  }
  const double conf_level = options.conf_level;
  report.commended = arm_mean(spending.after[0], cap, conf_level);
  report.spoke = arm_mean(spending.after[1], cap, conf_level);
  report.difference.difference = welch_figure(
      "revenue_difference", "capped_welch",
      stats::capped_welch(spending.after[0], spending.after[1], cap, conf_level), spending.after);
  report.difference.finding = finding_of(report.difference.difference, conf_level);
  report.evened_out = evened_out(spending, cap, conf_level);
  constexpr double kNoCap = std::numeric_limits<double>::infinity();
  report.raw_difference =
      welch_figure("raw_revenue_difference", "welch",
                   stats::capped_welch(spending.after[0], spending.after[1], kNoCap, conf_level),
                   spending.after);
  const auto yuen = stats::yuen(spending.after[0], spending.after[1], kTrim);
  const stats::Undefined no_interval{"only a test goes with it"};
  report.trimmed_difference =
      row_comparison("trimmed_revenue_difference", "money", "yuen", yuen.diff, no_interval,
                     no_interval, std::ssize(spending.after[0]), std::ssize(spending.after[1]));
  put_p(report.trimmed_difference, "yuen", yuen.p);
  const bool enough_before =
      std::min(std::ssize(spending.before[0]), std::ssize(spending.before[1])) >= kFewestFollowed;
  if (!enough_before) spending.before = {};
  report.before_difference =
      welch_figure("revenue_difference_before", "capped_welch",
                   stats::capped_welch(spending.before[0], spending.before[1], cap, conf_level),
                   spending.before);
  if (!enough_before) {
    report.before_difference.reason =
        "the events don't reach back as far before the first comments";
  }
  report.difference.sentence = revenue_sentence(report, options);
  return report;
}

// Revenue in a span of days, customer by customer.
struct Spans {
  base::Date before_after, before_until, now_after, now_until;  // (after, until]
};

Figure ratio_figure(std::string_view statistic, std::string_view method,
                    const std::vector<stats::Paired>& pairs, double conf_level) {
  const stats::RatioOfSums result = stats::ratio_of_sums(pairs, conf_level);
  return row_figure(statistic, "ratio", method, result.ratio, result.lo, result.hi,
                    std::ssize(pairs));
}

// Revenue now at the rate of the span before: a quarter counts about four times.
Figure net_retention(const Customers& customers, std::uint8_t currency, const Spans& spans,
                     double conf_level) {
  const double scale = static_cast<double>(spans.before_until.days - spans.before_after.days) /
                       static_cast<double>(spans.now_until.days - spans.now_after.days);
  std::vector<stats::Paired> pairs;
  for (std::size_t i = 0; i < customers.size(); ++i) {
    const auto did = customers.did(i);
    const auto before = spent(did, currency, spans.before_after, spans.before_until);
    if (before <= 0) continue;
    const auto now = spent(did, currency, spans.now_after, spans.now_until);
    pairs.push_back({scale * static_cast<double>(now), static_cast<double>(before)});
  }
  return ratio_figure("net_revenue_retention", "ratio_of_sums", pairs, conf_level);
}

std::string growth_sentence(const EarnedGrowthReport& report, bool asks_origin) {
  if (!report.net_retention.estimate)
    return fmt::format("Earned growth can't be said: {}.", report.net_retention.reason);
  const auto percent = [](double share) { return plain(share * 100, 0) + "%"; };
  std::string sentence =
      fmt::format("Customers of the year before brought {} of their revenue then ({} to {})",
                  percent(*report.net_retention.estimate),
                  percent(report.net_retention.lo.value_or(*report.net_retention.estimate)),
                  percent(report.net_retention.hi.value_or(*report.net_retention.estimate)));
  if (!report.earned_growth.estimate) {
    return sentence +
           fmt::format("; what new customers add can't be told: {}.", report.earned_growth.reason);
  }
  const double growth = *report.earned_growth.estimate * 100;
  sentence += fmt::format(", new ones who came through other customers {}: earned growth {}%.",
                          percent(*report.earned_new.estimate), with_sign(growth, 0));
  const double fresh = report.new_earned + report.new_bought + report.new_unknown;
  if (asks_origin && report.new_unknown > 0 && fresh > 0) {
    sentence += fmt::format(
        " Of {}% of new customers’ revenue nobody said where it came from; none of that counts as "
        "earned.",
        plain(report.new_unknown / fresh * 100, 0));
  }
  return sentence;
}

EarnedGrowthReport growth_report(const Customers& customers, std::uint8_t currency,
                                 const ReportOptions& options) {
  const CustomerHistory& history = customers.history();
  EarnedGrowthReport report;
  report.currency = history.currencies[currency];
  const base::Date end = customers.last_day();
  const base::Date middle{end.days - kYear}, start{end.days - 2 * kYear};
  report.from = {middle.days + 1};
  report.to = end;
  if (customers.first_day().days > start.days + 1 + kSlackDays) {
    const std::string reason =
        fmt::format("it takes two years of events, and these cover {} days",
                    grouped(std::int64_t{end.days} - customers.first_day().days + 1));
    for (Figure* figure : {&report.net_retention, &report.earned_new, &report.earned_growth}) {
      figure->unit = "ratio";
      figure->method = "ratio_of_sums";
      figure->source = "rows";
      figure->reason = reason;
    }
    report.net_retention.statistic = "net_revenue_retention";
    report.earned_new.statistic = "earned_new_customers";
    report.earned_growth.statistic = "earned_growth";
    report.reason = reason;
    report.sentence = growth_sentence(report, history.asks_origin);
    return report;
  }
  std::vector<stats::Paired> retained, earned, both;
  for (std::size_t i = 0; i < customers.size(); ++i) {
    const auto did = customers.did(i);
    if (did.empty()) continue;
    const auto before = static_cast<double>(spent(did, currency, start, middle));
    const auto now = static_cast<double>(spent(did, currency, middle, end));
    if (before == 0 && now == 0) continue;
    report.revenue_before += before;
    report.revenue_now += now;
    const bool existing = before > 0;
    // New: never seen before the last year.
    const bool fresh = did.front().day > middle;
    Origin origin = Origin::kUnknown;
    for (const CustomerSaid& said : customers.said(i))
      if (origin == Origin::kUnknown) origin = said.origin;
    if (fresh) {
      (origin == Origin::kEarned   ? report.new_earned
       : origin == Origin::kBought ? report.new_bought
                                   : report.new_unknown) += now;
    }
    const double by_earned = fresh && origin == Origin::kEarned ? now : 0;
    const double base = existing ? before : 0;
    if (existing) retained.push_back({now, before});
    earned.push_back({by_earned, base});
    both.push_back({(existing ? now : 0) + by_earned, base});
  }
  for (double* amount : {&report.revenue_before, &report.revenue_now, &report.new_earned,
                         &report.new_bought, &report.new_unknown})
    *amount = major(*amount, report.currency);
  const double conf_level = options.conf_level;
  report.net_retention =
      ratio_figure("net_revenue_retention", "ratio_of_sums", retained, conf_level);
  report.earned_new = ratio_figure("earned_new_customers", "ratio_of_sums", earned, conf_level);
  report.earned_growth = ratio_figure("earned_growth", "ratio_of_sums", both, conf_level);
  for (auto* end_of :
       {&report.earned_growth.estimate, &report.earned_growth.lo, &report.earned_growth.hi})
    if (*end_of) **end_of -= 1;
  report.earned_growth.unit = "share";
  if (!history.asks_origin) {
    const std::string reason =
        "no question asks how customers came (heard_through), so earned and bought ones can't be "
        "told apart";
    for (Figure* figure : {&report.earned_new, &report.earned_growth}) {
      figure->estimate = figure->lo = figure->hi = std::nullopt;
      figure->reason = reason;
    }
  }
  report.sentence = growth_sentence(report, history.asks_origin);
  return report;
}

bool active(std::span<const CustomerDid> did, base::Date after, base::Date until) {
  return std::any_of(did.begin(), did.end(), [&](const CustomerDid& one) {
    return model::is_return(one.kind) && after < one.day && one.day <= until;
  });
}

Figure active_again(const Customers& customers, const Spans& spans, double conf_level) {
  std::int64_t before = 0, again = 0;
  for (std::size_t i = 0; i < customers.size(); ++i) {
    const auto did = customers.did(i);
    if (!active(did, spans.before_after, spans.before_until)) continue;
    ++before;
    again += active(did, spans.now_after, spans.now_until) ? 1 : 0;
  }
  Figure figure = share_figure("return_rate", again, before,
                               "nobody bought, renewed or visited in the year before", conf_level);
  figure.source = "rows";
  return figure;
}

base::Date first_of(base::Month month) {
  return *base::Date::from_ymd(month.index / 12, month.index % 12 + 1, 1);
}

}  // namespace

std::vector<RevenueReport> revenue_reports(const Customers& customers, const Cohort& commenters,
                                           const ReportOptions& options) {
  std::vector<RevenueReport> reports;
  for (std::size_t c = 0; c < customers.history().currencies.size(); ++c) {
    reports.push_back(revenue_report(customers, commenters, static_cast<std::uint8_t>(c), options));
  }
  std::stable_sort(reports.begin(), reports.end(),
                   [](const RevenueReport& a, const RevenueReport& b) {
                     return a.difference.difference.n > b.difference.difference.n;
                   });
  return reports;
}

std::vector<EarnedGrowthReport> growth_reports(const Customers& customers,
                                               const ReportOptions& options) {
  std::vector<EarnedGrowthReport> reports;
  for (std::size_t c = 0; c < customers.history().currencies.size(); ++c)
    reports.push_back(growth_report(customers, static_cast<std::uint8_t>(c), options));
  std::stable_sort(reports.begin(), reports.end(),
                   [](const EarnedGrowthReport& a, const EarnedGrowthReport& b) {
                     return a.net_retention.n > b.net_retention.n;
                   });
  return reports;
}

Figure return_rate(const Customers& customers, const ReportOptions& options) {
  const base::Date end = customers.last_day();
  const Spans spans{{end.days - 2 * kYear}, {end.days - kYear}, {end.days - kYear}, end};
  if (customers.first_day().days > spans.before_after.days + 1 + kSlackDays) {
    Figure figure =
        share_figure("return_rate", 0, 0,
                     fmt::format("it takes two years of events, and these cover {} days",
                                 grouped(std::int64_t{end.days} - customers.first_day().days + 1)),
                     options.conf_level);
    figure.source = "rows";
    return figure;
  }
  return active_again(customers, spans, options.conf_level);
}

std::vector<ReturnQuarter> return_quarters(const Customers& customers,
                                           const ReportOptions& options) {
  std::vector<ReturnQuarter> quarters;
  base::Month quarter = base::Month::of(customers.first_day());
  // The first quarter with a year of events before it; at most three years of quarters.
  const int latest = base::Month::of(customers.last_day()).index - 3 * kMostQuarters;
  while (quarter.index % 3 != 0 || quarter.index < latest ||
         first_of(quarter).days - kYear < customers.first_day().days - kSlackDays)
    ++quarter.index;
  for (;; quarter.index += 3) {
    const base::Date until{first_of({quarter.index + 3}).days - 1};
    if (until > customers.last_day()) break;
    const base::Date after{first_of(quarter).days - 1};
    ReturnQuarter one;
    one.first = quarter;
    const Spans spans{{after.days - kYear}, after, after, until};
    one.returned = active_again(customers, spans, options.conf_level);
    if (customers.history().currencies.size() == 1) {
      one.net_retention = net_retention(customers, 0, spans, options.conf_level);
    } else {
      one.net_retention = row_figure("net_revenue_retention", "ratio", "ratio_of_sums",
                                     stats::Undefined{"there are several currencies"},
                                     stats::Undefined{""}, stats::Undefined{""}, 0);
    }
    quarters.push_back(std::move(one));
  }
  return quarters;
}

}  // namespace laurel::report
