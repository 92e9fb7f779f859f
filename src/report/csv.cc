// The report as CSV (RFC 4180), one figure a row in long form, for spreadsheets and scripts. Text
// that a spreadsheet would take for a formula gets an apostrophe in front; numbers don't, so that
// -0.2 stays a number.
#include <fmt/format.h>

#include "report/csv_rows.h"
#include "report/report.h"

namespace laurel::report {
namespace {

void write(CsvRows& rows, std::string_view section, const QuestionReport& question) {
  const Where where{section, "", "", "", question.title};
  rows.figure(where, "commended", question.commended);
  rows.figure(where, "spoke", question.spoke);
  rows.figure(where, "silent", question.silent);
  rows.figure(where, "unread", question.unread);
  rows.figure(where, "everyone", question.everyone);
  rows.figure(where, "commended against spoke", question.comparison.difference,
              question.comparison.sentence);
  rows.figure(where, "commended against spoke", question.superiority);
  rows.figure({section, "evened out over markets", "", "", question.title},
              "commended against spoke", question.market_adjusted);
  rows.figure(where, "commended against spoke", question.odds_ratio);
  for (const ChoiceFigures& choice : question.choices) {
    const std::string title = fmt::format("{}: {}", question.title, choice.choice);
    const Where here{section, "", "", "", title};
    rows.figure(here, "commended", choice.commended);
    rows.figure(here, "spoke", choice.spoke);
    rows.figure(here, "commended against spoke", choice.difference);
  }
  for (std::size_t group = 0; group < kGroupCount; ++group) {
    const auto& counts = question.distribution.counts[group];
    for (std::size_t i = 0; i < counts.size(); ++i) {
      rows.count({"distribution", "", "", "", question.title}, name(static_cast<Group>(group)),
                 fmt::format("answers: {}", question.distribution.values[i]), counts[i]);
    }
  }
}

void write(CsvRows& rows, const Where& where, const PlaceReport& place) {
  rows.count(where, "everyone", "responses", place.responses);
  rows.count(where, "commended", "responses", place.commended_responses);
  rows.figure(where, "commended", place.commended);
  rows.figure(where, "spoke", place.spoke);
  rows.figure(where, "silent", place.silent);
  rows.figure(where, "unread", place.unread);
  std::string sentence = place.comparison.sentence;
  if (!place.planner.empty()) sentence += " " + place.planner;
  rows.figure(where, "commended against spoke", place.comparison.difference, sentence);
}

void write(CsvRows& rows, const SensitivityReport& sensitivity, std::string_view question) {
  const Where where{"sensitivity", "", "", "", question};
  const std::string_view of = sensitivity.evened_out ? "overlap" : "commended against spoke";
  rows.value(where, of, "e_value", sensitivity.e_value, {}, {}, sensitivity.method,
             sensitivity.sentence);
  rows.value(where, of, "e_value_of_interval", sensitivity.e_value_of_interval, {}, {},
             sensitivity.method, sensitivity.reason);
}

void write(CsvRows& rows, const HeterogeneityReport& heterogeneity, std::string_view question) {
  const Where where{"heterogeneity", "", "", "", question};
  constexpr std::string_view kGroup = "commended against spoke";
  rows.figure(where, kGroup, heterogeneity.average, heterogeneity.sentence);
  rows.value(where, kGroup, "prediction", {}, heterogeneity.prediction_lo,
             heterogeneity.prediction_hi, "reml_prediction", heterogeneity.reason);
  rows.value(where, kGroup, "q", heterogeneity.q, {}, {}, "cochran_q", heterogeneity.reason);
  rows.value(where, kGroup, "q_p", heterogeneity.q_p, {}, {}, "cochran_q", heterogeneity.reason);
  rows.value(where, kGroup, "i2", heterogeneity.i2, {}, {}, "cochran_q", heterogeneity.reason);
  rows.value(where, kGroup, "tau2", heterogeneity.tau2, {}, {}, "reml", heterogeneity.reason);
  for (const MarketEffect& market : heterogeneity.markets) {
    const Where here{"heterogeneity", market.name, "", "", question};
    rows.figure(here, kGroup, market.as_answered);
    rows.figure(here, kGroup, market.shrunk);
  }
  for (const std::string& name : heterogeneity.left_out) {
    rows.words("heterogeneity", "left_out_market", name);
  }
}

void write(CsvRows& rows, const MainReport& main) {
  const std::string& title = main.question.title;
  write(rows, "main", main.question);
  const Where where{"main", "", "", "", title};
  rows.figure(where, "commended against spoke, by account", main.clustered);
  rows.figure({"adjusted", "", "", "", title}, "overlap", main.adjusted.overlap,
              main.adjusted.sentence);
  rows.figure({"adjusted", "", "", "", title}, "commended_mix", main.adjusted.commended_mix);
  for (const std::string& dropped : main.adjusted.dropped) {
    rows.words("adjusted", "dropped_stratum", dropped);
  }
  for (const StrengthReport& strength : main.strength) {
    rows.figure({"strength", "", "", "", title}, name(strength.group), strength.figure);
    rows.figure({"strength", "", "", "", title},
                fmt::format("{} against spoke", name(strength.group)),
                strength.comparison.difference);
  }
  write(rows, main.sensitivity, title);
  write(rows, main.heterogeneity, title);
  for (const PlaceReport& market : main.markets) {
    write(rows, {"market", market.name, "", "", title}, market);
  }
  for (const PlaceReport& unit : main.units) write(rows, {"unit", "", unit.name, "", title}, unit);
  for (const PlaceReport& channel : main.channels) {
    write(rows, {"channel", "", "", channel.name, title}, channel);
  }
}

std::string signals_at(const ControlChart& chart, std::size_t month) {
  std::string words;
  for (const ChartSignal& signal : chart.signals) {
    if (month < signal.first || signal.last < month) continue;
    words += fmt::format("{}{} {}", words.empty() ? "" : "; ", name(signal.rule),
                         signal.above ? "above" : "below");
  }
  return words;
}

void write(CsvRows& rows, const ControlChart& chart, const TrendReport& trend,
           std::string_view question) {
  const std::string statistic = fmt::format("{}_limits", chart.statistic);
  rows.value({"trend", "", "", "", question}, "", statistic, chart.centre, {}, {}, chart.method,
             chart.sentence);
  for (std::size_t i = 0; i < chart.points.size(); ++i) {
    const ChartPoint& point = chart.points[i];
    if (!point.lower) continue;
    rows.value({"trend", "", "", "", question, trend.months[i].month}, "", statistic, chart.centre,
               point.lower, point.upper, chart.method, signals_at(chart, i));
  }
}

void write(CsvRows& rows, const TrendReport& trend, std::string_view question) {
  for (const TrendMonth& month : trend.months) {
    const Where where{"trend", "", "", "", "", month.month};
    rows.count(where, "everyone", "responses", month.responses);
    rows.figure(where, "read", month.share);
    const Where here{"trend", "", "", "", question, month.month};
    rows.figure(here, "commended", month.commended);
    rows.figure(here, "spoke", month.spoke);
    rows.figure(here, "everyone", month.everyone);
  }
  write(rows, trend.share, trend, "");
  if (trend.main) write(rows, *trend.main, trend, question);
}

void write(CsvRows& rows, const EffortReport& effort) {
  rows.value({"effort", "", "", "", ""}, "read", "typical_share", {}, effort.typical_lo,
             effort.typical_hi, "beta_binomial", effort.sentence);
  for (const EffortUnit& unit : effort.units) {
    const Where where{"effort", "", unit.name, "", ""};
    rows.figure(where, "read", unit.share);
    rows.figure(where, "read", unit.shrunk);
  }
}

}  // namespace

std::string to_csv(const Report& report) {
  CsvRows rows;
  for (const std::string& sentence : report.headline) rows.words("headline", "sentence", sentence);
  const Where where{"responses", "", "", "", ""};
  const ResponseCounts& counts = report.responses;
  rows.count(where, "everyone", "responses", counts.total);
  rows.count(where, "silent", "responses", counts.silent);
  rows.count(where, "unread", "responses", counts.unread);
  rows.count(where, "spoke", "responses", counts.spoke);
  rows.count(where, "commended_kind", "responses", counts.commended_kind);
  rows.count(where, "commended_exemplary", "responses", counts.commended_exemplary);
  rows.count(where, "pending", "responses", counts.pending);
  rows.figure(where, "read", report.commended_share);
  rows.figure(where, "read", report.pending_share);
  if (report.main) write(rows, *report.main);
  for (const QuestionReport& outcome : report.outcomes) write(rows, "outcome", outcome);
  for (const QuestionReport& question : report.questions) write(rows, "question", question);
  if (report.responses.total > 0) {
    write(rows, report.trend, report.main ? report.main->question.title : std::string());
    write(rows, report.effort);
  }
  if (report.responses.total > 0) {
    write_what_rows_tell(rows, report);
    write_people(rows, report);
    write_scorecard(rows, report);
  }
  write_retention(rows, report);
  for (const Note& note : report.notes) rows.words("note", note.code, note.text);
  for (const std::string& paragraph : report.meaning) rows.words("meaning", "", paragraph);
  if (!report.attribution.empty()) rows.words("attribution", "", report.attribution);
  return rows.take();
}

}  // namespace laurel::report
