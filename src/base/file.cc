#include "base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace laurel::base {
namespace {

// Why a system call failed and what a person can do about it.
std::string explain(int error_number) {
  switch (error_number) {
    case ENOENT:
      return "it does not exist. Check the path.";
    case EACCES:
    case EPERM:
      return "permission is denied. Check who owns it and its mode.";
    case EISDIR:
      return "it is a directory. Name a file.";
    case ENOTDIR:
      return "part of its path is not a directory. Check the path.";
    case ENOSPC:
    case EDQUOT:
      return "the disk is full. Free some space and try again.";
    case EROFS:
      return "the file system is read-only. Choose another place.";
    case EMFILE:
    case ENFILE:
      return "too many files are open. Raise the limit (ulimit -n) and try again.";
    case EIO:
      return "the disk reports an error. Check the disk.";
    default:
      return fmt::format("{}.", std::strerror(error_number));
  }
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

}  // namespace

Error file_error(const std::string& path, std::string_view action, int error_number) {
  return unavailable(fmt::format("{} can't be {}: {}", path, action, explain(error_number)));
}

Result<std::string> read_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return file_error(path, "opened", errno);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return file_error(path, "read", errno);
  if (S_ISDIR(info.st_mode)) return file_error(path, "read", EISDIR);
  std::string content;
  content.reserve(static_cast<std::size_t>(info.st_size));
  char buffer[1 << 16];
  for (;;) {
    const ssize_t got = ::read(file.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_error(path, "read", errno);
    if (got == 0) return content;
    content.append(buffer, static_cast<std::size_t>(got));
  }
}

Status write_file(const std::string& path, std::string_view content) {
  // A device or pipe is written to; putting a file in its place would take it away.
  struct stat there {};
  const bool exists = ::stat(path.c_str(), &there) == 0;
  if (exists && S_ISDIR(there.st_mode)) return file_error(path, "written", EISDIR);
  const bool in_place = exists && !S_ISREG(there.st_mode);
  const std::string temporary = in_place ? path : fmt::format("{}.{}.tmp", path, ::getpid());
  int failure = 0;
  {
    const Descriptor file(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (file.get() < 0) return file_error(path, "written", errno);
    while (!content.empty() && failure == 0) {
      const ssize_t put = ::write(file.get(), content.data(), content.size());
      if (put >= 0) {
        content.remove_prefix(static_cast<std::size_t>(put));
      } else if (errno != EINTR) {
        failure = errno;
      }
    }
    if (failure == 0 && !in_place && ::fsync(file.get()) != 0) failure = errno;
  }
  if (in_place) return failure == 0 ? Status() : file_error(path, "written", failure);
  if (failure == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) failure = errno;
  if (failure != 0) {
    ::unlink(temporary.c_str());
    return file_error(path, "written", failure);
  }
  return {};
}

}  // namespace laurel::base
