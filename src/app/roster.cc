#include "app/roster.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/ended_units.h"
#include "store/organizations.h"

namespace laurel::app {
namespace {

using model::Employee;
using model::Permission;
using model::Unit;

template <typename T>
const T* coded(const std::vector<T>& items, std::string_view code) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const T& item) { return item.code == code; });
  return found == items.end() ? nullptr : &*found;
}

template <typename T, typename Id>
std::string code_of(const std::vector<T>& items, Id id) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const T& item) { return item.id == id; });
  return found == items.end() ? std::string() : found->code;
}

base::Status check(const PersonDraft& draft) {
  if (draft.code.empty()) return base::invalid_input("Give the person an employee id.");
  if (draft.first_name.empty() && draft.last_name.empty() && draft.preferred_name.empty())
    return base::invalid_input("Give the person a name.");
  if (draft.employed_from && draft.employed_until && *draft.employed_until < *draft.employed_from)
    return base::invalid_input("The person left before starting. Correct the dates.");
  return {};
}

std::string lower_case(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

base::Result<Employee> employee_of(const PersonDraft& draft, const std::vector<Unit>& units,
                                   const std::vector<Employee>& people) {
  Employee person;
  person.code = draft.code;
  person.first_name = draft.first_name;
  person.last_name = draft.last_name;
  person.preferred_name = draft.preferred_name;
  person.aliases = draft.aliases;
  person.email = lower_case(draft.email);
  person.department = draft.department;
  person.title = draft.title;
  person.employed_from = draft.employed_from;
  person.employed_until = draft.employed_until;
  if (const Employee* known = coded(people, draft.code)) person.id = known->id;
  if (!draft.unit.empty()) {
    const Unit* unit = coded(units, draft.unit);
    if (unit == nullptr) {
      return base::not_found(
          fmt::format("There is no unit {}. Add it first, or correct its code.", draft.unit));
    }
    person.unit = unit->id;
  }
  if (!draft.leader.empty()) {
    const Employee* leader = coded(people, draft.leader);
    if (leader == nullptr) {
      return base::not_found(
          fmt::format("The leader {} is not on the roster. Add that person first.", draft.leader));
    }
    person.leader = leader->id;
  }
  return person;
}

// By the names that files and the API have for them.
std::vector<std::string_view> differences(const Employee& a, const Employee& b) {
  std::vector<std::string_view> out;
  const auto compare = [&](std::string_view field, const auto& x, const auto& y) {
    if (!(x == y)) out.push_back(field);
  };
  compare("first_name", a.first_name, b.first_name);
  compare("last_name", a.last_name, b.last_name);
  compare("preferred_name", a.preferred_name, b.preferred_name);
  compare("aliases", a.aliases, b.aliases);
  compare("email", a.email, b.email);
  compare("unit", a.unit, b.unit);
  compare("department", a.department, b.department);
  compare("title", a.title, b.title);
  compare("manager_id", a.leader, b.leader);
  compare("start_date", a.employed_from, b.employed_from);
  compare("end_date", a.employed_until, b.employed_until);
  return out;
}

}  // namespace

PersonDraft draft_of(const Employee& person, const std::vector<Unit>& units,
                     const std::vector<Employee>& people) {
  PersonDraft draft;
  draft.code = person.code;
  draft.first_name = person.first_name;
  draft.last_name = person.last_name;
  draft.preferred_name = person.preferred_name;
  draft.aliases = person.aliases;
  draft.email = person.email;
  draft.unit = code_of(units, person.unit);
  draft.department = person.department;
  draft.title = person.title;
  draft.leader = code_of(people, person.leader);
  draft.employed_from = person.employed_from;
  draft.employed_until = person.employed_until;
  return draft;
}

base::Result<store::Saved> save_person(store::Transaction& tx, AuditTrail& audit, const Caller& by,
                                       const PersonDraft& draft) {
  TRY(by.require(Permission::kEditRoster));
  TRY(check(draft));
  const model::OrganizationId organization = by.organization.id;
  const std::vector<Unit> units = TRY(store::list_units(tx, organization));
  std::vector<Employee> people = TRY(store::list_employees(tx, organization));
  Employee person = TRY(employee_of(draft, units, people));
  const bool added = !person.id.known();
  std::vector<std::string_view> changed;
  if (!added) {
    for (Employee& known : people) {
      if (known.id != person.id) continue;
      changed = differences(known, person);
      known = person;
    }
    if (changed.empty()) return store::Saved::kUnchanged;
    TRY(model::check_leader_chain(people));
  }
  TRY(store::save_employees(tx, organization, {&person, 1}));
  TRY(audit.append(tx, by,
                   {added ? "roster.person-added" : "roster.person-changed", "employee",
                    person.code, fmt::format("{}", fmt::join(changed, ", "))}));
  return added ? store::Saved::kAdded : store::Saved::kUpdated;
}

base::Result<store::Saved> save_unit(store::Transaction& tx, AuditTrail& audit, const Caller& by,
                                     const UnitDraft& draft) {
  TRY(by.require(Permission::kEditRoster));
  if (draft.code.empty() || draft.name.empty())
    return base::invalid_input("Give the unit a code and a name.");
  const model::OrganizationId organization = by.organization.id;
  std::vector<Unit> units = TRY(store::list_units(tx, organization));
  const store::EndedUnits ended = TRY(store::list_ended_units(tx, organization));
  Unit unit{{}, draft.code, draft.name, {}};
  if (!draft.parent.empty()) {
    const Unit* parent = coded(units, draft.parent);
    if (parent == nullptr)
      return base::not_found(fmt::format("There is no unit {}. Add it first.", draft.parent));
    unit.parent = parent->id;
  }
  const Unit* known = coded(units, draft.code);
  std::string details;
  if (known != nullptr) {
    unit.id = known->id;
    const bool same_end = store::last_day_of(ended, unit.id) == draft.last_day;
    if (known->name == unit.name && known->parent == unit.parent && same_end)
      return store::Saved::kUnchanged;
    if (!same_end) {
      details = draft.last_day ? "ends " + draft.last_day->to_string() : std::string("goes on");
    }
    if (known->name != unit.name) {
      details += fmt::format("{}{} → {}", details.empty() ? "" : "; ", known->name, unit.name);
    }
    if (known->parent != unit.parent) {
      details += fmt::format("{}below {}", details.empty() ? "" : "; ",
                             draft.parent.empty() ? "none" : draft.parent);
    }
    for (Unit& each : units)
      if (each.id == unit.id) each.parent = unit.parent;
    TRY(model::check_unit_tree(units));
  }
  const bool added = known == nullptr;
  TRY(store::save_units(tx, organization, {&unit, 1}));
  if (store::last_day_of(ended, unit.id) != draft.last_day)
    TRY(store::set_last_day(tx, organization, unit.id, draft.last_day));
  TRY(audit.append(tx, by, {added ? "unit.added" : "unit.changed", "unit", unit.code, details}));
  return added ? store::Saved::kAdded : store::Saved::kUpdated;
}

}  // namespace laurel::app
