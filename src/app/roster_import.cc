#include "app/roster_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "app/roster_file.h"
#include "store/organizations.h"

namespace laurel::app {
namespace {

using model::Employee;
using model::EmployeeId;
using model::Unit;
using model::UnitId;

base::Error at_line(std::int64_t line, std::string_view what) {
  return base::invalid_input(fmt::format("Line {}: {}", line, what));
}

// The units as they will be. New ones get numbers after the highest until they are saved.
class Units {
 public:
  explicit Units(std::vector<Unit> stored) : all_(std::move(stored)), stored_(all_.size()) {
    for (const Unit& unit : all_) next_ = std::max(next_, unit.id.value + 1);
  }

  Unit* find(std::string_view text) {
    for (Unit& unit : all_)
      if (unit.code == text) return &unit;
    for (Unit& unit : all_)
      if (unit.name == text) return &unit;
    return nullptr;
  }
  Unit& add(std::string code, std::string name) {
    return all_.emplace_back(Unit{UnitId{next_++}, std::move(code), std::move(name), {}});
  }
  std::int64_t added() const { return std::ssize(all_) - stored_; }
  const std::vector<Unit>& all() const { return all_; }

  // Saves everything; afterwards `saved(id)` is the id a unit has in the store.
  base::Status save(store::Transaction& tx, model::OrganizationId organization) {
    std::vector<Unit> flat = all_;
    for (std::size_t i = 0; i < flat.size(); ++i)
      if (static_cast<std::int64_t>(i) >= stored_) flat[i].parent = {};
    for (Unit& unit : flat)
      if (unit.parent.value >= first_new()) unit.parent = {};
    TRY(store::save_units(tx, organization, flat));
    for (std::size_t i = 0; i < all_.size(); ++i) saved_[all_[i].id] = flat[i].id;
    for (std::size_t i = 0; i < all_.size(); ++i) flat[i].parent = saved(all_[i].parent);
    return store::save_units(tx, organization, flat);
  }
  UnitId saved(UnitId id) const {
    const auto found = saved_.find(id);
    return found == saved_.end() ? id : found->second;
  }

 private:
  std::int32_t first_new() const {
    return stored_ < std::ssize(all_) ? all_[static_cast<std::size_t>(stored_)].id.value : next_;
  }

  std::vector<Unit> all_;
  std::int64_t stored_;
  std::int32_t next_ = 1;
  std::unordered_map<UnitId, UnitId> saved_;
};

base::Result<RosterResult> import_units(store::Transaction* tx, model::OrganizationId organization,
                                        const RosterContent& content, RosterMode mode) {
  RosterResult result;
  result.units_only = true;
  Units units(tx ? TRY(store::list_units(*tx, organization)) : std::vector<Unit>());
  std::unordered_map<std::string, std::int64_t> lines;
  std::unordered_map<std::string, Unit> before;
  for (const Unit& unit : units.all()) before.emplace(unit.code, unit);
  for (const UnitRow& row : content.units) {
    const auto [place, first] = lines.emplace(row.code, row.line);
    if (!first) {
      return base::invalid_input(fmt::format("Lines {} and {} both are unit {}. Keep one of them.",
                                             place->second, row.line, row.code));
    }
    Unit* unit = units.find(row.code);
    if (unit == nullptr || unit->code != row.code) {
      units.add(row.code, row.name);
    } else {
      unit->name = row.name;
    }
  }
  for (const UnitRow& row : content.units) {
    UnitId parent;
    if (!row.parent.empty()) {
      const Unit* found = units.find(row.parent);
      if (found == nullptr) {
        return at_line(row.line, fmt::format("the parent {} of unit {} is in neither the file nor "
                                             "the database. Add it or clear the field.",
                                             row.parent, row.code));
      }
      parent = found->id;
    }
    units.find(row.code)->parent = parent;
  }
  TRY(model::check_unit_tree(units.all()));
  for (const UnitRow& row : content.units) {
    const Unit& unit = *units.find(row.code);
    const auto old = before.find(row.code);
    if (old == before.end()) {
      ++result.added;
      result.changes.push_back({RosterChange::Kind::kAdded, unit.code, unit.name, {}});
      continue;
    }
    std::vector<std::string> fields;
    if (old->second.name != unit.name) fields.emplace_back("name");
    if (old->second.parent != unit.parent) fields.emplace_back("parent");
    if (fields.empty()) {
      ++result.unchanged;
    } else {
      ++result.changed;
      result.changes.push_back(
          {RosterChange::Kind::kChanged, unit.code, unit.name, std::move(fields)});
    }
  }
  result.units_added = result.added;
  if (mode == RosterMode::kApply) {
    TRY(units.save(*tx, organization));
  }
  return result;
}

// The people as they will be: those stored, changed and added to by the file.
class People {
 public:
  explicit People(std::vector<Employee> stored) : all_(std::move(stored)), stored_(all_.size()) {
    for (std::size_t i = 0; i < all_.size(); ++i) {
      by_code_.emplace(all_[i].code, i);
      next_ = std::max(next_, all_[i].id.value + 1);
    }
  }

  // The place of the person of that code, added if it is new.
  std::size_t place(const std::string& code) {
    const auto [found, added] = by_code_.emplace(code, all_.size());
    if (added) {
      all_.emplace_back();
      all_.back().code = code;
      all_.back().id = {next_++};
    }
    return found->second;
  }
  bool is_new(std::size_t place) const { return place >= stored_; }
  Employee& operator[](std::size_t place) { return all_[place]; }
  const std::vector<Employee>& all() const { return all_; }

  base::Result<EmployeeId> leader_of(const RosterRow& row) const {
    if (!row.manager_id.empty()) {
      const auto found = by_code_.find(row.manager_id);
      if (found != by_code_.end()) return all_[found->second].id;
      // Some exports name the manager's address in this column.
      if (row.manager_id.find('@') == std::string::npos) return unknown(row, row.manager_id);
      return by_email(row, row.manager_id);
    }
    if (row.manager_email.empty()) return EmployeeId{};
    return by_email(row, row.manager_email);
  }

 private:
  base::Result<EmployeeId> by_email(const RosterRow& row, const std::string& email) const {
    EmployeeId found;
    for (const Employee& employee : all_) {
      if (employee.email != email) continue;
      if (found.known()) {
        return at_line(row.line,
                       fmt::format("the manager {} of {} is the address of several people. "
                                   "Use manager_id.",
                                   email, row.employee.code));
      }
      found = employee.id;
    }
    if (!found.known()) return unknown(row, email);
    return found;
  }
  static base::Error unknown(const RosterRow& row, const std::string& manager) {
    return at_line(row.line, fmt::format("the manager {} of employee {} is not on the roster. Add "
                                         "that person or clear the field.",
                                         manager, row.employee.code));
  }

  std::vector<Employee> all_;
  std::size_t stored_;
  std::int32_t next_ = 1;
  std::unordered_map<std::string, std::size_t> by_code_;
};

// Takes over what the file has columns for; names of the fields that changed.
std::vector<std::string> merge(const RosterRow& row, const RosterContent& content, Employee& into) {
  std::vector<std::string> changed;
  const auto take = [&](RosterField field, const char* name, auto& target, const auto& value) {
    if (!content.fields.contains(field) || target == value) return;
    target = value;
    changed.emplace_back(name);
  };
  const Employee& from = row.employee;
  if (content.fields.contains(RosterField::kFullName)) {
    if (into.first_name != from.first_name || into.last_name != from.last_name)
      changed.emplace_back("name");
    into.first_name = from.first_name;
    into.last_name = from.last_name;
  }
  take(RosterField::kFirstName, "first_name", into.first_name, from.first_name);
  take(RosterField::kLastName, "last_name", into.last_name, from.last_name);
  take(RosterField::kPreferredName, "preferred_name", into.preferred_name, from.preferred_name);
  take(RosterField::kAliases, "aliases", into.aliases, from.aliases);
  take(RosterField::kEmail, "email", into.email, from.email);
  take(RosterField::kDepartment, "department", into.department, from.department);
  take(RosterField::kTitle, "title", into.title, from.title);
  take(RosterField::kStart, "start_date", into.employed_from, from.employed_from);
  take(RosterField::kEnd, "end_date", into.employed_until, from.employed_until);
  return changed;
}

std::string full_name(const Employee& employee) {
  return employee.first_name +
         (employee.first_name.empty() || employee.last_name.empty() ? "" : " ") +
         employee.last_name;
}

// Saves added and changed people. New ones first without a leader, who may be new as well.
base::Status save_people(store::Transaction& tx, model::OrganizationId organization, People& people,
                         const std::vector<std::size_t>& places, const Units& units) {
  std::vector<Employee> added;
  for (const std::size_t place : places) {
    if (!people.is_new(place)) continue;
    added.push_back(people[place]);
    added.back().unit = units.saved(added.back().unit);
    added.back().leader = {};
  }
  std::unordered_map<EmployeeId, EmployeeId> saved;
  if (!added.empty()) {
    TRY(store::save_employees(tx, organization, added));
    std::size_t next = 0;
    for (const std::size_t place : places)
      if (people.is_new(place)) saved[people[place].id] = added[next++].id;
  }
  std::vector<Employee> rows;
  for (const std::size_t place : places) {
    Employee employee = people[place];
    if (people.is_new(place) && !employee.leader.known()) continue;
    employee.unit = units.saved(employee.unit);
    if (const auto leader = saved.find(employee.leader); leader != saved.end())
      employee.leader = leader->second;
    rows.push_back(std::move(employee));
  }
  return rows.empty() ? base::Status() : store::save_employees(tx, organization, rows);
}

// `tx` may be null for a dry run, when there is no database yet.
base::Result<RosterResult> import_content(store::Transaction* tx,
                                          model::OrganizationId organization,
                                          const RosterContent& content, RosterMode mode) {
  if (content.units_only) return import_units(tx, organization, content, mode);

  RosterResult result;
  result.notes = content.notes;
  Units units(tx ? TRY(store::list_units(*tx, organization)) : std::vector<Unit>());
  People people(tx ? TRY(store::list_employees(*tx, organization)) : std::vector<Employee>());
  std::vector<std::size_t> places, touched;
  for (const RosterRow& row : content.people) places.push_back(people.place(row.employee.code));
  std::vector<std::vector<std::string>> changed;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const RosterRow& row = content.people[i];
    Employee& employee = people[places[i]];
    changed.push_back(merge(row, content, employee));
    if (content.fields.contains(RosterField::kLocation)) {
      UnitId unit;
      if (!row.location.empty()) {
        const Unit* found = units.find(row.location);
        unit = found != nullptr ? found->id : units.add(row.location, row.location).id;
      }
      if (employee.unit != unit) changed.back().emplace_back("location");
      employee.unit = unit;
    }
  }
  const bool has_leaders = content.fields.contains(RosterField::kManagerEmail) ||
                           content.fields.contains(RosterField::kManagerId);
  for (std::size_t i = 0; has_leaders && i < places.size(); ++i) {
    const EmployeeId leader = TRY(people.leader_of(content.people[i]));
    Employee& employee = people[places[i]];
    if (employee.leader != leader) changed[i].emplace_back("manager");
    employee.leader = leader;
  }
  TRY(model::check_leader_chain(people.all()));
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Employee& employee = people[places[i]];
    if (people.is_new(places[i])) {
      ++result.added;
      result.changes.push_back(
          {RosterChange::Kind::kAdded, employee.code, full_name(employee), {}});
    } else if (!changed[i].empty()) {
      ++result.changed;
      const bool leaving =
          employee.employed_until &&
          std::find(changed[i].begin(), changed[i].end(), "end_date") != changed[i].end();
      if (leaving) ++result.leaving;
      result.changes.push_back(
          {leaving ? RosterChange::Kind::kLeaving : RosterChange::Kind::kChanged, employee.code,
           full_name(employee), std::move(changed[i])});
    } else {
      ++result.unchanged;
      continue;
    }
    touched.push_back(places[i]);
  }
  result.units_added = units.added();
  if (!has_leaders) {
    result.notes.emplace_back(
        "The roster has no manager_email or manager_id, so praise can't be passed on to leaders.");
  }
  if (mode == RosterMode::kApply) {
    if (units.added() > 0) TRY(units.save(*tx, organization));
    TRY(save_people(*tx, organization, people, touched, units));
  }
  return result;
}

}  // namespace

base::Result<RosterResult> import_roster(store::Database* database,
                                         model::OrganizationId organization, const RosterFile& file,
                                         RosterMode mode) {
  CHECK(database != nullptr || mode == RosterMode::kDryRun);
  const RosterContent content = TRY(read_roster_file(file));
  if (database == nullptr) return import_content(nullptr, organization, content, mode);
  store::Transaction tx =
      mode == RosterMode::kApply ? TRY(database->begin_write()) : TRY(database->begin_read());
  RosterResult result = TRY(import_content(&tx, organization, content, mode));
  if (mode == RosterMode::kApply) TRY(tx.commit());
  return result;
}

base::Result<RosterResult> import_roster(store::Transaction& tx, model::OrganizationId organization,
                                         const RosterFile& file, RosterMode mode) {
  const RosterContent content = TRY(read_roster_file(file));
  return import_content(&tx, organization, content, mode);
}

}  // namespace laurel::app
