// `laurel review`: what waits for a person, decided without the pages.
#include <fmt/format.h>

#include <algorithm>

#include "app/audit_trail.h"
#include "app/detection.h"
#include "app/review.h"
#include "cli/command.h"
#include "cli/review_text.h"
#include "store/organizations.h"
#include "store/response_pages.h"

namespace laurel::cli {
namespace {

constexpr Option kOptions[] = {
    {"limit", "N", "list: how many (default 5, at most 200)"},
    {"after", "CURSOR", "list: go on where a list ended"},
    {"reason", "REASON", "list: only unsure, who or audit"},
    {"unit", "CODE", "list: only of this unit and those below it"},
    {"source", "NAME", "list: only of this source"},
    {"from", "YYYY-MM-DD", "list: from this day of service on"},
    {"to", "YYYY-MM-DD", "list: up to this day"},
    {"strength", "STRENGTH", "accept, link, add: exemplary or kind"},
    {"behaviours", "LIST", "accept, link, add: courtesy,speed,… or none"},
    {"kind", "KIND", "add: person (default), role or team"},
    {"employee", "EMPLOYEE", "add: who on the roster is meant"},
};

constexpr std::string_view kDescription =
    "  list               what waits, the most useful first (also without a word)\n"
    "  accept ID          it is praise\n"
    "  reject ID          it isn't\n"
    "  link ID EMPLOYEE   it is praise of this employee (id, address or name), or of \"nobody\" "
    "on\n"
    "                     the roster\n"
    "  add SOURCE ID WORDS\n"
    "                     praise that detection missed in the response that its source calls so, "
    "as\n"
    "                     lists show it: WORDS of it say who\n"
    "  undo [ID]          takes the last decision back, of this one or of all\n\n"
    "What somebody else decided meanwhile is not overwritten: the command says what it was.\n"
    "`laurel accuracy` says what decisions tell about detection.";

struct Request {
  Session& session;
  app::Review& review;
  app::Caller caller;
  ReviewNames names;
};

base::Result<std::optional<detect::Strength>> strength_of(const Arguments& arguments) {
  const auto named = arguments.value("strength");
  if (!named) return std::optional<detect::Strength>();
  for (const auto strength : {detect::Strength::kKind, detect::Strength::kExemplary})
    if (detect::name(strength) == *named) return std::optional(strength);
  return base::invalid_input(
      fmt::format("--strength can be exemplary or kind, not \"{}\".", *named));
}

base::Result<std::optional<detect::BehaviourSet>> behaviours_of(const Arguments& arguments) {
  const auto listed = arguments.value("behaviours");
  if (!listed) return std::optional<detect::BehaviourSet>();
  unsigned set = 0;
  std::string_view rest = *listed;
  if (rest == "none") rest = {};
  while (!rest.empty()) {
    const std::string_view word = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    int bit = 0;
    while (bit < detect::kBehaviourCount &&
           detect::name(static_cast<detect::Behaviour>(bit)) != word)
      ++bit;
    if (bit == detect::kBehaviourCount) {
      return base::invalid_input(fmt::format(
          "There is no behaviour \"{}\". There are extra_mile, courtesy, care, expertise, "
          "communication, speed, resolution and honesty.",
          word));
    }
    set |= 1U << bit;
  }
  return std::optional(static_cast<detect::BehaviourSet>(set));
}

base::Result<model::EmployeeId> employee_called(const Request& request, const std::string& text) {
  const app::People people(request.names.people, request.names.units);
  const model::Employee* employee = people.called(text);
  if (employee == nullptr) {
    return base::not_found(fmt::format(
        "Nobody on the roster is \"{}\", or several are. Give the id from the roster.", text));
  }
  return employee->id;
}

base::Result<store::ReviewFilter> filter_of(const Request& request) {
  const Arguments& arguments = request.session.arguments;
  store::ReviewFilter filter;
  if (const auto reason = arguments.value("reason")) {
    for (const auto each :
         {store::ReviewReason::kUnsure, store::ReviewReason::kWho, store::ReviewReason::kAudit})
      if (store::name(each) == *reason) filter.reason = each;
    if (!filter.reason) {
      return base::invalid_input(
          fmt::format("--reason can be unsure, who or audit, not \"{}\".", *reason));
    }
  }
  if (const auto from = arguments.value("from")) filter.from = TRY(base::Date::parse(*from));
  if (const auto to = arguments.value("to")) filter.to = TRY(base::Date::parse(*to));
  filter.source = arguments.value_or("source", "");
  if (const auto code = arguments.value("unit")) {
    const auto found = std::ranges::find_if(request.names.units, [&](const model::Unit& unit) {
      return unit.code == *code || unit.name == *code;
    });
    if (found == request.names.units.end())
      return base::not_found(fmt::format("There is no unit \"{}\".", *code));
    filter.unit = found->id;
  }
  return filter;
}

base::Result<int> list(Request& request) {
  const Arguments& arguments = request.session.arguments;
  const store::ReviewFilter filter = TRY(filter_of(request));
  const std::int64_t limit = TRY(arguments.number("limit", 5, 1, store::kMostReviews));
  const auto queue =
      TRY(request.review.queue(request.caller, filter, arguments.value_or("after", ""), limit));
  Terminal& terminal = request.session.terminal;
  terminal.out(queue_sentence(queue.counts) + "\n");
  for (const store::ReviewItem& item : queue.page.items)
    terminal.out("\n" + item_text(item, request.names));
  if (queue.page.next && !queue.page.items.empty())
    terminal.out(fmt::format("\nMore: laurel review list --after {}\n", *queue.page.next));
  return 0;
}

base::Result<model::CommendationId> id_in(const Request& request, std::size_t word) {
  const auto& words = request.session.arguments.words();
  if (word >= words.size())
    return base::invalid_input("Give the id of what is decided, as `laurel review` lists it.");
  return model::CommendationId{TRY(base::Uuid::parse(words[word]))};
}

base::Result<int> decide(Request& request, const std::string& verb) {
  const auto& words = request.session.arguments.words();
  app::DecisionRequest decision;
  decision.commendation = TRY(id_in(request, 1));
  decision.accept = verb != "reject";
  decision.strength = TRY(strength_of(request.session.arguments));
  decision.behaviours = TRY(behaviours_of(request.session.arguments));
  if (verb == "link") {
    if (words.size() < 3)
      return base::invalid_input("Say who is meant: an employee's id, address or name, or nobody.");
    decision.who = app::NobodyOnTheRoster{};
    if (words[2] != "nobody") decision.who = TRY(employee_called(request, words[2]));
    // Saying who it was of what is accepted already is no second opinion.
    const auto now = TRY(request.review.find(request.caller, decision.commendation));
    if (now.commendation().decision == model::Decision::kAccepted) decision.seen = now.version;
  }
  const auto decided = TRY(request.review.decide(request.caller, decision));
  request.session.terminal.out(decision_sentence(decided, request.names));
  return 0;
}

base::Result<int> add(Request& request) {
  const Arguments& arguments = request.session.arguments;
  const auto& words = arguments.words();
  if (words.size() < 4) {
    return base::invalid_input(
        "Give the source and id of the response, and the words of it that say who is praised.");
  }
  auto tx = TRY(request.session.database->begin_read());
  const auto record =
      TRY(store::find_response_named(tx, request.session.organization.id, words[1], words[2]));
  TRY(tx.commit());
  if (!record) {
    return base::not_found(
        fmt::format("There is no response {} of the source {}.", words[2], words[1]));
  }
  app::AddedPraise praise;
  praise.response = record->response.id;
  bool found = false;
  const std::string kind = arguments.value_or("kind", "person");
  for (const auto each :
       {detect::TargetKind::kPerson, detect::TargetKind::kRole, detect::TargetKind::kTeam}) {
    if (detect::name(each) != kind) continue;
    praise.kind = each;
    found = true;
  }
  if (!found)
    return base::invalid_input(
        fmt::format("--kind can be person, role or team, not \"{}\".", kind));
  if (const auto employee = arguments.value("employee"))
    praise.employee = TRY(employee_called(request, *employee));
  praise.strength = TRY(strength_of(arguments)).value_or(detect::Strength::kKind);
  praise.behaviours = TRY(behaviours_of(arguments)).value_or(0);
  const auto added = TRY(request.review.add_words(request.caller, praise, words[3]));
  request.session.terminal.out(decision_sentence(added, request.names));
  return 0;
}

base::Result<int> undo(Request& request) {
  std::optional<model::CommendationId> id;
  if (request.session.arguments.words().size() > 1) id = TRY(id_in(request, 1));
  const auto undone = TRY(request.review.undo(request.caller, id));
  request.session.terminal.out(decision_sentence(undone, request.names));
  return 0;
}

base::Result<int> run(Session& session) {
  app::AuditTrail audit(*session.database, session.clock);
  app::Review review(*session.database, audit, session.clock);
  Request request{session, review, app::command_caller(session.organization), {}};
  {
    auto tx = TRY(session.database->begin_read());
    request.names.people = TRY(store::list_employees(tx, session.organization.id));
    request.names.units = TRY(store::list_units(tx, session.organization.id));
  }
  const auto& words = session.arguments.words();
  const std::string verb = words.empty() ? "list" : words[0];
  if (verb == "list") return list(request);
  if (verb == "accept" || verb == "reject" || verb == "link") return decide(request, verb);
  if (verb == "add") return add(request);
  if (verb == "undo") return undo(request);
  return base::invalid_input(fmt::format(
      "There is no \"{}\" in review. There are list, accept, reject, link, add and undo.", verb));
}

}  // namespace

const Command kReviewCommand = {.name = "review",
                                .summary = "List what waits for a person, and decide it",
                                .words = "[list|accept|reject|link|add|undo …]",
                                .description = kDescription,
                                .options = kOptions,
                                .needs = Needs::kOrganization,
                                .run = run};

}  // namespace laurel::cli
