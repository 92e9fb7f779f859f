#include "report/format.h"

#include <fmt/format.h>

#include <cmath>

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
  if (figure.unit == "days") form.decimals = 1;
  if (figure.unit == "money") {
    for (const auto& value : {figure.estimate, figure.lo, figure.hi})
      if (std::abs(value.value_or(0)) >= 100) form.decimals = 0;
  }
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

std::string_view method_words(std::string_view method) {
  struct Words {
    std::string_view method, words;
  };
  static constexpr Words kWords[] = {
      {"nps_score", "one NPS: score interval (Tango 1998)"},
      {"mover_score",
       "difference of two NPS: MOVER on score limits (Zou & Donner 2008), Welch’s test"},
      {"cr1_account", "difference of two NPS with accounts as clusters: CR1, t on accounts − 1"},
      {"cr1_contact", "difference of two NPS with contacts as clusters: CR1, t on contacts − 1"},
      {"stratified_mover_score_overlap",
       "difference of two NPS evened out: weights n₁n₀/(n₁+n₀), where both groups are found"},
      {"stratified_mover_score_att", "the same at the mix of those who praised"},
      {"stratified_mean_overlap", "difference of means or rates evened out: weights n₁n₀/(n₁+n₀)"},
      {"stratified_mean_att", "the same at the mix of those who praised"},
      {"order_statistic", "the 10th percentile of the answers, with a one-sided lower bound"},
      {"expected_rank",
       "expected rank: 1 + the chances that each other is better (Laird & Louis 1989)"},
      {"reml_case_mix", "drawn towards what the case mix would lead one to expect: REML"},
      {"wilson", "one rate: Wilson’s interval"},
      {"newcombe", "difference of two rates: Newcombe’s interval, Pearson’s chi-squared test"},
      {"mantel_haenszel", "common odds ratio: Mantel–Haenszel, Cochran–Mantel–Haenszel test"},
      {"mean_t", "one mean: t interval"},
      {"welch", "difference of two means: Welch’s t"},
      {"normal", "one market’s difference: normal interval"},
      {"reml_shrunk", "drawn towards the average market: random effects, REML"},
      {"reml_modified_knha", "the average market: REML, modified Hartung–Knapp"},
      {"beta_binomial",
       "a unit’s share drawn towards all units: beta-binomial, maximum likelihood"},
      {"kaplan_meier", "shares over time: Kaplan–Meier, log-log intervals"},
      {"rmst", "days: difference of restricted means, normal interval"},
      {"rmst_overlap", "the same within markets, weights n₁n₀/(n₁+n₀)"},
      {"cox_by_market",
       "hazard ratio: Cox within markets (Efron’s ties), with the stratified log-rank test"},
      {"capped_mean_t", "mean of capped revenue: t interval"},
      {"capped_welch", "difference of capped revenue: Welch’s t"},
      {"stratified_capped_mean_overlap", "the same within markets, weights n₁n₀/(n₁+n₀)"},
      {"yuen", "trimmed means: Yuen’s test"},
      {"ratio_of_sums", "ratio of revenues: linearised over customers (Cochran 1977)"},
      {"normal_of_quarters", "last quarter minus first: normal interval, as if independent"},
      {"brunner_munzel_logit",
       "chance of a higher answer, ties half: Brunner–Munzel on the logit scale"},
  };
  for (const Words& words : kWords) {
    if (words.method == method) return words.words;
  }
  return method;
}

std::string month_words(base::Month month) {
  constexpr std::string_view kMonths[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};
  if (!month.known()) return {};
  return fmt::format("{} {}", kMonths[month.index % 12], month.index / 12);
}

std::string byline(const Quote& quote) {
  std::string words = quote.person;
  for (const std::string& part : {quote.place, month_words(quote.month)}) {
    if (!part.empty()) words += (words.empty() ? "" : ", ") + part;
  }
  return words;
}

std::string reported_on(const Report& report) {
  if (report.place.empty()) return report.organization_name;
  return fmt::format("{}: {}", report.organization_name, report.place);
}

std::string show_months(const Report& report) {
  if (!report.first_month.known()) return "without dates";
  const std::string first = report.first_month.to_string(), last = report.last_month.to_string();
  return first == last ? first : fmt::format("{} to {}", first, last);
}

}  // namespace laurel::report
