#include "store/response_rows.h"

#include <algorithm>
#include <array>

#include "store/cell_storage.h"
#include "store/packed.h"

namespace laurel::store {
namespace {

constexpr std::string_view kSelectResponses = R"sql(
  SELECT r.response_id, s.name, r.external_id, r.occurred_on, r.received_at,
         coalesce(r.market_id, 0), coalesce(r.unit_id, 0), coalesce(r.channel_id, 0),
         coalesce(r.account_id, 0), coalesce(r.contact_id, 0), r.language, r.reading, r.served_by,
         r.answers
  FROM response r
  JOIN source s ON s.organization_id = r.organization_id AND s.source_id = r.source_id
  WHERE r.organization_id = $1 AND )sql";

constexpr std::string_view kSelectVerbatims = R"sql(
  SELECT r.response_id, r.question_id, r.words FROM verbatim r
  WHERE r.organization_id = $1 AND )sql";

constexpr std::string_view kSelectCommendations = R"sql(
  SELECT r.response_id, r.commendation_id, r.question_id, r.kind, r.target, r.mention_start,
         r.mention_end, r.evidence_start, r.evidence_end, r.behaviours, r.strength, r.probability,
         r.flagged, r.sure, r.link, coalesce(r.employee_id, 0), r.candidates, r.decision, r.detector
  FROM commendation r
  WHERE r.organization_id = $1 AND )sql";

constexpr std::string_view kSelectScores = R"sql(
  SELECT r.response_id, r.occurred_on, coalesce(r.market_id, 0), coalesce(r.unit_id, 0),
         coalesce(r.channel_id, 0), coalesce(r.account_id, 0), coalesce(r.contact_id, 0), r.reading,
         r.answers
  FROM response r
  WHERE r.organization_id = $1 AND )sql";

constexpr std::string_view kSelectFindings = R"sql(
  SELECT r.response_id, r.strength, r.probability, r.flagged, r.sure, r.decision,
         coalesce(r.employee_id, 0)
  FROM commendation r
  WHERE r.organization_id = $1 AND )sql";

constexpr std::string_view kInRange = "r.response_id > $2 AND r.response_id <= $3 ";
constexpr std::string_view kIsOne = "r.response_id = $2 ";
constexpr std::string_view kInList = "r.response_id = ANY($2::uuid[]) ";

constexpr std::string_view kResponseOrder = "ORDER BY r.response_id";
constexpr std::string_view kLimitedResponseOrder = "ORDER BY r.response_id LIMIT $4";
constexpr std::string_view kVerbatimOrder = "ORDER BY r.response_id, r.question_id";
constexpr std::string_view kCommendationOrder = "ORDER BY r.response_id, r.place";

std::string joined(std::string_view select, std::string_view where, std::string_view order) {
  std::string sql;
  sql.reserve(select.size() + where.size() + order.size());
  sql.append(select).append(where).append(order);
  return sql;
}

base::Error damaged() {
  return {base::ErrorCode::kInternal,
          "A stored response is damaged. Restore the database from a backup.",
          {}};
}

base::Result<model::ResponseRecord> read_response(const Statement& row) {
  model::ResponseRecord record;
  model::Response& r = record.response;
  r.id = {row.uuid(0)};
  r.source = row.string(1);
  r.external_id = row.string(2);
  r.occurred_on = row.date(3);
  r.received_at = row.timestamp(4);
  r.market = {row.number(5)};
  r.unit = {row.number(6)};
  r.channel = {row.number(7)};
  r.account = {row.number(8)};
  r.contact = {row.number(9)};
  r.language = row.string(10);
  r.reading = static_cast<model::Reading>(row.integer(11));
  auto served_by = unpack_employees(row.bytes(12));
  auto answers = unpack_answers(row.bytes(13));
  if (!served_by || !answers) return damaged();
  r.served_by = std::move(*served_by);
  r.answers = std::move(*answers);
  return record;
}

base::Result<model::Commendation> read_commendation(const Statement& row) {
  model::Commendation c;
  c.id = {row.uuid(1)};
  c.question = {row.number(2)};
  c.kind = static_cast<detect::TargetKind>(row.integer(3));
  c.target = row.string(4);
  const auto offset = [&](int column) { return static_cast<std::uint32_t>(row.integer(column)); };
  c.mention = {offset(5), offset(6)};
  c.evidence = {offset(7), offset(8)};
  c.behaviours = static_cast<detect::BehaviourSet>(row.integer(9));
  c.strength = static_cast<detect::Strength>(row.integer(10));
  c.probability = static_cast<float>(row.real(11));
  c.flagged = row.boolean(12);
  c.sure = row.boolean(13);
  c.link = static_cast<detect::LinkState>(row.integer(14));
  c.employee = {row.number(15)};
  auto candidates = unpack_candidates(row.bytes(16));
  if (!candidates) return damaged();
  c.candidates = std::move(*candidates);
  c.decision = static_cast<model::Decision>(row.integer(17));
  c.detector = row.string(18);
  return c;
}

model::Commendation read_finding(const Statement& row) {
  model::Commendation c;
  c.strength = static_cast<detect::Strength>(row.integer(1));
  c.probability = static_cast<float>(row.real(2));
  c.flagged = row.boolean(3);
  c.sure = row.boolean(4);
  c.decision = static_cast<model::Decision>(row.integer(5));
  c.employee = {row.number(6)};
  return c;
}

// Adds the words and commendations of the rows to the records, both ascending by response.
base::Status attach(Statement& verbatims, Statement& commendations,
                    std::span<model::ResponseRecord> records) {
  const auto seek = [&](std::size_t& at, const base::Uuid& id) {
    while (at < records.size() && records[at].response.id.value < id) ++at;
    return at < records.size() && records[at].response.id.value == id;
  };
  std::size_t at = 0;
  while (TRY(verbatims.step())) {
    if (!seek(at, verbatims.uuid(0))) continue;
    records[at].response.verbatims.push_back({{verbatims.number(1)}, verbatims.string(2)});
  }
  at = 0;
  while (TRY(commendations.step())) {
    if (!seek(at, commendations.uuid(0))) continue;
    records[at].commendations.push_back(TRY(read_commendation(commendations)));
  }
  return {};
}

base::Result<std::vector<model::ResponseRecord>> read_all(Statement& rows) {
  std::vector<model::ResponseRecord> records;
  while (TRY(rows.step())) records.push_back(TRY(read_response(rows)));
  return records;
}

}  // namespace

base::Result<std::vector<model::ResponseRecord>> load_responses(Connection& connection,
                                                                model::OrganizationId organization,
                                                                const base::Uuid& from,
                                                                const base::Uuid& to,
                                                                std::int64_t limit) {
  Statement rows = TRY(connection.query(joined(kSelectResponses, kInRange, kLimitedResponseOrder),
                                        {organization, from, to, limit}));
  std::vector<model::ResponseRecord> records = TRY(read_all(rows));
  if (records.empty()) return records;
  const base::Uuid last = records.back().response.id.value;
  Statement verbatims = TRY(connection.query(joined(kSelectVerbatims, kInRange, kVerbatimOrder),
                                             {organization, from, last}));
  Statement commendations = TRY(connection.query(
      joined(kSelectCommendations, kInRange, kCommendationOrder), {organization, from, last}));
  TRY(attach(verbatims, commendations, records));
  return records;
}

base::Result<std::vector<model::ResponseRecord>> load_scores(Connection& connection,
                                                             model::OrganizationId organization,
                                                             const base::Uuid& from,
                                                             const base::Uuid& to,
                                                             std::int64_t limit) {
  std::vector<model::ResponseRecord> records;
  Statement row = TRY(connection.query(joined(kSelectScores, kInRange, kLimitedResponseOrder),
                                       {organization, from, to, limit}));
  while (TRY(row.step())) {
    model::Response& r = records.emplace_back().response;
    r.id = {row.uuid(0)};
    r.occurred_on = row.date(1);
    r.market = {row.number(2)};
    r.unit = {row.number(3)};
    r.channel = {row.number(4)};
    r.account = {row.number(5)};
    r.contact = {row.number(6)};
    r.reading = static_cast<model::Reading>(row.integer(7));
    auto answers = unpack_answers(row.bytes(8));
    if (!answers) return damaged();
    r.answers = std::move(*answers);
  }
  if (records.empty()) return records;
  Statement found = TRY(connection.query(joined(kSelectFindings, kInRange, kCommendationOrder),
                                         {organization, from, records.back().response.id}));
  std::size_t at = 0;
  while (TRY(found.step())) {
    const base::Uuid id = found.uuid(0);
    while (at < records.size() && records[at].response.id.value < id) ++at;
    if (at == records.size() || records[at].response.id.value != id) continue;
    records[at].commendations.push_back(read_finding(found));
  }
  return records;
}

base::Result<std::vector<model::ResponseRecord>> load_responses(Connection& connection,
                                                                model::OrganizationId organization,
                                                                std::vector<base::Uuid> ids) {
  const bool lists = connection.engine() == Engine::kPostgres;
  const std::string_view where = lists ? kInList : kIsOne;
  Statement rows = TRY(connection.prepare(joined(kSelectResponses, where, kResponseOrder)));
  Statement verbatims = TRY(connection.prepare(joined(kSelectVerbatims, where, kVerbatimOrder)));
  Statement commendations =
      TRY(connection.prepare(joined(kSelectCommendations, where, kCommendationOrder)));
  const auto load = [&](const Value& wanted) -> base::Result<std::vector<model::ResponseRecord>> {
    rows.bind({organization, wanted});
    std::vector<model::ResponseRecord> found = TRY(read_all(rows));
    verbatims.bind({organization, wanted});
    commendations.bind({organization, wanted});
    TRY(attach(verbatims, commendations, found));
    return found;
  };
  std::sort(ids.begin(), ids.end());
  if (lists) return load(std::span<const base::Uuid>(ids));
  std::vector<model::ResponseRecord> records;
  for (const base::Uuid& id : ids) {
    for (model::ResponseRecord& record : TRY(load(id))) records.push_back(std::move(record));
  }
  return records;
}

namespace {

// Runs the statement for the given responses, ascending, and takes each row.
template <typename Take>
base::Status for_each_row_of(Connection& connection, model::OrganizationId organization,
                             std::vector<base::Uuid> ids, std::string_view select,
                             std::string_view order, Take take) {
  std::sort(ids.begin(), ids.end());
  const bool lists = connection.engine() == Engine::kPostgres;
  Statement row = TRY(connection.prepare(joined(select, lists ? kInList : kIsOne, order)));
  const auto load = [&](const Value& wanted) -> base::Status {
    row.bind({organization, wanted});
    while (TRY(row.step())) take(row);
    return {};
  };
  if (lists) return load(std::span<const base::Uuid>(ids));
  for (const base::Uuid& id : ids) TRY(load(id));
  return {};
}

}  // namespace

base::Result<std::vector<Finding>> load_findings(Connection& connection,
                                                 model::OrganizationId organization,
                                                 std::vector<base::Uuid> ids) {
  std::vector<Finding> findings;
  TRY(for_each_row_of(connection, organization, std::move(ids), kSelectFindings, kCommendationOrder,
                      [&](const Statement& row) {
                        findings.push_back({{row.uuid(0)}, read_finding(row)});
                      }));
  return findings;
}

base::Result<std::vector<Said>> load_verbatims(Connection& connection,
                                               model::OrganizationId organization,
                                               std::vector<base::Uuid> ids) {
  std::vector<Said> said;
  TRY(for_each_row_of(connection, organization, std::move(ids), kSelectVerbatims, kVerbatimOrder,
                      [&](const Statement& row) {
                        said.push_back({{row.uuid(0)}, {{row.number(1)}, row.string(2)}});
                      }));
  return said;
}

base::Status ResponseRows::write_changes(Connection& connection) const {
  static const base::SystemClock clock;
  const auto bulk = TRY(connection.bulk_insert(
      "response_change", "organization_id, response_id, change_id, changed_at, changed"));
  for (const auto& [response, changed] : changes_)
    TRY(bulk->row({organization_, response, next_commit(), clock.now(), changed}));
  return bulk->finish();
}

base::Status ResponseRows::write(Connection& connection) const {
  if (!changes_.empty()) TRY(write_changes(connection));
  std::string packed, more;
  if (!responses_.empty()) {
    const auto bulk = TRY(connection.bulk_insert(
        "response",
        "organization_id, response_id, source_id, external_id, occurred_on, received_at, "
        "market_id, unit_id, channel_id, account_id, contact_id, language, reading, served_by, "
        "answers"));
    for (const auto& [record, source] : responses_) {
      const model::Response& r = record->response;
      pack_employees(r.served_by, more);
      pack_answers(r.answers, packed);
      TRY(bulk->row({organization_, r.id, source, r.external_id, r.occurred_on, r.received_at,
                     reference(r.market), reference(r.unit), reference(r.channel),
                     reference(r.account), reference(r.contact), r.language,
                     static_cast<std::int32_t>(r.reading), Bytes{more}, Bytes{packed}}));
    }
    TRY(bulk->finish());
  }
  if (!verbatims_.empty()) {
    const auto bulk =
        TRY(connection.bulk_insert("verbatim", "organization_id, response_id, question_id, words"));
    for (const auto& [response, verbatim] : verbatims_) {
      TRY(bulk->row({organization_, response, verbatim->question, verbatim->text}));
    }
    TRY(bulk->finish());
  }
  if (!commendations_.empty()) {
    const auto bulk = TRY(connection.bulk_insert(
        "commendation",
        "organization_id, response_id, commendation_id, place, question_id, kind, target, "
        "mention_start, mention_end, evidence_start, evidence_end, behaviours, strength, "
        "probability, flagged, sure, link, employee_id, candidates, decision, detector"));
    for (const auto& [response, commendation, place] : commendations_) {
      const model::Commendation& c = *commendation;
      pack_candidates(c.candidates, packed);
      TRY(bulk->row({organization_,
                     response,
                     c.id,
                     place,
                     c.question,
                     static_cast<std::int32_t>(c.kind),
                     c.target,
                     c.mention.start,
                     c.mention.end,
                     c.evidence.start,
                     c.evidence.end,
                     static_cast<std::int32_t>(c.behaviours),
                     static_cast<std::int32_t>(c.strength),
                     static_cast<double>(c.probability),
                     c.flagged,
                     c.sure,
                     static_cast<std::int32_t>(c.link),
                     reference(c.employee),
                     Bytes{packed},
                     static_cast<std::int32_t>(c.decision),
                     c.detector}));
    }
    TRY(bulk->finish());
  }
  return {};
}

namespace {

// received_at stays: it says when the response came in first.
constexpr std::string_view kUpdateResponse = R"sql(
  UPDATE response SET occurred_on = $3, market_id = $4, unit_id = $5, channel_id = $6,
    account_id = $7, contact_id = $8, language = $9, reading = $10, served_by = $11, answers = $12
  WHERE organization_id = $1 AND response_id = $2)sql";

// Who decided, and when, stays.
constexpr std::string_view kUpdateCommendation = R"sql(
  UPDATE commendation SET place = $4, question_id = $5, kind = $6, target = $7,
    mention_start = $8, mention_end = $9, evidence_start = $10, evidence_end = $11,
    behaviours = $12, strength = $13, probability = $14, flagged = $15, sure = $16, link = $17,
    employee_id = $18, candidates = $19, decision = $20, detector = $21, version = version + 1
  WHERE organization_id = $1 AND response_id = $2 AND commendation_id = $3)sql";

constexpr std::string_view kDeleteVerbatims = R"sql(
  DELETE FROM verbatim WHERE organization_id = $1 AND response_id = $2)sql";

constexpr std::string_view kDeleteCommendation = R"sql(
  DELETE FROM commendation
  WHERE organization_id = $1 AND response_id = $2 AND commendation_id = $3)sql";

}  // namespace

base::Status update_response(Connection& connection, model::OrganizationId organization,
                             const model::Response& r) {
  std::string served_by, answers;
  pack_employees(r.served_by, served_by);
  pack_answers(r.answers, answers);
  TRY(connection.execute(
      kUpdateResponse,
      {organization, r.id, r.occurred_on, reference(r.market), reference(r.unit),
       reference(r.channel), reference(r.account), reference(r.contact), r.language,
       static_cast<std::int32_t>(r.reading), Bytes{served_by}, Bytes{answers}}));
  return {};
}

base::Status update_commendation(Connection& connection, model::OrganizationId organization,
                                 model::ResponseId response, const model::Commendation& c,
                                 std::size_t place) {
  std::string candidates;
  pack_candidates(c.candidates, candidates);
  TRY(connection.execute(kUpdateCommendation, {organization,
                                               response,
                                               c.id,
                                               static_cast<std::int64_t>(place),
                                               c.question,
                                               static_cast<std::int32_t>(c.kind),
                                               c.target,
                                               c.mention.start,
                                               c.mention.end,
                                               c.evidence.start,
                                               c.evidence.end,
                                               static_cast<std::int32_t>(c.behaviours),
                                               static_cast<std::int32_t>(c.strength),
                                               static_cast<double>(c.probability),
                                               c.flagged,
                                               c.sure,
                                               static_cast<std::int32_t>(c.link),
                                               reference(c.employee),
                                               Bytes{candidates},
                                               static_cast<std::int32_t>(c.decision),
                                               c.detector}));
  return {};
}

base::Status delete_verbatims(Connection& connection, model::OrganizationId organization,
                              model::ResponseId response) {
  TRY(connection.execute(kDeleteVerbatims, {organization, response}));
  return {};
}

base::Status delete_commendation(Connection& connection, model::OrganizationId organization,
                                 model::ResponseId response, model::CommendationId commendation) {
  TRY(connection.execute(kDeleteCommendation, {organization, response, commendation}));
  return {};
}

}  // namespace laurel::store
