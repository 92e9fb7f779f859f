// Cells by account. There may be millions of accounts, so a report must be able to read one
// question without the others and without holding all of it: folded, a row has one question of a
// block of accounts; a delta has one question of all the accounts a commit touched.
#include <algorithm>
#include <limits>

#include "store/cell_runs.h"
#include "store/cell_storage.h"
#include "store/cells.h"
#include "store/connection.h"

namespace laurel::store {
namespace {

constexpr std::int64_t kBlock = 4096;  // accounts in a row

constexpr std::string_view kListQuestions = R"sql(
  SELECT question_id FROM account_cell WHERE organization_id = $1
  UNION SELECT question_id FROM account_cell_delta WHERE organization_id = $1
  ORDER BY 1)sql";
constexpr std::string_view kReadDeltas = R"sql(
  SELECT counts FROM account_cell_delta WHERE organization_id = $1 AND question_id = $2)sql";
constexpr std::string_view kTakeDeltas = R"sql(
  DELETE FROM account_cell_delta WHERE organization_id = $1 AND question_id = $2
  RETURNING counts)sql";
constexpr std::string_view kReadFolded = R"sql(
  SELECT block, counts FROM account_cell
  WHERE organization_id = $1 AND question_id = $2 AND block >= $3 AND block <= $4
  ORDER BY block)sql";
constexpr std::string_view kMeasureDeltas = R"sql(
  SELECT count(*), coalesce(sum(length(counts)), 0) FROM account_cell_delta
  WHERE organization_id = $1)sql";
constexpr std::string_view kMeasureFolded = R"sql(
  SELECT coalesce(sum(length(counts)), 0) FROM account_cell WHERE organization_id = $1)sql";
constexpr std::string_view kSaveFolded = R"sql(
  INSERT INTO account_cell (organization_id, question_id, block, counts) VALUES ($1, $2, $3, $4)
  ON CONFLICT (organization_id, question_id, block) DO UPDATE SET counts = excluded.counts)sql";
constexpr std::string_view kDropFolded = R"sql(
  DELETE FROM account_cell WHERE organization_id = $1 AND question_id = $2 AND block = $3)sql";
constexpr std::string_view kClearFolded = "DELETE FROM account_cell WHERE organization_id = $1";
constexpr std::string_view kClearDeltas =
    "DELETE FROM account_cell_delta WHERE organization_id = $1";

// Of one question.
struct Kind {
  using Item = model::AccountCell;
  static constexpr std::size_t kKeys = 2;
  using Row = CountRow<kKeys + 3>;
  static Row row(const Item& cell) {
    return {cell.key.account.value, static_cast<std::int64_t>(cell.key.voice), cell.n, cell.sum,
            cell.sum_squares};
  }
  static Item item(model::QuestionId question, const Row& r) {
    return {{{static_cast<std::int32_t>(r[0])}, question, static_cast<model::Voice>(r[1])},
            r[2],
            r[3],
            r[4]};
  }
  static std::int64_t voice(const Row& r) { return r[1]; }
};
using Row = Kind::Row;
using Rows = std::span<const Row>;

std::int64_t block_of(const Row& row) { return row[0] / kBlock; }

// The rows of the first block among them, taken off `rows`.
Rows take_block(Rows& rows) {
  const auto end = std::find_if(rows.begin(), rows.end(), [&](const Row& row) {
    return block_of(row) != block_of(rows.front());
  });
  const auto count = static_cast<std::size_t>(end - rows.begin());
  const Rows block = rows.first(count);
  rows = rows.subspan(count);
  return block;
}

base::Result<Runs<Kind>> deltas_of(Connection& connection, model::OrganizationId organization,
                                   model::QuestionId question, std::string_view sql) {
  Runs<Kind> deltas;
  Statement row = TRY(connection.query(sql, {organization, question}));
  while (TRY(row.step())) TRY(deltas.add(row.bytes(0)));
  return deltas;
}

base::Result<std::vector<std::int32_t>> questions_of(Connection& connection,
                                                     model::OrganizationId organization) {
  std::vector<std::int32_t> questions;
  Statement row = TRY(connection.query(kListQuestions, {organization}));
  while (TRY(row.step())) questions.push_back(row.number(0));
  return questions;
}

base::Status save_block(Connection& connection, model::OrganizationId organization,
                        model::QuestionId question, std::int64_t block,
                        const std::vector<Row>& rows) {
  if (rows.empty()) {
    TRY(connection.execute(kDropFolded, {organization, question, block}));
    return {};
  }
  const std::string counts = pack_counts(Rows(rows));
  TRY(connection.execute(kSaveFolded, {organization, question, block, Bytes{counts}}));
  return {};
}

base::Status fold_question(Connection& connection, model::OrganizationId organization,
                           model::QuestionId question) {
  Runs<Kind> deltas = TRY(deltas_of(connection, organization, question, kTakeDeltas));
  std::vector<Row> merged;
  for (Rows changed = deltas.combine(); !changed.empty();) {
    const Rows here = take_block(changed);
    const std::int64_t block = block_of(here.front());
    Runs<Kind> folded;
    {
      Statement row = TRY(connection.query(kReadFolded, {organization, question, block, block}));
      if (TRY(row.step())) TRY(folded.add(row.bytes(1)));
    }
    merged.clear();
    merge_rows<Kind::kKeys>(Rows(folded.combine()), here,
                            [&](const Row& row) { merged.push_back(row); });
    TRY(save_block(connection, organization, question, block, merged));
  }
  return {};
}

}  // namespace

std::vector<PackedBucket> pack_account_deltas(const model::CellDeltas& deltas) {
  std::vector<PackedBucket> buckets;
  (void)for_each_bucket<Kind>(
      deltas.account_cells(),
      [](const model::AccountCell& cell) { return cell.key.question.value; },
      [&](std::int32_t question, std::string counts) -> base::Status {
        buckets.push_back({question, std::move(counts)});
        return {};
      })
      .ok();
  return buckets;
}

base::Status for_each_account_cell(Transaction& tx, model::OrganizationId organization,
                                   model::QuestionId question,
                                   const std::function<void(const model::AccountCell&)>& visit) {
  Connection& connection = tx.connection();
  Runs<Kind> deltas = TRY(deltas_of(connection, organization, question, kReadDeltas));
  Rows changed = deltas.combine();
  const auto pass = [&](const Row& row) { visit(Kind::item(question, row)); };
  Statement folded =
      TRY(connection.query(kReadFolded, {organization, question, std::int64_t{0},
                                         std::int64_t{std::numeric_limits<std::int32_t>::max()}}));
  while (TRY(folded.step())) {
    const std::int64_t block = folded.integer(0);
    while (!changed.empty() && block_of(changed.front()) < block) {
      for (const Row& row : take_block(changed)) pass(row);
    }
    Runs<Kind> rows;
    TRY(rows.add(folded.bytes(1)));
    const bool touched = !changed.empty() && block_of(changed.front()) == block;
    merge_rows<Kind::kKeys>(Rows(rows.combine()), touched ? take_block(changed) : Rows(), pass);
  }
  for (const Row& row : changed) pass(row);
  return {};
}

base::Result<std::vector<model::AccountCell>> read_account_cells(
    Transaction& tx, model::OrganizationId organization) {
  std::vector<model::AccountCell> cells;
  for (const std::int32_t question : TRY(questions_of(tx.connection(), organization))) {
    TRY(for_each_account_cell(tx, organization, {question},
                              [&](const model::AccountCell& cell) { cells.push_back(cell); }));
  }
  return cells;
}

base::Status fold_account_cells(Connection& connection, model::OrganizationId organization,
                                std::int64_t at_least) {
  if (!TRY(worth_folding(connection, organization, kMeasureDeltas, kMeasureFolded, at_least))) {
    return {};
  }
  for (const std::int32_t question : TRY(questions_of(connection, organization))) {
    TRY(fold_question(connection, organization, {question}));
  }
  return {};
}

base::Status replace_account_cells(Transaction& tx, model::OrganizationId organization,
                                   const model::CellDeltas& counted, RecountReport& report) {
  Connection& connection = tx.connection();
  const std::vector<model::AccountCell> should = counted.account_cells();
  const std::int64_t differing = TRY(
      count_differing(read_account_cells(tx, organization), should,
                      [](const auto& a, const auto& b) { return Kind::row(a) == Kind::row(b); }));
  report.cells += static_cast<std::int64_t>(should.size());
  report.differing += differing;
  if (differing == 0) return {};
  TRY(connection.execute(kClearFolded, {organization}));
  TRY(connection.execute(kClearDeltas, {organization}));
  using Bucket = std::pair<model::QuestionId, std::int64_t>;
  return for_each_bucket<Kind>(
      should,
      [](const model::AccountCell& cell) {
        return Bucket{cell.key.question, cell.key.account.value / kBlock};
      },
      [&](const Bucket& bucket, const std::string& counts) -> base::Status {
        TRY(connection.execute(kSaveFolded,
                               {organization, bucket.first, bucket.second, Bytes{counts}}));
        return {};
      });
}

}  // namespace laurel::store
