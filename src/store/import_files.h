// Files that people import on the pages, as rows: what is known of each and where it stands. The
// bytes are in the server's uploads folder (app/import_files.h). Each works inside the transaction
// it is given.
//
//   uploaded ─► looking ─► ready ─► importing ─► imported
//                  │  ▲       │ its columns are corrected
//            useless  └───────┘
//
// Who looks or imports holds a lease, so that several servers and one that was started again never
// do the same twice at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/ids.h"
#include "store/database.h"

namespace laurel::store {

using ImportFileId = model::UuidId<struct ImportFileTag>;

enum class ImportFileState : std::uint8_t { kLooking, kReady, kImporting, kImported, kUseless };

struct ImportFile {
  ImportFileId id;  // ascends with time
  std::string name;
  std::string source;
  std::int64_t bytes = 0;
  std::string uploaded_by;  // address, as it was then
  base::Timestamp uploaded_at;
  ImportFileState state = ImportFileState::kLooking;
  std::vector<std::string> requests;  // as after --map
  std::string dates;                  // "dmy", "mdy" or empty
  std::string look;                   // JSON
  std::string problem;                // why it is useless, or what must be settled before
  std::string fingerprint;            // of its import_run
  std::string result;                 // JSON
  base::Timestamp leased_until;
};

base::Status add_import_file(Transaction& tx, model::OrganizationId organization,
                             const ImportFile& file);
// Everything but id, name, bytes and who uploaded it when. kNotFound.
base::Status update_import_file(Transaction& tx, model::OrganizationId organization,
                                const ImportFile& file);
base::Status delete_import_file(Transaction& tx, model::OrganizationId organization,
                                ImportFileId id);
base::Result<std::optional<ImportFile>> find_import_file(Transaction& tx,
                                                         model::OrganizationId organization,
                                                         ImportFileId id);
// The newest first, without look and result.
base::Result<std::vector<ImportFile>> list_import_files(Transaction& tx,
                                                        model::OrganizationId organization,
                                                        std::int64_t most);

// A file of any organization with work of that kind (kLooking, kImporting) that nobody has a lease
// of; the oldest of one of them.
struct DueImportFile {
  model::OrganizationId organization;
  ImportFileId id;
};
base::Result<std::optional<DueImportFile>> due_import_file(Transaction& tx, ImportFileState state,
                                                           base::Timestamp now);
// Takes or renews the lease. False when somebody else has it or the state is another.
base::Result<bool> lease_import_file(Transaction& tx, const DueImportFile& file,
                                     ImportFileState state, base::Timestamp now,
                                     base::Timestamp until);
base::Status renew_import_file(Transaction& tx, const DueImportFile& file, base::Timestamp until);

// Of the whole deployment: what lies in the uploads folder without one is left over.
base::Result<std::vector<ImportFileId>> known_import_files(Transaction& tx);

}  // namespace laurel::store
