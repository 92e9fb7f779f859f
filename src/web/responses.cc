#include "web/responses.h"

#include <fmt/format.h>

#include "app/response_scope.h"
#include "app/word_search.h"
#include "web/fields.h"
#include "web/redirect.h"
#include "web/response_json.h"
#include "web/words.h"

namespace laurel::web {
namespace {

using model::Permission;

std::string_view state_of(const model::Commendation& commendation) {
  switch (commendation.decision) {
    case model::Decision::kAccepted:
      return "confirmed";
    case model::Decision::kRejected:
      return "rejected";
    case model::Decision::kUndecided:
      break;
  }
  if (!commendation.flagged) return "perhaps";
  if (commendation.link == detect::LinkState::kAmbiguous) return "several could be meant";
  return commendation.sure ? "" : "to be reviewed";
}

PraiseView praise_view(const Visit& visit, const model::Commendation& commendation,
                       const app::Directory& directory) {
  PraiseView view;
  const model::Employee* person = directory.person(commendation.employee);
  view.who = person == nullptr ? commendation.target : model::display_name(*person);
  if (person != nullptr && visit.may(Permission::kSeeResponses))
    view.address = visit.at("/responses?credited=" + encoded(person->code));
  view.behaviours = behaviour_words(commendation.behaviours);
  view.exemplary = commendation.strength == detect::Strength::kExemplary;
  view.state = state_of(commendation);
  view.probability = commendation.probability;
  return view;
}

// The query of an address, with `after` and what the frame adds taken out.
std::string query_without_after(const http::Request& request) {
  std::string query;
  for (const auto& [name, value] : request.query_pairs()) {
    if (name == "after" || name == "done" || value.empty()) continue;
    query += query.empty() ? '?' : '&';
    query += encoded(name) + "=" + encoded(value);
  }
  return query;
}

// The one use case behind page and API.
struct Listed {
  std::shared_ptr<const app::Directory> directory;
  store::ResponsePage page;
  std::optional<std::int64_t> count;
};
base::Result<Listed> list(const Visit& visit, Lists& lists, const ResponseQuery& query) {
  store::Transaction tx = TRY(visit.services.database.begin_read());
  Listed listed;
  listed.directory = TRY(lists.directories.of(tx, visit.organization()));
  const store::ResponseFilter filter = TRY(filter_of(query, *listed.directory));
  const store::ResponseScope scope = app::response_scope(visit.caller().scope);
  listed.page = TRY(store::list_responses(tx, visit.organization(), filter, scope, query.after,
                                          query.limit, query.order));
  if (query.after.empty())
    listed.count =
        TRY(lists.counts.of(tx, visit.organization(), filter, scope, visit.services.clock.now()));
  return listed;
}

struct Found {
  std::shared_ptr<const app::Directory> directory;
  store::ResponseDetails details;
};
base::Result<Found> find(const Visit& visit, Lists& lists) {
  const auto id = base::Uuid::parse(visit.request.parameter("id"));
  const base::Error missing =
      base::not_found("There is no such response, or it is not of your part of the organization.");
  if (!id) return missing;
  store::Transaction tx = TRY(visit.services.database.begin_read());
  Found found;
  found.directory = TRY(lists.directories.of(tx, visit.organization()));
  auto details = TRY(store::find_response_details(tx, visit.organization(), model::ResponseId{*id},
                                                  app::response_scope(visit.caller().scope)));
  if (!details) return missing;
  found.details = std::move(*details);
  // Names and words of a customer were looked at.
  visit.services.access.audit().note(visit.caller(),
                                     {"response.seen", "response", id->to_string()});
  return found;
}

http::Reply show_list(const Pages& pages, Lists& lists, const Visit& visit) {
  const auto query = schema::read_fields(*response_query(), page_query(visit.request));
  if (!query) return pages.trouble(visit.request, 400, first_problem(query.problems));
  const auto listed = list(visit, lists, *query.value);
  if (!listed) return pages.trouble(visit.request, listed.error());

  const std::string kept = query_without_after(visit.request);
  auto views = saved_views_of(visit, kept.empty() ? kept : kept.substr(1));
  if (!views) return pages.trouble(visit.request, views.error());
  ResponseListView view;
  view.views = std::move(*views);
  view.address = visit.at("/responses");
  if (visit.may(Permission::kImportResponses)) view.import = visit.at("/import");
  view.query = *query.value;
  view.query.unit = chosen_unit(view.query.unit, *listed->directory);
  view.units = unit_options(*listed->directory);
  view.markets = options_of_names(listed->directory->markets());
  view.channels = options_of_names(listed->directory->channels());
  view.narrowed = narrowed(*query.value, *listed->directory);
  view.count = listed->count;
  for (const model::ResponseRecord& record : listed->page.responses)
    view.cards.push_back(response_card(visit, record, *listed->directory));
  if (const app::WordSearch search(view.query.q); !search.empty()) {
    for (ResponseCard& card : view.cards)
      for (WordsView& words : card.words) words.found = search.find(words.text);
  }
  if (listed->page.next) {
    view.next =
        view.address + kept + (kept.empty() ? "?" : "&") + "after=" + encoded(*listed->page.next);
  }
  return pages.page(visit, "What customers say", "/responses", response_list_view(view));
}

std::string happened(const store::ResponseEvent& event) {
  switch (event.what) {
    case store::ResponseEvent::What::kReceived:
      return "received from " + event.by;
    case store::ResponseEvent::What::kChanged:
      return fmt::format("changed: {}", fmt::join(event.changed, ", "));
    case store::ResponseEvent::What::kAccepted:
      return "praise confirmed by " + event.by;
    case store::ResponseEvent::What::kRejected:
      return "praise rejected by " + event.by;
  }
  return "";
}

ResponseView view_of(const Visit& visit, const Found& found) {
  const model::Response& response = found.details.record.response;
  ResponseView view;
  view.card = response_card(visit, found.details.record, *found.directory);
  view.list_address = visit.at("/responses");
  for (const model::Answer& answer : response.answers) {
    const model::Question* question = found.directory->question(answer.question);
    if (question != nullptr)
      view.answers.emplace_back(question->label, answer_words(*question, answer.value));
  }
  const auto fact = [&](std::string_view what, std::string_view value) {
    if (!value.empty()) view.facts.emplace_back(what, value);
  };
  if (visit.may(Permission::kSeeCustomers)) {
    fact("Customer", found.details.contact.name);
    fact("Address", found.details.contact.email);
  }
  fact("Account", found.details.account.name.empty() ? found.details.account.code
                                                     : found.details.account.name);
  std::vector<std::string> served;
  for (const model::EmployeeId id : response.served_by) {
    if (const model::Employee* person = found.directory->person(id))
      served.push_back(model::display_name(*person));
  }
  fact("Served by", fmt::format("{}", fmt::join(served, ", ")));
  fact("Language", response.language);
  fact("Source", response.source);
  fact("Its id there", response.external_id);
  for (const store::ResponseEvent& event : found.details.history)
    view.history.emplace_back(event.at.to_string(), happened(event));
  return view;
}

}  // namespace

ResponseCard response_card(const Visit& visit, const model::ResponseRecord& record,
                           const app::Directory& directory) {
  const model::Response& response = record.response;
  ResponseCard card;
  card.address = visit.at("/responses/" + response.id.value.to_string());
  if (response.occurred_on) card.day = day_words(*response.occurred_on);
  for (const std::string_view name :
       {directory.name_of(response.unit), directory.name_of(response.market),
        directory.name_of(response.channel)}) {
    if (!name.empty()) card.where.emplace_back(name);
  }
  for (const model::Answer& answer : response.answers) {
    const model::Question* question = directory.question(answer.question);
    if (question != nullptr && question->kind == model::QuestionKind::kNps) card.nps = answer.value;
  }
  for (const model::Verbatim& verbatim : response.verbatims) {
    WordsView words;
    const model::Question* question = directory.question(verbatim.question);
    if (question != nullptr) words.question = question->label;
    words.text = verbatim.text;
    for (const model::Commendation& commendation : record.commendations) {
      if (commendation.question == verbatim.question && commendation.counts())
        words.praise.push_back(commendation.evidence);
    }
    card.words.push_back(std::move(words));
  }
  for (const model::Commendation& commendation : record.commendations) {
    if (commendation.counts()) card.praised.push_back(praise_view(visit, commendation, directory));
  }
  card.unread = response.reading == model::Reading::kUnread;
  return card;
}

std::string counted_words(const model::Question& question, std::int64_t value) {
  if (question.kind != model::QuestionKind::kCount && question.kind != model::QuestionKind::kNumber)
    return answer_words(question, value);
  const auto bins = std::ssize(question.bins);
  if (value < 0 || value > bins) return "?";
  const auto bound = [&](std::int64_t i) {
    return answer_words(question, question.bins[static_cast<std::size_t>(i)]);
  };
  if (bins == 0) return "any";
  if (value == 0) return "less than " + bound(0);
  if (value == bins) return bound(value - 1) + " or more";
  return fmt::format("{} to less than {}", bound(value - 1), bound(value));
}

std::string answer_words(const model::Question& question, std::int64_t value) {
  switch (question.kind) {
    case model::QuestionKind::kYesNo:
      return value == 0 ? "no" : "yes";
    case model::QuestionKind::kChoice: {
      const auto place = static_cast<std::size_t>(value);
      return value >= 0 && place < question.choices.size() ? question.choices[place] : "";
    }
    case model::QuestionKind::kNps:
    case model::QuestionKind::kScale:
      return fmt::format("{} of {}", value, question.max);
    case model::QuestionKind::kNumber: {
      double scaled = static_cast<double>(value);
      for (int i = 0; i < question.decimals; ++i) scaled /= 10;
      return fmt::format("{:.{}f}", scaled, question.decimals);
    }
    case model::QuestionKind::kCount:
    case model::QuestionKind::kText:
      break;
  }
  return std::to_string(value);
}

http::Response response_page(const Pages& pages, Lists& lists, const Visit& visit,
                             ResponsePraiseView typed, int status) {
  const auto found = find(visit, lists);
  if (!found) return pages.trouble(visit.request, found.error());
  html::Html content = response_view(view_of(visit, *found));
  if (visit.may(Permission::kDecide)) {
    ResponsePraiseView stands = praise_in(visit, found->details, *found->directory);
    typed.address = std::move(stands.address);
    typed.form_token = std::move(stands.form_token);
    typed.findings = std::move(stands.findings);
    typed.questions = std::move(stands.questions);
    typed.behaviours = std::move(stands.behaviours);
    content += response_praise_view(typed);
  }
  return pages.page(visit, "Response", "/responses", content, status);
}

void add_responses(Pages& pages, Api& api, Lists& lists) {
  pages.of_organization("/responses", Permission::kSeeResponses,
                        [&](const Visit& visit) { return show_list(pages, lists, visit); });
  pages.of_organization("/responses/{id}", Permission::kSeeResponses,
                        [&](const Visit& visit) -> http::Reply {
                          return response_page(pages, lists, visit, {}, 200);
                        });
  add_response_praise(pages, lists);

  api.add<ResponseQuery>({.path = "/responses",
                          .id = "listResponses",
                          .tag = "Responses",
                          .summary = "Responses, by day",
                          .needs = Permission::kSeeResponses,
                          .answers = {answer(200, "A page of them.", response_page_json())}},
                         response_query(),
                         [&](const Visit& visit, const ResponseQuery& query) -> http::Reply {
                           const auto listed = list(visit, lists, query);
                           if (!listed) return problem(visit.request, listed.error());
                           ResponsePageJson page;
                           for (const model::ResponseRecord& record : listed->page.responses)
                             page.responses.push_back(response_json_of(record, *listed->directory));
                           page.next = listed->page.next;
                           return json_answer(*response_page_json(), page);
                         });
  api.add({.path = "/responses/{id}",
           .id = "getResponse",
           .tag = "Responses",
           .summary = "One response with everything found in it",
           .needs = Permission::kSeeResponses,
           .path_parameters = {{"id", "The id that Laurel gave it."}},
           .answers = {answer(200, "The response.", response_json())}},
          [&](const Visit& visit) -> http::Reply {
            const auto found = find(visit, lists);
            if (!found) return problem(visit.request, found.error());
            return json_answer(*response_json(),
                               response_json_of(found->details.record, *found->directory));
          });
}

}  // namespace laurel::web
