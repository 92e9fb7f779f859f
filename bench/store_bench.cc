// How fast responses go into the store, and how fast a report's cells come out.
//
// Workload: 10 answers, a verbatim of 40 words, 0.3 commendations and one employee who served, over
// 24 months, 50 markets, 20 questions of which each response has 10, 140 employees. SQLite in a
// temporary folder; also PostgreSQL when LAUREL_BENCH_POSTGRES names an empty database.
//
//   store_bench --benchmark_filter=Save
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "store/cells.h"
#include "store/database.h"
#include "store/organizations.h"
#include "store/questions.h"
#include "store/responses.h"

namespace laurel::store {
namespace {

constexpr int kQuestions = 20, kAnswers = 10, kMarkets = 50, kUnits = 12, kEmployees = 140,
              kMonths = 24;

template <typename T>
T must(base::Result<T> result) {
  if (!result.ok()) {
    std::fprintf(stderr, "%s %s\n", result.error().message.c_str(), result.error().detail.c_str());
    std::abort();
  }
  return std::move(result).value();
}
void must(const base::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s %s\n", status.error().message.c_str(), status.error().detail.c_str());
  std::abort();
}

// A database with an organization in it, and responses made for it.
class Fixture {
 public:
  explicit Fixture(const std::string& url = {}) {
    folder_ = std::filesystem::temp_directory_path() / ("laurel-bench-" + next_id().to_string());
    std::filesystem::create_directories(folder_);
    database = must(Database::open(url.empty() ? (folder_ / "bench.db").string() : url,
                                   SchemaPolicy::kCreateIfEmpty));
    organization = {next_id()};
    Transaction tx = must(database->begin_write());
    const std::string slug = organization.value.to_string();
    must(create_organization(tx, {organization, slug, slug}));
    for (int i = 0; i < kQuestions; ++i) {
      model::Question question;
      question.key = fmt::format("q{}", i);
      question.kind = i == 0 ? model::QuestionKind::kNps : model::QuestionKind::kScale;
      question.max = i == 0 ? 10 : 5;
      question_ids_.push_back(must(save_question(tx, organization, question)));
    }
    model::Question words;
    words.key = "words";
    words.kind = model::QuestionKind::kText;
    words_ = must(save_question(tx, organization, words));
    for (int i = 0; i < kMarkets; ++i) {
      markets_.push_back(must(market_named(tx, organization, fmt::format("market {}", i))));
    }
    for (int i = 0; i < kUnits; ++i) {
      units_.push_back(must(unit_named(tx, organization, fmt::format("unit {}", i))));
    }
    channel_ = must(channel_named(tx, organization, "phone"));
    for (int i = 0; i < kEmployees; ++i) {
      model::Employee employee;
      employee.code = fmt::format("E{}", i);
      employees_.push_back(employee);
    }
    must(save_employees(tx, organization, employees_));
    questions = std::make_unique<model::QuestionCatalog>(must(list_questions(tx, organization)));
    must(tx.commit());
  }
  ~Fixture() {
    database.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  base::Uuid next_id() { return ids_.next(); }

  model::ResponseRecord response() {
    model::ResponseRecord record;
    model::Response& r = record.response;
    r.id = {next_id()};
    r.source = "bench";
    r.external_id = fmt::format("R{:08}", ++made_);
    r.occurred_on = base::Date{20'000 + static_cast<std::int32_t>(random_.below(30 * kMonths))};
    r.received_at = {1'700'000'000'000'000};
    r.market = random_.pick(markets_);
    r.unit = units_[static_cast<std::size_t>(r.market.value) % units_.size()];
    r.channel = channel_;
    r.language = "en";
    r.reading = model::Reading::kRead;
    r.served_by = {random_.pick(employees_).id};
    const std::size_t first = random_.below(2) * kAnswers;
    for (std::size_t i = 0; i < kAnswers; ++i) {
      const std::size_t q = first + i;
      const std::int64_t value = q == 0 ? static_cast<std::int64_t>(random_.below(11))
                                        : 1 + static_cast<std::int64_t>(random_.below(5));
      r.answers.push_back({question_ids_[q], value});
    }
    static constexpr std::array<const char*, 8> kWords = {"checkout", "was",    "slow", "but",
                                                          "Maria",    "sorted", "our",  "booking"};
    std::string text;
    for (int i = 0; i < 40; ++i) {
      text += random_.pick(kWords);
      text += ' ';
    }
    r.verbatims.push_back({words_, std::move(text)});
    if (random_.chance(0.3)) {
      model::Commendation c;
      c.id = {next_id()};
      c.question = words_;
      c.target = "Maria";
      c.mention = {17, 22};
      c.evidence = {17, 60};
      c.probability = 0.93F;
      c.flagged = true;
      c.link = detect::LinkState::kLinked;
      c.employee = r.served_by[0];
      c.candidates = {{c.employee, 0.94F}};
      c.detector = "1";
      record.commendations.push_back(std::move(c));
    }
    return record;
  }

  std::unique_ptr<Database> database;
  model::OrganizationId organization;
  std::unique_ptr<model::QuestionCatalog> questions;

 private:
  base::SystemClock clock_;
  base::UuidGenerator ids_{clock_, base::Random::entropy()};
  base::Random random_{7};
  std::filesystem::path folder_;
  std::int64_t made_ = 0;
  std::vector<model::QuestionId> question_ids_;
  model::QuestionId words_;
  std::vector<model::MarketId> markets_;
  std::vector<model::UnitId> units_;
  model::ChannelId channel_;
  std::vector<model::Employee> employees_;
};

void save_batches(benchmark::State& state, const std::string& url) {
  Fixture fixture(url);
  const auto size = static_cast<std::size_t>(state.range(0));
  std::vector<model::ResponseRecord> batch(size);
  std::int64_t saved = 0;
  for (auto _ : state) {
    state.PauseTiming();
    for (model::ResponseRecord& record : batch) record = fixture.response();
    state.ResumeTiming();
    Transaction tx = must(fixture.database->begin_write());
    const SaveCounts counts =
        must(save_responses(tx, fixture.organization, *fixture.questions, batch));
    must(fold_cells(tx, fixture.organization, 5'000));
    must(tx.commit());
    saved += counts.added;
  }
  state.SetItemsProcessed(saved);
}

void BM_SaveSqlite(benchmark::State& state) { save_batches(state, {}); }
BENCHMARK(BM_SaveSqlite)->Arg(2000)->Arg(5000)->UseRealTime()->Unit(benchmark::kMillisecond);

void BM_SavePostgres(benchmark::State& state) {
  const char* url = std::getenv("LAUREL_BENCH_POSTGRES");
  if (url == nullptr) {
    state.SkipWithError("Set LAUREL_BENCH_POSTGRES to the url of an empty database.");
    return;
  }
  save_batches(state, url);
}
BENCHMARK(BM_SavePostgres)->Arg(5000)->UseRealTime()->Unit(benchmark::kMillisecond);

// The second import of the same file: everything is found and compared, nothing changes.
void BM_SaveUnchangedSqlite(benchmark::State& state) {
  Fixture fixture;
  std::vector<model::ResponseRecord> batch(5000);
  for (model::ResponseRecord& record : batch) record = fixture.response();
  std::int64_t seen = -static_cast<std::int64_t>(batch.size());
  const auto save = [&] {
    Transaction tx = must(fixture.database->begin_write());
    must(save_responses(tx, fixture.organization, *fixture.questions, batch));
    must(tx.commit());
    seen += static_cast<std::int64_t>(batch.size());
  };
  save();
  for (auto _ : state) save();
  state.SetItemsProcessed(seen);
}
BENCHMARK(BM_SaveUnchangedSqlite)->UseRealTime()->Unit(benchmark::kMillisecond);

// A report's read. The number of responses only serves to fill the cells.
void BM_ReadCells(benchmark::State& state) {
  Fixture fixture;
  std::vector<model::ResponseRecord> batch(5000);
  for (int i = 0; i < state.range(0); i += 5000) {
    for (model::ResponseRecord& record : batch) record = fixture.response();
    Transaction tx = must(fixture.database->begin_write());
    must(save_responses(tx, fixture.organization, *fixture.questions, batch));
    must(fold_cells(tx, fixture.organization, 5'000));
    must(tx.commit());
  }
  if (state.range(1) != 0) {
    Transaction tx = must(fixture.database->begin_write());
    must(fold_cells(tx, fixture.organization));
    must(tx.commit());
  }
  std::size_t cells = 0;
  for (auto _ : state) {
    Transaction tx = must(fixture.database->begin_read());
    cells = must(read_cells(tx, fixture.organization)).size();
  }
  state.counters["cells"] = static_cast<double>(cells);
}
BENCHMARK(BM_ReadCells)
    ->ArgNames({"responses", "folded"})
    ->Args({300'000, 1})
    ->Args({300'000, 0})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

void BM_Recount(benchmark::State& state) {
  Fixture fixture;
  std::vector<model::ResponseRecord> batch(5000);
  for (int i = 0; i < 20; ++i) {
    for (model::ResponseRecord& record : batch) record = fixture.response();
    Transaction tx = must(fixture.database->begin_write());
    must(save_responses(tx, fixture.organization, *fixture.questions, batch));
    must(tx.commit());
  }
  std::int64_t counted = 0;
  for (auto _ : state) {
    Transaction tx = must(fixture.database->begin_write());
    counted += must(recount(tx, fixture.organization, *fixture.questions)).responses;
    must(tx.commit());
  }
  state.SetItemsProcessed(counted);
}
BENCHMARK(BM_Recount)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace laurel::store

BENCHMARK_MAIN();
