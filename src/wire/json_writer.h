// JsonWriter: writes JSON as a stream into a string, so that reports and filters need no document
// tree in memory. Numbers are the shortest text that reads back to the same double; commas, escapes
// and indentation are taken care of. Not thread-safe; one writer per document. Source: RFC 8259.
#pragma once

#include <charconv>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace laurel::wire {

class JsonWriter {
 public:
  // Appends to `out`, which must outlive the writer. `indent` 0 writes everything on one line
  // without spaces; n > 0 puts each member and element on its own line, n spaces per level. With
  // an indent, an array holding only scalars still stays on one line.
  explicit JsonWriter(std::string& out, int indent = 0) : out_(out), indent_(indent) {}
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  JsonWriter& begin_object() { return begin('{'); }
  JsonWriter& end_object() { return end('}'); }
  JsonWriter& begin_array() { return begin('['); }
  JsonWriter& end_array() { return end(']'); }

  // REQUIRES: inside an object, and the previous key has its value.
  JsonWriter& key(std::string_view name);

  // One value. REQUIRES: after key() inside an object; anywhere inside an array; once at the top.
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(std::same_as<bool> auto truth) { return scalar(truth ? "true" : "false"); }
  // JSON has no infinities: they become "inf" and "-inf" (contract of `laurel stats`); NaN is null.
  JsonWriter& value(double number);
  template <std::integral Integer>
  requires(!std::same_as<Integer, bool> &&
           !std::same_as<Integer, char>) JsonWriter& value(Integer number) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    return scalar({digits, static_cast<std::size_t>(end - digits)});
  }
  JsonWriter& null() { return scalar("null"); }
  template <typename T>
  JsonWriter& value(const std::optional<T>& maybe) {
    return maybe ? value(*maybe) : null();
  }
  template <typename T>
  JsonWriter& value(const std::vector<T>& items) {
    begin_array();
    for (const auto& item : items) value(static_cast<const T&>(item));
    return end_array();
  }
  // Text that is JSON already, put in as it stands.
  JsonWriter& raw(std::string_view json) { return scalar(json); }

  template <typename T>
  JsonWriter& member(std::string_view name, const T& item) {
    return key(name).value(item);
  }
  JsonWriter& null_member(std::string_view name) { return key(name).null(); }

  // Whether every object and array has been closed and something was written.
  bool complete() const { return levels_.empty() && started_; }

 private:
  struct Level {
    char close;
    bool has_items = false;
    bool broken = false;  // whether its items stand on lines of their own
  };

  JsonWriter& begin(char open);
  JsonWriter& end(char close);
  JsonWriter& scalar(std::string_view text);
  void before_value(bool nested);
  void new_line(std::size_t depth);

  std::string& out_;
  int indent_;
  std::vector<Level> levels_;
  bool after_key_ = false;
  bool started_ = false;
};

// `text` as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD, so the result is
// always valid.
void append_json_string(std::string& out, std::string_view text);

// The shortest decimal text that reads back to the same double: 0.1, 12, 1e+22. REQUIRES: finite.
std::string shortest_number(double number);

}  // namespace laurel::wire
