// The fixtures declared in test_database.h.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "store/test_database.h"

namespace laurel::store {

std::string test_server() {
  const char* named = std::getenv("LAUREL_TEST_POSTGRES");
  if (named == nullptr) named = "";
  std::string server = named;
  if (server.find("://") == std::string::npos) {
    std::ifstream file(server);
    std::getline(file, server);
  }
  return server;
}

TestFolder::TestFolder()
    : path_(std::filesystem::temp_directory_path() /
            fmt::format("laurel-{}-{}", getpid(), new_id().to_string())) {
  std::filesystem::create_directories(path_);
}

TestFolder::~TestFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

TestPlace::TestPlace(Engine engine) {
  if (engine == Engine::kSqlite) {
    url_ = folder_.file("laurel.db");
    return;
  }
  const std::string server = test_server();
  schema_ = "t" + new_id().to_string();
  std::erase(schema_, '-');
  if (server.empty()) {
    throw std::runtime_error(
        "These tests need a PostgreSQL: run them with ctest, or start one with tools/postgres and "
        "set LAUREL_TEST_POSTGRES to its url.");
  }
  auto connection = open_connection({Engine::kPostgres, server, server}, Access::kCreator, {});
  if (!connection.ok()) {
    throw std::runtime_error(connection.error().message + " " + connection.error().detail);
  }
  EXPECT_OK((*connection)->run_script("CREATE SCHEMA " + schema_));
  url_ = server + (server.find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" +
         schema_;
}

TestPlace::~TestPlace() {
  if (schema_.empty()) return;
  const std::string server = test_server();
  auto connection = open_connection({Engine::kPostgres, server, server}, Access::kCreator, {});
  EXPECT_OK(connection);
  if (connection.ok()) {
    EXPECT_OK((*connection)->run_script("DROP SCHEMA " + schema_ + " CASCADE"));
  }
}

base::Uuid new_id() {
  static const base::SystemClock clock;
  static base::UuidGenerator generator(clock, base::Random::entropy());
  return generator.next();
}

namespace {

model::Question question(std::string key, model::QuestionKind kind) {
  model::Question q;
  q.key = std::move(key);
  q.kind = kind;
  q.label = q.key + "?";
  return q;
}

}  // namespace

void StoreTest::SetUp() {
  database_ = VALUE(Database::open(place_.url(), SchemaPolicy::kCreateIfEmpty));
  write([&](Transaction& tx) {
    ASSERT_TRUE(create_organization(tx, {organization_, "acme", "Acme"}).ok());
    nps_ = VALUE(save_question(tx, organization_, question("nps", model::QuestionKind::kNps)));
    clean_ =
        VALUE(save_question(tx, organization_, question("clean", model::QuestionKind::kYesNo)));
    why_ = VALUE(save_question(tx, organization_, question("why", model::QuestionKind::kText)));
    market_ = VALUE(market_named(tx, organization_, "North"));
    unit_ = VALUE(unit_named(tx, organization_, "Leeds"));
    channel_ = VALUE(channel_named(tx, organization_, "Phone"));
    const std::string_view code = "A1";
    account_ = VALUE(accounts_coded(tx, organization_, {&code, 1}))[0];
    const model::Contact contact{{}, "ann@example.org", "Ann", account_};
    contact_ = VALUE(save_contacts(tx, organization_, {&contact, 1}))[0];
    for (const char* name : {"Maria", "Bob", "Chen"}) {
      model::Employee employee;
      employee.code = employee.first_name = name;
      employee.unit = unit_;
      employees_.push_back(employee);
    }
    ASSERT_TRUE(save_employees(tx, organization_, employees_).ok());
    questions_ = model::QuestionCatalog(VALUE(list_questions(tx, organization_)));
  });
}

SaveCounts StoreTest::save(std::span<const model::ResponseRecord> records) {
  SaveCounts counts;
  write([&](Transaction& tx) {
    counts = VALUE(save_responses(tx, organization_, questions_, records));
  });
  return counts;
}

std::vector<model::Cell> StoreTest::cells() {
  return read([&](Transaction& tx) { return VALUE(read_cells(tx, organization_)); });
}

RecountReport StoreTest::recounted() {
  RecountReport report;
  write([&](Transaction& tx) { report = VALUE(recount(tx, organization_, questions_)); });
  return report;
}

model::ResponseRecord StoreTest::record(const std::string& external_id, std::int64_t nps) {
  model::ResponseRecord record;
  model::Response& r = record.response;
  r.id = {new_id()};
  r.source = "interviews";
  r.external_id = external_id;
  r.occurred_on = *base::Date::parse("2026-03-05");
  r.received_at = *base::Timestamp::parse("2026-03-06T10:11:12.000345Z");
  r.market = market_;
  r.unit = unit_;
  r.channel = channel_;
  r.account = account_;
  r.contact = contact_;
  r.language = "en";
  r.reading = model::Reading::kRead;
  r.served_by = {employees_[1].id, employees_[0].id};
  r.answers = {{nps_, nps}, {clean_, 1}};
  r.verbatims = {{why_, "Maria at the front desk stayed late – großartig."}};
  model::Commendation c;
  c.id = {new_id()};
  c.question = why_;
  c.target = "Maria";
  c.mention = {0, 5};
  c.evidence = {0, 34};
  c.behaviours = 5;
  c.strength = detect::Strength::kExemplary;
  c.probability = 0.93F;
  c.flagged = true;
  c.link = detect::LinkState::kLinked;
  c.employee = employees_[0].id;
  c.candidates = {{employees_[0].id, 0.94F}, {employees_[2].id, 0.31F}};
  c.detector = "2026-11-21";
  record.commendations = {c};
  return record;
}

}  // namespace laurel::store
