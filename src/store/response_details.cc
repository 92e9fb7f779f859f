// Everything about one response, for its page.
#include <algorithm>

#include "store/connection.h"
#include "store/organizations.h"
#include "store/packed.h"
#include "store/response_filter.h"
#include "store/response_list.h"
#include "store/responses.h"

namespace laurel::store {
namespace {

constexpr std::string_view kNames = R"sql(
  SELECT coalesce((SELECT name FROM market WHERE organization_id = $1 AND market_id = $2), ''),
         coalesce((SELECT name FROM unit WHERE organization_id = $1 AND unit_id = $3), ''),
         coalesce((SELECT name FROM channel WHERE organization_id = $1 AND channel_id = $4), ''))sql";

constexpr std::string_view kAccount =
    "SELECT code, name FROM account WHERE organization_id = $1 AND account_id = $2";

constexpr std::string_view kContact = R"sql(
  SELECT email, name, coalesce(account_id, 0) FROM contact
  WHERE organization_id = $1 AND contact_id = $2)sql";

constexpr std::string_view kChanges = R"sql(
  SELECT changed_at, changed FROM response_change
  WHERE organization_id = $1 AND response_id = $2 ORDER BY change_id)sql";

constexpr std::string_view kDecisions = R"sql(
  SELECT commendation_id, decision, coalesce(decided_by, ''), decided_at FROM commendation
  WHERE organization_id = $1 AND response_id = $2 AND decision <> 0 ORDER BY place)sql";

base::Status add_names(Connection& connection, model::OrganizationId organization,
                       ResponseDetails& out) {
  const model::Response& r = out.record.response;
  {
    Statement row = TRY(connection.query(kNames, {organization, r.market, r.unit, r.channel}));
    if (TRY(row.step())) {
      out.market = row.string(0);
      out.unit = row.string(1);
      out.channel = row.string(2);
    }
  }
  if (r.account.known()) {
    Statement row = TRY(connection.query(kAccount, {organization, r.account}));
    if (TRY(row.step())) out.account = {r.account, row.string(0), row.string(1)};
  }
  if (r.contact.known()) {
    Statement row = TRY(connection.query(kContact, {organization, r.contact}));
    if (TRY(row.step())) out.contact = {r.contact, row.string(0), row.string(1), {row.number(2)}};
  }
  return {};
}

base::Status add_people(Transaction& tx, model::OrganizationId organization, ResponseDetails& out) {
  std::vector<model::EmployeeId> ids = out.record.response.served_by;
  for (const model::Commendation& commendation : out.record.commendations) {
    ids.push_back(commendation.employee);
    for (const auto& candidate : commendation.candidates) ids.push_back(candidate.employee);
  }
  std::erase_if(ids, [](model::EmployeeId id) { return !id.known(); });
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  for (const model::EmployeeId id : ids) {
    if (auto employee = TRY(find_employee(tx, organization, id)))
      out.people.push_back(*std::move(employee));
  }
  return {};
}

base::Status add_history(Connection& connection, model::OrganizationId organization,
                         ResponseDetails& out) {
  const model::Response& r = out.record.response;
  using What = ResponseEvent::What;
  out.history.push_back({r.received_at, What::kReceived, r.source, {}, {}});
  {
    Statement row = TRY(connection.query(kChanges, {organization, r.id}));
    while (TRY(row.step()))
      out.history.push_back({row.timestamp(0), What::kChanged, {}, unpack_lines(row.text(1)), {}});
  }
  {
    Statement row = TRY(connection.query(kDecisions, {organization, r.id}));
    while (TRY(row.step())) {
      const bool accepted =
          static_cast<model::Decision>(row.integer(1)) == model::Decision::kAccepted;
      out.history.push_back({row.timestamp(3),
                             accepted ? What::kAccepted : What::kRejected,
                             row.string(2),
                             {},
                             {row.uuid(0)}});
    }
  }
  // What was received comes first, whatever its sender says when that was.
  std::stable_sort(out.history.begin() + 1, out.history.end(),
                   [](const ResponseEvent& a, const ResponseEvent& b) { return a.at < b.at; });
  return {};
}

}  // namespace

base::Result<std::optional<ResponseDetails>> find_response_details(
    Transaction& tx, model::OrganizationId organization, model::ResponseId id,
    const ResponseScope& scope) {
  using Maybe = std::optional<ResponseDetails>;
  auto record = TRY(find_response(tx, organization, id));
  if (!record) return Maybe();
  const auto sieve = TRY(ResponseSieve::create(tx, organization, {}, scope));
  if (!sieve || !sieve->passes(*record)) return Maybe();
  ResponseDetails out;
  out.record = *std::move(record);
  TRY(add_names(tx.connection(), organization, out));
  TRY(add_people(tx, organization, out));
  TRY(add_history(tx.connection(), organization, out));
  return Maybe(std::move(out));
}

}  // namespace laurel::store
