#include "report/xlsx_charts.h"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "report/charts.h"

namespace laurel::report {
namespace {

lxw_color_t colour_of(std::string_view hex) {
  return static_cast<lxw_color_t>(std::stoul(std::string(hex.substr(1)), nullptr, 16));
}

lxw_color_t colour_of(const Chart& chart, std::size_t i) {
  constexpr std::array kColours = {kPraiseColour, kOthersColour, kExemplaryColour, kQuietColour};
  const std::size_t tone = i < chart.tones.size() ? static_cast<std::size_t>(chart.tones[i]) : i;
  return colour_of(kColours[tone % kColours.size()]);
}

// A heading without what only a table needs.
std::string series_name(const Table& table, std::size_t column) {
  const std::string& heading = table.header[column];
  return heading.substr(0, heading.find(" (interval)"));
}

// As text: what begins with = would be taken for a formula.
std::string as_text(const std::string& name) { return name.starts_with('=') ? " " + name : name; }

std::uint8_t type_of(ChartForm form) {
  return form == ChartForm::kShares ? LXW_CHART_COLUMN : LXW_CHART_LINE;
}

// The rows that are drawn, as runs of neighbours: first and last.
std::vector<std::pair<std::size_t, std::size_t>> runs_of(const Table& table, const Chart& chart) {
  std::vector<std::size_t> rows = chart.rows;
  if (rows.empty()) {
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      const auto drawn = [&](std::size_t column) {
        return table.rows[row][column].value.has_value();
      };
      // Months without answers keep their place in time.
      if (chart.form == ChartForm::kMonths ||
          std::any_of(chart.columns.begin(), chart.columns.end(), drawn)) {
        rows.push_back(row);
      }
    }
  }
  std::sort(rows.begin(), rows.end());
  std::vector<std::pair<std::size_t, std::size_t>> runs;
  for (const std::size_t row : rows) {
    if (!runs.empty() && row == runs.back().second + 1) {
      runs.back().second = row;
    } else {
      runs.emplace_back(row, row);
    }
  }
  return runs;
}

// Draws columns of the sheet, a series each.
class Drawing {
 public:
  Drawing(lxw_chart* chart, const SheetPlace& place,
          std::vector<std::pair<std::size_t, std::size_t>> runs)
      : chart_(chart), place_(place), runs_(std::move(runs)) {}

  lxw_chart_series* add(std::uint16_t column, const std::string& name) {
    const std::string names = range(place_.columns.front().value), values = range(column);
    lxw_chart_series* series = chart_add_series(chart_, names.c_str(), values.c_str());
    if (series != nullptr) chart_series_set_name(series, as_text(name).c_str());
    return series;
  }

 private:
  // "='Sheet'!$B$4:$B$9"; of several runs "=('Sheet'!$B$4:$B$9,'Sheet'!$B$12:$B$12)".
  std::string range(std::uint16_t column) const {
    char name[LXW_MAX_COL_NAME_LENGTH];
    lxw_col_to_name(name, column, LXW_TRUE);
    std::string all;
    for (const auto& [first, last] : runs_) {
      all += fmt::format("{}'{}'!{}${}:{}${}", all.empty() ? "" : ",", place_.sheet, name,
                         place_.first_row + first + 1, name, place_.first_row + last + 1);
    }
    return runs_.size() > 1 ? "=(" + all + ")" : "=" + all;
  }

  lxw_chart* chart_;
  const SheetPlace& place_;
  std::vector<std::pair<std::size_t, std::size_t>> runs_;
};

void as_points(lxw_chart_series* series, lxw_color_t colour, std::uint8_t type, std::uint8_t size) {
  lxw_chart_line none = {};
  none.none = LXW_TRUE;
  chart_series_set_line(series, &none);
  chart_series_set_marker_type(series, type);
  chart_series_set_marker_size(series, size);
  lxw_chart_fill fill = {};
  fill.color = colour;
  chart_series_set_marker_fill(series, &fill);
  lxw_chart_line edge = {};
  edge.color = colour;
  chart_series_set_marker_line(series, &edge);
}

// Ends of the interval as dashes, the estimate as a dot; a line joins what is of one row.
bool draw_intervals(Drawing& drawing, lxw_chart* native, const Table& table, const Chart& chart,
                    const SheetPlace& place) {
  std::vector<std::int16_t> ends;
  std::int16_t next = 0;
  for (std::size_t i = 0; i < chart.columns.size(); ++i) {
    const SheetColumn& column = place.columns[chart.columns[i]];
    const lxw_color_t colour = colour_of(chart, i);
    if (chart.columns.size() == 1 && column.lower && column.upper) {
      for (const auto& [at, name] : {std::pair(*column.lower, "lower"), {*column.upper, "upper"}}) {
        lxw_chart_series* end = drawing.add(at, name);
        if (end == nullptr) return false;
        as_points(end, colour, LXW_CHART_MARKER_LONG_DASH, 5);
        ends.push_back(next++);
      }
    }
    lxw_chart_series* points = drawing.add(column.value, series_name(table, chart.columns[i]));
    if (points == nullptr) return false;
    as_points(points, colour, LXW_CHART_MARKER_CIRCLE, 7);
    ++next;
  }
  lxw_chart_line joined = {};
  joined.color = colour_of(kQuietColour);
  joined.width = 1.5F;
  chart_set_high_low_lines(native, &joined);
  if (!ends.empty()) {
    ends.push_back(-1);  // the end of the list
    chart_legend_delete_series(native, ends.data());
  }
  return true;
}

bool draw_columns(Drawing& drawing, const Table& table, const Chart& chart,
                  const SheetPlace& place) {
  for (std::size_t i = 0; i < chart.columns.size(); ++i) {
    lxw_chart_series* series =
        drawing.add(place.columns[chart.columns[i]].value, series_name(table, chart.columns[i]));
    if (series == nullptr) return false;
    const lxw_color_t colour = colour_of(chart, i);
    if (chart.form == ChartForm::kShares) {
      lxw_chart_fill fill = {};
      fill.color = colour;
      chart_series_set_fill(series, &fill);
    } else {
      lxw_chart_line line = {};
      line.color = colour;
      line.width = 2;
      chart_series_set_line(series, &line);
    }
  }
  return true;
}

}  // namespace

bool insert_chart(lxw_workbook* book, lxw_worksheet* sheet, const Table& table, const Chart& chart,
                  const SheetPlace& place) {
  auto runs = runs_of(table, chart);
  if (runs.empty()) return true;
  lxw_chart* native = workbook_add_chart(book, type_of(chart.form));
  if (native == nullptr) return false;
  Drawing drawing(native, place, std::move(runs));
  const bool drawn = chart.form == ChartForm::kIntervals
                         ? draw_intervals(drawing, native, table, chart, place)
                         : draw_columns(drawing, table, chart, place);
  if (!drawn) return false;
  chart_title_set_name(native, as_text(place.title).c_str());
  lxw_chart_font title = {};
  title.size = 12;
  chart_title_set_name_font(native, &title);
  if (!chart.axis.empty()) chart_axis_set_name(native->y_axis, as_text(chart.axis).c_str());
  // Names of the rows stay below, also where values are negative.
  chart_axis_set_label_position(native->x_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
  if (chart.reference) chart_axis_set_crossing(native->y_axis, *chart.reference);
  lxw_chart_line grid = {};
  grid.color = colour_of(kRuleColour);
  chart_axis_major_gridlines_set_line(native->y_axis, &grid);
  chart_legend_set_position(native, LXW_CHART_LEGEND_BOTTOM);
  chart_show_blanks_as(native, LXW_CHART_BLANKS_AS_GAP);
  lxw_chart_options options = {};
  options.x_scale = 1.5;
  options.y_scale = 1.3;
  options.object_position = LXW_OBJECT_MOVE_DONT_SIZE;
  std::string alt = chart.alt;
  options.description = alt.data();
  return worksheet_insert_chart_opt(sheet, place.at_row, place.at_column, native, &options) ==
         LXW_NO_ERROR;
}

}  // namespace laurel::report
