#include "store/postgres_connection.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <bit>
#include <cstring>
#include <limits>
#include <unordered_map>
#include <utility>

namespace laurel::store {
namespace {

// Types of the server's catalogue (src/include/catalog/pg_type.dat), fixed for all versions.
enum TypeId : Oid {
  kBool = 16,
  kBytea = 17,
  kInt8 = 20,
  kInt2 = 21,
  kInt4 = 23,
  kText = 25,
  kFloat4 = 700,
  kFloat8 = 701,
  kTextArray = 1009,
  kDate = 1082,
  kTimestampTz = 1184,
  kUuid = 2950,
  kUuidArray = 2951,
};

// PostgreSQL counts from 2000-01-01.
constexpr std::int64_t kEpochMicros = 946'684'800'000'000;
constexpr std::int32_t kEpochDays = 10'957;

constexpr std::size_t kCopyBuffer = 256 * 1024;

template <typename Int>
void append_big_endian(std::string& out, Int value) {
  using Unsigned = std::make_unsigned_t<Int>;
  const auto bits = static_cast<Unsigned>(value);
  for (std::size_t shift = sizeof(Int) * 8; shift > 0; shift -= 8) {
    out.push_back(static_cast<char>(bits >> (shift - 8) & 0xff));
  }
}

template <typename Int>
Int read_big_endian(const char* data) {
  std::make_unsigned_t<Int> bits = 0;
  for (std::size_t i = 0; i < sizeof(Int); ++i) {
    bits = static_cast<std::make_unsigned_t<Int>>(bits << 8 | static_cast<unsigned char>(data[i]));
  }
  return static_cast<Int>(bits);
}

template <typename Int>
bool append_fitting(std::string& out, std::int64_t value) {
  if (value < std::numeric_limits<Int>::min() || value > std::numeric_limits<Int>::max()) {
    return false;
  }
  append_big_endian(out, static_cast<Int>(value));
  return true;
}

// One-dimensional, without nulls.
template <typename Items, typename Append>
void append_array(std::string& out, Oid element, const Items& items, const Append& append) {
  append_big_endian<std::int32_t>(out, items.empty() ? 0 : 1);
  append_big_endian<std::int32_t>(out, 0);
  append_big_endian<std::uint32_t>(out, element);
  if (items.empty()) return;
  append_big_endian(out, static_cast<std::int32_t>(items.size()));
  append_big_endian<std::int32_t>(out, 1);
  for (const auto& item : items) {
    const std::string_view data = append(item);
    append_big_endian(out, static_cast<std::int32_t>(data.size()));
    out.append(data);
  }
}

// The value in the binary form of `type`; false when it doesn't fit. REQUIRES: not null.
bool append_value(std::string& out, const Value& value, Oid type) {
  switch (value.type()) {
    case Value::Type::kInteger:
      switch (type) {
        case kBool:
          out.push_back(value.integer() != 0 ? 1 : 0);
          return true;
        case kInt2:
          return append_fitting<std::int16_t>(out, value.integer());
        case kInt4:
          return append_fitting<std::int32_t>(out, value.integer());
        case kInt8:
          append_big_endian(out, value.integer());
          return true;
        default:
          return false;
      }
    case Value::Type::kReal:
      if (type == kFloat4) {
        append_big_endian(out, std::bit_cast<std::int32_t>(static_cast<float>(value.real())));
        return true;
      }
      if (type != kFloat8) return false;
      append_big_endian(out, std::bit_cast<std::int64_t>(value.real()));
      return true;
    case Value::Type::kTimestamp:
      if (type != kTimestampTz) return false;
      append_big_endian(out, value.integer() - kEpochMicros);
      return true;
    case Value::Type::kDate:
      if (type != kDate) return false;
      append_big_endian(out, static_cast<std::int32_t>(value.integer() - kEpochDays));
      return true;
    case Value::Type::kText:
    case Value::Type::kBytes:
    case Value::Type::kUuid:
      out.append(value.text());
      return true;
    case Value::Type::kTexts:
      if (type != kTextArray) return false;
      append_array(out, kText, value.texts(), [](std::string_view text) { return text; });
      return true;
    case Value::Type::kUuids:
      if (type != kUuidArray) return false;
      append_array(out, kUuid, value.uuids(), [](const base::Uuid& id) {
        return std::string_view(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
      });
      return true;
    case Value::Type::kNull:
      break;
  }
  return false;
}

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultHandle = std::unique_ptr<PGresult, ClearResult>;

struct CloseConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using ConnectionHandle = std::unique_ptr<PGconn, CloseConnection>;

base::Error gone(const std::string& name, const std::string& detail) {
  return base::unavailable(
      fmt::format("The connection to {} was lost. Check that the server runs, then run the command "
                  "again; what was not finished was not kept.",
                  name),
      detail);
}

base::Error misfit() {
  return base::invalid_input("A number is larger than the database can keep. Correct it.");
}

// `state` is the SQLSTATE, appendix A of the PostgreSQL manual.
base::Error server_error(const std::string& name, std::string_view state,
                         const std::string& detail) {
  const auto of_class = [&](std::string_view prefix) { return state.starts_with(prefix); };
  if (of_class("08") || state == "57P01" || state == "57P02" || state == "57P03") {
    return gone(name, detail);
  }
  if (state == "55P03" || state == "57014" || of_class("40")) {
    return base::unavailable(
        fmt::format("Another process is writing to {}. Wait until it is done and try again.", name),
        detail);
  }
  if (state == "53100" || state == "53200") {
    return base::unavailable(
        fmt::format("The server of {} has no room left. Free some space there and try again; "
                    "nothing of this step was kept.",
                    name),
        detail);
  }
  if (of_class("53")) {
    return base::unavailable(
        fmt::format("The server of {} has too much to do. Try again later.", name), detail);
  }
  if (state == "25006" || state == "42501") {
    return base::unavailable(
        fmt::format("{} can't be written. Use a user who may, or another database.", name), detail);
  }
  if (state == "22021") {
    return base::invalid_input(
        "The text has a character that the database can't keep. Remove it and try again.", detail);
  }
  if (of_class("23")) {
    return base::conflict(
        "What was to be saved contradicts what is stored already. Check for duplicate or missing "
        "codes.",
        detail);
  }
  return {base::ErrorCode::kInternal,
          "The database refused a command of Laurel. This is a bug: please report it.", detail};
}

class PostgresConnection;

class PostgresPrepared final : public Prepared {
 public:
  PostgresPrepared(PostgresConnection& connection, std::string name, std::vector<Oid> types)
      : connection_(connection), name_(std::move(name)), types_(std::move(types)) {}

  void bind(std::span<const Value> values) override {
    CHECK(values.size() == types_.size());
    reset();
    fits_ = true;
    data_.clear();
    places_.clear();
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::size_t start = data_.size();
      const bool null = values[i].type() == Value::Type::kNull;
      if (!null && !append_value(data_, values[i], types_[i])) fits_ = false;
      places_.push_back({start, data_.size() - start, null});
      data_.push_back('\0');  // a value of length 0 still needs an address
    }
  }

  base::Result<bool> step() override {
    if (result_ == nullptr) TRY(run());
    return ++row_ < rows_;
  }
  void reset() override {
    result_.reset();
    row_ = -1;
    rows_ = 0;
  }
  std::int64_t changed_rows() const override { return changed_; }

  bool is_null(int column) const override { return PQgetisnull(result_.get(), row_, column) != 0; }
  std::int64_t integer(int column) const override {
    if (is_null(column)) return 0;
    const char* data = PQgetvalue(result_.get(), row_, column);
    switch (PQgetlength(result_.get(), row_, column)) {
      case 1:
        return data[0];
      case 2:
        return read_big_endian<std::int16_t>(data);
      case 4:
        return read_big_endian<std::int32_t>(data);
      default:
        return read_big_endian<std::int64_t>(data);
    }
  }
  double real(int column) const override {
    if (is_null(column)) return 0;
    const char* data = PQgetvalue(result_.get(), row_, column);
    if (PQgetlength(result_.get(), row_, column) == 4) {
      return std::bit_cast<float>(read_big_endian<std::int32_t>(data));
    }
    return std::bit_cast<double>(read_big_endian<std::int64_t>(data));
  }
  std::string_view text(int column) const override {
    return {PQgetvalue(result_.get(), row_, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
  }
  std::string_view bytes(int column) const override { return text(column); }
  base::Uuid uuid(int column) const override {
    base::Uuid id;
    const std::string_view data = text(column);
    if (data.size() == id.bytes.size()) std::memcpy(id.bytes.data(), data.data(), data.size());
    return id;
  }
  base::Timestamp timestamp(int column) const override {
    return {is_null(column) ? 0 : integer(column) + kEpochMicros};
  }
  base::Date date(int column) const override {
    return {is_null(column) ? 0 : static_cast<std::int32_t>(integer(column)) + kEpochDays};
  }

 private:
  struct Place {
    std::size_t start, size;
    bool null;
  };
  base::Status run();

  PostgresConnection& connection_;
  std::string name_;
  std::vector<Oid> types_;
  bool fits_ = true;
  std::string data_;
  std::vector<Place> places_;
  ResultHandle result_;
  int row_ = -1, rows_ = 0;
  std::int64_t changed_ = 0;
};

class PostgresConnection final : public Connection {
 public:
  PostgresConnection(ConnectionHandle handle, std::string name)
      : handle_(std::move(handle)), name_(std::move(name)) {}

  Engine engine() const override { return Engine::kPostgres; }

  base::Result<Statement> prepare(std::string_view sql) override {
    auto& ready = statements_[std::string(sql)];
    for (const auto& statement : ready) {
      if (!statement->busy) return Statement(*statement);
    }
    const std::string statement = fmt::format("s{}", ++prepared_);
    const ResultHandle described = TRY(describe(statement, std::string(sql)));
    std::vector<Oid> types;
    for (int i = 0; i < PQnparams(described.get()); ++i) {
      types.push_back(PQparamtype(described.get(), i));
    }
    ready.push_back(std::make_unique<PostgresPrepared>(*this, statement, std::move(types)));
    return Statement(*ready.back());
  }

  // Prepares it under that name; what the server knows about its parameters and columns.
  base::Result<ResultHandle> describe(const std::string& statement, const std::string& sql) {
    TRY(checked(PQprepare(handle_.get(), statement.c_str(), sql.c_str(), 0, nullptr)));
    return checked(PQdescribePrepared(handle_.get(), statement.c_str()));
  }

  base::Status run_script(const std::string& sql) override {
    TRY(checked(PQexec(handle_.get(), sql.c_str())));
    return {};
  }

  base::Result<std::unique_ptr<BulkInsert>> bulk_insert(std::string_view table,
                                                        std::string_view columns) override;

  base::Status begin(TransactionMode mode) override {
    first_error_.reset();
    if (mode != TransactionMode::kRead) return run_script("BEGIN");
    // The snapshot is taken by the first statement.
    return run_script("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; SELECT 1");
  }

  base::Status commit() override {
    if (first_error_) {
      const base::Error error = *first_error_;
      rollback();
      return error;
    }
    const auto result = checked(PQexec(handle_.get(), "COMMIT"));
    if (!result.ok()) {
      const base::Error error = result.error();
      rollback();
      return error;
    }
    CHECK(std::strcmp(PQcmdStatus(result->get()), "COMMIT") == 0);
    return {};
  }

  void rollback() override {
    first_error_.reset();
    if (PQtransactionStatus(handle_.get()) == PQTRANS_IDLE) return;
    ResultHandle(PQexec(handle_.get(), "ROLLBACK"));
  }

  base::Status begin_part() override { return run_script("SAVEPOINT part"); }

  base::Status keep_part() override {
    if (first_error_) return *first_error_;
    return run_script("RELEASE SAVEPOINT part");
  }

  base::Status undo_part() override {
    const std::optional<base::Error> before = std::exchange(first_error_, std::nullopt);
    base::Status undone = run_script("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part");
    if (!undone.ok() && before) first_error_ = before;
    return undone;
  }

  bool usable() const override {
    return PQstatus(handle_.get()) == CONNECTION_OK &&
           PQtransactionStatus(handle_.get()) == PQTRANS_IDLE;
  }

  // Takes a result over; keeps the first error of a transaction.
  base::Result<ResultHandle> checked(PGresult* raw) {
    ResultHandle result(raw);
    switch (PQresultStatus(raw)) {
      case PGRES_COMMAND_OK:
      case PGRES_TUPLES_OK:
      case PGRES_COPY_IN:
        return result;
      default:
        break;
    }
    const char* state = raw == nullptr ? nullptr : PQresultErrorField(raw, PG_DIAG_SQLSTATE);
    const std::string detail = PQerrorMessage(handle_.get());
    return failed(PQstatus(handle_.get()) == CONNECTION_BAD
                      ? gone(name_, detail)
                      : server_error(name_, state == nullptr ? "" : state, detail));
  }

  // What fails later in a transaction fails because of what failed first.
  base::Error failed(base::Error error) {
    if (!first_error_) first_error_ = std::move(error);
    return *first_error_;
  }

  PGconn* handle() { return handle_.get(); }

 private:
  ConnectionHandle handle_;
  std::string name_;
  std::unordered_map<std::string, std::vector<std::unique_ptr<PostgresPrepared>>> statements_;
  std::unordered_map<std::string, std::vector<Oid>> column_types_;  // by what COPY fills
  int prepared_ = 0;
  std::optional<base::Error> first_error_;
};

base::Status PostgresPrepared::run() {
  if (!fits_) return connection_.failed(misfit());
  std::vector<const char*> values;
  std::vector<int> lengths;
  const std::vector<int> formats(places_.size(), 1);
  for (const Place& place : places_) {
    values.push_back(place.null ? nullptr : data_.data() + place.start);
    lengths.push_back(static_cast<int>(place.size));
  }
  result_ = TRY(connection_.checked(PQexecPrepared(connection_.handle(), name_.c_str(),
                                                   static_cast<int>(values.size()), values.data(),
                                                   lengths.data(), formats.data(), 1)));
  rows_ = PQntuples(result_.get());
  row_ = -1;
  changed_ = std::atoll(PQcmdTuples(result_.get()));
  return {};
}

// COPY … FROM STDIN in the binary format: a header, then for each row the number of columns and for
// each column its length and bytes, then −1 (PostgreSQL manual, COPY).
class PostgresBulkInsert final : public BulkInsert {
 public:
  PostgresBulkInsert(PostgresConnection& connection, const std::vector<Oid>& types)
      : connection_(connection), types_(types) {
    buffer_.reserve(kCopyBuffer + 4096);
    buffer_.append("PGCOPY\n\377\r\n\0", 11);
    append_big_endian<std::int32_t>(buffer_, 0);
    append_big_endian<std::int32_t>(buffer_, 0);
  }
  ~PostgresBulkInsert() override {
    if (open_) (void)end("given up").ok();
  }

  base::Status row(std::span<const Value> values) override {
    CHECK(values.size() == types_.size());
    append_big_endian(buffer_, static_cast<std::int16_t>(values.size()));
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i].type() == Value::Type::kNull) {
        append_big_endian<std::int32_t>(buffer_, -1);
        continue;
      }
      const std::size_t at = buffer_.size();
      buffer_.append(4, '\0');
      if (!append_value(buffer_, values[i], types_[i])) return connection_.failed(misfit());
      std::string size;
      append_big_endian(size, static_cast<std::int32_t>(buffer_.size() - at - 4));
      buffer_.replace(at, 4, size);
    }
    return buffer_.size() >= kCopyBuffer ? send() : base::Status();
  }

  base::Status finish() override {
    append_big_endian<std::int16_t>(buffer_, -1);
    TRY(send());
    return end(nullptr);
  }

 private:
  base::Status send() {
    const int sent =
        PQputCopyData(connection_.handle(), buffer_.data(), static_cast<int>(buffer_.size()));
    buffer_.clear();
    if (sent == 1) return {};
    return end("failed");
  }

  base::Status end(const char* why) {
    open_ = false;
    PQputCopyEnd(connection_.handle(), why);
    base::Status status;
    while (PGresult* result = PQgetResult(connection_.handle())) {
      auto done = connection_.checked(result);
      if (!done.ok() && status.ok()) status = done.error();
      if (PQstatus(connection_.handle()) == CONNECTION_BAD) break;
    }
    return status;
  }

  PostgresConnection& connection_;
  const std::vector<Oid>& types_;
  std::string buffer_;
  bool open_ = true;
};

base::Result<std::unique_ptr<BulkInsert>> PostgresConnection::bulk_insert(
    std::string_view table, std::string_view columns) {
  const std::string copy = fmt::format("COPY {} ({}) FROM STDIN (FORMAT binary)", table, columns);
  std::vector<Oid>& types = column_types_[copy];
  if (types.empty()) {
    const ResultHandle described = TRY(describe(fmt::format("c{}", ++prepared_),
                                                fmt::format("SELECT {} FROM {}", columns, table)));
    for (int i = 0; i < PQnfields(described.get()); ++i) {
      types.push_back(PQftype(described.get(), i));
    }
  }
  TRY(run_script(copy));
  return std::unique_ptr<BulkInsert>(std::make_unique<PostgresBulkInsert>(*this, types));
}

}  // namespace

base::Result<std::unique_ptr<Connection>> open_postgres(const Address& address, Access access,
                                                        const DatabaseOptions& options) {
  // Later ones win, so the url can say otherwise.
  constexpr std::array<const char*, 6> kKeywords = {
      "connect_timeout", "tcp_user_timeout", "fallback_application_name",
      "client_encoding", "dbname",           nullptr};
  const std::array<const char*, 6> values = {
      "10", "30000", "laurel", "UTF8", address.target.c_str(), nullptr};
  ConnectionHandle handle(PQconnectdbParams(kKeywords.data(), values.data(), 1));
  if (handle == nullptr || PQstatus(handle.get()) != CONNECTION_OK) {
    return base::unavailable(
        fmt::format("{} can't be reached. Check the address, the user and that the server runs.",
                    address.display_name),
        handle == nullptr ? "" : PQerrorMessage(handle.get()));
  }
  PQsetNoticeProcessor(
      handle.get(), [](void*, const char*) {}, nullptr);
  const char* encoding = PQparameterStatus(handle.get(), "server_encoding");
  if (encoding == nullptr || std::strcmp(encoding, "UTF8") != 0) {
    return base::invalid_input(
        fmt::format("{} doesn't keep its text in UTF-8. Create the database with ENCODING 'UTF8'.",
                    address.display_name));
  }
  auto connection = std::make_unique<PostgresConnection>(std::move(handle), address.display_name);
  // One plan for whatever values: every statement here finds its rows by a key. Planned for a list
  // of thousands of ids, a batch would read the whole table, and an import slow down as it grows.
  TRY(connection->run_script(
      fmt::format("SET lock_timeout = {}; SET statement_timeout = {}; SET timezone = 'UTC'; "
                  "SET plan_cache_mode = force_generic_plan",
                  options.busy_timeout.count(), options.statement_timeout.count())));
  if (access == Access::kReader) {
    TRY(connection->run_script("SET default_transaction_read_only = on"));
  }
  return std::unique_ptr<Connection>(std::move(connection));
}

}  // namespace laurel::store
