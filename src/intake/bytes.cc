#include "intake/bytes.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "base/file.h"
#include "text/utf8.h"

namespace laurel::intake {
namespace {

constexpr std::size_t kHead = 64 << 10;
constexpr std::size_t kRawWindow = 64 << 10;

struct Magic {
  std::string_view bytes;
  std::string_view what;    // completes "PATH is …"
  std::string_view advice;  // a sentence
};
using namespace std::string_view_literals;
constexpr std::string_view kUnpack = "Unpack it and import what is inside.";
constexpr std::string_view kSaveAsCsv = "Open it and save it as CSV (UTF-8).";
constexpr std::string_view kExportCsv = "Export the responses as CSV.";
constexpr std::array kMagics = {
    Magic{"\xD0\xCF\x11\xE0"sv, "an old Excel or Word file", kSaveAsCsv},
    Magic{"\x1F\x8B"sv, "compressed with gzip", "Unpack it (gunzip) and import what is inside."},
    Magic{"\x28\xB5\x2F\xFD"sv, "compressed with zstd",
          "Unpack it (unzstd) and import what is inside."},
    Magic{"\xFD"
          "7zXZ"sv,
          "compressed with xz", "Unpack it (unxz) and import what is inside."},
    Magic{"BZh"sv, "compressed with bzip2", "Unpack it (bunzip2) and import what is inside."},
    Magic{"7z\xBC\xAF"sv, "a 7-Zip archive", kUnpack},
    Magic{"Rar!"sv, "a RAR archive", kUnpack},
    Magic{"\x89PNG"sv, "a PNG image", kExportCsv},
    Magic{"\xFF\xD8\xFF"sv, "a JPEG image", kExportCsv},
    Magic{"GIF8"sv, "a GIF image", kExportCsv},
    Magic{"%PDF"sv, "a PDF", kExportCsv},
    Magic{"SQLite format 3"sv, "an SQLite database", kExportCsv},
    Magic{"PAR1"sv, "a Parquet file", kExportCsv},
    Magic{"\x7F"
          "ELF"sv,
          "a program", kExportCsv},
};

bool starts_with_ignoring_case(std::string_view text, std::string_view lower) {
  if (text.size() < lower.size()) return false;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    const char c = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] + 32) : text[i];
    if (c != lower[i]) return false;
  }
  return true;
}

base::Status refuse_other_formats(const std::string& path, std::string_view head) {
  if (head.starts_with("PK\x03\x04")) {
    const bool sheet = head.find("xl/") != std::string_view::npos ||
                       head.find("[Content_Types].xml") != std::string_view::npos;
    return base::unsupported(
        sheet ? fmt::format("{} is an Excel (XLSX) file. Save it as CSV (UTF-8) and import that.",
                            path)
              : fmt::format("{} is a ZIP archive. {}", path, kUnpack));
  }
  for (const Magic& magic : kMagics) {
    if (head.starts_with(magic.bytes)) {
      return base::unsupported(fmt::format("{} is {}. {}", path, magic.what, magic.advice));
    }
  }
  std::string_view text = head;
  while (!text.empty() && (text[0] == ' ' || text[0] == '\n' || text[0] == '\r' || text[0] == '\t'))
    text.remove_prefix(1);
  if (starts_with_ignoring_case(text, "<!doctype html") ||
      starts_with_ignoring_case(text, "<html")) {
    return base::unsupported(fmt::format(
        "{} is a web page. Sign in where the export comes from and download the CSV again.", path));
  }
  if (starts_with_ignoring_case(text, "<?xml")) {
    return base::unsupported(fmt::format("{} is an XML file. {}", path, kExportCsv));
  }
  return {};
}

// Zero bytes at even and at odd places, and control bytes that text doesn't have.
struct ByteCensus {
  std::size_t even_zeros = 0, odd_zeros = 0, controls = 0;
};
ByteCensus census(std::string_view head) {
  ByteCensus out;
  for (std::size_t i = 0; i < head.size(); ++i) {
    const auto c = static_cast<unsigned char>(head[i]);
    if (c == 0) ++(i % 2 == 0 ? out.even_zeros : out.odd_zeros);
    if (c < 32 && c != '\t' && c != '\n' && c != '\r' && c != '\f') ++out.controls;
  }
  return out;
}

// What Windows-1252 has at 0x80 … 0x9F; unassigned bytes are C1 controls.
constexpr std::array<char16_t, 32> kWindowsUpper = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

// Writes one code point as UTF-8. REQUIRES: room for 4 bytes.
char* put(char32_t c, char* to) {
  const auto byte = [](char32_t v) { return static_cast<char>(static_cast<unsigned char>(v)); };
  if (c < 0x80) {
    *to++ = byte(c);
  } else if (c < 0x800) {
    *to++ = byte(0xC0 | (c >> 6));
    *to++ = byte(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    *to++ = byte(0xE0 | (c >> 12));
    *to++ = byte(0x80 | ((c >> 6) & 0x3F));
    *to++ = byte(0x80 | (c & 0x3F));
  } else {
    *to++ = byte(0xF0 | (c >> 18));
    *to++ = byte(0x80 | ((c >> 12) & 0x3F));
    *to++ = byte(0x80 | ((c >> 6) & 0x3F));
    *to++ = byte(0x80 | (c & 0x3F));
  }
  return to;
}

}  // namespace

std::string_view name(Encoding encoding) {
  switch (encoding) {
    case Encoding::kAuto:
      return "auto";
    case Encoding::kUtf8:
      return "utf-8";
    case Encoding::kUtf16Le:
      return "utf-16le";
    case Encoding::kUtf16Be:
      return "utf-16be";
    case Encoding::kWindows1252:
      return "windows-1252";
  }
  return "auto";
}

std::optional<Encoding> encoding_named(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    if (c == '-' || c == '_' || c == ' ') continue;
    plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  if (plain == "auto") return Encoding::kAuto;
  if (plain == "utf8") return Encoding::kUtf8;
  if (plain == "utf16" || plain == "utf16le") return Encoding::kUtf16Le;
  if (plain == "utf16be") return Encoding::kUtf16Be;
  if (plain == "windows1252" || plain == "cp1252" || plain == "latin1" || plain == "iso88591")
    return Encoding::kWindows1252;
  return std::nullopt;
}

ByteSource::ByteSource(std::string path, int fd, std::int64_t size)
    : path_(std::move(path)), fd_(fd), size_(size) {}

ByteSource::~ByteSource() {
  if (fd_ >= 0) ::close(fd_);
}

base::Result<std::unique_ptr<ByteSource>> ByteSource::open(const std::string& path,
                                                           Encoding encoding) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return base::file_error(path, "opened", errno);
  std::unique_ptr<ByteSource> source(new ByteSource(path, fd, 0));
  struct stat info {};
  if (::fstat(fd, &info) != 0) return base::file_error(path, "read", errno);
  if (S_ISDIR(info.st_mode)) return base::file_error(path, "read", EISDIR);
  if (!S_ISREG(info.st_mode)) {
    return base::unsupported(fmt::format(
        "{} is not a regular file. Save the data to a file first, so that an import which is cut "
        "off can continue.",
        path));
  }
  if (info.st_size == 0) {
    return base::invalid_input(
        fmt::format("{} is empty. Check that the export or copy finished.", path));
  }
  source->size_ = info.st_size;
#ifdef POSIX_FADV_SEQUENTIAL
  ::posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
#endif
  if (base::Status checked = source->detect(encoding); !checked.ok()) {
    return std::move(checked).error();
  }
  return source;
}

base::Status ByteSource::detect(Encoding asked) {
  std::string head(kHead, '\0');
  std::size_t filled = 0;
  while (filled < head.size()) {
    const std::size_t got = TRY(read_raw(head.data() + filled, head.size() - filled));
    if (got == 0) break;
    filled += got;
  }
  head.resize(filled);

  const bool utf8_mark = head.starts_with("\xEF\xBB\xBF");
  const bool little = head.starts_with("\xFF\xFE"), big = head.starts_with("\xFE\xFF");
  if ((little && head.size() >= 4 && head[2] == 0 && head[3] == 0) ||
      head.starts_with(std::string_view("\0\0\xFE\xFF", 4))) {
    return base::unsupported(
        fmt::format("{} is UTF-32 text. Save it as UTF-8 and import that.", path_));
  }
  encoding_ = asked;
  if (asked == Encoding::kAuto) {
    encoding_ = little ? Encoding::kUtf16Le : big ? Encoding::kUtf16Be : Encoding::kUtf8;
    if (!little && !big && !utf8_mark) {
      TRY(refuse_other_formats(path_, head));
      const ByteCensus bytes = census(head);
      const std::size_t half = head.size() / 2;
      if (half > 4 && (bytes.odd_zeros * 3 > half || bytes.even_zeros * 3 > half) &&
          (bytes.odd_zeros > 8 * bytes.even_zeros || bytes.even_zeros > 8 * bytes.odd_zeros)) {
        return base::invalid_input(fmt::format(
            "{} looks like UTF-16 text without a byte order mark. Run again with --encoding {}, or "
            "save it as UTF-8.",
            path_, bytes.odd_zeros > bytes.even_zeros ? "utf-16le" : "utf-16be"));
      }
      if (bytes.controls * 50 > head.size()) {
        return base::unsupported(fmt::format(
            "{} is a binary file, not text. Export the responses as CSV or NDJSON.", path_));
      }
    }
  }
  if (encoding_ == Encoding::kUtf8 && utf8_mark) mark_ = 3;
  if ((encoding_ == Encoding::kUtf16Le && little) || (encoding_ == Encoding::kUtf16Be && big))
    mark_ = 2;
  TRY(seek(0));
  head_.resize(kHead);
  head_.resize(TRY(read(head_.data(), head_.size())));
  return seek(0);
}

base::Result<std::size_t> ByteSource::read_raw(char* to, std::size_t capacity) {
  // What is appended meanwhile is left for the next time.
  capacity = std::min(capacity,
                      static_cast<std::size_t>(std::max<std::int64_t>(size_ - raw_position_, 0)));
  for (;;) {
    const ssize_t got = ::read(fd_, to, capacity);
    if (got >= 0) {
      if (got == 0 && capacity > 0 && raw_position_ < size_) {
        return base::invalid_input(fmt::format(
            "{} became shorter while it was read. Wait until whatever writes it is done, then "
            "import it again.",
            path_));
      }
      raw_position_ += got;
      return static_cast<std::size_t>(got);
    }
    if (errno != EINTR) return base::file_error(path_, "read", errno);
  }
}

base::Result<std::size_t> ByteSource::read(char* to, std::size_t capacity) {
  if (encoding_ == Encoding::kUtf8) return read_raw(to, capacity);
  for (;;) {
    bool at_end = false;
    if (raw_.size() - raw_begin_ < 4) {
      raw_.erase(raw_.begin(), raw_.begin() + static_cast<std::ptrdiff_t>(raw_begin_));
      raw_begin_ = 0;
      const std::size_t kept = raw_.size();
      raw_.resize(kRawWindow);
      const std::size_t got = TRY(read_raw(raw_.data() + kept, kRawWindow - kept));
      raw_.resize(kept + got);
      at_end = got == 0;
    }
    const std::size_t made = encoding_ == Encoding::kWindows1252
                                 ? decode_1252(to, capacity)
                                 : decode_utf16(to, capacity, at_end);
    if (made != 0 || at_end) return made;
  }
}

std::size_t ByteSource::decode_1252(char* to, std::size_t capacity) {
  char* out = to;
  while (raw_begin_ < raw_.size() && static_cast<std::size_t>(out - to) + 4 <= capacity) {
    const auto byte = static_cast<unsigned char>(raw_[raw_begin_++]);
    const char32_t c = byte >= 0x80 && byte < 0xA0
                           ? static_cast<char32_t>(kWindowsUpper[byte - std::size_t{0x80}])
                           : byte;
    out = put(c, out);
  }
  return static_cast<std::size_t>(out - to);
}

std::size_t ByteSource::decode_utf16(char* to, std::size_t capacity, bool at_end) {
  const bool big = encoding_ == Encoding::kUtf16Be;
  const auto unit_at = [&](std::size_t at) {
    const auto a = static_cast<unsigned char>(raw_[at]);
    const auto b = static_cast<unsigned char>(raw_[at + 1]);
    return static_cast<char32_t>(big ? a << 8 | b : b << 8 | a);
  };
  char* out = to;
  while (raw_.size() - raw_begin_ >= 2 && static_cast<std::size_t>(out - to) + 4 <= capacity) {
    char32_t c = unit_at(raw_begin_);
    std::size_t length = 2;
    if (c >= 0xD800 && c < 0xDC00) {
      if (raw_.size() - raw_begin_ < 4 && !at_end) break;
      const char32_t low = raw_.size() - raw_begin_ >= 4 ? unit_at(raw_begin_ + 2) : 0;
      if (low >= 0xDC00 && low < 0xE000) {
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        length = 4;
      } else {
        c = text::kReplacement;
      }
    } else if (c >= 0xDC00 && c < 0xE000) {
      c = text::kReplacement;
    }
    out = put(c, out);
    raw_begin_ += length;
  }
  if (at_end && raw_.size() - raw_begin_ == 1 &&
      static_cast<std::size_t>(out - to) + 4 <= capacity) {
    raw_begin_ = raw_.size();  // half a unit: the file was cut off
    out = put(text::kReplacement, out);
  }
  return static_cast<std::size_t>(out - to);
}

base::Status ByteSource::seek(std::int64_t offset) {
  const bool direct = encoding_ == Encoding::kUtf8;
  const std::int64_t raw = mark_ + (direct ? offset : 0);
  if (::lseek(fd_, raw, SEEK_SET) < 0) return base::file_error(path_, "read", errno);
  raw_position_ = raw;
  raw_.clear();
  raw_begin_ = 0;
  if (direct) return {};
  std::vector<char> passed(kRawWindow);
  // A read of four bytes decodes one character, so the last ones never overshoot.
  for (std::int64_t at = 0; at < offset;) {
    const std::int64_t ask = std::clamp<std::int64_t>(offset - at, 4, std::ssize(passed));
    const std::size_t got = TRY(read(passed.data(), static_cast<std::size_t>(ask)));
    at += static_cast<std::int64_t>(got);
    if (got == 0 || at > offset) {
      return base::invalid_input(
          fmt::format("{} changed while it was imported. Run the import again.", path_));
    }
  }
  return {};
}

}  // namespace laurel::intake
