#include "web/review.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "app/finding_reasons.h"
#include "app/known_organization.h"
#include "web/fields.h"
#include "web/problem.h"
#include "web/redirect.h"
#include "web/response_query.h"
#include "web/responses.h"
#include "web/words.h"

namespace laurel::web {
namespace {

using model::Permission;

constexpr std::size_t kChoices = 5;

app::Review review_of(const Visit& visit) {
  return {visit.services.database, visit.services.access.audit(), visit.services.clock};
}

// Whether the script asks, which puts the part that changes in its place.
bool wants_part(const http::Request& request) { return request.header("X-Part") == "review"; }

// --- From the store to the view -----------------------------------------------------------------

int percent_of(float probability) {
  return std::clamp(static_cast<int>(std::lround(100 * static_cast<double>(probability))), 1, 99);
}

std::string place_of(const model::Employee& person, const app::Directory& directory) {
  const std::string_view unit = directory.name_of(person.unit);
  if (person.title.empty() || unit.empty()) return std::string(person.title) + std::string(unit);
  return fmt::format("{}, {}", person.title, unit);
}

std::vector<ReviewChoice> choices_of(const model::Response& response,
                                     const model::Commendation& commendation,
                                     const app::Directory& directory) {
  std::vector<ReviewChoice> choices;
  const auto add = [&](model::EmployeeId id, std::string why) {
    const model::Employee* person = directory.person(id);
    if (person == nullptr || choices.size() == kChoices) return;
    if (std::ranges::find(choices, person->code, &ReviewChoice::code) != choices.end()) return;
    if (std::ranges::find(response.served_by, id) != response.served_by.end())
      why += why.empty() ? "served this customer" : "; served this customer";
    choices.push_back({std::to_string(choices.size() + 1), person->code,
                       model::display_name(*person), place_of(*person, directory), std::move(why)});
  };
  for (const model::CommendationCandidate& candidate : commendation.candidates)
    add(candidate.employee, fmt::format("fits {} %", percent_of(candidate.score)));
  if (commendation.employee.known()) add(commendation.employee, "");
  for (const model::EmployeeId id : response.served_by) add(id, "");
  return choices;
}

std::vector<std::pair<std::string, std::string>> facts_of(const model::Response& response,
                                                          const app::Directory& directory) {
  std::vector<std::pair<std::string, std::string>> facts;
  const auto fact = [&](std::string_view what, std::string_view value) {
    if (!value.empty()) facts.emplace_back(what, value);
  };
  if (response.occurred_on) fact("Day", day_words(*response.occurred_on));
  fact("Unit", directory.name_of(response.unit));
  fact("Market", directory.name_of(response.market));
  fact("Channel", directory.name_of(response.channel));
  std::string served;
  for (const model::EmployeeId id : response.served_by) {
    if (const model::Employee* person = directory.person(id))
      served += (served.empty() ? "" : ", ") + model::display_name(*person);
  }
  fact("Served by", served);
  for (const model::Answer& answer : response.answers) {
    const model::Question* question = directory.question(answer.question);
    if (question != nullptr && question->kind == model::QuestionKind::kNps)
      fact("Would recommend", answer_words(*question, answer.value));
  }
  return facts;
}

ReviewItemView item_view(const Visit& visit, const app::Directory& directory,
                         const model::ResponseRecord& record,
                         const model::Commendation& commendation, std::int32_t version) {
  const model::Response& response = record.response;
  ReviewItemView item;
  item.id = commendation.id.value.to_string();
  item.version = version;
  item.target = commendation.target;
  item.ambiguous = commendation.link == detect::LinkState::kAmbiguous;
  item.is_person = commendation.kind == detect::TargetKind::kPerson;
  if (const model::Employee* person = directory.person(commendation.employee))
    item.linked_to = model::display_name(*person);
  item.percent = percent_of(commendation.probability);
  item.exemplary = commendation.strength == detect::Strength::kExemplary;
  item.behaviours = behaviour_words(commendation.behaviours);
  for (const model::Verbatim& verbatim : response.verbatims) {
    if (verbatim.question == commendation.question) item.text = verbatim.text;
  }
  if (const model::Question* question = directory.question(commendation.question))
    item.question = question->label;
  item.mention = commendation.mention;
  item.evidence = commendation.evidence;
  for (const model::Commendation& other : record.commendations) {
    if (other.question == commendation.question && other.id != commendation.id)
      item.others.push_back(other.mention);
  }
  item.choices = choices_of(response, commendation, directory);
  item.facts = facts_of(response, directory);
  item.response_address = visit.at("/responses/" + response.id.value.to_string());
  return item;
}

std::vector<Option> unit_options(const app::Directory& directory) {
  std::vector<Option> options;
  for (const model::Unit& unit : directory.units())
    options.push_back({unit.code.empty() ? unit.name : unit.code, unit.name});
  return options;
}

// --- The page -----------------------------------------------------------------------------------

// What a page shows beside the next item of the queue.
struct Showing {
  std::optional<model::CommendationId> item = {};     // this one rather than the next
  std::optional<model::CommendationId> decided = {};  // that was just decided, to say so
  std::string said = {};
  bool trouble = false;
  std::string problem = {}, typed_person = {};
  int status = 200;
};

// "?reason=who&unit=leeds&after=…", of what is set.
std::string query_text(const ReviewQuery& query, const std::string& after) {
  std::string out;
  const auto add = [&](std::string_view field_name, std::string_view value) {
    if (value.empty()) return;
    out += out.empty() ? "?" : "&";
    out += fmt::format("{}={}", field_name, encoded(value));
  };
  if (query.reason) add("reason", store::name(*query.reason));
  add("unit", query.unit);
  add("after", after);
  return out;
}

base::Result<ReviewView> read_view(Lists& lists, const Visit& visit, const ReviewQuery& query,
                                   const Showing& showing) {
  app::Review review = review_of(visit);
  const base::Timestamp now = visit.services.clock.now();
  ReviewView view;
  std::optional<store::ReviewedCommendation> asked;
  if (showing.item) asked = TRY(review.find(visit.caller(), *showing.item));
  std::optional<store::ReviewedCommendation> decided;
  if (showing.decided) decided = TRY(review.find(visit.caller(), *showing.decided));
  store::Transaction tx = TRY(visit.services.database.begin_read());
  const auto directory = TRY(lists.directories.of(tx, visit.organization()));
  const store::ReviewFilter filter = TRY(review_filter(query, *directory));
  view.address = visit.at("/review");
  view.accuracy_address = visit.at("/accuracy");
  view.form_token = visit.form_token();
  if (query.reason) view.reason = store::name(*query.reason);
  view.unit = query.unit;
  view.after = query.after;
  view.units = unit_options(*directory);
  const app::ReviewStanding standing = TRY(lists.standings.of(tx, visit.caller(), now));
  view.waiting = standing.waiting.all();
  view.at_least = standing.waiting.at_least;
  view.decided_lately = standing.decided.since;
  view.decided_by_you = standing.decided.by_actor;
  view.latest = standing.decided.latest;
  view.agreed = standing.decided.agreed;
  view.may_undo = view.decided_by_you > 0;
  view.said = decided ? decided_sentence(*decided, *directory) : showing.said;
  view.said_trouble = showing.trouble;
  view.problem = showing.problem;
  view.typed_person = showing.typed_person;

  const model::ResponseRecord* record = nullptr;
  const model::Commendation* commendation = nullptr;
  app::ReviewDesk::Next next;
  if (asked) {
    record = &asked->record;
    commendation = &asked->commendation();
    view.item = item_view(visit, *directory, *record, *commendation, asked->version);
    view.item->reason = !commendation->sure ? store::ReviewReason::kUnsure
                        : commendation->link == detect::LinkState::kAmbiguous
                            ? store::ReviewReason::kWho
                            : store::ReviewReason::kAudit;
    view.item->decided = commendation->decision != model::Decision::kUndecided;
    if (view.item->decided) {
      view.item->standing =
          fmt::format("{} {} it{}.", asked->decided_by, model::name(commendation->decision),
                      asked->decided_at ? " on " + asked->decided_at->to_string().substr(0, 10)
                                        : std::string());
    }
    view.skip = view.address + query_text(query, query.after);
  } else {
    next = TRY(lists.desk.next(tx, review, visit.caller(), filter, query.after, now));
    if (next.item) {
      record = &next.item->record;
      commendation = &next.item->commendation();
      view.item = item_view(visit, *directory, *record, *commendation, next.item->version);
      view.item->reason = next.item->reason;
    }
    if (!next.after.empty()) view.skip = view.address + query_text(query, next.after);
  }
  if (record != nullptr) {
    const auto reasons = TRY(
        app::reasons_of(tx, visit.services.ingest, visit.organization(), *record, *commendation));
    if (reasons) {
      view.item->supporting = reasons->supporting;
      view.item->opposing = reasons->opposing;
    }
    // A customer's words were looked at.
    visit.services.access.audit().note(
        visit.caller(), {"response.seen", "response", record->response.id.value.to_string()});
  }
  return view;
}

http::Reply show(const Pages& pages, Lists& lists, const Visit& visit, const ReviewQuery& query,
                 const Showing& showing) {
  const auto view = read_view(lists, visit, query, showing);
  if (!view) return pages.trouble(visit.request, view.error());
  if (wants_part(visit.request))
    return http::Response::html(review_part(*view).markup(), showing.status);
  return pages.page(visit, "Notice", "/review",
                    review_view(*view, visit.services.files.url("review.js")), showing.status);
}

// What the query or form says of the part of the queue; other fields are taken out.
base::Result<ReviewQuery> query_of(const schema::Fields& all) {
  schema::Fields fields;
  for (const auto& [field_name, value] : all) {
    if (field_name == "reason" || field_name == "unit" || field_name == "after")
      fields.emplace_back(field_name, value);
  }
  const auto read = schema::read_fields(*review_query(), fields);
  if (!read) return base::invalid_input(first_problem(read.problems));
  return *read.value;
}

base::Result<model::CommendationId> item_id(const Visit& visit) {
  const auto id = base::Uuid::parse(visit.request.parameter("id"));
  if (!id) return base::not_found("There is no such praise among what you may see.");
  return model::CommendationId{*id};
}

// What a button says: accept, reject, nobody, person:E7; or named, with somebody typed.
base::Result<app::DecisionRequest> request_of(const Visit& visit, const http::Form& form) {
  app::DecisionRequest request;
  request.commendation = TRY(item_id(visit));
  if (const auto version = form.value("version")) {
    std::int32_t seen = -1;
    const auto read = std::from_chars(version->data(), version->data() + version->size(), seen);
    if (read.ec != std::errc() || seen < 0)
      return base::invalid_input("The form is incomplete. Load the page again.");
    request.seen = seen;
  }
  const std::string_view verdict = form.value_or("verdict", "");
  constexpr std::string_view kPerson = "person:";
  const auto known = TRY(visit.services.ingest.known(visit.organization()));
  const app::People& people = known->detector().people;
  if (verdict == "reject") {
    request.accept = false;
  } else if (verdict == "nobody") {
    request.who = app::NobodyOnTheRoster{};
  } else if (verdict.starts_with(kPerson) || verdict == "named") {
    const bool typed = verdict == "named";
    const model::Employee* person = typed ? people.called(form.value_or("person", ""))
                                          : people.by_code(verdict.substr(kPerson.size()));
    if (person == nullptr) {
      return base::Error{base::ErrorCode::kUnsupported,
                         "Nobody on the roster is called so, or several are. Type the employee id, "
                         "or choose “New person”."};
    }
    request.who = person->id;
  } else if (verdict != "accept") {
    return base::invalid_input("Choose one of the buttons.");
  }
  return request;
}

http::Reply decide(const Pages& pages, Lists& lists, const Visit& visit, const http::Form& form) {
  const auto query = query_of(fields_of(form));
  if (!query) return pages.trouble(visit.request, query.error());
  const auto request = request_of(visit, form);
  if (!request) {
    if (request.error().code != base::ErrorCode::kUnsupported)
      return pages.trouble(visit.request, request.error());
    const auto id = item_id(visit);
    return show(pages, lists, visit, *query,
                {.item = *id,
                 .problem = request.error().message,
                 .typed_person = std::string(form.value_or("person", "")),
                 .status = 422});
  }
  app::Review review = review_of(visit);
  const auto decided = visit.services.writes.write([&](store::Transaction& tx) -> base::Status {
    TRY(review.decide(tx, visit.caller(), *request));
    return {};
  });
  lists.desk.leave(visit.caller(), request->commendation);
  lists.standings.changed(visit.caller());
  if (!decided) {
    const base::ErrorCode code = decided.error().code;
    if (code != base::ErrorCode::kConflict && code != base::ErrorCode::kNotFound)
      return pages.trouble(visit.request, decided.error());
    return show(pages, lists, visit, *query,
                {.said = "Somebody was first: " + decided.error().message,
                 .trouble = true,
                 .status = status_of(code)});
  }
  if (wants_part(visit.request))
    return show(pages, lists, visit, *query, {.decided = request->commendation});
  std::string next = visit.at("/review") + query_text(*query, query->after);
  next += next.find('?') == std::string::npos ? "?" : "&";
  return http::Response::redirect(next + "decided=" + request->commendation.value.to_string());
}

http::Reply undo(const Pages& pages, Lists& lists, const Visit& visit, const http::Form& form) {
  const auto query = query_of(fields_of(form));
  if (!query) return pages.trouble(visit.request, query.error());
  app::Review review = review_of(visit);
  std::optional<store::ReviewedCommendation> undone;
  const auto status = visit.services.writes.write([&](store::Transaction& tx) -> base::Status {
    undone = TRY(review.undo(tx, visit.caller(), {}));
    return {};
  });
  lists.standings.changed(visit.caller());
  if (!status) {
    if (status.error().code == base::ErrorCode::kInternal)
      return pages.trouble(visit.request, status.error());
    return show(pages, lists, visit, *query,
                {.said = status.error().message,
                 .trouble = true,
                 .status = status_of(status.error().code)});
  }
  const bool there = std::ranges::any_of(
      undone->record.commendations,
      [&](const model::Commendation& commendation) { return commendation.id == undone->id; });
  if (!there) {
    return show(pages, lists, visit, *query, {.said = "What you had added is taken back."});
  }
  return show(pages, lists, visit, *query,
              {.item = undone->id,
               .said = "Taken back: “" + undone->commendation().target + "” is " +
                       (undone->commendation().decision == model::Decision::kUndecided
                            ? "undecided again."
                            : "as it was before.")});
}

}  // namespace

std::string decided_sentence(const store::ReviewedCommendation& item,
                             const app::Directory& directory) {
  const model::Commendation& commendation = item.commendation();
  const std::string target = "“" + commendation.target + "” is ";
  switch (commendation.decision) {
    case model::Decision::kUndecided:
      return target + "undecided.";
    case model::Decision::kRejected:
      return target + "rejected: not praise.";
    case model::Decision::kAccepted:
      break;
  }
  if (const model::Employee* person = directory.person(commendation.employee))
    return target + "accepted: praise of " + model::display_name(*person) + ".";
  if (commendation.link == detect::LinkState::kAmbiguous)
    return target + "accepted. Who is meant stays open.";
  return target + (commendation.kind == detect::TargetKind::kPerson
                       ? "accepted: somebody who is not on the roster."
                       : "accepted.");
}

schema::ObjectType<ReviewQuery> review_query() {
  using namespace schema;
  using Q = ReviewQuery;
  using Reason = store::ReviewReason;
  static const auto declared = object<Q>(
      "ReviewQuery", "Which part of the queue.",
      optional(
          "reason", &Q::reason,
          nullable(one_of<Reason>(
              {{"unsure", Reason::kUnsure}, {"who", Reason::kWho}, {"audit", Reason::kAudit}})),
          "Why it waits: unsure whether it is praise, unclear of whom, or to audit."),
      optional("unit", &Q::unit, text({.longest = 200}),
               "Code or name of a unit; those below it are included."),
      optional("market", &Q::market, text({.longest = 200}), "Name of a market."),
      optional("channel", &Q::channel, text({.longest = 200}), "Name of a channel."),
      optional("source", &Q::source, text({.longest = 200}),
               "The programme or file they came from."),
      optional("from", &Q::from, nullable(date()), "First day of service."),
      optional("to", &Q::to, nullable(date()), "Last day of service."),
      optional("praised", &Q::praised, text({.longest = 200}),
               "Employee id of somebody who may be meant."),
      optional("after", &Q::after, text({.longest = 200}), "`next` of the page before."),
      optional("limit", &Q::limit, whole_number(1, store::kMostReviews), "At most so many; 20."));
  return declared;
}

base::Result<store::ReviewFilter> review_filter(const ReviewQuery& query,
                                                const app::Directory& directory) {
  store::ReviewFilter filter;
  filter.reason = query.reason;
  filter.from = query.from;
  filter.to = query.to;
  filter.source = query.source;
  const report::Place place = TRY(place_named(directory, query.unit, query.market, query.channel));
  filter.unit = place.unit;
  filter.market = place.market;
  filter.channel = place.channel;
  if (!query.praised.empty()) {
    const model::Employee* person = directory.person_coded(query.praised);
    if (person == nullptr)
      return base::not_found("Nobody on the roster has that employee id. Check it.");
    filter.praised = person->id;
  }
  return filter;
}

void add_review(Pages& pages, Api& api, Lists& lists) {
  constexpr Permission kNeeds = Permission::kDecide;
  pages.of_organization("/review", kNeeds, [&](const Visit& visit) -> http::Reply {
    const auto query = query_of(page_query(visit.request));
    if (!query) return pages.trouble(visit.request, query.error());
    Showing showing;
    if (const auto id = base::Uuid::parse(visit.request.query("decided").value_or("")))
      showing.decided = model::CommendationId{*id};
    return show(pages, lists, visit, *query, showing);
  });
  pages.of_organization("/review/{id}", kNeeds, [&](const Visit& visit) -> http::Reply {
    const auto query = query_of(page_query(visit.request));
    const auto id = item_id(visit);
    if (!query) return pages.trouble(visit.request, query.error());
    if (!id) return pages.trouble(visit.request, id.error());
    return show(pages, lists, visit, *query, {.item = *id});
  });
  pages.organization_form("/review/undo", kNeeds, [&](const Visit& visit, const http::Form& form) {
    return undo(pages, lists, visit, form);
  });
  pages.organization_form("/review/{id}", kNeeds, [&](const Visit& visit, const http::Form& form) {
    return decide(pages, lists, visit, form);
  });
  add_review_api(api, lists);
}

}  // namespace laurel::web
