// What customers did, as JSON.
#include "report/json_parts.h"
#include "report/retention_build.h"

namespace laurel::report {
namespace {

using wire::JsonWriter;

void member(JsonWriter& json, std::string_view key, const Figure& figure, double conf_level) {
  json.key(key);
  write(json, figure, conf_level);
}

void member(JsonWriter& json, std::string_view key, const EvenedOut& evened, double conf_level) {
  json.key(key).begin_object();
  member(json, "difference", evened.difference, conf_level);
  json.member("markets", evened.markets).member("customers_left_out", evened.left_out).end_object();
}

void write_curve(JsonWriter& json, std::string_view key, const Curve& curve, double conf_level) {
  json.key(key).begin_object();
  json.member("customers", curve.customers).member("events", curve.events);
  member(json, "at_horizon", curve.at_horizon, conf_level);
  json.key("points").begin_array();
  for (const CurvePoint& point : curve.points) {
    json.begin_object().member("day", point.day).member("at_risk", point.at_risk);
    json.member("share", point.share).member("lo", point.lo).member("hi", point.hi);
    json.end_object();
  }
  json.end_array().end_object();
}

void write(JsonWriter& json, std::string_view key, const std::optional<CurveReport>& curve,
           double conf_level) {
  json.key(key);
  if (!curve) {
    json.null();
    return;
  }
  json.begin_object();
  if (!curve->reason.empty()) json.member("reason", curve->reason);
  json.member("horizon_days", curve->horizon_days);
  if (curve->reason.empty()) {
    write_curve(json, "commended", curve->commended, conf_level);
    write_curve(json, "spoke", curve->spoke, conf_level);
    member(json, "share_difference", curve->share_difference, conf_level);
    member(json, "evened_out", curve->days_evened_out, conf_level);
    member(json, "hazard_ratio", curve->hazard_ratio, conf_level);
  }
  write(json, curve->days, conf_level);
  json.end_object();
}

void write(JsonWriter& json, const RevenueReport& revenue, double conf_level) {
  json.begin_object().member("currency", revenue.currency).member("days", revenue.days);
  if (!revenue.reason.empty()) json.member("reason", revenue.reason);
  json.member("cap", revenue.cap).member("cap_declared", revenue.cap_declared);
  json.member("capped_customers", revenue.capped_customers);
  json.member("customers_without_currency", revenue.no_currency);
  member(json, "commended", revenue.commended, conf_level);
  member(json, "spoke", revenue.spoke, conf_level);
  write(json, revenue.difference, conf_level);
  member(json, "evened_out", revenue.evened_out, conf_level);
  member(json, "not_capped", revenue.raw_difference, conf_level);
  member(json, "trimmed", revenue.trimmed_difference, conf_level);
  member(json, "before", revenue.before_difference, conf_level);
  json.end_object();
}

void write(JsonWriter& json, const CaptiveReport& captive, double conf_level) {
  json.begin_object().member("days", captive.days);
  if (!captive.reason.empty()) json.member("reason", captive.reason);
  member(json, "everyone", captive.everyone, conf_level);
  member(json, "commended", captive.commended, conf_level);
  member(json, "spoke", captive.spoke, conf_level);
  write(json, captive.difference, conf_level);
  member(json, "detractors_who_returned", captive.of_detractors, conf_level);
  json.end_object();
}

void write(JsonWriter& json, const EarnedGrowthReport& growth, double conf_level) {
  json.begin_object().member("currency", growth.currency);
  json.member("from", growth.from.to_string()).member("to", growth.to.to_string());
  if (!growth.reason.empty()) json.member("reason", growth.reason);
  json.member("revenue_before", growth.revenue_before).member("revenue_now", growth.revenue_now);
  json.member("new_earned", growth.new_earned).member("new_bought", growth.new_bought);
  json.member("new_unknown", growth.new_unknown);
  member(json, "net_retention", growth.net_retention, conf_level);
  member(json, "earned_new", growth.earned_new, conf_level);
  member(json, "earned_growth", growth.earned_growth, conf_level);
  json.member("sentence", growth.sentence).end_object();
}

}  // namespace

void write_retention(JsonWriter& json, const Report& report) {
  json.key("retention");
  if (!report.retention) {
    json.null();
    return;
  }
  const RetentionReport& retention = *report.retention;
  const double conf_level = report.options.conf_level;
  json.begin_object().member("landmark_days", retention.landmark_days);
  json.member("first_day", retention.first_day.to_string());
  json.member("last_day", retention.last_day.to_string());
  json.key("events").begin_object();
  for (int i = 0; i < model::kOutcomeKinds; ++i) {
    json.member(model::name(static_cast<model::OutcomeKind>(i)),
                retention.events[static_cast<std::size_t>(i)]);
  }
  json.end_object();
  json.member("customers_with_events", retention.customers_with_events);
  json.key("followed").begin_object();
  json.member("commended", retention.commended_customers);
  json.member("spoke", retention.spoke_customers);
  json.member("left_before", retention.left_before).member("unobserved", retention.unobserved);
  json.member("without_events", retention.without_events).end_object();
  write(json, "kept", retention.kept, conf_level);
  write(json, "returned", retention.returned, conf_level);
  json.key("revenue").begin_array();
  for (const RevenueReport& revenue : retention.revenue) write(json, revenue, conf_level);
  json.end_array();
  json.key("captive");
  if (retention.returned) {
    write(json, retention.captive, conf_level);
  } else {
    json.null();
  }
  json.key("growth").begin_array();
  for (const EarnedGrowthReport& growth : retention.growth) write(json, growth, conf_level);
  json.end_array();
  member(json, "return_rate", retention.return_rate, conf_level);
  json.key("quarters").begin_array();
  for (const ReturnQuarter& quarter : retention.quarters) {
    json.begin_object().member("first_month", quarter.first.to_string());
    member(json, "returned", quarter.returned, conf_level);
    member(json, "net_retention", quarter.net_retention, conf_level);
    json.end_object();
  }
  json.end_array();
  json.member("sentences", retention.sentences).member("remarks", retention.remarks);
  json.end_object();
}

}  // namespace laurel::report
