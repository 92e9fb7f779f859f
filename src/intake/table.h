// Table: an import file opened as rows under named columns, whatever its format: CSV or one JSON
// object a line, plain or a survey tool's export. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "intake/bytes.h"
#include "intake/header.h"
#include "intake/row.h"

namespace laurel::intake {

enum class Format : std::uint8_t { kCsv, kNdjson };

struct Table {
  std::unique_ptr<RowReader> reader;  // at the first data row
  Format format = Format::kCsv;
  Encoding encoding = Encoding::kUtf8;
  char delimiter = ',';
  Header header;
  std::vector<std::string> header_lines;  // the header rows as they are in the file
  Position first_row;
};

// `columns` are names that must be columns of an NDJSON file even if its first rows don't have
// them.
base::Result<Table> open_table(const std::string& path, Encoding encoding = Encoding::kAuto,
                               const std::vector<std::string>& columns = {});

// What one pass over the whole file finds, before anything is written.
struct Survey {
  std::int64_t rows = 0;
  std::int64_t bad_encoding = 0;  // rows that are not UTF-8
  std::int64_t wide = 0;          // rows with characters beyond ASCII, correctly encoded
  std::uint64_t content = 0;      // hash of all rows
  std::vector<Record> sample;     // of usable rows: the first ones and others from all over
  std::optional<Position> first_bad_encoding;
};
inline constexpr std::size_t kSampleHead = 1000;
inline constexpr std::size_t kSampleSpread = 1000;

// Reads everything once and goes back to the first row. Errors: the file can't be read or is
// structurally broken (an open quote, an endless row), has no data rows, or is in another encoding
// than UTF-8; nothing has been written then. `progress` may be empty.
base::Result<Survey> survey_table(Table& table,
                                  const std::function<void(std::int64_t bytes)>& progress = {});

// 64 bits that differ when content differs, for fingerprints; not for secrets.
std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed = 0);

}  // namespace laurel::intake
