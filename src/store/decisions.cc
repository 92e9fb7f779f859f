#include "store/decisions.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/random.h"
#include "store/cell_storage.h"
#include "store/connection.h"
#include "store/response_rows.h"

namespace laurel::store {
namespace {

constexpr std::string_view kFind = R"sql(
  SELECT response_id, version, decided_by, decided_at FROM commendation
  WHERE organization_id = $1 AND commendation_id = $2)sql";

constexpr std::string_view kDecide = R"sql(
  UPDATE commendation SET decision = $4, link = $5, employee_id = $6, behaviours = $7,
    strength = $8, decided_by = $9, decided_at = $10, version = version + 1
  WHERE organization_id = $1 AND response_id = $2 AND commendation_id = $3)sql";

constexpr std::string_view kDecidedColumns =
    "organization_id, response_id, commendation_id, version, what, decided_by, decided_by_id, "
    "decided_at, decision_before, link_before, employee_before, behaviours_before, "
    "strength_before, decided_by_before, decided_at_before";

constexpr std::string_view kLastDecision = R"sql(
  SELECT version, what, decided_by, decided_by_id, decision_before, link_before,
         coalesce(employee_before, 0), behaviours_before, strength_before, decided_by_before,
         decided_at_before
  FROM decision
  WHERE organization_id = $1 AND response_id = $2 AND commendation_id = $3 AND undone_at IS NULL
  ORDER BY version DESC LIMIT 1)sql";

constexpr std::string_view kUndo = R"sql(
  UPDATE decision SET undone_by = $5, undone_at = $6
  WHERE organization_id = $1 AND response_id = $2 AND commendation_id = $3 AND version = $4)sql";

// Of somebody with an id, and of a command, which has only its name.
constexpr std::string_view kLastById = R"sql(
  SELECT commendation_id FROM decision
  WHERE organization_id = $1 AND undone_at IS NULL AND decided_by_id = $2
  ORDER BY decided_at DESC, commendation_id DESC LIMIT 1)sql";
constexpr std::string_view kLastByName = R"sql(
  SELECT commendation_id FROM decision
  WHERE organization_id = $1 AND undone_at IS NULL AND decided_by_id IS NULL AND decided_by = $2
  ORDER BY decided_at DESC, commendation_id DESC LIMIT 1)sql";

constexpr std::string_view kCountSince = R"sql(
  SELECT count(*),
         sum(CASE WHEN decided_by_id = $3 OR (decided_by_id IS NULL AND decided_by = $4)
             THEN 1 ELSE 0 END)
  FROM decision
  WHERE organization_id = $1 AND decided_at >= $2 AND undone_at IS NULL)sql";

constexpr std::string_view kCountAgreed = R"sql(
  SELECT count(*), sum(CASE WHEN c.flagged = (c.decision = 1) THEN 1 ELSE 0 END)
  FROM (SELECT response_id, commendation_id FROM decision
        WHERE organization_id = $1 AND undone_at IS NULL AND decision_before = 0
        ORDER BY decided_at DESC LIMIT $2) AS d
  JOIN commendation c ON c.organization_id = $1 AND c.response_id = d.response_id
    AND c.commendation_id = d.commendation_id)sql";

constexpr std::string_view kDecidedIds = R"sql(
  SELECT DISTINCT response_id FROM decision
  WHERE organization_id = $1 AND response_id > $2 AND undone_at IS NULL
  ORDER BY response_id LIMIT $3)sql";

// What detection had found is what stood before the first decision that stands.
constexpr std::string_view kFirstDecisions = R"sql(
  SELECT response_id, commendation_id, what, link_before, coalesce(employee_before, 0),
         behaviours_before, strength_before
  FROM decision
  WHERE organization_id = $1 AND response_id >= $2 AND response_id <= $3 AND undone_at IS NULL
    AND decision_before = 0
  ORDER BY response_id, commendation_id)sql";

constexpr std::string_view kReadIds = R"sql(
  SELECT response_id FROM response WHERE organization_id = $1 AND reading = 2)sql";

constexpr std::int64_t kPage = 500;
// Deltas of decisions are small; folded when as many have gathered as an import would leave.
constexpr std::int64_t kFoldFrom = 1'000;

enum class What : std::int32_t { kAccepted, kRejected, kAdded };

base::Error gone() {
  return base::not_found(
      "This praise is no longer there: the response was changed meanwhile. Go on to the next.");
}

const model::Commendation* find_in(const model::ResponseRecord& record, model::CommendationId id) {
  for (const model::Commendation& commendation : record.commendations)
    if (commendation.id == id) return &commendation;
  return nullptr;
}

base::Error moved_on(const ReviewedCommendation& item) {
  const model::Commendation& now = item.commendation();
  if (now.decision == model::Decision::kUndecided) {
    return base::conflict(
        "This was changed meanwhile and is undecided again. Look at it once more.");
  }
  return base::conflict(fmt::format(
      "{} {} this on {}. Nothing was changed.", item.decided_by, model::name(now.decision),
      item.decided_at ? item.decided_at->to_string() : "an unknown day"));
}

bool same(const Verdict& a, const Verdict& b) {
  return a.decision == b.decision && a.link == b.link && a.employee == b.employee &&
         a.behaviours == b.behaviours && a.strength == b.strength;
}

void put(const Verdict& verdict, model::Commendation& commendation) {
  commendation.decision = verdict.decision;
  commendation.link = verdict.link;
  commendation.employee = verdict.employee;
  commendation.behaviours = verdict.behaviours;
  commendation.strength = verdict.strength;
}

Value optional_id(const base::Uuid& id) { return id.is_nil() ? Value() : Value(id); }

// One change of one commendation of a response, with what it does to the cells.
class Change {
 public:
  Change(Transaction& tx, model::OrganizationId organization,
         const model::QuestionCatalog& questions)
      : tx_(tx), connection_(tx.connection()), organization_(organization), questions_(questions) {}

  base::Result<ReviewedCommendation> load(model::CommendationId id) {
    TRY(lock_organization(connection_, organization_));
    auto found = TRY(find_commendation(tx_, organization_, id));
    if (!found) return gone();
    return std::move(*found);
  }

  // Writes how the commendation of `item` stands from now on; `before` is the record until then.
  base::Status stand(ReviewedCommendation& item, const model::ResponseRecord& before) {
    const model::Commendation& now = item.commendation();
    const bool decided = now.decision != model::Decision::kUndecided;
    TRY(connection_.execute(
        kDecide,
        {organization_, item.record.response.id, now.id, static_cast<std::int32_t>(now.decision),
         static_cast<std::int32_t>(now.link), reference(now.employee),
         static_cast<std::int32_t>(now.behaviours), static_cast<std::int32_t>(now.strength),
         decided ? Value(item.decided_by) : Value(), item.decided_at}));
    ++item.version;
    return count(&before, &item.record);
  }

  base::Status note(const ReviewedCommendation& item, What what, const model::Commendation& before,
                    const ReviewedCommendation* as_it_was, const DecidedBy& by) {
    const auto bulk = TRY(connection_.bulk_insert("decision", kDecidedColumns));
    const bool decided_before =
        as_it_was != nullptr && before.decision != model::Decision::kUndecided;
    TRY(bulk->row({organization_, item.record.response.id, item.id, item.version,
                   static_cast<std::int32_t>(what), by.actor.name, optional_id(by.actor.id), by.at,
                   static_cast<std::int32_t>(before.decision),
                   static_cast<std::int32_t>(before.link), reference(before.employee),
                   static_cast<std::int32_t>(before.behaviours),
                   static_cast<std::int32_t>(before.strength),
                   decided_before ? Value(as_it_was->decided_by) : Value(),
                   decided_before ? Value(as_it_was->decided_at) : Value()}));
    return bulk->finish();
  }

  base::Status count(const model::ResponseRecord* before, const model::ResponseRecord* after) {
    model::CellDeltas deltas;
    deltas.add(*before, questions_, -1);
    deltas.add(*after, questions_, +1);
    TRY(append_deltas(connection_, organization_, pack_deltas(deltas)));
    return fold_cells(tx_, organization_, kFoldFrom);
  }

  Connection& connection() { return connection_; }

 private:
  Transaction& tx_;
  Connection& connection_;
  model::OrganizationId organization_;
  const model::QuestionCatalog& questions_;
};

// REQUIRES: it is there.
model::Commendation& commendation_in(ReviewedCommendation& item) {
  const auto found =
      std::ranges::find(item.record.commendations, item.id, &model::Commendation::id);
  CHECK(found != item.record.commendations.end());
  return *found;
}

}  // namespace

const model::Commendation& ReviewedCommendation::commendation() const {
  const model::Commendation* found = find_in(record, id);
  CHECK(found != nullptr);
  return *found;
}

Verdict verdict_of(const model::Commendation& c) {
  return {c.decision, c.link, c.employee, c.behaviours, c.strength};
}

base::Result<std::optional<ReviewedCommendation>> find_commendation(
    Transaction& tx, model::OrganizationId organization, model::CommendationId id) {
  ReviewedCommendation item;
  item.id = id;
  base::Uuid response;
  {
    Statement row = TRY(tx.connection().query(kFind, {organization, id}));
    if (!TRY(row.step())) return std::optional<ReviewedCommendation>();
    response = row.uuid(0);
    item.version = row.number(1);
    item.decided_by = row.string(2);
    if (!row.is_null(3)) item.decided_at = row.timestamp(3);
  }
  auto records = TRY(load_responses(tx.connection(), organization, {response}));
  if (records.empty()) return std::optional<ReviewedCommendation>();
  item.record = std::move(records.front());
  return std::optional(std::move(item));
}

base::Result<ReviewedCommendation> decide(Transaction& tx, model::OrganizationId organization,
                                          const model::QuestionCatalog& questions,
                                          model::CommendationId id,
                                          std::optional<std::int32_t> seen, const Verdict& verdict,
                                          const DecidedBy& by) {
  CHECK(verdict.decision != model::Decision::kUndecided);
  CHECK(verdict.employee.known() == (verdict.link == detect::LinkState::kLinked));
  Change change(tx, organization, questions);
  ReviewedCommendation item = TRY(change.load(id));
  const model::Commendation before = item.commendation();
  const bool as_seen =
      seen ? item.version == *seen : before.decision == model::Decision::kUndecided;
  if (!as_seen) {
    const bool again = item.decided_by == by.actor.name && same(verdict_of(before), verdict);
    if (again) return item;
    return moved_on(item);
  }
  const ReviewedCommendation as_it_was = item;
  put(verdict, commendation_in(item));
  item.decided_by = by.actor.name;
  item.decided_at = by.at;
  TRY(change.stand(item, as_it_was.record));
  const What what =
      verdict.decision == model::Decision::kAccepted ? What::kAccepted : What::kRejected;
  TRY(change.note(item, what, before, &as_it_was, by));
  return item;
}

base::Result<ReviewedCommendation> add_praise(Transaction& tx, model::OrganizationId organization,
                                              const model::QuestionCatalog& questions,
                                              model::ResponseId response,
                                              const model::Commendation& found,
                                              const DecidedBy& by) {
  Connection& connection = tx.connection();
  TRY(lock_organization(connection, organization));
  auto records = TRY(load_responses(connection, organization, {response.value}));
  if (records.empty()) return base::not_found("This response is no longer there.");
  const model::ResponseRecord before = records.front();
  for (const model::Commendation& there : before.commendations) {
    if (there.question == found.question && there.mention == found.mention) {
      return base::conflict("These words are marked already. Accept or reject what is there.");
    }
  }
  ReviewedCommendation item;
  item.record = std::move(records.front());
  item.id = {next_commit()};
  item.version = 0;
  item.decided_by = by.actor.name;
  item.decided_at = by.at;
  model::Commendation added = found;
  added.id = item.id;
  added.decision = model::Decision::kAccepted;
  added.detector = kAddedByPerson;
  added.probability = 0;
  added.flagged = added.sure = false;
  const auto place = item.record.commendations.size();
  item.record.commendations.push_back(added);
  ResponseRows rows(organization);
  rows.add_commendation(response, added, place);
  TRY(rows.write(connection));
  Change change(tx, organization, questions);
  TRY(change.stand(item, before));
  model::Commendation nothing = added;
  nothing.decision = model::Decision::kUndecided;
  TRY(change.note(item, What::kAdded, nothing, nullptr, by));
  return item;
}

base::Result<ReviewedCommendation> undo(Transaction& tx, model::OrganizationId organization,
                                        const model::QuestionCatalog& questions,
                                        model::CommendationId id, std::optional<std::int32_t> seen,
                                        const DecidedBy& by) {
  Change change(tx, organization, questions);
  ReviewedCommendation item = TRY(change.load(id));
  if (seen && item.version != *seen) return moved_on(item);
  const model::ResponseRecord before = item.record;
  const model::ResponseId response = before.response.id;
  Connection& connection = change.connection();
  std::int32_t version = 0;
  bool added = false;
  {
    Statement row = TRY(connection.query(kLastDecision, {organization, response, id}));
    if (!TRY(row.step())) return base::conflict("Nothing was decided here that could be undone.");
    version = row.number(0);
    added = static_cast<What>(row.integer(1)) == What::kAdded;
    put({static_cast<model::Decision>(row.integer(4)),
         static_cast<detect::LinkState>(row.integer(5)),
         {row.number(6)},
         static_cast<detect::BehaviourSet>(row.integer(7)),
         static_cast<detect::Strength>(row.integer(8))},
        commendation_in(item));
    item.decided_by = row.string(9);
    item.decided_at = row.is_null(10) ? std::nullopt : std::optional(row.timestamp(10));
  }
  TRY(connection.execute(kUndo, {organization, response, id, version, by.actor.name, by.at}));
  if (added) {
    TRY(delete_commendation(connection, organization, response, id));
    std::erase_if(item.record.commendations,
                  [&](const model::Commendation& c) { return c.id == id; });
    ++item.version;
    TRY(change.count(&before, &item.record));
    return item;
  }
  TRY(change.stand(item, before));
  return item;
}

base::Result<std::optional<model::CommendationId>> last_decided(Transaction& tx,
                                                                model::OrganizationId organization,
                                                                const model::Actor& actor) {
  Statement row =
      TRY(actor.id.is_nil() ? tx.connection().query(kLastByName, {organization, actor.name})
                            : tx.connection().query(kLastById, {organization, actor.id}));
  std::optional<model::CommendationId> last;
  if (TRY(row.step())) last = model::CommendationId{row.uuid(0)};
  return last;
}

base::Result<DecisionCounts> count_decisions(Transaction& tx, model::OrganizationId organization,
                                             const model::Actor& actor, base::Timestamp since) {
  DecisionCounts counts;
  {
    // No id is nil, so a command's goes by its name alone.
    const Value name = actor.id.is_nil() ? Value(actor.name) : Value();
    Statement row = TRY(tx.connection().query(kCountSince, {organization, since, actor.id, name}));
    TRY(row.step());
    counts.since = row.integer(0);
    if (!row.is_null(1)) counts.by_actor = row.integer(1);
  }
  Statement row = TRY(tx.connection().query(kCountAgreed, {organization, kLatestDecisions}));
  TRY(row.step());
  counts.latest = row.integer(0);
  if (!row.is_null(1)) counts.agreed = row.integer(1);
  return counts;
}

base::Status for_each_decided(Transaction& tx, model::OrganizationId organization,
                              const std::function<base::Status(const DecidedResponse&)>& visit) {
  Connection& connection = tx.connection();
  base::Uuid from;
  while (true) {
    std::vector<base::Uuid> ids;
    {
      Statement row = TRY(connection.query(kDecidedIds, {organization, from, kPage}));
      while (TRY(row.step())) ids.push_back(row.uuid(0));
    }
    if (ids.empty()) return {};
    from = ids.back();
    const bool last = ids.size() < static_cast<std::size_t>(kPage);
    std::vector<std::pair<base::Uuid, DecidedCommendation>> decided;
    {
      Statement row = TRY(connection.query(kFirstDecisions, {organization, ids.front(), from}));
      while (TRY(row.step())) {
        DecidedCommendation one;
        one.id = {row.uuid(1)};
        one.added = static_cast<What>(row.integer(2)) == What::kAdded;
        one.found = {model::Decision::kUndecided,
                     static_cast<detect::LinkState>(row.integer(3)),
                     {row.number(4)},
                     static_cast<detect::BehaviourSet>(row.integer(5)),
                     static_cast<detect::Strength>(row.integer(6))};
        decided.emplace_back(row.uuid(0), one);
      }
    }
    std::size_t at = 0;
    for (model::ResponseRecord& record : TRY(load_responses(connection, organization, ids))) {
      DecidedResponse response;
      response.record = std::move(record);
      const base::Uuid& id = response.record.response.id.value;
      while (at < decided.size() && decided[at].first < id) ++at;
      for (; at < decided.size() && decided[at].first == id; ++at) {
        const model::Commendation* stands = find_in(response.record, decided[at].second.id);
        if (stands != nullptr && stands->decision != model::Decision::kUndecided)
          response.decided.push_back(decided[at].second);
      }
      if (!response.decided.empty()) TRY(visit(response));
    }
    if (last) return {};
  }
}

base::Result<std::vector<model::ResponseRecord>> pick_responses(Transaction& tx,
                                                                model::OrganizationId organization,
                                                                std::uint64_t seed,
                                                                std::size_t most) {
  // Those with the smallest numbers of a generator that starts from their id.
  std::vector<std::pair<std::uint64_t, base::Uuid>> picked;
  {
    Statement row = TRY(tx.connection().query(kReadIds, {organization}));
    while (TRY(row.step())) {
      const base::Uuid id = row.uuid(0);
      const std::pair drawn{base::Random(seed ^ std::hash<base::Uuid>()(id)).next(), id};
      if (picked.size() < most) {
        picked.push_back(drawn);
        std::ranges::push_heap(picked);
      } else if (!picked.empty() && drawn < picked.front()) {
        std::ranges::pop_heap(picked);
        picked.back() = drawn;
        std::ranges::push_heap(picked);
      }
    }
  }
  std::vector<base::Uuid> ids;
  for (const auto& [number, id] : picked) ids.push_back(id);
  return load_responses(tx.connection(), organization, std::move(ids));
}

}  // namespace laurel::store
