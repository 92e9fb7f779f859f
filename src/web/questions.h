// Questions with their versions: what customers are asked, and how answers are counted. The API,
// and what it shares with the pages (web/question_pages.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/question.h"
#include "schema/object.h"
#include "web/api.h"

namespace laurel::web {

// A question in one of its versions, as it is sent and answered.
struct QuestionJson {
  std::string key;
  std::int64_t version = 1;
  bool newest = true;
  model::QuestionKind kind = model::QuestionKind::kScale;
  model::QuestionRole role = model::QuestionRole::kNone;
  std::string label;
  std::int64_t min = 0, max = 10;
  std::vector<std::string> choices;
  std::int64_t decimals = 0;
  std::vector<std::int64_t> bins;
};
schema::ObjectType<QuestionJson> question_change();  // what of it can be said
model::Question question_of(const QuestionJson& json, std::string key);

enum class QuestionOrder : std::uint8_t { kKey, kKeyBackwards };
struct QuestionQuery {
  std::string key;
  bool newest = false;
  QuestionOrder order = QuestionOrder::kKey;
};
// Ascending by key and version, or the other way.
base::Result<std::vector<QuestionJson>> list_questions(const Visit& visit,
                                                       const QuestionQuery& query);

void add_questions(Api& api);

}  // namespace laurel::web
