// Review: what needs a person is listed, decided and taken back, and what detection missed is
// added. Everything is done as a Caller: it needs Permission::kDecide, touches only what is in the
// caller's scope, and is noted in the audit trail in the transaction that changes it.
//
// Thread-safe. Members may wait for the database: not for a network thread. Those that take a
// transaction are for a write queue (store/write_queue.h), where many share one commit; the others
// make their own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/audit_trail.h"
#include "app/caller.h"
#include "base/clock.h"
#include "base/result.h"
#include "store/database.h"
#include "store/decisions.h"
#include "store/review_queue.h"

namespace laurel::app {

// Who is meant: as it stands, one of the roster, or nobody on it.
struct AsItStands {};
struct NobodyOnTheRoster {};
using Who = std::variant<AsItStands, NobodyOnTheRoster, model::EmployeeId>;

struct DecisionRequest {
  model::CommendationId commendation;
  // The version that was looked at (ReviewItem::version). Nothing: it must not be decided yet.
  std::optional<std::int32_t> seen = {};
  bool accept = true;
  Who who = AsItStands{};  // only when accepted
  // Corrections; nothing: as they stand.
  std::optional<detect::BehaviourSet> behaviours = {};
  std::optional<detect::Strength> strength = {};
};

// Praise that detection missed.
struct AddedPraise {
  model::ResponseId response = {};
  model::QuestionId question = {};  // of the verbatim; unknown: the only one
  detect::Span mention = {};        // code points of the verbatim
  detect::Span evidence = {};       // empty: the sentence of the mention
  detect::TargetKind kind = detect::TargetKind::kPerson;
  std::optional<model::EmployeeId> employee = {};  // nothing: nobody on the roster
  detect::BehaviourSet behaviours = 0;
  detect::Strength strength = detect::Strength::kKind;
};

class Review {
 public:
  // REQUIRES: all outlive it.
  Review(store::Database& database, AuditTrail& audit, const base::Clock& clock)
      : database_(database), audit_(audit), clock_(clock) {}

  struct Queue {
    store::ReviewPage page;
    store::ReviewCounts counts;
  };
  // `cursor`: ReviewPage::next of the page before, empty for the first.
  base::Result<Queue> queue(const Caller& by, const store::ReviewFilter& filter,
                            const std::string& cursor, std::int64_t limit);
  // The same without counting.
  base::Result<store::ReviewPage> page(store::Transaction& tx, const Caller& by,
                                       const store::ReviewFilter& filter, const std::string& cursor,
                                       std::int64_t limit);
  // One of them, decided or not. kNotFound outside the scope.
  base::Result<store::ReviewedCommendation> find(const Caller& by, model::CommendationId id);

  // kConflict when somebody decided meanwhile: the message says what. Nothing is changed then.
  base::Result<store::ReviewedCommendation> decide(const Caller& by,
                                                   const DecisionRequest& request);
  base::Result<store::ReviewedCommendation> decide(store::Transaction& tx, const Caller& by,
                                                   const DecisionRequest& request);

  base::Result<store::ReviewedCommendation> add(const Caller& by, const AddedPraise& praise);
  base::Result<store::ReviewedCommendation> add(store::Transaction& tx, const Caller& by,
                                                const AddedPraise& praise);

  // The same, with the words of the response that say who, instead of `praise.mention`; in the
  // words to `praise.question`, or unknown, in the first that say so. kInvalidInput when none do.
  base::Result<store::ReviewedCommendation> add_words(store::Transaction& tx, const Caller& by,
                                                      AddedPraise praise, std::string_view who);
  base::Result<store::ReviewedCommendation> add_words(const Caller& by, AddedPraise praise,
                                                      std::string_view who);

  // Takes the last decision about it back. Without an id: the last one that the caller made.
  base::Result<store::ReviewedCommendation> undo(const Caller& by,
                                                 std::optional<model::CommendationId> id,
                                                 std::optional<std::int32_t> seen = {});
  base::Result<store::ReviewedCommendation> undo(store::Transaction& tx, const Caller& by,
                                                 std::optional<model::CommendationId> id,
                                                 std::optional<std::int32_t> seen = {});

 private:
  base::Status note(store::Transaction& tx, const Caller& by,
                    const store::ReviewedCommendation& item, std::string action,
                    std::string details);

  store::Database& database_;
  AuditTrail& audit_;
  const base::Clock& clock_;
};

}  // namespace laurel::app
