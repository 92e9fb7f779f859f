#include "store/outcomes.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/connection.h"
#include "store/dimensions.h"

namespace laurel::store {
namespace {

constexpr Dialects kFind = {
    R"sql(
  SELECT 0, kind, occurred_on, coalesce(account_id, 0), coalesce(contact_id, 0), amount, currency
  FROM outcome WHERE organization_id = $1 AND source_id = $3 AND external_id = $2)sql",
    R"sql(
  SELECT k.place - 1, o.kind, o.occurred_on, coalesce(o.account_id, 0), coalesce(o.contact_id, 0),
         o.amount, o.currency
  FROM unnest($2::text[]) WITH ORDINALITY AS k (external_id, place)
  JOIN outcome o
    ON o.organization_id = $1 AND o.source_id = $3 AND o.external_id = k.external_id)sql"};

constexpr std::string_view kUpdate = R"sql(
  UPDATE outcome SET kind = $4, occurred_on = $5, account_id = $6, contact_id = $7, amount = $8,
    currency = $9
  WHERE organization_id = $1 AND source_id = $2 AND external_id = $3)sql";

constexpr std::string_view kAny = R"sql(
  SELECT 1 FROM outcome WHERE organization_id = $1 LIMIT 1)sql";

constexpr std::string_view kPage = R"sql(
  SELECT o.source_id, o.external_id, o.kind, o.occurred_on,
         coalesce(o.account_id, 0),
         coalesce(o.contact_id, 0), o.amount, o.currency
  FROM outcome o
  WHERE o.organization_id = $1 AND (o.source_id, o.external_id) > ($2, $3)
  ORDER BY o.source_id, o.external_id LIMIT $4)sql";

constexpr std::int64_t kPageRows = 50'000;

std::optional<std::int64_t> optional_integer(const Statement& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
}

// Everything but what identifies it.
bool same_content(const model::Outcome& a, const model::Outcome& b) {
  return a.kind == b.kind && a.occurred_on == b.occurred_on && a.account == b.account &&
         a.contact == b.contact && a.amount == b.amount && a.currency == b.currency;
}

// The outcomes of one source that count: of several with one external id, the last.
struct Batch {
  std::string_view source;
  std::unordered_map<std::string_view, std::size_t> places = {};  // in the two below
  std::vector<const model::Outcome*> outcomes = {};
  std::vector<std::string_view> external_ids = {};
};

std::vector<Batch> by_source(std::span<const model::Outcome> outcomes) {
  std::vector<Batch> batches;
  for (const model::Outcome& outcome : outcomes) {
    auto batch = std::find_if(batches.begin(), batches.end(),
                              [&](const Batch& b) { return b.source == outcome.source; });
    if (batch == batches.end()) {
      batch = batches.insert(batch, Batch{.source = outcome.source});
      batch->places.reserve(outcomes.size());
    }
    const auto [place, added] = batch->places.emplace(outcome.external_id, batch->outcomes.size());
    if (added) {
      batch->outcomes.push_back(&outcome);
      batch->external_ids.push_back(outcome.external_id);
    } else {
      batch->outcomes[place->second] = &outcome;
    }
  }
  return batches;
}

base::Status save(Connection& connection, model::OrganizationId organization, const Batch& batch,
                  SaveCounts& counts) {
  const std::int32_t source = TRY(source_named(connection, organization, batch.source));
  std::vector<std::optional<model::Outcome>> stored(batch.outcomes.size());
  TRY(for_each_match(connection, kFind, organization, batch.external_ids, source,
                     [&](std::size_t i, const Statement& row) -> base::Status {
                       model::Outcome& outcome = stored[i].emplace();
                       outcome.kind = static_cast<model::OutcomeKind>(row.integer(1));
                       outcome.occurred_on = row.date(2).value_or(base::Date{});
                       outcome.account = {row.number(3)};
                       outcome.contact = {row.number(4)};
                       outcome.amount = optional_integer(row, 5);
                       outcome.currency = row.string(6);
                       return {};
                     }));
  for (std::size_t i = 0; i < stored.size(); ++i) {
    if (!stored[i]) continue;
    const model::Outcome& o = *batch.outcomes[i];
    if (same_content(*stored[i], o)) {
      ++counts.unchanged;
      continue;
    }
    TRY(connection.execute(
        kUpdate,
        {organization, source, o.external_id, static_cast<std::int32_t>(o.kind), o.occurred_on,
         reference(o.account), reference(o.contact), o.amount, o.currency}));
    ++counts.updated;
  }
  const auto bulk = TRY(connection.bulk_insert(
      "outcome",
      "organization_id, source_id, external_id, kind, occurred_on, account_id, contact_id, "
      "amount, currency"));
  for (std::size_t i = 0; i < stored.size(); ++i) {
    if (stored[i]) continue;
    const model::Outcome& o = *batch.outcomes[i];
    CHECK(o.account.known() || o.contact.known());
    TRY(bulk->row({organization, source, o.external_id, static_cast<std::int32_t>(o.kind),
                   o.occurred_on, reference(o.account), reference(o.contact), o.amount,
                   o.currency}));
    ++counts.added;
  }
  return bulk->finish();
}

}  // namespace

base::Result<SaveCounts> save_outcomes(Transaction& tx, model::OrganizationId organization,
                                       std::span<const model::Outcome> outcomes) {
  SaveCounts counts;
  if (outcomes.empty()) return counts;
  TRY(lock_organization(tx.connection(), organization));
  for (const Batch& batch : by_source(outcomes))
    TRY(save(tx.connection(), organization, batch, counts));
  return counts;
}

base::Result<bool> any_outcome(Transaction& tx, model::OrganizationId organization) {
  Statement row = TRY(tx.connection().query(kAny, {organization}));
  return row.step();
}

base::Status for_each_outcome(Transaction& tx, model::OrganizationId organization,
                              const std::function<void(const OutcomeEvent&)>& visit) {
  std::int32_t source = 0;
  std::string external_id;
  for (std::int64_t rows = kPageRows; rows == kPageRows;) {
    Statement row =
        TRY(tx.connection().query(kPage, {organization, source, external_id, kPageRows}));
    for (rows = 0; TRY(row.step()); ++rows) {
      OutcomeEvent event;
      event.kind = static_cast<model::OutcomeKind>(row.integer(2));
      event.day = row.date(3).value_or(base::Date{});
      event.account = {row.number(4)};
      event.contact = {row.number(5)};
      event.amount = optional_integer(row, 6);
      event.currency = row.text(7);
      visit(event);
      if (rows + 1 == kPageRows) {
        source = row.number(0);
        external_id = row.string(1);
      }
    }
  }
  return {};
}

}  // namespace laurel::store
