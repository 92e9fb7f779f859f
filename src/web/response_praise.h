// Praise in one response, for who decides about it: each finding can be confirmed, rejected or
// taken back, and what detection missed is added. Part of the page of a response; the view is pure.
#pragma once

#include <string>
#include <vector>

#include "html/html.h"
#include "store/response_list.h"
#include "web/frame.h"
#include "web/lists.h"
#include "web/pages.h"

namespace laurel::web {

struct FindingRow {
  std::string id, target, who, behaviours, standing;
  bool decided = false;
};
struct ResponsePraiseView {
  std::string address;  // of the response
  std::string form_token;
  std::vector<FindingRow> findings;
  std::vector<Option> questions;  // with words, when there are several
  std::vector<Option> behaviours;
  // What was typed, when something is wrong with it.
  std::string problem, typed_words, typed_question, typed_kind, typed_person, typed_strength;
  std::vector<std::string> typed_behaviours;
};
html::Html response_praise_view(const ResponsePraiseView& view);

// What stands in a response, with nothing typed yet.
ResponsePraiseView praise_in(const Visit& visit, const store::ResponseDetails& details,
                             const app::Directory& directory);

void add_response_praise(Pages& pages, Lists& lists);

}  // namespace laurel::web
