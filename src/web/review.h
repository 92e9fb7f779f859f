// Review: the queue of what needs a person, one piece at a time, and decisions about it, by page
// and API. Everything goes through app::Review. Views are pure.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/review.h"
#include "html/html.h"
#include "schema/object.h"
#include "web/api.h"
#include "web/lists.h"
#include "web/pages.h"

namespace laurel::web {

// Which part of the queue, by page and API alike.
struct ReviewQuery {
  std::optional<store::ReviewReason> reason;
  std::string unit, market, channel, source;
  std::optional<base::Date> from, to;
  std::string praised;  // employee id of somebody who may be meant
  std::string after;
  std::int64_t limit = 20;
};
schema::ObjectType<ReviewQuery> review_query();
// In the store's terms. kNotFound names what isn't there.
base::Result<store::ReviewFilter> review_filter(const ReviewQuery& query,
                                                const app::Directory& directory);

// Somebody who may be meant, with the key that picks them.
struct ReviewChoice {
  std::string key;   // "1"
  std::string code;  // employee id
  std::string name, place;
  std::string why;  // "linked", "91 % like it", "served this customer"
};

struct ReviewItemView {
  std::string id;
  std::int32_t version = 0;
  store::ReviewReason reason = store::ReviewReason::kUnsure;
  bool decided = false;
  std::string standing;  // of a decided one: "ann@example.org accepted it on 3 March 2026."
  std::string target, linked_to;
  bool ambiguous = false, is_person = false;
  int percent = 0;
  bool exemplary = false;
  std::string behaviours;
  std::string question, text;
  detect::Span mention, evidence;
  std::vector<detect::Span> others;  // mentions of others in the same words
  std::vector<std::string> supporting, opposing;
  std::vector<ReviewChoice> choices;
  std::vector<std::pair<std::string, std::string>> facts;
  std::string response_address;
};

struct ReviewView {
  std::string address;  // of the page, without query
  std::string accuracy_address;
  std::string form_token;  // of its forms
  // What part of the queue this is: kept from item to item.
  std::string reason, unit, after;
  std::vector<Option> units;
  std::int64_t waiting = 0;
  bool at_least = false;
  std::int64_t decided_lately = 0, decided_by_you = 0;
  std::int64_t latest = 0, agreed = 0;
  std::string said;  // what was just done, or that somebody was first
  bool said_trouble = false;
  std::string problem, typed_person;  // of the field for somebody else
  bool may_undo = false;
  std::optional<ReviewItemView> item;
  std::string skip;  // address of the next one without deciding; empty: there is none
};
// What changes from item to item; the script puts it in the place of the one before.
html::Html review_part(const ReviewView& view);
// The whole page. `script`: address of its script.
html::Html review_view(const ReviewView& view, std::string_view script);

// Words with a mention and the praise around it marked.
html::Html reviewed_words(std::string_view text, detect::Span mention, detect::Span evidence,
                          const std::vector<detect::Span>& others);

// "“Maria” is accepted: praise of Maria Lopez." for what was just decided.
std::string decided_sentence(const store::ReviewedCommendation& item,
                             const app::Directory& directory);

void add_review_api(Api& api, Lists& lists);
void add_review(Pages& pages, Api& api, Lists& lists);

}  // namespace laurel::web
