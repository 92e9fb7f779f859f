// The report's charts as a spreadsheet's own: they draw the cells of the sheet, so whoever changes
// a number sees the picture follow. Inside the report's workbook only; not thread-safe, as the
// workbook isn't.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/section.h"

struct lxw_workbook;
struct lxw_worksheet;

namespace laurel::report {

// Where a column of the table lies in the sheet.
struct SheetColumn {
  std::uint16_t value = 0;
  std::optional<std::uint16_t> lower, upper;
};

struct SheetPlace {
  std::string sheet;                 // its name
  std::string title;                 // what is drawn
  std::uint32_t first_row = 0;       // of the table's rows
  std::vector<SheetColumn> columns;  // as the table's
  std::uint32_t at_row = 0;          // where the chart goes
  std::uint16_t at_column = 0;
};

// Rows of the sheet that a chart covers.
inline constexpr std::uint32_t kChartRows = 20;

// One column with intervals becomes points between their ends; two are joined, with the intervals
// left to the table; months and days become lines, answers bars side by side. False when the
// workbook refuses it. REQUIRES: `chart` belongs to `table`.
bool insert_chart(lxw_workbook* book, lxw_worksheet* sheet, const Table& table, const Chart& chart,
                  const SheetPlace& place);

}  // namespace laurel::report
