// multipart/form-data (RFC 7578) block by block, for uploads that are too large to be kept in
// memory: fields come whole, files in pieces. Also the rules for heads of parts, which
// http/form.cc shares. Not thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "http/form.h"

namespace laurel::http {

struct PartHead {
  std::string field, file_name, type;
  bool is_file = false;
};
base::Result<PartHead> read_part_head(std::string_view lines);
// Of a Content-Type.
base::Result<std::string> boundary_of(std::string_view content_type);
base::Error malformed_parts();

// Hears of the parts in their order. What it refuses ends the reading.
class MultipartSink {
 public:
  virtual ~MultipartSink() = default;
  virtual base::Status field(const std::string& name, std::string value) = 0;
  // `name` as the browser says it, without folders; empty when no file was chosen.
  virtual base::Status begin_file(const std::string& field, const std::string& name,
                                  const std::string& type) = 0;
  virtual base::Status file_bytes(std::string_view bytes) = 0;
};

class MultipartReader {
 public:
  // REQUIRES: the sink outlives it. kUnsupported for another Content-Type.
  static base::Result<MultipartReader> create(std::string_view content_type, MultipartSink& sink,
                                              FormLimits limits = {});

  // The next bytes of the body. After an error nothing more is to be put.
  base::Status put(std::string_view bytes);
  // An error when the body ended in the middle.
  base::Status finish() const;

 private:
  enum class At : std::uint8_t { kBetween, kHead, kBody, kEnd };

  MultipartReader(const std::string& boundary, MultipartSink& sink, FormLimits limits);
  // Each returns whether it got further.
  base::Result<bool> read_between();
  base::Result<bool> read_head();
  base::Result<bool> read_body();

  MultipartSink* sink_;
  FormLimits limits_;
  std::string between_;
  std::string buffer_;  // bytes not taken yet: at most a block and a delimiter
  At at_ = At::kBetween;
  PartHead part_;
  std::string value_;
  std::size_t parts_ = 0, file_bytes_ = 0;
};

}  // namespace laurel::http
