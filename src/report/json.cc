// The report as JSON. Key names are stable and documented in docs/report.md; figures are unrounded.
#include "report/json_parts.h"
#include "report/report.h"

namespace laurel::report {
namespace {

using wire::JsonWriter;

void write(JsonWriter& json, const Distribution& distribution) {
  json.key("distribution").begin_object();
  json.member("values", distribution.values);
  for (std::size_t group = 0; group < kGroupCount; ++group) {
    json.member(name(static_cast<Group>(group)), distribution.counts[group]);
  }
  json.end_object();
}

// The members of a question, inside an object that is open.
void write_members(JsonWriter& json, const QuestionReport& question, double conf_level) {
  json.member("key", question.key).member("version", question.version);
  json.member("title", question.title);
  json.member("kind", model::name(question.kind)).member("role", model::name(question.role));
  json.member("measure", name(question.measure));
  json.member("scale_min", question.scale_min).member("scale_max", question.scale_max);
  if (question.commended) {
    json.key("groups").begin_object();
    write(json, "commended", question.commended, conf_level);
    write(json, "spoke", question.spoke, conf_level);
    write(json, "silent", question.silent, conf_level);
    write(json, "unread", question.unread, conf_level);
    write(json, "everyone", question.everyone, conf_level);
    json.end_object();
  }
  write(json, question.comparison, conf_level);
  write(json, "superiority", question.superiority, conf_level);
  write(json, "market_adjusted", question.market_adjusted, conf_level);
  write(json, "odds_ratio", question.odds_ratio, conf_level);
  if (!question.choices.empty()) {
    json.key("choices").begin_array();
    for (const ChoiceFigures& choice : question.choices) {
      json.begin_object().member("choice", choice.choice);
      write(json, "commended", choice.commended, conf_level);
      write(json, "spoke", choice.spoke, conf_level);
      write(json, "difference", choice.difference, conf_level);
      json.end_object();
    }
    json.end_array();
  }
  write(json, question.distribution);
}

void write(JsonWriter& json, std::string_view key, const std::vector<QuestionReport>& questions,
           double conf_level) {
  json.key(key).begin_array();
  for (const QuestionReport& question : questions) {
    json.begin_object();
    write_members(json, question, conf_level);
    json.end_object();
  }
  json.end_array();
}

void write(JsonWriter& json, std::string_view key, const std::vector<PlaceReport>& places,
           double conf_level) {
  json.key(key).begin_array();
  for (const PlaceReport& place : places) {
    json.begin_object();
    json.member("name", place.name).member("known", place.known());
    if (!place.code.empty()) json.member("code", place.code);
    json.member("responses", place.responses);
    json.member("commended_responses", place.commended_responses);
    json.key("groups").begin_object();
    write(json, "commended", place.commended, conf_level);
    write(json, "spoke", place.spoke, conf_level);
    write(json, "silent", place.silent, conf_level);
    write(json, "unread", place.unread, conf_level);
    json.end_object();
    write(json, place.comparison, conf_level);
    if (!place.planner.empty()) json.member("planner", place.planner);
    json.end_object();
  }
  json.end_array();
}

void write(JsonWriter& json, const SensitivityReport& sensitivity) {
  json.key("sensitivity").begin_object();
  json.member("of", sensitivity.evened_out ? "overlap" : "difference");
  json.member("e_value", sensitivity.e_value);
  json.member("e_value_of_interval", sensitivity.e_value_of_interval);
  json.member("risk_ratio", sensitivity.risk_ratio).member("method", sensitivity.method);
  if (!sensitivity.reason.empty()) json.member("reason", sensitivity.reason);
  json.member("sentence", sensitivity.sentence).end_object();
}

void write(JsonWriter& json, const HeterogeneityReport& heterogeneity, double conf_level) {
  json.key("heterogeneity").begin_object();
  json.member("likeness", name(heterogeneity.likeness));
  if (!heterogeneity.reason.empty()) json.member("reason", heterogeneity.reason);
  json.member("q", heterogeneity.q).member("q_df", heterogeneity.q_df);
  json.member("q_p", heterogeneity.q_p).member("i2", heterogeneity.i2);
  json.member("tau2", heterogeneity.tau2);
  write(json, "average", heterogeneity.average, conf_level);
  json.member("prediction_lo", heterogeneity.prediction_lo);
  json.member("prediction_hi", heterogeneity.prediction_hi);
  json.key("markets").begin_array();
  for (const MarketEffect& market : heterogeneity.markets) {
    json.begin_object().member("name", market.name);
    write(json, "as_answered", market.as_answered, conf_level);
    write(json, "shrunk", market.shrunk, conf_level);
    json.end_object();
  }
  json.end_array();
  json.member("left_out", heterogeneity.left_out);
  json.member("sentence", heterogeneity.sentence).end_object();
}

void write(JsonWriter& json, const MainReport& main, double conf_level) {
  json.begin_object();
  write_members(json, main.question, conf_level);
  json.member("leading", main.clustered_leads ? "clustered" : "difference");
  write(json, "clustered", main.clustered, conf_level);
  json.member("accounts", main.accounts);
  const AdjustedReport& adjusted = main.adjusted;
  json.key("adjusted").begin_object();
  json.key("strata");
  adjusted.strata.empty() ? json.null() : json.value(adjusted.strata);
  write(json, "overlap", adjusted.overlap, conf_level);
  write(json, "commended_mix", adjusted.commended_mix, conf_level);
  json.member("strata_kept", adjusted.strata_kept).member("dropped", adjusted.dropped);
  json.member("dropped_commended", adjusted.dropped_commended);
  json.member("dropped_spoke", adjusted.dropped_spoke).member("sentence", adjusted.sentence);
  json.end_object();
  write(json, main.sensitivity);
  write(json, main.heterogeneity, conf_level);
  json.key("strength").begin_array();
  for (const StrengthReport& strength : main.strength) {
    json.begin_object().member("group", name(strength.group));
    write(json, "figure", strength.figure, conf_level);
    write(json, strength.comparison, conf_level);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

void month(JsonWriter& json, std::string_view key, base::Month month) {
  json.key(key);
  month.known() ? json.value(month.to_string()) : json.null();
}

void write(JsonWriter& json, std::string_view key, const ControlChart& chart,
           const TrendReport& trend) {
  json.key(key).begin_object();
  json.member("statistic", chart.statistic).member("unit", chart.unit);
  json.member("method", chart.method).member("centre", chart.centre);
  json.member("excess", chart.excess).member("months_judged", chart.months_judged);
  if (!chart.reason.empty()) json.member("reason", chart.reason);
  json.key("signals").begin_array();
  for (const ChartSignal& signal : chart.signals) {
    json.begin_object().member("rule", name(signal.rule));
    json.member("side", signal.above ? "above" : "below");
    month(json, "from", trend.months[signal.first].month);
    month(json, "to", trend.months[signal.last].month);
    json.end_object();
  }
  json.end_array();
  json.key("points").begin_array();
  for (std::size_t i = 0; i < chart.points.size(); ++i) {
    const ChartPoint& point = chart.points[i];
    json.begin_object();
    month(json, "month", trend.months[i].month);
    json.member("judged", point.lower.has_value());
    json.member("lower", point.lower).member("upper", point.upper);
    json.member("outside", point.outside).end_object();
  }
  json.end_array();
  json.member("sentence", chart.sentence).end_object();
}

void write(JsonWriter& json, const TrendReport& trend, double conf_level) {
  json.key("trend").begin_object();
  if (!trend.reason.empty()) json.member("reason", trend.reason);
  json.key("months").begin_array();
  for (const TrendMonth& row : trend.months) {
    json.begin_object();
    month(json, "month", row.month);
    json.member("responses", row.responses);
    write(json, "commended_share", row.share, conf_level);
    if (row.everyone) {
      json.key("groups").begin_object();
      write(json, "commended", row.commended, conf_level);
      write(json, "spoke", row.spoke, conf_level);
      write(json, "everyone", row.everyone, conf_level);
      json.end_object();
    }
    json.end_object();
  }
  json.end_array();
  json.key("charts").begin_object();
  write(json, "commended_share", trend.share, trend);
  if (trend.main) write(json, "main", *trend.main, trend);
  json.end_object().end_object();
}

void write(JsonWriter& json, const EffortReport& effort, double conf_level) {
  json.key("effort").begin_object();
  json.member("evenness", name(effort.evenness));
  if (!effort.reason.empty()) json.member("reason", effort.reason);
  json.member("fewest_comments", kFewestComments);
  json.member("typical_lo", effort.typical_lo).member("typical_hi", effort.typical_hi);
  json.member("comments_without_unit", effort.comments_without_unit);
  json.key("units").begin_array();
  for (const EffortUnit& unit : effort.units) {
    json.begin_object().member("name", unit.name).member("code", unit.code);
    write(json, "commended_share", unit.share, conf_level);
    write(json, "shrunk", unit.shrunk, conf_level);
    json.end_object();
  }
  json.end_array();
  json.member("sentence", effort.sentence).end_object();
}

}  // namespace

std::string to_json(const Report& report) {
  const double conf_level = report.options.conf_level;
  std::string out;
  JsonWriter json(out, 2);
  json.begin_object();
  json.member("format", "laurel.report").member("format_version", 1);
  json.key("organization").begin_object();
  json.member("slug", report.organization_slug).member("name", report.organization_name);
  json.end_object();
  json.member("place", report.place);
  json.key("period").begin_object();
  month(json, "from", report.options.from);
  month(json, "to", report.options.to);
  month(json, "first_month", report.first_month);
  month(json, "last_month", report.last_month);
  json.member("undated_responses", report.undated_responses).end_object();
  json.member("strength", name(report.options.strength));
  json.key("measured_in").begin_object();
  json.member("nps", "fraction from -1 to 1; times 100 for points");
  json.member("share", "fraction from 0 to 1; differences from -1 to 1");
  json.member("scale_points", "points of the question's own scale");
  json.member("probability", "chance that a commended answer is above a spoken one, ties half");
  json.member("ratio", "odds of yes or hazard, commended over spoke; money over money before");
  json.member("days", "days");
  json.member("money", "whole units of the currency named beside it").end_object();
  json.member("headline", report.headline);

  const ResponseCounts& counts = report.responses;
  json.key("praise").begin_array();
  for (const Quote& quote : report.praise) {
    json.begin_object();
    json.member("before", quote.before).member("praised", quote.praised);
    json.member("after", quote.after).member("person", quote.person).member("place", quote.place);
    if (quote.month.known()) {
      json.member("month", quote.month.to_string());
    } else {
      json.null_member("month");
    }
    json.end_object();
  }
  json.end_array();
  json.key("responses").begin_object();
  json.member("total", counts.total).member("silent", counts.silent);
  json.member("unread", counts.unread).member("spoke", counts.spoke);
  json.member("commended", counts.commended()).member("commended_kind", counts.commended_kind);
  json.member("commended_exemplary", counts.commended_exemplary).member("pending", counts.pending);
  write(json, "commended_share", report.commended_share, conf_level);
  write(json, "pending_share", report.pending_share, conf_level);
  json.end_object();

  json.key("main");
  if (report.main) {
    write(json, *report.main, conf_level);
  } else {
    json.null();
  }
  const std::vector<PlaceReport> none;
  write(json, "markets", report.main ? report.main->markets : none, conf_level);
  write(json, "units", report.main ? report.main->units : none, conf_level);
  write(json, "channels", report.main ? report.main->channels : none, conf_level);
  write(json, "outcomes", report.outcomes, conf_level);
  write(json, "questions", report.questions, conf_level);
  json.key("family").begin_object();
  json.member("size", report.family_size).member("method", "benjamini_hochberg");
  json.member("members", "differences of outcomes and questions").end_object();
  write(json, report.trend, conf_level);
  write(json, report.effort, conf_level);
  write_what_rows_tell(json, report);
  write_people(json, report);
  write_scorecard(json, report);
  write_retention(json, report);
  json.key("notes").begin_array();
  for (const Note& note : report.notes) {
    json.begin_object().member("code", note.code).member("text", note.text).end_object();
  }
  json.end_array();
  json.member("meaning", report.meaning);
  if (!report.attribution.empty()) json.member("attribution", report.attribution);
  json.end_object();
  out += '\n';
  return out;
}

}  // namespace laurel::report
