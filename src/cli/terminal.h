// Where a command reads and writes: data on `out`, everything said to the person on `err`. The
// program uses the real streams; tests collect strings. Not thread-safe.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace laurel::cli {

class Terminal {
 public:
  virtual ~Terminal() = default;
  virtual void out(std::string_view text) = 0;
  virtual void err(std::string_view text) = 0;
  // Where filters read; the caller doesn't close it.
  virtual std::FILE* in() = 0;
  virtual bool out_is_screen() const = 0;
  virtual bool err_is_screen() const = 0;
  // Writes what is buffered; false when the reader is gone or the disk is full.
  virtual bool flush() = 0;
};

// Standard input, output and error. Progress bars only on a screen.
class StandardTerminal final : public Terminal {
 public:
  StandardTerminal();
  void out(std::string_view text) override;
  void err(std::string_view text) override;
  std::FILE* in() override { return stdin; }
  bool out_is_screen() const override { return out_is_screen_; }
  bool err_is_screen() const override { return err_is_screen_; }
  bool flush() override;

 private:
  bool out_is_screen_;
  bool err_is_screen_;
  bool failed_ = false;
};

}  // namespace laurel::cli
