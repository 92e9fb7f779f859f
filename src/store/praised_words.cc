#include "store/praised_words.h"

#include "store/connection.h"

namespace laurel::store {
namespace {

// The index commendation_exemplary is walked from its end.
constexpr std::string_view kLatest = R"sql(
  SELECT v.words, c.evidence_start, c.evidence_end, c.behaviours, c.probability, c.employee_id,
         e.first_name, e.last_name, e.preferred_name, e.title,
         coalesce(r.unit_id, e.unit_id, 0), r.occurred_on, coalesce(r.market_id, 0),
         coalesce(r.channel_id, 0)
  FROM (SELECT * FROM commendation
        WHERE organization_id = $1 AND strength = 1 AND employee_id IS NOT NULL
        ORDER BY organization_id DESC, response_id DESC LIMIT $2) c
  JOIN response r ON r.organization_id = c.organization_id AND r.response_id = c.response_id
  JOIN verbatim v ON v.organization_id = c.organization_id AND v.response_id = c.response_id
                 AND v.question_id = c.question_id
  JOIN employee e ON e.organization_id = c.organization_id AND e.employee_id = c.employee_id
  WHERE c.decision = 1 OR (c.decision = 0 AND c.sure)
  ORDER BY c.response_id DESC, c.place)sql";

}  // namespace

base::Result<std::vector<PraisedWords>> list_praised_words(Transaction& tx,
                                                           model::OrganizationId organization,
                                                           base::Month from, base::Month to,
                                                           std::int64_t latest) {
  std::vector<PraisedWords> all;
  Statement row = TRY(tx.connection().query(kLatest, {organization, latest}));
  while (TRY(row.step())) {
    PraisedWords one;
    one.day = row.date(11);
    const base::Month month = one.day ? base::Month::of(*one.day) : base::Month{};
    if ((from.known() && month < from) || (to.known() && (!month.known() || month > to))) continue;
    one.words = row.string(0);
    one.evidence = {static_cast<std::uint32_t>(row.integer(1)),
                    static_cast<std::uint32_t>(row.integer(2))};
    one.behaviours = static_cast<detect::BehaviourSet>(row.integer(3));
    one.probability = static_cast<float>(row.real(4));
    one.employee = {row.number(5)};
    const std::string first = row.string(8).empty() ? row.string(6) : row.string(8);
    const std::string last = row.string(7);
    one.name = first.empty() || last.empty() ? first + last : first + " " + last;
    one.title = row.string(9);
    one.unit = {row.number(10)};
    one.market = {row.number(12)};
    one.channel = {row.number(13)};
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace laurel::store
