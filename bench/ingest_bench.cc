// Ingest in process: connections that each send one response, wait until it is durable and send the
// next, as HTTP clients do, without HTTP. Each request is parsed from JSON, detected, stored with
// its cells and answered after the commit. Workload of the ingest figures: a body of about 600
// bytes, 10 answers, 40 English words, a roster of 5,000 names, synchronous commits.
//
//   ingest_bench [CONNECTIONS [SECONDS [THREADS [RESPONSES [numbered|random]]]]]
//
// THREADS is how many threads take requests (2), RESPONSES how many are in each (1; many stand for
// NDJSON). External ids count up, as those of most systems do, or are random, which costs a page of
// the index each. Days are the last three, as in live traffic. In SQLite in a temporary folder, or
// in the empty PostgreSQL that LAUREL_BENCH_POSTGRES names. Prints one line: responses a second,
// the times from request to answer, and the processor time of a response, which says more where
// others use the machine too.
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "app/ingest.h"
#include "base/random.h"
#include "intake/incoming_json.h"
#include "schema/document.h"
#include "store/organizations.h"
#include "store/questions.h"

namespace laurel {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::array<std::string_view, 10> kSentences = {
    "%s at the front desk stayed late to sort out our booking",
    "the delivery came two days after it was promised",
    "Nobody answered the phone although we called three times in the morning",
    "the technician explained every step and left the room cleaner than before",
    "we have been with this company for nine years and it shows",
    "the invoice was wrong again and had to be corrected twice",
    "%s in the workshop found the fault that two others had missed",
    "prices went up while the quality stayed more or less the same",
    "their support team called back within the hour as agreed",
    "parking at the branch is difficult before noon"};
constexpr std::array<std::string_view, 40> kFirst = {
    "Maria",  "John",   "Anna",   "Peter", "Laura", "David",  "Sofia",  "James",  "Emma",  "Robert",
    "Olivia", "Daniel", "Lucia",  "Mark",  "Clara", "Simon",  "Nadia",  "Victor", "Irene", "Oscar",
    "Helen",  "Paul",   "Monica", "Luke",  "Alice", "Henry",  "Teresa", "George", "Nina",  "Felix",
    "Grace",  "Martin", "Elena",  "Adam",  "Julia", "Thomas", "Vera",   "Hugo",   "Ruth",  "Leo"};
constexpr std::array<std::string_view, 5> kSyllables = {"ber", "man", "sto", "lin", "kova"};

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

std::string last_name(std::size_t i) {
  std::string name;
  for (std::size_t n = i + 25; n > 0; n /= 5) name += kSyllables[n % 5];
  name[0] = static_cast<char>(name[0] - 32);
  return name;
}

intake::IncomingResponse read(std::string_view json) {
  auto read = schema::read_json(*intake::incoming_response(), json);
  if (!read) std::abort();
  return *std::move(read.value);
}

constexpr int kUnits = 12, kEmployees = 5'000, kScales = 8;

model::OrganizationId make_organization(store::Database& database) {
  const base::SystemClock clock;
  const model::OrganizationId id{base::UuidGenerator(clock, base::Random::entropy()).next()};
  auto tx = must(database.begin_write());
  const std::string slug = id.value.to_string();
  must(store::create_organization(tx, {id, slug, slug}));
  const auto declare = [&](std::string key, model::QuestionKind kind, int lowest, int highest) {
    model::Question question;
    question.key = std::move(key);
    question.kind = kind;
    question.min = lowest;
    question.max = highest;
    must(store::save_question(tx, id, question));
  };
  declare("nps", model::QuestionKind::kNps, 0, 10);
  for (int i = 0; i < kScales; ++i)
    declare(fmt::format("rating_{}", i), model::QuestionKind::kScale, 1, 5);
  declare("referred", model::QuestionKind::kYesNo, 0, 10);
  declare("comment", model::QuestionKind::kText, 0, 10);
  std::vector<model::Unit> units(kUnits);
  for (std::size_t i = 0; i < units.size(); ++i)
    units[i].code = units[i].name = fmt::format("Branch {}", i);
  must(store::save_units(tx, id, units));
  std::vector<model::Employee> employees(kEmployees);
  for (std::size_t i = 0; i < employees.size(); ++i) {
    employees[i].code = fmt::format("E{}", i);
    employees[i].first_name = kFirst[i % kFirst.size()];
    employees[i].last_name = last_name(i / kFirst.size());
    employees[i].unit = units[i % units.size()].id;
  }
  must(store::save_employees(tx, id, employees));
  must(tx.commit());
  return id;
}

std::string body(base::Random& random, std::uint64_t number) {
  std::string out = fmt::format(
      R"({{"external_id":"r{:016x}","date":"2026-11-{:02}","market":"Market {}","unit":"Branch {}",)"
      R"("channel":"phone","served_by":["E{}"],"answers":{{"nps":{})",
      number, 26 + random.below(3), random.below(4), random.below(kUnits), random.below(kEmployees),
      random.below(11));
  for (int i = 0; i < kScales; ++i)
    out += fmt::format(R"(,"rating_{}":{})", i, 1 + random.below(5));
  out += fmt::format(R"(,"referred":{},"comment":")", random.chance(0.4));
  for (int i = 0; i < 4; ++i) {
    std::string sentence(random.pick(kSentences));
    if (const auto at = sentence.find("%s"); at != std::string::npos)
      sentence.replace(at, 2, random.pick(kFirst));
    out += sentence + ". ";
  }
  return out + "\"}}";
}

struct Options {
  std::size_t connections = 64;
  double seconds = 5;
  std::size_t threads = 2;
  std::size_t responses = 1;
  bool random_ids = false;
};

// Hands connections that may send to the threads that take requests.
class Ready {
 public:
  void add(std::size_t connection) {
    {
      const std::lock_guard lock(mutex_);
      ready_.push_back(connection);
    }
    came_.notify_one();
  }
  // The next, or nothing at the end.
  std::optional<std::size_t> take() {
    std::unique_lock lock(mutex_);
    came_.wait(lock, [&] { return ended_ || !ready_.empty(); });
    if (ended_) return std::nullopt;
    const std::size_t connection = ready_.front();
    ready_.pop_front();
    return connection;
  }
  void end() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    came_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<std::size_t> ready_;
  bool ended_ = false;
};

// Of this process so far, in microseconds.
double processor_time() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto micros = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
  };
  return micros(usage.ru_utime) + micros(usage.ru_stime);
}

struct Result {
  double rate = 0;
  double processor = 0;  // microseconds of a response
  std::vector<double> milliseconds;
  store::WriteQueueStats queue;
};

Result run(store::Database& database, const Options& options) {
  const base::SystemClock clock;
  const model::OrganizationId organization = make_organization(database);
  store::WriteQueue queue(database);
  app::Ingest ingest(queue, clock);

  // Bodies are made beforehand; ids would repeat, so each gets its own in place.
  base::Random random(7);
  constexpr std::size_t kBodies = 4'096;
  std::vector<std::string> bodies;
  for (std::size_t i = 0; i < kBodies; ++i) bodies.push_back(body(random, i));
  std::atomic<std::uint64_t> sent = 0;

  Ready ready;
  std::atomic<std::int64_t> stored = 0;
  std::vector<Steady::time_point> since(options.connections);
  std::vector<std::vector<double>> times(options.connections);
  const auto send = [&](std::size_t connection) {
    since[connection] = Steady::now();
    app::IngestRequest request;
    request.organization = organization;
    for (std::size_t i = 0; i < options.responses; ++i) {
      const std::uint64_t number = sent.fetch_add(1);
      thread_local std::string text;
      text = bodies[number % kBodies];
      const std::string id =
          fmt::format("{:016x}", options.random_ids ? number * 0x9e3779b97f4a7c15ULL : number);
      text.replace(text.find("\":\"r") + 4, 16, id);
      request.responses.push_back(read(text));
    }
    request.done = [&, connection](base::Result<app::IngestResults> results) {
      for (const auto& result : must(std::move(results))) {
        must(result);
        ++stored;
      }
      times[connection].push_back(
          std::chrono::duration<double, std::milli>(Steady::now() - since[connection]).count());
      ready.add(connection);
    };
    ingest.submit(std::move(request));
  };

  send(0);  // the detector is made before the clock runs
  while (stored == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  for (std::size_t i = 1; i < options.connections; ++i) ready.add(i);
  std::vector<std::thread> threads;
  const auto begin = Steady::now();
  const std::int64_t before = stored;
  const double used_before = processor_time();
  for (std::size_t i = 0; i < options.threads; ++i) {
    threads.emplace_back([&] {
      while (const auto connection = ready.take()) send(*connection);
    });
  }
  std::this_thread::sleep_for(std::chrono::duration<double>(options.seconds));
  const std::int64_t after = stored;
  const double used = processor_time();
  const double seconds = std::chrono::duration<double>(Steady::now() - begin).count();
  ready.end();
  for (std::thread& thread : threads) thread.join();
  queue.stop();
  Result result;
  result.rate = static_cast<double>(after - before) / seconds;
  result.processor = (used - used_before) / static_cast<double>(after - before);
  for (auto& each : times)
    result.milliseconds.insert(result.milliseconds.end(), each.begin(), each.end());
  std::sort(result.milliseconds.begin(), result.milliseconds.end());
  result.queue = queue.stats();
  return result;
}

}  // namespace
}  // namespace laurel

int main(int count, char** values) {
  using namespace laurel;
  Options options;
  if (count > 1) options.connections = std::strtoul(values[1], nullptr, 10);
  if (count > 2) options.seconds = std::strtod(values[2], nullptr);
  if (count > 3) options.threads = std::strtoul(values[3], nullptr, 10);
  if (count > 4) options.responses = std::strtoul(values[4], nullptr, 10);
  if (count > 5) options.random_ids = std::string_view(values[5]) == "random";
  const auto folder =
      std::filesystem::temp_directory_path() / fmt::format("laurel-ingest-{}", ::getpid());
  std::filesystem::create_directories(folder);
  const char* url = std::getenv("LAUREL_BENCH_POSTGRES");
  Result result;
  {
    auto database =
        must(store::Database::open(url == nullptr ? (folder / "bench.db").string() : url,
                                   store::SchemaPolicy::kCreateIfEmpty));
    result = run(*database, options);
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  const auto at = [&](double share) {
    const auto& all = result.milliseconds;
    return all.empty() ? 0.0
                       : all[static_cast<std::size_t>(share * static_cast<double>(all.size() - 1))];
  };
  fmt::print(
      "{} connections, {} a request: {:.0f} responses/s, {:.1f} µs each; ms p50 {:.2f} p99 {:.2f} "
      "max {:.2f}; "
      "{} batches of {:.1f} requests\n",
      options.connections, options.responses, result.rate, result.processor, at(0.5), at(0.99),
      at(1.0), result.queue.batches,
      static_cast<double>(result.queue.writes) /
          static_cast<double>(std::max<std::int64_t>(result.queue.batches, 1)));
  return 0;
}
