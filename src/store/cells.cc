#include "store/cells.h"

#include <algorithm>
#include <limits>
#include <map>

#include "base/random.h"
#include "store/cell_storage.h"
#include "store/connection.h"
#include "store/packed.h"
#include "store/responses.h"

namespace laurel::store {
namespace {

// The three kinds of cells differ in their columns and tables, and are alike in everything else.
// `Row` is the key without the bucket, then the sums.
struct CellKind {
  using Item = model::Cell;
  static constexpr std::size_t kKeys = 6, kSums = 1;
  using Row = CountRow<kKeys + kSums>;
  static constexpr std::string_view kDeltaTable = "cell_delta";
  static constexpr std::string_view kDeltaColumns = "organization_id, month, commit_id, counts";
  static constexpr std::string_view kRead = R"sql(
    SELECT month, counts FROM cell
    WHERE organization_id = $1 AND month >= $2 AND month <= $3
    UNION ALL
    SELECT month, counts FROM cell_delta
    WHERE organization_id = $1 AND month >= $2 AND month <= $3)sql";
  static constexpr std::string_view kCountDeltas =
      "SELECT count(*) FROM cell_delta WHERE organization_id = $1";
  static constexpr std::string_view kListDeltas =
      "SELECT DISTINCT month FROM cell_delta WHERE organization_id = $1";
  static constexpr std::string_view kTakeDeltas =
      "DELETE FROM cell_delta WHERE organization_id = $1 AND month = $2 RETURNING counts";
  static constexpr std::string_view kReadFolded =
      "SELECT counts FROM cell WHERE organization_id = $1 AND month = $2";
  static constexpr std::string_view kSaveFolded = R"sql(
    INSERT INTO cell (organization_id, month, counts) VALUES ($1, $2, $3)
    ON CONFLICT (organization_id, month) DO UPDATE SET counts = excluded.counts)sql";
  static constexpr std::string_view kDropFolded =
      "DELETE FROM cell WHERE organization_id = $1 AND month = $2";
  static constexpr std::string_view kClearFolded = "DELETE FROM cell WHERE organization_id = $1";
  static constexpr std::string_view kClearDeltas =
      "DELETE FROM cell_delta WHERE organization_id = $1";

  static std::vector<Item> changed(const model::CellDeltas& deltas) { return deltas.cells(); }
  static std::int32_t bucket(const Item& cell) { return cell.key.month.index; }
  static Row row(const Item& cell) {
    const model::CellKey& k = cell.key;
    return {k.market.value,
            k.unit.value,
            k.channel.value,
            k.question.value,
            static_cast<std::int64_t>(k.voice),
            k.value,
            cell.n};
  }
  static Item item(std::int32_t bucket, const Row& r) {
    return {{{bucket},
             {narrow(r[0])},
             {narrow(r[1])},
             {narrow(r[2])},
             {narrow(r[3])},
             static_cast<model::Voice>(r[4]),
             narrow(r[5])},
            r[6]};
  }
  static std::int32_t narrow(std::int64_t value) { return static_cast<std::int32_t>(value); }
  static std::int64_t voice(const Row& r) { return r[4]; }
};

struct EmployeeCellKind {
  using Item = model::EmployeeCell;
  static constexpr std::size_t kKeys = 6, kSums = 1;
  using Row = CountRow<kKeys + kSums>;
  static constexpr std::string_view kDeltaTable = "employee_cell_delta";
  static constexpr std::string_view kDeltaColumns = "organization_id, month, commit_id, counts";
  static constexpr std::string_view kRead = R"sql(
    SELECT month, counts FROM employee_cell
    WHERE organization_id = $1 AND month >= $2 AND month <= $3
    UNION ALL
    SELECT month, counts FROM employee_cell_delta
    WHERE organization_id = $1 AND month >= $2 AND month <= $3)sql";
  static constexpr std::string_view kCountDeltas =
      "SELECT count(*) FROM employee_cell_delta WHERE organization_id = $1";
  static constexpr std::string_view kListDeltas =
      "SELECT DISTINCT month FROM employee_cell_delta WHERE organization_id = $1";
  static constexpr std::string_view kTakeDeltas =
      "DELETE FROM employee_cell_delta WHERE organization_id = $1 AND month = $2 RETURNING counts";
  static constexpr std::string_view kReadFolded =
      "SELECT counts FROM employee_cell WHERE organization_id = $1 AND month = $2";
  static constexpr std::string_view kSaveFolded = R"sql(
    INSERT INTO employee_cell (organization_id, month, counts) VALUES ($1, $2, $3)
    ON CONFLICT (organization_id, month) DO UPDATE SET counts = excluded.counts)sql";
  static constexpr std::string_view kDropFolded =
      "DELETE FROM employee_cell WHERE organization_id = $1 AND month = $2";
  static constexpr std::string_view kClearFolded =
      "DELETE FROM employee_cell WHERE organization_id = $1";
  static constexpr std::string_view kClearDeltas =
      "DELETE FROM employee_cell_delta WHERE organization_id = $1";

  static std::vector<Item> changed(const model::CellDeltas& deltas) {
    return deltas.employee_cells();
  }
  static std::int32_t bucket(const Item& cell) { return cell.key.month.index; }
  static Row row(const Item& cell) {
    const model::EmployeeCellKey& k = cell.key;
    return {k.employee.value,
            static_cast<std::int64_t>(k.part),
            k.market.value,
            k.question.value,
            static_cast<std::int64_t>(k.voice),
            k.value,
            cell.n};
  }
  static Item item(std::int32_t bucket, const Row& r) {
    const auto narrow = CellKind::narrow;
    return {{{bucket},
             {narrow(r[0])},
             static_cast<model::EmployeePart>(r[1]),
             {narrow(r[2])},
             {narrow(r[3])},
             static_cast<model::Voice>(r[4]),
             narrow(r[5])},
            r[6]};
  }
  static std::int64_t voice(const Row& r) { return r[4]; }
};

struct AccountCellKind {
  using Item = model::AccountCell;
  static constexpr std::int32_t kBlock = 256;  // accounts in a row
  static constexpr std::size_t kKeys = 3, kSums = 3;
  using Row = CountRow<kKeys + kSums>;
  static constexpr std::string_view kDeltaTable = "account_cell_delta";
  static constexpr std::string_view kDeltaColumns = "organization_id, block, commit_id, counts";
  static constexpr std::string_view kRead = R"sql(
    SELECT block, counts FROM account_cell
    WHERE organization_id = $1 AND block >= $2 AND block <= $3
    UNION ALL
    SELECT block, counts FROM account_cell_delta
    WHERE organization_id = $1 AND block >= $2 AND block <= $3)sql";
  static constexpr std::string_view kCountDeltas =
      "SELECT count(*) FROM account_cell_delta WHERE organization_id = $1";
  static constexpr std::string_view kListDeltas =
      "SELECT DISTINCT block FROM account_cell_delta WHERE organization_id = $1";
  static constexpr std::string_view kTakeDeltas =
      "DELETE FROM account_cell_delta WHERE organization_id = $1 AND block = $2 RETURNING counts";
  static constexpr std::string_view kReadFolded =
      "SELECT counts FROM account_cell WHERE organization_id = $1 AND block = $2";
  static constexpr std::string_view kSaveFolded = R"sql(
    INSERT INTO account_cell (organization_id, block, counts) VALUES ($1, $2, $3)
    ON CONFLICT (organization_id, block) DO UPDATE SET counts = excluded.counts)sql";
  static constexpr std::string_view kDropFolded =
      "DELETE FROM account_cell WHERE organization_id = $1 AND block = $2";
  static constexpr std::string_view kClearFolded =
      "DELETE FROM account_cell WHERE organization_id = $1";
  static constexpr std::string_view kClearDeltas =
      "DELETE FROM account_cell_delta WHERE organization_id = $1";

  static std::vector<Item> changed(const model::CellDeltas& deltas) {
    return deltas.account_cells();
  }
  static std::int32_t bucket(const Item& cell) { return cell.key.account.value / kBlock; }
  static Row row(const Item& cell) {
    return {cell.key.account.value,
            cell.key.question.value,
            static_cast<std::int64_t>(cell.key.voice),
            cell.n,
            cell.sum,
            cell.sum_squares};
  }
  static Item item(std::int32_t, const Row& r) {
    return {{{CellKind::narrow(r[0])}, {CellKind::narrow(r[1])}, static_cast<model::Voice>(r[2])},
            r[3],
            r[4],
            r[5]};
  }
  static std::int64_t voice(const Row& r) { return r[2]; }
};

base::Error damaged() {
  return base::unavailable("The counts in the database are damaged. Run \"laurel recount\" once.");
}

template <typename Row>
bool key_less(const Row& a, const Row& b, std::size_t keys) {
  return std::lexicographical_compare(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(keys),
                                      b.begin(), b.begin() + static_cast<std::ptrdiff_t>(keys));
}

// Rows of one bucket, as runs that each ascend by key without repeats: one from every packed value.
template <typename Kind>
class Runs {
 public:
  using Row = typename Kind::Row;

  base::Status add(std::string_view counts) {
    const std::size_t start = rows_.size();
    if (!unpack_counts(counts, rows_)) return damaged();
    for (std::size_t i = start; i < rows_.size(); ++i) {
      const std::int64_t voice = Kind::voice(rows_[i]);
      if (voice < 0 || voice >= model::kVoiceCount) return damaged();
      if (i > start && !key_less(rows_[i - 1], rows_[i], Kind::kKeys)) return damaged();
    }
    if (rows_.size() > start) starts_.push_back(start);
    return {};
  }

  // Merges neighbouring runs until one is left, adding up rows of the same key; what comes out as
  // zero goes. Much less work than sorting, since every run is sorted already.
  const std::vector<Row>& combine() {
    while (starts_.size() > 1) {
      std::vector<Row> merged;
      merged.reserve(rows_.size());
      std::vector<std::size_t> starts;
      starts_.push_back(rows_.size());
      for (std::size_t i = 0; i + 1 < starts_.size(); i += 2) {
        starts.push_back(merged.size());
        const std::size_t last = std::min(i + 2, starts_.size() - 1);
        merge(starts_[i], starts_[i + 1], starts_[last], merged);
      }
      rows_.swap(merged);
      starts_.swap(starts);
    }
    return rows_;
  }

 private:
  void merge(std::size_t a, std::size_t middle, std::size_t end, std::vector<Row>& out) const {
    for (std::size_t b = middle; a < middle || b < end;) {
      if (b == end || (a < middle && key_less(rows_[a], rows_[b], Kind::kKeys))) {
        out.push_back(rows_[a++]);
      } else if (a == middle || key_less(rows_[b], rows_[a], Kind::kKeys)) {
        out.push_back(rows_[b++]);
      } else {
        Row sum = rows_[a++];
        for (std::size_t s = Kind::kKeys; s < sum.size(); ++s) sum[s] += rows_[b][s];
        ++b;
        const auto counts = std::span(sum).subspan(Kind::kKeys);
        if (std::any_of(counts.begin(), counts.end(), [](auto n) { return n != 0; })) {
          out.push_back(sum);
        }
      }
    }
  }

  std::vector<Row> rows_;
  std::vector<std::size_t> starts_;
};

// Calls write(bucket, packed counts) for each run of items of one bucket. REQUIRES: ascending by
// key, so that buckets are runs.
template <typename Kind, typename Write>
base::Status for_each_bucket(const std::vector<typename Kind::Item>& items, const Write& write) {
  std::vector<typename Kind::Row> rows;
  for (std::size_t i = 0; i < items.size();) {
    const std::int32_t bucket = Kind::bucket(items[i]);
    rows.clear();
    for (; i < items.size() && Kind::bucket(items[i]) == bucket; ++i) {
      rows.push_back(Kind::row(items[i]));
    }
    TRY(write(bucket, pack_counts(std::span<const typename Kind::Row>(rows))));
  }
  return {};
}

template <typename Kind>
base::Status append(Connection& connection, model::OrganizationId organization,
                    const base::Uuid& commit, const model::CellDeltas& deltas) {
  const auto items = Kind::changed(deltas);
  if (items.empty()) return {};
  const auto bulk = TRY(connection.bulk_insert(Kind::kDeltaTable, Kind::kDeltaColumns));
  TRY(for_each_bucket<Kind>(items, [&](std::int32_t bucket, const std::string& counts) {
    return bulk->row({organization, bucket, commit, Bytes{counts}});
  }));
  return bulk->finish();
}

template <typename Kind>
base::Result<std::vector<typename Kind::Item>> read(Connection& connection,
                                                    model::OrganizationId organization,
                                                    std::int32_t from, std::int32_t to) {
  std::map<std::int32_t, Runs<Kind>> buckets;
  Statement row = TRY(connection.query(Kind::kRead, {organization, from, to}));
  while (TRY(row.step())) {
    TRY(buckets[row.number(0)].add(row.bytes(1)));
  }
  std::size_t count = 0;
  for (auto& [bucket, runs] : buckets) count += runs.combine().size();
  std::vector<typename Kind::Item> items;
  items.reserve(count);
  for (auto& [bucket, runs] : buckets) {
    for (const auto& counts : runs.combine()) items.push_back(Kind::item(bucket, counts));
  }
  return items;
}

template <typename Kind>
base::Status fold_bucket(Connection& connection, model::OrganizationId organization,
                         std::int32_t bucket) {
  Runs<Kind> runs;
  {
    Statement folded = TRY(connection.query(Kind::kReadFolded, {organization, bucket}));
    while (TRY(folded.step())) TRY(runs.add(folded.bytes(0)));
  }
  {
    Statement taken = TRY(connection.query(Kind::kTakeDeltas, {organization, bucket}));
    while (TRY(taken.step())) TRY(runs.add(taken.bytes(0)));
  }
  const auto& rows = runs.combine();
  if (rows.empty()) {
    TRY(connection.execute(Kind::kDropFolded, {organization, bucket}));
    return {};
  }
  const std::string counts = pack_counts(std::span<const typename Kind::Row>(rows));
  TRY(connection.execute(Kind::kSaveFolded, {organization, bucket, Bytes{counts}}));
  return {};
}

template <typename Kind>
base::Status fold(Connection& connection, model::OrganizationId organization,
                  std::int64_t at_least) {
  {
    Statement count = TRY(connection.query(Kind::kCountDeltas, {organization}));
    if (!TRY(count.step()) || count.integer(0) < at_least) return {};
  }
  std::vector<std::int32_t> buckets;
  {
    Statement row = TRY(connection.query(Kind::kListDeltas, {organization}));
    while (TRY(row.step())) buckets.push_back(row.number(0));
  }
  for (const std::int32_t bucket : buckets) {
    TRY(fold_bucket<Kind>(connection, organization, bucket));
  }
  return {};
}

constexpr std::int32_t kLowest = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t kHighest = std::numeric_limits<std::int32_t>::max();

// Counts what differs between what is stored and what should be, and stores the latter.
template <typename Kind>
base::Status replace(Connection& connection, model::OrganizationId organization,
                     const model::CellDeltas& counted, RecountReport& report) {
  const auto should = Kind::changed(counted);
  report.cells += static_cast<std::int64_t>(should.size());
  std::int64_t differing = 0;
  const auto stored = read<Kind>(connection, organization, kLowest, kHighest);
  if (stored.ok()) {
    const auto& is = *stored;
    std::size_t i = 0, s = 0;
    while (i < is.size() || s < should.size()) {
      if (s == should.size() || (i < is.size() && is[i].key < should[s].key)) {
        ++differing, ++i;
      } else if (i == is.size() || should[s].key < is[i].key) {
        ++differing, ++s;
      } else {
        differing += Kind::row(is[i++]) == Kind::row(should[s++]) ? 0 : 1;
      }
    }
  } else if (stored.error().message == damaged().message) {
    differing = static_cast<std::int64_t>(should.size());
  } else {
    return stored.error();
  }
  report.differing += differing;
  if (differing == 0) return {};
  TRY(connection.execute(Kind::kClearFolded, {organization}));
  TRY(connection.execute(Kind::kClearDeltas, {organization}));
  return for_each_bucket<Kind>(
      should, [&](std::int32_t bucket, const std::string& counts) -> base::Status {
        TRY(connection.execute(Kind::kSaveFolded, {organization, bucket, Bytes{counts}}));
        return {};
      });
}

struct Range {
  std::int32_t from, to;
};
Range range_of(const CellFilter& filter) {
  if (!filter.from.known() && !filter.to.known()) return {kLowest, kHighest};
  return {filter.from.known() ? filter.from.index : 0,
          filter.to.known() ? filter.to.index : kHighest};
}

// Makes commits of different processes distinct; order means nothing.
base::Uuid next_commit() {
  static const base::SystemClock clock;
  thread_local base::UuidGenerator generator(clock, base::Random::entropy());
  return generator.next();
}

}  // namespace

base::Status append_deltas(Connection& connection, model::OrganizationId organization,
                           const model::CellDeltas& deltas) {
  const base::Uuid commit = next_commit();
  TRY(append<CellKind>(connection, organization, commit, deltas));
  TRY(append<EmployeeCellKind>(connection, organization, commit, deltas));
  return append<AccountCellKind>(connection, organization, commit, deltas);
}

base::Result<std::vector<model::Cell>> read_cells(Transaction& tx,
                                                  model::OrganizationId organization,
                                                  const CellFilter& filter) {
  const auto [from, to] = range_of(filter);
  return read<CellKind>(tx.connection(), organization, from, to);
}

base::Result<std::vector<model::EmployeeCell>> read_employee_cells(
    Transaction& tx, model::OrganizationId organization, const CellFilter& filter) {
  const auto [from, to] = range_of(filter);
  return read<EmployeeCellKind>(tx.connection(), organization, from, to);
}

base::Result<std::vector<model::AccountCell>> read_account_cells(
    Transaction& tx, model::OrganizationId organization) {
  return read<AccountCellKind>(tx.connection(), organization, kLowest, kHighest);
}

base::Status fold_cells(Transaction& tx, model::OrganizationId organization,
                        std::int64_t at_least) {
  Connection& connection = tx.connection();
  TRY(lock_organization(connection, organization));
  TRY(fold<CellKind>(connection, organization, at_least));
  TRY(fold<EmployeeCellKind>(connection, organization, at_least));
  return fold<AccountCellKind>(connection, organization, at_least);
}

base::Result<RecountReport> recount(Transaction& tx, model::OrganizationId organization,
                                    const model::QuestionCatalog& questions) {
  Connection& connection = tx.connection();
  TRY(lock_organization(connection, organization));
  RecountReport report;
  model::CellDeltas counted;
  TRY(for_each_response(tx, organization, [&](const model::ResponseRecord& record) -> base::Status {
    counted.add(record, questions, +1);
    ++report.responses;
    return {};
  }));
  TRY(replace<CellKind>(connection, organization, counted, report));
  TRY(replace<EmployeeCellKind>(connection, organization, counted, report));
  TRY(replace<AccountCellKind>(connection, organization, counted, report));
  return report;
}

}  // namespace laurel::store
