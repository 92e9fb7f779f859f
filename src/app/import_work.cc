#include "app/import_work.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "app/import_looks.h"
#include "app/import_responses.h"
#include "base/log.h"

namespace laurel::app {
namespace {

using store::ImportFile;
using store::ImportFileState;

constexpr std::size_t kSamples = 3;
constexpr std::size_t kLongestSample = 90;  // code points, about
constexpr std::int64_t kSecond = 1'000'000;
constexpr std::chrono::hours kOrphans{1}, kUploads{24 * 7}, kRejects{24 * 30};

base::Timestamp later(base::Timestamp at, std::chrono::seconds by) {
  return {at.micros + by.count() * kSecond};
}

// One line, cut where a character ends.
std::string sample_of(std::string_view value) {
  std::string out;
  std::size_t characters = 0;
  for (const char c : value) {
    const bool begins = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    if (begins && ++characters > kLongestSample) return out + "…";
    out += static_cast<unsigned char>(c) < 32 ? ' ' : c;
  }
  return out;
}

std::vector<std::string> samples_of(const std::vector<intake::Record>& rows, std::size_t column) {
  std::vector<std::string> out;
  for (const intake::Record& row : rows) {
    if (column >= row.size() || row[column].empty()) continue;
    std::string sample = sample_of(row[column]);
    if (std::find(out.begin(), out.end(), sample) == out.end()) out.push_back(std::move(sample));
    if (out.size() == kSamples) break;
  }
  return out;
}

// What the person said about the column, if anything.
std::string said_about(const std::vector<intake::MapRequest>& requests, std::string_view column) {
  for (const intake::MapRequest& request : requests)
    if (request.column == column) return request.meaning;
  return {};
}

std::vector<RejectLook> rejects_of(const std::vector<intake::Reject>& rejects) {
  std::vector<RejectLook> out;
  for (const intake::Reject& reject : rejects)
    out.push_back({reject.line, reject.column, without_options(reject.reason)});
  return out;
}

base::Result<ImportOptions> options_of(const std::string& path, const ImportFile& file) {
  ImportOptions options;
  options.path = path;
  options.source = file.source;
  for (const std::string& request : file.requests)
    options.map.push_back(TRY(intake::parse_map(request)));
  options.dates = intake::date_order(file.dates);
  return options;
}

// What a person can be told: the file's name for its path, no options of commands.
std::string words_of(const base::Error& error, const std::string& path, const ImportFile& file) {
  std::string words = error.message;
  for (std::size_t at = 0; (at = words.find(path, at)) != std::string::npos; at += file.name.size())
    words.replace(at, path.size(), file.name);
  constexpr std::string_view kCommand = "the same command continues there";
  if (const std::size_t at = words.find(kCommand); at != std::string::npos)
    words.replace(at, kCommand.size(), "importing it again goes on there");
  return without_options(words);
}

class Worker {
 public:
  Worker(const ImportWork& work, const store::DueImportFile& due)
      : work_(work), due_(due), path_(upload_path(work.folder, due.id)) {}

  void look(ImportFile file) {
    file.fingerprint.clear();
    file.problem.clear();
    const base::Status looked = try_to_look(file);
    if (work_.stop) return let_go();
    file.state = ImportFileState::kReady;
    if (!looked.ok()) {
      file.problem = words_of(looked.error(), path_, file);
      if (!show_columns_of(file)) {
        file.state = ImportFileState::kUseless;
        ::unlink(path_.c_str());
      }
    }
    finish(file);
  }

  void import(ImportFile file) {
    auto outcome = try_to_import(file);
    if (!outcome.ok()) {
      if (work_.stop) return let_go();
      if (outcome.error().code == base::ErrorCode::kUnavailable) {
        // A full disk, a database that is gone for a moment: it goes on when the lease is over.
        base::log(base::LogLevel::kWarning, "import.interrupted",
                  {{"reason", outcome.error().message}, {"detail", outcome.error().detail}});
        return;
      }
      file.state = ImportFileState::kReady;
      file.problem = words_of(outcome.error(), path_, file);
      return finish(file);
    }
    file.state = ImportFileState::kImported;
    file.problem.clear();
    file.result = outcome_json(*outcome);
    finish(file);
    ::unlink(path_.c_str());
  }

 private:
  void finish(ImportFile& file) {
    file.leased_until = {};
    const base::Status kept = work_.writes.write([&](store::Transaction& tx) {
      return store::update_import_file(tx, due_.organization, file);
    });
    if (!kept.ok()) {
      base::log(base::LogLevel::kWarning, "import.not-noted",
                {{"reason", kept.error().message}, {"detail", kept.error().detail}});
    }
  }

  // So that whoever comes next need not wait for the lease.
  void let_go() {
    work_.writes.submit(
        [due = due_](store::Transaction& tx) { return store::renew_import_file(tx, due, {}); },
        [](const base::Status&) {});
  }

  // Renews the lease in time. An import's own transaction may be open here, so nothing waits.
  OnProgress keep_lease() {
    return [this](const ImportProgress&) {
      const base::Timestamp now = work_.clock.now();
      if (now.micros - renewed_.micros < work_.lease.count() * kSecond / 3) return;
      renewed_ = now;
      work_.writes.submit(
          [due = due_, until = later(now, work_.lease)](store::Transaction& tx) {
            return store::renew_import_file(tx, due, until);
          },
          [](const base::Status&) {});
    };
  }

  base::Result<ImportPlan> plan_of(const ImportOptions& options) {
    ImportPlan plan =
        TRY(plan_import(&work_.writes.database(), due_.organization, options, keep_lease()));
    plan.stop = &work_.stop;
    plan.rejects =
        path_ + ".rejects" + (plan.table.format == intake::Format::kCsv ? ".csv" : ".ndjson");
    return plan;
  }

  base::Status try_to_look(ImportFile& file) {
    const ImportOptions options = TRY(options_of(path_, file));
    ImportLook look;
    auto planned = plan_of(options);
    if (!planned.ok() && options.dates == intake::DateOrder::kUnknown) {
      // Perhaps it is only the order of day and month that is missing.
      ImportOptions day_first = options;
      day_first.dates = intake::DateOrder::kDayFirst;
      auto again = plan_of(day_first);
      if (again.ok()) {
        look.asks_dates = true;
        file.problem = words_of(planned.error(), path_, file);
        planned = std::move(again);
      }
    }
    if (!planned.ok()) return std::move(planned).error();
    ImportPlan plan = std::move(*planned);
    const ImportResult dry = TRY(dry_run_import(plan, keep_lease()));
    if (plan.mapping.form != intake::HeaderForm::kPlain)
      look.form = intake::name(plan.mapping.form);
    look.rows = dry.rows;
    look.usable = dry.added;
    look.rejected = dry.rejected;
    look.passed_over = dry.passed_over;
    look.rejects = rejects_of(dry.first_rejects);
    for (const std::string& note : plan.mapping.notes) look.notes.push_back(without_options(note));
    for (const intake::ColumnPlan& column : plan.mapping.columns) {
      const std::string& label = column.index < plan.table.header.columns.size()
                                     ? plan.table.header.columns[column.index].label
                                     : column.column;
      look.columns.push_back({column.column, label == column.column ? "" : sample_of(label),
                              intake::describe(column), said_about(options.map, column.column),
                              without_options(column.reason),
                              samples_of(plan.sample, column.index)});
    }
    file.look = look_json(look);
    if (!look.asks_dates) file.fingerprint = plan.fingerprint;
    return {};
  }

  // Where nothing could be guessed: the columns as they are, for a person to say. False when not
  // even those can be read.
  bool show_columns_of(ImportFile& file) {
    auto table = intake::open_table(path_);
    if (!table.ok()) return false;
    const auto survey = intake::survey_table(*table);
    if (!survey.ok() || survey->sample.empty()) return false;
    const auto options = options_of(path_, file);
    ImportLook look;
    look.rows = survey->rows;
    for (std::size_t i = 0; i < table->header.columns.size(); ++i) {
      const intake::Column& column = table->header.columns[i];
      look.columns.push_back({column.name,
                              column.label == column.name ? "" : sample_of(column.label), "", "",
                              "", samples_of(survey->sample, i)});
      if (options.ok()) look.columns.back().said = said_about(options->map, column.name);
    }
    file.look = look_json(look);
    return true;
  }

  base::Result<ImportOutcome> try_to_import(const ImportFile& file) {
    const ImportOptions options = TRY(options_of(path_, file));
    ImportPlan plan = TRY(plan_of(options));
    const ImportResult result = TRY(
        run_import(work_.writes.database(), due_.organization, plan, work_.clock, keep_lease()));
    ImportOutcome out{result.rows,
                      result.added,
                      result.updated,
                      result.unchanged,
                      result.rejected,
                      result.passed_over,
                      result.praising,
                      result.unread,
                      {},
                      rejects_of(result.first_rejects)};
    for (const std::string& note : result.notes) out.notes.push_back(without_options(note));
    return out;
  }

  const ImportWork& work_;
  const store::DueImportFile due_;
  const std::string path_;
  base::Timestamp renewed_;
};

// The age of a file by its last change; zero when it can't be told.
std::chrono::seconds age_of(const std::filesystem::path& path, base::Timestamp now) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return std::chrono::seconds(0);
  return std::chrono::seconds(now.micros / kSecond - info.st_mtim.tv_sec);
}

}  // namespace

std::string upload_path(const std::string& folder, store::ImportFileId id) {
  return folder + "/" + id.value.to_string() + ".upload";
}

void remove_upload(const std::string& folder, store::ImportFileId id) {
  for (const char* ending : {"", ".part", ".rejects.csv", ".rejects.ndjson"})
    ::unlink((upload_path(folder, id) + ending).c_str());
}

bool do_import_work(const ImportWork& work, ImportFileState kind) {
  if (work.stop) return false;
  const auto claim = [&]() -> base::Result<std::optional<store::DueImportFile>> {
    const base::Timestamp now = work.clock.now();
    std::optional<store::DueImportFile> due;
    {
      auto tx = TRY(work.writes.database().begin_read());
      due = TRY(store::due_import_file(tx, kind, now));
    }
    if (!due) return due;
    bool taken = false;
    const auto lease = [&](store::Transaction& tx) -> base::Status {
      taken = TRY(store::lease_import_file(tx, *due, kind, now, later(now, work.lease)));
      return {};
    };
    TRY(work.writes.write(lease));
    if (!taken) due.reset();
    return due;
  };
  const auto due = claim();
  if (!due.ok() || !*due) return false;
  const auto read = [&]() -> base::Result<std::optional<ImportFile>> {
    auto tx = TRY(work.writes.database().begin_read());
    return store::find_import_file(tx, (*due)->organization, (*due)->id);
  };
  auto file = read();
  if (!file.ok() || !*file) return false;
  Worker worker(work, **due);
  kind == ImportFileState::kLooking ? worker.look(std::move(**file))
                                    : worker.import(std::move(**file));
  return true;
}

void sweep_uploads(store::Database& database, const base::Clock& clock, const std::string& folder) {
  std::error_code error;
  std::filesystem::directory_iterator files(folder, error);
  if (error) return;  // nothing was ever uploaded
  const auto known = [&]() -> base::Result<std::vector<store::ImportFileId>> {
    auto tx = TRY(database.begin_read());
    return store::known_import_files(tx);
  }();
  if (!known.ok()) return;
  for (const std::filesystem::directory_entry& entry : files) {
    const std::string name = entry.path().filename().string();
    const std::size_t dot = name.find(".upload");
    const auto id = base::Uuid::parse(name.substr(0, dot == std::string::npos ? 0 : dot));
    if (!id.ok()) continue;  // not ours
    const bool has_row =
        std::find(known->begin(), known->end(), store::ImportFileId{*id}) != known->end();
    const bool part = name.ends_with(".part");
    const auto most = !has_row || part                             ? kOrphans
                      : name.find(".rejects") != std::string::npos ? kRejects
                                                                   : kUploads;
    if (age_of(entry.path(), clock.now()) > most) std::filesystem::remove(entry.path(), error);
  }
}

}  // namespace laurel::app
