// What access costs: once per request the look-up of a session or token, from memory and from the
// database; per sign-in the hash.
//   access_bench --benchmark_filter=Session
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <future>

#include "app/access.h"
#include "store/organizations.h"

namespace laurel::app {
namespace {

// A company of 5,000 people, 50 units and one leader to ten, with a member of the role; removed
// with the object.
class Company {
 public:
  Company(model::Role role, std::chrono::seconds cached_for) {
    folder_ = std::filesystem::temp_directory_path() / fmt::format("laurel-bench-{}", ::getpid());
    std::filesystem::create_directories(folder_);
    database_ = *store::Database::open((folder_ / "laurel.db").string(),
                                       store::SchemaPolicy::kCreateIfEmpty);
    organization_ = {{base::UuidGenerator(clock_, 7).next()}, "acme", "Acme"};
    auto tx = *database_->begin_write();
    CHECK(store::create_organization(tx, organization_).ok());
    std::vector<model::Employee> people(5000);
    for (std::size_t i = 0; i < people.size(); ++i) {
      people[i].code = people[i].first_name = fmt::format("p{}", i);
      people[i].unit = *store::unit_named(tx, organization_.id, fmt::format("unit {}", i % 50));
    }
    CHECK(store::save_employees(tx, organization_.id, people).ok());
    for (std::size_t i = 1; i < people.size(); ++i) people[i].leader = people[(i - 1) / 10].id;
    CHECK(store::save_employees(tx, organization_.id, people).ok());
    CHECK(tx.commit().ok());
    AccessOptions options;
    options.background = false;
    options.cached_for = cached_for;
    access_ = std::make_unique<Access>(*database_, clock_, options);
    const Caller command = command_caller(organization_);
    const bool leads = role == model::Role::kLeader;
    // Leads 111 people.
    CHECK(access_->invite(command, {"ann@example.org", "", role, leads ? "p5" : "", ""}).ok());
    CHECK(access_->set_password(command, "ann@example.org", password_).ok());
    CHECK(!sign_in(password_).secret.empty());
    token_ =
        access_->create_token(command, {"bench", {model::TokenScope::kReadReport}, {}})->secret;
  }
  Company(const Company&) = delete;
  Company& operator=(const Company&) = delete;
  ~Company() {
    access_ = nullptr;
    database_ = nullptr;
    std::filesystem::remove_all(folder_);
  }

  NewSession sign_in(const base::Secret& password) {
    std::promise<NewSession> done;
    access_->sign_in("ann@example.org", password, {"192.0.2.1", "", {}},
                     [&](base::Result<NewSession> session) {
                       CHECK(session.ok());
                       done.set_value(*std::move(session));
                     });
    session_ = done.get_future().get();
    return session_;
  }

  base::SystemClock clock_;
  std::filesystem::path folder_;
  std::unique_ptr<store::Database> database_;
  model::Organization organization_;
  std::unique_ptr<Access> access_;
  const base::Secret password_{"vivid otter lamp"};
  NewSession session_;
  base::Secret token_;
};

void look_up_sessions(benchmark::State& state, model::Role role, std::chrono::seconds cached_for) {
  Company company(role, cached_for);
  for (auto _ : state)
    benchmark::DoNotOptimize(company.access_->session(company.session_.secret.reveal()));
}

void SessionFromMemory(benchmark::State& state) {
  look_up_sessions(state, model::Role::kOwner, std::chrono::hours(1));
}
void SessionFromDatabase(benchmark::State& state) {
  look_up_sessions(state, model::Role::kOwner, std::chrono::seconds(0));
}
void LeadersSessionFromDatabase(benchmark::State& state) {
  look_up_sessions(state, model::Role::kLeader, std::chrono::seconds(0));
}
void TokenFromMemory(benchmark::State& state) {
  Company company(model::Role::kOwner, std::chrono::hours(1));
  for (auto _ : state) benchmark::DoNotOptimize(company.access_->token(company.token_.reveal()));
}
void UnknownSession(benchmark::State& state) {
  Company company(model::Role::kOwner, std::chrono::hours(1));
  const base::Secret unknown = base::new_secret();
  for (auto _ : state) benchmark::DoNotOptimize(company.access_->session(unknown.reveal()));
}
void FormToken(benchmark::State& state) {
  const base::Secret session = base::new_secret();
  for (auto _ : state) benchmark::DoNotOptimize(Access::form_token(session.reveal()));
}
void HashPassword(benchmark::State& state) {
  const base::Secret password("vivid otter lamp");
  for (auto _ : state) benchmark::DoNotOptimize(PasswordHasher::hash_now(password));
}
void SignIn(benchmark::State& state) {
  Company company(model::Role::kOwner, std::chrono::seconds(5));
  for (auto _ : state) benchmark::DoNotOptimize(company.sign_in(company.password_));
}

BENCHMARK(SessionFromMemory);
BENCHMARK(SessionFromDatabase);
BENCHMARK(LeadersSessionFromDatabase);
BENCHMARK(TokenFromMemory);
BENCHMARK(UnknownSession);
BENCHMARK(FormToken);
BENCHMARK(HashPassword)->Unit(benchmark::kMillisecond);
BENCHMARK(SignIn)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace laurel::app
