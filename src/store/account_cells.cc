// Cells by account. There may be millions of accounts, so a report must be able to read one
// question without the others and without holding all of it: folded, a row has one question of a
// block of accounts; a delta has one question of all the accounts a commit touched. Beside each
// folded block stands what a report needs of it, added up (model/account_sums.h), packed as
// varints: the zigzag of accounts, repeating, total and sum_squares in their order, then each
// product as its low 64 bits and the zigzag of its high ones.
#include <algorithm>
#include <limits>
#include <map>
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
// Without sums: folded by an earlier version.
constexpr std::string_view kReadSums = R"sql(
  SELECT c.block, s.sums FROM account_cell c
  LEFT JOIN account_sums s
    ON s.organization_id = c.organization_id AND s.question_id = c.question_id
    AND s.block = c.block
  WHERE c.organization_id = $1 AND c.question_id = $2 ORDER BY c.block)sql";
constexpr std::string_view kSaveSums = R"sql(
  INSERT INTO account_sums (organization_id, question_id, block, sums) VALUES ($1, $2, $3, $4)
  ON CONFLICT (organization_id, question_id, block) DO UPDATE SET sums = excluded.sums)sql";
constexpr std::string_view kClearSums = "DELETE FROM account_sums WHERE organization_id = $1";
constexpr std::string_view kDropSums = R"sql(
  DELETE FROM account_sums WHERE organization_id = $1 AND question_id = $2 AND block = $3)sql";
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

void append_number(std::string& out, std::int64_t value) { append_varint(out, zigzag(value)); }

std::string pack_sums(const model::AccountSums& sums) {
  std::string out;
  const auto append_all = [&](const auto& values) {
    for (const std::int64_t value : values) append_number(out, value);
  };
  append_all(sums.accounts);
  append_all(sums.repeating);
  append_all(sums.total);
  append_all(sums.sum_squares);
  for (const model::Wide product : sums.products) {
    append_varint(out, static_cast<std::uint64_t>(product));
    append_number(out, static_cast<std::int64_t>(product >> 64));
  }
  return out;
}

std::optional<model::AccountSums> unpack_sums(std::string_view in) {
  model::AccountSums sums;
  std::size_t at = 0;
  const auto read_all = [&](auto& values) {
    for (std::int64_t& value : values) {
      const auto read = read_varint(in, at);
      if (!read) return false;
      value = unzigzag(*read);
    }
    return true;
  };
  if (!read_all(sums.accounts) || !read_all(sums.repeating) || !read_all(sums.total) ||
      !read_all(sums.sum_squares)) {
    return std::nullopt;
  }
  for (model::Wide& product : sums.products) {
    const auto low = read_varint(in, at);
    const auto high = low ? read_varint(in, at) : std::nullopt;
    if (!high) return std::nullopt;
    product = model::Wide{unzigzag(*high)} * (model::Wide{1} << 64) + model::Wide{*low};
  }
  if (at != in.size()) return std::nullopt;
  return sums;
}

// Stores what is left of a block: its rows and, beside them, what they add up to.
class BlockWriter {
 public:
  explicit BlockWriter(model::QuestionId question) : question_(question) {}
  void add(const Row& row) {
    packed_.add(row);
    sums_.add(Kind::item(question_, row));
  }
  bool empty() const { return packed_.empty(); }
  // And begins anew.
  base::Status save(Connection& connection, model::OrganizationId organization,
                    std::int64_t block) {
    const std::string sums = pack_sums(sums_.finish());
    return save_account_block(connection, organization, question_, block, packed_.take(), sums);
  }

 private:
  model::QuestionId question_;
  Packed packed_;
  model::AccountSummer sums_;
};

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
    BlockWriter merged(question);
    while (const Row* row = TRY(rows.next())) merged.add(*row);
    if (merged.empty()) {
      TRY(drop_account_block(connection, organization, question, block));
    } else {
      TRY(merged.save(connection, organization, block));
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

base::Result<model::AccountSums> read_account_sums(Transaction& tx,
                                                   model::OrganizationId organization,
                                                   model::QuestionId question) {
  Connection& connection = tx.connection();
  std::map<std::int64_t, std::string> changed;  // since it was folded, by block
  {
    auto blocks = TRY(ChangedBlocks::read(connection, organization, question, kReadDeltas));
    while (!blocks.done()) {
      const std::int64_t block = blocks.block();
      changed.emplace(block, TRY(blocks.take()));
    }
  }
  model::AccountSums all;
  std::vector<std::int64_t> by_account;  // folded blocks whose sums don't hold, or aren't there
  {
    Statement folded = TRY(connection.query(kReadSums, {organization, question}));
    while (TRY(folded.step())) {
      const std::int64_t block = folded.integer(0);
      if (folded.is_null(1) || changed.contains(block)) {
        by_account.push_back(block);
        continue;
      }
      const auto sums = unpack_sums(folded.bytes(1));
      if (!sums) return damaged_counts();
      all += *sums;
    }
  }
  const auto add_up = [&](MergedRows<Kind>& rows) -> base::Status {
    model::AccountSummer sums;
    while (const Row* row = TRY(rows.next())) sums.add(Kind::item(question, *row));
    all += sums.finish();
    return {};
  };
  for (const std::int64_t block : by_account) {
    MergedRows<Kind> rows;
    {
      Statement folded = TRY(connection.query(kReadFolded, {organization, question, block, block}));
      if (TRY(folded.step())) TRY(rows.add(folded.bytes(1)));
    }
    if (const auto here = changed.extract(block)) TRY(rows.add(here.mapped()));
    TRY(add_up(rows));
  }
  for (const auto& [block, counts] : changed) {
    MergedRows<Kind> rows;
    TRY(rows.add(counts));
    TRY(add_up(rows));
  }
  return all;
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
  BlockWriter packed(question);
  std::int64_t block = 0;
  const auto save = [&]() -> base::Status {
    return packed.empty() ? base::Status() : packed.save(connection, organization, block);
  };
  while (const Row* row = TRY(rows.next())) {
    if (block_of(*row) != block) TRY(save());
    block = block_of(*row);
    packed.add(*row);
  }
  return save();
}

base::Result<std::string> packed_account_sums(std::string_view counts) {
  MergedRows<Kind> rows;
  TRY(rows.add(counts));
  model::AccountSummer sums;
  while (const Row* row = TRY(rows.next())) sums.add(Kind::item({}, *row));
  return pack_sums(sums.finish());
}

base::Status save_account_block(Connection& connection, model::OrganizationId organization,
                                model::QuestionId question, std::int64_t block,
                                std::string_view counts, std::string_view sums) {
  TRY(connection.execute(Kind::kSaveBlock, {organization, question, block, Bytes{counts}}));
  TRY(connection.execute(kSaveSums, {organization, question, block, Bytes{sums}}));
  return {};
}

base::Status drop_account_block(Connection& connection, model::OrganizationId organization,
                                model::QuestionId question, std::int64_t block) {
  TRY(connection.execute(Kind::kDropBlock, {organization, question, block}));
  TRY(connection.execute(kDropSums, {organization, question, block}));
  return {};
}

base::Status clear_account_sums(Connection& connection, model::OrganizationId organization) {
  TRY(connection.execute(kClearSums, {organization}));
  return {};
}

base::Result<std::int64_t> mend_account_sums(Connection& connection,
                                             model::OrganizationId organization) {
  std::int64_t wrong = 0;
  for (const std::int32_t question : TRY(questions_of(connection, organization))) {
    std::vector<std::pair<std::int64_t, std::optional<std::string>>> blocks;
    {
      Statement row = TRY(connection.query(kReadSums, {organization, question}));
      while (TRY(row.step())) {
        blocks.emplace_back(row.integer(0), row.is_null(1)
                                                ? std::nullopt
                                                : std::optional(std::string(row.bytes(1))));
      }
    }
    for (const auto& [block, stored] : blocks) {
      model::AccountSummer summer;
      {
        MergedRows<Kind> rows;
        Statement folded =
            TRY(connection.query(kReadFolded, {organization, question, block, block}));
        while (TRY(folded.step())) TRY(rows.add(folded.bytes(1)));
        while (const Row* row = TRY(rows.next())) summer.add(Kind::item({question}, *row));
      }
      const std::string right = pack_sums(summer.finish());
      if (stored == right) continue;
      wrong += stored ? 1 : 0;
      TRY(connection.execute(kSaveSums, {organization, question, block, Bytes{right}}));
    }
  }
  return wrong;
}

}  // namespace laurel::store
