#include "model/account_sums.h"

#include <utility>

namespace laurel::model {

void OneAccount::add(const AccountCell& cell) {
  const Voice voice = cell.key.voice;
  if (!spoke(voice) && !is_commended(voice)) return;
  const auto as = static_cast<std::size_t>(spoke(voice)          ? SpokenAs::kSpoke
                                           : is_exemplary(voice) ? SpokenAs::kExemplary
                                                                 : SpokenAs::kKind);
  n[as] += cell.n;
  sum[as] += cell.sum;
  sum_squares[as] += cell.sum_squares;
}

void AccountSums::add(const OneAccount& account) {
  const std::int64_t exemplary = account.n[0] + account.n[2];
  const std::int64_t any = exemplary + account.n[1];
  accounts[0] += any > 0 ? 1 : 0;
  accounts[1] += exemplary > 0 ? 1 : 0;
  repeating[0] += any > 1 ? 1 : 0;
  repeating[1] += exemplary > 1 ? 1 : 0;
  std::array<std::int64_t, kNumbers> numbers;
  for (std::size_t as = 0; as < kSpokenAs; ++as) {
    numbers[2 * as] = account.n[as];
    numbers[2 * as + 1] = account.sum[as];
    sum_squares[as] += account.sum_squares[as];
  }
  for (std::size_t i = 0, p = 0; i < kNumbers; ++i) {
    total[i] += numbers[i];
    for (std::size_t j = i; j < kNumbers; ++j) products[p++] += Wide{numbers[i]} * numbers[j];
  }
}

AccountSums& AccountSums::operator+=(const AccountSums& other) {
  const auto add_up = [](auto& to, const auto& from) {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] += from[i];
  };
  add_up(accounts, other.accounts);
  add_up(repeating, other.repeating);
  add_up(total, other.total);
  add_up(sum_squares, other.sum_squares);
  add_up(products, other.products);
  return *this;
}

void AccountSummer::add(const AccountCell& cell) {
  if (cell.key.account != at_) {
    sums_.add(std::exchange(account_, {}));
    at_ = cell.key.account;
  }
  account_.add(cell);
}

AccountSums AccountSummer::finish() {
  sums_.add(std::exchange(account_, {}));
  return std::exchange(sums_, {});
}

AccountSums account_sums(std::span<const AccountCell> cells) {
  AccountSummer summer;
  for (const AccountCell& cell : cells) summer.add(cell);
  return summer.finish();
}

}  // namespace laurel::model
