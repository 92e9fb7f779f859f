// Figures and tables for reading, shared by the Markdown and the terminal rendering. Pure.
#pragma once

#include <string>
#include <vector>

#include "report/report.h"

namespace laurel::report {

// "42.1 (38.0 to 46.2)"; differences carry a sign; without a value "–".
std::string show_figure(const Figure& figure);
std::string show_p(const std::optional<double>& p);
// "higher", "no clear difference", "too few answers", …
std::string_view finding_words(Finding finding);
// "2026-01 to 2026-03", "undated", …
std::string show_months(const Report& report);

// A table: the first column is left-aligned, as are those named in `left`; the others are figures.
struct Table {
  std::string title;
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> remarks;  // sentences below it
};

// How much room there is: rows in a list of places or answers, and in the sections that follow the
// comparison (months, effort, market effects), with a remark for what is cut; and whether the
// groups beside a difference carry their own intervals.
struct TableRoom {
  std::size_t most_places = 20;
  std::size_t most_rows = 24;
  bool group_intervals = true;
};

// A group beside the difference it belongs to.
std::string show_group(const Figure& figure, const TableRoom& room);
std::string show_group(const std::optional<Figure>& figure, const TableRoom& room);

// The sections below the comparison: how far it can be leaned on, months, effort.
std::vector<Table> section_tables(const Report& report, const TableRoom& room);

// Every table of the report, in order. Names are as given: the rendering escapes them.
std::vector<Table> report_tables(const Report& report, const TableRoom& room);

}  // namespace laurel::report
