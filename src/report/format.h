// Figures in words and digits, the same in every form of the report. Pure.
#pragma once

#include <string>
#include <string_view>

#include "report/report.h"
#include "report/section.h"

namespace laurel::report {

// What a figure is multiplied by to be read: 100 for NPS, shares and probabilities.
double shown_times(const Figure& figure);
// One decimal for these, two for others; differences carry a sign, shares a percent sign.
NumberForm shown_form(const Figure& figure);

// "42.1 (38.0 to 46.2)"; without a value "–".
std::string show_figure(const Figure& figure);
std::string show_p(const std::optional<double>& p);
// "higher", "no clear difference", "too few answers", …
std::string_view finding_words(Finding finding);
// What a method is, for those who check: "score interval (Tango 1998)"; the name itself when it has
// no words here. The same names as in docs/report.md.
std::string_view method_words(std::string_view method);
// "Maria Lopez, Parts adviser, Leeds, March 2026".
std::string byline(const Quote& quote);
std::string month_words(base::Month month);  // "March 2026"; empty when unknown
// "Acme", "Acme: Depot Leeds, Germany".
std::string reported_on(const Report& report);
// "2026-01 to 2026-03", "undated", …
std::string show_months(const Report& report);

}  // namespace laurel::report
