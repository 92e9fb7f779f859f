// Reading whole JSON documents, and writing them, by their declarations. Thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/object.h"
#include "schema/type.h"

namespace laurel::schema {

// What was read, or what is wrong with it: at least one problem.
template <typename T>
struct Read {
  std::optional<T> value;
  std::vector<Problem> problems;

  explicit operator bool() const { return value.has_value(); }
};

// Calls `use` with the parsed document. False, with a problem, if the text is not JSON (RFC 8259,
// UTF-8, at most 32 levels deep).
bool parse_document(std::string_view text, Reading& reading,
                    const std::function<void(const boost::json::value&)>& use);

template <typename T>
Read<T> read_json(const Declared<T>& type, std::string_view text) {
  Read<T> result;
  Reading reading;
  parse_document(text, reading, [&](const boost::json::value& json) {
    if (!type.read(json, result.value.emplace(), reading)) result.value.reset();
  });
  result.problems = reading.take();
  return result;
}

// A document that is one T or a list of at most `most`. One element's problems leave
// the others good.
template <typename T>
struct Several {
  bool is_list = false;
  std::vector<Read<T>> items;
  std::vector<Problem> problems;  // of the document as a whole; no items then
};
template <typename T>
Several<T> read_one_or_list(const Declared<T>& type, std::string_view text, std::size_t most) {
  Several<T> result;
  Reading reading;
  const auto read_item = [&](const boost::json::value& json) {
    Read<T>& item = result.items.emplace_back();
    Reading own;
    if (!type.read(json, item.value.emplace(), own)) item.value.reset();
    item.problems = own.take();
  };
  parse_document(text, reading, [&](const boost::json::value& json) {
    result.is_list = !detail::is_object(json);
    if (!result.is_list) {
      read_item(json);
    } else if (const auto* array = detail::array_of(json, most, reading)) {
      for (const auto* at = detail::begin_of(*array); at != detail::end_of(*array); ++at)
        read_item(*at);
    }
  });
  result.problems = reading.take();
  if (!result.problems.empty()) result.items.clear();
  return result;
}

template <typename T>
Read<T> read_fields(const Object<T>& type, const Fields& fields) {
  Read<T> result;
  Reading reading;
  if (!type.read_fields(fields, result.value.emplace(), reading)) result.value.reset();
  result.problems = reading.take();
  return result;
}

template <typename T>
std::string to_json(const Declared<T>& type, const T& value) {
  std::string text;
  wire::JsonWriter json(text);
  type.write(json, value);
  return text;
}

}  // namespace laurel::schema
