#include "app/import_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

#include "app/audit_trail.h"
#include "app/import_work.h"
#include "base/file.h"
#include "base/log.h"
#include "base/secret.h"
#include "store/imports.h"

namespace laurel::app {
namespace {

using store::ImportFileState;

constexpr std::size_t kLongestName = 200;
constexpr std::chrono::hours kSweepEvery{1};

base::Error no_such_import() {
  return base::not_found(
      "There is no such import. It may have been removed; upload the file again.");
}

base::Error busy() {
  return base::conflict("Laurel is working on this file. Wait until it is done.");
}

// Of a name without folders: what is before the last dot.
std::string source_of(std::string_view name) {
  std::string source = std::filesystem::path(name).stem().string();
  for (const std::string_view ending : {".rejects", "-rejects"}) {
    while (source.size() > ending.size() && source.ends_with(ending))
      source.resize(source.size() - ending.size());
  }
  return source.empty() ? "file" : source;
}

}  // namespace

struct ImportFiles::State {
  State(store::WriteQueue& queue, const base::Clock& by, AuditTrail& trail, ImportFilesOptions as)
      : writes(queue), clock(by), audit(trail), options(std::move(as)) {}

  // One thread looks at files and another imports, so that a long import keeps nobody waiting.
  void run(ImportFileState kind) {
    std::unique_lock lock(mutex);
    auto next_sweep = std::chrono::steady_clock::now();
    while (!stopping) {
      lock.unlock();
      if (kind == ImportFileState::kLooking && std::chrono::steady_clock::now() >= next_sweep) {
        sweep_uploads(writes.database(), clock, options.folder);
        next_sweep += kSweepEvery;
      }
      const bool worked = work_on(kind);
      lock.lock();
      if (!worked && !stopping) woken.wait_for(lock, options.look_every);
    }
  }

  bool work_on(ImportFileState kind) {
    return do_import_work({writes, clock, options.folder, options.lease, stopping}, kind);
  }

  void wake() { woken.notify_all(); }

  // Changes a file's row after a look at it as it stands, and notes who did.
  base::Status change(const Caller& by, store::ImportFileId id, std::string_view action,
                      const std::function<base::Status(store::ImportFile&)>& how) {
    const auto work = [&](store::Transaction& tx) -> base::Status {
      auto file = TRY(store::find_import_file(tx, by.organization.id, id));
      if (!file) return no_such_import();
      TRY(how(*file));
      TRY(store::update_import_file(tx, by.organization.id, *file));
      if (action.empty()) return {};
      return audit.append(tx, by,
                          {std::string(action), "import", id.value.to_string(), file->name});
    };
    TRY(writes.write(work));
    wake();
    return {};
  }

  store::WriteQueue& writes;
  const base::Clock& clock;
  AuditTrail& audit;
  const ImportFilesOptions options;
  std::mutex mutex;
  std::condition_variable woken;
  std::atomic<bool> stopping{false};
  std::vector<std::thread> threads;
};

ImportFiles::ImportFiles(store::WriteQueue& writes, const base::Clock& clock, AuditTrail& audit,
                         ImportFilesOptions options)
    : state_(std::make_unique<State>(writes, clock, audit, std::move(options))) {
  if (!state_->options.background) return;
  for (const ImportFileState kind : {ImportFileState::kLooking, ImportFileState::kImporting})
    state_->threads.emplace_back([state = state_.get(), kind] { state->run(kind); });
}

ImportFiles::~ImportFiles() { stop(); }

void ImportFiles::stop() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->woken.notify_all();
  for (std::thread& thread : state_->threads) thread.join();
  state_->threads.clear();
}

bool ImportFiles::work() {
  return state_->work_on(ImportFileState::kLooking) || state_->work_on(ImportFileState::kImporting);
}

void ImportFiles::sweep() {
  sweep_uploads(state_->writes.database(), state_->clock, state_->options.folder);
}

ImportFiles::Upload::~Upload() {
  if (fd_ < 0) return;
  ::close(fd_);
  ::unlink((path_ + ".part").c_str());
}

base::Status ImportFiles::Upload::add(std::string_view bytes) {
  bytes_ += std::ssize(bytes);
  if (bytes_ > largest_) {
    return base::invalid_input(fmt::format(
        "The file is larger than {} MB. Split it, or import it with the command laurel import.",
        largest_ >> 20));
  }
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(fd_, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) {
      return base::unavailable("The upload can't be stored now. Tell whoever runs this server.",
                               base::file_error(path_, "written", errno).message);
    }
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return {};
}

base::Result<std::unique_ptr<ImportFiles::Upload>> ImportFiles::begin_upload() {
  std::unique_ptr<Upload> upload(new Upload());
  std::error_code error;
  std::filesystem::create_directories(state_->options.folder, error);
  ::chmod(state_->options.folder.c_str(), S_IRWXU);
  upload->id_ = {base::UuidGenerator(state_->clock, base::unguessable_number()).next()};
  upload->path_ = upload_path(state_->options.folder, upload->id_);
  upload->largest_ = state_->options.largest;
  upload->fd_ = ::open((upload->path_ + ".part").c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                       S_IRUSR | S_IWUSR);
  if (upload->fd_ < 0) {
    return base::unavailable("Uploads can't be stored now. Tell whoever runs this server.",
                             base::file_error(upload->path_, "made", errno).message);
  }
  return upload;
}

base::Result<store::ImportFileId> ImportFiles::keep(Upload& upload, const Caller& by,
                                                    std::string_view name) {
  if (upload.bytes_ == 0)
    return base::invalid_input("The file is empty. Choose one with responses in it.");
  const bool kept = ::fsync(upload.fd_) == 0 &&
                    ::rename((upload.path_ + ".part").c_str(), upload.path_.c_str()) == 0;
  if (!kept) {
    return base::unavailable("The upload can't be stored now. Tell whoever runs this server.",
                             base::file_error(upload.path_, "written", errno).message);
  }
  ::close(std::exchange(upload.fd_, -1));
  store::ImportFile file;
  file.id = upload.id_;
  file.name = name.empty() ? "file" : std::string(name.substr(0, kLongestName));
  while (file.name.size() == kLongestName && (file.name.back() & 0x80) != 0) file.name.pop_back();
  if (file.name.empty()) file.name = "file";
  file.source = source_of(file.name);
  file.bytes = upload.bytes_;
  file.uploaded_by = by.actor.name;
  file.uploaded_at = state_->clock.now();
  const auto add = [&](store::Transaction& tx) -> base::Status {
    TRY(store::add_import_file(tx, by.organization.id, file));
    return state_->audit.append(
        tx, by, {"import.uploaded", "import", file.id.value.to_string(), file.name});
  };
  if (base::Status added = state_->writes.write(add); !added.ok()) {
    ::unlink(upload.path_.c_str());
    return std::move(added).error();
  }
  state_->wake();
  return file.id;
}

base::Result<store::ImportFile> ImportFiles::find(model::OrganizationId organization,
                                                  store::ImportFileId id) const {
  auto tx = TRY(state_->writes.database().begin_read());
  auto file = TRY(store::find_import_file(tx, organization, id));
  if (!file) return no_such_import();
  return std::move(*file);
}

base::Status ImportFiles::correct(const Caller& by, store::ImportFileId id,
                                  const Correction& correction) {
  return state_->change(by, id, "", [&](store::ImportFile& file) -> base::Status {
    if (file.state != ImportFileState::kReady) return busy();
    file.source = correction.source.empty() ? source_of(file.name) : correction.source;
    file.requests = correction.requests;
    file.dates = correction.dates;
    file.state = ImportFileState::kLooking;
    file.problem.clear();
    file.leased_until = {};
    return {};
  });
}

base::Status ImportFiles::start(const Caller& by, store::ImportFileId id) {
  return state_->change(by, id, "import.started", [&](store::ImportFile& file) -> base::Status {
    if (file.state != ImportFileState::kReady) return busy();
    if (file.fingerprint.empty())
      return base::conflict("Something has to be settled before this file can be imported.");
    file.state = ImportFileState::kImporting;
    file.problem.clear();
    file.leased_until = {};
    return {};
  });
}

base::Status ImportFiles::discard(const Caller& by, store::ImportFileId id) {
  const auto work = [&](store::Transaction& tx) -> base::Status {
    const auto file = TRY(store::find_import_file(tx, by.organization.id, id));
    if (!file) return no_such_import();
    if (file->state == ImportFileState::kImporting) return busy();
    TRY(store::delete_import_file(tx, by.organization.id, id));
    return state_->audit.append(tx, by,
                                {"import.removed", "import", id.value.to_string(), file->name});
  };
  TRY(state_->writes.write(work));
  remove_upload(state_->options.folder, id);
  return {};
}

base::Result<ImportFiles::Progress> ImportFiles::progress(model::OrganizationId organization,
                                                          const store::ImportFile& file) const {
  auto tx = TRY(state_->writes.database().begin_read());
  const auto run = TRY(store::find_import(tx, organization, file.fingerprint));
  if (!run || run->finished) return Progress{};
  const double total = static_cast<double>(std::max<std::int64_t>(file.bytes, 1));
  return Progress{run->rows_read, std::min(1.0, static_cast<double>(run->bytes_done) / total)};
}

std::int64_t ImportFiles::largest() const { return state_->options.largest; }

bool ImportFiles::has_rejects(const store::ImportFile& file) const {
  std::error_code error;
  const std::string path = upload_path(state_->options.folder, file.id) + ".rejects";
  return std::filesystem::exists(path + ".csv", error) ||
         std::filesystem::exists(path + ".ndjson", error);
}

base::Result<ImportFiles::Rejects> ImportFiles::rejects(const store::ImportFile& file) const {
  const base::Error gone = base::not_found(
      "The rejected rows are not here any more; they are kept for a month. Import the file again.");
  if (file.state != ImportFileState::kImported) return gone;
  for (const std::string_view ending : {".csv", ".ndjson"}) {
    const std::string path =
        upload_path(state_->options.folder, file.id) + ".rejects" + std::string(ending);
    std::error_code error;
    if (!std::filesystem::exists(path, error)) continue;
    return Rejects{TRY(base::read_file(path)), std::string(ending)};
  }
  return gone;
}

}  // namespace laurel::app
