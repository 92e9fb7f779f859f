// The report from cells in process: a year, 50 markets, 100 units, 20 questions, 200,000 non-empty
// cells. The number of responses they stand for (10 thousand or 10 million) must not matter.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/random.h"
#include "report/counts.h"
#include "report/effort.h"
#include "report/report.h"
#include "report/testing.h"

namespace laurel::report {
namespace {

constexpr int kMarkets = 50, kUnits = 100, kQuestions = 20, kMonths = 12;
constexpr std::size_t kCells = 200'000;

ReportInput year_of_cells(std::int64_t responses) {
  ReportBuilder builder;
  for (int i = 1; i <= kMarkets; ++i) builder.market(i, "Market " + std::to_string(i));
  for (int i = 1; i <= kUnits; ++i) builder.unit(i, "Unit " + std::to_string(i));
  builder.question(nps_for_test(1));
  for (int i = 2; i <= kQuestions; ++i) {
    builder.question(
        i <= 5 ? question_for_test(i, "yes_" + std::to_string(i), model::QuestionKind::kYesNo)
               : question_for_test(i, "rating_" + std::to_string(i), model::QuestionKind::kScale, 1,
                                   5));
  }
  ReportInput input = std::move(builder.input);
  base::Random random(7);
  std::vector<model::CellKey> keys;
  while (keys.size() < kCells) {
    while (keys.size() < kCells * 11 / 10) {
      const int unit = 1 + static_cast<int>(random.below(kUnits));
      const int question = static_cast<int>(random.below(kQuestions + 1));
      const auto voice = static_cast<model::Voice>(random.below(model::kVoiceCount));
      const int value = question == 0   ? 0
                        : question == 1 ? static_cast<int>(random.below(11))
                        : question <= 5 ? static_cast<int>(random.below(2))
                                        : 1 + static_cast<int>(random.below(5));
      keys.push_back({{2026 * 12 + static_cast<int>(random.below(kMonths))},
                      {(unit - 1) / 2 + 1},
                      {unit},
                      {static_cast<int>(random.below(3))},
                      {question},
                      voice,
                      value});
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  }
  keys.resize(kCells);
  input.channels = {{{1}, "phone"}, {{2}, "mail"}};
  const auto most = static_cast<std::uint64_t>(2 * responses * kQuestions) / kCells;
  for (const model::CellKey& key : keys) {
    input.cells.push_back({key, 1 + static_cast<std::int64_t>(random.below(most + 1))});
  }
  return input;
}

// Sums by account of the NPS question, as 20,000 accounts with two voices give.
void add_accounts(ReportInput& input) {
  base::Random random(8);
  model::AccountSummer accounts;
  for (int account = 1; account <= 20'000; ++account) {
    for (const model::Voice voice : {model::Voice::kSpoke, model::Voice::kCommendedKind}) {
      const auto n = 1 + static_cast<std::int64_t>(random.below(3));
      accounts.add({{{account}, {1}, voice}, n, 1, n});
    }
  }
  input.accounts = accounts.finish();
}

void BM_CountCells(benchmark::State& state) {
  const ReportInput input = year_of_cells(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(count_cells(input));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(input.cells.size()));
}
BENCHMARK(BM_CountCells)->Arg(10'000'000)->Unit(benchmark::kMillisecond);

void BM_BuildReport(benchmark::State& state) {
  const ReportInput input = year_of_cells(state.range(0));
  for (auto _ : state) {
    auto report = build_report(input);
    CHECK(report.ok());
    benchmark::DoNotOptimize(report);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(input.cells.size()));
}
BENCHMARK(BM_BuildReport)
    ->Arg(10'000)
    ->Arg(10'000'000)
    ->Arg(1'000'000'000)
    ->Unit(benchmark::kMillisecond);

void BM_BuildReportWithAccounts(benchmark::State& state) {
  ReportInput input = year_of_cells(10'000'000);
  add_accounts(input);
  for (auto _ : state) benchmark::DoNotOptimize(build_report(input));
}
BENCHMARK(BM_BuildReportWithAccounts)->Unit(benchmark::kMillisecond);

// Months alone, as one pass over the cells.
void BM_CountMonths(benchmark::State& state) {
  const ReportInput input = year_of_cells(10'000'000);
  const ReportCounts counts = *count_cells(input);
  for (auto _ : state) {
    benchmark::DoNotOptimize(count_months(input, counts, &input.questions.front()));
  }
}
BENCHMARK(BM_CountMonths)->Unit(benchmark::kMillisecond);

// Units' shares drawn towards each other: the model and its quantiles.
void BM_Effort(benchmark::State& state) {
  const ReportInput input = year_of_cells(10'000'000);
  const ReportCounts counts = *count_cells(input);
  for (auto _ : state) {
    benchmark::DoNotOptimize(effort_report(input.units, counts.responses_by_unit, input.options));
  }
}
BENCHMARK(BM_Effort)->Unit(benchmark::kMillisecond);

void BM_RenderJson(benchmark::State& state) {
  const Report report = *build_report(year_of_cells(10'000'000));
  for (auto _ : state) benchmark::DoNotOptimize(to_json(report));
}
BENCHMARK(BM_RenderJson)->Unit(benchmark::kMillisecond);

void BM_RenderMarkdown(benchmark::State& state) {
  const Report report = *build_report(year_of_cells(10'000'000));
  for (auto _ : state) benchmark::DoNotOptimize(to_markdown(report));
}
BENCHMARK(BM_RenderMarkdown)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace laurel::report
