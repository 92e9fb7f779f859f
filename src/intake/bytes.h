// ByteSource: an import file as a stream of UTF-8 bytes, read once from front to back with little
// memory. It knows files that are no text at all by their first bytes and says what to do about
// them, drops a byte order mark, and decodes UTF-16 (when marked) and Windows-1252 (when asked).
// Offsets count bytes of the decoded stream. Not thread-safe.
// Sources: Unicode 15 §3.10 (encoding forms), WHATWG Encoding (windows-1252).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace laurel::intake {

enum class Encoding : std::uint8_t { kAuto, kUtf8, kUtf16Le, kUtf16Be, kWindows1252 };

std::string_view name(Encoding encoding);  // "utf-8", "utf-16le", "windows-1252", …
// Also "latin1", "iso-8859-1", "utf-16" and other usual spellings.
std::optional<Encoding> encoding_named(std::string_view name);

class ByteSource {
 public:
  // Refuses directories, pipes, empty files, archives, images and other binary files, each with
  // what to do. kAuto decides between UTF-8 and marked UTF-16.
  static base::Result<std::unique_ptr<ByteSource>> open(const std::string& path, Encoding encoding);
  ~ByteSource();
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  // Up to `capacity` bytes; 0 only at the end. REQUIRES: capacity ≥ 4.
  base::Result<std::size_t> read(char* to, std::size_t capacity);
  // Goes to an offset that a read reached before. Decoded files are read again from the front.
  base::Status seek(std::int64_t offset);

  const std::string& path() const { return path_; }
  Encoding encoding() const { return encoding_; }
  std::int64_t file_size() const { return size_; }
  std::int64_t file_position() const { return raw_position_; }  // bytes of the file read so far
  // The first bytes, decoded: up to 64 KiB.
  const std::string& head() const { return head_; }

 private:
  ByteSource(std::string path, int fd, std::int64_t size);
  base::Status detect(Encoding asked);
  base::Result<std::size_t> read_raw(char* to, std::size_t capacity);
  std::size_t decode_utf16(char* to, std::size_t capacity, bool at_end);
  std::size_t decode_1252(char* to, std::size_t capacity);

  std::string path_;
  int fd_;
  std::int64_t size_;
  std::int64_t mark_ = 0;  // length of the byte order mark
  std::int64_t raw_position_ = 0;
  Encoding encoding_ = Encoding::kUtf8;
  std::string head_;
  std::vector<char> raw_;  // undecoded bytes
  std::size_t raw_begin_ = 0;
};

}  // namespace laurel::intake
