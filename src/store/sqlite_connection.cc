#include "store/sqlite_connection.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <unordered_map>
#include <utility>

namespace laurel::store {
namespace {

constexpr int kPageSize = 8192;
constexpr std::int64_t kApplicationId = 0x4c61726c;  // "Larl"

base::Error sqlite_error(int code, const std::string& path, const char* words) {
  const std::string detail =
      fmt::format("SQLite {} ({}): {}", code, sqlite3_errstr(code), words == nullptr ? "" : words);
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return base::unavailable(
          fmt::format("{} is locked by another process. Wait until that one is done, or stop it, "
                      "and try again.",
                      path),
          detail);
    case SQLITE_FULL:
      return base::unavailable(
          fmt::format("There is no room left on the disk that holds {}. Free some space and try "
                      "again; nothing of this step was kept.",
                      path),
          detail);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return base::unavailable(
          fmt::format("{} can't be written. Make the file and its folder writable for this user, "
                      "or name another file.",
                      path),
          detail);
    case SQLITE_CANTOPEN:
      return base::unavailable(
          fmt::format("{} can't be opened. Check that its folder exists and that this user may "
                      "write there.",
                      path),
          detail);
    case SQLITE_IOERR:
      return base::unavailable(
          fmt::format("Reading or writing {} failed. Check the disk and try again; nothing of this "
                      "step was kept.",
                      path),
          detail);
    case SQLITE_NOTADB:
      return base::invalid_input(
          fmt::format("{} is not a database. Name another file, or move this one away.", path),
          detail);
    case SQLITE_CORRUPT:
      return base::unavailable(
          fmt::format("{} is damaged. Restore it from a backup and import what came later again.",
                      path),
          detail);
    case SQLITE_CONSTRAINT:
      return base::conflict(
          "What was to be saved contradicts what is stored already. Check for duplicate or missing "
          "codes.",
          detail);
    case SQLITE_NOMEM:
      return base::unavailable("There is not enough memory. Stop other programs and try again.",
                               detail);
    default:
      return {base::ErrorCode::kInternal,
              "The database refused a command of Laurel. This is a bug: please report it.", detail};
  }
}

class SqliteConnection;

class SqlitePrepared final : public Prepared {
 public:
  SqlitePrepared(SqliteConnection& connection, sqlite3_stmt* handle)
      : connection_(connection), handle_(handle) {
    // `$1` is a name to SQLite, numbered by first appearance: find out where each one is.
    const int count = sqlite3_bind_parameter_count(handle);
    for (int i = 1; i <= count; ++i) {
      const char* name = sqlite3_bind_parameter_name(handle, i);
      CHECK(name != nullptr && name[0] == '$');
      const auto number = static_cast<std::size_t>(std::atoi(name + 1));
      if (places_.size() < number) places_.resize(number, 0);
      places_[number - 1] = i;
    }
  }
  ~SqlitePrepared() override { sqlite3_finalize(handle_); }

  void bind(std::span<const Value> values) override { bind(values, SQLITE_TRANSIENT); }
  // With SQLITE_STATIC, texts must live until the next reset.
  void bind(std::span<const Value> values, sqlite3_destructor_type lifetime);
  base::Result<bool> step() override;
  void reset() override { sqlite3_reset(handle_); }
  std::int64_t changed_rows() const override {
    return sqlite3_changes64(sqlite3_db_handle(handle_));
  }

  bool is_null(int column) const override {
    return sqlite3_column_type(handle_, column) == SQLITE_NULL;
  }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(handle_, column); }
  double real(int column) const override { return sqlite3_column_double(handle_, column); }
  std::string_view text(int column) const override {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
    if (data == nullptr) return {};
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
  }
  std::string_view bytes(int column) const override {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(handle_, column));
    if (data == nullptr) return {};
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
  }
  base::Uuid uuid(int column) const override {
    base::Uuid id;
    const std::string_view data = bytes(column);
    if (data.size() == id.bytes.size()) std::memcpy(id.bytes.data(), data.data(), data.size());
    return id;
  }
  base::Timestamp timestamp(int column) const override { return {integer(column)}; }
  base::Date date(int column) const override {
    return {static_cast<std::int32_t>(integer(column))};
  }

 private:
  SqliteConnection& connection_;
  sqlite3_stmt* handle_;
  std::vector<int> places_;
};

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(sqlite3* handle, std::string path) : handle_(handle), path_(std::move(path)) {}
  ~SqliteConnection() override {
    statements_.clear();
    sqlite3_close_v2(handle_);
  }

  Engine engine() const override { return Engine::kSqlite; }

  base::Result<Statement> prepare(std::string_view sql) override {
    return Statement(*TRY(prepared(sql)));
  }

  base::Result<SqlitePrepared*> prepared(std::string_view sql) {
    auto& ready = statements_[std::string(sql)];
    for (const auto& statement : ready) {
      if (!statement->busy) return statement.get();
    }
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return failed(code);
    ready.push_back(std::make_unique<SqlitePrepared>(*this, statement));
    return ready.back().get();
  }

  base::Status run_script(const std::string& sql) override {
    const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return failed(code);
    return {};
  }

  base::Result<std::unique_ptr<BulkInsert>> bulk_insert(std::string_view table,
                                                        std::string_view columns) override;

  base::Status begin(TransactionMode mode) override {
    first_error_.reset();
    if (mode != TransactionMode::kRead) {
      // Changing it makes SQLite compile every statement again, so only when it differs.
      if (const bool trusted = mode == TransactionMode::kTrustedWrite; trusted != trusted_) {
        TRY(run_script(trusted ? "PRAGMA foreign_keys = OFF" : "PRAGMA foreign_keys = ON"));
        trusted_ = trusted;
      }
      return run_script("BEGIN IMMEDIATE");
    }
    TRY(run_script("BEGIN"));
    // The snapshot is taken by the first read.
    TRY(execute("SELECT count(*) FROM sqlite_schema"));
    return {};
  }

  base::Status commit() override {
    if (first_error_) {
      const base::Error error = *first_error_;
      rollback();
      return error;
    }
    base::Status status = run_script("COMMIT");
    if (!status.ok()) rollback();
    return status;
  }

  void rollback() override {
    first_error_.reset();
    if (sqlite3_get_autocommit(handle_) == 0) {
      sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
    }
  }

  base::Status begin_part() override { return run_script("SAVEPOINT part"); }

  base::Status keep_part() override {
    if (first_error_) return *first_error_;
    return run_script("RELEASE part");
  }

  base::Status undo_part() override {
    // SQLite has ended a transaction by itself that it couldn't go on with.
    if (sqlite3_get_autocommit(handle_) != 0) return failed(SQLITE_ABORT);
    const std::optional<base::Error> before = std::exchange(first_error_, std::nullopt);
    base::Status undone = run_script("ROLLBACK TO part; RELEASE part");
    if (!undone.ok() && before) first_error_ = before;
    return undone;
  }

  bool usable() const override { return sqlite3_get_autocommit(handle_) != 0; }

  // Keeps the first error of a transaction, so that a commit can't keep half of what was meant.
  base::Error failed(int code) {
    if (first_error_) return *first_error_;
    base::Error error =
        sqlite_error(sqlite3_extended_errcode(handle_), path_, sqlite3_errmsg(handle_));
    if (code == SQLITE_BUSY) error = sqlite_error(code, path_, sqlite3_errmsg(handle_));
    first_error_ = error;
    return error;
  }

  // SQLite ends a transaction by itself when the disk is full; what came after would be kept.
  bool has_failed() const { return first_error_.has_value(); }

  sqlite3* handle() { return handle_; }
  const std::string& path() const { return path_; }

  void set_hook(std::function<void(int)> hook) {
    hook_ = std::move(hook);
    sqlite3_wal_hook(
        handle_,
        [](void* self, sqlite3*, const char*, int pages) {
          static_cast<SqliteConnection*>(self)->hook_(pages);
          return SQLITE_OK;
        },
        this);
  }

 private:
  sqlite3* handle_;
  std::string path_;
  std::unordered_map<std::string, std::vector<std::unique_ptr<SqlitePrepared>>> statements_;
  std::optional<base::Error> first_error_;
  std::function<void(int)> hook_;
  bool trusted_ = false;  // references aren't checked
};

void SqlitePrepared::bind(std::span<const Value> values, sqlite3_destructor_type lifetime) {
  sqlite3_reset(handle_);
  CHECK(values.size() == places_.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Value& value = values[i];
    const int place = places_[i];
    switch (value.type()) {
      case Value::Type::kNull:
        sqlite3_bind_null(handle_, place);
        break;
      case Value::Type::kInteger:
      case Value::Type::kTimestamp:
      case Value::Type::kDate:
        sqlite3_bind_int64(handle_, place, value.integer());
        break;
      case Value::Type::kReal:
        sqlite3_bind_double(handle_, place, value.real());
        break;
      case Value::Type::kText: {
        // A null pointer would become NULL instead of the empty text.
        const char* data = value.text().empty() ? "" : value.text().data();
        sqlite3_bind_text64(handle_, place, data, value.text().size(), lifetime, SQLITE_UTF8);
        break;
      }
      case Value::Type::kBytes:
      case Value::Type::kUuid: {
        const char* data = value.text().empty() ? "" : value.text().data();
        sqlite3_bind_blob64(handle_, place, data, value.text().size(), lifetime);
        break;
      }
      case Value::Type::kTexts:
      case Value::Type::kUuids:
        CHECK(value.type() < Value::Type::kTexts);  // SQLite has no lists
    }
  }
}

base::Result<bool> SqlitePrepared::step() {
  if (connection_.has_failed()) return connection_.failed(SQLITE_ABORT);
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  const base::Error error = connection_.failed(code);
  sqlite3_reset(handle_);
  return error;
}

class SqliteBulkInsert final : public BulkInsert {
 public:
  explicit SqliteBulkInsert(SqlitePrepared& insert) : insert_(insert) { insert.busy = true; }
  ~SqliteBulkInsert() override {
    insert_.reset();
    insert_.busy = false;
  }
  base::Status row(std::span<const Value> values) override {
    insert_.bind(values, SQLITE_STATIC);
    TRY(insert_.step());
    return {};
  }
  base::Status finish() override { return {}; }

 private:
  SqlitePrepared& insert_;
};

base::Result<std::unique_ptr<BulkInsert>> SqliteConnection::bulk_insert(std::string_view table,
                                                                        std::string_view columns) {
  std::string places = "$1";
  const auto count = 1 + std::count(columns.begin(), columns.end(), ',');
  for (std::ptrdiff_t i = 2; i <= count; ++i) places += fmt::format(",${}", i);
  const std::string sql = fmt::format("INSERT INTO {} ({}) VALUES ({})", table, columns, places);
  return std::unique_ptr<BulkInsert>(std::make_unique<SqliteBulkInsert>(*TRY(prepared(sql))));
}

constexpr const char* kSettings = R"sql(
  PRAGMA foreign_keys = ON;
  PRAGMA synchronous = FULL;
  PRAGMA temp_store = MEMORY;
  PRAGMA journal_size_limit = 67108864;
)sql";

// Before anything is changed: the file is Laurel's, or empty and ours to make. False when it is
// empty and stays so.
base::Result<bool> is_laurels(Connection& connection, const std::string& path, Access access) {
  std::int64_t application = 0, tables = 0;
  // In this order: another process that makes the file sets its id before its tables.
  {
    Statement statement = TRY(connection.query("SELECT count(*) FROM sqlite_schema"));
    if (TRY(statement.step())) tables = statement.integer(0);
  }
  {
    Statement statement = TRY(connection.query("PRAGMA application_id"));
    if (TRY(statement.step())) application = statement.integer(0);
  }
  if (application == kApplicationId) return true;
  if (application != 0 || tables != 0) {
    return base::invalid_input(
        fmt::format("{} is the database of another program. Name another file for Laurel.", path));
  }
  if (access != Access::kCreator) return false;
  TRY(connection.run_script(fmt::format("PRAGMA page_size = {}", kPageSize)));
  TRY(connection.run_script(fmt::format("PRAGMA application_id = {}", kApplicationId)));
  return true;
}

}  // namespace

base::Result<std::unique_ptr<Connection>> open_sqlite(const std::string& path, Access access,
                                                      const DatabaseOptions& options) {
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (access == Access::kCreator) flags |= SQLITE_OPEN_CREATE;
  // Counting SQLite's memory costs a lock at every allocation; must come before the first use.
  static const int quiet = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)quiet;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  auto connection = std::make_unique<SqliteConnection>(handle, path);
  if (code != SQLITE_OK) {
    return sqlite_error(code, path, handle == nullptr ? nullptr : sqlite3_errmsg(handle));
  }
  sqlite3_busy_timeout(handle, static_cast<int>(options.busy_timeout.count()));
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  // Fails here when the file is something else, or can't be read or written.
  const bool ours = TRY(is_laurels(*connection, path, access));
  if (ours && access != Access::kReader) {
    // SQLite does not wait while another connection turns a new file to WAL: it says busy at once.
    const auto give_up = std::chrono::steady_clock::now() + options.busy_timeout;
    int switched = sqlite3_exec(handle, "PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr);
    while ((switched & 0xff) == SQLITE_BUSY && std::chrono::steady_clock::now() < give_up) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      switched = sqlite3_exec(handle, "PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr);
    }
    if (switched != SQLITE_OK) return connection->failed(switched);
  }
  TRY(connection->run_script(kSettings));
  if (access == Access::kReader) {
    TRY(connection->run_script("PRAGMA cache_size = -16384; PRAGMA query_only = ON"));
  } else {
    // The index on external ids is hit all over by an import; in KiB.
    TRY(connection->run_script("PRAGMA cache_size = -65536"));
  }
  if (access != Access::kReader && sqlite3_db_readonly(handle, "main") != 0) {
    return sqlite_error(SQLITE_READONLY, path, "opened read-only");
  }
  return std::unique_ptr<Connection>(std::move(connection));
}

void on_sqlite_commit(Connection& connection, std::function<void(int)> hook) {
  CHECK(connection.engine() == Engine::kSqlite);
  static_cast<SqliteConnection&>(connection).set_hook(std::move(hook));
}

base::Status checkpoint_sqlite(Connection& connection) {
  CHECK(connection.engine() == Engine::kSqlite);
  auto& sqlite = static_cast<SqliteConnection&>(connection);
  const int code = sqlite3_wal_checkpoint_v2(sqlite.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                             nullptr, nullptr);
  if (code != SQLITE_OK) return sqlite.failed(code);
  return {};
}

}  // namespace laurel::store
