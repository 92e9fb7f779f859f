#include "store/responses.h"

#include <algorithm>
#include <deque>
#include <thread>
#include <unordered_map>

#include "store/cell_storage.h"
#include "store/connection.h"
#include "store/dimensions.h"
#include "store/packed.h"
#include "store/response_rows.h"

namespace laurel::store {
namespace {

constexpr std::string_view kFindSource = R"sql(
  SELECT source_id FROM source WHERE organization_id = $1 AND name = $2)sql";

constexpr std::string_view kInsertSource = R"sql(
  INSERT INTO source (organization_id, source_id, name) VALUES ($1, $2, $3))sql";

constexpr Dialects kFindByExternalId = {
    R"sql(
  SELECT 0, response_id FROM response
  WHERE organization_id = $1 AND source_id = $3 AND external_id = $2)sql",
    R"sql(
  SELECT k.place - 1, r.response_id
  FROM unnest($2::text[]) WITH ORDINALITY AS k (external_id, place)
  JOIN response r
    ON r.organization_id = $1 AND r.source_id = $3 AND r.external_id = k.external_id)sql"};

constexpr std::string_view kCount = "SELECT count(*) FROM response WHERE organization_id = $1";

constexpr std::string_view kCountUpTo = R"sql(
  SELECT count(*) FROM (SELECT 1 FROM response WHERE organization_id = $1 LIMIT $2) AS few)sql";

constexpr std::int64_t kScorePage = 4000;
constexpr std::int64_t kPage = 1000;  // responses read at once while streaming

// The records of one source that count: of several with one external id, the last.
struct SourceBatch {
  std::string_view source;
  std::unordered_map<std::string_view, std::size_t> by_external_id;  // → place in the two below
  std::vector<const model::ResponseRecord*> records;
  std::vector<std::string_view> external_ids;
  std::vector<SavedResponse> saved;  // of each, once it is
};

// Where a record went.
struct Place {
  std::size_t batch, record;
};

std::vector<SourceBatch> by_source(std::span<const model::ResponseRecord* const> records,
                                   std::vector<Place>& places) {
  std::vector<SourceBatch> batches;
  places.reserve(records.size());
  for (const model::ResponseRecord* record : records) {
    const model::Response& response = record->response;
    auto batch = std::find_if(batches.begin(), batches.end(),
                              [&](const SourceBatch& b) { return b.source == response.source; });
    if (batch == batches.end()) {
      batch = batches.insert(batch, SourceBatch{response.source, {}, {}, {}, {}});
      batch->by_external_id.reserve(records.size());
    }
    const auto [place, added] =
        batch->by_external_id.emplace(response.external_id, batch->records.size());
    if (added) {
      batch->records.push_back(record);
      batch->external_ids.push_back(response.external_id);
    } else {
      batch->records[place->second] = record;
    }
    places.push_back({static_cast<std::size_t>(batch - batches.begin()), place->second});
  }
  return batches;
}

// Everything a customer or detection said; not when it came in.
bool same_content(const model::Response& a, const model::Response& b) {
  return a.occurred_on == b.occurred_on && a.market == b.market && a.unit == b.unit &&
         a.channel == b.channel && a.account == b.account && a.contact == b.contact &&
         a.language == b.language && a.reading == b.reading && a.served_by == b.served_by &&
         a.answers == b.answers && a.verbatims == b.verbatims;
}

bool same_content(const model::Commendation& a, const model::Commendation& b) {
  return a.question == b.question && a.kind == b.kind && a.target == b.target &&
         a.mention == b.mention && a.evidence == b.evidence && a.behaviours == b.behaviours &&
         a.strength == b.strength && a.probability == b.probability && a.flagged == b.flagged &&
         a.sure == b.sure && a.link == b.link && a.employee == b.employee &&
         a.candidates == b.candidates && a.decision == b.decision && a.detector == b.detector;
}

bool same_words(const model::Response& a, const model::Response& b, model::QuestionId question) {
  const auto words = [&](const model::Response& r) -> const model::Verbatim* {
    for (const model::Verbatim& verbatim : r.verbatims) {
      if (verbatim.question == question) return &verbatim;
    }
    return nullptr;
  };
  const model::Verbatim *in_a = words(a), *in_b = words(b);
  return in_a != nullptr && in_b != nullptr && in_a->text == in_b->text;
}

// What the response becomes: the new content under the old ids. Where the words are the same, a
// commendation somebody has decided stays as it is, whether it was found again or not, and one that
// was found again at the same place keeps its id.
model::ResponseRecord merged(const model::ResponseRecord& old,
                             const model::ResponseRecord& incoming) {
  model::ResponseRecord out = incoming;
  out.response.id = old.response.id;
  out.response.received_at = old.response.received_at;
  std::vector<bool> used(old.commendations.size(), false);
  for (model::Commendation& commendation : out.commendations) {
    if (!same_words(old.response, out.response, commendation.question)) continue;
    for (std::size_t i = 0; i < old.commendations.size(); ++i) {
      const model::Commendation& before = old.commendations[i];
      if (used[i] || before.question != commendation.question ||
          !(before.mention == commendation.mention)) {
        continue;
      }
      used[i] = true;
      if (before.decision != model::Decision::kUndecided) {
        commendation = before;
      } else {
        commendation.id = before.id;
      }
      break;
    }
  }
  for (std::size_t i = 0; i < old.commendations.size(); ++i) {
    const model::Commendation& before = old.commendations[i];
    if (!used[i] && before.decision != model::Decision::kUndecided &&
        same_words(old.response, out.response, before.question)) {
      out.commendations.push_back(before);
    }
  }
  return out;
}

bool same_praise(const model::ResponseRecord& a, const model::ResponseRecord& b) {
  return std::equal(a.commendations.begin(), a.commendations.end(), b.commendations.begin(),
                    b.commendations.end(),
                    [](const model::Commendation& x, const model::Commendation& y) {
                      return x.id == y.id && same_content(x, y);
                    });
}

bool same_content(const model::ResponseRecord& a, const model::ResponseRecord& b) {
  return same_content(a.response, b.response) && same_praise(a, b);
}

// What differs, by name, one a line.
std::string differences(const model::ResponseRecord& before, const model::ResponseRecord& after) {
  const model::Response &a = before.response, &b = after.response;
  std::vector<std::string> names;
  const auto note = [&](bool same, const char* name) {
    if (!same) names.emplace_back(name);
  };
  note(a.occurred_on == b.occurred_on, "date");
  note(a.market == b.market, "market");
  note(a.unit == b.unit, "unit");
  note(a.channel == b.channel, "channel");
  note(a.account == b.account, "account");
  note(a.contact == b.contact, "contact");
  note(a.language == b.language, "language");
  note(a.served_by == b.served_by, "served_by");
  note(a.answers == b.answers, "answers");
  note(a.verbatims == b.verbatims, "words");
  note(same_praise(before, after), "praise");
  return pack_lines(names);
}

// Rewrites what differs; rows that are new to the response go to `rows`. `now` must outlive them.
base::Status rewrite(Connection& connection, model::OrganizationId organization,
                     const model::ResponseRecord& old, const model::ResponseRecord& now,
                     ResponseRows& rows) {
  const model::ResponseId id = old.response.id;
  rows.add_change(id, differences(old, now));
  TRY(update_response(connection, organization, now.response));
  if (old.response.verbatims != now.response.verbatims) {
    TRY(delete_verbatims(connection, organization, id));
    rows.add_verbatims(id, now.response.verbatims);
  }
  const auto find = [](const model::ResponseRecord& record, model::CommendationId wanted) {
    return std::find_if(record.commendations.begin(), record.commendations.end(),
                        [&](const model::Commendation& c) { return c.id == wanted; });
  };
  for (const model::Commendation& before : old.commendations) {
    if (find(now, before.id) == now.commendations.end()) {
      TRY(delete_commendation(connection, organization, id, before.id));
    }
  }
  for (std::size_t place = 0; place < now.commendations.size(); ++place) {
    const model::Commendation& commendation = now.commendations[place];
    if (find(old, commendation.id) == old.commendations.end()) {
      rows.add_commendation(id, commendation, place);
    } else {
      TRY(update_commendation(connection, organization, id, commendation, place));
    }
  }
  return {};
}

// What a save takes away from the cells and adds to them. Counting it needs no database, so for a
// large batch another thread does it while this one writes the rows.
class Counting {
 public:
  explicit Counting(const model::QuestionCatalog& questions) : questions_(questions) {}
  Counting(const Counting&) = delete;
  Counting& operator=(const Counting&) = delete;
  ~Counting() {
    if (thread_.joinable()) thread_.join();
  }

  // REQUIRES: the record lives until the end.
  void add(const model::ResponseRecord& record, int sign) { changes_.push_back({&record, sign}); }
  void start() {
    if (changes_.size() < kWorthAThread) return;
    thread_ = std::thread([this] { count(); });
  }
  const PackedDeltas& finish() {
    if (thread_.joinable()) {
      thread_.join();
    } else {
      count();
    }
    return packed_;
  }

 private:
  static constexpr std::size_t kWorthAThread = 500;

  void count() {
    model::CellDeltas deltas;
    for (const auto& [record, sign] : changes_) deltas.add(*record, questions_, sign);
    packed_ = pack_deltas(deltas);
  }

  const model::QuestionCatalog& questions_;
  std::vector<std::pair<const model::ResponseRecord*, int>> changes_;
  PackedDeltas packed_;
  std::thread thread_;
};

// One save: what it has counted and is about to write.
struct Save {
  Connection& connection;
  model::OrganizationId organization;
  const model::QuestionCatalog& questions;
  SaveCounts counts = {};
  ResponseRows rows{organization};
  std::deque<model::ResponseRecord> changed = {};  // kept in place for `rows` and `counting`
  Counting counting{questions};

  void add(const model::ResponseRecord& record, std::int32_t source) {
    CHECK(!record.response.id.value.is_nil());
    rows.add(record, source);
    counting.add(record, +1);
    ++counts.added;
    counts.commendations += static_cast<std::int64_t>(record.commendations.size());
  }

  base::Result<Saved> update(model::ResponseRecord& old, const model::ResponseRecord& incoming) {
    model::ResponseRecord now = merged(old, incoming);
    if (same_content(old, now)) {
      ++counts.unchanged;
      return Saved::kUnchanged;
    }
    counting.add(changed.emplace_back(std::move(old)), -1);
    ++counts.updated;
    counts.commendations += static_cast<std::int64_t>(now.commendations.size());
    const model::ResponseRecord& before = changed.back();
    const model::ResponseRecord& after = changed.emplace_back(std::move(now));
    counting.add(after, +1);
    TRY(rewrite(connection, organization, before, after, rows));
    return Saved::kUpdated;
  }

  base::Status save(SourceBatch& batch) {
    const std::int32_t source = TRY(source_named(connection, organization, batch.source));
    std::vector<base::Uuid> known(batch.records.size());
    std::vector<base::Uuid> ids;
    TRY(for_each_match(connection, kFindByExternalId, organization, batch.external_ids, source,
                       [&](std::size_t i, const Statement& row) -> base::Status {
                         known[i] = row.uuid(1);
                         ids.push_back(known[i]);
                         return {};
                       }));
    std::vector<model::ResponseRecord> stored;
    if (!ids.empty()) stored = TRY(load_responses(connection, organization, std::move(ids)));
    for (std::size_t i = 0; i < batch.records.size(); ++i) {
      if (known[i].is_nil()) {
        add(*batch.records[i], source);
        batch.saved.push_back({batch.records[i]->response.id, Saved::kAdded});
        continue;
      }
      const auto old =
          std::lower_bound(stored.begin(), stored.end(), known[i],
                           [](const model::ResponseRecord& record, const base::Uuid& id) {
                             return record.response.id.value < id;
                           });
      CHECK(old != stored.end() && old->response.id.value == known[i]);
      batch.saved.push_back({{known[i]}, TRY(update(*old, *batch.records[i]))});
    }
    return {};
  }
};

}  // namespace

base::Result<std::int32_t> source_named(Connection& connection, model::OrganizationId organization,
                                        std::string_view name) {
  {
    Statement row = TRY(connection.query(kFindSource, {organization, name}));
    if (TRY(row.step())) return row.number(0);
  }
  const std::int32_t id = TRY(take_numbers(connection, organization, "source", 1));
  TRY(connection.execute(kInsertSource, {organization, id, name}));
  return id;
}

base::Result<SaveCounts> save_responses(Transaction& tx, model::OrganizationId organization,
                                        const model::QuestionCatalog& questions,
                                        std::span<const model::ResponseRecord> records) {
  std::vector<const model::ResponseRecord*> pointers;
  pointers.reserve(records.size());
  for (const model::ResponseRecord& record : records) pointers.push_back(&record);
  return save_responses(tx, organization, questions, pointers);
}

base::Result<SaveCounts> save_responses(Transaction& tx, model::OrganizationId organization,
                                        const model::QuestionCatalog& questions,
                                        std::span<const model::ResponseRecord* const> records,
                                        std::vector<SavedResponse>* saved) {
  if (records.empty()) return SaveCounts{};
  Connection& connection = tx.connection();
  TRY(lock_organization(connection, organization));
  Save save{connection, organization, questions};
  std::vector<Place> places;
  std::vector<SourceBatch> batches = by_source(records, places);
  for (SourceBatch& batch : batches) TRY(save.save(batch));
  save.counting.start();
  TRY(save.rows.write(connection));
  TRY(append_deltas(connection, organization, save.counting.finish()));
  if (saved != nullptr) {
    saved->clear();
    for (const Place& place : places) saved->push_back(batches[place.batch].saved[place.record]);
  }
  return save.counts;
}

base::Result<std::optional<model::ResponseRecord>> find_response(Transaction& tx,
                                                                 model::OrganizationId organization,
                                                                 model::ResponseId id) {
  auto found = TRY(load_responses(tx.connection(), organization, {id.value}));
  if (found.empty()) return std::optional<model::ResponseRecord>();
  return std::optional<model::ResponseRecord>(std::move(found.front()));
}

base::Status for_each_response(
    Transaction& tx, model::OrganizationId organization,
    const std::function<base::Status(const model::ResponseRecord&)>& visit) {
  base::Uuid from, to;
  to.bytes.fill(0xff);
  while (true) {
    const auto page = TRY(load_responses(tx.connection(), organization, from, to, kPage));
    for (const model::ResponseRecord& record : page) TRY(visit(record));
    if (page.size() < static_cast<std::size_t>(kPage)) return {};
    from = page.back().response.id.value;
  }
}

base::Status for_each_score(Transaction& tx, model::OrganizationId organization,
                            const std::function<void(const model::ResponseRecord&)>& visit) {
  base::Uuid from, to;
  to.bytes.fill(0xff);
  while (true) {
    const auto page = TRY(load_scores(tx.connection(), organization, from, to, kScorePage));
    for (const model::ResponseRecord& record : page) visit(record);
    if (page.size() < static_cast<std::size_t>(kScorePage)) return {};
    from = page.back().response.id.value;
  }
}

base::Result<bool> more_responses_than(Transaction& tx, model::OrganizationId organization,
                                       std::int64_t most) {
  Statement row = TRY(tx.connection().query(kCountUpTo, {organization, most + 1}));
  TRY(row.step());
  return row.integer(0) > most;
}

base::Result<std::int64_t> count_responses(Transaction& tx, model::OrganizationId organization) {
  Statement row = TRY(tx.connection().query(kCount, {organization}));
  TRY(row.step());
  return row.integer(0);
}

}  // namespace laurel::store
