// The difference with several answers of one account taken as alike, from the sums by account.
#include <fmt/format.h>

#include <array>
#include <optional>
#include <vector>

#include "report/main_question.h"
#include "report/words.h"
#include "stats/clusters.h"

namespace laurel::report {
namespace {

// Answers without an account count as an account each, up to this share of the answers compared.
constexpr double kMostUnaccounted = 0.2;

// The accounts of the two groups that are compared.
struct Accounts {
  stats::ClusterMoments moments;
  std::int64_t named = 0;             // accounts that answered
  bool repeat = false;                // whether one answered more than once
  std::array<std::int64_t, 2> n{};    // answers that name an account: commended, spoke
  std::array<std::int64_t, 2> sum{};  // of their points
  std::array<std::int64_t, 2> sum_squares{};
};

Accounts accounts_of(const model::AccountSums& sums, ReportStrength strength) {
  constexpr auto kSpoke = static_cast<std::size_t>(model::SpokenAs::kSpoke);
  constexpr auto kKind = static_cast<std::size_t>(model::SpokenAs::kKind);
  constexpr auto kExemplary = static_cast<std::size_t>(model::SpokenAs::kExemplary);
  const bool any = strength == ReportStrength::kAny;
  using Voices = std::vector<std::size_t>;
  const std::array<Voices, 2> arms = {any ? Voices{kKind, kExemplary} : Voices{kExemplary},
                                      Voices{kSpoke}};
  const auto counted =
      static_cast<std::size_t>(any ? model::PraiseCounted::kAny : model::PraiseCounted::kExemplary);

  Accounts accounts;
  accounts.named = sums.accounts[counted];
  accounts.repeat = sums.repeating[counted] > 0;
  // n and sum of an arm are those of its voices together.
  std::array<Voices, 4> numbers;
  for (std::size_t arm = 0; arm < 2; ++arm) {
    for (const std::size_t voice : arms[arm]) {
      numbers[2 * arm].push_back(2 * voice);
      numbers[2 * arm + 1].push_back(2 * voice + 1);
      accounts.n[arm] += sums.total[2 * voice];
      accounts.sum[arm] += sums.total[2 * voice + 1];
      accounts.sum_squares[arm] += sums.sum_squares[voice];
    }
  }
  stats::ClusterMoments& moments = accounts.moments;
  moments.n_clusters = static_cast<std::size_t>(accounts.named);
  moments.n_a = accounts.n[0];
  moments.sum_a = static_cast<long double>(accounts.sum[0]);
  moments.n_b = accounts.n[1];
  moments.sum_b = static_cast<long double>(accounts.sum[1]);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    for (std::size_t j = 0; j < numbers.size(); ++j) {
      model::Wide product = 0;
      for (const std::size_t p : numbers[i])
        for (const std::size_t q : numbers[j]) product += sums.product(p, q);
      moments.products[i][j] = static_cast<long double>(product);
    }
  }
  return accounts;
}

// Adds the answers that no account owns, each as an account of its own. What they were is known
// from the sums where an answer is worth -1, 0 or 1; false on other scales.
bool add_unaccounted(const Arms& arms, const model::Question& question, Accounts& accounts) {
  const stats::Histogram* answers[2] = {&arms.commended, &arms.spoke};
  for (std::size_t arm = 0; arm < 2; ++arm) {
    const std::int64_t n = answers[arm]->n() - accounts.n[arm];
    if (n == 0) continue;
    if (question.kind != model::QuestionKind::kNps &&
        question.kind != model::QuestionKind::kYesNo) {
      return false;
    }
    std::int64_t sum = -accounts.sum[arm], sum_squares = -accounts.sum_squares[arm];
    for (int value = answers[arm]->min(); value <= answers[arm]->max(); ++value) {
      const std::int64_t points = model::points(question, value);
      sum += points * answers[arm]->at(value);
      sum_squares += points * points * answers[arm]->at(value);
    }
    const std::int64_t plus = (sum_squares + sum) / 2;
    const std::int64_t minus = (sum_squares - sum) / 2;
    if (plus < 0 || minus < 0 || plus + minus > n) return false;
    const auto add = [&](double points, std::int64_t times) {
      stats::ClusterSums one;
      (arm == 0 ? one.n_a : one.n_b) = 1;
      (arm == 0 ? one.sum_a : one.sum_b) = points;
      accounts.moments.add(one, times);
    };
    add(1, plus);
    add(-1, minus);
    add(0, n - plus - minus);
  }
  return true;
}

// Why the accounts can't be allowed for; empty when they can. `accounts` gains the answers without
// one.
std::string obstacle(const model::Question& question, const Arms& arms, Accounts& accounts,
                     std::vector<Note>& notes) {
  const std::int64_t named = accounts.named;
  if (named == 0) return "no answer names an account";
  if (!accounts.repeat) return "no account answered more than once";
  if (named < static_cast<std::int64_t>(stats::kEnoughClusters)) {
    notes.push_back({"few_accounts",
                     "Accounts answered more than once, but there are too few of them to allow for "
                     "that; intervals may be too narrow."});
    return fmt::format("only {} answered; at least {} are needed",
                       count_of(named, "account", "accounts"), stats::kEnoughClusters);
  }
  const std::int64_t compared = arms.commended.n() + arms.spoke.n();
  const std::int64_t unowned = compared - accounts.n[0] - accounts.n[1];
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
  // Sums kept by account have no month: for a period they come from single responses.
  const bool period = input.options.has_period();
  std::optional<model::AccountSums> sums = input.accounts;
  if (period) sums = input.rows ? std::optional(input.rows->account_sums()) : std::nullopt;
  if (period && !sums) {
    figure.reason = fmt::format("sums by account are kept for all time, and {}", input.rows_reason);
    return;
  }
  Accounts accounts = accounts_of(sums.value_or(model::AccountSums{}), input.options.strength);
  figure.source = period ? "rows" : "cells";
  figure.reason = obstacle(question, arms, accounts, notes);
  main.accounts = accounts.moments.n_clusters;
  if (!figure.reason.empty()) return;

  const auto result = stats::cluster_difference(accounts.moments, input.options.conf_level);
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
  if (const std::int64_t unowned = figure.n - accounts.n[0] - accounts.n[1]; unowned > 0) {
    words += fmt::format(" {} an account and count as an account of their own each.",
                         count_of(unowned, "answer doesn't name", "answers don't name"));
  }
  notes.push_back({"clustered", std::move(words)});
}

}  // namespace laurel::report
