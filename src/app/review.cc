#include "app/review.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/organization_model.h"
#include "app/response_scope.h"
#include "base/utf8.h"
#include "store/organizations.h"
#include "store/questions.h"
#include "store/responses.h"
#include "text/document.h"

namespace laurel::app {
namespace {

base::Error not_there() {
  return base::not_found("There is no such praise among what you may see.");
}

// Whether a response is in the caller's scope, or of an employee the commendation itself.
bool in_scope(const model::Scope& scope, const model::ResponseRecord& record,
              const model::Commendation& commendation) {
  if (scope.is_everything()) return true;
  if (scope.reach == model::Scope::Reach::kOwn) return scope.includes(commendation.employee);
  const model::Response& response = record.response;
  return scope.includes(response.unit) ||
         std::ranges::any_of(response.served_by,
                             [&](model::EmployeeId id) { return scope.includes(id); }) ||
         std::ranges::any_of(record.commendations, [&](const model::Commendation& c) {
           return c.counts() && scope.includes(c.employee);
         });
}

base::Result<const model::Employee*> employee_in(const std::vector<model::Employee>& roster,
                                                 model::EmployeeId id) {
  const auto found = std::ranges::find(roster, id, &model::Employee::id);
  if (found == roster.end())
    return base::not_found("This person is not on the roster. Choose somebody who is.");
  return &*found;
}

std::string words_of(std::string_view text, detect::Span span) {
  return std::string(base::code_points(text, span.start, span.end));
}

std::uint32_t code_points_in(std::string_view text) {
  return static_cast<std::uint32_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// The sentence that the span begins in.
detect::Span sentence_around(std::string_view text, detect::Span span) {
  text::Document document;
  text::analyse(text, document);
  for (const text::Sentence& sentence : document.sentences) {
    const detect::Span whole{document.tokens[sentence.begin].code_begin,
                             document.tokens[sentence.end - 1].code_end};
    if (span.start < whole.end)
      return {std::min(whole.start, span.start), std::max(whole.end, span.end)};
  }
  return span;
}

base::Result<const model::Verbatim*> verbatim_of(const model::Response& response,
                                                 model::QuestionId question) {
  if (!question.known() && response.verbatims.size() == 1) return &response.verbatims.front();
  const auto found = std::ranges::find(response.verbatims, question, &model::Verbatim::question);
  if (found == response.verbatims.end())
    return base::invalid_input("This response has no words to that question. Say which are meant.");
  return &*found;
}

}  // namespace

base::Result<store::ReviewPage> Review::page(store::Transaction& tx, const Caller& by,
                                             const store::ReviewFilter& filter,
                                             const std::string& cursor, std::int64_t limit) {
  TRY(by.require(model::Permission::kDecide));
  if (limit < 1 || limit > store::kMostReviews) {
    return base::invalid_input(
        fmt::format("Ask for 1 to {} at once, not {}.", store::kMostReviews, limit));
  }
  if (by.scope.reach == model::Scope::Reach::kNothing) return store::ReviewPage();
  const float flag = TRY(flag_threshold(tx, by.organization.id));
  return store::list_reviews(tx, by.organization.id, filter, response_scope(by.scope), flag, cursor,
                             limit);
}

base::Result<Review::Queue> Review::queue(const Caller& by, const store::ReviewFilter& filter,
                                          const std::string& cursor, std::int64_t limit) {
  Queue out;
  auto tx = TRY(database_.begin_read());
  out.page = TRY(page(tx, by, filter, cursor, limit));
  if (by.scope.reach == model::Scope::Reach::kNothing) return out;
  out.counts = TRY(store::count_reviews(tx, by.organization.id, filter, response_scope(by.scope)));
  return out;
}

base::Result<store::ReviewedCommendation> Review::find(const Caller& by, model::CommendationId id) {
  TRY(by.require(model::Permission::kDecide));
  auto tx = TRY(database_.begin_read());
  auto found = TRY(store::find_commendation(tx, by.organization.id, id));
  if (!found || !in_scope(by.scope, found->record, found->commendation())) return not_there();
  return std::move(*found);
}

base::Status Review::note(store::Transaction& tx, const Caller& by,
                          const store::ReviewedCommendation& item, std::string action,
                          std::string details) {
  return audit_.append(tx, by,
                       {.action = std::move(action),
                        .subject = "commendation",
                        .subject_id = item.id.value.to_string(),
                        .details = std::move(details)});
}

base::Result<store::ReviewedCommendation> Review::decide(store::Transaction& tx, const Caller& by,
                                                         const DecisionRequest& request) {
  TRY(by.require(model::Permission::kDecide));
  const model::OrganizationId organization = by.organization.id;
  const auto found = TRY(store::find_commendation(tx, organization, request.commendation));
  if (!found || !in_scope(by.scope, found->record, found->commendation())) return not_there();
  store::Verdict verdict = store::verdict_of(found->commendation());
  verdict.decision = request.accept ? model::Decision::kAccepted : model::Decision::kRejected;
  if (request.behaviours) verdict.behaviours = *request.behaviours;
  if (request.strength) verdict.strength = *request.strength;
  std::string details;
  if (const auto* id = std::get_if<model::EmployeeId>(&request.who)) {
    const auto roster = TRY(store::list_employees(tx, organization));
    details = "employee " + TRY(employee_in(roster, *id))->code;
    verdict.link = detect::LinkState::kLinked;
    verdict.employee = *id;
  } else if (std::holds_alternative<NobodyOnTheRoster>(request.who)) {
    details = "nobody on the roster";
    verdict.link = detect::LinkState::kUnlisted;
    verdict.employee = {};
  }
  if (!request.accept && !std::holds_alternative<AsItStands>(request.who)) {
    return base::invalid_input("What is rejected is nobody's praise. Accept it, or name nobody.");
  }
  const model::QuestionCatalog questions(TRY(store::list_questions(tx, organization)));
  auto decided = TRY(store::decide(tx, organization, questions, request.commendation, request.seen,
                                   verdict, {by.actor, clock_.now()}));
  if (decided.version != found->version)
    TRY(note(tx, by, decided, request.accept ? "commendation.accepted" : "commendation.rejected",
             std::move(details)));
  return decided;
}

base::Result<store::ReviewedCommendation> Review::add(store::Transaction& tx, const Caller& by,
                                                      const AddedPraise& praise) {
  TRY(by.require(model::Permission::kDecide));
  const model::OrganizationId organization = by.organization.id;
  const auto record = TRY(store::find_response(tx, organization, praise.response));
  if (!record || !in_scope(by.scope, *record, {}))
    return base::not_found("There is no such response among what you may see.");
  const model::Verbatim* verbatim = TRY(verbatim_of(record->response, praise.question));
  model::Commendation found;
  found.question = verbatim->question;
  found.kind = praise.kind;
  found.target = words_of(verbatim->text, praise.mention);
  if (found.target.find_first_not_of(" \t\r\n") == std::string::npos) {
    return base::invalid_input(
        "Mark the words that say who is praised: these are not in the text, or blank.");
  }
  found.mention = praise.mention;
  found.evidence = praise.evidence.start < praise.evidence.end
                       ? praise.evidence
                       : sentence_around(verbatim->text, praise.mention);
  if (words_of(verbatim->text, found.evidence).empty())
    return base::invalid_input("The words that praise are not in the text. Mark them again.");
  found.behaviours = praise.behaviours;
  found.strength = praise.strength;
  std::string details = "nobody on the roster";
  if (praise.employee) {
    const auto roster = TRY(store::list_employees(tx, organization));
    details = "employee " + TRY(employee_in(roster, *praise.employee))->code;
    found.link = detect::LinkState::kLinked;
    found.employee = *praise.employee;
  }
  const model::QuestionCatalog questions(TRY(store::list_questions(tx, organization)));
  auto added = TRY(store::add_praise(tx, organization, questions, praise.response, found,
                                     {by.actor, clock_.now()}));
  TRY(note(tx, by, added, "commendation.added", std::move(details)));
  return added;
}

base::Result<store::ReviewedCommendation> Review::add_words(store::Transaction& tx,
                                                            const Caller& by, AddedPraise praise,
                                                            std::string_view who) {
  const auto record = TRY(store::find_response(tx, by.organization.id, praise.response));
  if (!record || !in_scope(by.scope, *record, {}))
    return base::not_found("There is no such response among what you may see.");
  for (const model::Verbatim& verbatim : record->response.verbatims) {
    if (praise.question.known() && praise.question != verbatim.question) continue;
    const std::string_view text = verbatim.text;
    const std::size_t at = text.find(who);
    if (who.empty() || at == std::string_view::npos) continue;
    praise.question = verbatim.question;
    praise.mention.start = code_points_in(text.substr(0, at));
    praise.mention.end = praise.mention.start + code_points_in(who);
    return add(tx, by, praise);
  }
  return base::invalid_input(
      fmt::format("The response doesn't say \"{}\". Copy the words exactly.", who));
}

base::Result<store::ReviewedCommendation> Review::add_words(const Caller& by, AddedPraise praise,
                                                            std::string_view who) {
  auto tx = TRY(database_.begin_write());
  auto added = TRY(add_words(tx, by, std::move(praise), who));
  TRY(tx.commit());
  return added;
}

base::Result<store::ReviewedCommendation> Review::undo(store::Transaction& tx, const Caller& by,
                                                       std::optional<model::CommendationId> id,
                                                       std::optional<std::int32_t> seen) {
  TRY(by.require(model::Permission::kDecide));
  const model::OrganizationId organization = by.organization.id;
  if (!id) id = TRY(store::last_decided(tx, organization, by.actor));
  if (!id) return base::not_found("You have decided nothing that could be undone.");
  const auto found = TRY(store::find_commendation(tx, organization, *id));
  if (!found || !in_scope(by.scope, found->record, found->commendation())) return not_there();
  const model::QuestionCatalog questions(TRY(store::list_questions(tx, organization)));
  auto undone = TRY(store::undo(tx, organization, questions, *id, seen, {by.actor, clock_.now()}));
  TRY(note(tx, by, undone, "commendation.undone", ""));
  return undone;
}

base::Result<store::ReviewedCommendation> Review::decide(const Caller& by,
                                                         const DecisionRequest& request) {
  auto tx = TRY(database_.begin_write());
  auto decided = TRY(decide(tx, by, request));
  TRY(tx.commit());
  return decided;
}

base::Result<store::ReviewedCommendation> Review::add(const Caller& by, const AddedPraise& praise) {
  auto tx = TRY(database_.begin_write());
  auto added = TRY(add(tx, by, praise));
  TRY(tx.commit());
  return added;
}

base::Result<store::ReviewedCommendation> Review::undo(const Caller& by,
                                                       std::optional<model::CommendationId> id,
                                                       std::optional<std::int32_t> seen) {
  auto tx = TRY(database_.begin_write());
  auto undone = TRY(undo(tx, by, id, seen));
  TRY(tx.commit());
  return undone;
}

}  // namespace laurel::app
