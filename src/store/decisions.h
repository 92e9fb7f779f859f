// What people decide about commendations: that it is praise or isn't, who is meant, what detection
// missed; and taking it back. Each writes the commendation, the decision and the cells that move in
// the transaction it is given, so that counts are right whenever it commits.
//
// Two people at the same item: a commendation has a version that counts up with every change, and
// whoever decides says which was looked at. If it has moved on, that is kConflict, in words that
// say who decided what meanwhile, and nothing is changed.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/access.h"
#include "model/cells.h"
#include "model/response.h"
#include "store/database.h"

namespace laurel::store {

// The version of a commendation that a person added, in place of a detector's.
inline constexpr std::string_view kAddedByPerson = "person";

// A commendation with the response around it, as it stands.
struct ReviewedCommendation {
  model::ResponseRecord record;
  model::CommendationId id;
  std::int32_t version = 0;
  std::string decided_by;  // empty while undecided
  std::optional<base::Timestamp> decided_at = {};

  // REQUIRES: it is in the record.
  const model::Commendation& commendation() const;
};

base::Result<std::optional<ReviewedCommendation>> find_commendation(
    Transaction& tx, model::OrganizationId organization, model::CommendationId id);

// How a commendation shall stand.
struct Verdict {
  model::Decision decision = model::Decision::kAccepted;
  detect::LinkState link = detect::LinkState::kUnlisted;
  model::EmployeeId employee;  // known only when linked
  detect::BehaviourSet behaviours = 0;
  detect::Strength strength = detect::Strength::kKind;
};
// How it stands now.
Verdict verdict_of(const model::Commendation& commendation);

// Who decides, and when.
struct DecidedBy {
  model::Actor actor;
  base::Timestamp at;
};

// Decides. `seen`: the version looked at; nothing: it must not have been decided yet. What the same
// person asks for twice is answered as the first time. kNotFound: it isn't there (any longer).
// REQUIRES: the decision is accepted or rejected; the employee is one of the organization.
base::Result<ReviewedCommendation> decide(Transaction& tx, model::OrganizationId organization,
                                          const model::QuestionCatalog& questions,
                                          model::CommendationId id,
                                          std::optional<std::int32_t> seen, const Verdict& verdict,
                                          const DecidedBy& by);

// Praise that detection missed: accepted from the start. `found` says everything but its id,
// decision and detector. kConflict when a commendation is at that place already.
base::Result<ReviewedCommendation> add_praise(Transaction& tx, model::OrganizationId organization,
                                              const model::QuestionCatalog& questions,
                                              model::ResponseId response,
                                              const model::Commendation& found,
                                              const DecidedBy& by);

// Takes the last decision back: it stands as before that. What a person added goes; the result
// then has it no more. kConflict as above, or when nothing was decided.
base::Result<ReviewedCommendation> undo(Transaction& tx, model::OrganizationId organization,
                                        const model::QuestionCatalog& questions,
                                        model::CommendationId id, std::optional<std::int32_t> seen,
                                        const DecidedBy& by);

// The commendation that this actor decided last and didn't take back.
base::Result<std::optional<model::CommendationId>> last_decided(Transaction& tx,
                                                                model::OrganizationId organization,
                                                                const model::Actor& actor);

// How much is decided, for whoever sits at the queue.
struct DecisionCounts {
  std::int64_t since = 0;     // decisions that stand, by anybody, since a moment
  std::int64_t by_actor = 0;  // of these, by one
  // Of the latest kLatestDecisions that are somebody's first about a commendation: how many, and in
  // how many people and detection said the same.
  std::int64_t latest = 0, agreed = 0;
};
inline constexpr std::int64_t kLatestDecisions = 1'000;

base::Result<DecisionCounts> count_decisions(Transaction& tx, model::OrganizationId organization,
                                             const model::Actor& actor, base::Timestamp since);

// A decided commendation beside what detection had said.
struct DecidedCommendation {
  model::CommendationId id;
  Verdict found;  // before anybody decided; the decision in it is kUndecided
  bool added = false;
};
struct DecidedResponse {
  model::ResponseRecord record;
  std::vector<DecidedCommendation> decided;  // those of the record that are decided
};
// Every response with a decision that stands, ascending by id, streamed.
base::Status for_each_decided(Transaction& tx, model::OrganizationId organization,
                              const std::function<base::Status(const DecidedResponse&)>& visit);

// Responses with words that were read, picked at random: the same for the same seed and responses,
// as few as there are. Ascending by id.
base::Result<std::vector<model::ResponseRecord>> pick_responses(Transaction& tx,
                                                                model::OrganizationId organization,
                                                                std::uint64_t seed,
                                                                std::size_t most);

}  // namespace laurel::store
