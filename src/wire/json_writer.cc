#include "wire/json_writer.h"

#include <cmath>

#include "base/check.h"

namespace laurel::wire {
namespace {

// Length of the well-formed UTF-8 sequence at the front of `text`, or 0 if there is none.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const bool overlong = (lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xF0 && byte(1) < 0x90);
  const bool surrogate = lead == 0xED && byte(1) >= 0xA0;
  const bool too_large = lead == 0xF4 && byte(1) >= 0x90;
  return overlong || surrogate || too_large ? 0 : length;
}

void append_escaped(std::string& out, char c) {
  static constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 15];
  }
}

bool plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t run = at;
    while (run < text.size() && plain(text[run])) ++run;
    out.append(text, at, run - at);
    at = run;
    if (at == text.size()) break;
    const std::size_t length = utf8_length(text.substr(at));
    if (length == 1) {
      append_escaped(out, text[at]);
    } else if (length == 0) {
      out += "\xEF\xBF\xBD";
    } else {
      out.append(text, at, length);
    }
    at += length == 0 ? 1 : length;
  }
  out += '"';
}

std::string shortest_number(double number) {
  CHECK(std::isfinite(number));
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  return {digits, end};
}

JsonWriter& JsonWriter::value(std::string_view text) {
  std::string quoted;
  quoted.reserve(text.size() + 2);
  append_json_string(quoted, text);
  return scalar(quoted);
}

JsonWriter& JsonWriter::value(double number) {
  if (std::isnan(number)) return null();
  if (std::isinf(number)) return value(number > 0 ? "inf" : "-inf");
  return scalar(shortest_number(number));
}

JsonWriter& JsonWriter::key(std::string_view name) {
  CHECK(!levels_.empty() && levels_.back().close == '}' && !after_key_);
  if (levels_.back().has_items) out_ += ',';
  levels_.back().has_items = true;
  levels_.back().broken = indent_ > 0;
  new_line(levels_.size());
  append_json_string(out_, name);
  out_ += indent_ > 0 ? ": " : ":";
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::begin(char open) {
  before_value(true);
  levels_.push_back({.close = open == '{' ? '}' : ']'});
  out_ += open;
  return *this;
}

JsonWriter& JsonWriter::end(char close) {
  CHECK(!levels_.empty() && levels_.back().close == close && !after_key_);
  const bool broken = levels_.back().broken;
  levels_.pop_back();
  if (broken) new_line(levels_.size());
  out_ += close;
  return *this;
}

JsonWriter& JsonWriter::scalar(std::string_view text) {
  before_value(false);
  out_ += text;
  return *this;
}

void JsonWriter::before_value(bool nested) {
  if (levels_.empty()) {
    CHECK(!started_);
  } else if (levels_.back().close == '}') {
    CHECK(after_key_);
  } else {
    Level& level = levels_.back();
    // An array is broken into lines once it holds something nested, not for scalars.
    const bool first = !level.has_items;
    if (!first) out_ += ',';
    if (indent_ > 0 && (level.broken || (first && nested))) {
      level.broken = true;
      new_line(levels_.size());
    } else if (!first && indent_ > 0) {
      out_ += ' ';
    }
    level.has_items = true;
  }
  after_key_ = false;
  started_ = true;
}

void JsonWriter::new_line(std::size_t depth) {
  if (indent_ <= 0) return;
  out_ += '\n';
  out_.append(depth * static_cast<std::size_t>(indent_), ' ');
}

}  // namespace laurel::wire
