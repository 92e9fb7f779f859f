// What opening and migrating refuse, and what they do to an empty database.
#include "store/migrations.h"

#include <array>
#include <map>
#include <set>
#include <thread>

#include "store/migration_files.h"
#include "store/test_database.h"

namespace laurel::store {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Migrations : public ::testing::TestWithParam<Engine> {
 protected:
  base::Status try_open(SchemaPolicy policy) {
    auto opened = Database::open(place_.url(), policy);
    if (!opened.ok()) return opened.error();
    return {};
  }
  // Runs on the database as it is, whatever its schema.
  void run(const std::string& sql) {
    const Address address = VALUE(parse_address(place_.url()));
    const auto connection = VALUE(open_connection(address, Access::kCreator, {}));
    EXPECT_OK(connection->run_script(sql));
  }
  TestPlace place_{GetParam()};
};

TEST_P(Migrations, BringAnEmptyDatabaseUpToDateOnce) {
  const MigrationReport first = VALUE(migrate(place_.url(), MigrateMode::kApply));
  EXPECT_EQ(first.from, 0);
  EXPECT_EQ(first.to, newest_schema_version());
  EXPECT_THAT(first.applied, SizeIs(static_cast<std::size_t>(newest_schema_version())));
  EXPECT_EQ(first.applied[0], "0001_create_schema");
  const MigrationReport second = VALUE(migrate(place_.url(), MigrateMode::kApply));
  EXPECT_EQ(second.from, second.to);
  EXPECT_THAT(second.applied, IsEmpty());
  EXPECT_OK(try_open(SchemaPolicy::kRequireCurrent));
}

TEST_P(Migrations, OnlyListWhatADryRunWouldDo) {
  run("SELECT 1");  // makes the file
  for (int i = 0; i < 2; ++i) {
    const MigrationReport report = VALUE(migrate(place_.url(), MigrateMode::kDryRun));
    EXPECT_EQ(report.from, 0);
    EXPECT_EQ(report.to, newest_schema_version());
    EXPECT_FALSE(report.applied.empty());
  }
  EXPECT_EQ(try_open(SchemaPolicy::kRequireCurrent).error().code, base::ErrorCode::kNotFound);
}

TEST_P(Migrations, AreMadeByOpeningWhereThePolicySaysSo) {
  EXPECT_OK(try_open(SchemaPolicy::kMigrate));
  EXPECT_OK(try_open(SchemaPolicy::kCreateIfEmpty));
}

TEST_P(Migrations, RefuseADatabaseOfANewerProgram) {
  EXPECT_OK(try_open(SchemaPolicy::kCreateIfEmpty));
  run("INSERT INTO schema_migration (version, name, checksum) VALUES (99, 'later', 'x')");
  for (const auto policy :
       {SchemaPolicy::kCreateIfEmpty, SchemaPolicy::kRequireCurrent, SchemaPolicy::kMigrate}) {
    const auto status = try_open(policy);
    EXPECT_EQ(status.error().code, base::ErrorCode::kUnsupported);
    EXPECT_THAT(status.error().message, HasSubstr("was made by a newer Laurel (schema 99"));
    EXPECT_THAT(status.error().message, HasSubstr("Install the newer version."));
  }
  EXPECT_FALSE(migrate(place_.url(), MigrateMode::kDryRun).ok());
}

TEST_P(Migrations, RefuseOnesThatWereAppliedWithOtherContent) {
  EXPECT_OK(try_open(SchemaPolicy::kCreateIfEmpty));
  run("UPDATE schema_migration SET checksum = 'other' WHERE version = 1");
  const auto status = try_open(SchemaPolicy::kMigrate);
  EXPECT_EQ(status.error().code, base::ErrorCode::kConflict);
  EXPECT_THAT(status.error().message, HasSubstr("another form of migration 0001_create_schema"));
}

TEST_P(Migrations, RefuseToTouchTheTablesOfAnotherProgram) {
  run("CREATE TABLE invoices (id INTEGER)");
  for (const auto policy :
       {SchemaPolicy::kCreateIfEmpty, SchemaPolicy::kRequireCurrent, SchemaPolicy::kMigrate}) {
    const auto status = try_open(policy);
    EXPECT_EQ(status.error().code, base::ErrorCode::kInvalidInput);
    EXPECT_THAT(status.error().message, HasSubstr("of another program"));
  }
  EXPECT_FALSE(migrate(place_.url(), MigrateMode::kApply).ok());
}

TEST_P(Migrations, ByTwoAtOnceLeaveOneSchema) {
  // Both find it empty; the second waits for the first and then has nothing to do.
  const Address address = VALUE(parse_address(place_.url()));
  std::vector<std::thread> threads;
  std::array<bool, 4> ok{};
  for (std::size_t i = 0; i < ok.size(); ++i) {
    threads.emplace_back([&, i] { ok[i] = migrate(place_.url(), MigrateMode::kApply).ok(); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(ok, ::testing::Each(true));
  EXPECT_OK(try_open(SchemaPolicy::kRequireCurrent));
}

// Every table leads its primary key and its references with the organization, but for the few that
// belong to the whole deployment.
TEST_P(Migrations, PutTheOrganizationFirstInEveryKey) {
  const auto database = VALUE(Database::open(place_.url(), SchemaPolicy::kCreateIfEmpty));
  Transaction tx = VALUE(database->begin_read());
  constexpr Dialects kKeys = {
      R"sql(
    SELECT m.name, 'primary', p.name FROM sqlite_schema m, pragma_table_info(m.name) p
    WHERE m.type = 'table' AND p.pk = 1
    UNION ALL
    SELECT m.name, 'foreign', f."from" FROM sqlite_schema m, pragma_foreign_key_list(m.name) f
    WHERE m.type = 'table' AND f.seq = 0)sql",
      R"sql(
    SELECT t.relname::text, c.contype::text, a.attname::text
    FROM pg_constraint c
    JOIN pg_class t ON t.oid = c.conrelid AND t.relnamespace = current_schema()::regnamespace
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
    WHERE c.contype IN ('p', 'f'))sql"};
  const std::map<std::string, std::set<std::string>> deployment = {
      {"schema_migration", {"version"}},
      {"login", {"user_id"}},
      {"session", {"secret_hash", "user_id"}},
      {"one_time_link", {"secret_hash", "user_id"}},
      {"throttle", {"key_hash"}},
      {"deployment_setting", {"name"}}};
  Statement row = VALUE(tx.connection().query(kKeys.text(database->engine())));
  int keys = 0;
  while (VALUE(row.step())) {
    ++keys;
    const auto own = deployment.find(row.string(0));
    if (own == deployment.end()) {
      EXPECT_EQ(row.text(2), "organization_id") << row.text(0) << " " << row.text(1);
    } else {
      EXPECT_TRUE(own->second.contains(row.string(2))) << row.text(0) << " " << row.text(2);
    }
  }
  EXPECT_GT(keys, 50);
}

ON_BOTH_ENGINES(Migrations);

TEST(MigrationFiles, AreNumberedWithoutGaps) {
  int version = 0;
  for (const MigrationFile& file : migration_files()) {
    EXPECT_EQ(std::stoi(std::string(file.name.substr(0, 4))), ++version);
    EXPECT_FALSE(file.text.empty());
  }
  EXPECT_EQ(version, newest_schema_version());
}

TEST(Address, KeepsPasswordsOutOfMessages) {
  const auto name = [](const char* url) { return parse_address(url)->display_name; };
  EXPECT_EQ(name("postgresql://ann:secret@db:5432/laurel"), "postgresql://ann@db:5432/laurel");
  EXPECT_EQ(name("postgresql://ann:s@cret@db/laurel"), "postgresql://ann@db/laurel");
  EXPECT_EQ(name("postgres://db/laurel?user=ann&password=secret"), "postgres://db/laurel");
  EXPECT_EQ(name("postgresql://db"), "postgresql://db");
  EXPECT_EQ(name("sqlite:a/b.db"), "a/b.db");
  EXPECT_FALSE(parse_address("").ok());
  EXPECT_EQ(parse_address("mysql://root:secret@db/x").error().message,
            "Laurel can't use mysql://. Name a file, or postgresql://user@host/name.");
}

}  // namespace
}  // namespace laurel::store
