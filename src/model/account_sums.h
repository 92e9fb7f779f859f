// What a difference that allows for accounts needs of them: not each account, but sums over
// accounts and over products of an account's sums, which add up. So a report's cost does not grow
// with the accounts. Of one question, and of answers of those who wrote something. Plain data and
// pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "model/cells.h"

namespace laurel::model {

__extension__ typedef __int128 Wide;

// The voices that are compared, pending ones among them.
enum class SpokenAs : std::uint8_t { kSpoke, kKind, kExemplary };
inline constexpr std::size_t kSpokenAs = 3;

// Which praise counts: any, or exemplary alone.
enum class PraiseCounted : std::uint8_t { kAny, kExemplary };

// One account's answers.
struct OneAccount {
  std::array<std::int64_t, kSpokenAs> n{}, sum{}, sum_squares{};

  void add(const AccountCell& cell);  // of a voice that isn't compared: nothing
  friend bool operator==(const OneAccount&, const OneAccount&) = default;
};

// REQUIRES: an account's sums are within ±10^17, so that no product overflows.
struct AccountSums {
  // An account's numbers in this order: n and sum of kSpoke, of kKind, of kExemplary.
  static constexpr std::size_t kNumbers = 2 * kSpokenAs;
  static constexpr std::size_t kProducts = kNumbers * (kNumbers + 1) / 2;

  // By PraiseCounted: accounts with an answer that is compared, and those with more than one.
  std::array<std::int64_t, 2> accounts{}, repeating{};
  std::array<std::int64_t, kNumbers> total{};
  std::array<std::int64_t, kSpokenAs> sum_squares{};
  std::array<Wide, kProducts> products{};  // Σ over accounts, [place(i, j)], i ≤ j

  static constexpr std::size_t place(std::size_t i, std::size_t j) {
    return i <= j ? i * kNumbers - i * (i + 1) / 2 + j : place(j, i);
  }
  Wide product(std::size_t i, std::size_t j) const { return products[place(i, j)]; }

  void add(const OneAccount& account);
  AccountSums& operator+=(const AccountSums& other);
  friend bool operator==(const AccountSums&, const AccountSums&) = default;
};

// Of cells of one question, ascending.
AccountSums account_sums(std::span<const AccountCell> cells);

// Adds up cells that come one by one, ascending by account, those of an account together.
class AccountSummer {
 public:
  void add(const AccountCell& cell);
  AccountSums finish();

 private:
  AccountId at_;
  OneAccount account_;
  AccountSums sums_;
};

}  // namespace laurel::model
