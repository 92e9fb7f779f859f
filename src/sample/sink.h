// Where the files of a sample go: strings in tests, files otherwise, so that writing needs no more
// memory than a buffer. Not thread-safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace laurel::sample {

class Sink {
 public:
  virtual ~Sink() = default;
  virtual base::Status write(std::string_view bytes) = 0;
};

class StringSink final : public Sink {
 public:
  base::Status write(std::string_view bytes) override {
    content_ += bytes;
    return {};
  }
  const std::string& content() const { return content_; }

 private:
  std::string content_;
};

// Writes beside the file named and puts it in place with finish(); without it nothing is left.
class FileSink final : public Sink {
 public:
  static base::Result<std::unique_ptr<FileSink>> create(const std::string& path);
  ~FileSink() override;
  FileSink(const FileSink&) = delete;
  FileSink& operator=(const FileSink&) = delete;

  base::Status write(std::string_view bytes) override;
  base::Status finish();

 private:
  FileSink(std::string path, std::string temporary, int descriptor)
      : path_(std::move(path)), temporary_(std::move(temporary)), descriptor_(descriptor) {}

  std::string path_, temporary_;
  int descriptor_;
};

}  // namespace laurel::sample
