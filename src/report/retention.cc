// Puts the figures of what customers did together and says them in words, by rule. No sentence
// claims a cause: who praises differs in more than the praise.
#include "report/retention.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "report/retention_build.h"
#include "report/words.h"

namespace laurel::report {
namespace {

constexpr std::string_view kOthers = "those who commented without praise";

std::string share_words(const Figure& figure) {
  return figure.estimate ? plain(*figure.estimate * 100, 0) + "%" : std::string("–");
}

// How many decimals keep both ends of an interval on the right side of none.
int decimals_for(const Figure& figure, int least) {
  int decimals = least;
  while (decimals < 3 && figure.lo && figure.hi &&
         ((*figure.lo != 0 && rounded(*figure.lo, decimals) == 0) ||
          (*figure.hi != 0 && rounded(*figure.hi, decimals) == 0)))
    ++decimals;
  return decimals;
}

// "3 to 15", the ends as positive where both are on one side.
struct Range {
  double estimate, lo, hi;
  int decimals;
  bool up;
  std::string amount() const { return plain(estimate, decimals); }
  std::string ends() const {
    return fmt::format("{} to {}", plain(lo, decimals), plain(hi, decimals));
  }
};
Range range_of(const Figure& figure, double times, int least_decimals) {
  Figure scaled = figure;
  for (auto* value : {&scaled.estimate, &scaled.lo, &scaled.hi})
    if (*value) **value *= times;
  const int decimals = decimals_for(scaled, least_decimals);
  const double estimate = *scaled.estimate;
  if (estimate >= 0) return {estimate, *scaled.lo, *scaled.hi, decimals, true};
  return {-estimate, -*scaled.hi, -*scaled.lo, decimals, false};
}

std::string undefined(std::string_view what, const Figure& figure) {
  if (!figure.estimate) return fmt::format("{} can't be compared: {}.", what, figure.reason);
  return fmt::format("{}: the difference is {}, but how sure that is can't be said: {}.", what,
                     plain(*figure.estimate, 1), figure.reason);
}

std::string too_few(std::string_view what, const Figure& figure) {
  return fmt::format(
      "{}: too few customers to compare, {} who praised somebody and {} of {}; at least {} of each "
      "are needed.",
      what, grouped(figure.n_commended.value_or(0)), grouped(figure.n_spoke.value_or(0)), kOthers,
      kFewestAnswers);
}

}  // namespace

std::string span_words(int days) { return days == 365 ? "a year" : fmt::format("{} days", days); }

std::string money_words(double amount, std::string_view currency, double among) {
  const bool cents =
      std::max(std::abs(amount), among) < 100 && model::currency_decimals(currency).value_or(2) > 0;
  if (cents) return fmt::format("{} {}", plain(amount, 2), currency);
  const auto whole = static_cast<std::int64_t>(std::llround(amount));
  return fmt::format("{}{} {}", whole < 0 ? "−" : "", grouped(std::abs(whole)), currency);
}

namespace {

// " After evening out 12 markets: 5 days longer (2 to 8)."; empty where there is nothing to say.
// `amount` words a positive number, `more` which way it goes.
std::string evened_words(const EvenedOut& evened, const std::function<std::string(double)>& amount,
                         const std::function<std::string_view(bool)>& more) {
  const Figure& figure = evened.difference;
  if (!evened.worth_telling() || !figure.estimate || !figure.lo) return {};
  const double lo = *figure.lo, hi = *figure.hi;
  const bool up = *figure.estimate >= 0;
  const std::string ends =
      lo < 0 && hi > 0
          ? fmt::format("{} {} to {} {}", amount(-lo), more(false), amount(hi), more(true))
          : fmt::format("{} to {}", amount(up ? lo : -hi), amount(up ? hi : -lo));
  return fmt::format(" After evening out {}: {} {} ({}).",
                     count_of(static_cast<std::int64_t>(evened.markets), "market", "markets"),
                     amount(std::abs(*figure.estimate)), more(up), ends);
}

}  // namespace

std::string days_sentence(const CurveReport& curve, CurveOf of, const ReportOptions& options) {
  const bool kept = of == CurveOf::kKept;
  const std::string_view what = kept ? "How long customers stayed" : "How soon customers came back";
  const Figure& figure = curve.days.difference;
  if (curve.days.finding == Finding::kUndefined) return undefined(what, figure);
  if (curve.days.finding == Finding::kTooFew) return too_few(what, figure);
  const std::string_view subject = praised_customers(options.strength);
  const std::string shares =
      fmt::format("of {}, {} {} within {}; of {}, {}", subject,
                  kept ? plain((1 - *curve.commended.at_horizon.estimate) * 100, 0) + "%"
                       : share_words(curve.commended.at_horizon),
                  kept ? "left" : "came back", span_words(curve.horizon_days), kOthers,
                  kept ? plain((1 - *curve.spoke.at_horizon.estimate) * 100, 0) + "%"
                       : share_words(curve.spoke.at_horizon));
  const Range range = range_of(figure, 1, std::abs(*figure.estimate) < 10 ? 1 : 0);
  const auto more = [&](bool up) -> std::string_view {
    return kept ? (up ? "longer" : "shorter") : (up ? "sooner" : "later");
  };
  const std::string_view verb = kept ? "stayed" : "came back";
  const Figure& within = curve.days_evened_out.difference;
  const int decimals = within.lo ? range_of(within, 1, range.decimals).decimals : range.decimals;
  const std::string evened = evened_words(
      curve.days_evened_out,
      [&](double days) { return fmt::format("{} days", plain(days, decimals)); }, more);
  if (curve.days.finding == Finding::kNoClearDifference) {
    return fmt::format(
        "No clear difference in {}: {}. On average over that time anything from {} days {} to {} "
        "days {} fits the events.{}",
        kept ? "how long customers stayed" : "how soon customers came back", shares,
        plain(std::abs(*figure.lo), range.decimals), more(*figure.lo >= 0),
        plain(std::abs(*figure.hi), range.decimals), more(*figure.hi >= 0), evened);
  }
  return fmt::format("{}{}: on average over that time the first {} {} days {} ({}).{}",
                     curve.days.finding == Finding::kBorderline ? "Borderline: o" : "O",
                     shares.substr(1), verb, range.amount(), more(range.up), range.ends(), evened);
}

std::string revenue_sentence(const RevenueReport& revenue, const ReportOptions& options) {
  const std::string what = fmt::format("What customers spent in {}", revenue.currency);
  const Figure& figure = revenue.difference.difference;
  if (!revenue.reason.empty())
    return fmt::format("{} can't be compared: {}.", what, revenue.reason);
  if (revenue.difference.finding == Finding::kUndefined) return undefined(what, figure);
  if (revenue.difference.finding == Finding::kTooFew) return too_few(what, figure);
  const std::string means = fmt::format(
      "in the {} after the landmark {} spent {} each, {} {}",
      revenue.days == 365 ? "year" : span_words(revenue.days), praised_customers(options.strength),
      money_words(*revenue.commended.estimate, revenue.currency), kOthers,
      money_words(*revenue.spoke.estimate, revenue.currency));
  const std::string cap = fmt::format("; of one customer at most {} counts",
                                      money_words(*revenue.cap, revenue.currency));
  const auto money = [&](double amount, double among = 0) {
    return money_words(amount, revenue.currency, among);
  };
  // Cents only where no number of the three is above a hundred.
  const Figure& within = revenue.evened_out.difference;
  const double largest =
      std::max({std::abs(within.estimate.value_or(0)), std::abs(within.lo.value_or(0)),
                std::abs(within.hi.value_or(0))});
  const std::string evened = evened_words(
      revenue.evened_out, [&](double amount) { return money(amount, largest); },
      [](bool up) { return up ? "more" : "less"; });
  if (revenue.difference.finding == Finding::kNoClearDifference) {
    return fmt::format(
        "No clear difference in what customers spent: {}, but anything from {} {} to {} {} "
        "fits{}.{}",
        means, money(std::abs(*figure.lo)), *figure.lo < 0 ? "less" : "more",
        money(std::abs(*figure.hi)), *figure.hi < 0 ? "less" : "more", cap, evened);
  }
  const bool up = *figure.estimate > 0;
  const double lo = up ? *figure.lo : -*figure.hi, hi = up ? *figure.hi : -*figure.lo;
  return fmt::format("{}{}: {} {} ({} to {}){}.{}",
                     revenue.difference.finding == Finding::kBorderline ? "Borderline: i" : "I",
                     means.substr(1), money(std::abs(*figure.estimate)), up ? "more" : "less",
                     money(lo), money(hi), cap, evened);
}

namespace {

std::string captive_sentence(const CaptiveReport& captive, const ReportOptions& options) {
  if (!captive.everyone.estimate || !captive.everyone.lo) {
    return fmt::format("How many came back although they would not recommend can't be said: {}.",
                       captive.reason.empty() ? captive.everyone.reason : captive.reason);
  }
  std::string sentence = fmt::format(
      "Of customers who came back within {}, {} would not recommend ({} to {}): captive rather "
      "than satisfied.",
      span_words(captive.days), share_words(captive.everyone),
      plain(*captive.everyone.lo * 100, 0) + "%", plain(*captive.everyone.hi * 100, 0) + "%");
  if (captive.difference.finding == Finding::kTooFew ||
      captive.difference.finding == Finding::kUndefined)
    return sentence;
  const Range range = range_of(captive.difference.difference, 100, 0);
  sentence += fmt::format(" Of those back, it is {} among {} and {} among {}",
                          share_words(captive.commended), praised_customers(options.strength),
                          share_words(captive.spoke), kOthers);
  if (captive.difference.finding == Finding::kNoClearDifference)
    return sentence + ", no clear difference.";
  return sentence +
         fmt::format(": {}{} percentage points {} ({}).",
                     captive.difference.finding == Finding::kBorderline ? "borderline, " : "",
                     range.amount(), range.up ? "more" : "fewer", range.ends());
}

}  // namespace

void say(RetentionReport& report, const ReportOptions& options) {
  for (const auto* curve : {&report.kept, &report.returned})
    if (*curve) report.sentences.push_back((*curve)->days.sentence);
  for (const RevenueReport& revenue : report.revenue)
    report.sentences.push_back(revenue.difference.sentence);
  if (report.returned) {
    report.captive.sentence = captive_sentence(report.captive, options);
    report.captive.difference.sentence = report.captive.sentence;
    report.sentences.push_back(report.captive.sentence);
  }
  for (const EarnedGrowthReport& growth : report.growth)
    report.sentences.push_back(growth.sentence);

  auto& remarks = report.remarks;
  remarks.push_back(fmt::format(
      "Each customer is followed from {} after the first comment; praise counts up to then, events "
      "after it. Who praises may differ in more than the praise: this is association.",
      count_of(report.landmark_days, "day", "days")));
  if (!report.kept) {
    remarks.emplace_back(
        "No event says that a customer left, so how long customers stayed can't be said.");
  }
  if (!report.returned) {
    remarks.emplace_back(
        "No event is a purchase, renewal or visit, so whether customers came back can't be said.");
  }
  if (report.returned && report.revenue.empty())
    remarks.emplace_back("No event has an amount, so nothing can be said about revenue.");
  if (report.left_before > 0) {
    remarks.push_back(fmt::format("{} had left by then and {} not followed.",
                                  count_of(report.left_before, "customer", "customers"),
                                  report.left_before == 1 ? "is" : "are"));
  }
  if (report.unobserved > 0) {
    remarks.push_back(
        fmt::format("The events run from {} to {}; {} commented outside the time in which they "
                    "could be followed.",
                    report.first_day.to_string(), report.last_day.to_string(),
                    count_of(report.unobserved, "customer", "customers")));
  }
  if (report.without_events > 0) {
    const std::int64_t followed = report.commended_customers + report.spoke_customers;
    remarks.push_back(fmt::format(
        "{} of {} followed appear in no event at all and count as having neither left nor come "
        "back; where the events leave customers out, import the others too.",
        grouped(report.without_events), count_of(followed, "customer", "customers")));
  }
  if (report.revenue.size() > 1) {
    std::int64_t unknown = 0;
    for (const RevenueReport& revenue : report.revenue)
      unknown = std::max(unknown, revenue.no_currency);
    remarks.push_back(fmt::format(
        "There are {} currencies. They are reported apart and never added; a customer belongs to "
        "the one last paid in at the landmark{}.",
        report.revenue.size(),
        unknown == 0 ? std::string()
                     : fmt::format(", and {} had paid nothing yet and {} left out",
                                   grouped(unknown), unknown == 1 ? "is" : "are")));
  }
}

RetentionReport retention_report(const CustomerHistory& history, const ReportOptions& options) {
  const Customers customers(history);
  RetentionReport report;
  report.landmark_days = options.retention.landmark_days;
  report.first_day = customers.first_day();
  report.last_day = customers.last_day();
  bool returns = false;
  for (std::size_t i = 0; i < customers.size(); ++i) {
    const auto did = customers.did(i);
    report.customers_with_events += did.empty() ? 0 : 1;
    for (const CustomerDid& one : did) {
      ++report.events[static_cast<std::size_t>(one.kind)];
      returns = returns || model::is_return(one.kind);
    }
  }
  const Cohort cohort = follow(customers, options, CohortOf::kCommenters);
  report.left_before = cohort.left_before;
  report.unobserved = cohort.unobserved;
  report.without_events = cohort.without_events;
  for (const Followed& one : cohort.followed)
    ++(one.arm == FollowedArm::kCommended ? report.commended_customers : report.spoke_customers);
  if (report.events[static_cast<std::size_t>(model::OutcomeKind::kChurn)] > 0)
    report.kept = curve_report(cohort, CurveOf::kKept, options);
  if (returns) {
    report.returned = curve_report(cohort, CurveOf::kReturned, options);
    report.captive = captive_report(customers, cohort, options);
  }
  report.revenue = revenue_reports(customers, cohort, options);
  report.growth = growth_reports(customers, options);
  report.return_rate = return_rate(customers, options);
  report.quarters = return_quarters(customers, options);
  say(report, options);
  return report;
}

}  // namespace laurel::report
