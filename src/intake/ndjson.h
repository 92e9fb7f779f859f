// Newline-delimited JSON as rows: one object a line, nested objects flattened to columns with
// dotted names ("answers.nps"), lists of plain values joined with "|". Columns are learnt while
// they are open; afterwards other members are passed over and remembered by name. Memory doesn't
// grow with the file. Not thread-safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "intake/bytes.h"
#include "intake/row.h"

namespace laurel::intake {

class NdjsonReader final : public RowReader {
 public:
  explicit NdjsonReader(std::unique_ptr<ByteSource> source);
  ~NdjsonReader() override;

  // Fields follow columns(); null and absent members are empty. Empty lines are passed over. A line
  // that is not an object is a row with problem kJson.
  base::Result<bool> next(Row& row) override;
  base::Status seek(Position position) override;
  std::int64_t bytes_read() const override { return source_->file_position(); }
  std::int64_t file_size() const override { return source_->file_size(); }
  const ByteSource& source() const { return *source_; }

  const std::vector<std::string>& columns() const { return columns_; }
  void add_column(const std::string& name);
  void close_columns() { open_ = false; }
  // Members met after closing that no column has, at most a few.
  const std::vector<std::string>& passed_over() const { return passed_over_; }

 private:
  struct Json;
  base::Status fill();
  void flatten(Row& row);

  std::unique_ptr<ByteSource> source_;
  std::unique_ptr<Json> json_;
  std::vector<char> window_;
  std::size_t begin_ = 0, end_ = 0;
  bool at_end_ = false;
  bool open_ = true;
  Position position_;
  std::vector<std::string> columns_;
  std::unordered_map<std::string, std::size_t> places_;
  std::vector<std::string> passed_over_;
  std::vector<std::string_view> fields_;
  std::vector<std::pair<std::size_t, std::size_t>> ranges_;  // of each field in values_
  std::string values_;
};

}  // namespace laurel::intake
