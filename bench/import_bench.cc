// Importing: how fast a CSV is scanned, looked through before an import, and imported with
// detection and cells into SQLite. The workload of the ingest figures: 10 answers and 40 English
// words a row.
//   import_bench --benchmark_filter=Import --benchmark_min_time=10
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>

#include "app/import_responses.h"
#include "base/random.h"
#include "base/uuid.h"
#include "intake/csv.h"
#include "intake/table.h"
#include "store/organizations.h"

namespace laurel::app {
namespace {

constexpr std::array<std::string_view, 10> kSentences = {
    "Maria at the front desk stayed late to sort out our booking",
    "the delivery came two days after it was promised",
    "Nobody answered the phone although we called three times in the morning",
    "the technician explained every step and left the room cleaner than before",
    "we have been with this company for nine years and it shows",
    "the invoice was wrong again and had to be corrected twice",
    "John in the workshop found the fault that two others had missed",
    "prices went up while the quality stayed more or less the same",
    "their support team called back within the hour as agreed",
    "parking at the branch is difficult before noon"};

// A file of `rows` responses, removed with the object.
class Workload {
 public:
  explicit Workload(std::int64_t rows) {
    folder_ = std::filesystem::temp_directory_path() / fmt::format("laurel-bench-{}", ::getpid());
    std::filesystem::create_directories(folder_);
    std::ofstream out(path());
    out << "response_id,date,market,location,nps,overall,price,speed,quality,care,ease,value,"
           "friendliness,referred,comment\n";
    base::Random random(7);
    for (std::int64_t i = 0; i < rows; ++i) {
      std::string line =
          fmt::format("r{},{}-{:02}-{:02},Market {},Branch {},{}", i, 2024 + random.below(2),
                      1 + random.below(12), 1 + random.below(28), random.below(4), random.below(12),
                      random.below(11));
      for (int question = 0; question < 8; ++question)
        line += fmt::format(",{}", 1 + random.below(5));
      line += random.chance(0.4) ? ",yes,\"" : ",no,\"";
      for (int sentence = 0; sentence < 4; ++sentence)
        line += fmt::format("{}{}", sentence == 0 ? "" : ". ", random.pick(kSentences));
      out << line << ".\"\n";
    }
  }
  Workload(const Workload&) = delete;
  Workload& operator=(const Workload&) = delete;
  ~Workload() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  std::string path() const { return (folder_ / "rows.csv").string(); }
  std::string file(const std::string& name) const { return (folder_ / name).string(); }

 private:
  std::filesystem::path folder_;
};

constexpr std::int64_t kRows = 100'000;

const Workload& workload() {
  static const Workload made(kRows);
  return made;
}

void Scan(benchmark::State& state) {
  std::int64_t bytes = 0;
  for (auto _ : state) {
    intake::CsvReader reader(*intake::ByteSource::open(workload().path(), intake::Encoding::kUtf8),
                             ',');
    intake::Row row;
    std::size_t fields = 0;
    while (*reader.next(row)) fields += row.fields.size();
    benchmark::DoNotOptimize(fields);
    bytes += reader.file_size();
  }
  state.SetBytesProcessed(bytes);
}
BENCHMARK(Scan)->Unit(benchmark::kMillisecond);

void Plan(benchmark::State& state) {
  std::int64_t bytes = 0;
  for (auto _ : state) {
    ImportOptions options;
    options.path = workload().path();
    const auto plan = plan_import(nullptr, {}, options);
    CHECK(plan.ok());
    bytes += plan->table.reader->file_size();
  }
  state.SetBytesProcessed(bytes);
}
BENCHMARK(Plan)->Unit(benchmark::kMillisecond);

void Import(benchmark::State& state) {
  const base::SystemClock clock;
  std::int64_t rows = 0;
  for (auto _ : state) {
    state.PauseTiming();
    const std::string path = workload().file("bench.db");
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
    auto database = *store::Database::open(path, store::SchemaPolicy::kCreateIfEmpty);
    model::Organization organization;
    organization.id = {base::UuidGenerator(clock, 7).next()};
    organization.slug = organization.name = "bench";
    {
      auto tx = *database->begin_write();
      CHECK(store::create_organization(tx, organization).ok());
      CHECK(tx.commit().ok());
    }
    state.ResumeTiming();
    ImportOptions options;
    options.path = workload().path();
    auto plan = plan_import(database.get(), organization.id, options);
    CHECK(plan.ok());
    const auto result = run_import(*database, organization.id, *plan, clock);
    CHECK(result.ok() && result->added == kRows);
    rows += result->rows;
  }
  state.SetItemsProcessed(rows);
}
BENCHMARK(Import)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace laurel::app
