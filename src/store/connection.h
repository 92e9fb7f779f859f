// A connection to a database engine: what the files of this module that hold SQL stand on. One
// implementation talks to SQLite, the other to PostgreSQL; the same SQL text, with `$1` for
// parameters, runs on both unless the dialects differ.
//
// Not thread-safe: a connection belongs to one transaction, and that to one thread. Internal to the
// store and its tests. No other module includes it.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/uuid.h"
#include "model/ids.h"
#include "store/database.h"

namespace laurel::store {

// Bytes that are not text. Does not own them.
struct Bytes {
  std::string_view data;
};

// A parameter. Does not own text, bytes or lists: they must outlive the call that takes the value.
class Value {
 public:
  enum class Type : std::uint8_t {
    kNull,
    kInteger,
    kReal,
    kText,
    kBytes,
    kUuid,
    kTimestamp,
    kDate,
    kTexts,  // PostgreSQL only
    kUuids,  // PostgreSQL only
  };

  Value() = default;
  Value(std::nullopt_t) {}                                                           // NOLINT
  Value(bool value) : type_(Type::kInteger), integer_(value ? 1 : 0) {}              // NOLINT
  Value(std::int32_t value) : type_(Type::kInteger), integer_(value) {}              // NOLINT
  Value(std::uint32_t value) : type_(Type::kInteger), integer_(value) {}             // NOLINT
  Value(std::int64_t value) : type_(Type::kInteger), integer_(value) {}              // NOLINT
  Value(double value) : type_(Type::kReal), real_(value) {}                          // NOLINT
  Value(std::string_view value) : type_(Type::kText), text_(value) {}                // NOLINT
  Value(const std::string& value) : type_(Type::kText), text_(value) {}              // NOLINT
  Value(const char* value) : type_(Type::kText), text_(value) {}                     // NOLINT
  Value(Bytes value) : type_(Type::kBytes), text_(value.data) {}                     // NOLINT
  Value(base::Timestamp value) : type_(Type::kTimestamp), integer_(value.micros) {}  // NOLINT
  Value(base::Date value) : type_(Type::kDate), integer_(value.days) {}              // NOLINT
  Value(const base::Uuid& value)                                                     // NOLINT
      : type_(Type::kUuid), text_(reinterpret_cast<const char*>(value.bytes.data()), 16) {}
  Value(const base::Digest& value)  // NOLINT
      : type_(Type::kBytes), text_(reinterpret_cast<const char*>(value.data()), value.size()) {}
  template <typename Tag>
  Value(const model::UuidId<Tag>& id) : Value(id.value) {}  // NOLINT
  template <typename Tag>
  Value(const model::NumberId<Tag>& id) : Value(id.value) {}  // NOLINT
  template <typename T>
  Value(const std::optional<T>& value) : Value(value ? Value(*value) : Value()) {}        // NOLINT
  Value(std::span<const std::string_view> texts) : type_(Type::kTexts), texts_(texts) {}  // NOLINT
  Value(std::span<const base::Uuid> uuids) : type_(Type::kUuids), uuids_(uuids) {}        // NOLINT

  Type type() const { return type_; }
  std::int64_t integer() const { return integer_; }
  double real() const { return real_; }
  std::string_view text() const { return text_; }
  std::span<const std::string_view> texts() const { return texts_; }
  std::span<const base::Uuid> uuids() const { return uuids_; }

 private:
  Type type_ = Type::kNull;
  std::int64_t integer_ = 0;
  double real_ = 0;
  std::string_view text_;
  std::span<const std::string_view> texts_;
  std::span<const base::Uuid> uuids_;
};

// The unknown member of a dimension is no row, so a reference to it is NULL.
template <typename Tag>
Value reference(const model::NumberId<Tag>& id) {
  return id.known() ? Value(id.value) : Value();
}

// A prepared statement as an engine implements it. Columns count from 0, parameters from 1.
class Prepared {
 public:
  virtual ~Prepared() = default;
  // Starts over with these parameters; copies what it keeps.
  virtual void bind(std::span<const Value> values) = 0;
  // True with a row to read, false at the end.
  virtual base::Result<bool> step() = 0;
  virtual void reset() = 0;
  virtual std::int64_t changed_rows() const = 0;

  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;  // 0 for NULL
  virtual double real(int column) const = 0;
  // Valid until the next step; empty for NULL.
  virtual std::string_view text(int column) const = 0;
  virtual std::string_view bytes(int column) const = 0;
  virtual base::Uuid uuid(int column) const = 0;
  virtual base::Timestamp timestamp(int column) const = 0;
  virtual base::Date date(int column) const = 0;

  bool busy = false;
};

// A statement being read. Ends the reading when it goes out of scope.
class Statement {
 public:
  explicit Statement(Prepared& prepared) : prepared_(&prepared) { prepared.busy = true; }
  Statement(Statement&& other) noexcept : prepared_(std::exchange(other.prepared_, nullptr)) {}
  Statement& operator=(Statement&&) = delete;
  ~Statement() {
    if (prepared_ == nullptr) return;
    prepared_->reset();
    prepared_->busy = false;
  }

  void bind(std::initializer_list<Value> values) {
    bind(std::span<const Value>(values.begin(), values.size()));
  }
  void bind(std::span<const Value> values) { prepared_->bind(values); }
  base::Result<bool> step() { return prepared_->step(); }
  std::int64_t changed_rows() const { return prepared_->changed_rows(); }

  bool is_null(int column) const { return prepared_->is_null(column); }
  std::int64_t integer(int column) const { return prepared_->integer(column); }
  std::int32_t number(int column) const { return static_cast<std::int32_t>(integer(column)); }
  bool boolean(int column) const { return integer(column) != 0; }
  double real(int column) const { return prepared_->real(column); }
  std::string_view text(int column) const { return prepared_->text(column); }
  std::string string(int column) const { return std::string(text(column)); }
  std::string_view bytes(int column) const { return prepared_->bytes(column); }
  base::Uuid uuid(int column) const { return prepared_->uuid(column); }
  base::Timestamp timestamp(int column) const { return prepared_->timestamp(column); }
  std::optional<base::Date> date(int column) const {
    return is_null(column) ? std::nullopt : std::optional(prepared_->date(column));
  }

 private:
  Prepared* prepared_;
};

// Many rows into one table: SQLite runs a prepared INSERT, PostgreSQL receives COPY in binary. A
// bulk insert in progress takes the connection for itself: finish it before the next statement.
class BulkInsert {
 public:
  virtual ~BulkInsert() = default;
  virtual base::Status row(std::span<const Value> values) = 0;
  base::Status row(std::initializer_list<Value> values) {
    return row(std::span<const Value>(values.begin(), values.size()));
  }
  // REQUIRED after the last row; without it the rows may not arrive.
  virtual base::Status finish() = 0;
};

enum class TransactionMode { kRead, kWrite, kTrustedWrite };  // the last: see References

class Connection {
 public:
  virtual ~Connection() = default;
  virtual Engine engine() const = 0;

  // `sql` is one statement; prepared once per connection and looked up by its text afterwards.
  virtual base::Result<Statement> prepare(std::string_view sql) = 0;
  // Any number of statements without parameters or results, as migrations are.
  virtual base::Status run_script(const std::string& sql) = 0;
  virtual base::Result<std::unique_ptr<BulkInsert>> bulk_insert(std::string_view table,
                                                                std::string_view columns) = 0;

  virtual base::Status begin(TransactionMode mode) = 0;
  // Refuses with the first error when a statement of the transaction failed; rolls back then.
  virtual base::Status commit() = 0;
  virtual void rollback() = 0;
  // A part of a transaction that can be taken back alone; parts don't nest. Keeping one refuses
  // with the first error when a statement in it failed: take it back then.
  virtual base::Status begin_part() = 0;
  virtual base::Status keep_part() = 0;
  // Undoes the part, and the transaction goes on as if it hadn't been. An error when the whole
  // transaction is lost: the disk is full, or the server gone.
  virtual base::Status undo_part() = 0;
  // False when the server is gone or the file had to be given up: open another.
  virtual bool usable() const = 0;

  // A statement with its parameters, ready to step.
  base::Result<Statement> query(std::string_view sql, std::initializer_list<Value> values = {}) {
    Statement statement = TRY(prepare(sql));
    statement.bind(values);
    return statement;
  }
  // Runs it to its end; how many rows it changed.
  base::Result<std::int64_t> execute(std::string_view sql,
                                     std::initializer_list<Value> values = {}) {
    Statement statement = TRY(query(sql, values));
    while (TRY(statement.step())) {
    }
    return statement.changed_rows();
  }
};

// One SQL text per engine, where the dialects differ.
struct Dialects {
  std::string_view sqlite;
  std::string_view postgres;
  std::string_view text(Engine engine) const {
    return engine == Engine::kSqlite ? sqlite : postgres;
  }
};

// Makes every other process that changes this organization wait until this transaction ends, so
// that what is read here and written back can't be overtaken. Every function that reads before it
// writes calls it first; SQLite has one writer anyway.
base::Status lock_organization(Connection& connection, model::OrganizationId organization);

}  // namespace laurel::store
