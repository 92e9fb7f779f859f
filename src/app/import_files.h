// Importing files on the pages: a file is uploaded, looked at in the background (the guess of what
// its columns mean, and a dry run), corrected and looked at again as often as wanted, and imported
// in the background. Where each file stands is a row (store/import_files.h), so that all of it goes
// on after a restart and every server of a deployment can show it; the bytes lie in one folder.
//
// Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/caller.h"
#include "base/clock.h"
#include "base/result.h"
#include "store/import_files.h"
#include "store/write_queue.h"

namespace laurel::app {

class AuditTrail;

// What was found in a file. `reason` and all sentences are for people with a browser: they name no
// options of commands.
struct ColumnLook {
  std::string name;
  std::string label;    // the question as asked
  std::string meaning;  // "nps 0–10"
  std::string said;     // as the person said it after --map; empty: guessed
  std::string reason;
  std::vector<std::string> samples;  // a few different values
};
struct RejectLook {
  std::int64_t line = 0;
  std::string column, reason;
};
struct ImportLook {
  std::string form;  // "Qualtrics"; empty: plain
  std::int64_t rows = 0, usable = 0, rejected = 0, passed_over = 0;
  bool asks_dates = false;  // day and month can't be told apart: nothing is read before it is said
  std::vector<ColumnLook> columns;
  std::vector<std::string> notes;
  std::vector<RejectLook> rejects;  // the first ones
};
struct ImportOutcome {
  std::int64_t rows = 0, added = 0, updated = 0, unchanged = 0, rejected = 0, passed_over = 0;
  std::int64_t praising = 0, unread = 0;
  std::vector<std::string> notes;
  std::vector<RejectLook> rejects;
};
// Of the columns of store::ImportFile; an empty one for "".
ImportLook read_look(const std::string& json);
ImportOutcome read_outcome(const std::string& json);

// A sentence of intake without its hints at command options.
std::string without_options(std::string_view text);

struct ImportFilesOptions {
  std::string folder;  // made when it is first needed
  std::int64_t largest = std::int64_t{512} << 20;
  std::chrono::seconds lease{15};
  std::chrono::milliseconds look_every{2'000};  // for what other servers left
  bool background = true;                       // false: only work() works, for tests
};

class ImportFiles {
 public:
  // REQUIRES: all three outlive it; stop it before the queue.
  ImportFiles(store::WriteQueue& writes, const base::Clock& clock, AuditTrail& audit,
              ImportFilesOptions options);
  ~ImportFiles();
  ImportFiles(const ImportFiles&) = delete;
  ImportFiles& operator=(const ImportFiles&) = delete;

  // Bytes on their way in. Unless kept they are removed with it.
  class Upload {
   public:
    ~Upload();
    Upload(const Upload&) = delete;
    Upload& operator=(const Upload&) = delete;
    base::Status add(std::string_view bytes);

   private:
    friend class ImportFiles;
    Upload() = default;
    store::ImportFileId id_;
    std::string path_;
    int fd_ = -1;
    std::int64_t bytes_ = 0, largest_ = 0;
  };
  base::Result<std::unique_ptr<Upload>> begin_upload();
  // Durable from here on; it is looked at next. `name`: what the browser calls it.
  base::Result<store::ImportFileId> keep(Upload& upload, const Caller& by, std::string_view name);

  // kNotFound.
  base::Result<store::ImportFile> find(model::OrganizationId organization,
                                       store::ImportFileId id) const;

  // What the person says about the file: looked at again. kConflict while it is worked on.
  struct Correction {
    std::string source;
    std::vector<std::string> requests;  // as after --map
    std::string dates;                  // "dmy", "mdy" or empty
  };
  base::Status correct(const Caller& by, store::ImportFileId id, const Correction& correction);
  // kConflict unless it was looked at and can be used.
  base::Status start(const Caller& by, store::ImportFileId id);
  base::Status discard(const Caller& by, store::ImportFileId id);

  // How far an import is, 0 to 1, and its rows; of one that is being imported.
  struct Progress {
    std::int64_t rows = 0;
    double share = 0;
  };
  base::Result<Progress> progress(model::OrganizationId organization,
                                  const store::ImportFile& file) const;
  // The rows that were rejected, as a file with its ending (".csv"). kNotFound.
  struct Rejects {
    std::string bytes, ending;
  };
  base::Result<Rejects> rejects(const store::ImportFile& file) const;

  bool has_rejects(const store::ImportFile& file) const;
  std::int64_t largest() const;  // bytes of one file

  // Does what is due now; false when nothing was. What the background does again and again.
  bool work();
  // Removes bytes that nothing needs any more: of uploads that nobody went on with for a week, of
  // rejects after a month.
  void sweep();
  // Ends what runs, to be continued later. Idempotent.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace laurel::app
