#include "report/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "report/words.h"

namespace laurel::report {
namespace {

bool is_difference(const Figure& figure) {
  return figure.statistic.find("difference") != std::string_view::npos;
}

std::string show_value(const Figure& figure, double value) {
  const bool hundredths =
      figure.unit == "nps" || figure.unit == "share" || figure.unit == "probability";
  const double shown = hundredths ? value * 100 : value;
  const int decimals = hundredths ? 1 : 2;
  std::string text = is_difference(figure) ? with_sign(shown, decimals) : plain(shown, decimals);
  const bool percent =
      figure.unit == "probability" || (figure.unit == "share" && !is_difference(figure));
  return percent ? text + "%" : text;
}

std::string show_maybe(const std::optional<Figure>& figure) {
  return figure ? show_figure(*figure) : std::string("–");
}

// What to say where a figure is missing, short enough for a column.
std::string finding_cell(const Comparison& comparison) {
  const Figure& difference = comparison.difference;
  if (comparison.finding == Finding::kUndefined && !difference.estimate) {
    const bool praised = difference.n_commended.value_or(0) > 0;
    const bool spoke = difference.n_spoke.value_or(0) > 0;
    if (!praised && !spoke) return "no answers to compare";
    if (!praised) return "no praise to compare";
    if (!spoke) return "only praise, nothing to compare with";
  }
  if (comparison.finding == Finding::kUndefined && !difference.reason.empty()) {
    return difference.reason;
  }
  return std::string(finding_words(comparison.finding));
}

std::string measure_words(const QuestionReport& question) {
  switch (question.measure) {
    case Measure::kNps:
      return "NPS";
    case Measure::kRate:
      return fmt::format("“{}”, yes", question.title);
    case Measure::kMean:
      return fmt::format("mean of “{}” ({} to {})", question.title, question.scale_min,
                         question.scale_max);
    case Measure::kOrdered:
    case Measure::kShares:
      break;
  }
  return question.title;
}

std::vector<std::string> group_row(std::string name, const std::optional<Figure>& figure) {
  const std::int64_t n = figure ? figure->n : 0;
  std::string shown = show_maybe(figure);
  if (figure && !figure->reason.empty()) shown += fmt::format(" ({})", figure->reason);
  return {std::move(name), grouped(n), std::move(shown)};
}

Table voices(const Report& report) {
  const ResponseCounts& counts = report.responses;
  Table table{"Responses", {"", "responses", "share"}, {}, {}};
  const auto row = [&](std::string name, std::int64_t n) {
    table.rows.push_back({std::move(name), grouped(n), share_of(n, counts.total)});
  };
  row("praised somebody: exemplary", counts.commended_exemplary);
  row("praised somebody: kind words", counts.commended_kind);
  row("commented without praise", counts.spoke);
  row("comment in a language not supported", counts.unread);
  row("no comment", counts.silent);
  row("all", counts.total);
  if (counts.pending > 0) {
    table.remarks.push_back(fmt::format("A review could still change {} ({} of the comments read).",
                                        count_of(counts.pending, "response", "responses"),
                                        share_of(counts.pending, counts.read())));
  }
  return table;
}

Table groups(const Report& report) {
  const MainReport& main = *report.main;
  const QuestionReport& question = main.question;
  Table table{measure_words(question), {"customers who", "answers", "figure (interval)"}, {}, {}};
  table.rows.push_back(group_row("praised somebody", question.commended));
  table.rows.push_back(group_row("commented without praise", question.spoke));
  table.rows.push_back(group_row("said nothing", question.silent));
  table.rows.push_back(group_row("wrote in a language not supported", question.unread));
  table.rows.push_back(group_row("all", question.everyone));
  return table;
}

Table differences(const Report& report) {
  const MainReport& main = *report.main;
  const Figure& raw = main.question.comparison.difference;
  Table table{"Difference: praised somebody against commented without praise",
              {"", "answers", "difference (interval)", "p"},
              {},
              {}};
  if (!raw.estimate) {
    table.remarks.push_back(main.question.comparison.sentence);
    return table;
  }
  const auto row = [&](std::string name, const Figure& figure) {
    if (!figure.estimate || !figure.lo) {
      table.remarks.push_back(fmt::format("No {} {}: {}.", figure.estimate ? "interval" : "figure",
                                          name, figure.reason));
    }
    table.rows.push_back({std::move(name), figure.estimate ? grouped(figure.n) : std::string("–"),
                          show_figure(figure), show_p(figure.p)});
  };
  row("as answered", raw);
  row("allowing for accounts", main.clustered);
  const std::string strata = main.adjusted.strata.empty() ? "" : " by " + main.adjusted.strata;
  row("evened out" + strata, main.adjusted.overlap);
  if (!main.adjusted.strata.empty()) {
    row("at the mix of those who praised", main.adjusted.commended_mix);
  }
  for (const StrengthReport& strength : main.strength) {
    row(strength.group == Group::kExemplary ? "for exemplary praise only" : "for kind words only",
        strength.comparison.difference);
  }
  if (!main.adjusted.strata.empty()) table.remarks.push_back(main.adjusted.sentence);
  if (!main.adjusted.dropped.empty()) {
    constexpr std::size_t kMost = 10;
    std::string names;
    for (std::size_t i = 0; i < std::min(kMost, main.adjusted.dropped.size()); ++i) {
      names += (i > 0 ? "; " : "") + main.adjusted.dropped[i];
    }
    if (main.adjusted.dropped.size() > kMost) {
      names += fmt::format("; and {} more", main.adjusted.dropped.size() - kMost);
    }
    table.remarks.push_back("Left out: " + names + ".");
  }
  return table;
}

// Takes a column of figures away where nobody in the table has one; the groups' own table says so.
void drop_column_without_figures(Table& table, std::string_view name) {
  const auto column = std::find(table.header.begin(), table.header.end(), name);
  const auto index = static_cast<std::size_t>(column - table.header.begin());
  for (const auto& row : table.rows) {
    if (row[index] != "–") return;
  }
  table.header.erase(column);
  for (auto& row : table.rows) row.erase(row.begin() + static_cast<std::ptrdiff_t>(index));
}

Table places(std::string title, std::string_view place, const std::vector<PlaceReport>& list,
             const TableRoom& room) {
  const std::size_t most = room.most_places;
  Table table{std::move(title),
              {std::string(place), "responses", "praised", "without praise", "silent",
               "difference (interval)", "adjusted p", "finding"},
              {},
              {}};
  std::vector<const PlaceReport*> shown;
  for (const PlaceReport& report : list) shown.push_back(&report);
  if (shown.size() > most) {
    // The largest, largest first.
    std::stable_sort(shown.begin(), shown.end(), [](const PlaceReport* a, const PlaceReport* b) {
      return a->responses > b->responses;
    });
    shown.resize(most);
    table.remarks.push_back(
        fmt::format("The {} with most responses, and {} more; --format csv has all.", most,
                    grouped(static_cast<std::int64_t>(list.size() - most))));
  }
  constexpr std::size_t kMostPlanners = 3;
  std::size_t planners = 0;
  for (const PlaceReport* report : shown) {
    table.rows.push_back(
        {report->name, grouped(report->responses), show_group(report->commended, room),
         show_group(report->spoke, room), show_group(report->silent, room),
         show_figure(report->comparison.difference),
         show_p(report->comparison.difference.p_adjusted), finding_cell(report->comparison)});
    if (!report->planner.empty() && planners++ < kMostPlanners) {
      table.remarks.push_back(report->name + ": " + report->planner);
    }
  }
  drop_column_without_figures(table, "silent");
  return table;
}

Table questions(std::string title, const std::vector<QuestionReport>& list, std::size_t family,
                const TableRoom& room) {
  Table table{std::move(title),
              {"question", "praised", "without praise", "difference (interval)", "p", "adjusted p",
               "finding"},
              {},
              {}};
  for (const QuestionReport& question : list) {
    if (question.measure == Measure::kShares) {
      table.remarks.push_back(question.comparison.sentence);
      continue;
    }
    const Figure& difference = question.comparison.difference;
    std::string name = question.title;
    if (question.measure == Measure::kMean) {
      name += fmt::format(" [{}–{}]", question.scale_min, question.scale_max);
    } else if (question.measure == Measure::kOrdered) {
      name += " [chance of a higher answer]";
    }
    table.rows.push_back({std::move(name), show_group(question.commended, room),
                          show_group(question.spoke, room), show_figure(difference),
                          show_p(difference.p), show_p(difference.p_adjusted),
                          finding_cell(question.comparison)});
    if (question.odds_ratio && question.odds_ratio->estimate) {
      table.remarks.push_back(fmt::format("{}: common odds ratio over markets {}.", question.title,
                                          show_figure(*question.odds_ratio)));
    }
  }
  if (family > 0) {
    table.remarks.push_back(
        fmt::format("Adjusted p: Benjamini–Hochberg over {}.",
                    count_of(static_cast<std::int64_t>(family), "comparison", "comparisons")));
  }
  return table;
}

// Keeps the first rows of a list that is longer than there is room for.
void cut(Table& table, std::size_t most) {
  if (table.rows.size() <= most) return;
  table.remarks.push_back(
      fmt::format("And {} more; --format csv has all.",
                  grouped(static_cast<std::int64_t>(table.rows.size() - most))));
  table.rows.resize(most);
}

Table shares(const QuestionReport& question, const TableRoom& room) {
  Table table{
      question.title, {"choice", "praised", "without praise", "difference (interval)"}, {}, {}};
  std::vector<const ChoiceFigures*> shown;
  for (const ChoiceFigures& choice : question.choices) shown.push_back(&choice);
  if (shown.size() > room.most_places) {
    const auto share = [](const ChoiceFigures* choice) {
      return choice->commended.estimate.value_or(0) + choice->spoke.estimate.value_or(0);
    };
    std::stable_sort(
        shown.begin(), shown.end(),
        [&](const ChoiceFigures* a, const ChoiceFigures* b) { return share(a) > share(b); });
  }
  for (const ChoiceFigures* one : shown) {
    const ChoiceFigures& choice = *one;
    table.rows.push_back({choice.choice, show_figure(choice.commended), show_figure(choice.spoke),
                          show_figure(choice.difference)});
  }
  cut(table, room.most_places);
  return table;
}

Table distribution(const QuestionReport& question, const TableRoom& room) {
  Table table{
      fmt::format("All answers to “{}”", question.title),
      {"answer", "praised: exemplary", "praised: kind", "without praise", "silent", "not read"},
      {},
      {}};
  constexpr Group kOrder[] = {Group::kExemplary, Group::kKind, Group::kSpoke, Group::kSilent,
                              Group::kUnread};
  const Distribution& all = question.distribution;
  for (std::size_t i = all.values.size(); i-- > 0;) {
    std::vector<std::string> row = {all.values[i]};
    for (const Group group : kOrder) {
      const auto& counts = all.counts[static_cast<std::size_t>(group)];
      const std::int64_t n = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
      row.push_back(n == 0 ? std::string("–")
                    : counts[i] == 0
                        ? std::string("0")
                        : fmt::format("{} ({})", grouped(counts[i]), share_of(counts[i], n)));
    }
    table.rows.push_back(std::move(row));
  }
  cut(table, room.most_places);
  return table;
}

bool any_known(const std::vector<PlaceReport>& places) {
  return std::any_of(places.begin(), places.end(), [](const PlaceReport& p) { return p.known; });
}

}  // namespace

std::string show_figure(const Figure& figure) {
  if (!figure.estimate) return "–";
  std::string text = show_value(figure, *figure.estimate);
  if (figure.lo && figure.hi) {
    text +=
        fmt::format(" ({} to {})", show_value(figure, *figure.lo), show_value(figure, *figure.hi));
  }
  return text;
}

std::string show_group(const Figure& figure, const TableRoom& room) {
  if (!figure.estimate) return "–";
  return room.group_intervals ? show_figure(figure) : show_value(figure, *figure.estimate);
}

std::string show_group(const std::optional<Figure>& figure, const TableRoom& room) {
  return figure ? show_group(*figure, room) : std::string("–");
}

std::string show_p(const std::optional<double>& p) {
  if (!p) return "–";
  const std::string words = p_words(*p);
  return words.substr(words.starts_with("p = ") ? 4 : 2);
}

std::string_view finding_words(Finding finding) {
  switch (finding) {
    case Finding::kUndefined:
      return "can't be compared";
    case Finding::kTooFew:
      return "too few answers";
    case Finding::kNoClearDifference:
      return "no clear difference";
    case Finding::kBorderline:
      return "borderline";
    case Finding::kHigher:
      return "higher";
    case Finding::kLower:
      return "lower";
  }
  return "";
}

std::string show_months(const Report& report) {
  if (!report.first_month.known()) return "without dates";
  const std::string first = report.first_month.to_string(), last = report.last_month.to_string();
  return first == last ? first : fmt::format("{} to {}", first, last);
}

std::vector<Table> report_tables(const Report& report, const TableRoom& room) {
  std::vector<Table> tables;
  if (report.responses.total == 0) return tables;
  tables.push_back(voices(report));
  if (report.main) {
    const MainReport& main = *report.main;
    const std::string measure = measure_words(main.question);
    tables.push_back(groups(report));
    tables.push_back(differences(report));
    if (any_known(main.markets)) {
      tables.push_back(places(measure + " by market", "market", main.markets, room));
    }
    if (any_known(main.units)) {
      tables.push_back(places(measure + " by unit", "unit", main.units, room));
    }
    if (any_known(main.channels)) {
      tables.push_back(places(measure + " by channel", "channel", main.channels, room));
    }
  }
  if (!report.outcomes.empty()) {
    tables.push_back(questions("Yes/no answers", report.outcomes, report.family_size, room));
  }
  if (!report.questions.empty()) {
    tables.push_back(questions("Every other question", report.questions, report.family_size, room));
    for (const QuestionReport& question : report.questions) {
      if (question.measure == Measure::kShares) tables.push_back(shares(question, room));
    }
  }
  if (report.main) tables.push_back(distribution(report.main->question, room));
  for (Table& table : section_tables(report, room)) tables.push_back(std::move(table));
  std::erase_if(tables, [](const Table& t) { return t.rows.empty() && t.remarks.empty(); });
  return tables;
}

}  // namespace laurel::report
