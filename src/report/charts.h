// The report's charts as Vega-Lite specifications (https://vega.github.io/vega-lite/docs/), the
// only place that makes them: the HTML report, and whoever else wants the same picture, take them
// from here. A specification is complete in itself: data, colours, sizes, what it shows in words.
// Its data are the cells of the table, in the table's units, unrounded. Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "report/section.h"

namespace laurel::report {

// The major version of Vega-Lite that the specifications are written for.
inline constexpr int kVegaLiteVersion = 6;

// The colours that stand for who a figure is about; style sheets map them for dark pages.
inline constexpr std::string_view kPraiseColour = "#2f6b4f";     // laurel: praised somebody
inline constexpr std::string_view kOthersColour = "#6b7f99";     // commented without praise
inline constexpr std::string_view kExemplaryColour = "#b8862b";  // gold: exemplary praise
inline constexpr std::string_view kQuietColour = "#868d90";      // said nothing, background
inline constexpr std::string_view kInkColour = "#3d4644";        // axes, words
inline constexpr std::string_view kRuleColour = "#d9ddd9";       // grid, no difference

// A specification as JSON on one line. REQUIRES: `chart` belongs to `table`. The data set is named
// "table"; each datum has `label`, `series` (the column's heading), `value`, `lo`, `hi`, `shown`
// (the text of the cell) and `row` (of the table).
std::string vega_lite(const Table& table, const Chart& chart);

}  // namespace laurel::report
