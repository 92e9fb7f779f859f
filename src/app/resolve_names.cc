#include "app/resolve_names.h"

#include <algorithm>

#include "store/organizations.h"
#include "store/questions.h"
#include "store/revisions.h"

namespace laurel::app {
namespace {

// Accounts and contacts remembered between batches; forgetting only costs a look-up.
constexpr std::size_t kRemembered = 100'000;

using Places = std::vector<std::pair<std::string_view, std::size_t>>;

// The names and where they occur, in order of the names: neighbours lie on the same pages of the
// index.
template <typename NameOf>
Places gather(std::span<const NameResolver::Party> parties, const NameOf& name_of) {
  Places places;
  for (std::size_t i = 0; i < parties.size(); ++i) {
    const std::string_view name = name_of(*parties[i].names);
    if (!name.empty()) places.emplace_back(name, i);
  }
  std::sort(places.begin(), places.end());
  return places;
}

// Calls ask(i) for the first occurrence of each name that isn't remembered.
template <typename Cache, typename Ask>
void ask_for_unknown(const Places& places, const Cache& cache, const Ask& ask) {
  for (std::size_t p = 0; p < places.size(); ++p) {
    if (p > 0 && places[p].first == places[p - 1].first) continue;
    if (!cache.contains(places[p].first)) ask(places[p].second);
  }
}

// Calls put(i, id) for every occurrence.
template <typename Cache, typename Put>
void put_ids(const Places& places, const Cache& cache, const Put& put) {
  auto found = cache.end();
  for (std::size_t p = 0; p < places.size(); ++p) {
    if (p == 0 || places[p].first != places[p - 1].first) found = cache.find(places[p].first);
    put(places[p].second, found->second);
  }
}

void set_answer(model::Response& response, model::QuestionId question, std::int64_t value) {
  auto& answers = response.answers;
  const auto at = std::lower_bound(
      answers.begin(), answers.end(), question,
      [](const model::Answer& answer, model::QuestionId id) { return answer.question < id; });
  if (at != answers.end() && at->question == question) {
    at->value = value;
  } else {
    answers.insert(at, {question, value});
  }
}

}  // namespace

template <typename Id>
base::Result<Id> NameResolver::member(
    store::Transaction& tx, Cache<Id>& cache, std::string_view name,
    base::Result<Id> (*named)(store::Transaction&, model::OrganizationId, std::string_view)) {
  if (name.empty()) return Id{};
  if (const auto found = cache.find(name); found != cache.end()) return found->second;
  const Id id = TRY(named(tx, organization_, name));
  cache.emplace(std::string(name), id);
  return id;
}

base::Status NameResolver::resolve_lists(store::Transaction& tx, const PendingNames& names,
                                         model::Response& response) {
  response.market = TRY(member(tx, markets_, names.market, store::market_named));
  response.unit = TRY(member(tx, units_, names.unit, store::unit_named));
  response.channel = TRY(member(tx, channels_, names.channel, store::channel_named));
  return {};
}

base::Status NameResolver::resolve_parties(store::Transaction& tx, std::span<const Party> parties) {
  if (accounts_.size() > kRemembered) accounts_.clear();
  if (contacts_.size() > kRemembered) contacts_.clear();

  Places places = gather(parties, [](const PendingNames& names) { return names.account; });
  std::vector<std::string_view> codes;
  ask_for_unknown(places, accounts_,
                  [&](std::size_t i) { codes.push_back(parties[i].names->account); });
  if (!codes.empty()) {
    const auto ids = TRY(store::accounts_coded(tx, organization_, codes));
    for (std::size_t i = 0; i < codes.size(); ++i) accounts_.emplace(codes[i], ids[i]);
  }
  put_ids(places, accounts_,
          [&](std::size_t i, model::AccountId account) { *parties[i].account = account; });

  places = gather(parties,
                  [](const PendingNames& names) { return std::string_view(names.contact_email); });
  std::vector<model::Contact> fresh;
  ask_for_unknown(places, contacts_, [&](std::size_t i) {
    model::Contact& contact = fresh.emplace_back();
    contact.email = parties[i].names->contact_email;
    contact.name = parties[i].names->contact_name;
    contact.account = *parties[i].account;
  });
  if (!fresh.empty()) {
    const auto ids = TRY(store::save_contacts(tx, organization_, fresh));
    for (std::size_t i = 0; i < fresh.size(); ++i)
      contacts_.emplace(std::move(fresh[i].email), ids[i]);
  }
  put_ids(places, contacts_,
          [&](std::size_t i, model::ContactId contact) { *parties[i].contact = contact; });
  return {};
}

// Reads the choices as they are, perhaps grown by others meanwhile.
base::Status NameResolver::learn_choices(store::Transaction& tx) {
  TRY(store::locked_revision(tx, organization_));
  choices_.clear();
  for (model::Question& question : TRY(store::list_questions(tx, organization_))) {
    if (question.kind != model::QuestionKind::kChoice) continue;
    ChoiceQuestion& known = choices_[question.id];
    for (std::size_t place = 0; place < question.choices.size(); ++place)
      known.places.emplace(question.choices[place], place);
    known.question = std::move(question);
  }
  return {};
}

base::Result<bool> NameResolver::resolve_choices(store::Transaction& tx,
                                                 std::span<const Choosing> all,
                                                 std::vector<TooManyChoices>& too_many) {
  const auto known = [&](const PendingNames::Choice& choice) {
    const auto question = choices_.find(choice.question);
    return question != choices_.end() && question->second.places.contains(choice.words);
  };
  const bool all_known = std::all_of(all.begin(), all.end(), [&](const Choosing& each) {
    return std::all_of(each.names->choices.begin(), each.names->choices.end(), known);
  });
  if (!all_known) TRY(learn_choices(tx));
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const PendingNames::Choice& choice : all[i].names->choices) {
      ChoiceQuestion& asked = choices_.at(choice.question);
      auto place = asked.places.find(choice.words);
      if (place == asked.places.end()) {
        if (asked.question.choices.size() >= kMostChoices) {
          too_many.push_back({i, choice.question});
          break;
        }
        const auto next = static_cast<std::int64_t>(asked.question.choices.size());
        asked.question.choices.emplace_back(choice.words);
        place = asked.places.emplace(std::string(choice.words), next).first;
        asked.grown = true;
      }
      set_answer(*all[i].response, choice.question, place->second);
    }
  }
  bool grown = false;
  for (auto& [id, asked] : choices_) {
    if (!std::exchange(asked.grown, false)) continue;
    TRY(store::save_question(tx, organization_, asked.question));
    grown = true;
  }
  return grown;
}

void NameResolver::forget() {
  markets_.clear();
  units_.clear();
  channels_.clear();
  accounts_.clear();
  contacts_.clear();
  choices_.clear();
}

}  // namespace laurel::app
