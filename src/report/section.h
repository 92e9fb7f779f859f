// The report as it is read: sections of sentences, tables and charts, the same for every form it
// takes. A section that is added to report_sections() appears in the terminal, Markdown, HTML and
// XLSX alike; no form knows any section by name. A chart draws columns of its table, so that the
// two can't disagree. Pure; names of places, people and questions are as given, the form escapes
// them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/report.h"
#include "store/response_list.h"

namespace laurel::report {

// How a number is written.
struct NumberForm {
  int decimals = 0;  // at most 3
  enum class Sign : std::uint8_t { kMinus, kAlways } sign = Sign::kMinus;
  enum class Unit : std::uint8_t { kNone, kPercent, kP } unit = Unit::kNone;
};

// One cell of a table: its text, and the number behind it for charts and spreadsheets, unrounded
// but in the unit of the text (NPS and shares times 100). A column whose cells are words is set
// left, one of numbers right.
struct TableCell {
  std::string text;
  std::optional<double> value, lo, hi;
  std::optional<std::int64_t> count;  // "123 (14%)": how many the share is of
  NumberForm form;
  std::string_view method, source;                 // of a figure: docs/report.md
  std::optional<store::ResponseFilter> responses;  // those that it counts, where they can be listed
  bool words = false;                              // "–" in a column of numbers is not

  TableCell() : text("–") {}
  TableCell(std::string_view text_) : text(text_), words(true) {}  // NOLINT: a row reads as a list
  TableCell(const std::string& text_) : TableCell(std::string_view(text_)) {}  // NOLINT
  TableCell(const char* text_) : TableCell(std::string_view(text_)) {}         // NOLINT
};

// How much room a form has, with a remark for what is cut: rows in a list of places or answers, of
// months, and in the lists that only support the comparison (effort, market effects); and whether
// the groups beside a difference carry their own intervals.
struct Room {
  std::size_t most_places = 20;
  std::size_t most_rows = 24;
  std::size_t most_support = 10;
  bool group_intervals = true;
  std::string_view all_in = "--format csv";  // what has the rows that are cut
};

TableCell count_cell(std::int64_t n);
TableCell blank_cell();  // where a figure has no place, among numbers
TableCell share_cell(std::int64_t part, std::int64_t whole);          // "24%"
TableCell counted_share_cell(std::int64_t part, std::int64_t whole);  // "123 (24%)"
TableCell number_cell(double value, int decimals);
TableCell p_cell(const std::optional<double>& p);
// "42.1 (38.0 to 46.2)"; "–" without a value.
TableCell figure_cell(const Figure& figure);
TableCell figure_cell(const std::optional<Figure>& figure);
// A share as a number per 100.
TableCell per_100_cell(const Figure& figure);
// A group beside the difference it belongs to.
TableCell group_cell(const Figure& figure, const Room& room);
TableCell group_cell(const std::optional<Figure>& figure, const Room& room);

// What a chart shows of its table; charts.h turns it into Vega-Lite. The first column names the
// rows.
enum class ChartForm : std::uint8_t {
  kIntervals,  // a row a line: points with intervals, one colour a column; two columns are joined
  kMonths,     // the first column is months: lines with intervals, and limits where given
  kShares,     // the first column is answers: bars of each column's shares, side by side
  kCurves,     // the first column is days: lines with intervals
};

// The limits of a control chart, a row of the table each.
struct ChartLimits {
  std::optional<double> centre;
  std::vector<std::optional<double>> lower, upper;
  std::vector<bool> outside;  // the month stands out
};

// Whose figures a colour stands for.
enum class Tone : std::uint8_t { kPraise, kOthers, kExemplary, kQuiet };

struct Chart {
  ChartForm form = ChartForm::kIntervals;
  std::vector<std::size_t> columns = {};        // of the table
  std::vector<std::size_t> rows = {};           // of the table; empty: all that have figures
  std::optional<std::size_t> note_column = {};  // written beside each row: an adjusted p
  std::string axis = {};                        // "NPS", "difference in NPS points"
  std::optional<double> reference = {};         // where no difference lies
  std::vector<Tone> tones = {};                 // of the columns; as enumerated when not given
  std::vector<Tone> row_tones = {};             // of the table's rows, where there is one column
  std::string alt = {};                         // what it shows, for those who can't see it
  std::optional<ChartLimits> limits = {};
  int months_apart = 1;  // of kMonths: from row to row
};

// A table; `title` only where a section has several.
struct Table {
  std::string title;
  std::vector<std::string> header;
  std::vector<std::vector<TableCell>> rows;
  std::vector<std::string> remarks;  // sentences below it
  std::vector<Chart> charts;

  bool column_is_words(std::size_t column) const;
};

struct Section {
  std::string id;  // lower case and hyphens; stable: anchors, sheets
  std::string title;
  std::vector<std::string> paragraphs = {};  // what it says, before the figures
  std::vector<Table> tables = {};
  std::vector<Quote> quotes = {};
};

// The methods behind the figures of a table, each once, in order.
std::vector<std::string_view> methods_of(const Table& table);

// Every section, in order; none is empty.
std::vector<Section> report_sections(const Report& report, const Room& room);

}  // namespace laurel::report
