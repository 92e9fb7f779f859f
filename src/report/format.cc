#include "report/format.h"

#include <fmt/format.h>

#include "report/words.h"

namespace laurel::report {
namespace {

bool is_difference(const Figure& figure) {
  return figure.statistic.find("difference") != std::string_view::npos;
}

}  // namespace

double shown_times(const Figure& figure) {
  const bool hundredths =
      figure.unit == "nps" || figure.unit == "share" || figure.unit == "probability";
  return hundredths ? 100 : 1;
}

NumberForm shown_form(const Figure& figure) {
  NumberForm form;
  form.decimals = shown_times(figure) == 100 ? 1 : 2;
  if (is_difference(figure)) form.sign = NumberForm::Sign::kAlways;
  if (figure.unit == "probability" || (figure.unit == "share" && !is_difference(figure))) {
    form.unit = NumberForm::Unit::kPercent;
  }
  return form;
}

std::string show_figure(const Figure& figure) { return figure_cell(figure).text; }

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

}  // namespace laurel::report
