// What was typed after a command's name, checked against what the command declares. Plain data once
// parsed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace laurel::cli {

// `--name` with a value called `value` in help, or a switch when `value` is empty.
struct Option {
  std::string_view name;
  std::string_view value;
  std::string_view help;
};

class Arguments {
 public:
  // Accepts `--name value`, `--name=value` and `--switch` anywhere, and plain words; after `--`
  // everything is a word. An unknown option is an error that suggests the nearest known one.
  static base::Result<Arguments> parse(std::span<const std::string> words,
                                       std::span<const Option> options);

  bool has(std::string_view name) const;
  // The last one given.
  std::optional<std::string> value(std::string_view name) const;
  std::string value_or(std::string_view name, std::string_view otherwise) const;
  // All given, in order: for options that may repeat.
  std::vector<std::string> values(std::string_view name) const;
  // A whole number within [min, max], or `otherwise` when not given.
  base::Result<std::int64_t> number(std::string_view name, std::int64_t otherwise, std::int64_t min,
                                    std::int64_t max) const;

  const std::vector<std::string>& words() const { return words_; }
  // The only word; `what` names it in the error: "a file to import".
  base::Result<std::string> single_word(std::string_view what) const;

 private:
  struct Given {
    std::string name;
    std::string value;
  };
  std::vector<Given> given_;
  std::vector<std::string> words_;
};

// Whether a name may be stored under that and shown: UTF-8, one line, neither blank nor endless.
base::Status check_name(std::string_view option, std::string_view name);

}  // namespace laurel::cli
