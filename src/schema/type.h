// Declared types of JSON values. A declaration reads a value into C++, says in words what is wrong
// with one, writes one, and describes itself as JSON Schema: what validates input is what the API's
// description says, because it is the same object.
//
//   const Type<std::string> name = text({.shortest = 1, .longest = 100});
//   const Type<int> score = integer<int>(0, 10);
//   const Type<Role> role = one_of<Role>({{"owner", Role::kOwner}, {"leader", Role::kLeader}});
//
// Objects are declared in schema/object.h, whole documents read in schema/document.h. Declarations
// are immutable and safe to share between threads. Source: JSON Schema 2020-12 (the dialect of
// OpenAPI 3.1); RFC 8259.
#pragma once

#include <boost/json/object.hpp>
#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/uuid.h"
#include "schema/reading.h"
#include "wire/json_writer.h"

namespace laurel::schema {

// The named objects that a description refers to, by name: "components/schemas" of OpenAPI.
using Definitions = std::map<std::string, boost::json::object, std::less<>>;

template <typename V>
class Declared {
 public:
  virtual ~Declared() = default;

  // False after saying why. `value` may be half filled then.
  virtual bool read(const boost::json::value& json, V& value, Reading& reading) const = 0;
  // From a form's field or an address's query, where everything is text.
  virtual bool read_text(std::string_view text, V& value, Reading& reading) const = 0;
  virtual void write(wire::JsonWriter& json, const V& value) const = 0;
  virtual boost::json::object describe(Definitions& definitions) const = 0;
};

template <typename V>
using Type = std::shared_ptr<const Declared<V>>;

struct TextRules {
  std::size_t shortest = 0;      // in code points, spaces at the ends aside
  std::size_t longest = 10'000;  // in code points
  bool one_line = true;          // line breaks and other control characters are refused
  std::string_view format =
      {};  // as JSON Schema names it: "email", "uri", …; only said, not checked
};
// Spaces at the ends are taken away.
Type<std::string> text(TextRules rules = {});

Type<std::int64_t> whole_number(std::int64_t least, std::int64_t most);
Type<double> number(double least, double most);
Type<bool> boolean();               // in forms: on, true, yes, 1 and off, false, no, 0
Type<base::Date> date();            // YYYY-MM-DD
Type<base::Timestamp> timestamp();  // RFC 3339
Type<base::Uuid> uuid();

// Any scalar, for values whose type depends on something else in the document.
using Scalar = std::variant<std::int64_t, double, bool, std::string>;
Type<Scalar> scalar();

namespace detail {

boost::json::object described_choice(const std::vector<std::string_view>& names);
std::string choice_sentence(const std::vector<std::string_view>& names);
const boost::json::array* array_of(const boost::json::value& json, std::size_t most,
                                   Reading& reading);
const boost::json::object* object_of(const boost::json::value& json, Reading& reading);
boost::json::object described_list(boost::json::object item, std::size_t most);
boost::json::object described_map(boost::json::object item);
boost::json::object or_null(boost::json::object described);
std::optional<std::string_view> string_of(const boost::json::value& json);
bool is_null(const boost::json::value& json);
bool is_object(const boost::json::value& json);
const boost::json::value* begin_of(const boost::json::array& array);
const boost::json::value* end_of(const boost::json::array& array);
void for_each_member(const boost::json::object& object,
                     const std::function<void(std::string_view, const boost::json::value&)>& visit);

template <typename V>
class Choice final : public Declared<V> {
 public:
  explicit Choice(std::vector<std::pair<std::string_view, V>> values) : values_(std::move(values)) {
    for (const auto& [name, value] : values_) names_.push_back(name);
  }
  bool read(const boost::json::value& json, V& value, Reading& reading) const override {
    const auto name = string_of(json);
    return name ? read_text(*name, value, reading) : reading.say(choice_sentence(names_));
  }
  bool read_text(std::string_view text, V& value, Reading& reading) const override {
    for (const auto& [name, known] : values_) {
      if (name != text) continue;
      value = known;
      return true;
    }
    return reading.say(choice_sentence(names_));
  }
  void write(wire::JsonWriter& json, const V& value) const override {
    for (const auto& [name, known] : values_) {
      if (known != value) continue;
      json.value(name);
      return;
    }
    json.null();
  }
  boost::json::object describe(Definitions&) const override { return described_choice(names_); }

 private:
  std::vector<std::pair<std::string_view, V>> values_;
  std::vector<std::string_view> names_;
};

template <typename V>
class Nullable final : public Declared<std::optional<V>> {
 public:
  explicit Nullable(Type<V> type) : type_(std::move(type)) {}
  bool read(const boost::json::value& json, std::optional<V>& value,
            Reading& reading) const override {
    value.reset();
    return is_null(json) || type_->read(json, value.emplace(), reading);
  }
  bool read_text(std::string_view text, std::optional<V>& value, Reading& reading) const override {
    value.reset();
    return text.empty() || type_->read_text(text, value.emplace(), reading);
  }
  void write(wire::JsonWriter& json, const std::optional<V>& value) const override {
    if (value) {
      type_->write(json, *value);
    } else {
      json.null();
    }
  }
  boost::json::object describe(Definitions& definitions) const override {
    return or_null(type_->describe(definitions));
  }

 private:
  Type<V> type_;
};

template <typename V>
class List final : public Declared<std::vector<V>> {
 public:
  List(Type<V> item, std::size_t most) : item_(std::move(item)), most_(most) {}
  bool read(const boost::json::value& json, std::vector<V>& value,
            Reading& reading) const override {
    const auto* array = array_of(json, most_, reading);
    if (array == nullptr) return false;
    bool good = true;
    const auto* const begin = begin_of(*array);
    for (const auto* element = begin; element != end_of(*array); ++element) {
      const Reading::Inside inside(reading, static_cast<std::size_t>(element - begin));
      good = item_->read(*element, value.emplace_back(), reading) && good;
    }
    return good;
  }
  // One value, or several with commas between them; fields that occur again add to it.
  bool read_text(std::string_view text, std::vector<V>& value, Reading& reading) const override {
    for (;;) {
      const std::size_t comma = text.find(',');
      if (!item_->read_text(text.substr(0, comma), value.emplace_back(), reading)) return false;
      if (comma == std::string_view::npos) return true;
      text.remove_prefix(comma + 1);
    }
  }
  void write(wire::JsonWriter& json, const std::vector<V>& value) const override {
    json.begin_array();
    for (const auto& item : value) item_->write(json, item);
    json.end_array();
  }
  boost::json::object describe(Definitions& definitions) const override {
    return described_list(item_->describe(definitions), most_);
  }

 private:
  Type<V> item_;
  std::size_t most_;
};

template <typename V>
class Map final : public Declared<std::vector<std::pair<std::string, V>>> {
 public:
  using Pairs = std::vector<std::pair<std::string, V>>;
  explicit Map(Type<V> item) : item_(std::move(item)) {}
  bool read(const boost::json::value& json, Pairs& value, Reading& reading) const override {
    const auto* object = object_of(json, reading);
    if (object == nullptr) return false;
    bool good = true;
    for_each_member(*object, [&](std::string_view name, const boost::json::value& member) {
      const Reading::Inside inside(reading, name);
      value.emplace_back(name, V());
      good = item_->read(member, value.back().second, reading) && good;
    });
    return good;
  }
  bool read_text(std::string_view, Pairs&, Reading& reading) const override {
    return reading.say("Send this as JSON.");
  }
  void write(wire::JsonWriter& json, const Pairs& value) const override {
    json.begin_object();
    for (const auto& [name, item] : value) {
      json.key(name);
      item_->write(json, item);
    }
    json.end_object();
  }
  boost::json::object describe(Definitions& definitions) const override {
    return described_map(item_->describe(definitions));
  }

 private:
  Type<V> item_;
};

}  // namespace detail

// One of these words.
template <typename V>
Type<V> one_of(std::initializer_list<std::pair<std::string_view, V>> values) {
  return std::make_shared<detail::Choice<V>>(values);
}
template <typename V>
Type<V> one_of(std::vector<std::pair<std::string_view, V>> values) {
  return std::make_shared<detail::Choice<V>>(std::move(values));
}

// null, or (in a query or form) nothing, is no value.
template <typename V>
Type<std::optional<V>> nullable(Type<V> type) {
  return std::make_shared<detail::Nullable<V>>(std::move(type));
}

template <typename V>
Type<std::vector<V>> list(Type<V> item, std::size_t most) {
  return std::make_shared<detail::List<V>>(std::move(item), most);
}

// An object whose members are named by the sender, in the order of the document.
template <typename V>
Type<std::vector<std::pair<std::string, V>>> map(Type<V> item) {
  return std::make_shared<detail::Map<V>>(std::move(item));
}

}  // namespace laurel::schema
