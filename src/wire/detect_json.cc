#include "wire/detect_json.h"

#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cmath>

#include "wire/json_writer.h"

namespace laurel::wire {

namespace {

namespace json = boost::json;

// Probabilities need no more than four places to be acted on.
double rounded(float value) { return std::round(static_cast<double>(value) * 1e4) / 1e4; }

base::Status read_string(const json::object& object, std::string_view key, std::string& out) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr || value->is_null()) return {};
  if (!value->is_string())
    return base::invalid_input("“" + std::string(key) + "” must be a string.");
  out = value->get_string();
  return {};
}

void write_target(JsonWriter& json, const detect::Target& target) {
  json.begin_object();
  json.member("text", target.text);
  json.member("start", target.mention.start);
  json.member("end", target.mention.end);
  json.member("kind", name(target.kind));
  json.member("probability", rounded(target.probability));
  json.member("strength", name(target.strength));
  json.member("evidence", target.evidence_text);
  json.member("evidence_start", target.evidence.start);
  json.member("evidence_end", target.evidence.end);
  json.key("behaviours").begin_array();
  for (int b = 0; b < detect::kBehaviourCount; ++b)
    if ((target.behaviours >> b & 1) != 0) json.value(name(static_cast<detect::Behaviour>(b)));
  json.end_array();
  json.member("link", name(target.link));
  if (target.link == detect::LinkState::kLinked) {
    json.member("employee_id", target.employee_id);
  } else {
    json.null_member("employee_id");
  }
  json.key("candidates").begin_array();
  for (const detect::Candidate& candidate : target.candidates) {
    json.begin_object();
    json.member("employee_id", candidate.employee_id);
    json.member("score", rounded(candidate.score));
    json.end_object();
  }
  json.end_array();
  json.member("reasons", target.reasons);
  json.end_object();
}

}  // namespace

base::Result<DetectRequest> parse_detect_request(std::string_view line) {
  json::error_code failed;
  // What most lines need; longer ones take the rest from the heap.
  std::array<unsigned char, 4096> space;
  json::monotonic_resource memory(space.data(), space.size());
  const json::value value = json::parse(line, failed, &memory);
  if (failed || !value.is_object())
    return base::invalid_input("This is not a JSON object; give one object a line with “text”.",
                               failed ? failed.message() : "");
  const json::object& object = value.get_object();
  DetectRequest request;
  if (const json::value* id = object.if_contains("id"); id != nullptr && !id->is_null()) {
    request.has_id = true;
    if (id->is_string()) {
      request.id = id->get_string();
    } else if (id->is_number()) {
      request.id_is_number = true;
      request.id = json::serialize(*id);
    } else {
      return base::invalid_input("“id” must be a string or a number.");
    }
  }
  if (!object.contains("text"))
    return base::invalid_input("There is no “text”; name the field with the words so.");
  if (auto read = read_string(object, "text", request.text); !read.ok())
    return std::move(read).error();
  if (auto read = read_string(object, "location", request.location); !read.ok())
    return std::move(read).error();
  if (auto read = read_string(object, "business", request.business); !read.ok())
    return std::move(read).error();
  if (auto read = read_string(object, "language", request.language); !read.ok())
    return std::move(read).error();
  if (const json::value* people = object.if_contains("served_by");
      people != nullptr && !people->is_null()) {
    if (!people->is_array())
      return base::invalid_input("“served_by” must be a list of employee ids.");
    for (const json::value& person : people->get_array()) {
      if (!person.is_string())
        return base::invalid_input("“served_by” must be a list of employee ids.");
      request.served_by.emplace_back(person.get_string());
    }
  }
  std::string date;
  if (auto read = read_string(object, "date", date); !read.ok()) return std::move(read).error();
  if (!date.empty()) request.date = TRY(base::Date::parse(std::string_view(date).substr(0, 10)));
  return request;
}

void append_detection(std::string& out, const DetectRequest& request,
                      const detect::Detection& detection) {
  JsonWriter json(out);
  json.begin_object();
  if (request.has_id) {
    if (request.id_is_number) {
      json.key("id").raw(request.id);
    } else {
      json.member("id", request.id);
    }
  }
  json.member("commendation", detection.commendation);
  json.member("probability", rounded(detection.probability));
  if (!detection.language_supported) json.member("language_supported", false);
  if (detection.commendation) {
    json.member("strength", name(detection.strength));
  } else {
    json.null_member("strength");
  }
  json.key("targets").begin_array();
  for (const detect::Target& target : detection.targets) write_target(json, target);
  json.end_array();
  json.end_object();
}

}  // namespace laurel::wire
