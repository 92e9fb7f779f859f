// Cells by account. There may be millions of accounts, so a report must be able to read one
// question without the others and without holding all of it: folded, a row has one question of a
// block of accounts; a delta has one question of all the accounts a commit touched.
#include <algorithm>
#include <limits>
#include <optional>

#include "store/cell_kinds.h"
#include "store/cell_runs.h"
#include "store/cell_storage.h"
#include "store/cells.h"
#include "store/connection.h"

namespace laurel::store {
namespace {

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
using Kind = AccountCellKind;
using Row = Kind::Row;
using Packed = CountWriter<std::tuple_size_v<Row>>;

std::int64_t block_of(const Row& row) { return row[0] / Kind::kBlock; }

// The deltas of one question, block by block.
class ChangedBlocks {
 public:
  static base::Result<ChangedBlocks> read(Connection& connection,
                                          model::OrganizationId organization,
                                          model::QuestionId question, std::string_view sql) {
    ChangedBlocks blocks;
    Statement row = TRY(connection.query(sql, {organization, question}));
    while (TRY(row.step())) TRY(blocks.rows_.add(row.bytes(0)));
    TRY(blocks.look_ahead());
    return blocks;
  }

  bool done() const { return !ahead_; }
  std::int64_t block() const { return block_of(*ahead_); }  // REQUIRES: !done()

  // The packed rows of that block, going on to the next.
  base::Result<std::string> take() {
    Packed rows;
    const std::int64_t taken = block();
    while (ahead_ && block_of(*ahead_) == taken) {
      rows.add(*ahead_);
      TRY(look_ahead());
    }
    return rows.take();
  }

 private:
  base::Status look_ahead() {
    const Row* next = TRY(rows_.next());
    ahead_ = next == nullptr ? std::nullopt : std::optional<Row>(*next);
    return {};
  }

  MergedRows<Kind> rows_;
  std::optional<Row> ahead_;
};

base::Result<std::vector<std::int32_t>> questions_of(Connection& connection,
                                                     model::OrganizationId organization) {
  std::vector<std::int32_t> questions;
  Statement row = TRY(connection.query(Kind::kList, {organization}));
  while (TRY(row.step())) questions.push_back(row.number(0));
  return questions;
}

base::Status fold_question(Connection& connection, model::OrganizationId organization,
                           model::QuestionId question) {
  auto changed = TRY(ChangedBlocks::read(connection, organization, question, kTakeDeltas));
  while (!changed.done()) {
    const std::int64_t block = changed.block();
    const std::string here = TRY(changed.take());
    MergedRows<Kind> rows;
    TRY(rows.add(here));
    {
      Statement folded = TRY(connection.query(kReadFolded, {organization, question, block, block}));
      if (TRY(folded.step())) TRY(rows.add(folded.bytes(1)));
    }
    Packed merged;
    while (const Row* row = TRY(rows.next())) merged.add(*row);
    if (merged.empty()) {
      TRY(connection.execute(Kind::kDropBlock, {organization, question, block}));
    } else {
      TRY(connection.execute(Kind::kSaveBlock,
                             {organization, question, block, Bytes{merged.take()}}));
    }
  }
  return {};
}

}  // namespace

base::Status for_each_account_cell(Transaction& tx, model::OrganizationId organization,
                                   model::QuestionId question,
                                   const std::function<void(const model::AccountCell&)>& visit) {
  Connection& connection = tx.connection();
  auto changed = TRY(ChangedBlocks::read(connection, organization, question, kReadDeltas));
  const auto pass = [&](MergedRows<Kind>& rows) -> base::Status {
    while (const Row* row = TRY(rows.next())) visit(Kind::item(question, *row));
    return {};
  };
  const auto pass_changed = [&](std::int64_t before) -> base::Status {
    while (!changed.done() && changed.block() < before) {
      const std::string here = TRY(changed.take());
      MergedRows<Kind> rows;
      TRY(rows.add(here));
      TRY(pass(rows));
    }
    return {};
  };
  constexpr std::int64_t kLast = std::numeric_limits<std::int32_t>::max();
  Statement folded =
      TRY(connection.query(kReadFolded, {organization, question, std::int64_t{0}, kLast}));
  while (TRY(folded.step())) {
    const std::int64_t block = folded.integer(0);
    TRY(pass_changed(block));
    MergedRows<Kind> rows;
    TRY(rows.add(folded.bytes(1)));
    if (!changed.done() && changed.block() == block) {
      const std::string here = TRY(changed.take());
      TRY(rows.add(here));
    }
    TRY(pass(rows));
  }
  return pass_changed(std::numeric_limits<std::int64_t>::max());
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

base::Status save_account_cells(Connection& connection, model::OrganizationId organization,
                                model::QuestionId question, std::string_view counts) {
  MergedRows<Kind> rows;
  TRY(rows.add(counts));
  Packed packed;
  std::int64_t block = 0;
  const auto save = [&]() -> base::Status {
    if (packed.empty()) return {};
    TRY(connection.execute(Kind::kSaveBlock,
                           {organization, question, block, Bytes{packed.take()}}));
    return {};
  };
  while (const Row* row = TRY(rows.next())) {
    if (block_of(*row) != block) TRY(save());
    block = block_of(*row);
    packed.add(*row);
  }
  return save();
}

}  // namespace laurel::store
