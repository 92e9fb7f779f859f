#include "store/cells.h"

#include <algorithm>
#include <limits>
#include <map>

#include "base/random.h"
#include "store/cell_runs.h"
#include "store/cell_storage.h"
#include "store/connection.h"
#include "store/packed.h"
#include "store/responses.h"

namespace laurel::store {
namespace {

// Bytes of deltas that wait for more, and that no longer wait until they are half of what is folded
// (which keeps the work of folding in proportion to what is written): they are held in memory.
constexpr std::int64_t kLittle = std::int64_t{4} << 20;
constexpr std::int64_t kMuch = std::int64_t{32} << 20;

// Cells and employee cells differ in their columns and tables, and are alike in everything else;
// account cells are in store/account_cells.cc. `Row` is the key without the bucket, then the sums.
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
  static constexpr std::string_view kMeasureDeltas = R"sql(
    SELECT count(*), coalesce(sum(length(counts)), 0) FROM cell_delta WHERE organization_id = $1)sql";
  static constexpr std::string_view kMeasureFolded = R"sql(
    SELECT coalesce(sum(length(counts)), 0) FROM cell WHERE organization_id = $1)sql";
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
  static constexpr std::string_view kMeasureDeltas = R"sql(
    SELECT count(*), coalesce(sum(length(counts)), 0) FROM employee_cell_delta WHERE organization_id = $1)sql";
  static constexpr std::string_view kMeasureFolded = R"sql(
    SELECT coalesce(sum(length(counts)), 0) FROM employee_cell WHERE organization_id = $1)sql";
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

template <typename Kind>
std::vector<PackedBucket> pack(const model::CellDeltas& deltas) {
  std::vector<PackedBucket> buckets;
  (void)for_each_bucket<Kind>(Kind::changed(deltas), Kind::bucket,
                              [&](std::int32_t bucket, std::string counts) -> base::Status {
                                buckets.push_back({bucket, std::move(counts)});
                                return {};
                              })
      .ok();
  return buckets;
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
  if (!TRY(worth_folding(connection, organization, Kind::kMeasureDeltas, Kind::kMeasureFolded,
                         at_least))) {
    return {};
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
  const std::int64_t differing =
      TRY(count_differing(read<Kind>(connection, organization, kLowest, kHighest), should,
                          [](const auto& a, const auto& b) { return a.n == b.n; }));
  report.cells += static_cast<std::int64_t>(should.size());
  report.differing += differing;
  if (differing == 0) return {};
  TRY(connection.execute(Kind::kClearFolded, {organization}));
  TRY(connection.execute(Kind::kClearDeltas, {organization}));
  return for_each_bucket<Kind>(
      should, Kind::bucket, [&](std::int32_t bucket, const std::string& counts) -> base::Status {
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

PackedDeltas pack_deltas(const model::CellDeltas& deltas) {
  return {pack<CellKind>(deltas), pack<EmployeeCellKind>(deltas), pack_account_deltas(deltas)};
}

base::Status append_deltas(Connection& connection, model::OrganizationId organization,
                           const PackedDeltas& deltas) {
  const base::Uuid commit = next_commit();
  const auto append = [&](std::string_view table, std::string_view columns,
                          const std::vector<PackedBucket>& buckets) -> base::Status {
    if (buckets.empty()) return {};
    const auto bulk = TRY(connection.bulk_insert(table, columns));
    for (const PackedBucket& bucket : buckets) {
      TRY(bulk->row({organization, bucket.bucket, commit, Bytes{bucket.counts}}));
    }
    return bulk->finish();
  };
  TRY(append(CellKind::kDeltaTable, CellKind::kDeltaColumns, deltas.cells));
  TRY(append(EmployeeCellKind::kDeltaTable, EmployeeCellKind::kDeltaColumns,
             deltas.employee_cells));
  return append("account_cell_delta", "organization_id, question_id, commit_id, counts",
                deltas.account_cells);
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

base::Result<bool> worth_folding(Connection& connection, model::OrganizationId organization,
                                 std::string_view measure_deltas, std::string_view measure_folded,
                                 std::int64_t at_least) {
  std::int64_t bytes = 0;
  {
    Statement deltas = TRY(connection.query(measure_deltas, {organization}));
    TRY(deltas.step());
    if (deltas.integer(0) == 0) return false;
    if (deltas.integer(0) >= at_least) return true;
    bytes = deltas.integer(1);
  }
  if (bytes < kLittle) return false;
  Statement folded = TRY(connection.query(measure_folded, {organization}));
  TRY(folded.step());
  return bytes >= std::min(folded.integer(0) / 2, kMuch);
}

base::Status fold_cells(Transaction& tx, model::OrganizationId organization,
                        std::int64_t at_least) {
  Connection& connection = tx.connection();
  TRY(lock_organization(connection, organization));
  TRY(fold<CellKind>(connection, organization, at_least));
  TRY(fold<EmployeeCellKind>(connection, organization, at_least));
  return fold_account_cells(connection, organization, at_least);
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
  TRY(replace_account_cells(tx, organization, counted, report));
  return report;
}

}  // namespace laurel::store
