#include "store/customer_responses.h"

#include <vector>

#include "store/connection.h"
#include "store/packed.h"

namespace laurel::store {
namespace {

constexpr std::string_view kResponses = R"sql(
  SELECT r.response_id, r.occurred_on,
         coalesce(r.account_id, (SELECT c.account_id FROM contact c
                                 WHERE c.organization_id = r.organization_id
                                   AND c.contact_id = r.contact_id), 0),
         coalesce(r.contact_id, 0), coalesce(r.market_id, 0), r.reading, r.answers
  FROM response r
  WHERE r.organization_id = $1 AND r.response_id > $2
  ORDER BY r.response_id LIMIT $3)sql";

constexpr std::string_view kCommendations = R"sql(
  SELECT response_id, flagged, sure, decision, strength FROM commendation
  WHERE organization_id = $1 AND response_id > $2 AND response_id <= $3
  ORDER BY response_id)sql";

constexpr std::int64_t kPageRows = 20'000;

struct Row {
  base::Uuid id;
  CustomerResponse response;
  std::size_t answers_begin = 0, answers_end = 0;
  bool of_interest = false;
};

base::Error damaged() {
  return {base::ErrorCode::kInternal,
          "A stored response is damaged. Restore the database from a backup.",
          {}};
}

}  // namespace

base::Status for_each_customer_response(Transaction& tx, model::OrganizationId organization,
                                        const std::function<void(const CustomerResponse&)>& visit) {
  base::Uuid from;
  std::vector<Row> page;
  std::vector<model::Answer> answers;
  model::ResponseRecord record;  // as much of it as the voice needs
  while (true) {
    page.clear();
    answers.clear();
    {
      Statement row = TRY(tx.connection().query(kResponses, {organization, from, kPageRows}));
      while (TRY(row.step())) {
        Row& one = page.emplace_back();
        one.id = row.uuid(0);
        const std::optional<base::Date> day = row.date(1);
        one.response.account = {row.number(2)};
        one.response.contact = {row.number(3)};
        one.of_interest = day && (one.response.account.known() || one.response.contact.known());
        if (!one.of_interest) continue;
        one.response.day = *day;
        one.response.market = {row.number(4)};
        one.response.voice = static_cast<model::Reading>(row.integer(5)) == model::Reading::kRead
                                 ? model::Voice::kSpoke
                                 : model::Voice::kSilent;
        if (static_cast<model::Reading>(row.integer(5)) == model::Reading::kUnread)
          one.response.voice = model::Voice::kUnread;
        const auto unpacked = unpack_answers(row.bytes(6));
        if (!unpacked) return damaged();
        one.answers_begin = answers.size();
        answers.insert(answers.end(), unpacked->begin(), unpacked->end());
        one.answers_end = answers.size();
      }
    }
    if (page.empty()) return {};
    {
      Statement row =
          TRY(tx.connection().query(kCommendations, {organization, from, page.back().id}));
      std::size_t at = 0;
      const auto settle = [&] {
        if (record.commendations.empty()) return;
        record.response.reading = model::Reading::kRead;
        if (page[at].of_interest) page[at].response.voice = model::voice_of(record);
        record.commendations.clear();
      };
      while (TRY(row.step())) {
        const base::Uuid id = row.uuid(0);
        if (page[at].id < id) {
          settle();
          while (at + 1 < page.size() && page[at].id < id) ++at;
        }
        if (page[at].id != id) continue;
        model::Commendation& found = record.commendations.emplace_back();
        found.flagged = row.boolean(1);
        found.sure = row.boolean(2);
        found.decision = static_cast<model::Decision>(row.integer(3));
        found.strength = static_cast<detect::Strength>(row.integer(4));
      }
      settle();
    }
    for (Row& one : page) {
      if (!one.of_interest) continue;
      one.response.answers = std::span<const model::Answer>(answers).subspan(
          one.answers_begin, one.answers_end - one.answers_begin);
      visit(one.response);
    }
    if (page.size() < static_cast<std::size_t>(kPageRows)) return {};
    from = page.back().id;
  }
}

}  // namespace laurel::store
