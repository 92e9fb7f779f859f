// Cells: counts of answers by what a report compares. A report reads cells, so its cost is that of
// the cells, not of the responses. This file says what a response contributes; the store adds
// contributions up and folds them.
//
// People who comment differ from those who don't, so every answer is counted under the *voice* of
// its response. Plain data and pure functions.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "model/ids.h"
#include "model/response.h"

namespace laurel::model {

// Silent: no words. Unread: words in a language not supported. Spoke: words, nobody praised.
// Commended: somebody praised, mildly (kind) or above and beyond (exemplary). Pending: a review
// could still change which of the last three it is; it counts as what it is now and is shown as a
// share.
enum class Voice : std::uint8_t {
  kSilent,
  kUnread,
  kSpoke,
  kCommendedKind,
  kCommendedExemplary,
  kPendingSpoke,
  kPendingKind,
  kPendingExemplary,
};
inline constexpr int kVoiceCount = 8;

std::string_view name(Voice voice);  // "silent", "commended_kind", "pending_spoke", …
constexpr bool is_pending(Voice v) { return v >= Voice::kPendingSpoke; }
constexpr bool spoke(Voice v) { return v == Voice::kSpoke || v == Voice::kPendingSpoke; }
constexpr bool is_exemplary(Voice v) {
  return v == Voice::kCommendedExemplary || v == Voice::kPendingExemplary;
}
constexpr bool is_commended(Voice v) {
  return v == Voice::kCommendedKind || v == Voice::kPendingKind || is_exemplary(v);
}

Voice voice_of(const ResponseRecord& record);

// Counted once for every response, with value 0, so that responses can be counted like answers.
inline constexpr QuestionId kEveryResponse{};

struct CellKey {
  base::Month month;
  MarketId market;
  UnitId unit;
  ChannelId channel;
  QuestionId question;
  Voice voice = Voice::kSilent;
  std::int32_t value = 0;
  friend auto operator<=>(const CellKey&, const CellKey&) = default;
};
struct Cell {
  CellKey key;
  std::int64_t n = 0;
};

enum class EmployeePart : std::uint8_t {
  kServed,    // did the work: the denominator
  kCredited,  // was praised
};
struct EmployeeCellKey {
  base::Month month;
  EmployeeId employee;
  EmployeePart part = EmployeePart::kServed;
  MarketId market;
  QuestionId question;
  Voice voice = Voice::kSilent;
  std::int32_t value = 0;
  friend auto operator<=>(const EmployeeCellKey&, const EmployeeCellKey&) = default;
};
struct EmployeeCell {
  EmployeeCellKey key;
  std::int64_t n = 0;
};

// Ordered by question, then account, then voice: a report reads the accounts of one question.
struct AccountCellKey {
  AccountId account;
  QuestionId question;
  Voice voice = Voice::kSilent;
  friend bool operator==(const AccountCellKey&, const AccountCellKey&) = default;
  friend auto operator<=>(const AccountCellKey& a, const AccountCellKey& b) {
    return std::tie(a.question, a.account, a.voice) <=> std::tie(b.question, b.account, b.voice);
  }
};
// Sums over the *points* of answers: for nps −1, 0, +1; for every other kind the cell value.
struct AccountCell {
  AccountCellKey key;
  std::int64_t n = 0;
  std::int64_t sum = 0;
  std::int64_t sum_squares = 0;
};

// −1 detractor (0–6), 0 passive (7–8), +1 promoter (9–10) for nps; the cell value otherwise.
std::int64_t points(const Question& question, std::int32_t cell_value);

// Looks questions up by id. Copies nothing after construction; safe to share once built.
class QuestionCatalog {
 public:
  explicit QuestionCatalog(std::vector<Question> questions);
  const Question* find(QuestionId id) const;
  const Question* current(std::string_view key) const;          // the newest version
  std::span<const Question> all() const { return questions_; }  // ascending by id
  // Those that are answered by what a response answers to others.
  std::span<const std::pair<QuestionId, QuestionRole>> derived() const { return derived_; }

 private:
  std::vector<Question> questions_;
  std::vector<std::pair<QuestionId, QuestionRole>> derived_;
};

// Adds up what a batch of writes changes, so that it is written once per cell, in key order.
class CellDeltas {
 public:
  // Adds (+1) or takes away (−1) everything the record contributes, its answers to derived
  // questions among it. Answers to questions that aren't counted are passed over. Employees are
  // counted once per response and part, however often they are praised in it.
  void add(const ResponseRecord& record, const QuestionCatalog& questions, int sign);

  // What changed, ascending by key, without entries that came out as zero.
  std::vector<Cell> cells() const;
  std::vector<EmployeeCell> employee_cells() const;
  std::vector<AccountCell> account_cells() const;
  void clear();

 private:
  // A log that is sorted and added up whenever it has doubled: most keys of a batch differ, so a
  // hash table would pay for a node each and gain nothing.
  template <typename Item>
  struct Log {
    std::vector<Item> items;
    std::size_t settled = 0;  // how many were left when last added up
    void add(const Item& item);
  };
  Log<Cell> cells_;
  Log<EmployeeCell> employee_cells_;
  Log<AccountCell> account_cells_;
};

}  // namespace laurel::model
