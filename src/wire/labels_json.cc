#include "wire/labels_json.h"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <fmt/format.h>

#include <algorithm>

#include "wire/json_writer.h"

namespace laurel::wire {

namespace {

namespace json = boost::json;

std::string string_or(const json::object& object, std::string_view key,
                      std::string_view otherwise = {}) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                : std::string(otherwise);
}

bool bool_or(const json::object& object, std::string_view key, bool otherwise) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_bool() ? value->get_bool() : otherwise;
}

const json::array* array_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_array() ? &value->get_array() : nullptr;
}

// Calls visit(object, line number) for each line that isn't empty.
template <typename Visit>
base::Status for_each_object(std::string_view lines, Visit visit) {
  std::size_t number = 0;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    json::error_code failed;
    const json::value value = json::parse(line, failed);
    if (failed || !value.is_object())
      return base::invalid_input(
          fmt::format("Line {} is not a JSON object; labels are one JSON object a line.", number));
    if (base::Status status = visit(value.get_object(), number); !status.ok()) return status;
  }
  return {};
}

base::Result<detect::TargetKind> kind_of(std::string_view word, std::size_t line) {
  for (const auto kind :
       {detect::TargetKind::kPerson, detect::TargetKind::kRole, detect::TargetKind::kTeam})
    if (name(kind) == word) return kind;
  return base::invalid_input(
      fmt::format("Line {}: a target's kind must be person, role or team.", line));
}

void write_estimate(JsonWriter& json, std::string_view key, const detect::Estimate& e) {
  json.key(key).begin_object();
  json.member("value", e.value).member("low", e.low).member("high", e.high);
  json.end_object();
}

void write_f1(JsonWriter& json, std::string_view key, const detect::F1& f1) {
  json.key(key).begin_object();
  json.member("f1", f1.f1.value).member("low", f1.f1.low).member("high", f1.f1.high);
  json.member("precision", f1.precision).member("recall", f1.recall);
  json.member("right", f1.right).member("wrong", f1.wrong).member("missed", f1.missed);
  json.end_object();
}

}  // namespace

base::Result<std::vector<detect::LabelledText>> parse_labels(std::string_view lines) {
  std::vector<detect::LabelledText> out;
  const auto read = [&](const json::object& object, std::size_t line) -> base::Status {
    detect::LabelledText label;
    label.id = string_or(object, "id", std::to_string(line));
    label.source = string_or(object, "source", "unknown");
    const json::value* text = object.if_contains("text");
    const json::value* commendation = object.if_contains("commendation");
    if (text == nullptr || !text->is_string() || commendation == nullptr ||
        !commendation->is_bool())
      return base::invalid_input(
          fmt::format("Line {} needs “text” (a string) and “commendation” (true or false).", line));
    label.text = text->get_string();
    label.commendation = commendation->get_bool();
    label.hard = bool_or(object, "hard", false);
    if (const json::array* targets = array_of(object, "targets"))
      for (const json::value& item : *targets) {
        if (!item.is_object())
          return base::invalid_input(fmt::format("Line {}: a target must be an object.", line));
        const json::object& target = item.get_object();
        detect::LabelledTarget& added = label.targets.emplace_back();
        added.text = string_or(target, "text");
        added.kind = TRY(kind_of(string_or(target, "kind"), line));
        added.evidence = string_or(target, "evidence");
        const std::string strength = string_or(target, "strength");
        for (const auto s : {detect::Strength::kKind, detect::Strength::kExemplary})
          if (name(s) == strength) added.strength = s;
      }
    if (const json::array* behaviours = array_of(object, "behaviours"))
      for (const json::value& item : *behaviours)
        for (int b = 0; b < detect::kBehaviourCount; ++b)
          if (item.is_string() && item.get_string() == name(static_cast<detect::Behaviour>(b)))
            label.behaviours = static_cast<detect::BehaviourSet>(label.behaviours | 1U << b);
    const json::value* fold = object.if_contains("fold");
    if (fold != nullptr && fold->is_int64()) {
      label.fold = static_cast<int>(fold->get_int64());
    } else {
      label.fold = static_cast<int>(out.size() % 5);
    }
    out.push_back(std::move(label));
    return {};
  };
  if (base::Status status = for_each_object(lines, read); !status.ok())
    return std::move(status).error();
  if (out.empty()) return base::invalid_input("There are no labelled texts in this file.");
  return out;
}

base::Result<std::vector<LinkText>> parse_links(std::string_view lines) {
  std::vector<LinkText> out;
  const auto read = [&](const json::object& object, std::size_t line) -> base::Status {
    LinkText link;
    link.id = string_or(object, "id", std::to_string(line));
    link.organization = string_or(object, "organization");
    link.text = string_or(object, "text");
    link.location = string_or(object, "location", link.organization);
    if (const json::array* people = array_of(object, "served_by"))
      for (const json::value& person : *people)
        if (person.is_string()) link.served_by.emplace_back(person.get_string());
    if (const std::string date = string_or(object, "date"); !date.empty())
      link.date = TRY(base::Date::parse(date));
    const json::array* mentions = array_of(object, "mentions");
    if (mentions == nullptr)
      return base::invalid_input(fmt::format("Line {} needs a list “mentions”.", line));
    for (const json::value& item : *mentions) {
      if (!item.is_object())
        return base::invalid_input(fmt::format("Line {}: a mention must be an object.", line));
      detect::LabelledLink mention;
      mention.text = string_or(item.get_object(), "text");
      const std::string id = string_or(item.get_object(), "employee_id");
      if (!id.empty()) mention.employee_id = id;
      link.mentions.push_back(std::move(mention));
    }
    out.push_back(std::move(link));
    return {};
  };
  if (base::Status status = for_each_object(lines, read); !status.ok())
    return std::move(status).error();
  if (out.empty()) return base::invalid_input("There are no labelled mentions in this file.");
  return out;
}

bool labels_links(std::string_view lines) {
  const std::string_view first = lines.substr(0, lines.find('\n'));
  json::error_code failed;
  const json::value value = json::parse(first, failed);
  return !failed && value.is_object() && value.get_object().contains("mentions");
}

std::string evaluation_json(const detect::Evaluation& e, const detect::Thresholds& thresholds) {
  std::string out;
  JsonWriter json(out, 2);
  json.begin_object();
  json.member("texts", e.texts).member("commendations", e.commendations);
  write_f1(json, "commendation", e.commendation);
  json.member("recall_at_precision_95", e.recall_at_precision_95);
  json.key("send").begin_object();
  write_estimate(json, "false_positive_rate", e.send_false_positive_rate);
  write_estimate(json, "recall", e.send_recall);
  json.key("precision_at_prevalence").begin_object();
  for (std::size_t i = 0; i < detect::kPrevalences.size(); ++i)
    json.member(fmt::format("{}", detect::kPrevalences[i]), e.send_precision_at[i]);
  json.end_object().end_object();
  write_estimate(json, "brier", e.brier_interval);
  write_f1(json, "persons", e.persons);
  write_f1(json, "roles_and_teams", e.groups);
  write_f1(json, "behaviours", e.behaviours);
  write_f1(json, "exemplary", e.exemplary);
  json.key("thresholds").begin_object();
  json.member("review", static_cast<double>(thresholds.review));
  json.member("flag", static_cast<double>(thresholds.flag));
  json.member("send", static_cast<double>(thresholds.send));
  json.end_object();
  json.end_object();
  return out + "\n";
}

std::string links_json(const detect::LinkScores& scores) {
  std::string out;
  JsonWriter json(out, 2);
  json.begin_object();
  json.member("mentions", scores.mentions);
  write_estimate(json, "right", scores.right);
  write_estimate(json, "kept", scores.kept);
  write_estimate(json, "missed", scores.missed);
  write_estimate(json, "wrong", scores.wrong);
  json.end_object();
  return out + "\n";
}

}  // namespace laurel::wire
