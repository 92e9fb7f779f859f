#include "store/throttles.h"

#include "store/connection.h"

namespace laurel::store {
namespace {

constexpr std::string_view kFind = "SELECT empty_at FROM throttle WHERE key_hash = $1";

// $2 is now, $3 by how many microseconds.
constexpr Dialects kRaise = {
    R"sql(
  INSERT INTO throttle (key_hash, empty_at) VALUES ($1, $2 + $3)
  ON CONFLICT (key_hash) DO UPDATE SET empty_at = max(throttle.empty_at, $2) + $3
  RETURNING empty_at)sql",
    R"sql(
  INSERT INTO throttle (key_hash, empty_at)
  VALUES ($1, $2::timestamptz + $3::bigint * interval '1 microsecond')
  ON CONFLICT (key_hash) DO UPDATE SET
    empty_at = greatest(throttle.empty_at, $2::timestamptz)
               + $3::bigint * interval '1 microsecond'
  RETURNING empty_at)sql"};

}  // namespace

base::Result<std::optional<base::Timestamp>> find_throttle(Transaction& tx,
                                                           const base::Digest& key) {
  Statement row = TRY(tx.connection().query(kFind, {key}));
  if (!TRY(row.step())) return std::optional<base::Timestamp>();
  return std::optional<base::Timestamp>(row.timestamp(0));
}

base::Result<base::Timestamp> raise_throttle(Transaction& tx, const base::Digest& key,
                                             base::Timestamp now, std::chrono::microseconds by) {
  Connection& connection = tx.connection();
  Statement row =
      TRY(connection.query(kRaise.text(connection.engine()), {key, now, std::int64_t{by.count()}}));
  CHECK(TRY(row.step()));
  const base::Timestamp empty_at = row.timestamp(0);
  while (TRY(row.step())) {
  }
  return empty_at;
}

}  // namespace laurel::store
