// Makes a database as ten million responses of a year would leave it, without the responses:
// 200,000 cells (50 markets, 100 units, 20 questions), 100,000 cells of 300 employees and the sums
// of as many accounts as asked for. Then runs `laurel report` on it again and again and prints what
// a whole process takes, from start to exit.
//
//   report_process LAUREL [ACCOUNTS] [RUNS]
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/random.h"
#include "store/cell_kinds.h"
#include "store/cell_storage.h"
#include "store/cells.h"
#include "store/database.h"
#include "store/organizations.h"
#include "store/questions.h"

namespace laurel::store {
namespace {

constexpr int kMarkets = 50, kUnits = 100, kQuestions = 20, kMonths = 12, kEmployees = 300;
constexpr std::size_t kCells = 200'000, kEmployeeCells = 100'000;
constexpr std::uint64_t kMostInACell = 2'000;  // ten million responses with 20 answers each

template <typename T>
T must(base::Result<T> result) {
  if (!result.ok()) {
    fmt::print(stderr, "{} {}\n", result.error().message, result.error().detail);
    std::exit(1);
  }
  return std::move(result).value();
}
void must(const base::Status& status) {
  if (status.ok()) return;
  fmt::print(stderr, "{} {}\n", status.error().message, status.error().detail);
  std::exit(1);
}

struct Company {
  std::vector<model::QuestionId> questions;
  std::vector<model::MarketId> markets;
  std::vector<model::UnitId> units;
  std::vector<model::ChannelId> channels;
  std::vector<model::Employee> employees;
};

Company make_company(Transaction& tx, model::OrganizationId organization) {
  must(create_organization(tx, {organization, "bench", "Bench"}));
  Company company;
  for (int i = 0; i < kQuestions; ++i) {
    model::Question question;
    question.key = question.label = fmt::format("question {}", i + 1);
    question.kind = i == 0  ? model::QuestionKind::kNps
                    : i < 5 ? model::QuestionKind::kYesNo
                            : model::QuestionKind::kScale;
    question.min = i < 5 ? 0 : 1;
    question.max = i == 0 ? 10 : i < 5 ? 1 : 5;
    company.questions.push_back(must(save_question(tx, organization, question)));
  }
  for (int i = 0; i < kMarkets; ++i)
    company.markets.push_back(must(market_named(tx, organization, fmt::format("market {}", i))));
  for (int i = 0; i < kUnits; ++i)
    company.units.push_back(must(unit_named(tx, organization, fmt::format("unit {}", i))));
  for (const char* name : {"phone", "mail"})
    company.channels.push_back(must(channel_named(tx, organization, name)));
  for (int i = 0; i < kEmployees; ++i) {
    model::Employee& employee = company.employees.emplace_back();
    employee.code = fmt::format("E{}", i);
    employee.first_name = fmt::format("Name {}", i);
    employee.unit = company.units[static_cast<std::size_t>(i % kUnits)];
  }
  must(save_employees(tx, organization, company.employees));
  return company;
}

// An answer and its question; the first is every response.
std::pair<model::QuestionId, std::int32_t> any_answer(base::Random& random,
                                                      const Company& company) {
  const std::uint64_t i = random.below(kQuestions + 1);
  if (i == 0) return {model::kEveryResponse, 0};
  const std::uint64_t values = i == 1 ? 11 : i <= 5 ? 2 : 5;
  return {company.questions[i - 1],
          static_cast<std::int32_t>(random.below(values) + (i > 5 ? 1 : 0))};
}

// Random cells until there are so many different ones, by bucket and packed.
template <typename Kind, typename Make>
std::vector<PackedBucket> packed(std::size_t number, const Make& make) {
  std::map<std::int32_t, std::map<typename Kind::Row, std::int64_t>> buckets;
  for (std::size_t made = 0; made < number;) {
    const typename Kind::Item item = make();
    typename Kind::Row key = Kind::row(item);
    key.back() = 0;
    made += buckets[Kind::bucket(item)].emplace(key, item.n).second ? 1 : 0;
  }
  std::vector<PackedBucket> out;
  for (const auto& [bucket, rows] : buckets) {
    CountWriter<Kind::kKeys + Kind::kSums> counts;
    for (const auto& [key, n] : rows) {
      typename Kind::Row row = key;
      row.back() = n;
      counts.add(row);
    }
    out.push_back({bucket, counts.take()});
  }
  return out;
}

PackedDeltas make_cells(const Company& company, std::int32_t accounts) {
  base::Random random(7);
  const auto month = [&] {
    return base::Month{2026 * 12 + static_cast<std::int32_t>(random.below(kMonths))};
  };
  const auto voice = [&] { return static_cast<model::Voice>(random.below(model::kVoiceCount)); };
  const auto n = [&] { return 1 + static_cast<std::int64_t>(random.below(kMostInACell)); };
  PackedDeltas deltas;
  deltas.cells = packed<CellKind>(kCells, [&]() -> model::Cell {
    const std::size_t unit = random.below(kUnits);
    const auto [question, value] = any_answer(random, company);
    return {{month(), company.markets[unit / 2], company.units[unit], random.pick(company.channels),
             question, voice(), value},
            n()};
  });
  deltas.employee_cells = packed<EmployeeCellKind>(kEmployeeCells, [&]() -> model::EmployeeCell {
    const std::size_t employee = random.below(kEmployees);
    const auto [question, value] = any_answer(random, company);
    return {{month(), company.employees[employee].id,
             random.chance(0.8) ? model::EmployeePart::kServed : model::EmployeePart::kCredited,
             company.markets[employee % kMarkets], question, voice(), value},
            n()};
  });
  for (const model::QuestionId question : {model::kEveryResponse, company.questions[0]}) {
    CountWriter<AccountCellKind::kKeys + AccountCellKind::kSums> counts;
    for (std::int32_t account = 1; account <= accounts; ++account) {
      for (const model::Voice v : {model::Voice::kSpoke, model::Voice::kCommendedKind}) {
        const auto answers = 1 + static_cast<std::int64_t>(random.below(3));
        const auto promoters = static_cast<std::int64_t>(random.below(2));
        counts.add({account, static_cast<std::int64_t>(v), answers, promoters, promoters});
      }
    }
    if (!counts.empty()) deltas.account_cells.push_back({question.value, counts.take()});
  }
  return deltas;
}

struct Took {
  double wall = 0, cpu = 0;  // milliseconds
};
Took run_once(const std::string& laurel, const std::string& database) {
  const auto cpu = [] {
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    const auto of = [](const timeval& t) {
      return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3;
    };
    return of(usage.ru_utime) + of(usage.ru_stime);
  };
  const double before = cpu();
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child == 0) {
    if (freopen("/dev/null", "w", stdout) == nullptr) std::exit(126);
    execl(laurel.c_str(), laurel.c_str(), "report", "--database", database.c_str(),
          static_cast<char*>(nullptr));
    std::exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (status != 0) std::exit(1);
  const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - start;
  return {wall.count(), cpu() - before};
}

int run(const std::string& laurel, std::int32_t accounts, int runs) {
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("laurel-{}", getpid());
  std::filesystem::create_directories(folder);
  const std::string file = (folder / "bench.db").string();
  {
    auto database = must(Database::open(file, SchemaPolicy::kCreateIfEmpty));
    const base::SystemClock clock;
    base::UuidGenerator ids(clock, base::Random::entropy());
    const model::OrganizationId organization{ids.next()};
    Transaction tx = must(database->begin_write());
    const Company company = make_company(tx, organization);
    must(append_deltas(tx.connection(), organization, make_cells(company, accounts)));
    must(fold_cells(tx, organization));
    must(tx.commit());
  }
  std::vector<double> wall, cpu;
  for (int i = 0; i < runs; ++i) {
    const Took took = run_once(laurel, file);
    wall.push_back(took.wall);
    cpu.push_back(took.cpu);
  }
  if (std::getenv("LAUREL_KEEP") == nullptr) std::filesystem::remove_all(folder);
  std::sort(wall.begin(), wall.end());
  std::sort(cpu.begin(), cpu.end());
  const std::size_t middle = wall.size() / 2;
  fmt::print(
      "{} accounts, {} runs: wall {:.0f} ms (least {:.0f}), processor {:.0f} ms (least {:.0f})\n",
      accounts, runs, wall[middle], wall.front(), cpu[middle], cpu.front());
  return 0;
}

}  // namespace
}  // namespace laurel::store

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: report_process LAUREL [ACCOUNTS] [RUNS]\n");
    return 2;
  }
  return laurel::store::run(argv[1], argc > 2 ? std::atoi(argv[2]) : 300'000,
                            argc > 3 ? std::atoi(argv[3]) : 15);
}
