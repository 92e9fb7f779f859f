// The difference with several answers of one account taken as alike, from the sums by account.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/main_question.h"
#include "report/words.h"
#include "stats/clusters.h"

namespace laurel::report {
namespace {

// Answers without an account count as an account each, up to this share of the answers compared.
constexpr double kMostUnaccounted = 0.2;

struct Sums {
  std::int64_t n = 0, sum = 0, sum_squares = 0;
};

struct Accounts {
  std::vector<stats::ClusterSums> sums;  // one per account that answered
  std::array<Sums, 2> total;             // commended, spoke
  bool repeat = false;                   // whether one answered more than once
};

Accounts accounts_of(const ReportInput& input, model::QuestionId question) {
  const bool any = input.options.strength == ReportStrength::kAny;
  Accounts accounts;
  std::vector<std::pair<std::int32_t, stats::ClusterSums>> by_account;
  for (const model::AccountCell& cell : input.account_cells) {
    if (cell.key.question != question) continue;
    const bool spoke = model::spoke(cell.key.voice);
    const bool commended =
        any ? model::is_commended(cell.key.voice) : model::is_exemplary(cell.key.voice);
    if (!spoke && !commended) continue;
    Sums& total = accounts.total[spoke ? 1 : 0];
    total.n += cell.n;
    total.sum += cell.sum;
    total.sum_squares += cell.sum_squares;
    stats::ClusterSums sums;
    (spoke ? sums.n_b : sums.n_a) = cell.n;
    (spoke ? sums.sum_b : sums.sum_a) = static_cast<double>(cell.sum);
    by_account.emplace_back(cell.key.account.value, sums);
  }
  std::sort(by_account.begin(), by_account.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 0; i < by_account.size(); ++i) {
    if (i > 0 && by_account[i].first == by_account[i - 1].first) {
      accounts.sums.back() += by_account[i].second;
    } else {
      accounts.sums.push_back(by_account[i].second);
    }
  }
  std::erase_if(accounts.sums,
                [](const stats::ClusterSums& account) { return account.n_a + account.n_b == 0; });
  accounts.repeat =
      std::any_of(accounts.sums.begin(), accounts.sums.end(),
                  [](const stats::ClusterSums& account) { return account.n_a + account.n_b > 1; });
  return accounts;
}

// Adds the answers that no account owns, each as an account of its own. What they were is known
// from the sums where an answer is worth -1, 0 or 1; false on other scales.
bool add_unaccounted(const Arms& arms, const model::Question& question, Accounts& accounts) {
  const stats::Histogram* answers[2] = {&arms.commended, &arms.spoke};
  for (std::size_t arm = 0; arm < 2; ++arm) {
    const Sums& owned = accounts.total[arm];
    Sums rest{answers[arm]->n() - owned.n, -owned.sum, -owned.sum_squares};
    if (rest.n == 0) continue;
    if (question.kind != model::QuestionKind::kNps &&
        question.kind != model::QuestionKind::kYesNo) {
      return false;
    }
    for (int value = answers[arm]->min(); value <= answers[arm]->max(); ++value) {
      const std::int64_t points = model::points(question, value);
      rest.sum += points * answers[arm]->at(value);
      rest.sum_squares += points * points * answers[arm]->at(value);
    }
    const std::int64_t plus = (rest.sum_squares + rest.sum) / 2;
    const std::int64_t minus = (rest.sum_squares - rest.sum) / 2;
    if (plus < 0 || minus < 0 || plus + minus > rest.n) return false;
    for (std::int64_t i = 0; i < rest.n; ++i) {
      stats::ClusterSums one;
      (arm == 0 ? one.n_a : one.n_b) = 1;
      (arm == 0 ? one.sum_a : one.sum_b) = i < plus ? 1 : i < plus + minus ? -1 : 0;
      accounts.sums.push_back(one);
    }
  }
  return true;
}

// Why the accounts can't be allowed for; empty when they can. `accounts` gains the answers without
// one.
std::string obstacle(const ReportInput& input, const model::Question& question, const Arms& arms,
                     Accounts& accounts, std::vector<Note>& notes) {
  const std::size_t named = accounts.sums.size();
  if (input.options.has_period()) return "sums by account are kept for all time, not for a period";
  if (named == 0) return "no answer names an account";
  if (!accounts.repeat) return "no account answered more than once";
  if (named < stats::kEnoughClusters) {
    notes.push_back({"few_accounts",
                     "Accounts answered more than once, but there are too few of them to allow for "
                     "that; intervals may be too narrow."});
    return fmt::format("only {} answered; at least {} are needed",
                       count_of(static_cast<std::int64_t>(named), "account", "accounts"),
                       stats::kEnoughClusters);
  }
  const std::int64_t compared = arms.commended.n() + arms.spoke.n();
  const std::int64_t unowned = compared - accounts.total[0].n - accounts.total[1].n;
  std::string reason;
  if (unowned < 0) {
    reason = "the sums by account don't agree with the cells; run laurel recount";
  } else if (static_cast<double>(unowned) > kMostUnaccounted * static_cast<double>(compared)) {
    reason = fmt::format("{} of {} answers name no account", grouped(unowned), grouped(compared));
  } else if (!add_unaccounted(arms, question, accounts)) {
    reason = "what the answers without an account were isn't known on this scale";
  }
  if (!reason.empty()) {
    notes.push_back({"accounts_incomplete",
                     fmt::format("Accounts answered more than once, but that can't be allowed for: "
                                 "{}. Intervals may be too narrow.",
                                 reason)});
  }
  return reason;
}

}  // namespace

void fill_clustered(const ReportInput& input, const model::Question& question, const Arms& arms,
                    MainReport& main, std::vector<Note>& notes) {
  Figure& figure = main.clustered;
  const Figure& raw = main.question.comparison.difference;
  figure.statistic = raw.statistic;
  figure.unit = raw.unit;
  figure.method = "cr1_account";
  figure.n_commended = figure.n_spoke = 0;
  Accounts accounts = accounts_of(input, question.id);
  main.accounts = accounts.sums.size();
  figure.reason = obstacle(input, question, arms, accounts, notes);
  if (!figure.reason.empty()) return;

  const auto result = stats::cluster_difference(accounts.sums, input.options.conf_level);
  figure.n_commended = arms.commended.n();
  figure.n_spoke = arms.spoke.n();
  figure.n = arms.commended.n() + arms.spoke.n();
  for (const stats::Estimate* estimate : {&result.diff, &result.lo, &result.hi}) {
    if (estimate->defined()) continue;
    figure.reason = estimate->reason();
    return;
  }
  figure.estimate = *result.diff;
  figure.lo = *result.lo;
  figure.hi = *result.hi;
  figure.test = "cr1_t";
  if (result.p.defined()) figure.p = *result.p;
  main.clustered_leads = true;
  std::string words = fmt::format(
      "{} answered, some more than once; the leading interval allows for answers of one account "
      "being alike. Those by market and unit, and the evened-out ones, don't.",
      count_of(static_cast<std::int64_t>(main.accounts), "account", "accounts"));
  if (const std::int64_t unowned = figure.n - accounts.total[0].n - accounts.total[1].n;
      unowned > 0) {
    words += fmt::format(" {} an account and count as an account of their own each.",
                         count_of(unowned, "answer doesn't name", "answers don't name"));
  }
  notes.push_back({"clustered", std::move(words)});
}

}  // namespace laurel::report
