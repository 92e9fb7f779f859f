// RejectFile: the rows that couldn't be used, each with line, column and reason, in front of the
// row as it was. For CSV it is a CSV with the same header, for NDJSON the same objects with a
// member
// "_reject"; corrected, it can be imported as it is. It exists only once there is a reject. Not
// thread-safe.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "intake/record.h"
#include "intake/table.h"

namespace laurel::intake {

class RejectFile {
 public:
  // Refuses to overwrite a file that isn't a former reject file. `keep_bytes` of one are kept, for
  // an import that continues; 0 starts anew.
  static base::Result<RejectFile> open(const std::string& path, const Table& table,
                                       std::int64_t keep_bytes);
  RejectFile(RejectFile&& other) noexcept;
  RejectFile& operator=(RejectFile&&) = delete;
  ~RejectFile();

  void add(std::string_view raw, const Reject& reject);  // buffered
  base::Status flush();                                  // written and synced to the disk
  std::int64_t bytes() const { return bytes_; }          // flushed ones
  const std::string& path() const { return path_; }

 private:
  RejectFile(std::string path, Format format, char delimiter);

  std::string path_;
  Format format_;
  char delimiter_;
  std::string header_;
  bool again_ = false;  // the imported file is itself a reject file
  int fd_ = -1;
  std::int64_t bytes_ = 0;
  std::string buffer_;
};

// Beside the imported file: reviews.csv → reviews.rejects.csv.
std::string reject_path(const std::string& path);

}  // namespace laurel::intake
