#include "store/migrations.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "store/migration_files.h"
#include "store/open.h"
#include "store/schema.h"

namespace laurel::store {
namespace {

constexpr std::string_view kCreateHistory = R"sql(
  CREATE TABLE schema_migration (
    version INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL
  );)sql";

constexpr Dialects kCountTables = {
    "SELECT count(*), coalesce(sum(name = 'schema_migration'), 0) FROM sqlite_schema "
    "WHERE type = 'table'",
    "SELECT count(*), count(*) FILTER (WHERE tablename = 'schema_migration') FROM pg_tables "
    "WHERE schemaname = current_schema()"};

constexpr std::string_view kReadHistory =
    "SELECT version, name, checksum FROM schema_migration ORDER BY version";

constexpr std::string_view kAddHistory =
    "INSERT INTO schema_migration (version, name, checksum) VALUES ($1, $2, $3)";

// Two processes that find an empty database at the same time: the second waits, then sees what the
// first has done.
constexpr std::string_view kLockMigrations = "SELECT pg_advisory_xact_lock(5496219811)";

// 64-bit FNV-1a (RFC draft-eastlake-fnv): guards against accidents, not attacks.
std::string checksum_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }
  return fmt::format("{:016x}", hash);
}

// What the words in braces become; see migrations/0001_create_schema.sql.
struct Word {
  std::string_view word, sqlite, postgres;
};
constexpr std::array<Word, 8> kWords = {{{"{uuid}", "BLOB", "uuid"},
                                         {"{bytes}", "BLOB", "bytea"},
                                         {"{time}", "INTEGER", "timestamptz"},
                                         {"{date}", "INTEGER", "date"},
                                         {"{bigint}", "INTEGER", "bigint"},
                                         {"{bool}", "INTEGER", "boolean"},
                                         {"{real}", "REAL", "double precision"},
                                         {"{table}", "STRICT, WITHOUT ROWID", ""}}};

std::string translated(std::string_view text, Engine engine) {
  std::string sql(text);
  for (const Word& word : kWords) {
    const std::string_view with = engine == Engine::kSqlite ? word.sqlite : word.postgres;
    for (std::size_t at = 0; (at = sql.find(word.word, at)) != std::string::npos;) {
      sql.replace(at, word.word.size(), with);
    }
  }
  return sql;
}

struct Migration {
  int version = 0;
  std::string name;  // "0001_create_schema"
  std::string_view text;
};

std::vector<Migration> known_migrations(Engine engine) {
  std::vector<Migration> known;
  for (const MigrationFile& file : migration_files()) {
    const std::size_t dot = file.name.find('.');
    const std::string_view variant = file.name.substr(dot);
    if (variant == (engine == Engine::kSqlite ? ".postgres.sql" : ".sqlite.sql")) continue;
    Migration migration;
    migration.name = std::string(file.name.substr(0, dot));
    migration.text = file.text;
    std::from_chars(file.name.data(), file.name.data() + 4, migration.version);
    known.push_back(std::move(migration));
    CHECK(known.back().version == static_cast<int>(known.size()));
  }
  return known;
}

struct Applied {
  int version = 0;
  std::string name, checksum;
};

base::Result<std::vector<Applied>> read_history(Connection& connection, const std::string& name) {
  std::int64_t tables = 0, history = 0;
  {
    Statement statement = TRY(connection.query(kCountTables.text(connection.engine())));
    TRY(statement.step());
    tables = statement.integer(0);
    history = statement.integer(1);
  }
  if (history == 0) {
    if (tables == 0) return std::vector<Applied>{};
    return base::invalid_input(fmt::format(
        "{} holds the tables of another program. Name an empty database for Laurel.", name));
  }
  std::vector<Applied> applied;
  Statement statement = TRY(connection.query(kReadHistory));
  while (TRY(statement.step())) {
    applied.push_back({statement.number(0), statement.string(1), statement.string(2)});
  }
  return applied;
}

base::Status check_history(const std::vector<Applied>& applied, const std::vector<Migration>& known,
                           const std::string& name) {
  for (std::size_t i = 0; i < applied.size(); ++i) {
    if (i >= known.size()) {
      return base::unsupported(
          fmt::format("{} was made by a newer Laurel (schema {}, this program knows {}). Install "
                      "the newer version.",
                      name, applied.back().version, known.size()));
    }
    if (applied[i].version != known[i].version ||
        applied[i].checksum != checksum_of(known[i].text)) {
      return base::conflict(
          fmt::format("{} was made with another form of migration {} than this program has. "
                      "Use the program that made it, or restore a backup.",
                      name, known[i].name));
    }
  }
  return {};
}

// Applies the migration after `version`, unless another process has done so meanwhile; false then.
base::Result<bool> apply(Connection& connection, const Migration& migration,
                         const std::string& name) {
  if (connection.engine() == Engine::kPostgres) TRY(connection.execute(kLockMigrations));
  const std::vector<Applied> applied = TRY(read_history(connection, name));
  if (static_cast<int>(applied.size()) >= migration.version) return false;
  if (applied.empty()) TRY(connection.run_script(std::string(kCreateHistory)));
  TRY(connection.run_script(translated(migration.text, connection.engine())));
  TRY(connection.execute(kAddHistory,
                         {migration.version, migration.name, checksum_of(migration.text)}));
  return true;
}

}  // namespace

int newest_schema_version() { return static_cast<int>(known_migrations(Engine::kSqlite).size()); }

base::Result<MigrationReport> bring_up_to_date(Connection& connection, const std::string& name,
                                               MigrateMode mode) {
  const std::vector<Migration> known = known_migrations(connection.engine());
  const std::vector<Applied> applied = TRY(read_history(connection, name));
  TRY(check_history(applied, known, name));
  MigrationReport report;
  report.from = report.to = static_cast<int>(applied.size());
  for (std::size_t i = applied.size(); i < known.size(); ++i) {
    if (mode == MigrateMode::kApply) {
      TRY(connection.begin(TransactionMode::kWrite));
      const base::Result<bool> done = apply(connection, known[i], name);
      if (!done.ok()) {
        connection.rollback();
        return done.error();
      }
      TRY(connection.commit());
      if (!*done) continue;
    }
    report.applied.push_back(known[i].name);
    report.to = known[i].version;
  }
  return report;
}

base::Status settle_schema(Connection& connection, const std::string& name, SchemaPolicy policy) {
  const std::vector<Migration> known = known_migrations(connection.engine());
  const std::vector<Applied> applied = TRY(read_history(connection, name));
  TRY(check_history(applied, known, name));
  if (applied.size() == known.size()) return {};
  if (policy == SchemaPolicy::kMigrate ||
      (policy == SchemaPolicy::kCreateIfEmpty && applied.empty())) {
    TRY(bring_up_to_date(connection, name, MigrateMode::kApply));
    return {};
  }
  if (applied.empty()) {
    return base::not_found(
        fmt::format("{} is empty. Import something into it first, or name another.", name));
  }
  return base::unavailable(
      fmt::format("{} was made by an older Laurel (schema {}, this program needs {}). Run \"laurel "
                  "migrate\" once.",
                  name, applied.size(), known.size()));
}

base::Result<MigrationReport> migrate(const std::string& url, MigrateMode mode) {
  const Address address = TRY(parse_address(url));
  const auto connection =
      TRY(open_connection(address, mode == MigrateMode::kApply ? Access::kCreator : Access::kWriter,
                          DatabaseOptions{}));
  return bring_up_to_date(*connection, address.display_name, mode);
}

}  // namespace laurel::store
