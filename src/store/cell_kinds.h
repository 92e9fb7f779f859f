// The kinds of cells: their columns as rows of numbers, and their statements, which for cells and
// employee cells differ only in the table's name; those of account cells alone are in
// store/account_cells.cc. `Row` is the key without the bucket, then the sums.
// Internal to the store.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "model/cells.h"
#include "store/connection.h"
#include "store/packed.h"

namespace laurel::store {

// SQL in which @ stands for a table's name. Of static life, so that its text may be kept as a view.
class TableSql {
 public:
  consteval TableSql(std::string_view sql, std::string_view table) {
    for (const char c : sql) {
      for (const char put : c == '@' ? table : std::string_view(&c, 1)) text_[size_++] = put;
    }
  }
  constexpr operator std::string_view() const { return {text_.data(), size_}; }  // NOLINT

 private:
  std::array<char, 320> text_{};
  std::size_t size_ = 0;
};

// The statements of cells whose bucket is the month: folded in a table, what commits changed in
// another.
template <typename Table>
struct MonthlyStatements {
  static constexpr TableSql kDeltaTable{"@_delta", Table::kName};
  static constexpr std::string_view kDeltaColumns = "organization_id, month, commit_id, counts";
  static constexpr TableSql kRead{R"sql(
    SELECT month, counts FROM @ WHERE organization_id = $1 AND month >= $2 AND month <= $3
    UNION ALL
    SELECT month, counts FROM @_delta WHERE organization_id = $1 AND month >= $2 AND month <= $3)sql",
                                  Table::kName};
  static constexpr TableSql kMeasureDeltas{R"sql(
    SELECT count(*), coalesce(sum(length(counts)), 0) FROM @_delta WHERE organization_id = $1)sql",
                                           Table::kName};
  static constexpr TableSql kMeasureFolded{R"sql(
    SELECT coalesce(sum(length(counts)), 0) FROM @ WHERE organization_id = $1)sql",
                                           Table::kName};
  static constexpr TableSql kListDeltas{
      "SELECT DISTINCT month FROM @_delta WHERE organization_id = $1", Table::kName};
  static constexpr TableSql kList{R"sql(
    SELECT month FROM @ WHERE organization_id = $1
    UNION SELECT month FROM @_delta WHERE organization_id = $1)sql",
                                  Table::kName};
  static constexpr TableSql kReadOne{R"sql(
    SELECT counts FROM @ WHERE organization_id = $1 AND month = $2
    UNION ALL SELECT counts FROM @_delta WHERE organization_id = $1 AND month = $2)sql",
                                     Table::kName};
  static constexpr TableSql kTakeDeltas{
      "DELETE FROM @_delta WHERE organization_id = $1 AND month = $2 RETURNING counts",
      Table::kName};
  static constexpr TableSql kMeasureBuckets{R"sql(
    SELECT month, count(*), sum(length(counts)) FROM @_delta WHERE organization_id = $1
    GROUP BY month)sql",
                                            Table::kName};
  static constexpr TableSql kReadDeltas{
      "SELECT commit_id, counts FROM @_delta WHERE organization_id = $1 AND month = $2",
      Table::kName};
  static constexpr TableSql kDeleteDelta{
      "DELETE FROM @_delta WHERE organization_id = $1 AND month = $2 AND commit_id = $3",
      Table::kName};
  static constexpr TableSql kDeleteListed{
      "DELETE FROM @_delta WHERE organization_id = $1 AND month = $2 AND "
      "commit_id = ANY($3::uuid[])",
      Table::kName};
  static constexpr Dialects kDeleteDeltas = {kDeleteDelta, kDeleteListed};
  static constexpr TableSql kReadFolded{
      "SELECT counts FROM @ WHERE organization_id = $1 AND month = $2", Table::kName};
  static constexpr TableSql kSaveFolded{R"sql(
    INSERT INTO @ (organization_id, month, counts) VALUES ($1, $2, $3)
    ON CONFLICT (organization_id, month) DO UPDATE SET counts = excluded.counts)sql",
                                        Table::kName};
  static constexpr TableSql kDropFolded{"DELETE FROM @ WHERE organization_id = $1 AND month = $2",
                                        Table::kName};
  static constexpr TableSql kClearFolded{"DELETE FROM @ WHERE organization_id = $1", Table::kName};
  static constexpr TableSql kClearDeltas{"DELETE FROM @_delta WHERE organization_id = $1",
                                         Table::kName};
};

struct CellTable {
  static constexpr std::string_view kName = "cell";
};
struct EmployeeCellTable {
  static constexpr std::string_view kName = "employee_cell";
};

struct CellKind : MonthlyStatements<CellTable> {
  using Item = model::Cell;
  static constexpr std::size_t kKeys = 6, kSums = 1;
  using Row = CountRow<kKeys + kSums>;
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

struct EmployeeCellKind : MonthlyStatements<EmployeeCellTable> {
  using Item = model::EmployeeCell;
  static constexpr std::size_t kKeys = 6, kSums = 1;
  using Row = CountRow<kKeys + kSums>;
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
  static std::int64_t question(const Row& r) { return r[3]; }
  static std::int64_t voice(const Row& r) { return r[4]; }
};

// Its bucket is the question.
struct AccountCellKind {
  using Item = model::AccountCell;
  static constexpr std::size_t kKeys = 2, kSums = 3;
  using Row = CountRow<kKeys + kSums>;
  static constexpr std::string_view kList = R"sql(
    SELECT question_id FROM account_cell WHERE organization_id = $1
    UNION SELECT question_id FROM account_cell_delta WHERE organization_id = $1
    ORDER BY 1)sql";
  static constexpr std::string_view kReadOne = R"sql(
    SELECT counts FROM account_cell WHERE organization_id = $1 AND question_id = $2
    UNION ALL
    SELECT counts FROM account_cell_delta WHERE organization_id = $1 AND question_id = $2)sql";
  static constexpr std::string_view kDeltaTable = "account_cell_delta";
  static constexpr std::string_view kDeltaColumns =
      "organization_id, question_id, commit_id, counts";
  static constexpr std::string_view kMeasureBuckets = R"sql(
    SELECT question_id, count(*), sum(length(counts)) FROM account_cell_delta
    WHERE organization_id = $1 GROUP BY question_id)sql";
  static constexpr std::string_view kReadDeltas = R"sql(
    SELECT commit_id, counts FROM account_cell_delta
    WHERE organization_id = $1 AND question_id = $2)sql";
  static constexpr Dialects kDeleteDeltas = {
      "DELETE FROM account_cell_delta WHERE organization_id = $1 AND question_id = $2 AND "
      "commit_id = $3",
      "DELETE FROM account_cell_delta WHERE organization_id = $1 AND question_id = $2 AND "
      "commit_id = ANY($3::uuid[])"};
  static constexpr std::string_view kMeasureFoldedOne = R"sql(
    SELECT coalesce(sum(length(counts)), 0) FROM account_cell
    WHERE organization_id = $1 AND question_id = $2)sql";
  static constexpr std::string_view kReadBlock = R"sql(
    SELECT counts FROM account_cell WHERE organization_id = $1 AND question_id = $2 AND block = $3)sql";
  static constexpr std::string_view kSaveBlock = R"sql(
    INSERT INTO account_cell (organization_id, question_id, block, counts) VALUES ($1, $2, $3, $4)
    ON CONFLICT (organization_id, question_id, block) DO UPDATE SET counts = excluded.counts)sql";
  static constexpr std::string_view kDropBlock =
      "DELETE FROM account_cell WHERE organization_id = $1 AND question_id = $2 AND block = $3";
  static constexpr std::int64_t kBlock = 4096;  // accounts in a row
  static constexpr std::string_view kClearFolded =
      "DELETE FROM account_cell WHERE organization_id = $1";
  static constexpr std::string_view kClearDeltas =
      "DELETE FROM account_cell_delta WHERE organization_id = $1";

  static std::vector<Item> changed(const model::CellDeltas& deltas) {
    return deltas.account_cells();
  }
  static std::int32_t bucket(const Item& cell) { return cell.key.question.value; }
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

}  // namespace laurel::store
