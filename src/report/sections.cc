// The sections below the comparison, for reading: how far it can be leaned on, month by month, and
// where the praise goes. Each stays short; long lists are cut and say so.
#include <fmt/format.h>

#include <algorithm>

#include "report/format.h"
#include "report/words.h"

namespace laurel::report {
namespace {

std::string more(std::size_t n, std::string_view what) {
  return fmt::format("{} {} more; --format csv has all.", what,
                     grouped(static_cast<std::int64_t>(n)));
}

Table robustness(const MainReport& main, const TableRoom& room) {
  Table table{"How far the difference can be leaned on",
              {"market", "answers", "as answered", "chance taken off (interval)"},
              {},
              {}};
  const HeterogeneityReport& markets = main.heterogeneity;
  std::vector<const MarketEffect*> shown;
  for (const MarketEffect& market : markets.markets) shown.push_back(&market);
  const std::size_t most = std::min<std::size_t>(room.most_rows, 10);
  const bool cut = shown.size() > most;
  if (cut) {
    std::stable_sort(shown.begin(), shown.end(), [](const MarketEffect* a, const MarketEffect* b) {
      return a->as_answered.n > b->as_answered.n;
    });
    shown.resize(most);
  }
  for (const MarketEffect* market : shown) {
    table.rows.push_back({market->name, grouped(market->as_answered.n),
                          show_group(market->as_answered, room), show_figure(market->shrunk)});
  }
  if (cut) {
    table.remarks.push_back(more(markets.markets.size() - most, "The largest, and"));
  }
  table.remarks.push_back(markets.sentence);
  if (!markets.left_out.empty() && !markets.markets.empty()) {
    table.remarks.push_back(fmt::format("{} too few answers for this.",
                                        count_of(static_cast<std::int64_t>(markets.left_out.size()),
                                                 "market has", "markets have")));
  }
  table.remarks.push_back(main.sensitivity.sentence);
  return table;
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

Table trend(const Report& report, const TableRoom& room) {
  const TrendReport& trend = report.trend;
  Table table{"Month by month",
              {"month", "comments", "with praise", "praised", "without praise", "all", "finding"},
              {},
              {}};
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
    table.rows.push_back({month.month.to_string(), grouped(month.share.n),
                          show_group(month.share, room), show_group(month.commended, room),
                          show_group(month.spoke, room), show_group(month.everyone, room),
                          std::move(finding)});
  }
  if (n > room.most_rows) {
    table.remarks.push_back(more(n - room.most_rows, "The latest, and"));
  }
  if (!trend.reason.empty()) {
    table.remarks.push_back(fmt::format("What changed over time can't be said: {}.", trend.reason));
    return table;
  }
  if (!trend.main || trend.share.centre || trend.main->centre ||
      trend.share.reason != trend.main->reason) {
    table.remarks.push_back(trend.share.sentence);
    if (trend.main) table.remarks.push_back(trend.main->sentence);
  } else {
    table.remarks.push_back(
        fmt::format("Whether anything changed can't be said: {}.", trend.share.reason));
  }
  return table;
}

Table effort(const EffortReport& effort, const TableRoom& room) {
  Table table{"Responses with praise per 100 comments, by unit",
              {"unit", "comments", "per 100 (interval)", "chance taken off (interval)"},
              {},
              {}};
  const auto per_100 = [](const Figure& figure) {
    if (!figure.estimate) return std::string("–");
    std::string text = plain(*figure.estimate * 100, 1);
    if (figure.lo && figure.hi) {
      text += fmt::format(" ({} to {})", plain(*figure.lo * 100, 1), plain(*figure.hi * 100, 1));
    }
    return text;
  };
  const std::size_t most = std::min<std::size_t>(room.most_rows, 10);
  const std::size_t shown = effort.units_shown;
  for (std::size_t i = 0; i < shown; ++i) {
    // Both ends of a long list.
    if (shown > most && i >= most / 2 && i < shown - most / 2) continue;
    const EffortUnit& unit = effort.units[i];
    table.rows.push_back(
        {unit.name, grouped(unit.share.n), per_100(unit.share), per_100(unit.shrunk)});
  }
  if (shown > most) {
    table.remarks.push_back(more(shown - most / 2 * 2, "The ends of the list; between them"));
  }
  if (const std::size_t few = effort.units.size() - shown; few > 0) {
    table.remarks.push_back(
        fmt::format("{} fewer than {} comments and {} not shown.",
                    count_of(static_cast<std::int64_t>(few), "unit has", "units have"),
                    kFewestComments, few == 1 ? "is" : "are"));
  }
  table.remarks.push_back(effort.sentence);
  return table;
}

}  // namespace

std::vector<Table> section_tables(const Report& report, const TableRoom& room) {
  std::vector<Table> tables;
  if (report.main && report.main->question.comparison.difference.estimate) {
    tables.push_back(robustness(*report.main, room));
  }
  tables.push_back(trend(report, room));
  if (!report.effort.units.empty()) tables.push_back(effort(report.effort, room));
  return tables;
}

}  // namespace laurel::report
