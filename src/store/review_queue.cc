#include "store/review_queue.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <unordered_set>

#include "base/check.h"
#include "model/unit_tree.h"
#include "store/connection.h"
#include "store/organizations.h"
#include "store/packed.h"
#include "store/response_rows.h"

namespace laurel::store {
namespace {

constexpr std::array<std::string_view, 3> kReasonNames = {"unsure", "who", "audit"};

// Rows that one page looks at.
constexpr std::int64_t kMostWalked = 5'000;
constexpr std::int64_t kSteps = 20;  // of the probability; as the index has it

// One stretch of an index from a place on: $2 response, $3 place, $4 how many, then what the kind
// of stretch needs.
constexpr std::string_view kColumns = R"sql(
  SELECT c.response_id, c.place, c.commendation_id, c.version, coalesce(c.employee_id, 0),
         c.candidates, r.occurred_on, coalesce(r.market_id, 0), coalesce(r.unit_id, 0),
         coalesce(r.channel_id, 0), r.source_id, r.served_by
  FROM commendation c
  JOIN response r ON r.organization_id = c.organization_id AND r.response_id = c.response_id
  WHERE c.organization_id = $1 AND (c.response_id, c.place) > ($2, $3) )sql";
constexpr std::string_view kUnsure = "AND c.decision = 0 AND NOT c.sure ";
constexpr std::string_view kInStep = "AND round(c.probability * 20) = $5 ";
constexpr std::string_view kWho = "AND c.decision = 0 AND c.sure AND c.link = 1 ";
// $5: what the last two bytes of the id, which are random, must be below.
constexpr std::string_view kSure = "AND c.decision = 0 AND c.sure AND c.link <> 1 ";
constexpr Dialects kAudited = {"AND substr(c.commendation_id, 15) < $5 ",
                               "AND substr(uuid_send(c.commendation_id), 15) < $5 "};
constexpr std::string_view kOrder = "ORDER BY c.response_id, c.place LIMIT $4";

// The same stretch, only counted, without a look at the responses. Without the order SQLite goes by
// the primary key, past everything that is decided.
constexpr std::string_view kCount = R"sql(
  SELECT count(*) FROM (SELECT 1 FROM commendation c
  WHERE c.organization_id = $1 AND (c.response_id, c.place) > ($2, $3) )sql";
constexpr std::string_view kCountEnd = "ORDER BY c.response_id, c.place LIMIT $4) AS few";

constexpr std::string_view kFindSource =
    "SELECT source_id FROM source WHERE organization_id = $1 AND name = $2";
// Who is praised in a response, for what a leader may see.
constexpr std::string_view kPraised = R"sql(
  SELECT coalesce(employee_id, 0) FROM commendation
  WHERE organization_id = $1 AND response_id = $2
    AND (decision = 1 OR (decision = 0 AND flagged)))sql";

std::uint32_t audit_limit(double share) {
  return static_cast<std::uint32_t>(std::lround(std::clamp(share, 0.0, 1.0) * 65'536));
}

std::array<char, 2> audit_bytes() {
  const std::uint32_t limit = audit_limit(kAuditShare);
  return {static_cast<char>(limit >> 8), static_cast<char>(limit)};
}

// A part of the queue: a step of probability, or all of one of the other reasons.
struct Lane {
  ReviewReason reason = ReviewReason::kUnsure;
  std::int64_t step = 0;
};

std::vector<Lane> lanes_of(float flag, const std::optional<ReviewReason>& only) {
  std::vector<Lane> steps;
  for (std::int64_t step = 0; step <= kSteps; ++step)
    steps.push_back({ReviewReason::kUnsure, step});
  const auto distance = [&](const Lane& lane) {
    return std::abs(static_cast<float>(lane.step) - flag * static_cast<float>(kSteps));
  };
  std::ranges::stable_sort(steps, {}, distance);
  std::vector<Lane> lanes = {steps.front(), {ReviewReason::kWho, 0}};
  lanes.insert(lanes.end(), steps.begin() + 1, steps.end());
  lanes.push_back({ReviewReason::kAudit, 0});
  if (only) std::erase_if(lanes, [&](const Lane& lane) { return lane.reason != *only; });
  return lanes;
}

// Where a page ended: the lane and the last row looked at. The threshold is kept, so that the order
// stays the same when another model comes in between.
struct Cursor {
  std::int32_t flag = 0;  // in ten-thousandths
  std::size_t lane = 0;
  base::Uuid response;
  std::int64_t place = -1;

  std::string text() const {
    return fmt::format("{}.{}.{}.{}", flag, lane, response.to_string(), place);
  }
  static base::Result<Cursor> parse(std::string_view text) {
    const auto bad = [] {
      return base::invalid_input("This is no place in the queue. Begin at its start.");
    };
    std::array<std::string_view, 4> parts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const std::size_t end = i + 1 < parts.size() ? text.find('.') : text.size();
      if (end == std::string_view::npos) return bad();
      parts[i] = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    const auto number = [](std::string_view digits, auto& out) {
      const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), out);
      return read.ec == std::errc() && read.ptr == digits.data() + digits.size();
    };
    Cursor cursor;
    const auto id = base::Uuid::parse(parts[2]);
    if (!number(parts[0], cursor.flag) || !number(parts[1], cursor.lane) || !id.ok() ||
        !number(parts[3], cursor.place) || cursor.flag < 0 || cursor.flag > 10'000)
      return bad();
    cursor.response = *id;
    return cursor;
  }
};

// What of a row decides whether it is asked for and may be seen.
struct Row {
  base::Uuid response;
  std::int64_t place = 0;
  model::CommendationId id;
  std::int32_t version = 0;
  model::EmployeeId employee;
  std::vector<model::CommendationCandidate> candidates;
  std::optional<base::Date> on;
  model::MarketId market;
  model::UnitId unit;
  model::ChannelId channel;
  std::int32_t source = 0;
  std::vector<model::EmployeeId> served_by;
};

base::Result<Row> row_of(const Statement& s) {
  Row row;
  row.response = s.uuid(0);
  row.place = s.integer(1);
  row.id = {s.uuid(2)};
  row.version = s.number(3);
  row.employee = {s.number(4)};
  auto candidates = unpack_candidates(s.bytes(5));
  row.on = s.date(6);
  row.market = {s.number(7)};
  row.unit = {s.number(8)};
  row.channel = {s.number(9)};
  row.source = s.number(10);
  auto served_by = unpack_employees(s.bytes(11));
  if (!candidates || !served_by) {
    return base::Error{base::ErrorCode::kInternal,
                       "A stored response is damaged. Restore the database from a backup.",
                       {}};
  }
  row.candidates = std::move(*candidates);
  row.served_by = std::move(*served_by);
  return row;
}

class Sieve {
 public:
  static base::Result<std::optional<Sieve>> create(Transaction& tx,
                                                   model::OrganizationId organization,
                                                   const ReviewFilter& filter,
                                                   const ResponseScope& scope) {
    Sieve sieve(tx.connection(), organization, filter, scope);
    if (!filter.source.empty()) {
      Statement row = TRY(tx.connection().query(kFindSource, {organization, filter.source}));
      if (!TRY(row.step())) return std::optional<Sieve>();
      sieve.source_ = row.number(0);
    }
    if (filter.unit.known() || !scope.units.empty()) {
      const std::vector<model::Unit> units = TRY(list_units(tx, organization));
      if (filter.unit.known()) sieve.units_ = model::with_those_below({&filter.unit, 1}, units);
      sieve.scope_units_ = model::with_those_below(scope.units, units);
    }
    return std::optional(std::move(sieve));
  }

  base::Result<bool> passes(const Row& row) const {
    const bool asked = (!filter_.from || (row.on && *row.on >= *filter_.from)) &&
                       (!filter_.to || (row.on && *row.on <= *filter_.to)) &&
                       (!filter_.market.known() || row.market == filter_.market) &&
                       (!filter_.channel.known() || row.channel == filter_.channel) &&
                       (filter_.source.empty() || row.source == source_) &&
                       (!filter_.unit.known() || units_.contains(row.unit)) &&
                       (!filter_.praised.known() || may_mean(row, filter_.praised));
    if (!asked) return false;
    switch (scope_.kind) {
      case ResponseScope::Kind::kEverything:
        return true;
      case ResponseScope::Kind::kUnitsAndPeople:
        if (scope_units_.contains(row.unit)) return true;
        for (const model::EmployeeId id : row.served_by)
          if (is_ours(id)) return true;
        return praises_ours(row.response);
      case ResponseScope::Kind::kPraiseOf:
        return is_ours(row.employee);
    }
    return false;
  }

 private:
  Sieve(Connection& connection, model::OrganizationId organization, const ReviewFilter& filter,
        const ResponseScope& scope)
      : connection_(&connection), organization_(organization), filter_(filter), scope_(scope) {}

  bool is_ours(model::EmployeeId id) const {
    return id.known() && std::ranges::find(scope_.people, id) != scope_.people.end();
  }
  static bool may_mean(const Row& row, model::EmployeeId id) {
    return row.employee == id ||
           std::ranges::any_of(row.candidates, [&](const model::CommendationCandidate& candidate) {
             return candidate.employee == id;
           });
  }
  base::Result<bool> praises_ours(const base::Uuid& response) const {
    Statement row = TRY(connection_->query(kPraised, {organization_, response}));
    while (TRY(row.step()))
      if (is_ours({row.number(0)})) return true;
    return false;
  }

  Connection* connection_;
  model::OrganizationId organization_;
  ReviewFilter filter_;
  ResponseScope scope_;
  std::int32_t source_ = 0;
  std::unordered_set<model::UnitId> units_, scope_units_;
};

// A statement about a lane from a place on, bound; `before` and `after` go around what makes the
// lane.
base::Result<Statement> about(Connection& connection, model::OrganizationId organization,
                              const Lane& lane, const base::Uuid& response, std::int64_t place,
                              std::int64_t most, std::string_view before, std::string_view after) {
  std::string sql(before);
  const std::array<char, 2> below = audit_bytes();
  Value last;
  switch (lane.reason) {
    case ReviewReason::kUnsure:
      sql.append(kUnsure).append(kInStep);
      last = static_cast<double>(lane.step);
      break;
    case ReviewReason::kWho:
      sql += kWho;
      break;
    case ReviewReason::kAudit:
      sql.append(kSure).append(kAudited.text(connection.engine()));
      last = Bytes{{below.data(), below.size()}};
      break;
  }
  sql += after;
  Statement statement = TRY(connection.prepare(sql));
  if (lane.reason == ReviewReason::kWho) {
    statement.bind({organization, response, place, most});
  } else {
    statement.bind({organization, response, place, most, last});
  }
  return statement;
}

// Walks a lane from a place on, at most `most` rows; visit(row) says whether to go on. How many
// rows were looked at.
template <typename Visit>
base::Result<std::int64_t> walk(Connection& connection, model::OrganizationId organization,
                                const Lane& lane, const base::Uuid& response, std::int64_t place,
                                std::int64_t most, const Visit& visit) {
  std::vector<Row> rows;
  {
    Statement statement =
        TRY(about(connection, organization, lane, response, place, most, kColumns, kOrder));
    while (TRY(statement.step())) rows.push_back(TRY(row_of(statement)));
  }
  std::int64_t looked = 0;
  for (const Row& row : rows) {
    ++looked;
    if (!TRY(visit(row))) break;
  }
  return looked;
}

// How many there are in a lane, counted up to `most`, whatever the responses are.
base::Result<std::int64_t> count_all(Connection& connection, model::OrganizationId organization,
                                     const Lane& lane, std::int64_t most) {
  Statement row = TRY(about(connection, organization, lane, {}, -1, most, kCount, kCountEnd));
  TRY(row.step());
  return row.integer(0);
}

bool asks_for_all(const ReviewFilter& filter, const ResponseScope& scope) {
  return scope.kind == ResponseScope::Kind::kEverything && !filter.from && !filter.to &&
         !filter.market.known() && !filter.unit.known() && !filter.channel.known() &&
         filter.source.empty() && !filter.praised.known();
}

}  // namespace

std::string_view name(ReviewReason reason) {
  return kReasonNames[static_cast<std::size_t>(reason)];
}

bool is_audited(model::CommendationId id, double share) {
  const auto& bytes = id.value.bytes;
  return (static_cast<std::uint32_t>(bytes[14]) << 8 | bytes[15]) < audit_limit(share);
}

const model::Commendation& ReviewItem::commendation() const {
  const auto found = std::ranges::find(record.commendations, id, &model::Commendation::id);
  CHECK(found != record.commendations.end());
  return *found;
}

base::Result<ReviewPage> list_reviews(Transaction& tx, model::OrganizationId organization,
                                      const ReviewFilter& filter, const ResponseScope& scope,
                                      float flag, const std::string& after, std::int64_t limit) {
  CHECK(limit > 0 && limit <= kMostReviews);
  Cursor cursor;
  cursor.flag = static_cast<std::int32_t>(std::lround(std::clamp(flag, 0.0F, 1.0F) * 10'000));
  if (!after.empty()) cursor = TRY(Cursor::parse(after));
  ReviewPage page;
  const auto sieve = TRY(Sieve::create(tx, organization, filter, scope));
  if (!sieve) return page;
  const std::vector<Lane> lanes = lanes_of(static_cast<float>(cursor.flag) / 10'000, filter.reason);
  std::int64_t left = kMostWalked;
  std::vector<std::pair<Row, ReviewReason>> chosen;
  while (cursor.lane < lanes.size() && left > 0 &&
         chosen.size() < static_cast<std::size_t>(limit)) {
    const Lane& lane = lanes[cursor.lane];
    const std::int64_t most = std::min<std::int64_t>(left, std::max<std::int64_t>(limit, 100));
    const auto choose = [&](const Row& row) -> base::Result<bool> {
      cursor.response = row.response;
      cursor.place = row.place;
      if (TRY(sieve->passes(row))) chosen.emplace_back(row, lane.reason);
      return chosen.size() < static_cast<std::size_t>(limit);
    };
    const std::int64_t looked =
        TRY(walk(tx.connection(), organization, lane, cursor.response, cursor.place, most, choose));
    left -= looked;
    if (looked < most && chosen.size() < static_cast<std::size_t>(limit)) {
      ++cursor.lane;
      cursor.response = {};
      cursor.place = -1;
    }
  }
  if (cursor.lane < lanes.size()) page.next = cursor.text();
  std::vector<base::Uuid> ids;
  for (const auto& [row, reason] : chosen) ids.push_back(row.response);
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::vector<model::ResponseRecord> records;
  if (!ids.empty()) records = TRY(load_responses(tx.connection(), organization, ids));
  for (const auto& [row, reason] : chosen) {
    const auto record = std::ranges::lower_bound(
        records, row.response, {},
        [](const model::ResponseRecord& r) { return r.response.id.value; });
    CHECK(record != records.end() && record->response.id.value == row.response);
    page.items.push_back({*record, row.id, row.version, reason});
  }
  return page;
}

base::Result<ReviewCounts> count_reviews(Transaction& tx, model::OrganizationId organization,
                                         const ReviewFilter& filter, const ResponseScope& scope) {
  ReviewCounts counts;
  const auto count_of = [&](ReviewReason reason) -> std::int64_t& {
    return reason == ReviewReason::kUnsure ? counts.unsure
           : reason == ReviewReason::kWho  ? counts.who
                                           : counts.audit;
  };
  if (asks_for_all(filter, scope)) {
    for (const Lane& lane : lanes_of(0.5F, filter.reason)) {
      std::int64_t& n = count_of(lane.reason);
      const std::int64_t most = kMostCounted - n;
      if (most > 0) n += TRY(count_all(tx.connection(), organization, lane, most));
      counts.at_least = counts.at_least || n == kMostCounted;
    }
    return counts;
  }
  const auto sieve = TRY(Sieve::create(tx, organization, filter, scope));
  if (!sieve) return counts;
  std::int64_t left = kMostCounted;  // rows looked at
  for (const Lane& lane : lanes_of(0.5F, filter.reason)) {
    std::int64_t& n = count_of(lane.reason);
    const auto count = [&](const Row& row) -> base::Result<bool> {
      n += TRY(sieve->passes(row)) ? 1 : 0;
      return true;
    };
    left -= TRY(walk(tx.connection(), organization, lane, {}, -1, left, count));
    if (left > 0) continue;
    counts.at_least = true;
    break;
  }
  return counts;
}

}  // namespace laurel::store
