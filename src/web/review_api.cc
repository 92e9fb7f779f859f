// The API of review: what waits, one of them, deciding, taking back, and praise that was missed.
#include "app/review.h"
#include "web/problem.h"
#include "web/response_json.h"
#include "web/review.h"
#include "web/written.h"

namespace laurel::web {
namespace {

using model::Permission;
using Changed = base::Result<store::ReviewedCommendation>;

// --- What is sent and answered ------------------------------------------------------------------

struct CandidateJson {
  std::string employee_id;
  double score = 0;
};
struct ReviewItemJson {
  base::Uuid id;
  std::int64_t version = 0;
  std::optional<std::string> reason;
  std::string decision;
  std::optional<std::string> decided_by;
  std::optional<base::Timestamp> decided_at;
  std::vector<CandidateJson> candidates;
  ResponseJson response;
};
struct ReviewPageJson {
  std::int64_t waiting = 0;
  bool at_least = false;
  std::vector<ReviewItemJson> items;
  std::optional<std::string> next;
};

schema::ObjectType<ReviewItemJson> review_item_json() {
  using namespace schema;
  using R = ReviewItemJson;
  static const auto candidate = object<CandidateJson>(
      "ReviewCandidate", "Somebody who may be meant.",
      required("employee_id", &CandidateJson::employee_id, text(), ""),
      required("score", &CandidateJson::score, number(0, 1), "How well name and place fit."));
  static const auto declared = object<R>(
      "ReviewItem", "Possible praise with the response around it.",
      required("id", &R::id, uuid(), "Of the one among the response's commendations."),
      required("version", &R::version, whole_number(0, 2'000'000'000),
               "Counts up with every change; a decision says which was looked at."),
      required("reason", &R::reason, nullable(text()),
               "Why it waits: unsure, who or audit; null for one that was asked for by its id."),
      required("decision", &R::decision, text(), "undecided, accepted or rejected."),
      required("decided_by", &R::decided_by, nullable(text()), ""),
      required("decided_at", &R::decided_at, nullable(timestamp()), ""),
      required("candidates", &R::candidates, list(Type<CandidateJson>(candidate), 100),
               "Who may be meant, the best first."),
      required("response", &R::response, Type<ResponseJson>(response_json()), ""));
  return declared;
}

schema::ObjectType<ReviewPageJson> review_page_json() {
  using namespace schema;
  using R = ReviewPageJson;
  static const auto declared = object<R>(
      "ReviewPage", "Some of what waits, the most useful first.",
      required("waiting", &R::waiting, whole_number(0, 1'000'000'000), "In all, of the filter."),
      required("at_least", &R::at_least, boolean(), "There are more than were counted."),
      required("items", &R::items, list(Type<ReviewItemJson>(review_item_json()), 200), ""),
      required("next", &R::next, nullable(text()), "`after` of the next page; null at the end."));
  return declared;
}

enum class Verdict : std::uint8_t { kAccepted, kRejected };

struct DecisionJson {
  Verdict decision = Verdict::kAccepted;
  std::optional<std::int64_t> version;
  std::optional<std::string> employee_id;
  bool nobody = false;
  std::optional<std::vector<detect::Behaviour>> behaviours;
  std::optional<detect::Strength> strength;
};

schema::Type<detect::Behaviour> behaviour_type() {
  static const auto declared = [] {
    using B = detect::Behaviour;
    return schema::one_of<B>({{"extra_mile", B::kExtraMile},
                              {"courtesy", B::kCourtesy},
                              {"care", B::kCare},
                              {"expertise", B::kExpertise},
                              {"communication", B::kCommunication},
                              {"speed", B::kSpeed},
                              {"resolution", B::kResolution},
                              {"honesty", B::kHonesty}});
  }();
  return declared;
}

schema::Type<detect::Strength> strength_type() {
  static const auto declared = schema::one_of<detect::Strength>(
      {{"kind", detect::Strength::kKind}, {"exemplary", detect::Strength::kExemplary}});
  return declared;
}

schema::ObjectType<DecisionJson> decision_json() {
  using namespace schema;
  using D = DecisionJson;
  static const auto declared = object<D>(
      "Decision", "What somebody decides about possible praise.",
      required(
          "decision", &D::decision,
          one_of<Verdict>({{"accepted", Verdict::kAccepted}, {"rejected", Verdict::kRejected}}),
          ""),
      optional("version", &D::version, nullable(whole_number(0, 2'000'000'000)),
               "The one that was looked at; without it nobody must have decided yet."),
      optional("employee_id", &D::employee_id, nullable(text({.longest = 200})),
               "Who is meant; without it and `nobody`, as it stands."),
      optional("nobody", &D::nobody, boolean(), "It is praise of nobody on the roster."),
      optional("behaviours", &D::behaviours, nullable(list(behaviour_type(), 8)),
               "What for; without it as it stands."),
      optional("strength", &D::strength, nullable(strength_type()), "Without it as it stands."));
  return declared;
}

struct TakeBackQuery {
  std::optional<std::int64_t> version;
};
schema::ObjectType<TakeBackQuery> take_back_query() {
  using namespace schema;
  static const auto declared = object<TakeBackQuery>(
      "TakeBackQuery", "",
      optional("version", &TakeBackQuery::version, nullable(whole_number(0, 2'000'000'000)),
               "The one that was looked at."));
  return declared;
}

struct MissedJson {
  std::string words, question;
  detect::TargetKind kind = detect::TargetKind::kPerson;
  std::optional<std::string> employee_id;
  std::vector<detect::Behaviour> behaviours;
  detect::Strength strength = detect::Strength::kKind;
};
schema::ObjectType<MissedJson> missed_json() {
  using namespace schema;
  using M = MissedJson;
  using Kind = detect::TargetKind;
  static const auto declared = object<M>(
      "MissedPraise", "Praise that detection missed.",
      required("words", &M::words, text({.shortest = 1, .longest = 500}),
               "Words of the response that say who is praised, exactly."),
      optional("question", &M::question, text({.longest = 200}),
               "Key of the question whose words are meant; without it the first that say so."),
      optional(
          "kind", &M::kind,
          one_of<Kind>({{"person", Kind::kPerson}, {"role", Kind::kRole}, {"team", Kind::kTeam}}),
          "person if absent."),
      optional("employee_id", &M::employee_id, nullable(text({.longest = 200})),
               "Who on the roster is meant."),
      optional("behaviours", &M::behaviours, list(behaviour_type(), 8), "What for."),
      optional("strength", &M::strength, strength_type(), "kind if absent."));
  return declared;
}

// --- Use cases ----------------------------------------------------------------------------------

detect::BehaviourSet set_of(const std::vector<detect::Behaviour>& behaviours) {
  unsigned set = 0;
  for (const detect::Behaviour behaviour : behaviours)
    set |= 1U << static_cast<unsigned>(behaviour);
  return static_cast<detect::BehaviourSet>(set);
}

app::Review review_of(const Visit& visit) {
  return {visit.services.database, visit.services.access.audit(), visit.services.clock};
}

base::Result<std::shared_ptr<const app::Directory>> directory_of(const Visit& visit, Lists& lists) {
  store::Transaction tx = TRY(visit.services.database.begin_read());
  return lists.directories.of(tx, visit.organization());
}

void put_candidates(const model::ResponseRecord& record, model::CommendationId id,
                    const app::Directory& directory, ReviewItemJson& json) {
  for (const model::Commendation& commendation : record.commendations) {
    if (commendation.id != id) continue;
    json.decision = name(commendation.decision);
    for (const model::CommendationCandidate& candidate : commendation.candidates) {
      if (const model::Employee* person = directory.person(candidate.employee))
        json.candidates.push_back({person->code, static_cast<double>(candidate.score)});
    }
  }
}

ReviewItemJson json_of(const store::ReviewItem& item, const app::Directory& directory) {
  ReviewItemJson json;
  json.id = item.id.value;
  json.version = item.version;
  json.reason = std::string(store::name(item.reason));
  json.response = response_json_of(item.record, directory);
  put_candidates(item.record, item.id, directory, json);
  return json;
}

ReviewItemJson json_of(const store::ReviewedCommendation& item, const app::Directory& directory) {
  ReviewItemJson json;
  json.id = item.id.value;
  json.version = item.version;
  json.decision = "undecided";
  if (!item.decided_by.empty()) json.decided_by = item.decided_by;
  json.decided_at = item.decided_at;
  json.response = response_json_of(item.record, directory);
  put_candidates(item.record, item.id, directory, json);
  return json;
}

base::Result<ReviewPageJson> list_waiting(const Visit& visit, Lists& lists,
                                          const ReviewQuery& query) {
  const auto directory = TRY(directory_of(visit, lists));
  const store::ReviewFilter filter = TRY(review_filter(query, *directory));
  const auto queue = TRY(review_of(visit).queue(visit.caller(), filter, query.after, query.limit));
  ReviewPageJson page;
  page.waiting = queue.counts.all();
  page.at_least = queue.counts.at_least;
  for (const store::ReviewItem& item : queue.page.items)
    page.items.push_back(json_of(item, *directory));
  page.next = queue.page.next;
  return page;
}

base::Result<model::CommendationId> id_of(const Visit& visit) {
  const auto id = base::Uuid::parse(visit.request.parameter("id"));
  if (!id) return base::not_found("There is no such praise among what you may see.");
  return model::CommendationId{*id};
}

base::Result<model::EmployeeId> employee_of(const app::Directory& directory,
                                            const std::string& code) {
  const model::Employee* person = directory.person_coded(code);
  if (person == nullptr)
    return base::invalid_input("Nobody on the roster has that employee id. Check it.");
  return person->id;
}

// Changes something about a commendation and answers how it stands.
template <typename Change>
http::Reply change(const Visit& visit, Lists& lists, int status, Change change_it) {
  return written(visit,
                 [visit, &lists, status, change_it = std::move(change_it)](
                     store::Transaction& tx) -> base::Result<store::KeptReply> {
                   const auto directory = TRY(lists.directories.of(tx, visit.organization()));
                   const store::ReviewedCommendation item = TRY(change_it(tx, visit, *directory));
                   return kept(*review_item_json(), json_of(item, *directory), status);
                 });
}

base::Result<app::DecisionRequest> request_of(const Visit& visit, const app::Directory& directory,
                                              const DecisionJson& json) {
  app::DecisionRequest request;
  request.commendation = TRY(id_of(visit));
  request.accept = json.decision == Verdict::kAccepted;
  if (json.version) request.seen = static_cast<std::int32_t>(*json.version);
  if (json.nobody && json.employee_id)
    return base::invalid_input("It can't be praise of somebody and of nobody. Leave one out.");
  if (json.nobody) request.who = app::NobodyOnTheRoster{};
  if (json.employee_id) request.who = TRY(employee_of(directory, *json.employee_id));
  if (json.behaviours) request.behaviours = set_of(*json.behaviours);
  request.strength = json.strength;
  return request;
}

base::Result<store::ReviewedCommendation> add_missed(store::Transaction& tx, const Visit& visit,
                                                     const app::Directory& directory,
                                                     const MissedJson& json) {
  const auto id = base::Uuid::parse(visit.request.parameter("id"));
  if (!id) return base::not_found("There is no such response among what you may see.");
  app::AddedPraise praise;
  praise.response = model::ResponseId{*id};
  praise.kind = json.kind;
  praise.behaviours = set_of(json.behaviours);
  praise.strength = json.strength;
  if (json.employee_id) praise.employee = TRY(employee_of(directory, *json.employee_id));
  if (!json.question.empty()) {
    const model::Question* question = directory.question_named(json.question);
    if (question == nullptr) return base::not_found("There is no question of that key. Check it.");
    praise.question = question->id;
  }
  app::Review review = review_of(visit);
  return review.add_words(tx, visit.caller(), praise, json.words);
}

}  // namespace

void add_review_api(Api& api, Lists& lists) {
  constexpr Permission kNeeds = Permission::kDecide;
  api.add<ReviewQuery>({.path = "/reviews",
                        .id = "listReviews",
                        .tag = "Review",
                        .summary = "What waits for a person, the most useful first",
                        .needs = kNeeds,
                        .answers = {answer(200, "A page of it.", review_page_json())}},
                       review_query(),
                       [&](const Visit& visit, const ReviewQuery& query) -> http::Reply {
                         const auto page = list_waiting(visit, lists, query);
                         if (!page) return problem(visit.request, page.error());
                         return json_answer(*review_page_json(), *page);
                       });
  api.add({.path = "/reviews/{id}",
           .id = "getReview",
           .tag = "Review",
           .summary = "One piece of possible praise, decided or not",
           .needs = kNeeds,
           .path_parameters = {{"id", "Of the commendation."}},
           .answers = {answer(200, "It.", review_item_json())}},
          [&](const Visit& visit) -> http::Reply {
            const auto found = [&]() -> base::Result<ReviewItemJson> {
              const auto directory = TRY(directory_of(visit, lists));
              const model::CommendationId id = TRY(id_of(visit));
              return json_of(TRY(review_of(visit).find(visit.caller(), id)), *directory);
            }();
            if (!found) return problem(visit.request, found.error());
            return json_answer(*review_item_json(), *found);
          });
  api.add_with_body<DecisionJson>(
      {.method = http::Method::kPut,
       .path = "/reviews/{id}/decision",
       .id = "decideReview",
       .tag = "Review",
       .summary = "Say whether it is praise, and of whom",
       .description = "Answered 409 when somebody decided meanwhile: `detail` says who and what.",
       .needs = kNeeds,
       .path_parameters = {{"id", "Of the commendation."}},
       .answers = {answer(200, "How it stands now.", review_item_json()),
                   {409, "Somebody decided it meanwhile."}}},
      decision_json(), [&](const Visit& visit, const DecisionJson& decision) -> http::Reply {
        return change(visit, lists, 200,
                      [decision](store::Transaction& tx, const Visit& by,
                                 const app::Directory& directory) -> Changed {
                        const auto request = TRY(request_of(by, directory, decision));
                        app::Review review = review_of(by);
                        return review.decide(tx, by.caller(), request);
                      });
      });
  api.add<TakeBackQuery>(
      {.method = http::Method::kDelete,
       .path = "/reviews/{id}/decision",
       .id = "takeBackReview",
       .tag = "Review",
       .summary = "Take the last decision about it back",
       .needs = kNeeds,
       .path_parameters = {{"id", "Of the commendation."}},
       .answers = {answer(200, "How it stands now.", review_item_json()),
                   {409, "It was changed meanwhile, or nothing was decided."}}},
      take_back_query(), [&](const Visit& visit, const TakeBackQuery& query) -> http::Reply {
        return change(
            visit, lists, 200,
            [query](store::Transaction& tx, const Visit& by, const app::Directory&) -> Changed {
              const model::CommendationId id = TRY(id_of(by));
              std::optional<std::int32_t> seen;
              if (query.version) seen = static_cast<std::int32_t>(*query.version);
              app::Review review = review_of(by);
              return review.undo(tx, by.caller(), id, seen);
            });
      });
  api.add_with_body<MissedJson>(
      {.method = http::Method::kPost,
       .path = "/responses/{id}/commendations",
       .id = "addPraise",
       .tag = "Review",
       .summary = "Add praise that detection missed",
       .needs = kNeeds,
       .path_parameters = {{"id", "Of the response."}},
       .answers = {answer(201, "It is added, and accepted.", review_item_json()),
                   {409, "These words are marked already."}}},
      missed_json(), [&](const Visit& visit, const MissedJson& missed) -> http::Reply {
        return change(visit, lists, 201,
                      [missed](store::Transaction& tx, const Visit& by,
                               const app::Directory& directory) -> Changed {
                        return add_missed(tx, by, directory, missed);
                      });
      });
}

}  // namespace laurel::web
