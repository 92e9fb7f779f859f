#include "store/imports.h"

#include "store/connection.h"

namespace laurel::store {
namespace {

constexpr std::string_view kFindUnfinished = R"sql(
  SELECT import_id, fingerprint, source, bytes_done, line, rows_read, rows_added, rows_updated,
         rows_unchanged, rows_rejected, reject_bytes, finished
  FROM import_run
  WHERE organization_id = $1 AND fingerprint = $2 AND NOT finished
  ORDER BY import_id DESC LIMIT 1)sql";

constexpr std::string_view kFindNewest = R"sql(
  SELECT import_id, fingerprint, source, bytes_done, line, rows_read, rows_added, rows_updated,
         rows_unchanged, rows_rejected, reject_bytes, finished
  FROM import_run
  WHERE organization_id = $1 AND fingerprint = $2
  ORDER BY import_id DESC LIMIT 1)sql";

constexpr std::string_view kSave = R"sql(
  INSERT INTO import_run (organization_id, import_id, fingerprint, source, bytes_done, line,
                          rows_read, rows_added, rows_updated, rows_unchanged, rows_rejected,
                          reject_bytes, finished)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
  ON CONFLICT (organization_id, import_id) DO UPDATE SET
    fingerprint = excluded.fingerprint, source = excluded.source,
    bytes_done = excluded.bytes_done, line = excluded.line, rows_read = excluded.rows_read,
    rows_added = excluded.rows_added, rows_updated = excluded.rows_updated,
    rows_unchanged = excluded.rows_unchanged, rows_rejected = excluded.rows_rejected,
    reject_bytes = excluded.reject_bytes, finished = excluded.finished)sql";

base::Result<std::optional<ImportRun>> find_with(Transaction& tx, std::string_view sql,
                                                 model::OrganizationId organization,
                                                 const std::string& fingerprint) {
  Statement row = TRY(tx.connection().query(sql, {organization, fingerprint}));
  if (!TRY(row.step())) return std::optional<ImportRun>();
  ImportRun run;
  run.id = {row.uuid(0)};
  run.fingerprint = row.string(1);
  run.source = row.string(2);
  run.bytes_done = row.integer(3);
  run.line = row.integer(4);
  run.rows_read = row.integer(5);
  run.rows_added = row.integer(6);
  run.rows_updated = row.integer(7);
  run.rows_unchanged = row.integer(8);
  run.rows_rejected = row.integer(9);
  run.reject_bytes = row.integer(10);
  run.finished = row.boolean(11);
  return std::optional<ImportRun>(std::move(run));
}

}  // namespace

base::Result<std::optional<ImportRun>> find_unfinished_import(Transaction& tx,
                                                              model::OrganizationId organization,
                                                              const std::string& fingerprint) {
  return find_with(tx, kFindUnfinished, organization, fingerprint);
}

base::Result<std::optional<ImportRun>> find_import(Transaction& tx,
                                                   model::OrganizationId organization,
                                                   const std::string& fingerprint) {
  return find_with(tx, kFindNewest, organization, fingerprint);
}

base::Status save_import(Transaction& tx, model::OrganizationId organization,
                         const ImportRun& run) {
  TRY(tx.connection().execute(
      kSave, {organization, run.id, run.fingerprint, run.source, run.bytes_done, run.line,
              run.rows_read, run.rows_added, run.rows_updated, run.rows_unchanged,
              run.rows_rejected, run.reject_bytes, run.finished}));
  return {};
}

}  // namespace laurel::store
