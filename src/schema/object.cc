#include "schema/object.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "base/nearest.h"

namespace laurel::schema::detail {

namespace json = boost::json;

int place_of(std::string_view name, std::span<const std::string_view> declared, Reading& reading) {
  for (std::size_t i = 0; i < declared.size(); ++i) {
    if (declared[i] == name) return static_cast<int>(i);
  }
  const Reading::Inside inside(reading, name);
  const auto near = base::nearest(name, declared);
  reading.say(near ? "This is not known here. Did you mean " + std::string(*near) + "?"
                   : std::string("This is not known here; take it out."));
  return -1;
}

void say_missing(std::string_view name, Reading& reading) {
  const Reading::Inside inside(reading, name);
  reading.say("Fill this in; it is required.");
}

json::object described_object(std::string_view description, std::vector<DescribedMember> members) {
  json::object properties;
  json::array required;
  for (DescribedMember& member : members) {
    if (member.presence == Presence::kRequired) required.emplace_back(member.name);
    if (!member.description.empty()) member.type["description"] = member.description;
    properties[member.name] = std::move(member.type);
  }
  json::object described{{"type", "object"}};
  if (!description.empty()) described["description"] = description;
  described["properties"] = std::move(properties);
  if (!required.empty()) described["required"] = std::move(required);
  described["additionalProperties"] = false;
  return described;
}

json::object reference_to(std::string_view name) {
  return {{"$ref", "#/components/schemas/" + std::string(name)}};
}

}  // namespace laurel::schema::detail
