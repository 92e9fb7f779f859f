#include "model/organization.h"

#include <fmt/format.h>

#include <functional>
#include <unordered_map>

namespace laurel::model {
namespace {

// Follows `up` from every node. The state of a node is 0 (not seen), the round that visits it, or
// -1 (leads to a root).
template <typename Node, typename Id>
base::Status check_forest(std::span<const Node> nodes, Id Node::*up, const std::string& relation) {
  std::unordered_map<std::int32_t, std::size_t> place;
  for (std::size_t i = 0; i < nodes.size(); ++i) place.emplace(nodes[i].id.value, i);
  std::vector<std::int64_t> state(nodes.size(), 0);
  for (std::size_t start = 0; start < nodes.size(); ++start) {
    const auto round = static_cast<std::int64_t>(start) + 1;
    std::size_t at = start;
    while (state[at] == 0) {
      state[at] = round;
      const Id next = nodes[at].*up;
      if (!next.known()) break;
      const auto found = place.find(next.value);
      if (found == place.end()) {
        return base::invalid_input(
            fmt::format("{} names a {} that is not in the list. Add it or clear the field.",
                        nodes[at].code, relation));
      }
      at = found->second;
      if (state[at] == round) {
        std::string circle = nodes[at].code;
        for (std::size_t i = place.at((nodes[at].*up).value); i != at;
             i = place.at((nodes[i].*up).value)) {
          circle += " → " + nodes[i].code;
        }
        return base::invalid_input(
            fmt::format("The {}s go round in a circle: {} → {}. Correct one of them.", relation,
                        circle, nodes[at].code));
      }
    }
    for (at = start; state[at] == round;) {
      state[at] = -1;
      const Id next = nodes[at].*up;
      if (!next.known()) break;
      at = place.at(next.value);
    }
  }
  return {};
}

}  // namespace

std::string slug_of(std::string_view name) {
  std::string slug;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool kept = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept) {
      slug += upper ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

base::Status check_unit_tree(std::span<const Unit> units) {
  return check_forest(units, &Unit::parent, "parent unit");
}

base::Status check_leader_chain(std::span<const Employee> employees) {
  return check_forest(employees, &Employee::leader, "leader");
}

std::string display_name(const Employee& employee) {
  const std::string& first =
      employee.preferred_name.empty() ? employee.first_name : employee.preferred_name;
  if (first.empty()) return employee.last_name;
  return employee.last_name.empty() ? first : first + " " + employee.last_name;
}

}  // namespace laurel::model
