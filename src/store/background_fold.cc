#include "store/background_fold.h"

#include <algorithm>
#include <map>
#include <span>

#include "store/cell_kinds.h"
#include "store/cell_runs.h"
#include "store/cell_storage.h"
#include "store/connection.h"

namespace laurel::store {
namespace {

// Bytes of a question's account deltas from which on they are folded, if they are also half of what
// is folded: the work stays in proportion to what is written.
constexpr std::int64_t kMuch = std::int64_t{4} << 20;
// Once so much is planned the rest is left for the next time: it is held in memory.
constexpr std::size_t kPlanned = std::size_t{32} << 20;
// Deltas larger than that are not merged into one again.
constexpr std::size_t kLarge = std::size_t{256} << 10;

struct Bucket {
  std::int32_t bucket;
  std::int64_t deltas, bytes;
};

template <typename Kind>
base::Result<std::vector<Bucket>> buckets_of(Connection& connection,
                                             model::OrganizationId organization) {
  std::vector<Bucket> buckets;
  Statement row = TRY(connection.query(Kind::kMeasureBuckets, {organization}));
  while (TRY(row.step())) buckets.push_back({row.number(0), row.integer(1), row.integer(2)});
  return buckets;
}

// Adds the deltas of a bucket that are smaller than `below` to `rows`, and their ids to the step.
template <typename Kind>
base::Status read_deltas(Connection& connection, model::OrganizationId organization,
                         std::size_t below, MergedRows<Kind>& rows, FoldStep& step) {
  Statement row = TRY(connection.query(Kind::kReadDeltas, {organization, step.bucket}));
  while (TRY(row.step())) {
    if (row.bytes(1).size() >= below) continue;
    TRY(rows.add(row.bytes(1)));
    step.deltas.push_back(row.uuid(0));
  }
  return {};
}

template <typename Kind>
base::Result<std::string> packed(MergedRows<Kind>& rows) {
  CountWriter<Kind::kKeys + Kind::kSums> writer;
  while (const auto* row = TRY(rows.next())) writer.add(*row);
  return writer.take();
}

template <typename Kind>
base::Status plan_months(Connection& connection, model::OrganizationId organization,
                         FoldStep::Of of, std::int64_t at_least, std::vector<FoldStep>& steps) {
  for (const Bucket& bucket : TRY(buckets_of<Kind>(connection, organization))) {
    if (bucket.deltas < at_least) continue;
    FoldStep step{of, bucket.bucket, {}, {}, {}};
    MergedRows<Kind> rows;
    {
      Statement folded = TRY(connection.query(Kind::kReadFolded, {organization, bucket.bucket}));
      while (TRY(folded.step())) TRY(rows.add(folded.bytes(0)));
    }
    constexpr std::size_t kAll = std::string::npos;
    TRY(read_deltas<Kind>(connection, organization, kAll, rows, step));
    step.folded.push_back({0, TRY(packed(rows)), {}});
    steps.push_back(std::move(step));
  }
  return {};
}

using Accounts = AccountCellKind;

// The merged deltas of a question, block by block, each with what is folded of it.
base::Status fold_blocks(Connection& connection, model::OrganizationId organization,
                         MergedRows<Accounts>& deltas, FoldStep& step) {
  CountWriter<Accounts::kKeys + Accounts::kSums> changed;
  std::int64_t block = 0;
  const auto put = [&]() -> base::Status {
    if (changed.empty()) return {};
    const std::string here = changed.take();
    MergedRows<Accounts> rows;
    TRY(rows.add(here));
    {
      Statement folded =
          TRY(connection.query(Accounts::kReadBlock, {organization, step.bucket, block}));
      if (TRY(folded.step())) TRY(rows.add(folded.bytes(0)));
    }
    std::string counts = TRY(packed(rows));
    std::string sums = counts.empty() ? std::string() : TRY(packed_account_sums(counts));
    step.folded.push_back({block, std::move(counts), std::move(sums)});
    return {};
  };
  while (const auto* row = TRY(deltas.next())) {
    const std::int64_t next = (*row)[0] / Accounts::kBlock;
    if (next != block) TRY(put());
    block = next;
    changed.add(*row);
  }
  return put();
}

base::Status plan_accounts(Connection& connection, model::OrganizationId organization,
                           std::int64_t at_least, std::vector<FoldStep>& steps) {
  std::size_t planned = 0;
  for (const Bucket& bucket : TRY(buckets_of<Accounts>(connection, organization))) {
    if (planned >= kPlanned) break;
    if (bucket.deltas < at_least && bucket.bytes < kMuch) continue;
    std::int64_t folded = 0;
    {
      Statement row =
          TRY(connection.query(Accounts::kMeasureFoldedOne, {organization, bucket.bucket}));
      if (TRY(row.step())) folded = row.integer(0);
    }
    FoldStep step{FoldStep::Of::kAccountCells, bucket.bucket, {}, {}, {}};
    MergedRows<Accounts> rows;
    if (bucket.bytes >= std::max(kMuch, folded / 2)) {
      TRY(read_deltas<Accounts>(connection, organization, std::string::npos, rows, step));
      TRY(fold_blocks(connection, organization, rows, step));
    } else {
      TRY(read_deltas<Accounts>(connection, organization, kLarge, rows, step));
      if (static_cast<std::int64_t>(step.deltas.size()) < std::max<std::int64_t>(at_least, 2))
        continue;
      step.delta = TRY(packed(rows));
    }
    for (const FoldStep::Folded& block : step.folded) planned += block.counts.size();
    steps.push_back(std::move(step));
  }
  return {};
}

template <typename Kind>
base::Status take_deltas(Connection& connection, model::OrganizationId organization,
                         const FoldStep& step) {
  std::int64_t taken = 0;
  const std::string_view sql = Kind::kDeleteDeltas.text(connection.engine());
  if (connection.engine() == Engine::kPostgres) {
    taken = TRY(connection.execute(
        sql, {organization, step.bucket, std::span<const base::Uuid>(step.deltas)}));
  } else {
    for (const base::Uuid& delta : step.deltas)
      taken += TRY(connection.execute(sql, {organization, step.bucket, delta}));
  }
  if (taken == static_cast<std::int64_t>(step.deltas.size())) return {};
  return base::conflict("Somebody else has folded these counts.");
}

template <typename Kind>
base::Status put_month(Connection& connection, model::OrganizationId organization,
                       const FoldStep& step) {
  TRY(take_deltas<Kind>(connection, organization, step));
  for (const FoldStep::Folded& month : step.folded) {
    if (month.counts.empty()) {
      TRY(connection.execute(Kind::kDropFolded, {organization, step.bucket}));
    } else {
      TRY(connection.execute(Kind::kSaveFolded, {organization, step.bucket, Bytes{month.counts}}));
    }
  }
  return {};
}

base::Status put_accounts(Connection& connection, model::OrganizationId organization,
                          const FoldStep& step) {
  TRY(take_deltas<Accounts>(connection, organization, step));
  const model::QuestionId question{step.bucket};
  for (const auto& [block, counts, sums] : step.folded) {
    TRY(counts.empty()
            ? drop_account_block(connection, organization, question, block)
            : save_account_block(connection, organization, question, block, counts, sums));
  }
  if (step.delta.empty()) return {};
  const auto bulk = TRY(connection.bulk_insert(Accounts::kDeltaTable, Accounts::kDeltaColumns));
  TRY(bulk->row({organization, step.bucket, next_commit(), Bytes{step.delta}}));
  return bulk->finish();
}

}  // namespace

base::Result<std::vector<FoldStep>> plan_folds(Transaction& tx, model::OrganizationId organization,
                                               std::int64_t at_least) {
  Connection& connection = tx.connection();
  std::vector<FoldStep> steps;
  TRY(plan_months<CellKind>(connection, organization, FoldStep::Of::kCells, at_least, steps));
  TRY(plan_months<EmployeeCellKind>(connection, organization, FoldStep::Of::kEmployeeCells,
                                    at_least, steps));
  TRY(plan_accounts(connection, organization, at_least, steps));
  return steps;
}

base::Status apply_fold(Transaction& tx, model::OrganizationId organization, const FoldStep& step) {
  Connection& connection = tx.connection();
  TRY(lock_organization(connection, organization));
  switch (step.of) {
    case FoldStep::Of::kCells:
      return put_month<CellKind>(connection, organization, step);
    case FoldStep::Of::kEmployeeCells:
      return put_month<EmployeeCellKind>(connection, organization, step);
    case FoldStep::Of::kAccountCells:
      break;
  }
  return put_accounts(connection, organization, step);
}

}  // namespace laurel::store
