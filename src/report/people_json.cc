// People, units and the scorecard in the report's JSON.
#include "report/json_parts.h"

namespace laurel::report {
namespace {

using wire::JsonWriter;

// Its members, in an open object.
void write(JsonWriter& json, const Standing& standing, double conf_level) {
  json.member("name", standing.name).member("code", standing.code);
  if (!standing.unit.empty()) json.member("unit", standing.unit);
  write(json, "score", standing.score, conf_level);
  write(json, "shrunk", standing.shrunk, conf_level);
  json.key("rank").begin_object();
  json.member("expected", standing.expected_rank);
  json.member("lo", standing.rank_lo).member("hi", standing.rank_hi);
  json.member("p_best_tenth", standing.p_top).member("method", "expected_rank");
  if (!standing.rank_reason.empty()) json.member("reason", standing.rank_reason);
  json.end_object();
  json.key("consistency").begin_object();
  write(json, "floor", standing.floor, conf_level);
  write(json, "good_share", standing.good_share, conf_level);
  json.member("spread", standing.spread).end_object();
}

void write_members(JsonWriter& json, const StandingReport& report, double conf_level) {
  json.member("fewest_answers", kFewestServed).member("too_few", report.too_few);
  json.member("good_from", report.good_from).member("reliability", report.reliability);
  if (!report.overall.statistic.empty()) write(json, "overall", report.overall, conf_level);
}

void write(JsonWriter& json, const PersonReport& person, double conf_level) {
  json.begin_object();
  write(json, person.standing, conf_level);
  json.member("served", person.served).member("credited", person.credited);
  write(json, "credited_share", person.credited_share, conf_level);
  json.member("expected_credits", person.expected_credits).member("z", person.z);
  json.member("p_adjusted", person.p_adjusted).member("unsung", person.unsung);
  json.member("months_since_recognised", person.months_since).end_object();
}

void write(JsonWriter& json, const CoverageReport& coverage, double conf_level) {
  json.begin_object();
  json.key("months").begin_array();
  for (const CoverageMonth& month : coverage.months) {
    json.begin_object().member("month", month.month.to_string());
    json.member("credits", month.credits);
    write(json, "recognised", month.recognised, conf_level);
    json.end_object();
  }
  json.end_array();
  write(json, "recognised", coverage.recognised, conf_level);
  write(json, "recognised_lately", coverage.recognised_lately, conf_level);
  write(json, "best_lately", coverage.best_lately, conf_level);
  json.member("median_gap_months", coverage.median_gap).member("waiting", coverage.waiting);
  if (!coverage.reason.empty()) json.member("reason", coverage.reason);
  json.member("sentence", coverage.sentence).end_object();
}

}  // namespace

void write_people(JsonWriter& json, const Report& report) {
  const double conf_level = report.options.conf_level;
  const PeopleReport& people = report.people;
  json.key("people").begin_object();
  json.member("shown", name(people.shown_as));
  if (!people.reason.empty()) json.member("reason", people.reason);
  write_members(json, people.standing, conf_level);
  json.member("compared", people.compared).member("in_works_council", people.protected_people);
  json.member("unsung", people.unsung);
  json.key("people").begin_array();
  for (const PersonReport& person : people.people) write(json, person, conf_level);
  json.end_array();
  json.key("coverage");
  write(json, people.coverage, conf_level);
  json.member("sentences", people.sentences).end_object();

  const UnitsReport& units = report.standing_units;
  json.key("unit_standing").begin_object();
  if (!units.standing.reason.empty()) json.member("reason", units.standing.reason);
  write_members(json, units.standing, conf_level);
  json.key("units").begin_array();
  for (const Standing& unit : units.standing.shown) {
    json.begin_object();
    write(json, unit, conf_level);
    json.end_object();
  }
  json.end_array();
  json.member("sentence", units.sentence).end_object();
}

void write_scorecard(JsonWriter& json, const Report& report) {
  const double conf_level = report.options.conf_level;
  const ScorecardReport& scorecard = report.scorecard;
  const auto named = [&](std::string_view key, const std::optional<model::Reward>& reward) {
    json.key(key);
    reward ? json.value(model::name(*reward)) : json.null();
  };
  json.key("scorecard").begin_object();
  named("stated_driver", scorecard.stated);
  named("measured_reward", scorecard.measured);
  json.member("sentence", scorecard.sentence);
  json.key("rewards").begin_array();
  for (const RewardReport& reward : scorecard.rewards) {
    json.begin_object().member("reward", model::name(reward.reward));
    json.member("definition", reward.definition);
    if (!reward.reason.empty()) json.member("reason", reward.reason);
    json.key("figures").begin_array();
    for (const RewardFigure& figure : reward.figures) {
      json.begin_object().member("title", figure.title).member("definition", figure.definition);
      write(json, "figure", figure.figure, conf_level);
      write(json, "change", figure.change, conf_level);
      json.member("change_finding", name(figure.change_finding));
      json.member("superiority", figure.superiority);
      json.member("goes_with_praise", name(figure.with_praise));
      json.member("is_reward", figure.is_reward).end_object();
    }
    json.end_array();
    json.member("sentence", reward.sentence).end_object();
  }
  json.end_array().end_object();
}

}  // namespace laurel::report
