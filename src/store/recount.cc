// Rebuilding the cells from the responses. What is counted stays packed, so that recounting takes a
// few bytes a cell however many responses there are.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "store/cell_kinds.h"
#include "store/cell_runs.h"
#include "store/cell_storage.h"
#include "store/cells.h"
#include "store/connection.h"
#include "store/responses.h"

namespace laurel::store {
namespace {

constexpr std::int64_t kResponsesAtOnce = 20'000;            // counted before they are packed
constexpr std::size_t kWaitingBytes = std::size_t{8} << 20;  // packed, before they are merged

// The counts of one kind of cell by bucket.
template <typename Kind>
class Counted {
 public:
  base::Status add(std::vector<PackedBucket> buckets) {
    for (PackedBucket& bucket : buckets) {
      waiting_ += bucket.counts.size();
      packed_[bucket.bucket].push_back(std::move(bucket.counts));
    }
    return waiting_ < std::max(kWaitingBytes, merged_) ? base::Status() : merge();
  }

  // Ascending by bucket, each with one packed value.
  base::Result<std::map<std::int32_t, std::string>> take() {
    TRY(merge());
    std::map<std::int32_t, std::string> out;
    for (auto& [bucket, counts] : packed_) {
      if (!counts.empty()) out.emplace(bucket, std::move(counts.front()));
    }
    packed_.clear();
    return out;
  }

 private:
  base::Status merge() {
    merged_ = waiting_ = 0;
    for (auto& [bucket, counts] : packed_) {
      MergedRows<Kind> rows;
      for (std::string& run : counts) TRY(rows.add(std::exchange(run, {})));
      counts.clear();
      CountWriter<Kind::kKeys + Kind::kSums> merged;
      while (const auto* row = TRY(rows.next())) merged.add(*row);
      if (!merged.empty()) counts.push_back(merged.take());
      if (!counts.empty()) merged_ += counts.front().size();
    }
    return {};
  }

  std::map<std::int32_t, std::vector<std::string>> packed_;
  std::size_t waiting_ = 0, merged_ = 0;  // bytes
};

// Adds to the report how many cells of one bucket there should be and how many differ.
template <typename Kind>
base::Status compare(MergedRows<Kind>& stored, MergedRows<Kind>& should, RecountReport& report) {
  const auto* is = TRY(stored.next());
  const auto* right = TRY(should.next());
  while (is != nullptr || right != nullptr) {
    const bool extra = right == nullptr || (is != nullptr && key_less(*is, *right, Kind::kKeys));
    const bool missing = is == nullptr || (right != nullptr && key_less(*right, *is, Kind::kKeys));
    if (extra || missing || *is != *right) ++report.differing;
    if (!extra) ++report.cells;
    if (!missing) is = TRY(stored.next());
    if (!extra) right = TRY(should.next());
  }
  return {};
}

// The same for what is stored of it.
template <typename Kind>
base::Status compare_bucket(Connection& connection, model::OrganizationId organization,
                            std::int32_t bucket, std::string_view counts, RecountReport& report) {
  MergedRows<Kind> stored, should;
  TRY(should.add(counts));
  {
    Statement row = TRY(connection.query(Kind::kReadOne, {organization, bucket}));
    while (TRY(row.step())) TRY(stored.add(row.bytes(0)));
  }
  return compare(stored, should, report);
}

template <typename Kind>
base::Status save(Connection& connection, model::OrganizationId organization, std::int32_t bucket,
                  const std::string& counts) {
  if constexpr (std::is_same_v<Kind, AccountCellKind>) {
    return save_account_cells(connection, organization, {bucket}, counts);
  } else {
    TRY(connection.execute(Kind::kSaveFolded, {organization, bucket, Bytes{counts}}));
    return {};
  }
}

// Counts what differs between what is stored and what should be, and stores the latter.
template <typename Kind>
base::Status replace(Connection& connection, model::OrganizationId organization,
                     Counted<Kind>& counted, RecountReport& report) {
  const auto should = TRY(counted.take());
  std::set<std::int32_t> buckets;
  for (const auto& [bucket, counts] : should) buckets.insert(bucket);
  {
    Statement row = TRY(connection.query(Kind::kList, {organization}));
    while (TRY(row.step())) buckets.insert(row.number(0));
  }
  const std::int64_t differing = report.differing;
  for (const std::int32_t bucket : buckets) {
    const auto counts = should.find(bucket);
    const base::Status compared =
        compare_bucket<Kind>(connection, organization, bucket,
                             counts == should.end() ? std::string() : counts->second, report);
    if (compared.ok()) continue;
    if (compared.error().message != damaged_counts().message) return compared;
    ++report.differing;
  }
  constexpr bool kAccounts = std::is_same_v<Kind, AccountCellKind>;
  if (report.differing == differing) {
    if constexpr (kAccounts) report.differing += TRY(mend_account_sums(connection, organization));
    return {};
  }
  if constexpr (kAccounts) TRY(clear_account_sums(connection, organization));
  TRY(connection.execute(Kind::kClearFolded, {organization}));
  TRY(connection.execute(Kind::kClearDeltas, {organization}));
  for (const auto& [bucket, counts] : should)
    TRY(save<Kind>(connection, organization, bucket, counts));
  return {};
}

}  // namespace

base::Result<RecountReport> recount(Transaction& tx, model::OrganizationId organization,
                                    const model::QuestionCatalog& questions) {
  Connection& connection = tx.connection();
  TRY(lock_organization(connection, organization));
  RecountReport report;
  Counted<CellKind> cells;
  Counted<EmployeeCellKind> employee_cells;
  Counted<AccountCellKind> account_cells;
  model::CellDeltas deltas;
  const auto pack = [&]() -> base::Status {
    PackedDeltas packed = pack_deltas(deltas);
    deltas.clear();
    TRY(cells.add(std::move(packed.cells)));
    TRY(employee_cells.add(std::move(packed.employee_cells)));
    return account_cells.add(std::move(packed.account_cells));
  };
  TRY(for_each_response(tx, organization, [&](const model::ResponseRecord& record) -> base::Status {
    deltas.add(record, questions, +1);
    return ++report.responses % kResponsesAtOnce == 0 ? pack() : base::Status();
  }));
  TRY(pack());
  TRY(replace(connection, organization, cells, report));
  TRY(replace(connection, organization, employee_cells, report));
  TRY(replace(connection, organization, account_cells, report));
  return report;
}

}  // namespace laurel::store
