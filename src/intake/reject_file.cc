#include "intake/reject_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <filesystem>
#include <utility>

#include "base/file.h"

namespace laurel::intake {
namespace {

std::string csv_cell(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

// The row without its first cells.
std::string_view without_cells(std::string_view raw, int cells, char delimiter) {
  std::size_t at = 0;
  for (; cells > 0 && at < raw.size(); --cells) {
    bool quoted = false;
    for (; at < raw.size() && (quoted || raw[at] != delimiter); ++at)
      if (raw[at] == '"') quoted = !quoted;
    ++at;
  }
  return raw.substr(std::min(at, raw.size()));
}

// Whether an existing file is one of ours, so that it may be replaced.
base::Result<bool> replaceable(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    if (errno == ENOENT) return true;
    return base::file_error(path, "opened", errno);
  }
  char start[16] = {};
  const ssize_t got = ::read(fd, start, sizeof start);
  ::close(fd);
  if (got < 0) return base::file_error(path, "read", errno);
  const std::string_view text(start, static_cast<std::size_t>(got));
  return text.empty() || text.starts_with(kRejectLine) || text.starts_with("{\"_reject\":");
}

}  // namespace

std::string reject_path(const std::string& path) {
  const std::filesystem::path file(path);
  std::filesystem::path name = file.stem();
  name += ".rejects";
  name += file.extension().empty() ? std::filesystem::path(".csv") : file.extension();
  const std::filesystem::path beside = file.parent_path() / name;
  const std::string folder = file.parent_path().empty() ? "." : file.parent_path().string();
  return ::access(folder.c_str(), W_OK) == 0 ? beside.string() : name.string();
}

RejectFile::RejectFile(std::string path, Format format, char delimiter)
    : path_(std::move(path)), format_(format), delimiter_(delimiter) {}

RejectFile::RejectFile(RejectFile&& other) noexcept
    : path_(std::move(other.path_)),
      format_(other.format_),
      delimiter_(other.delimiter_),
      header_(std::move(other.header_)),
      again_(other.again_),
      fd_(std::exchange(other.fd_, -1)),
      bytes_(other.bytes_),
      buffer_(std::move(other.buffer_)) {}

RejectFile::~RejectFile() {
  if (fd_ >= 0) ::close(fd_);
}

base::Result<RejectFile> RejectFile::open(const std::string& path, const Table& table,
                                          std::int64_t keep_bytes) {
  RejectFile file(path, table.format, table.delimiter);
  if (table.format == Format::kCsv) {
    file.again_ = !table.header.columns.empty() && table.header.columns[0].name == kRejectLine;
    for (const std::string& line : table.header_lines) {
      if (!file.again_)
        file.header_ += fmt::format("{}{}{}{}{}{}", kRejectLine, file.delimiter_, kRejectColumn,
                                    file.delimiter_, kRejectReason, file.delimiter_);
      file.header_ += line;
      file.header_ += "\r\n";
    }
  }
  if (!TRY(replaceable(path))) {
    return base::conflict(fmt::format(
        "{} exists and is not a reject file. Move it away or choose another with --rejects.",
        path));
  }
  // Made when the first row is rejected; better known now that it can't be.
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  if (::access(parent.empty() ? "." : parent.c_str(), W_OK) != 0)
    return base::file_error(path, "written", errno);
  if (keep_bytes == 0) {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT)
      return base::file_error(path, "replaced", errno);
  } else {
    file.fd_ = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file.fd_ < 0) return base::file_error(path, "opened", errno);
    if (::ftruncate(file.fd_, keep_bytes) != 0 || ::lseek(file.fd_, keep_bytes, SEEK_SET) < 0)
      return base::file_error(path, "written", errno);
    file.bytes_ = keep_bytes;
  }
  return file;
}

void RejectFile::add(std::string_view raw, const Reject& reject) {
  if (format_ == Format::kCsv) {
    if (bytes_ == 0 && buffer_.empty()) buffer_ = header_;
    if (again_) raw = without_cells(raw, 3, delimiter_);
    fmt::format_to(std::back_inserter(buffer_), "{}{}{}{}{}{}", reject.line, delimiter_,
                   csv_cell(reject.column), delimiter_, csv_cell(reject.reason), delimiter_);
    buffer_ += raw;
    buffer_ += "\r\n";
    return;
  }
  namespace json = boost::json;
  json::object note;
  note["line"] = reject.line;
  note["column"] = reject.column;
  note["reason"] = reject.reason;
  const std::size_t brace = raw.find('{');
  const std::size_t inside =
      raw.find_first_not_of(" \t", brace == std::string_view::npos ? 0 : brace + 1);
  const bool object = brace != std::string_view::npos && raw.ends_with('}');
  if (!object) note["text"] = std::string_view(raw);
  buffer_ += "{\"_reject\":";
  buffer_ += json::serialize(note);
  if (object) {
    if (inside != std::string_view::npos && raw[inside] != '}') buffer_ += ',';
    buffer_ += raw.substr(brace + 1);
  } else {
    buffer_ += '}';
  }
  buffer_ += '\n';
}

base::Status RejectFile::flush() {
  if (buffer_.empty()) return {};
  if (fd_ < 0) {
    fd_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd_ < 0) return base::file_error(path_, "written", errno);
  }
  std::string_view left = buffer_;
  while (!left.empty()) {
    const ssize_t put = ::write(fd_, left.data(), left.size());
    if (put < 0) {
      if (errno == EINTR) continue;
      return base::file_error(path_, "written", errno);
    }
    left.remove_prefix(static_cast<std::size_t>(put));
  }
  if (::fdatasync(fd_) != 0) return base::file_error(path_, "written", errno);
  bytes_ += std::ssize(buffer_);
  buffer_.clear();
  return {};
}

}  // namespace laurel::intake
