// A database: one SQLite file, or one PostgreSQL. Everything is read and written inside a
// Transaction, so that a response, its commendations and the cells it changes commit together or
// not at all.
//
// Thread-safe: transactions may be opened from any thread. One writes at a time within a process,
// in the order they came; readers see a snapshot and never wait for the writer. A Transaction
// itself belongs to one thread.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/result.h"

namespace laurel::store {

class Connection;  // store/connection.h, inside this module

enum class Engine { kSqlite, kPostgres };

// What to do about the schema when opening.
enum class SchemaPolicy {
  kCreateIfEmpty,   // an empty or new database gets the schema; an older one is refused with "run
                    // laurel migrate"
  kRequireCurrent,  // a missing file is an error; an older or empty one too
  kMigrate,         // brings it up to date
};

struct DatabaseOptions {
  std::chrono::milliseconds busy_timeout{5000};          // how long a writer waits for another
  std::chrono::milliseconds statement_timeout{120'000};  // PostgreSQL: one statement at most
};

class Transaction {
 public:
  Transaction(Transaction&&) noexcept;
  Transaction& operator=(Transaction&&) noexcept;
  ~Transaction();  // rolls back unless committed

  // Ends the transaction, whether it succeeds or not; others may write from then on.
  base::Status commit();

  Connection& connection();

 private:
  friend class Database;
  struct State;
  explicit Transaction(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Whether the engine looks up everything that a new row refers to. SQLite does so row by row, a
// tenth of an import's work; PostgreSQL always checks.
enum class References {
  kChecked,
  kTrusted,  // REQUIRES: every id was looked up or made in the same transaction
};

class Database {
 public:
  // `url` is a path, "sqlite:PATH" or "postgresql://…". A schema newer than this program knows is
  // refused.
  static base::Result<std::unique_ptr<Database>> open(const std::string& url, SchemaPolicy policy,
                                                      const DatabaseOptions& options = {});
  ~Database();

  // Waits for another writer up to the busy timeout, then kUnavailable.
  base::Result<Transaction> begin_write(References references = References::kChecked);
  base::Result<Transaction> begin_read();

  Engine engine() const;
  // The path, or the url without a password, for messages.
  const std::string& display_name() const;

 private:
  friend class Transaction;
  struct State;
  explicit Database(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace laurel::store
