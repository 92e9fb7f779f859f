#include "store/import_files.h"

#include "store/connection.h"
#include "store/packed.h"

namespace laurel::store {
namespace {

constexpr std::string_view kAdd = R"sql(
  INSERT INTO import_file (organization_id, import_file_id, name, source, bytes, uploaded_by,
                           uploaded_at, state, requests, dates, look, problem, fingerprint, result,
                           leased_until)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15))sql";

constexpr std::string_view kUpdate = R"sql(
  UPDATE import_file SET source = $3, state = $4, requests = $5, dates = $6, look = $7,
                         problem = $8, fingerprint = $9, result = $10, leased_until = $11
  WHERE organization_id = $1 AND import_file_id = $2)sql";

constexpr std::string_view kDelete =
    "DELETE FROM import_file WHERE organization_id = $1 AND import_file_id = $2";

constexpr std::string_view kFind = R"sql(
  SELECT import_file_id, name, source, bytes, uploaded_by, uploaded_at, state, requests, dates,
         problem, fingerprint, leased_until, look, result
  FROM import_file WHERE organization_id = $1 AND import_file_id = $2)sql";

constexpr std::string_view kList = R"sql(
  SELECT import_file_id, name, source, bytes, uploaded_by, uploaded_at, state, requests, dates,
         problem, fingerprint, leased_until, '', ''
  FROM import_file WHERE organization_id = $1
  ORDER BY import_file_id DESC LIMIT $2)sql";

// One probe of the index for each organization.
constexpr std::string_view kDue = R"sql(
  SELECT o.organization_id, (
    SELECT f.import_file_id FROM import_file f
    WHERE f.organization_id = o.organization_id AND f.state = $1 AND (f.state = 0 OR f.state = 2)
      AND f.leased_until <= $2
    ORDER BY f.import_file_id LIMIT 1) AS due
  FROM organization o ORDER BY due)sql";

constexpr std::string_view kLease = R"sql(
  UPDATE import_file SET leased_until = $5
  WHERE organization_id = $1 AND import_file_id = $2 AND state = $3 AND leased_until <= $4)sql";

constexpr std::string_view kRenew = R"sql(
  UPDATE import_file SET leased_until = $3
  WHERE organization_id = $1 AND import_file_id = $2 AND (state = 0 OR state = 2))sql";

constexpr std::string_view kKnown = "SELECT import_file_id FROM import_file";

ImportFile read(const Statement& row) {
  ImportFile file;
  file.id = {row.uuid(0)};
  file.name = row.string(1);
  file.source = row.string(2);
  file.bytes = row.integer(3);
  file.uploaded_by = row.string(4);
  file.uploaded_at = row.timestamp(5);
  file.state = static_cast<ImportFileState>(row.integer(6));
  file.requests = unpack_lines(row.text(7));
  file.dates = row.string(8);
  file.problem = row.string(9);
  file.fingerprint = row.string(10);
  file.leased_until = row.timestamp(11);
  file.look = row.string(12);
  file.result = row.string(13);
  return file;
}

}  // namespace

base::Status add_import_file(Transaction& tx, model::OrganizationId organization,
                             const ImportFile& file) {
  const std::string requests = pack_lines(file.requests);
  TRY(tx.connection().execute(
      kAdd, {organization, file.id, file.name, file.source, file.bytes, file.uploaded_by,
             file.uploaded_at, static_cast<std::int64_t>(file.state), requests, file.dates,
             file.look, file.problem, file.fingerprint, file.result, file.leased_until}));
  return {};
}

base::Status update_import_file(Transaction& tx, model::OrganizationId organization,
                                const ImportFile& file) {
  const std::string requests = pack_lines(file.requests);
  const std::int64_t changed = TRY(tx.connection().execute(
      kUpdate,
      {organization, file.id, file.source, static_cast<std::int64_t>(file.state), requests,
       file.dates, file.look, file.problem, file.fingerprint, file.result, file.leased_until}));
  if (changed == 1) return {};
  return base::not_found("There is no such import. Upload the file again.");
}

base::Status delete_import_file(Transaction& tx, model::OrganizationId organization,
                                ImportFileId id) {
  TRY(tx.connection().execute(kDelete, {organization, id}));
  return {};
}

base::Result<std::optional<ImportFile>> find_import_file(Transaction& tx,
                                                         model::OrganizationId organization,
                                                         ImportFileId id) {
  Statement row = TRY(tx.connection().query(kFind, {organization, id}));
  if (!TRY(row.step())) return std::optional<ImportFile>();
  return std::optional<ImportFile>(read(row));
}

base::Result<std::vector<ImportFile>> list_import_files(Transaction& tx,
                                                        model::OrganizationId organization,
                                                        std::int64_t most) {
  std::vector<ImportFile> files;
  Statement row = TRY(tx.connection().query(kList, {organization, most}));
  while (TRY(row.step())) files.push_back(read(row));
  return files;
}

base::Result<std::optional<DueImportFile>> due_import_file(Transaction& tx, ImportFileState state,
                                                           base::Timestamp now) {
  Statement row = TRY(tx.connection().query(kDue, {static_cast<std::int64_t>(state), now}));
  while (TRY(row.step())) {
    if (!row.is_null(1)) return std::optional<DueImportFile>({{row.uuid(0)}, {row.uuid(1)}});
  }
  return std::optional<DueImportFile>();
}

base::Result<bool> lease_import_file(Transaction& tx, const DueImportFile& file,
                                     ImportFileState state, base::Timestamp now,
                                     base::Timestamp until) {
  return TRY(tx.connection().execute(kLease, {file.organization, file.id,
                                              static_cast<std::int64_t>(state), now, until})) == 1;
}

base::Status renew_import_file(Transaction& tx, const DueImportFile& file, base::Timestamp until) {
  TRY(tx.connection().execute(kRenew, {file.organization, file.id, until}));
  return {};
}

base::Result<std::vector<ImportFileId>> known_import_files(Transaction& tx) {
  std::vector<ImportFileId> ids;
  Statement row = TRY(tx.connection().query(kKnown));
  while (TRY(row.step())) ids.push_back({row.uuid(0)});
  return ids;
}

}  // namespace laurel::store
