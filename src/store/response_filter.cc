#include "store/response_filter.h"

#include <algorithm>

#include "model/derived.h"
#include "model/unit_tree.h"
#include "store/connection.h"
#include "store/organizations.h"
#include "store/questions.h"

namespace laurel::store {
namespace {

constexpr std::string_view kFindSource =
    "SELECT source_id FROM source WHERE organization_id = $1 AND name = $2";

}  // namespace

bool voice_in_group(model::Voice voice, VoiceGroup group) {
  switch (group) {
    case VoiceGroup::kSilent:
      return voice == model::Voice::kSilent;
    case VoiceGroup::kUnread:
      return voice == model::Voice::kUnread;
    case VoiceGroup::kSpoke:
      return model::spoke(voice);
    case VoiceGroup::kRead:
      return model::spoke(voice) || model::is_commended(voice);
    case VoiceGroup::kCommended:
      return model::is_commended(voice);
    case VoiceGroup::kKind:
      return model::is_commended(voice) && !model::is_exemplary(voice);
    case VoiceGroup::kExemplary:
      return model::is_commended(voice) && model::is_exemplary(voice);
    case VoiceGroup::kPending:
      break;
  }
  return model::is_pending(voice);
}

model::QuestionId nps_question(std::span<const model::Question> questions) {
  for (const model::Question& question : questions) {
    if (question.kind == model::QuestionKind::kNps) return question.id;
  }
  return {};
}

NpsBand nps_band(std::int64_t score) {
  if (score >= 9) return NpsBand::kPromoter;
  return score >= 7 ? NpsBand::kPassive : NpsBand::kDetractor;
}

base::Result<std::optional<ResponseSieve>> ResponseSieve::create(Transaction& tx,
                                                                 model::OrganizationId organization,
                                                                 const ResponseFilter& filter,
                                                                 const ResponseScope& scope) {
  using Maybe = std::optional<ResponseSieve>;
  ResponseSieve sieve(filter, scope);
  if (!filter.source.empty()) {
    Statement row = TRY(tx.connection().query(kFindSource, {organization, filter.source}));
    if (!TRY(row.step())) return Maybe();
    sieve.source_ = row.number(0);
  }
  if (filter.unit.known())
    sieve.units_ = model::with_those_below({&filter.unit, 1}, TRY(list_units(tx, organization)));
  if (filter.nps) {
    sieve.nps_ = nps_question(TRY(list_questions(tx, organization)));
    if (!sieve.nps_.known()) return Maybe();
  }
  if (filter.question.known()) {
    sieve.questions_ =
        std::make_shared<const model::QuestionCatalog>(TRY(list_questions(tx, organization)));
    if (sieve.questions_->find(filter.question) == nullptr) return Maybe();
  }
  sieve.scope_units_.insert(scope.units.begin(), scope.units.end());
  if (scope.kind == ResponseScope::Kind::kUnitsAndPeople && scope.units.empty() &&
      scope.people.empty()) {
    return Maybe();
  }
  if (filter.credited.known()) sieve.praised_ = {filter.credited};
  if (scope.kind == ResponseScope::Kind::kPraiseOf) {
    if (scope.people.empty()) return Maybe();
    if (sieve.praised_.empty()) sieve.praised_ = scope.people;
  }
  return Maybe(std::move(sieve));
}

bool ResponseSieve::at_place(const model::Response& r) const {
  if (filter_.market.known() && r.market != filter_.market) return false;
  if (filter_.channel.known() && r.channel != filter_.channel) return false;
  if (filter_.unit.known() &&
      !(filter_.unit_itself ? r.unit == filter_.unit : units_.contains(r.unit)))
    return false;
  return !(filter_.without_market && r.market.known()) &&
         !(filter_.without_unit && r.unit.known()) &&
         !(filter_.without_channel && r.channel.known());
}

bool ResponseSieve::answers_question(const model::Response& r) const {
  const model::Question& question = *questions_->find(filter_.question);
  std::optional<std::int32_t> value;
  if (model::is_derived(question.role)) {
    model::DerivedAnswers derived;
    for (const model::Answer& answer : r.answers) {
      if (const model::Question* asked = questions_->find(answer.question))
        derived.add(*asked, answer.value);
    }
    value = derived.answer(question.role);
  } else {
    const auto at = std::find_if(r.answers.begin(), r.answers.end(), [&](const auto& answer) {
      return answer.question == question.id;
    });
    if (at != r.answers.end() && question.counted()) value = model::cell_value(question, at->value);
  }
  return value && (!filter_.value || *filter_.value == *value);
}

bool ResponseSieve::passes(const model::Response& r, std::int32_t source) const {
  if (filter_.from && (!r.occurred_on || *r.occurred_on < *filter_.from)) return false;
  if (filter_.to && (!r.occurred_on || *r.occurred_on > *filter_.to)) return false;
  if (!at_place(r)) return false;
  if (filter_.question.known() && !answers_question(r)) return false;
  if (source_ != 0 && source != source_) return false;
  if (!filter_.nps) return true;
  return std::any_of(r.answers.begin(), r.answers.end(), [&](const model::Answer& answer) {
    return answer.question == nps_ && nps_band(answer.value) == *filter_.nps;
  });
}

bool ResponseSieve::needs_commendations() const {
  return filter_.voice || filter_.undecided || filter_.credited.known() ||
         scope_.kind != ResponseScope::Kind::kEverything;
}

bool ResponseSieve::in_own_part(const model::Response& r) const {
  return (r.unit.known() && scope_units_.contains(r.unit)) ||
         std::any_of(r.served_by.begin(), r.served_by.end(), [&](model::EmployeeId id) {
           return std::find(scope_.people.begin(), scope_.people.end(), id) != scope_.people.end();
         });
}

bool ResponseSieve::praises_one_of(const model::ResponseRecord& record,
                                   std::span<const model::EmployeeId> people) const {
  return std::any_of(record.commendations.begin(), record.commendations.end(),
                     [&](const model::Commendation& each) {
                       return each.counts() && each.employee.known() &&
                              std::find(people.begin(), people.end(), each.employee) !=
                                  people.end();
                     });
}

bool ResponseSieve::passes(const model::ResponseRecord& record) const {
  switch (scope_.kind) {
    case ResponseScope::Kind::kEverything:
      break;
    case ResponseScope::Kind::kUnitsAndPeople:
      if (!in_own_part(record.response) && !praises_one_of(record, scope_.people)) return false;
      break;
    case ResponseScope::Kind::kPraiseOf:
      if (!praises_one_of(record, scope_.people)) return false;
      break;
  }
  if (filter_.credited.known() && !praises_one_of(record, {&filter_.credited, 1})) return false;
  if (!filter_.voice && !filter_.undecided) return true;
  const model::Voice voice = model::voice_of(record);
  if (filter_.undecided && !model::is_pending(voice)) return false;
  return !filter_.voice || voice_in_group(voice, *filter_.voice);
}

}  // namespace laurel::store
