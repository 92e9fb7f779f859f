// A terminal made of strings, for tests.
#pragma once

#include <cstdio>
#include <string>

#include "cli/terminal.h"

namespace laurel::cli {

class MemoryTerminal final : public Terminal {
 public:
  explicit MemoryTerminal(std::string input = {}) : input_(std::move(input)) {
    in_ = input_.empty() ? std::fopen("/dev/null", "r")
                         : ::fmemopen(input_.data(), input_.size(), "r");
  }
  MemoryTerminal(const MemoryTerminal&) = delete;
  MemoryTerminal& operator=(const MemoryTerminal&) = delete;
  ~MemoryTerminal() override { std::fclose(in_); }

  void out(std::string_view text) override { written += text; }
  void err(std::string_view text) override { said += text; }
  std::FILE* in() override { return in_; }
  bool out_is_screen() const override { return screen; }
  bool err_is_screen() const override { return screen; }
  bool flush() override { return true; }

  std::string written;  // to out
  std::string said;     // to err
  bool screen = false;

 private:
  std::string input_;
  std::FILE* in_;
};

}  // namespace laurel::cli
