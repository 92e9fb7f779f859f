// Responses: the list with its filters, and one of them with everything found in it. What somebody
// sees is bounded by their Scope in the query itself. Views are pure.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "html/html.h"
#include "web/api.h"
#include "web/lists.h"
#include "web/pages.h"
#include "web/response_praise.h"
#include "web/response_query.h"
#include "web/saved_views.h"

namespace laurel::web {

// One praised target as a page shows it.
struct PraiseView {
  std::string who;         // "Maria Lopez", or the customer's words for them
  std::string address;     // of that person's praise; empty if nobody of the roster is meant
  std::string behaviours;  // in words
  bool exemplary = false;
  std::string state;  // "accepted", "to be reviewed", "possibly", …
  float probability = 0;
};

struct WordsView {
  std::string question;
  std::string text;
  std::vector<detect::Span> praise;
  std::vector<detect::Span> found = {};  // what was looked for
};

struct ResponseCard {
  std::string address;
  std::string day;
  std::vector<std::string> where;  // market, unit, channel
  std::optional<std::int64_t> nps;
  std::vector<WordsView> words;
  std::vector<PraiseView> praised;
  bool unread = false;
};

ResponseCard response_card(const Visit& visit, const model::ResponseRecord& record,
                           const app::Directory& directory);
html::Html response_card_view(const ResponseCard& card);  // with a link to the response

struct ResponseListView {
  std::string address;  // of the list, without query
  SavedViewsView views;
  std::string import;  // address of the import of files; empty: not for this visitor
  ResponseQuery query;
  std::vector<Option> units, markets, channels;
  std::vector<std::string> narrowed;  // what no field of the filters shows, as sentences
  std::optional<std::int64_t> count;
  std::vector<ResponseCard> cards;
  std::string next;  // address of the next page; empty: none
};
html::Html response_list_view(const ResponseListView& view);

struct ResponseView {
  ResponseCard card;
  std::vector<std::pair<std::string, std::string>> answers;  // question, answer in words
  std::vector<std::pair<std::string, std::string>> facts;    // who, where, when
  std::vector<std::pair<std::string, std::string>> history;  // moment (RFC 3339), what happened
  std::string list_address;
};
html::Html response_view(const ResponseView& view);

// The words of an answer: "9", "yes", "12.50", the choice's words.
std::string answer_words(const model::Question& question, std::int64_t value);
// The same of an answer as cells count it: of a number, its bin: "5 to less than 10".
std::string counted_words(const model::Question& question, std::int64_t value);

// The page of the response in the path; `typed`: what somebody who decides had typed and what is
// wrong with it.
http::Response response_page(const Pages& pages, Lists& lists, const Visit& visit,
                             ResponsePraiseView typed, int status);

void add_responses(Pages& pages, Api& api, Lists& lists);

}  // namespace laurel::web
