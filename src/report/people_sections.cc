#include "report/people_sections.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/format.h"
#include "report/selection.h"
#include "report/words.h"

namespace laurel::report {
namespace {

TableCell rank_cell(const Standing& standing) {
  if (!standing.expected_rank) return {};
  TableCell cell = number_cell(*standing.expected_rank, 0);
  cell.lo = standing.rank_lo;
  cell.hi = standing.rank_hi;
  cell.method = "expected_rank";
  cell.text += fmt::format(" ({} to {})", plain(*standing.rank_lo, 0), plain(*standing.rank_hi, 0));
  return cell;
}

// "7 (at least 6)".
TableCell floor_cell(const Figure& floor) {
  if (!floor.estimate) return {};
  TableCell cell = number_cell(*floor.estimate, 0);
  cell.method = floor.method;
  if (floor.lo) cell.text += fmt::format(" (at least {})", plain(*floor.lo, 0));
  return cell;
}

TableCell maybe_cell(const std::optional<double>& value, int decimals) {
  return value ? number_cell(*value, decimals) : TableCell();
}

std::string good_header(const StandingReport& standing) {
  return standing.good_from ? fmt::format("{} and above", *standing.good_from)
                            : std::string("good scores");
}

Section units(const UnitsReport& units, const Report& report, const Room& room) {
  Section section{
      "unit-standing", "Units with chance and mix taken off", {units.sentence}, {Table()}};
  Table& table = section.tables[0];
  const StandingReport& standing = units.standing;
  table.header = {
      "unit",          "answers",           "as answered",         "chance taken off (interval)",
      "expected rank", "nine of ten reach", good_header(standing), "spread"};
  const std::size_t most = std::min(room.most_rows, room.most_places);
  for (std::size_t i = 0; i < standing.shown.size(); ++i) {
    // Both ends of a long list.
    if (standing.shown.size() > most && i >= most / 2 && i < standing.shown.size() - most / 2)
      continue;
    const Standing& unit = standing.shown[i];
    Selection answered = answering(selection_of(report.options), report.main->question.id);
    answered.unit = {unit.id};
    answered.unit_itself = true;
    table.rows.push_back({unit.name, counting(count_cell(unit.score.n), answered),
                          group_cell(unit.score, room), figure_cell(unit.shrunk), rank_cell(unit),
                          floor_cell(unit.floor), group_cell(unit.good_share, room),
                          maybe_cell(unit.spread, 1)});
  }
  if (standing.shown.size() > most) {
    table.remarks.push_back(fmt::format(
        "The ends of the list; between them {} more; {} has all.",
        grouped(static_cast<std::int64_t>(standing.shown.size() - most / 2 * 2)), room.all_in));
  }
  if (standing.too_few > 0) {
    table.remarks.push_back(
        fmt::format("{} fewer than {} answers and {} not shown.",
                    count_of(static_cast<std::int64_t>(standing.too_few), "unit has", "units have"),
                    kFewestServed, standing.too_few == 1 ? "is" : "are"));
  }
  table.charts.push_back({.columns = {2, 3},
                          .axis = "main question",
                          .alt = "Each unit as answered, and with chance and the mix of channels "
                                 "taken off."});
  return section;
}

Section people(const PeopleReport& report, const ReportOptions& options, const Room& room) {
  Section section{"people", "People", report.sentences, {}};
  if (report.people.empty()) return section;
  section.tables.emplace_back();
  Table& table = section.tables[0];
  const bool all = report.shown_as == ShowPeople::kAll;
  table.header = {"person",
                  "unit",
                  "answers",
                  "chance taken off (interval)",
                  "expected rank",
                  "nine of ten reach",
                  good_header(report.standing),
                  "praised",
                  "expected",
                  "finding"};
  const auto shown = std::min(report.people.size(), room.most_places);
  for (std::size_t i = 0; i < shown; ++i) {
    const PersonReport& person = report.people[i];
    const Standing& standing = person.standing;
    Selection praised = selection_of(options);
    praised.unit = {};  // the people of a unit are those who belong to it
    praised.credited = {standing.id};
    table.rows.push_back(
        {standing.name, standing.unit, count_cell(standing.score.n), figure_cell(standing.shrunk),
         rank_cell(standing), floor_cell(standing.floor), group_cell(standing.good_share, room),
         counting(count_cell(person.credited), praised), maybe_cell(person.expected_credits, 1),
         person.unsung                      ? "unsung"
         : standing.p_top.value_or(0) > 0.5 ? "likely among the best tenth"
                                            : ""});
  }
  if (shown < report.people.size()) {
    table.remarks.push_back(
        fmt::format("And {} more; {} has all.",
                    grouped(static_cast<std::int64_t>(report.people.size() - shown)), room.all_in));
  }
  if (!all) {
    table.remarks.push_back("Only people of whom the figures speak well are named here.");
  }
  if (report.standing.too_few > 0) {
    table.remarks.push_back(fmt::format(
        "{} fewer than {} answers and {} no figures.",
        count_of(static_cast<std::int64_t>(report.standing.too_few), "person has", "people have"),
        kFewestServed, report.standing.too_few == 1 ? "gets" : "get"));
  }
  return section;
}

Section coverage(const CoverageReport& coverage, const Room& room) {
  Section section{"coverage", "Recognition through the year", {coverage.sentence}, {Table()}};
  Table& table = section.tables[0];
  table.header = {"month", "people who served", "recognised", "times"};
  const std::size_t n = coverage.months.size();
  for (std::size_t i = n > room.most_rows ? n - room.most_rows : 0; i < n; ++i) {
    const CoverageMonth& month = coverage.months[i];
    table.rows.push_back({month.month.to_string(), count_cell(month.recognised.n),
                          figure_cell(month.recognised), count_cell(month.credits)});
  }
  if (!coverage.waiting.empty()) {
    std::string names;
    const std::size_t most = std::min<std::size_t>(10, coverage.waiting.size());
    for (std::size_t i = 0; i < most; ++i) names += (i > 0 ? ", " : "") + coverage.waiting[i];
    if (most < coverage.waiting.size()) {
      names += fmt::format(" and {} more", coverage.waiting.size() - most);
    }
    table.remarks.push_back(fmt::format(
        "Likely among the best quarter, and not recognised for three months: {}.", names));
  }
  if (n > 0) {
    table.charts.push_back({.form = ChartForm::kMonths,
                            .columns = {2},
                            .axis = "people who served and were recognised, %",
                            .alt = "Share of the people who served in a month that were praised "
                                   "in it."});
  }
  return section;
}

}  // namespace

std::vector<Section> people_sections(const Report& report, const Room& room) {
  std::vector<Section> sections;
  if (report.main) sections.push_back(units(report.standing_units, report, room));
  const PeopleReport& all = report.people;
  sections.push_back(people(all, report.options, room));
  sections.push_back(coverage(all.coverage, room));
  return sections;
}

Section scorecard_section(const ScorecardReport& scorecard) {
  Section section{"scorecard", "The four rewards", {scorecard.sentence}, {Table()}};
  Table& table = section.tables[0];
  table.header = {
      "reward",     "figure", "answers", "estimate (interval)", "change over the months",
      "with praise"};
  for (const RewardReport& reward : scorecard.rewards) {
    std::string name(model::name(reward.reward));
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
    if (reward.figures.empty()) {
      table.rows.push_back(
          {name, "no data", TableCell(), TableCell(), TableCell(), TableCell("not compared")});
    }
    std::string definitions = fmt::format("{}: {}.", name, reward.definition);
    for (const RewardFigure& figure : reward.figures) {
      const bool compared = figure.with_praise != Finding::kUndefined;
      table.rows.push_back(
          {name, figure.title, count_cell(figure.figure.n), figure_cell(figure.figure),
           figure_cell(figure.change),
           compared ? TableCell(finding_words(figure.with_praise)) : TableCell("not compared")});
      definitions += fmt::format(" “{}” is {}.", figure.title, figure.definition);
    }
    table.remarks.push_back(std::move(definitions));
    section.paragraphs.push_back(reward.sentence);
  }
  return section;
}

}  // namespace laurel::report
