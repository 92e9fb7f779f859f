#include "report/section.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/format.h"
#include "report/words.h"

namespace laurel::report {
namespace {

std::string show(double value, const NumberForm& form) {
  std::string text;
  if (const double whole = rounded(value, 0); form.decimals == 0 && std::abs(whole) >= 1000) {
    text = (whole < 0                                ? "−"
            : form.sign == NumberForm::Sign::kAlways ? "+"
                                                     : "") +
           grouped(static_cast<std::int64_t>(std::abs(whole)));
  } else {
    text = form.sign == NumberForm::Sign::kAlways ? with_sign(value, form.decimals)
                                                  : plain(value, form.decimals);
  }
  return form.unit == NumberForm::Unit::kPercent ? text + "%" : text;
}

TableCell number(double value, const NumberForm& form) {
  TableCell cell;
  cell.text = show(value, form);
  cell.value = value;
  cell.form = form;
  return cell;
}

TableCell with_interval(const Figure& figure, double times, const NumberForm& form) {
  if (!figure.estimate) return {};
  TableCell cell = number(*figure.estimate * times, form);
  cell.method = figure.method;
  cell.source = figure.source;
  if (figure.lo && figure.hi) {
    cell.lo = *figure.lo * times;
    cell.hi = *figure.hi * times;
    cell.text += fmt::format(" ({} to {})", show(*cell.lo, form), show(*cell.hi, form));
  }
  return cell;
}

}  // namespace

TableCell count_cell(std::int64_t n) {
  TableCell cell;
  cell.text = grouped(n);
  cell.value = static_cast<double>(n);
  return cell;
}

TableCell blank_cell() {
  TableCell cell;
  cell.text.clear();
  return cell;
}

TableCell share_cell(std::int64_t part, std::int64_t whole) {
  TableCell cell;
  cell.text = share_of(part, whole);
  cell.form.unit = NumberForm::Unit::kPercent;
  if (whole > 0) cell.value = 100 * static_cast<double>(part) / static_cast<double>(whole);
  return cell;
}

TableCell counted_share_cell(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return {};
  TableCell cell = share_cell(part, whole);
  cell.count = part;
  cell.text = part == 0 ? "0" : fmt::format("{} ({})", grouped(part), cell.text);
  return cell;
}

TableCell number_cell(double value, int decimals) { return number(value, {.decimals = decimals}); }

TableCell p_cell(const std::optional<double>& p) {
  if (!p) return {};
  TableCell cell;
  cell.text = show_p(p);
  cell.value = p;
  cell.form = {.decimals = 3, .unit = NumberForm::Unit::kP};
  return cell;
}

TableCell figure_cell(const Figure& figure) {
  return with_interval(figure, shown_times(figure), shown_form(figure));
}

TableCell figure_cell(const std::optional<Figure>& figure) {
  return figure ? figure_cell(*figure) : TableCell();
}

TableCell per_100_cell(const Figure& figure) { return with_interval(figure, 100, {.decimals = 1}); }

TableCell group_cell(const Figure& figure, const Room& room) {
  if (!figure.estimate || room.group_intervals) return figure_cell(figure);
  return number(*figure.estimate * shown_times(figure), shown_form(figure));
}

TableCell group_cell(const std::optional<Figure>& figure, const Room& room) {
  return figure ? group_cell(*figure, room) : TableCell();
}

bool Table::column_is_words(std::size_t column) const {
  return std::any_of(rows.begin(), rows.end(),
                     [&](const std::vector<TableCell>& row) { return row[column].words; });
}

std::vector<std::string_view> methods_of(const Table& table) {
  std::vector<std::string_view> methods;
  for (const auto& row : table.rows) {
    for (const TableCell& cell : row) {
      if (cell.method.empty()) continue;
      if (std::find(methods.begin(), methods.end(), cell.method) == methods.end()) {
        methods.push_back(cell.method);
      }
    }
  }
  return methods;
}

}  // namespace laurel::report
