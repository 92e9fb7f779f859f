// Bytes under a path, without touching a disk: what was sent over the network is read by the same
// code as files on it. Linux. The path is of this process and ends with the object.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace laurel::base {

class MemoryFile {
 public:
  static Result<MemoryFile> create(std::string_view bytes);
  MemoryFile(MemoryFile&& other) noexcept;
  MemoryFile& operator=(MemoryFile&&) = delete;
  ~MemoryFile();

  std::string path() const;

 private:
  explicit MemoryFile(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace laurel::base
