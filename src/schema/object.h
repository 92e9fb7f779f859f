// Declared objects: a struct whose members are read from, and written as, the members of a JSON
// object; or, for flat ones, from the fields of a form or the query of an address.
//
//   struct NewToken { std::string name; std::vector<Scope> scopes; std::optional<base::Date> until;
//   }; const auto new_token = object<NewToken>("NewToken", "A token for a program.",
//       required("name", &NewToken::name, text({.shortest = 1}), "What the token is for."),
//       optional("until", &NewToken::until, nullable(date()), "The last day it works."));
//
// A member that is not declared is refused with the nearest name, so that a slip of the finger is
// not taken for "nothing to change". Declarations are immutable and thread-safe.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/type.h"

namespace laurel::schema {

// Fields of a form or query in their order: names may repeat.
using Fields = std::vector<std::pair<std::string, std::string>>;

enum class Presence : std::uint8_t { kRequired, kOptional };

// One member of T, its type put away.
template <typename T>
class Member {
 public:
  template <typename V>
  Member(Presence presence, std::string_view name, V T::*member, Type<V> type,
         std::string_view description)
      : presence_(presence),
        name_(name),
        description_(description),
        access_(std::make_shared<AccessTo<V>>(member, std::move(type))) {}

  Presence presence() const { return presence_; }
  std::string_view name() const { return name_; }
  std::string_view description() const { return description_; }

  bool read(const boost::json::value& json, T& object, Reading& reading) const {
    return access_->read(json, object, reading);
  }
  bool read_text(std::string_view text, T& object, Reading& reading) const {
    return access_->read_text(text, object, reading);
  }
  void write(wire::JsonWriter& json, const T& object) const { access_->write(json, object); }
  boost::json::object describe(Definitions& definitions) const {
    return access_->describe(definitions);
  }

 private:
  struct Access {
    virtual ~Access() = default;
    virtual bool read(const boost::json::value&, T&, Reading&) const = 0;
    virtual bool read_text(std::string_view, T&, Reading&) const = 0;
    virtual void write(wire::JsonWriter&, const T&) const = 0;
    virtual boost::json::object describe(Definitions&) const = 0;
  };
  template <typename V>
  struct AccessTo final : Access {
    AccessTo(V T::*place, Type<V> declared) : member(place), type(std::move(declared)) {}
    bool read(const boost::json::value& json, T& object, Reading& reading) const override {
      return type->read(json, object.*member, reading);
    }
    bool read_text(std::string_view text, T& object, Reading& reading) const override {
      return type->read_text(text, object.*member, reading);
    }
    void write(wire::JsonWriter& json, const T& object) const override {
      type->write(json, object.*member);
    }
    boost::json::object describe(Definitions& definitions) const override {
      return type->describe(definitions);
    }
    V T::*member;
    Type<V> type;
  };

  Presence presence_;
  std::string_view name_, description_;
  std::shared_ptr<const Access> access_;
};

template <typename T, typename V>
Member<T> required(std::string_view name, V T::*member, Type<V> type,
                   std::string_view description) {
  return {Presence::kRequired, name, member, std::move(type), description};
}
// Keeps what the struct holds by itself when it is absent.
template <typename T, typename V>
Member<T> optional(std::string_view name, V T::*member, Type<V> type,
                   std::string_view description) {
  return {Presence::kOptional, name, member, std::move(type), description};
}

namespace detail {

// What a document or form holds against what is declared. Returns, for each of its names, the place
// of the declared one or -1 after saying that it is not known.
int place_of(std::string_view name, std::span<const std::string_view> declared, Reading& reading);
void say_missing(std::string_view name, Reading& reading);

struct DescribedMember {
  std::string_view name, description;
  Presence presence;
  boost::json::object type;
};
boost::json::object described_object(std::string_view description,
                                     std::vector<DescribedMember> members);
boost::json::object reference_to(std::string_view name);

}  // namespace detail

template <typename T>
class Object final : public Declared<T> {
 public:
  Object(std::string_view name, std::string_view description, std::vector<Member<T>> members)
      : name_(name), description_(description), members_(std::move(members)) {
    for (const Member<T>& member : members_) names_.push_back(member.name());
  }

  std::string_view name() const { return name_; }
  std::span<const Member<T>> members() const { return members_; }

  bool read(const boost::json::value& json, T& value, Reading& reading) const override {
    const auto* object = detail::object_of(json, reading);
    if (object == nullptr) return false;
    bool good = true;
    std::uint64_t seen = 0;
    detail::for_each_member(*object, [&](std::string_view name, const boost::json::value& member) {
      const int place = detail::place_of(name, names_, reading);
      if (place < 0) {
        good = false;
        return;
      }
      const auto& declared = members_[static_cast<std::size_t>(place)];
      // For an optional member null says the same as leaving it out.
      if (declared.presence() == Presence::kOptional && detail::is_null(member)) return;
      seen |= std::uint64_t{1} << place;
      const Reading::Inside inside(reading, declared.name());
      good = declared.read(member, value, reading) && good;
    });
    return say_missing(seen, reading) && good;
  }

  // From a form or query. An empty field counts as absent; a list takes repeated fields.
  bool read_fields(const Fields& fields, T& value, Reading& reading) const {
    bool good = true;
    std::uint64_t seen = 0;
    for (const auto& [name, text] : fields) {
      const int place = detail::place_of(name, names_, reading);
      if (place < 0) {
        good = false;
        continue;
      }
      if (text.empty()) continue;
      const auto& declared = members_[static_cast<std::size_t>(place)];
      seen |= std::uint64_t{1} << place;
      const Reading::Inside inside(reading, declared.name());
      good = declared.read_text(text, value, reading) && good;
    }
    return say_missing(seen, reading) && good;
  }

  bool read_text(std::string_view, T&, Reading& reading) const override {
    return reading.say("Send this as JSON.");
  }

  void write(wire::JsonWriter& json, const T& value) const override {
    json.begin_object();
    for (const Member<T>& member : members_) {
      json.key(member.name());
      member.write(json, value);
    }
    json.end_object();
  }

  boost::json::object describe(Definitions& definitions) const override {
    if (!definitions.contains(name_)) {
      definitions.emplace(name_, boost::json::object());  // known from here on: it may hold itself
      std::vector<detail::DescribedMember> described;
      for (const Member<T>& member : members_) {
        described.push_back(
            {member.name(), member.description(), member.presence(), member.describe(definitions)});
      }
      definitions.find(name_)->second =
          detail::described_object(description_, std::move(described));
    }
    return detail::reference_to(name_);
  }

 private:
  bool say_missing(std::uint64_t seen, Reading& reading) const {
    bool good = true;
    for (std::size_t i = 0; i < members_.size(); ++i) {
      if (members_[i].presence() == Presence::kOptional || (seen >> i & 1U) != 0) continue;
      detail::say_missing(names_[i], reading);
      good = false;
    }
    return good;
  }

  std::string name_;
  std::string_view description_;
  std::vector<Member<T>> members_;
  std::vector<std::string_view> names_;
};

template <typename T>
using ObjectType = std::shared_ptr<const Object<T>>;

// At most 64 members. `name` is what the description calls it; names are unique in the API.
template <typename T, typename... Members>
ObjectType<T> object(std::string_view name, std::string_view description, Members... members) {
  static_assert(sizeof...(Members) <= 64);
  return std::make_shared<Object<T>>(name, description,
                                     std::vector<Member<T>>{std::move(members)...});
}

}  // namespace laurel::schema
