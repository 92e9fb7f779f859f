#include "report/next_survey.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "model/cells.h"
#include "report/compare.h"
#include "report/words.h"
#include "stats/clusters.h"

namespace laurel::report {
namespace {

// A survey and the same contact's following one.
struct Pair {
  std::int32_t contact = 0;
  bool commended = false;
  std::int32_t first = 0, next = 0;
  int days = 0;
};

struct Pairs {
  std::vector<Pair> pairs;
  std::array<stats::Proportion, 2> followed;  // commended, spoke
};

Pairs pairs_of(std::vector<Survey> surveys, ReportStrength strength) {
  std::stable_sort(surveys.begin(), surveys.end(), [](const Survey& a, const Survey& b) {
    return std::tie(a.contact.value, a.day) < std::tie(b.contact.value, b.day);
  });
  Pairs found;
  for (std::size_t i = 0; i < surveys.size(); ++i) {
    const Survey& survey = surveys[i];
    const auto group = static_cast<Group>(survey.group);
    const bool commended =
        group == Group::kExemplary || (group == Group::kKind && strength == ReportStrength::kAny);
    if (!survey.in_period || (!commended && group != Group::kSpoke)) continue;
    std::size_t next = i + 1;
    while (next < surveys.size() && surveys[next].contact == survey.contact &&
           surveys[next].day == survey.day)
      ++next;
    const bool again = next < surveys.size() && surveys[next].contact == survey.contact;
    found.followed[commended ? 0 : 1] += {again ? 1 : 0, 1};
    if (!again) continue;
    found.pairs.push_back({survey.contact.value, commended, survey.value, surveys[next].value,
                           surveys[next].day - survey.day});
  }
  return found;
}

double points(Measure measure, const model::Question& main, std::int32_t value) {
  return measure == Measure::kNps ? static_cast<double>(model::points(main, value)) : value;
}

// One entry a contact.
std::vector<stats::ClusterSums> by_contact(Measure measure, const model::Question& main,
                                           const std::vector<Pair>& pairs) {
  std::vector<stats::ClusterSums> clusters;
  std::int32_t last = -1;
  for (const Pair& pair : pairs) {  // contacts are together
    if (pair.contact != last) clusters.emplace_back();
    last = pair.contact;
    stats::ClusterSums& sums = clusters.back();
    const double value = points(measure, main, pair.next);
    (pair.commended ? sums.n_a : sums.n_b) += 1;
    (pair.commended ? sums.sum_a : sums.sum_b) += value;
  }
  return clusters;
}

Figure clustered(Figure figure, const std::vector<stats::ClusterSums>& clusters,
                 double conf_level) {
  const stats::ClusterDifference result = stats::cluster_difference(clusters, conf_level);
  if (!result.lo.defined() || !result.hi.defined()) return figure;
  figure.method = "cr1_contact";
  figure.lo = *result.lo;
  figure.hi = *result.hi;
  figure.test = {};
  figure.p.reset();
  return figure;
}

Figure from_rows(Figure figure) {
  figure.source = "rows";
  return figure;
}

std::string amount(Measure measure, double value) {
  return measure == Measure::kMean ? plain(value, 2) : plain(value * 100, 0);
}

std::string next_sentence(Measure measure, const NextSurveyReport& report,
                          ReportStrength strength) {
  if (!report.reason.empty()) {
    return fmt::format("What customers answered at their following survey can't be said: {}.",
                       report.reason);
  }
  const Figure& difference = report.comparison.difference;
  if (report.comparison.finding == Finding::kTooFew) {
    return fmt::format(
        "Too few surveys were followed by another to compare: {} of {}, {} of the others.",
        grouped(report.commended.n), praised_customers(strength), grouped(report.spoke.n));
  }
  const std::string_view unit = measure == Measure::kNps    ? "NPS points"
                                : measure == Measure::kRate ? "percentage points"
                                                            : "points";
  const auto range = [&](const Figure& figure) {
    return fmt::format("{} to {}", amount(measure, figure.lo.value_or(*figure.estimate)),
                       amount(measure, figure.hi.value_or(*figure.estimate)));
  };
  std::string sentence = fmt::format(
      "At their following survey ({} days later in the median), {} were {} {} {} those who had "
      "commented without praise ({}){}.",
      *report.median_days, praised_customers(strength),
      amount(measure, std::abs(*difference.estimate)), unit,
      *difference.estimate >= 0 ? "above" : "below", range(difference),
      report.comparison.finding == Finding::kNoClearDifference ? ", which could be chance"
      : report.comparison.finding == Finding::kBorderline      ? ", which is borderline"
                                                               : "");
  if (report.evened_out.estimate) {
    sentence += fmt::format(" Among customers with the same first score it is {} ({}).",
                            amount(measure, *report.evened_out.estimate), range(report.evened_out));
  }
  return sentence + fmt::format(" Surveyed again were {}% and {}%.",
                                plain(report.followed_commended.estimate.value_or(0) * 100, 0),
                                plain(report.followed_spoke.estimate.value_or(0) * 100, 0));
}

}  // namespace

NextSurveyReport next_survey_report(Measure measure, const RowCounts& rows,
                                    const ReportOptions& options) {
  const Pairs found = pairs_of(rows.surveys(), options.strength);
  const model::Question& main = *rows.main();
  NextSurveyReport report;
  Arms arms;
  std::map<std::int32_t, Arms> by_first;
  std::vector<int> days;
  for (const Pair& pair : found.pairs) {
    Arms& stratum = by_first[pair.first];
    (pair.commended ? arms.commended : arms.spoke).add(pair.next);
    (pair.commended ? stratum.commended : stratum.spoke).add(pair.next);
    days.push_back(pair.days);
  }
  const double conf_level = options.conf_level;
  report.commended = from_rows(group_figure(measure, arms.commended, conf_level));
  report.spoke = from_rows(group_figure(measure, arms.spoke, conf_level));
  Figure& difference = report.comparison.difference;
  difference = from_rows(difference_figure(measure, arms, conf_level));
  const std::vector<stats::ClusterSums> clusters = by_contact(measure, main, found.pairs);
  report.contacts = static_cast<std::int64_t>(clusters.size());
  if (difference.estimate && clusters.size() >= stats::kEnoughClusters &&
      found.pairs.size() > clusters.size()) {
    difference = clustered(std::move(difference), clusters, conf_level);
  }
  report.comparison.finding = finding_of(difference, conf_level);
  std::vector<ArmsOf> strata;
  for (auto& [first, stratum] : by_first) {
    strata.push_back({std::to_string(first), std::move(stratum)});
  }
  report.evened_out = from_rows(
      adjusted_figure(measure, strata, stats::StratumWeights::kOverlap, conf_level).figure);
  const auto followed = [&](const stats::Proportion& share) {
    return from_rows(share_figure("followed_share", share.yes, share.n,
                                  "nobody in this group can be recognised at a later survey",
                                  conf_level));
  };
  report.followed_commended = followed(found.followed[0]);
  report.followed_spoke = followed(found.followed[1]);
  if (!days.empty()) {
    const auto middle = days.begin() + static_cast<std::ptrdiff_t>(days.size() / 2);
    std::nth_element(days.begin(), middle, days.end());
    report.median_days = *middle;
  }
  if (rows.surveys().empty()) {
    report.reason = "no response has a date, a contact and an answer to the main question";
  } else if (found.pairs.empty()) {
    report.reason = "no contact who commented was surveyed again on a later day";
  } else if (!difference.estimate) {
    report.reason = "at a later survey " + difference.reason;
  }
  report.sentence = next_sentence(measure, report, options.strength);
  return report;
}

}  // namespace laurel::report
