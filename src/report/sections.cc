// Every section in order, and those below the comparison: how far it can be leaned on, month by
// month, and where the praise goes. Each stays short; long lists are cut and say so.
#include <fmt/format.h>

#include <algorithm>

#include "report/comparison_sections.h"
#include "report/experience_sections.h"
#include "report/people_sections.h"
#include "report/retention_sections.h"
#include "report/section.h"
#include "report/selection.h"
#include "report/words.h"

namespace laurel::report {
namespace {

std::string more(std::size_t n, std::string_view what, const Room& room) {
  return fmt::format("{} {} more; {} has all.", what, grouped(static_cast<std::int64_t>(n)),
                     room.all_in);
}

Section robustness(const MainReport& main, const Room& room) {
  Section section{"robustness", "How far the difference can be leaned on", {}, {Table()}};
  Table& table = section.tables[0];
  table.header = {"market", "answers", "as answered", "chance taken off (interval)"};
  const HeterogeneityReport& markets = main.heterogeneity;
  std::vector<const MarketEffect*> shown;
  for (const MarketEffect& market : markets.markets) shown.push_back(&market);
  const std::size_t most = room.most_support;
  const bool cut = shown.size() > most;
  if (cut) {
    std::stable_sort(shown.begin(), shown.end(), [](const MarketEffect* a, const MarketEffect* b) {
      return a->as_answered.n > b->as_answered.n;
    });
    shown.resize(most);
  }
  for (const MarketEffect* market : shown) {
    table.rows.push_back({market->name, count_cell(market->as_answered.n),
                          group_cell(market->as_answered, room), figure_cell(market->shrunk)});
  }
  if (cut) {
    table.remarks.push_back(more(markets.markets.size() - most, "The largest, and", room));
  }
  section.paragraphs = {markets.sentence, main.sensitivity.sentence};
  if (!markets.left_out.empty() && !markets.markets.empty()) {
    table.remarks.push_back(fmt::format("{} too few answers for this.",
                                        count_of(static_cast<std::int64_t>(markets.left_out.size()),
                                                 "market has", "markets have")));
  }
  table.charts.push_back(
      {.columns = {2, 3},
       .axis = "difference",
       .reference = 0,
       .tones = {Tone::kQuiet, Tone::kPraise},
       .alt = "The difference in each market as answered, and with chance taken off."});
  return section;
}

std::string finding_of_month(const ControlChart& chart, std::size_t month, std::string_view name) {
  bool run = false, above = false;
  for (const ChartSignal& signal : chart.signals) {
    if (month < signal.first || signal.last < month) continue;
    if (signal.rule == ChartRule::kOutside) {
      return fmt::format("{}: {} limits", name, signal.above ? "above" : "below");
    }
    run = true;
    above = signal.above;
  }
  return run ? fmt::format("{}: run {}", name, above ? "above average" : "below average") : "";
}

// The chart's own columns of months: those of the table, so that limits lie where they belong.
ChartLimits limits_of(const ControlChart& chart, std::size_t first, double times) {
  ChartLimits limits;
  if (chart.centre) limits.centre = *chart.centre * times;
  const auto shown = [&](const std::optional<double>& value) {
    return value ? std::optional(*value * times) : std::nullopt;
  };
  for (std::size_t i = first; i < chart.points.size(); ++i) {
    limits.lower.push_back(shown(chart.points[i].lower));
    limits.upper.push_back(shown(chart.points[i].upper));
    limits.outside.push_back(chart.points[i].outside);
  }
  return limits;
}

Section trend(const Report& report, const Room& room) {
  const TrendReport& trend = report.trend;
  Section section{"months", "Month by month", {}, {Table()}};
  Table& table = section.tables[0];
  table.header = {"month",          "comments", "with praise", "praised",
                  "without praise", "all",      "finding"};
  const std::size_t n = trend.months.size();
  // The latest months; without a main question only the share.
  for (std::size_t i = n > room.most_rows ? n - room.most_rows : 0; i < n; ++i) {
    const TrendMonth& month = trend.months[i];
    std::string finding = month.responses == 0 ? "no responses" : "";
    std::string_view score = "score";
    if (report.main && report.main->question.measure == Measure::kNps) score = "NPS";
    for (const std::string& words :
         {finding_of_month(trend.share, i, "praise"),
          trend.main ? finding_of_month(*trend.main, i, score) : std::string()}) {
      if (!words.empty()) finding += (finding.empty() ? "" : "; ") + words;
    }
    // Of the months within a period that are asked for, or any.
    const auto then = [&](const Selection& responses) { return in_month(responses, month.month); };
    const auto answered = [&](const Selection& responses) {
      return then(report.main ? answering(responses, report.main->question.id) : responses);
    };
    const ReportOptions& options = report.options;
    Selection read = selection_of(options), praised = read;
    read.voice = store::VoiceGroup::kRead;
    praised.voice = store::VoiceGroup::kCommended;
    table.rows.push_back(
        {month.month.to_string(), counting(count_cell(month.share.n), then(read)),
         counting(group_cell(month.share, room), then(praised)),
         counting(group_cell(month.commended, room), answered(praised_selection(options))),
         counting(group_cell(month.spoke, room), answered(selection_of(options, Group::kSpoke))),
         counting(group_cell(month.everyone, room), answered(selection_of(options))), finding});
  }
  if (n > room.most_rows) {
    table.remarks.push_back(more(n - room.most_rows, "The latest, and", room));
  }
  if (!trend.reason.empty()) {
    section.paragraphs.push_back(
        fmt::format("What changed over time can't be said: {}.", trend.reason));
    return section;
  }
  if (!trend.main || trend.share.centre || trend.main->centre ||
      trend.share.reason != trend.main->reason) {
    section.paragraphs.push_back(trend.share.sentence);
    if (trend.main) section.paragraphs.push_back(trend.main->sentence);
  } else {
    section.paragraphs.push_back(
        fmt::format("Whether anything changed can't be said: {}.", trend.share.reason));
  }
  const std::size_t first = n > room.most_rows ? n - room.most_rows : 0;
  table.charts.push_back({.form = ChartForm::kMonths,
                          .columns = {2},
                          .axis = "comments with praise, %",
                          .alt = "Share of comments with praise by month, with control limits.",
                          .limits = limits_of(trend.share, first, 100)});
  if (trend.main && report.main) {
    const bool mean = report.main->question.measure == Measure::kMean;
    const bool nps = report.main->question.measure == Measure::kNps;
    table.charts.push_back(
        {.form = ChartForm::kMonths,
         .columns = {5},
         .axis = nps    ? "NPS of all answers"
                 : mean ? "mean of all answers"
                        : "yes, % of all answers",
         .alt = "The main question by month over all answers, with control limits.",
         .limits = limits_of(*trend.main, first, mean ? 1 : 100)});
  }
  return section;
}

Section effort(const EffortReport& effort, const ReportOptions& options, const Room& room) {
  Section section{
      "effort", "Responses with praise per 100 comments, by unit", {effort.sentence}, {Table()}};
  Table& table = section.tables[0];
  table.header = {"unit", "comments", "per 100 (interval)", "chance taken off (interval)"};
  const std::size_t most = room.most_support;
  const std::size_t shown = effort.units_shown;
  for (std::size_t i = 0; i < shown; ++i) {
    // Both ends of a long list.
    if (shown > most && i >= most / 2 && i < shown - most / 2) continue;
    const EffortUnit& unit = effort.units[i];
    Selection read = selection_of(options);
    read.unit = unit.id;
    read.unit_itself = true;
    read.voice = store::VoiceGroup::kRead;
    Selection praised = read;
    praised.voice = store::VoiceGroup::kCommended;
    table.rows.push_back({unit.name, counting(count_cell(unit.share.n), read),
                          counting(per_100_cell(unit.share), praised), per_100_cell(unit.shrunk)});
  }
  if (shown > most) {
    table.remarks.push_back(more(shown - most / 2 * 2, "The ends of the list; between them", room));
  }
  if (const std::size_t few = effort.units.size() - shown; few > 0) {
    table.remarks.push_back(
        fmt::format("{} fewer than {} comments and {} not shown.",
                    count_of(static_cast<std::int64_t>(few), "unit has", "units have"),
                    kFewestComments, few == 1 ? "is" : "are"));
  }
  table.charts.push_back({.columns = {3},
                          .axis = "per 100 comments, chance taken off",
                          .alt = "Responses with praise per 100 comments in each unit, with "
                                 "intervals, most first."});
  return section;
}

void drop_empty(std::vector<Section>& sections) {
  for (Section& section : sections) {
    for (Table& table : section.tables) {
      if (table.rows.empty()) table.charts.clear();
    }
    std::erase_if(section.tables,
                  [](const Table& table) { return table.rows.empty() && table.remarks.empty(); });
  }
  std::erase_if(sections,
                [](const Section& s) { return s.tables.empty() && s.paragraphs.empty(); });
}

}  // namespace

std::vector<Section> report_sections(const Report& report, const Room& room) {
  if (report.responses.total == 0) return {};
  std::vector<Section> sections;
  if (!report.praise.empty()) {
    sections.push_back({.id = "praise",
                        .title = "In customers’ words",
                        .paragraphs = {"Chosen for being clear, not for being typical."},
                        .quotes = report.praise});
  }
  for (Section& section : comparison_sections(report, room)) {
    sections.push_back(std::move(section));
  }
  if (report.main && report.main->question.comparison.difference.estimate) {
    sections.push_back(robustness(*report.main, room));
  }
  const auto append = [&](std::vector<Section> more) {
    for (Section& section : more) sections.push_back(std::move(section));
  };
  append(certainty_sections(report, room));
  sections.push_back(scorecard_section(report.scorecard));
  append(experience_sections(report, room));
  append(retention_sections(report, room));
  sections.push_back(trend(report, room));
  if (!report.effort.units.empty()) sections.push_back(effort(report.effort, report.options, room));
  append(people_sections(report, room));
  drop_empty(sections);
  return sections;
}

}  // namespace laurel::report
