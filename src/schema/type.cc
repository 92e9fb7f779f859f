#include "schema/type.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cctype>
#include <charconv>
#include <cmath>
#include <functional>

#include "base/wording.h"

namespace laurel::schema {
namespace {

namespace json = boost::json;

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }

std::string_view trimmed(std::string_view text) {
  const auto space = [](char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f';
  };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return text;
}

std::size_t code_points(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

bool has_control(std::string_view text, bool line_breaks_too) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == 0x7F) return true;
    if (byte >= 0x20) continue;
    if (line_breaks_too || (c != '\n' && c != '\r' && c != '\t')) return true;
  }
  return false;
}

std::optional<std::int64_t> parsed_integer(std::string_view text) {
  std::int64_t value = 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> parsed_double(std::string_view text) {
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

class Text final : public Declared<std::string> {
 public:
  explicit Text(TextRules rules) : rules_(rules) {}
  bool read(const json::value& value, std::string& out, Reading& reading) const override {
    if (const auto* string = value.if_string()) return read_text(view(*string), out, reading);
    return reading.say("Give a text in quotation marks.");
  }
  bool read_text(std::string_view text, std::string& out, Reading& reading) const override {
    const std::string_view kept = trimmed(text);
    if (has_control(kept, rules_.one_line)) {
      return reading.say(rules_.one_line ? "Use one line without control characters."
                                         : "Take the control characters out of this text.");
    }
    const std::size_t length = code_points(kept);
    if (length == 0 && rules_.shortest > 0) return reading.say("Fill this in; it can't be empty.");
    if (length < rules_.shortest) {
      return reading.say(
          "Use at least " +
          base::count_of(static_cast<std::int64_t>(rules_.shortest), "character", "characters") +
          ".");
    }
    if (length > rules_.longest) {
      return reading.say(
          "Shorten this to " +
          base::count_of(static_cast<std::int64_t>(rules_.longest), "character", "characters") +
          "; it has " + base::grouped(static_cast<std::int64_t>(length)) + ".");
    }
    out.assign(kept);
    return true;
  }
  void write(wire::JsonWriter& json, const std::string& value) const override { json.value(value); }
  json::object describe(Definitions&) const override {
    json::object described{{"type", "string"}};
    if (rules_.shortest > 0) described["minLength"] = rules_.shortest;
    described["maxLength"] = rules_.longest;
    if (!rules_.format.empty()) described["format"] = rules_.format;
    return described;
  }

 private:
  TextRules rules_;
};

class WholeNumber final : public Declared<std::int64_t> {
 public:
  WholeNumber(std::int64_t least, std::int64_t most) : least_(least), most_(most) {}
  bool read(const json::value& value, std::int64_t& out, Reading& reading) const override {
    if (const auto* number = value.if_int64()) {
      out = *number;
    } else if (const auto* real = value.if_double();
               real != nullptr && *real == std::floor(*real) && std::abs(*real) < 9e15) {
      out = static_cast<std::int64_t>(*real);
    } else {
      return complain(reading);
    }
    return (out >= least_ && out <= most_) || complain(reading);
  }
  bool read_text(std::string_view text, std::int64_t& out, Reading& reading) const override {
    const auto number = parsed_integer(trimmed(text));
    if (!number || *number < least_ || *number > most_) return complain(reading);
    out = *number;
    return true;
  }
  void write(wire::JsonWriter& json, const std::int64_t& value) const override {
    json.value(value);
  }
  json::object describe(Definitions&) const override {
    return {{"type", "integer"}, {"minimum", least_}, {"maximum", most_}};
  }

 private:
  bool complain(Reading& reading) const {
    return reading.say("Give a whole number from " + base::grouped(least_) + " to " +
                       base::grouped(most_) + ".");
  }
  std::int64_t least_, most_;
};

class Number final : public Declared<double> {
 public:
  Number(double least, double most) : least_(least), most_(most) {}
  bool read(const json::value& value, double& out, Reading& reading) const override {
    if (!value.is_number()) return complain(reading);
    out = value.to_number<double>();
    return (out >= least_ && out <= most_) || complain(reading);
  }
  bool read_text(std::string_view text, double& out, Reading& reading) const override {
    const auto number = parsed_double(trimmed(text));
    if (!number || *number < least_ || *number > most_) return complain(reading);
    out = *number;
    return true;
  }
  void write(wire::JsonWriter& json, const double& value) const override { json.value(value); }
  json::object describe(Definitions&) const override {
    return {{"type", "number"}, {"minimum", least_}, {"maximum", most_}};
  }

 private:
  bool complain(Reading& reading) const {
    return reading.say("Give a number from " + wire::shortest_number(least_) + " to " +
                       wire::shortest_number(most_) + ".");
  }
  double least_, most_;
};

class Boolean final : public Declared<bool> {
 public:
  bool read(const json::value& value, bool& out, Reading& reading) const override {
    if (const auto* truth = value.if_bool()) {
      out = *truth;
      return true;
    }
    return reading.say("Give true or false.");
  }
  bool read_text(std::string_view text, bool& out, Reading& reading) const override {
    out = text == "on" || text == "true" || text == "yes" || text == "1";
    return out || text == "off" || text == "false" || text == "no" || text == "0" ||
           reading.say("Give true or false.");
  }
  void write(wire::JsonWriter& json, const bool& value) const override { json.value(value); }
  json::object describe(Definitions&) const override { return {{"type", "boolean"}}; }
};

// Values whose text form parses itself: Date, Timestamp, Uuid.
template <typename V>
class Parsed final : public Declared<V> {
 public:
  Parsed(std::string_view format, std::string_view sentence)
      : format_(format), sentence_(sentence) {}
  bool read(const json::value& value, V& out, Reading& reading) const override {
    if (const auto* string = value.if_string()) return read_text(view(*string), out, reading);
    return reading.say(std::string(sentence_));
  }
  bool read_text(std::string_view text, V& out, Reading& reading) const override {
    const auto parsed = V::parse(trimmed(text));
    if (!parsed) return reading.say(std::string(sentence_));
    out = *parsed;
    return true;
  }
  void write(wire::JsonWriter& json, const V& value) const override {
    json.value(value.to_string());
  }
  json::object describe(Definitions&) const override {
    return {{"type", "string"}, {"format", format_}};
  }

 private:
  std::string_view format_, sentence_;
};

class AnyScalar final : public Declared<Scalar> {
 public:
  bool read(const json::value& value, Scalar& out, Reading& reading) const override {
    if (const auto* number = value.if_int64()) {
      out = *number;
    } else if (const auto* real = value.if_double(); real != nullptr && std::isfinite(*real)) {
      out = *real;
    } else if (const auto* truth = value.if_bool()) {
      out = *truth;
    } else if (const auto* string = value.if_string()) {
      out = std::string(view(*string));
    } else {
      return reading.say("Give a number, a text, true or false.");
    }
    return true;
  }
  bool read_text(std::string_view text, Scalar& out, Reading&) const override {
    if (const auto number = parsed_integer(text)) {
      out = *number;
    } else {
      out = std::string(text);
    }
    return true;
  }
  void write(wire::JsonWriter& json, const Scalar& value) const override {
    std::visit([&](const auto& held) { json.value(held); }, value);
  }
  json::object describe(Definitions&) const override {
    return {{"type", json::array{"number", "string", "boolean"}}};
  }
};

}  // namespace

Type<std::string> text(TextRules rules) { return std::make_shared<Text>(rules); }
Type<std::int64_t> whole_number(std::int64_t least, std::int64_t most) {
  return std::make_shared<WholeNumber>(least, most);
}
Type<double> number(double least, double most) { return std::make_shared<Number>(least, most); }
Type<bool> boolean() { return std::make_shared<Boolean>(); }
Type<base::Date> date() {
  return std::make_shared<Parsed<base::Date>>("date", "Give a day as YYYY-MM-DD.");
}
Type<base::Timestamp> timestamp() {
  return std::make_shared<Parsed<base::Timestamp>>(
      "date-time", "Give a moment as 2026-11-21T19:27:00Z (RFC 3339).");
}
Type<base::Uuid> uuid() {
  return std::make_shared<Parsed<base::Uuid>>(
      "uuid", "Give an id as Laurel gave it: 32 hexadecimal digits with hyphens.");
}
Type<Scalar> scalar() { return std::make_shared<AnyScalar>(); }

namespace detail {

json::object described_choice(const std::vector<std::string_view>& names) {
  json::array values;
  for (const std::string_view name : names) values.emplace_back(name);
  return {{"type", "string"}, {"enum", std::move(values)}};
}

std::string choice_sentence(const std::vector<std::string_view>& names) {
  std::string sentence = "Give one of ";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) sentence += i + 1 == names.size() ? " or " : ", ";
    sentence += names[i];
  }
  return sentence + ".";
}

const json::array* array_of(const json::value& value, std::size_t most, Reading& reading) {
  const auto* array = value.if_array();
  if (array == nullptr) {
    reading.say("Give a list in square brackets.");
  } else if (array->size() > most) {
    reading.say("Send at most " + base::grouped(static_cast<std::int64_t>(most)) +
                " here; these are " + base::grouped(static_cast<std::int64_t>(array->size())) +
                ".");
    return nullptr;
  }
  return array;
}

const json::object* object_of(const json::value& value, Reading& reading) {
  const auto* object = value.if_object();
  if (object == nullptr) reading.say("Give an object in braces.");
  return object;
}

json::object described_list(json::object item, std::size_t most) {
  return {{"type", "array"}, {"items", std::move(item)}, {"maxItems", most}};
}

json::object described_map(json::object item) {
  return {{"type", "object"}, {"additionalProperties", std::move(item)}};
}

json::object or_null(json::object described) {
  if (described.contains("$ref")) {
    return {{"anyOf", json::array{std::move(described), json::object{{"type", "null"}}}}};
  }
  json::value& type = described["type"];
  json::array types = type.is_array() ? type.get_array() : json::array{type};
  types.emplace_back("null");
  type = std::move(types);
  if (auto* values = described.if_contains("enum")) values->get_array().emplace_back(nullptr);
  return described;
}

std::optional<std::string_view> string_of(const json::value& value) {
  const auto* string = value.if_string();
  return string == nullptr ? std::nullopt : std::optional(view(*string));
}

bool is_null(const json::value& value) { return value.is_null(); }
bool is_object(const json::value& value) { return value.is_object(); }
const json::value* begin_of(const json::array& array) { return array.begin(); }
const json::value* end_of(const json::array& array) { return array.end(); }

void for_each_member(const json::object& object,
                     const std::function<void(std::string_view, const json::value&)>& visit) {
  for (const auto& member : object)
    visit({member.key().data(), member.key().size()}, member.value());
}

}  // namespace detail
}  // namespace laurel::schema
