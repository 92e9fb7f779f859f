#include "report/json_parts.h"

namespace laurel::report {
namespace {

using wire::JsonWriter;

void reason_and_sentence(JsonWriter& json, std::string_view reason, std::string_view sentence) {
  if (!reason.empty()) json.member("reason", reason);
  json.member("sentence", sentence);
}

void write(JsonWriter& json, const CertaintyReport& certainty, double conf_level) {
  json.begin_object();
  json.key("as_counted").begin_object();
  write(json, certainty.as_counted, conf_level);
  json.end_object();
  json.key("points").begin_array();
  for (const CertaintyPoint& point : certainty.points) {
    json.begin_object().member("rule", name(point.rule)).member("threshold", point.threshold);
    write(json, point.comparison, conf_level);
    json.end_object();
  }
  json.end_array();
  reason_and_sentence(json, certainty.reason, certainty.sentence);
  json.end_object();
}

void write(JsonWriter& json, const NextSurveyReport& next, double conf_level) {
  json.begin_object();
  json.key("groups").begin_object();
  write(json, "commended", next.commended, conf_level);
  write(json, "spoke", next.spoke, conf_level);
  json.end_object();
  write(json, next.comparison, conf_level);
  write(json, "same_first_score", next.evened_out, conf_level);
  json.key("followed").begin_object();
  write(json, "commended", next.followed_commended, conf_level);
  write(json, "spoke", next.followed_spoke, conf_level);
  json.end_object();
  json.member("contacts", next.contacts).member("median_days", next.median_days);
  reason_and_sentence(json, next.reason, next.sentence);
  json.end_object();
}

void write(JsonWriter& json, std::string_view key, const std::vector<AspectAnswer>& answers,
           double conf_level) {
  json.key(key).begin_array();
  for (const AspectAnswer& answer : answers) {
    json.begin_object().member("answer", answer.answer);
    write(json, "share", answer.share, conf_level);
    write(json, "main", answer.main, conf_level);
    write(json, "referred", answer.referred, conf_level);
    json.end_object();
  }
  json.end_array();
}

void write(JsonWriter& json, std::string_view key, const std::optional<Comparison>& comparison,
           double conf_level) {
  if (!comparison) return;
  json.key(key).begin_object();
  write(json, *comparison, conf_level);
  json.end_object();
}

void write(JsonWriter& json, const ExperienceReport& experience, double conf_level) {
  json.begin_object();
  for (const AspectReport& aspect : experience.aspects) {
    json.key(model::name(aspect.role)).begin_object();
    json.member("title", aspect.title);
    write(json, "answers", aspect.answers, conf_level);
    write(json, "sides", aspect.sides, conf_level);
    write(json, "main_question", aspect.main_difference, conf_level);
    write(json, "referral", aspect.referred_difference, conf_level);
    reason_and_sentence(json, aspect.reason, aspect.sentence);
    json.end_object();
  }
  json.key("told_others").begin_object();
  json.member("title", experience.told.title);
  json.key("groups").begin_array();
  for (const ToldGroup& group : experience.told.groups) {
    json.begin_object().member("group", group.name);
    write(json, "people", group.people, conf_level);
    write(json, "anybody", group.anybody, conf_level);
    json.end_object();
  }
  json.end_array();
  write(json, experience.told.difference, conf_level);
  reason_and_sentence(json, experience.told.reason, experience.told.sentence);
  json.end_object();
  json.key("deed_cost").begin_object();
  write(json, "free", experience.cost.free, conf_level);
  reason_and_sentence(json, experience.cost.reason, experience.cost.sentence);
  json.end_object();
  json.key("not_asked").begin_array();
  for (const std::string_view role : experience.not_asked) json.value(role);
  json.end_array().end_object();
}

}  // namespace

void write(wire::JsonWriter& json, const Figure& figure, double conf_level) {
  json.begin_object();
  json.member("statistic", figure.statistic).member("unit", figure.unit);
  json.member("estimate", figure.estimate).member("lo", figure.lo).member("hi", figure.hi);
  json.member("conf_level", conf_level).member("n", figure.n);
  if (figure.n_commended) json.member("n_commended", *figure.n_commended);
  if (figure.n_spoke) json.member("n_spoke", *figure.n_spoke);
  if (!figure.test.empty()) {
    json.member("test", figure.test).member("p", figure.p);
    if (figure.p_adjusted) json.member("p_adjusted", *figure.p_adjusted);
  }
  json.member("method", figure.method).member("source", figure.source);
  if (!figure.reason.empty()) json.member("reason", figure.reason);
  json.end_object();
}

void write(wire::JsonWriter& json, std::string_view key, const std::optional<Figure>& figure,
           double conf_level) {
  if (!figure) return;
  json.key(key);
  write(json, *figure, conf_level);
}

void write(wire::JsonWriter& json, const Comparison& comparison, double conf_level) {
  json.key("difference");
  write(json, comparison.difference, conf_level);
  json.member("finding", name(comparison.finding));
  if (!comparison.sentence.empty()) json.member("sentence", comparison.sentence);
}

void write_what_rows_tell(wire::JsonWriter& json, const Report& report) {
  const double conf_level = report.options.conf_level;
  json.key("certainty");
  report.certainty ? write(json, *report.certainty, conf_level) : void(json.null());
  json.key("next_survey");
  report.next_survey ? write(json, *report.next_survey, conf_level) : void(json.null());
  json.key("experience");
  write(json, report.experience, conf_level);
}

}  // namespace laurel::report
