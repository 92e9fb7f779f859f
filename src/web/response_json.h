// The JSON of responses as the API gives them. Plain data with its declarations.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/directory.h"
#include "model/response.h"
#include "schema/object.h"

namespace laurel::web {

struct CommendationJson {
  base::Uuid id;
  std::string question, target, kind, strength;
  double probability = 0;
  bool counts = false;
  std::string decision, link;
  std::optional<std::string> employee_id;
  std::string evidence;
  std::int64_t evidence_start = 0, evidence_end = 0;
  std::vector<std::string> behaviours;
};

struct ResponseJson {
  base::Uuid id;
  std::string source;
  std::optional<std::string> external_id;
  std::optional<base::Date> date;
  base::Timestamp received_at;
  std::optional<std::string> market, unit, channel, language;
  std::string voice;
  std::vector<std::string> served_by;
  std::vector<std::pair<std::string, schema::Scalar>> answers;
  std::vector<CommendationJson> commendations;
};

struct ResponsePageJson {
  std::vector<ResponseJson> responses;
  std::optional<std::string> next;
};

schema::ObjectType<ResponseJson> response_json();
schema::ObjectType<ResponsePageJson> response_page_json();

ResponseJson response_json_of(const model::ResponseRecord& record, const app::Directory& directory);

}  // namespace laurel::web
