#include "report/main_question.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "report/robustness.h"
#include "report/words.h"
#include "stats/multiplicity.h"

namespace laurel::report {
namespace {

// Strata by market and unit are kept while no more than this share of the praising answers falls
// into strata without anybody to compare with; else markets alone.
constexpr double kMostDropped = 0.1;

const stats::Histogram& of(const Groups& groups, Group group) {
  return groups[static_cast<std::size_t>(group)];
}

stats::Histogram everyone(const Groups& groups) {
  stats::Histogram all;
  for (const stats::Histogram& group : groups) all += group;
  return all;
}

std::int64_t commended_n(const Groups& groups, ReportStrength strength) {
  return of(groups, Group::kExemplary).n() +
         (strength == ReportStrength::kAny ? of(groups, Group::kKind).n() : 0);
}

// One list the organization counts by, as the report walks it.
struct Member {
  std::int32_t id = 0;
  std::string name;
  std::string code;
};

template <typename Members>
std::vector<Member> places_of(const Members& members, std::string_view unknown) {
  std::vector<Member> places;
  for (const auto& member : members) {
    Member place{member.id.value, member.name, {}};
    if constexpr (requires { member.code; }) {
      place.code = member.code;
      if (place.name.empty()) place.name = member.code;
    }
    places.push_back(std::move(place));
  }
  std::sort(places.begin(), places.end(),
            [](const Member& a, const Member& b) { return a.name < b.name; });
  places.push_back({0, std::string(unknown), {}});
  return places;
}

std::vector<PlaceReport> place_reports(const std::vector<Member>& places, const Grid& answers,
                                       const Grid& responses, const QuestionReport& question,
                                       const ReportOptions& options) {
  std::vector<PlaceReport> reports;
  for (const Member& place : places) {
    const auto index = static_cast<std::size_t>(place.id);
    if (responses.n(index) == 0 && answers.n(index) == 0) continue;
    const Groups groups = answers.groups(index);
    const Arms arms = arms_of(groups, options.strength);
    PlaceReport report;
    report.id = place.id;
    report.name = place.name;
    report.code = place.code;
    report.responses = responses.n(index);
    report.commended_responses = commended_n(responses.groups(index), options.strength);
    const auto figure = [&](const stats::Histogram& some) {
      return group_figure(question.measure, some, options.conf_level);
    };
    report.commended = figure(arms.commended);
    report.spoke = figure(arms.spoke);
    report.silent = figure(of(groups, Group::kSilent));
    report.unread = figure(of(groups, Group::kUnread));
    report.comparison.difference = difference_figure(question.measure, arms, options.conf_level);
    report.planner = planner_sentence(question.measure, arms.commended, arms.spoke);
    reports.push_back(std::move(report));
  }
  std::vector<Figure*> family;
  for (PlaceReport& report : reports) family.push_back(&report.comparison.difference);
  adjust_family(family);
  for (PlaceReport& report : reports) {
    QuestionReport here;  // what the sentence needs
    here.title = question.title;
    here.role = question.role;
    here.measure = question.measure;
    here.scale_min = question.scale_min;
    here.scale_max = question.scale_max;
    here.commended = report.commended;
    here.spoke = report.spoke;
    here.comparison = std::move(report.comparison);
    conclude(here, options);
    report.comparison = std::move(here.comparison);
    const Finding finding = report.comparison.finding;
    if (finding == Finding::kHigher || finding == Finding::kLower) report.planner.clear();
  }
  return reports;
}

// --- evening out

struct Strata {
  std::string words;  // "market and unit"
  std::vector<ArmsOf> arms;
};

double dropped_share(const Strata& strata) {
  std::int64_t all = 0, dropped = 0;
  for (const ArmsOf& stratum : strata.arms) {
    all += stratum.arms.commended.n();
    if (stratum.arms.spoke.n() == 0) dropped += stratum.arms.commended.n();
  }
  return all == 0 ? 0 : static_cast<double>(dropped) / static_cast<double>(all);
}

Strata by_place(const std::vector<Member>& places, const Grid& grid, std::string words,
                ReportStrength strength) {
  Strata strata{std::move(words), {}};
  for (const Member& place : places) {
    const auto index = static_cast<std::size_t>(place.id);
    if (grid.n(index) == 0) continue;
    Arms arms = arms_of(grid.groups(index), strength);
    if (arms.commended.n() + arms.spoke.n() == 0) continue;
    strata.arms.push_back({place.name, std::move(arms)});
  }
  return strata;
}

Strata by_market_and_unit(const std::vector<Member>& markets, const std::vector<Member>& units,
                          const MainCounts& counts, ReportStrength strength) {
  std::map<std::int32_t, std::string> market_names, unit_names;
  for (const Member& market : markets) market_names[market.id] = market.name;
  for (const Member& unit : units) unit_names[unit.id] = unit.name;
  Strata strata{"market and unit", {}};
  for (std::size_t i = 0; i < counts.strata.size(); ++i) {
    Arms arms = arms_of(counts.by_stratum.groups(i), strength);
    if (arms.commended.n() + arms.spoke.n() == 0) continue;
    strata.arms.push_back({fmt::format("{} / {}", market_names[counts.strata[i].market],
                                       unit_names[counts.strata[i].unit]),
                           std::move(arms)});
  }
  std::sort(strata.arms.begin(), strata.arms.end(),
            [](const ArmsOf& a, const ArmsOf& b) { return a.name < b.name; });
  return strata;
}

// Empty when there is nothing to even out.
Strata choose_strata(const std::vector<Member>& markets, const std::vector<Member>& units,
                     const MainCounts& counts, const ReportOptions& options,
                     std::vector<Note>& notes) {
  Strata market = by_place(markets, counts.by_market, "market", options.strength);
  Strata unit = by_place(units, counts.by_unit, "unit", options.strength);
  if (market.arms.size() > 1 && unit.arms.size() > 1) {
    Strata both = by_market_and_unit(markets, units, counts, options.strength);
    const double dropped = dropped_share(both);
    if (dropped <= kMostDropped) return both;
    notes.push_back(
        {"strata_too_fine",
         fmt::format("Within market and unit together, {} of the answers with praise have nobody "
                     "to be compared with, so the difference is evened out over markets only.",
                     plain(dropped * 100, 0) + "%")});
    return market;
  }
  if (market.arms.size() > 1) return market;
  if (unit.arms.size() > 1) return unit;
  return {};
}

AdjustedReport adjusted_report(const Strata& chosen, const QuestionReport& question,
                               const ReportOptions& options) {
  const Measure measure = question.measure;
  const Figure& raw = question.comparison.difference;
  AdjustedReport report;
  report.overlap.statistic = raw.statistic;
  report.overlap.unit = raw.unit;
  report.overlap.method = "none";
  report.overlap.n_commended = report.overlap.n_spoke = 0;
  report.overlap.reason =
      raw.estimate ? "the answers come from one market and one unit, or name none" : raw.reason;
  report.commended_mix = report.overlap;
  if (chosen.arms.empty()) return report;
  report.strata = chosen.words;
  AdjustedFigure overlap =
      adjusted_figure(measure, chosen.arms, stats::StratumWeights::kOverlap, options.conf_level);
  report.overlap = std::move(overlap.figure);
  report.commended_mix =
      adjusted_figure(measure, chosen.arms, stats::StratumWeights::kAtt, options.conf_level).figure;
  for (const ArmsOf& stratum : chosen.arms) {
    if (stratum.arms.fewest() > 0) {
      ++report.strata_kept;
      continue;
    }
    report.dropped_commended += stratum.arms.commended.n();
    report.dropped_spoke += stratum.arms.spoke.n();
    report.dropped.push_back(stratum.name);
  }
  return report;
}

// Of the difference evened out where there is one, else of the one that leads.
SensitivityReport sensitivity_of(const MainReport& main, std::vector<ArmsOf> strata,
                                 const Arms& arms, double conf_level) {
  const Measure measure = main.question.measure;
  const Figure& evened = main.adjusted.overlap;
  if (!main.adjusted.strata.empty() && evened.estimate && evened.lo) {
    std::erase_if(strata, [](const ArmsOf& stratum) { return stratum.arms.fewest() == 0; });
    return sensitivity_report(measure, evened, true, strata, conf_level);
  }
  return sensitivity_report(
      measure, main.clustered_leads ? main.clustered : main.question.comparison.difference, false,
      {{"", arms}}, conf_level);
}

HeterogeneityReport heterogeneity_of(const std::vector<Member>& markets, const Grid& by_market,
                                     Measure measure, const ReportOptions& options) {
  std::vector<ArmsOf> known;
  for (const Member& market : markets) {
    const auto index = static_cast<std::size_t>(market.id);
    if (market.id == 0 || by_market.n(index) == 0) continue;
    known.push_back({market.name, arms_of(by_market.groups(index), options.strength)});
  }
  return heterogeneity_report(measure, known, options.conf_level);
}

std::string adjusted_sentence(const AdjustedReport& adjusted) {
  if (adjusted.strata.empty())
    return fmt::format("Nothing is evened out: {}.", adjusted.overlap.reason);
  const auto strata = static_cast<std::int64_t>(adjusted.strata_kept);
  std::string sentence =
      fmt::format("Compared within {} by {}", count_of(strata, "group", "groups"), adjusted.strata);
  if (adjusted.dropped.empty()) return sentence + "; none had to be left out.";
  return fmt::format(
      "{}; {} left out because only one kind of customer answered there ({} with praise, {} "
      "without).",
      sentence,
      count_of(static_cast<std::int64_t>(adjusted.dropped.size()), "other is", "others are"),
      count_of(adjusted.dropped_commended, "answer", "answers"), grouped(adjusted.dropped_spoke));
}

void fill_strength(const Groups& groups, const ReportOptions& options, MainReport& main) {
  for (const Group group : {Group::kExemplary, Group::kKind}) {
    StrengthReport report;
    report.group = group;
    report.figure = group_figure(main.question.measure, of(groups, group), options.conf_level);
    report.comparison.difference = difference_figure(
        main.question.measure, {of(groups, group), of(groups, Group::kSpoke)}, options.conf_level);
    report.comparison.finding = finding_of(report.comparison.difference, options.conf_level);
    main.strength.push_back(std::move(report));
  }
}

}  // namespace

std::size_t adjust_family(const std::vector<Figure*>& figures) {
  std::vector<stats::Estimate> p;
  p.reserve(figures.size());
  std::size_t size = 0;
  for (const Figure* figure : figures) {
    p.push_back(figure->p ? stats::Estimate(*figure->p) : stats::Undefined{"no test"});
    size += figure->p ? 1 : 0;
  }
  const std::vector<stats::Estimate> adjusted = stats::adjust_bh(p);
  for (std::size_t i = 0; i < figures.size(); ++i) {
    if (adjusted[i].defined()) figures[i]->p_adjusted = *adjusted[i];
  }
  return size;
}

void conclude(QuestionReport& question, const ReportOptions& options) {
  if (question.measure == Measure::kShares) return;
  Comparison& comparison = question.comparison;
  comparison.finding = finding_of(comparison.difference, options.conf_level);
  comparison.sentence =
      comparison_sentence(question, comparison.difference, comparison.finding, options.strength);
}

QuestionReport question_report(const model::Question& question, std::string title,
                               const Groups& groups, const ReportOptions& options) {
  QuestionReport report;
  report.id = question.id;
  report.key = question.key;
  report.title = std::move(title);
  report.version = question.version;
  report.kind = question.kind;
  report.role = question.role;
  report.measure = measure_of(question);
  const stats::Histogram& any = groups[0];
  report.scale_min = any.min();
  report.scale_max = any.max();
  const Arms arms = arms_of(groups, options.strength);
  if (report.measure != Measure::kOrdered && report.measure != Measure::kShares) {
    const auto figure = [&](const stats::Histogram& some) {
      return group_figure(report.measure, some, options.conf_level);
    };
    report.commended = figure(arms.commended);
    report.spoke = figure(arms.spoke);
    report.silent = figure(of(groups, Group::kSilent));
    report.unread = figure(of(groups, Group::kUnread));
    report.everyone = figure(everyone(groups));
  }
  Comparison& comparison = report.comparison;
  if (report.measure == Measure::kShares) {
    report.choices = choice_figures(question.choices, arms, options.conf_level);
    comparison.difference.statistic = "none";
    comparison.difference.unit = "share";
    comparison.difference.method = "none";
    comparison.difference.n = arms.commended.n() + arms.spoke.n();
    comparison.difference.n_commended = arms.commended.n();
    comparison.difference.n_spoke = arms.spoke.n();
    comparison.difference.reason = "its choices have no order, so only their shares are compared";
    comparison.sentence = fmt::format("“{}”: {}.", report.title, comparison.difference.reason);
  } else {
    comparison.difference = difference_figure(report.measure, arms, options.conf_level);
    conclude(report, options);
    if (report.measure == Measure::kMean || report.measure == Measure::kNps) {
      report.superiority = superiority_figure(arms, options.conf_level);
    }
  }
  for (int value = any.min(); value <= any.max(); ++value) {
    const auto index = static_cast<std::size_t>(value - any.min());
    if (question.kind == model::QuestionKind::kChoice) {
      report.distribution.values.push_back(question.choices[index]);
    } else if (question.kind == model::QuestionKind::kYesNo) {
      report.distribution.values.emplace_back(value == 1 ? "yes" : "no");
    } else if (!question.bins.empty()) {
      const bool first = index == 0, last = index == question.bins.size();
      report.distribution.values.push_back(
          first  ? fmt::format("under {}", question.bins.front())
          : last ? fmt::format("{} or more", question.bins.back())
                 : fmt::format("{} to under {}", question.bins[index - 1], question.bins[index]));
    } else {
      report.distribution.values.push_back(std::to_string(value));
    }
  }
  for (std::size_t group = 0; group < kGroupCount; ++group) {
    report.distribution.counts[group] = groups[group].counts();
  }
  return report;
}

void fill_main(const ReportInput& input, const ReportCounts& counts, const MainCounts& main_counts,
               MainReport& main, std::vector<Note>& notes) {
  const ReportOptions& options = input.options;
  const auto question =
      std::find_if(input.questions.begin(), input.questions.end(), [&](const model::Question& q) {
        return q.key == main.question.key && q.version == main.question.version;
      });
  const std::vector<Member> markets = places_of(input.markets, "no market given");
  const std::vector<Member> units = places_of(input.units, "no unit given");
  const std::vector<Member> channels = places_of(input.channels, "no channel given");
  main.markets = place_reports(markets, main_counts.by_market, counts.responses_by_market,
                               main.question, options);
  main.units =
      place_reports(units, main_counts.by_unit, counts.responses_by_unit, main.question, options);
  main.channels = place_reports(channels, main_counts.by_channel, counts.responses_by_channel,
                                main.question, options);
  Strata strata;
  if (main.question.comparison.difference.estimate) {
    strata = choose_strata(markets, units, main_counts, options, notes);
  }
  main.adjusted = adjusted_report(strata, main.question, options);
  main.adjusted.sentence = adjusted_sentence(main.adjusted);
  const Groups groups = main_counts.by_market.sum();
  fill_strength(groups, options, main);
  const Arms arms = arms_of(groups, options.strength);
  fill_clustered(input, *question, arms, main, notes);
  main.sensitivity = sensitivity_of(main, std::move(strata.arms), arms, options.conf_level);
  main.heterogeneity =
      heterogeneity_of(markets, main_counts.by_market, main.question.measure, options);
  if (main.clustered_leads) {
    Comparison& comparison = main.question.comparison;
    const Finding unclustered = comparison.finding;
    Figure lead = main.clustered;
    comparison.finding = finding_of(lead, options.conf_level);
    const bool clear =
        comparison.finding == Finding::kHigher || comparison.finding == Finding::kLower;
    if (clear && comparison.finding != unclustered) {
      // The test that ignores accounts disagrees: say so, with its p.
      comparison.finding = Finding::kBorderline;
      lead.p = comparison.difference.p;
    }
    comparison.sentence =
        comparison_sentence(main.question, lead, comparison.finding, options.strength);
  }
}

}  // namespace laurel::report
