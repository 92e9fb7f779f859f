#include "base/memory_file.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace laurel::base {

Result<MemoryFile> MemoryFile::create(std::string_view bytes) {
  const auto no_room = [] {
    return Error{ErrorCode::kUnavailable,
                 "There is no memory for what was sent. Try again in a moment.",
                 std::strerror(errno)};
  };
  const int descriptor = ::memfd_create("laurel", MFD_CLOEXEC);
  if (descriptor < 0) return no_room();
  MemoryFile file(descriptor);
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return no_room();
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return file;
}

MemoryFile::MemoryFile(MemoryFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

MemoryFile::~MemoryFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::string MemoryFile::path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

}  // namespace laurel::base
