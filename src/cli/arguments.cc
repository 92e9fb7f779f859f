#include "cli/arguments.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/nearest.h"
#include "text/utf8.h"

namespace laurel::cli {
namespace {

base::Error unknown_option(const std::string& name, std::span<const Option> options) {
  std::vector<std::string_view> names;
  for (const Option& option : options) names.push_back(option.name);
  const auto close = base::nearest(name, names);
  return base::invalid_input(
      close ? fmt::format("There is no option --{}. Did you mean --{}?", name, *close)
            : fmt::format("There is no option --{}.", name));
}

}  // namespace

base::Result<Arguments> Arguments::parse(std::span<const std::string> words,
                                         std::span<const Option> options) {
  Arguments arguments;
  bool only_words = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (only_words || word.size() < 3 || !word.starts_with("--")) {
      if (word == "--" && !only_words) {
        only_words = true;
      } else {
        arguments.words_.push_back(word);
      }
      continue;
    }
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
    const auto option = std::find_if(options.begin(), options.end(),
                                     [&](const Option& o) { return o.name == name; });
    if (option == options.end()) return unknown_option(name, options);
    if (option->value.empty()) {
      if (equals != std::string::npos)
        return base::invalid_input(fmt::format("--{} takes no value.", name));
      arguments.given_.push_back({name, {}});
      continue;
    }
    std::string value;
    if (equals != std::string::npos) {
      value = word.substr(equals + 1);
    } else if (i + 1 < words.size()) {
      value = words[++i];
    }
    if (value.empty()) {
      return base::invalid_input(
          fmt::format("--{} needs a value: --{} {}.", name, name, option->value));
    }
    arguments.given_.push_back({name, std::move(value)});
  }
  return arguments;
}

bool Arguments::has(std::string_view name) const {
  return std::any_of(given_.begin(), given_.end(), [&](const Given& g) { return g.name == name; });
}

std::optional<std::string> Arguments::value(std::string_view name) const {
  const auto found =
      std::find_if(given_.rbegin(), given_.rend(), [&](const Given& g) { return g.name == name; });
  if (found == given_.rend()) return std::nullopt;
  return found->value;
}

std::string Arguments::value_or(std::string_view name, std::string_view otherwise) const {
  return value(name).value_or(std::string(otherwise));
}

std::vector<std::string> Arguments::values(std::string_view name) const {
  std::vector<std::string> out;
  for (const Given& g : given_) {
    if (g.name == name) out.push_back(g.value);
  }
  return out;
}

base::Result<std::int64_t> Arguments::number(std::string_view name, std::int64_t otherwise,
                                             std::int64_t min, std::int64_t max) const {
  const auto text = value(name);
  if (!text) return otherwise;
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (failure != std::errc() || end != text->data() + text->size() || number < min ||
      number > max) {
    return base::invalid_input(
        fmt::format("--{} takes a whole number from {} to {}, not '{}'.", name, min, max, *text));
  }
  return number;
}

base::Result<std::string> Arguments::single_word(std::string_view what) const {
  if (words_.empty()) return base::invalid_input(fmt::format("Name {}.", what));
  if (words_.size() > 1)
    return base::invalid_input(fmt::format("Name only {}; '{}' is one too many.", what, words_[1]));
  return words_[0];
}

base::Status check_name(std::string_view option, std::string_view name) {
  constexpr std::size_t kLongest = 200;
  bool blank = true;
  for (std::size_t at = 0; at < name.size();) {
    const text::Decoded next = text::decode(name, at);
    const bool broken = next.code_point == text::kReplacement && next.length == 1;
    if (broken || next.code_point < 32 || next.code_point == 127 || name.size() > kLongest) {
      return base::invalid_input(fmt::format(
          "--{} takes one line of UTF-8 text, at most {} bytes long.", option, kLongest));
    }
    blank &= next.code_point == ' ';
    at += next.length;
  }
  if (blank) return base::invalid_input(fmt::format("--{} needs a name that isn't blank.", option));
  return {};
}

}  // namespace laurel::cli
