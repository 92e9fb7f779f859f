// The comparison, for reading: who answered, the main question with and without praise, by place,
// every other question, and all answers.
#include "report/comparison_sections.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "model/derived.h"
#include "report/format.h"
#include "report/selection.h"
#include "report/words.h"

namespace laurel::report {
namespace {

// What to say where a figure is missing, short enough for a column.
std::string finding_of_row(const Comparison& comparison) {
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

// What the main question's figures are counted in.
std::string axis_words(const QuestionReport& question) {
  switch (question.measure) {
    case Measure::kNps:
      return "NPS";
    case Measure::kRate:
      return "yes, %";
    default:
      return fmt::format("mean, {} to {}", question.scale_min, question.scale_max);
  }
}

std::string difference_axis(const Figure& difference, std::string_view scale) {
  if (difference.unit == "nps") return "difference in NPS points";
  if (difference.unit == "share") return "difference in percentage points";
  if (difference.unit == "probability") return "chance of a higher answer, %";
  return fmt::format("difference in points{}", scale);
}

std::string scale_words(const QuestionReport& question) {
  if (question.measure != Measure::kMean) return {};
  return fmt::format(" (scale {} to {})", question.scale_min, question.scale_max);
}

double no_difference(const Figure& difference) { return difference.unit == "probability" ? 50 : 0; }

std::vector<TableCell> group_row(std::string_view name, const std::optional<Figure>& figure,
                                 const Selection& responses) {
  TableCell shown = figure_cell(figure);
  if (figure && !figure->reason.empty()) shown.text += fmt::format(" ({})", figure->reason);
  return {name, counting(count_cell(figure ? figure->n : 0), responses),
          counting(std::move(shown), responses)};
}

Table voices(const Report& report) {
  const ResponseCounts& counts = report.responses;
  Table table;
  table.header = {"", "responses", "share"};
  const ReportOptions& options = report.options;
  const auto row = [&](std::string_view name, std::int64_t n, const Selection& responses) {
    table.rows.push_back({name, counting(count_cell(n), responses), share_cell(n, counts.total)});
  };
  row("praised somebody: exemplary", counts.commended_exemplary,
      selection_of(options, Group::kExemplary));
  row("praised somebody: kind words", counts.commended_kind, selection_of(options, Group::kKind));
  row("commented without praise", counts.spoke, selection_of(options, Group::kSpoke));
  row("comment in a language not supported", counts.unread, selection_of(options, Group::kUnread));
  row("no comment", counts.silent, selection_of(options, Group::kSilent));
  row("all", counts.total, selection_of(options));
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
  Table table;
  table.header = {"customers who", "answers", "figure (interval)"};
  const ReportOptions& options = report.options;
  const auto row = [&](std::string_view name, const std::optional<Figure>& figure,
                       const Selection& responses) {
    table.rows.push_back(group_row(name, figure, answering(responses, question.id)));
  };
  row("praised somebody", question.commended, praised_selection(options));
  row("commented without praise", question.spoke, selection_of(options, Group::kSpoke));
  row("said nothing", question.silent, selection_of(options, Group::kSilent));
  row("wrote in a language not supported", question.unread, selection_of(options, Group::kUnread));
  row("all", question.everyone, selection_of(options));
  table.charts.push_back(
      {.columns = {2},
       .axis = axis_words(question),
       .row_tones = {Tone::kPraise, Tone::kOthers, Tone::kQuiet, Tone::kQuiet, Tone::kQuiet},
       .alt = fmt::format("{} of each group of customers, with its interval.",
                          measure_words(question))});
  return table;
}

Table differences(const Report& report) {
  const MainReport& main = *report.main;
  const Figure& raw = main.question.comparison.difference;
  Table table;
  table.title = "Difference: praised somebody against commented without praise";
  table.header = {"", "answers", "difference (interval)", "p"};
  if (!raw.estimate) {
    table.remarks.push_back(main.question.comparison.sentence);
    return table;
  }
  const auto row = [&](std::string_view name, const Figure& figure) {
    if (!figure.estimate || !figure.lo) {
      table.remarks.push_back(fmt::format("No {} {}: {}.", figure.estimate ? "interval" : "figure",
                                          name, figure.reason));
    }
    table.rows.push_back({name, figure.estimate ? count_cell(figure.n) : TableCell(),
                          figure_cell(figure), p_cell(figure.p)});
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
  table.charts.push_back(
      {.columns = {2},
       .axis = difference_axis(raw, {}),
       .reference = no_difference(raw),
       .alt = "The difference as answered, evened out and by strength of praise, each with its "
              "interval; the line is no difference."});
  return table;
}

// Takes a column of figures away where nobody in the table has one; the groups' own table says so.
void drop_column_without_figures(Table& table, std::string_view name) {
  const auto column = std::find(table.header.begin(), table.header.end(), name);
  const auto index = static_cast<std::size_t>(column - table.header.begin());
  for (const auto& row : table.rows) {
    if (row[index].value) return;
  }
  table.header.erase(column);
  for (auto& row : table.rows) row.erase(row.begin() + static_cast<std::ptrdiff_t>(index));
}

// What narrows a selection to one place of a list.
void narrow_to_market(Selection& responses, std::int32_t id) {
  responses.market = {id};
  responses.without_market = id == 0;
}
void narrow_to_unit(Selection& responses, std::int32_t id) {
  responses.unit = {id};
  responses.unit_itself = true;
  responses.without_unit = id == 0;
}
void narrow_to_channel(Selection& responses, std::int32_t id) {
  responses.channel = {id};
  responses.without_channel = id == 0;
}
using Narrow = void (*)(Selection&, std::int32_t);

Section places(std::string_view id, std::string_view place, Narrow narrow,
               const QuestionReport& question, const std::vector<PlaceReport>& list,
               const ReportOptions& options, const Room& room) {
  const std::size_t most = room.most_places;
  Section section{
      std::string(id), fmt::format("{} by {}", measure_words(question), place), {}, {Table()}};
  Table& table = section.tables[0];
  table.header = {std::string(place),      "responses",  "praised", "without praise", "silent",
                  "difference (interval)", "adjusted p", "finding"};
  std::vector<const PlaceReport*> shown;
  for (const PlaceReport& report : list) shown.push_back(&report);
  if (shown.size() > most) {
    // The largest, largest first.
    std::stable_sort(shown.begin(), shown.end(), [](const PlaceReport* a, const PlaceReport* b) {
      return a->responses > b->responses;
    });
    shown.resize(most);
    table.remarks.push_back(
        fmt::format("The {} with most responses, and {} more; {} has all.", most,
                    grouped(static_cast<std::int64_t>(list.size() - most)), room.all_in));
  }
  constexpr std::size_t kMostPlanners = 3;
  std::size_t planners = 0;
  for (const PlaceReport* report : shown) {
    const auto here = [&](Selection responses) {
      narrow(responses, report->id);
      return responses;
    };
    const auto answered = [&](const Selection& responses) {
      return here(answering(responses, question.id));
    };
    table.rows.push_back(
        {report->name, counting(count_cell(report->responses), here(selection_of(options))),
         counting(group_cell(report->commended, room), answered(praised_selection(options))),
         counting(group_cell(report->spoke, room), answered(selection_of(options, Group::kSpoke))),
         counting(group_cell(report->silent, room),
                  answered(selection_of(options, Group::kSilent))),
         figure_cell(report->comparison.difference),
         p_cell(report->comparison.difference.p_adjusted), finding_of_row(report->comparison)});
    if (!report->planner.empty() && planners++ < kMostPlanners) {
      table.remarks.push_back(report->name + ": " + report->planner);
    }
  }
  drop_column_without_figures(table, "silent");
  std::vector<std::size_t> known;  // a place that nobody named is no place on a chart
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (shown[i]->known()) known.push_back(i);
  }
  if (known.empty()) return section;
  table.charts.push_back(
      {.columns = {2, 3},
       .rows = std::move(known),
       .axis = axis_words(question),
       .alt = fmt::format("{} by {}: customers who praised somebody beside those who commented "
                          "without praise, with intervals.",
                          measure_words(question), place)});
  return section;
}

// A forest plot for each unit that differences are counted in.
std::vector<Chart> forest_plots(const std::vector<const QuestionReport*>& rows) {
  std::vector<Chart> charts;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Figure& difference = rows[i]->comparison.difference;
    if (!difference.estimate) continue;
    const std::string axis = difference_axis(difference, scale_words(*rows[i]));
    auto chart = std::find_if(charts.begin(), charts.end(),
                              [&](const Chart& other) { return other.axis == axis; });
    if (chart == charts.end()) {
      charts.push_back({.columns = {3},
                        .rows = {},
                        .note_column = 5,
                        .axis = axis,
                        .reference = no_difference(difference),
                        .alt = fmt::format("Forest plot: {} between customers who praised somebody "
                                           "and those who commented without praise, question by "
                                           "question, with intervals and adjusted p.",
                                           axis)});
      chart = charts.end() - 1;
    }
    chart->rows.push_back(i);
  }
  return charts;
}

Section questions(std::string_view id, std::string_view title,
                  const std::vector<QuestionReport>& list, const Report& report, const Room& room) {
  Section section{std::string(id), std::string(title), {}, {Table()}};
  Table& table = section.tables[0];
  table.header = {"question", "praised",    "without praise", "difference (interval)",
                  "p",        "adjusted p", "finding"};
  std::vector<const QuestionReport*> in_rows;
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
      name += " [chance higher]";
    }
    in_rows.push_back(&question);
    table.rows.push_back(
        {name,
         counting(group_cell(question.commended, room),
                  answering(praised_selection(report.options), question.id)),
         counting(group_cell(question.spoke, room),
                  answering(selection_of(report.options, Group::kSpoke), question.id)),
         figure_cell(difference), p_cell(difference.p), p_cell(difference.p_adjusted),
         finding_of_row(question.comparison)});
    if (model::is_derived(question.role)) {
      table.remarks.push_back(
          fmt::format("“{}” was not asked; it follows from two answers of one response: {}.",
                      question.title, model::meaning_of_derived(question.role)));
    }
    if (question.odds_ratio && question.odds_ratio->estimate) {
      table.remarks.push_back(fmt::format("{}: common odds ratio over markets {}.", question.title,
                                          show_figure(*question.odds_ratio)));
    }
  }
  if (const std::size_t family = report.family_size; family > 0) {
    table.remarks.push_back(
        fmt::format("Adjusted p: Benjamini–Hochberg over {}.",
                    count_of(static_cast<std::int64_t>(family), "comparison", "comparisons")));
  }
  table.charts = forest_plots(in_rows);
  return section;
}

// Keeps the first rows of a list that is longer than there is room for.
void cut(Table& table, const Room& room) {
  const std::size_t most = room.most_places;
  if (table.rows.size() <= most) return;
  table.remarks.push_back(fmt::format("And {} more; {} has all.",
                                      grouped(static_cast<std::int64_t>(table.rows.size() - most)),
                                      room.all_in));
  table.rows.resize(most);
}

Table shares(const QuestionReport& question, const ReportOptions& options, const Room& room) {
  Table table;
  table.title = question.title;
  table.header = {"choice", "praised", "without praise", "difference (interval)"};
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
    const auto chose = [&](const Selection& responses) {
      Selection some = answering(responses, question.id);
      some.value = static_cast<std::int32_t>(one - question.choices.data());
      return some;
    };
    table.rows.push_back(
        {choice.choice, counting(figure_cell(choice.commended), chose(praised_selection(options))),
         counting(figure_cell(choice.spoke), chose(selection_of(options, Group::kSpoke))),
         figure_cell(choice.difference)});
  }
  cut(table, room);
  table.charts.push_back({.form = ChartForm::kShares,
                          .columns = {1, 2},
                          .axis = "share of answers, %",
                          .alt = fmt::format("Answers to “{}” of customers who praised somebody "
                                             "and of those who commented without praise.",
                                             question.title)});
  return table;
}

Table distribution(const QuestionReport& question, const ReportOptions& options, const Room& room) {
  Table table;
  table.header = {"answer",  "praised: exemplary", "praised: kind", "without praise", "silent",
                  "not read"};
  constexpr Group kOrder[] = {Group::kExemplary, Group::kKind, Group::kSpoke, Group::kSilent,
                              Group::kUnread};
  const Distribution& all = question.distribution;
  for (std::size_t i = all.values.size(); i-- > 0;) {
    std::vector<TableCell> row = {all.values[i]};
    for (const Group group : kOrder) {
      const auto& counts = all.counts[static_cast<std::size_t>(group)];
      const std::int64_t n = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
      Selection responses = answering(selection_of(options, group), question.id);
      responses.value = question.scale_min + static_cast<std::int32_t>(i);
      row.push_back(counting(counted_share_cell(counts[i], n), responses));
    }
    table.rows.push_back(std::move(row));
  }
  cut(table, room);
  Chart chart{
      .form = ChartForm::kShares,
      .columns = {},
      .axis = "share of the group's answers, %",
      .alt = fmt::format("How the answers to “{}” are spread in each group.", question.title)};
  for (std::size_t column = 1; column < table.header.size(); ++column) {
    const bool any = std::any_of(table.rows.begin(), table.rows.end(),
                                 [&](const auto& row) { return row[column].value.has_value(); });
    if (!any) continue;
    constexpr Tone kTones[] = {Tone::kExemplary, Tone::kPraise, Tone::kOthers, Tone::kQuiet,
                               Tone::kQuiet};
    chart.columns.push_back(column);
    chart.tones.push_back(kTones[column - 1]);
  }
  table.charts.push_back(std::move(chart));
  return table;
}

bool any_known(const std::vector<PlaceReport>& places) {
  return std::any_of(places.begin(), places.end(), [](const PlaceReport& p) { return p.known(); });
}

}  // namespace

std::vector<Section> comparison_sections(const Report& report, const Room& room) {
  std::vector<Section> sections;
  sections.push_back({"responses", "Responses", {}, {voices(report)}});
  if (report.main) {
    const MainReport& main = *report.main;
    sections.push_back(
        {"comparison", measure_words(main.question), {}, {groups(report), differences(report)}});
    if (any_known(main.markets)) {
      sections.push_back(places("markets", "market", narrow_to_market, main.question, main.markets,
                                report.options, room));
    }
    if (any_known(main.units)) {
      sections.push_back(
          places("units", "unit", narrow_to_unit, main.question, main.units, report.options, room));
    }
    if (any_known(main.channels)) {
      sections.push_back(places("channels", "channel", narrow_to_channel, main.question,
                                main.channels, report.options, room));
    }
  }
  if (!report.outcomes.empty()) {
    sections.push_back(questions("outcomes", "Yes/no answers", report.outcomes, report, room));
  }
  if (!report.questions.empty()) {
    sections.push_back(
        questions("questions", "Every other question", report.questions, report, room));
    for (const QuestionReport& question : report.questions) {
      if (question.measure == Measure::kShares) {
        sections.back().tables.push_back(shares(question, report.options, room));
      }
    }
  }
  if (report.main) {
    sections.push_back({"distribution",
                        fmt::format("All answers to “{}”", report.main->question.title),
                        {},
                        {distribution(report.main->question, report.options, room)}});
  }
  return sections;
}

}  // namespace laurel::report
