// CSV as RFC 4180 describes it and as programs write it: comma, semicolon or tab; LF, CRLF or CR;
// quoted fields with newlines and doubled quotes. A quote opens a field only as its first byte;
// elsewhere it is a character. A window of the file is kept in memory, never the file.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "intake/bytes.h"
#include "intake/row.h"

namespace laurel::intake {

class CsvReader final : public RowReader {
 public:
  CsvReader(std::unique_ptr<ByteSource> source, char delimiter);

  // Rows whose number of columns differs from this get a problem; 0 (at first) accepts any.
  void expect_columns(std::size_t count) { expected_ = count; }

  // Empty lines are passed over. Errors: the file can't be read; a quote is never closed; a row is
  // longer than kMaxRowBytes.
  base::Result<bool> next(Row& row) override;
  base::Status seek(Position position) override;
  std::int64_t bytes_read() const override { return source_->file_position(); }
  std::int64_t file_size() const override { return source_->file_size(); }
  const ByteSource& source() const { return *source_; }

 private:
  enum class Parsed { kRow, kNeedsMore, kOpenQuote };
  Parsed parse(Row& row);
  const char* parse_quoted(const char* at, const char* end, Row& row);
  base::Status fill();

  std::unique_ptr<ByteSource> source_;
  char delimiter_;
  std::size_t expected_ = 0;
  std::vector<char> window_;
  std::size_t begin_ = 0;  // of the next row in the window
  std::size_t end_ = 0;    // of the bytes in the window
  bool at_end_ = false;    // no more bytes after the window
  Position position_;
  std::vector<std::string_view> fields_;
  std::string unquoted_;  // fields with doubled quotes, undoubled
  std::int64_t open_quote_line_ = 0;
};

// The delimiter that cuts the first rows of `head` into the most columns of equal number; a comma
// when nothing does. A first line "sep=;" (as Excel writes) decides; `skip` is then its length.
struct Dialect {
  char delimiter = ',';
  std::size_t skip = 0;
};
Dialect sniff_dialect(std::string_view head);

}  // namespace laurel::intake
