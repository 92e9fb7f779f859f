#include "store/database.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>
#include <vector>

#include "store/connection.h"
#include "store/gate.h"
#include "store/open.h"
#include "store/postgres_connection.h"
#include "store/schema.h"
#include "store/sqlite_connection.h"

namespace laurel::store {
namespace {

constexpr std::size_t kIdleReaders = 8;

// Copies SQLite's write-ahead log into the file on a thread and connection of its own, so that no
// commit waits for it. A log that grows faster than it is copied never ends, so above kLongLog the
// last few pages are copied while the gate is closed to writers; the next commit then starts the
// log afresh.
class Checkpointer {
 public:
  Checkpointer(std::unique_ptr<Connection> connection, Gate& gate)
      : connection_(std::move(connection)), gate_(gate), thread_([this] { run(); }) {}
  ~Checkpointer() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }
  void committed(int pages_in_log) {
    if (pages_in_log < kShortLog) return;
    {
      const std::lock_guard lock(mutex_);
      pages_ = pages_in_log;
    }
    changed_.notify_one();
  }

 private:
  static constexpr int kShortLog = 4'000;  // pages of 8 KiB
  static constexpr int kLongLog = 16'000;

  void run() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return stopping_ || pages_ > 0; });
      if (stopping_) return;
      const bool is_long = std::exchange(pages_, 0) >= kLongLog;
      lock.unlock();
      // A checkpoint that fails is tried again after the next commit; the log keeps everything.
      (void)checkpoint_sqlite(*connection_).ok();
      if (is_long && gate_.enter(std::chrono::milliseconds(1000))) {
        (void)checkpoint_sqlite(*connection_).ok();
        gate_.leave();
      }
      lock.lock();
    }
  }

  std::unique_ptr<Connection> connection_;
  Gate& gate_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int pages_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

// "postgresql://ann:secret@db/laurel?password=x" → without what is secret.
std::string without_password(const std::string& url) {
  std::string out = url;
  const std::size_t start = out.find("://") + 3;
  const std::size_t host_end = std::min(out.find('/', start), out.size());
  const std::size_t at = out.rfind('@', host_end);
  const std::size_t colon = out.find(':', start);
  if (at != std::string::npos && at > start && colon < at) out.erase(colon, at - colon);
  const std::size_t query = out.find('?');
  if (query != std::string::npos) out.erase(query);
  return out;
}

}  // namespace

base::Result<Address> parse_address(const std::string& url) {
  const auto starts = [&](std::string_view prefix) {
    return std::string_view(url).starts_with(prefix);
  };
  if (starts("postgresql://") || starts("postgres://")) {
    return Address{Engine::kPostgres, url, without_password(url)};
  }
  const std::string path = starts("sqlite:") ? url.substr(7) : url;
  if (path.empty()) {
    return base::invalid_input("Name a database: a file, or postgresql://user@host/name.");
  }
  if (path.find("://") != std::string::npos) {
    return base::invalid_input(
        fmt::format("Laurel can't use {}. Name a file, or postgresql://user@host/name.",
                    path.substr(0, path.find("://") + 3)));
  }
  return Address{Engine::kSqlite, path, path};
}

base::Result<std::unique_ptr<Connection>> open_connection(const Address& address, Access access,
                                                          const DatabaseOptions& options) {
  if (address.engine == Engine::kPostgres) return open_postgres(address, access, options);
  std::error_code error;
  if (access != Access::kCreator && !std::filesystem::exists(address.target, error)) {
    return base::not_found(
        fmt::format("There is no database {}. Check the path, or import something into it first.",
                    address.target));
  }
  if (std::filesystem::is_directory(address.target, error)) {
    return base::invalid_input(
        fmt::format("{} is a folder. Name the database file in it.", address.target));
  }
  return open_sqlite(address.target, access, options);
}

struct Database::State {
  Address address;
  DatabaseOptions options;
  Gate gate;
  std::unique_ptr<Connection> writer;  // belongs to who passed the gate
  std::mutex mutex;                    // guards idle_readers
  std::vector<std::unique_ptr<Connection>> idle_readers;
  std::unique_ptr<Checkpointer> checkpointer;  // last: stops first

  base::Status open_writer(Access access = Access::kWriter) {
    writer = TRY(open_connection(address, access, options));
    report_commits();
    return {};
  }
  void report_commits() {
    if (checkpointer == nullptr) return;
    on_sqlite_commit(*writer, [this](int pages) { checkpointer->committed(pages); });
  }

  // Null when none is idle.
  std::unique_ptr<Connection> idle_reader() {
    const std::lock_guard lock(mutex);
    if (idle_readers.empty()) return nullptr;
    auto connection = std::move(idle_readers.back());
    idle_readers.pop_back();
    return connection;
  }
};

struct Transaction::State {
  Database::State* database = nullptr;
  std::unique_ptr<Connection> connection;
  TransactionMode mode = TransactionMode::kRead;
  bool open = false;

  // Gives the connection back; the second time there is nothing left to do.
  void finish() {
    if (connection == nullptr) return;
    if (open) connection->rollback();
    open = false;
    if (mode != TransactionMode::kRead) {
      if (connection->usable()) database->writer = std::move(connection);
      connection.reset();
      database->gate.leave();
      return;
    }
    std::unique_ptr<Connection> done = std::move(connection);
    if (!done->usable()) return;
    const std::lock_guard lock(database->mutex);
    if (database->idle_readers.size() < kIdleReaders) {
      database->idle_readers.push_back(std::move(done));
    }
  }
};

Transaction::Transaction(std::unique_ptr<State> state) : state_(std::move(state)) {}
Transaction::Transaction(Transaction&&) noexcept = default;
Transaction& Transaction::operator=(Transaction&& other) noexcept {
  if (this != &other) {
    if (state_ != nullptr) state_->finish();
    state_ = std::move(other.state_);
  }
  return *this;
}
Transaction::~Transaction() {
  if (state_ != nullptr) state_->finish();
}

base::Status Transaction::commit() {
  CHECK(state_ != nullptr && state_->open);
  base::Status status = state_->connection->commit();
  state_->open = false;
  state_->finish();
  return status;
}

Connection& Transaction::connection() {
  CHECK(state_ != nullptr && state_->open);
  return *state_->connection;
}

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {}
Database::~Database() = default;

base::Result<std::unique_ptr<Database>> Database::open(const std::string& url, SchemaPolicy policy,
                                                       const DatabaseOptions& options) {
  auto state = std::make_unique<State>();
  state->address = TRY(parse_address(url));
  state->options = options;
  TRY(state->open_writer(policy == SchemaPolicy::kRequireCurrent ? Access::kWriter
                                                                 : Access::kCreator));
  TRY(settle_schema(*state->writer, state->address.display_name, policy));
  if (state->address.engine == Engine::kSqlite) {
    auto connection = TRY(open_connection(state->address, Access::kWriter, options));
    state->checkpointer = std::make_unique<Checkpointer>(std::move(connection), state->gate);
    state->report_commits();
  }
  return std::unique_ptr<Database>(new Database(std::move(state)));
}

base::Result<Transaction> Database::begin_write(References references) {
  if (!state_->gate.enter(state_->options.busy_timeout)) {
    return base::unavailable(
        "Something else is being written to the database. Wait until that is done and try again.");
  }
  auto transaction = std::make_unique<Transaction::State>();
  transaction->database = state_.get();
  transaction->mode = TransactionMode::kWrite;
  base::Status begun;
  // A server that was restarted meanwhile shows only now: try once more with a new connection.
  for (int attempt = 0; attempt < 2; ++attempt) {
    if (state_->writer == nullptr) begun = state_->open_writer();
    if (state_->writer == nullptr) break;
    begun =
        state_->writer->begin(references == References::kTrusted ? TransactionMode::kTrustedWrite
                                                                 : TransactionMode::kWrite);
    if (begun.ok() || state_->writer->usable()) break;
    state_->writer.reset();
  }
  if (!begun.ok()) {
    state_->gate.leave();
    return begun.error();
  }
  transaction->connection = std::move(state_->writer);
  transaction->open = true;
  return Transaction(std::move(transaction));
}

base::Result<Transaction> Database::begin_read() {
  auto transaction = std::make_unique<Transaction::State>();
  transaction->database = state_.get();
  // Idle connections of a server that was restarted fail here, one after the other.
  while (auto connection = state_->idle_reader()) {
    const base::Status begun = connection->begin(TransactionMode::kRead);
    if (!begun.ok() && connection->usable()) return begun.error();
    if (!begun.ok()) continue;
    transaction->connection = std::move(connection);
    transaction->open = true;
    return Transaction(std::move(transaction));
  }
  transaction->connection = TRY(open_connection(state_->address, Access::kReader, state_->options));
  TRY(transaction->connection->begin(TransactionMode::kRead));
  transaction->open = true;
  return Transaction(std::move(transaction));
}

Engine Database::engine() const { return state_->address.engine; }
const std::string& Database::display_name() const { return state_->address.display_name; }

}  // namespace laurel::store
