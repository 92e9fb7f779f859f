// Files are written under another name until they are whole, so that a stopped run leaves no half
// sample.
#include "sample/sink.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

#include "base/file.h"

namespace laurel::sample {

base::Result<std::unique_ptr<FileSink>> FileSink::create(const std::string& path) {
  std::string temporary = path + ".part";
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) return base::file_error(path, "written", errno);
  return std::unique_ptr<FileSink>(new FileSink(path, std::move(temporary), descriptor));
}

FileSink::~FileSink() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(temporary_.c_str());
}

base::Status FileSink::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(descriptor_, bytes.data(), bytes.size());
    if (put >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(put));
    } else if (errno != EINTR) {
      return base::file_error(path_, "written", errno);
    }
  }
  return {};
}

base::Status FileSink::finish() {
  const int descriptor = std::exchange(descriptor_, -1);
  if (::close(descriptor) != 0 || ::rename(temporary_.c_str(), path_.c_str()) != 0) {
    const int failure = errno;
    ::unlink(temporary_.c_str());
    return base::file_error(path_, "written", failure);
  }
  return {};
}

}  // namespace laurel::sample
