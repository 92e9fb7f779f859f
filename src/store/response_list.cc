#include "store/response_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "model/unit_tree.h"
#include "store/cells.h"
#include "store/connection.h"
#include "store/organizations.h"
#include "store/packed.h"
#include "store/questions.h"
#include "store/response_filter.h"
#include "store/response_rows.h"

namespace laurel::store {
namespace {

// Rows looked at for one page, and at once.
constexpr std::int64_t kMostLookedAt = 20'000;
constexpr std::int64_t kFewest = 64, kMostAtOnce = 2'000;

constexpr std::string_view kColumns = R"sql(
  SELECT r.response_id, r.occurred_on, coalesce(r.market_id, 0), coalesce(r.unit_id, 0),
         coalesce(r.channel_id, 0), r.source_id, r.reading, r.served_by, r.answers
  FROM response r WHERE r.organization_id = $1 )sql";

// Of the days, then of the responses without one, newest first. $2 and $3 say before which day and
// response; $4 the first day of interest.
constexpr std::string_view kByDay = R"sql(
  AND r.occurred_on <= $2 AND r.occurred_on >= $4 AND (r.occurred_on, r.response_id) < ($2, $3) )sql";
constexpr std::string_view kDayOrder = R"sql(
  ORDER BY r.occurred_on DESC, r.response_id DESC LIMIT $5)sql";
constexpr std::string_view kWithoutDay =
    "AND r.occurred_on IS NULL AND r.response_id < $2 ORDER BY r.response_id DESC LIMIT $3";

// The same the other way: responses without a day, then the days, oldest first. $2 and $3 say after
// which day and response; $4 the last day of interest.
constexpr std::string_view kByDayOldest = R"sql(
  AND r.occurred_on >= $2 AND r.occurred_on <= $4 AND (r.occurred_on, r.response_id) > ($2, $3) )sql";
constexpr std::string_view kDayOrderOldest = R"sql(
  ORDER BY r.occurred_on, r.response_id LIMIT $5)sql";
constexpr std::string_view kWithoutDayOldest =
    "AND r.occurred_on IS NULL AND r.response_id > $2 ORDER BY r.response_id LIMIT $3";

// Responses that praise one of a list of people, by the index of employees.
constexpr Dialects kPraisingByDay = {
    R"sql(
  AND r.response_id IN (
    SELECT c.response_id FROM commendation c
    WHERE c.organization_id = $1 AND c.employee_id IN (SELECT value FROM json_each($6))) )sql",
    R"sql(
  AND r.response_id IN (
    SELECT c.response_id FROM commendation c
    WHERE c.organization_id = $1 AND c.employee_id = ANY(CAST(CAST($6 AS text) AS int[]))) )sql"};
constexpr Dialects kPraisingWithoutDay = {
    R"sql(
  AND r.response_id IN (
    SELECT c.response_id FROM commendation c
    WHERE c.organization_id = $1 AND c.employee_id IN (SELECT value FROM json_each($4))) )sql",
    R"sql(
  AND r.response_id IN (
    SELECT c.response_id FROM commendation c
    WHERE c.organization_id = $1 AND c.employee_id = ANY(CAST(CAST($4 AS text) AS int[]))) )sql"};

// Where a page begins: after this response. Text: "d<day>-<id>", or "n<id>" among those without a
// day.
struct Cursor {
  std::optional<std::int32_t> day = std::numeric_limits<std::int32_t>::max();
  base::Uuid id = last_id();

  // Where a list begins.
  static Cursor first(ListOrder order) {
    Cursor cursor;
    if (order == ListOrder::kNewestFirst) return cursor;
    cursor.day.reset();
    cursor.id = {};
    return cursor;
  }
  static base::Uuid last_id() {
    base::Uuid id;
    id.bytes.fill(0xff);
    return id;
  }
  std::string text() const {
    return day ? fmt::format("d{}-{}", *day, id.to_string()) : "n" + id.to_string();
  }
  static base::Result<Cursor> parse(const std::string& text, ListOrder order) {
    const base::Error bad =
        base::invalid_input("This is not a place in a list. Begin at its first page.");
    Cursor cursor = first(order);
    std::string_view rest = text;
    if (rest.empty()) return cursor;
    const char kind = rest.front();
    rest.remove_prefix(1);
    if (kind == 'n') {
      cursor.day.reset();
    } else if (kind == 'd') {
      std::int32_t day = 0;
      const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), day);
      if (error != std::errc() || end == rest.data() + rest.size() || *end != '-') return bad;
      cursor.day = day;
      rest.remove_prefix(static_cast<std::size_t>(end + 1 - rest.data()));
    } else {
      return bad;
    }
    const auto id = base::Uuid::parse(rest);
    if (!id.ok()) return bad;
    cursor.id = *id;
    return cursor;
  }
};

struct Row {
  model::ResponseRecord record;  // without words
  std::int32_t source = 0;
};

base::Result<Row> read(const Statement& from) {
  Row row;
  model::Response& r = row.record.response;
  r.id = {from.uuid(0)};
  r.occurred_on = from.date(1);
  r.market = {from.number(2)};
  r.unit = {from.number(3)};
  r.channel = {from.number(4)};
  row.source = from.number(5);
  r.reading = static_cast<model::Reading>(from.integer(6));
  auto served_by = unpack_employees(from.bytes(7));
  auto answers = unpack_answers(from.bytes(8));
  if (!served_by || !answers) {
    return base::Error{base::ErrorCode::kInternal,
                       "A stored response is damaged. Restore the database from a backup.",
                       {}};
  }
  r.served_by = std::move(*served_by);
  r.answers = std::move(*answers);
  return row;
}

// Walks from the cursor on and keeps the ids that pass.
class Walk {
 public:
  Walk(Transaction& tx, model::OrganizationId organization, const ResponseFilter& filter,
       const ResponseSieve& sieve, Cursor at, std::int64_t limit, ListOrder order)
      : connection_(tx.connection()),
        organization_(organization),
        filter_(filter),
        sieve_(sieve),
        at_(at),
        limit_(limit),
        oldest_first_(order == ListOrder::kOldestFirst) {
    if (oldest_first_ && !at_.day && (filter.from || filter.to)) begin_days();
    for (const model::EmployeeId id : sieve.praised())
      people_ += fmt::format("{}{}", people_.empty() ? "" : ",", id.value);
    if (people_.empty()) return;
    people_ = connection_.engine() == Engine::kSqlite ? "[" + people_ + "]" : "{" + people_ + "}";
  }

  base::Status go() {
    std::int64_t at_once = std::max(limit_ + 1, kFewest);
    for (std::int64_t looked_at = 0; looked_at < kMostLookedAt && !done();) {
      std::vector<Row> rows = TRY(next(at_once));
      looked_at += std::ssize(rows);
      const bool ended = std::ssize(rows) < at_once;
      TRY(keep(std::move(rows)));
      if (done()) break;
      if (ended && !go_on()) break;
      at_once = std::min(at_once * 2, kMostAtOnce);
    }
    return {};
  }

  const std::vector<base::Uuid>& found() const { return found_; }
  // Where to go on, unless the end was reached.
  std::optional<std::string> next_cursor() const {
    if (ended_) return std::nullopt;
    return at_.text();
  }

 private:
  bool done() const { return ended_ || full_; }

  base::Result<std::vector<Row>> next(std::int64_t at_once) {
    std::string sql(kColumns);
    std::vector<Row> rows;
    std::vector<Value> values;
    const Engine engine = connection_.engine();
    // Outlive the query.
    const Days days = at_.day ? days_left() : Days();
    if (at_.day) {
      if (!people_.empty()) sql += kPraisingByDay.text(engine);
      sql += oldest_first_ ? kByDayOldest : kByDay;
      sql += oldest_first_ ? kDayOrderOldest : kDayOrder;
      values = {organization_, days.beyond, days.id, days.last, at_once};
    } else {
      if (!people_.empty()) sql += kPraisingWithoutDay.text(engine);
      sql += oldest_first_ ? kWithoutDayOldest : kWithoutDay;
      values = {organization_, at_.id, at_once};
    }
    if (!people_.empty()) values.emplace_back(people_);
    Statement statement = TRY(connection_.prepare(sql));
    statement.bind(std::span<const Value>(values));
    while (TRY(statement.step())) rows.push_back(TRY(read(statement)));
    return rows;
  }

  // What of the days is still to be looked at: what comes beyond one day and response, up to the
  // last day of interest. The engines' days have narrower bounds than ours.
  struct Days {
    base::Date beyond, last;
    base::Uuid id;
  };
  Days days_left() const {
    const base::Date first = filter_.from.value_or(base::Date{kFirstDay});
    const base::Date end = filter_.to.value_or(base::Date{kLastDay});
    const base::Date here = {std::clamp(*at_.day, kFirstDay, kLastDay)};
    if (oldest_first_) return here < first ? Days{first, end, {}} : Days{here, end, at_.id};
    return end < here ? Days{end, first, Cursor::last_id()} : Days{here, first, at_.id};
  }

  // Those of the rows that pass, until the page is full.
  base::Status keep(std::vector<Row> rows) {
    std::vector<Row*> candidates;
    for (Row& row : rows) {
      if (sieve_.passes(row.record.response, row.source)) candidates.push_back(&row);
    }
    if (sieve_.needs_commendations()) TRY(attach(candidates));
    std::erase_if(candidates, [&](const Row* row) { return !sieve_.passes(row->record); });
    if (filter_.says) TRY(keep_those_that_say(candidates));
    std::size_t at = 0;
    for (Row& row : rows) {
      const bool candidate = at < candidates.size() && candidates[at] == &row;
      if (candidate) ++at;
      if (candidate) {
        if (std::ssize(found_) == limit_) {
          full_ = true;
          return {};
        }
        found_.push_back(row.record.response.id.value);
      }
      at_.id = row.record.response.id.value;
      at_.day.reset();
      if (row.record.response.occurred_on) at_.day = row.record.response.occurred_on->days;
    }
    return {};
  }

  static std::vector<base::Uuid> ids_of(const std::vector<Row*>& rows) {
    std::vector<base::Uuid> ids;
    for (const Row* row : rows) ids.push_back(row->record.response.id.value);
    return ids;
  }
  static std::vector<Row*> by_id(std::vector<Row*> rows) {
    std::sort(rows.begin(), rows.end(), [](const Row* a, const Row* b) {
      return a->record.response.id < b->record.response.id;
    });
    return rows;
  }

  base::Status attach(const std::vector<Row*>& candidates) {
    const std::vector<Row*> sorted = by_id(candidates);
    std::size_t at = 0;
    for (Finding& finding : TRY(load_findings(connection_, organization_, ids_of(candidates)))) {
      while (sorted[at]->record.response.id < finding.response) ++at;
      sorted[at]->record.commendations.push_back(std::move(finding.commendation));
    }
    return {};
  }

  base::Status keep_those_that_say(std::vector<Row*>& candidates) {
    std::erase_if(candidates, [](const Row* row) {
      return row->record.response.reading == model::Reading::kSilent;
    });
    const std::vector<Row*> sorted = by_id(candidates);
    std::size_t at = 0;
    for (Said& said : TRY(load_verbatims(connection_, organization_, ids_of(candidates)))) {
      while (sorted[at]->record.response.id < said.response) ++at;
      sorted[at]->record.response.verbatims.push_back(std::move(said.verbatim));
    }
    std::erase_if(candidates,
                  [&](const Row* row) { return !(*filter_.says)(row->record.response); });
    return {};
  }

  // From the days to the responses without one, or the other way; false at the end of all.
  bool go_on() {
    if (oldest_first_ && !at_.day) {
      begin_days();
      return true;
    }
    if (oldest_first_ || !at_.day || filter_.from || filter_.to) {
      ended_ = true;
      return false;
    }
    at_.day.reset();
    at_.id = Cursor::last_id();
    return true;
  }

  void begin_days() {
    at_.day = kFirstDay;
    at_.id = {};
  }

  static constexpr std::int32_t kFirstDay = -719'162, kLastDay = 2'932'896;  // years 1 to 9999

  Connection& connection_;
  const model::OrganizationId organization_;
  const ResponseFilter& filter_;
  const ResponseSieve& sieve_;
  Cursor at_;
  const std::int64_t limit_;
  const bool oldest_first_;
  std::string people_;
  std::vector<base::Uuid> found_;
  bool ended_ = false, full_ = false;
};

bool first_of_month(base::Date day) { return day.ymd().day() == std::chrono::day(1); }

}  // namespace

base::Result<ResponsePage> list_responses(Transaction& tx, model::OrganizationId organization,
                                          const ResponseFilter& filter, const ResponseScope& scope,
                                          const std::string& after, std::int64_t limit,
                                          ListOrder order) {
  if (limit < 1 || limit > kMostInPage) {
    return base::invalid_input(
        fmt::format("Ask for 1 to {} responses of a list at once.", kMostInPage));
  }
  const Cursor from = TRY(Cursor::parse(after, order));
  ResponsePage page;
  const auto sieve = TRY(ResponseSieve::create(tx, organization, filter, scope));
  if (!sieve) return page;
  Walk walk(tx, organization, filter, *sieve, from, limit, order);
  TRY(walk.go());
  page.next = walk.next_cursor();
  // In the order of the walk, not of the ids.
  std::vector<model::ResponseRecord> records =
      TRY(load_responses(tx.connection(), organization, walk.found()));
  for (const base::Uuid& id : walk.found()) {
    const auto at = std::lower_bound(records.begin(), records.end(), id,
                                     [](const model::ResponseRecord& record, const base::Uuid& x) {
                                       return record.response.id.value < x;
                                     });
    CHECK(at != records.end() && at->response.id.value == id);
    page.responses.push_back(std::move(*at));
  }
  return page;
}

base::Result<std::optional<std::int64_t>> count_listed(Transaction& tx,
                                                       model::OrganizationId organization,
                                                       const ResponseFilter& filter,
                                                       const ResponseScope& scope) {
  using Maybe = std::optional<std::int64_t>;
  if (scope.kind != ResponseScope::Kind::kEverything || !filter.source.empty() ||
      filter.undecided || filter.says)
    return Maybe();
  if (filter.from && !first_of_month(*filter.from)) return Maybe();
  if (filter.to && !first_of_month({filter.to->days + 1})) return Maybe();
  const bool by_person = filter.credited.known();
  if (by_person && (filter.unit.known() || filter.channel.known() || filter.without_unit ||
                    filter.without_channel))
    return Maybe();
  if (filter.nps && filter.question.known()) return Maybe();  // cells count one question each

  CellFilter months;
  if (filter.from) months.from = base::Month::of(*filter.from);
  if (filter.to) months.to = base::Month::of(*filter.to);
  model::QuestionId question = filter.question.known() ? filter.question : model::kEveryResponse;
  if (filter.nps) {
    question = nps_question(TRY(list_questions(tx, organization)));
    if (!question.known()) return Maybe(0);
  }
  std::unordered_set<model::UnitId> units;
  if (filter.unit_itself) {
    units = {filter.unit};
  } else if (filter.unit.known()) {
    units = model::with_those_below({&filter.unit, 1}, TRY(list_units(tx, organization)));
  }
  const auto common = [&](const auto& key) {
    return key.question == question && (!filter.market.known() || key.market == filter.market) &&
           (!filter.without_market || !key.market.known()) &&
           (!filter.nps || nps_band(key.value) == *filter.nps) &&
           (!filter.value || key.value == *filter.value) &&
           (!filter.voice || voice_in_group(key.voice, *filter.voice));
  };
  std::int64_t n = 0;
  if (by_person) {
    for (const model::EmployeeCell& cell : TRY(read_employee_cells(tx, organization, months))) {
      if (cell.key.employee == filter.credited && cell.key.part == model::EmployeePart::kCredited &&
          common(cell.key))
        n += cell.n;
    }
    return Maybe(n);
  }
  for (const model::Cell& cell : TRY(read_cells(tx, organization, months))) {
    if (common(cell.key) && (!filter.channel.known() || cell.key.channel == filter.channel) &&
        (!filter.unit.known() || units.contains(cell.key.unit)) &&
        (!filter.without_unit || !cell.key.unit.known()) &&
        (!filter.without_channel || !cell.key.channel.known()))
      n += cell.n;
  }
  return Maybe(n);
}

}  // namespace laurel::store
