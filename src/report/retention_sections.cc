#include "report/retention_sections.h"

#include <fmt/format.h>

#include <cmath>

#include "report/format.h"
#include "report/retention_build.h"
#include "report/words.h"

namespace laurel::report {
namespace {

// Shares as a percentage; a ratio of money too.
TableCell percent_cell(Figure figure) {
  figure.unit = "share";
  return figure_cell(figure);
}

void add_row(Table& table, std::string_view what, const TableCell& commended,
             const TableCell& spoke, const TableCell& difference, std::string_view finding) {
  table.rows.push_back({what, commended, spoke, difference, finding});
}

// "  the same, evened out over 12 markets": what is left once both groups have the same mix.
void add_evened_out(Table& table, const EvenedOut& evened) {
  if (!evened.worth_telling()) return;
  const std::string left = evened.left_out == 0
                               ? std::string()
                               : fmt::format("; {} elsewhere left out",
                                             count_of(evened.left_out, "customer", "customers"));
  add_row(
      table,
      fmt::format("  the same, evened out over {}{}",
                  count_of(static_cast<std::int64_t>(evened.markets), "market", "markets"), left),
      blank_cell(), blank_cell(), figure_cell(evened.difference), "");
}

void add_curve_rows(Table& table, const CurveReport& curve, CurveOf of, const Room& room) {
  if (!curve.reason.empty()) return;
  const bool kept = of == CurveOf::kKept;
  const std::string after = span_words(curve.horizon_days);
  add_row(table, fmt::format("{} {}", kept ? "still a customer after" : "came back within", after),
          group_cell(curve.commended.at_horizon, room), group_cell(curve.spoke.at_horizon, room),
          figure_cell(curve.share_difference), "");
  add_row(table, kept ? "days kept in that time" : "days sooner back", blank_cell(), blank_cell(),
          figure_cell(curve.days.difference), finding_words(curve.days.finding));
  add_evened_out(table, curve.days_evened_out);
  add_row(table,
          kept ? "risk of leaving, as a ratio, within markets"
               : "pace of coming back, as a ratio, within markets",
          blank_cell(), blank_cell(), figure_cell(curve.hazard_ratio),
          curve.hazard_ratio.p ? p_words(*curve.hazard_ratio.p) : std::string());
}

Table curve_table(const CurveReport& curve, CurveOf of, const Room& room) {
  const bool kept = of == CurveOf::kKept;
  Table table;
  table.title =
      kept ? "Still customers, days after the landmark" : "Come back, days after the landmark";
  table.header = {"days", "praised", "followed", "without praise", "followed"};
  const bool small = room.most_rows < curve.commended.points.size();
  const auto share = [](const CurvePoint& point) {
    Figure figure{};
    figure.unit = "share";
    figure.method = "kaplan_meier";
    figure.estimate = point.share;
    figure.lo = point.lo;
    figure.hi = point.hi;
    return figure_cell(figure);
  };
  for (std::size_t i = 0; i < curve.commended.points.size(); ++i) {
    const CurvePoint &a = curve.commended.points[i], &b = curve.spoke.points[i];
    if (small && a.day % 90 != 0 && a.day != curve.horizon_days) continue;
    table.rows.push_back(
        {number_cell(a.day, 0), share(a), count_cell(a.at_risk), share(b), count_cell(b.at_risk)});
  }
  table.charts.push_back(
      {.form = ChartForm::kCurves,
       .columns = {1, 3},
       .axis = kept ? "still customers, %" : "come back, %",
       .alt = kept ? "Share of customers still there, by days after the landmark, for those who "
                     "praised somebody and those who commented without praise, with intervals."
                   : "Share of customers who came back, by days after the landmark, for those who "
                     "praised somebody and those who commented without praise, with intervals."});
  return table;
}

Section retention(const RetentionReport& report, const Room& room) {
  Section section{"retention", "What customers did afterwards", report.sentences, {Table()}};
  // Growth has a section of its own.
  section.paragraphs.resize(section.paragraphs.size() - report.growth.size());
  Table& table = section.tables[0];
  table.header = {"after the landmark", "praised", "without praise", "difference (interval)",
                  "finding"};
  if (report.kept) add_curve_rows(table, *report.kept, CurveOf::kKept, room);
  if (report.returned) add_curve_rows(table, *report.returned, CurveOf::kReturned, room);
  for (const RevenueReport& revenue : report.revenue) {
    if (!revenue.reason.empty()) continue;
    const std::string span = span_words(revenue.days);
    add_row(table, fmt::format("{} spent in {}, each, capped", revenue.currency, span),
            group_cell(revenue.commended, room), group_cell(revenue.spoke, room),
            figure_cell(revenue.difference.difference), finding_words(revenue.difference.finding));
    add_evened_out(table, revenue.evened_out);
    add_row(table, "  the same, not capped", blank_cell(), blank_cell(),
            figure_cell(revenue.raw_difference), "");
    if (revenue.before_difference.estimate) {
      add_row(table, fmt::format("  in {} before the first comment", span), blank_cell(),
              blank_cell(), figure_cell(revenue.before_difference), "");
    }
  }
  if (report.returned && report.captive.reason.empty()) {
    const CaptiveReport& captive = report.captive;
    add_row(table, "of those back: would not recommend", group_cell(captive.commended, room),
            group_cell(captive.spoke, room), figure_cell(captive.difference.difference),
            finding_words(captive.difference.finding));
  }
  table.remarks = report.remarks;
  if (report.kept && report.kept->reason.empty())
    section.tables.push_back(curve_table(*report.kept, CurveOf::kKept, room));
  if (report.returned && report.returned->reason.empty())
    section.tables.push_back(curve_table(*report.returned, CurveOf::kReturned, room));
  return section;
}

Section growth(const RetentionReport& report, const Room& room) {
  Section section{"growth", "Growth that customers bring", {}, {Table()}};
  Table& table = section.tables[0];
  table.header = {"", "last 365 days", "of the 365 before (interval)"};
  for (const EarnedGrowthReport& growth : report.growth) {
    section.paragraphs.push_back(growth.sentence);
    if (!growth.reason.empty()) continue;
    const auto money = [](double amount) { return count_cell(std::llround(amount)); };
    const std::string& currency = growth.currency;
    table.rows.push_back(
        {fmt::format("{}, all customers", currency), money(growth.revenue_now), TableCell()});
    table.rows.push_back({fmt::format("{}, customers of the year before", currency), TableCell(),
                          percent_cell(growth.net_retention)});
    table.rows.push_back({fmt::format("{}, new through other customers", currency),
                          money(growth.new_earned), percent_cell(growth.earned_new)});
    table.rows.push_back({fmt::format("{}, new through marketing and the like", currency),
                          money(growth.new_bought), TableCell()});
    table.rows.push_back(
        {fmt::format("{}, new, origin unknown", currency), money(growth.new_unknown), TableCell()});
    table.rows.push_back({fmt::format("{}, earned growth", currency), TableCell(),
                          percent_cell(growth.earned_growth)});
  }
  if (report.return_rate.estimate) {
    section.paragraphs.push_back(
        fmt::format("Of {} active in the year before, {}% were active again in the last 365 days.",
                    count_of(report.return_rate.n, "customer", "customers"),
                    plain(*report.return_rate.estimate * 100, 0)));
  }
  if (!report.quarters.empty()) {
    Table quarters;
    quarters.title = "By quarter";
    quarters.header = {"quarter from", "customers of the year before", "came back in it (interval)",
                       "their revenue, at a yearly rate, of that of the year (interval)"};
    for (const ReturnQuarter& one : report.quarters) {
      quarters.rows.push_back({one.first.to_string(), count_cell(one.returned.n),
                               group_cell(one.returned, room), percent_cell(one.net_retention)});
    }
    quarters.charts.push_back(
        {.form = ChartForm::kMonths,
         .columns = {2},
         .axis = "came back in the quarter, %",
         .alt = "Share of the customers of the year before who came back, by quarter.",
         .months_apart = 3});
    section.tables.push_back(std::move(quarters));
  }
  return section;
}

Section price_tolerance(const Report& report, const Room& room) {
  Section section{"price-tolerance", "Would they stay at a higher price?", {}, {Table()}};
  Table& table = section.tables[0];
  table.header = {"question", "praised", "without praise", "difference (interval)", "finding"};
  for (const auto* list : {&report.outcomes, &report.questions}) {
    for (const QuestionReport& question : *list) {
      if (question.role != model::QuestionRole::kPriceTolerance) continue;
      if (!question.comparison.sentence.empty())
        section.paragraphs.push_back(question.comparison.sentence);
      add_row(table, question.title, group_cell(question.commended, room),
              group_cell(question.spoke, room), figure_cell(question.comparison.difference),
              finding_words(question.comparison.finding));
    }
  }
  return section;
}

}  // namespace

std::vector<Section> retention_sections(const Report& report, const Room& room) {
  std::vector<Section> sections;
  if (report.retention) {
    sections.push_back(retention(*report.retention, room));
    if (!report.retention->growth.empty() || !report.retention->quarters.empty())
      sections.push_back(growth(*report.retention, room));
  }
  sections.push_back(price_tolerance(report, room));
  return sections;
}

}  // namespace laurel::report
