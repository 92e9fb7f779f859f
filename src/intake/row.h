// Row: one record of an import file, whatever the format, and RowReader, which reads them one by
// one with memory that doesn't grow with the file. A row that can't be used is still a row, with
// its problem, so that the good ones around it land; only what makes the rest of the file
// unreadable is an error. Not thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace laurel::intake {

// A place between two rows: an offset in the decoded stream, and the line there, from 1.
struct Position {
  std::int64_t offset = 0;
  std::int64_t line = 1;
  friend bool operator==(const Position&, const Position&) = default;
};

enum class RowProblem : std::uint8_t {
  kNone,
  kColumnCount,     // fewer or more columns than the header
  kAfterQuote,      // text between a closing quote and the next delimiter
  kNulByte,         // a zero byte
  kEncoding,        // bytes that are not UTF-8
  kTooManyColumns,  // more than kMaxColumns
  kJson,            // not a JSON object
};

struct Row {
  Position begin;
  Position end;          // where the next row begins
  std::string_view raw;  // the bytes as they are, without the line ending
  std::span<const std::string_view> fields;
  RowProblem problem = RowProblem::kNone;
  std::int32_t problem_field = -1;  // index of the field, or -1 for the whole row
  std::string problem_detail;       // for kJson: what is wrong, without values
  bool wide = false;                // has characters beyond ASCII, correctly encoded
};

inline constexpr std::size_t kMaxColumns = 4096;
inline constexpr std::size_t kMaxRowBytes = std::size_t{16} << 20;

class RowReader {
 public:
  virtual ~RowReader() = default;
  // Fills `row` and returns true, or false at the end. What `row` points to lives until the next
  // call.
  virtual base::Result<bool> next(Row& row) = 0;
  // Goes to where a row began or ended.
  virtual base::Status seek(Position position) = 0;
  virtual std::int64_t bytes_read() const = 0;  // of the file, for progress
  virtual std::int64_t file_size() const = 0;
};

}  // namespace laurel::intake
