#include "store/cells.h"

#include <algorithm>
#include <limits>
#include <map>

#include "base/random.h"
#include "store/cell_kinds.h"
#include "store/cell_runs.h"
#include "store/cell_storage.h"
#include "store/connection.h"
#include "store/packed.h"

namespace laurel::store {
namespace {

// Bytes of deltas that wait for more, and that no longer wait until they are half of what is folded
// (which keeps the work of folding in proportion to what is written): they are held in memory.
constexpr std::int64_t kLittle = std::int64_t{4} << 20;
constexpr std::int64_t kMuch = std::int64_t{32} << 20;

template <typename Kind>
std::vector<PackedBucket> pack(const model::CellDeltas& deltas) {
  std::vector<PackedBucket> buckets;
  const std::vector<typename Kind::Item> items = Kind::changed(deltas);
  CountWriter<Kind::kKeys + Kind::kSums> counts;
  for (std::size_t i = 0; i < items.size();) {
    const std::int32_t bucket = Kind::bucket(items[i]);
    for (; i < items.size() && Kind::bucket(items[i]) == bucket; ++i)
      counts.add(Kind::row(items[i]));
    buckets.push_back({bucket, counts.take()});
  }
  return buckets;
}

struct Range {
  std::int32_t from, to;
};

// Those that `wanted(row)` wants.
template <typename Kind, typename Wanted>
base::Result<std::vector<typename Kind::Item>> read(Connection& connection,
                                                    model::OrganizationId organization, Range range,
                                                    const Wanted& wanted) {
  std::map<std::int32_t, MergedRows<Kind>> buckets;
  std::size_t bytes = 0;
  Statement row = TRY(connection.query(Kind::kRead, {organization, range.from, range.to}));
  while (TRY(row.step())) {
    bytes += row.bytes(1).size();
    TRY(buckets[row.number(0)].add(row.bytes(1)));
  }
  std::vector<typename Kind::Item> items;
  // A number takes a byte at least. What is too much is never touched, and growing would copy all.
  items.reserve(bytes / std::tuple_size_v<typename Kind::Row>);
  for (auto& [bucket, rows] : buckets) {
    while (const auto* counts = TRY(rows.next())) {
      if (wanted(*counts)) items.push_back(Kind::item(bucket, *counts));
    }
  }
  return items;
}

template <typename Kind>
base::Status fold_bucket(Connection& connection, model::OrganizationId organization,
                         std::int32_t bucket) {
  MergedRows<Kind> rows;
  {
    Statement folded = TRY(connection.query(Kind::kReadFolded, {organization, bucket}));
    while (TRY(folded.step())) TRY(rows.add(folded.bytes(0)));
  }
  {
    Statement taken = TRY(connection.query(Kind::kTakeDeltas, {organization, bucket}));
    while (TRY(taken.step())) TRY(rows.add(taken.bytes(0)));
  }
  CountWriter<Kind::kKeys + Kind::kSums> merged;
  while (const auto* row = TRY(rows.next())) merged.add(*row);
  if (merged.empty()) {
    TRY(connection.execute(Kind::kDropFolded, {organization, bucket}));
    return {};
  }
  TRY(connection.execute(Kind::kSaveFolded, {organization, bucket, Bytes{merged.take()}}));
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

Range range_of(const CellFilter& filter) {
  if (!filter.from.known() && !filter.to.known()) return {kLowest, kHighest};
  return {filter.from.known() ? filter.from.index : 0,
          filter.to.known() ? filter.to.index : kHighest};
}

}  // namespace

base::Uuid next_commit() {
  static const base::SystemClock clock;
  thread_local base::UuidGenerator generator(clock, base::Random::entropy());
  return generator.next();
}

PackedDeltas pack_deltas(const model::CellDeltas& deltas) {
  return {pack<CellKind>(deltas), pack<EmployeeCellKind>(deltas), pack<AccountCellKind>(deltas)};
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
  return append(AccountCellKind::kDeltaTable, AccountCellKind::kDeltaColumns, deltas.account_cells);
}

base::Result<std::vector<model::Cell>> read_cells(Transaction& tx,
                                                  model::OrganizationId organization,
                                                  const CellFilter& filter) {
  return read<CellKind>(tx.connection(), organization, range_of(filter),
                        [](const CellKind::Row&) { return true; });
}

base::Result<std::vector<model::EmployeeCell>> read_employee_cells(
    Transaction& tx, model::OrganizationId organization, const CellFilter& filter,
    std::optional<model::QuestionId> only) {
  return read<EmployeeCellKind>(
      tx.connection(), organization, range_of(filter), [&](const EmployeeCellKind::Row& row) {
        const std::int64_t question = EmployeeCellKind::question(row);
        return !only || question == model::kEveryResponse.value || question == only->value;
      });
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

}  // namespace laurel::store
