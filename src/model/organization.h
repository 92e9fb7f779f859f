// An organization and the people and places inside it: what a tenant is made of. Plain data; the
// functions below check what must hold of a whole set at once.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/ids.h"

namespace laurel::model {

struct Organization {
  OrganizationId id;
  std::string slug;  // how commands and addresses name it: lower-case letters, digits, hyphens
  std::string name;
};

// "Acme Field Service" → "acme-field-service"; empty if nothing of the name can be used.
std::string slug_of(std::string_view name);

struct Unit {
  UnitId id;
  std::string code;  // as the organization writes it, unique within it
  std::string name;
  UnitId parent;  // unknown for a root
};

// A market, channel or another plain list the organization counts by.
template <typename Id>
struct Member {
  Id id;
  std::string name;
};
using Market = Member<MarketId>;
using Channel = Member<ChannelId>;

struct Employee {
  EmployeeId id;
  std::string code;  // the roster's employee_id, unique within the organization
  std::string first_name;
  std::string last_name;
  std::string preferred_name;
  std::vector<std::string> aliases;
  std::string email;
  UnitId unit;
  std::string department;
  std::string title;
  EmployeeId leader;  // unknown at the top
  std::optional<base::Date> employed_from;
  std::optional<base::Date> employed_until;  // last day, inclusive
};

// As one calls them: "Maria Lopez", with the preferred first name where there is one.
std::string display_name(const Employee& employee);

struct Account {
  AccountId id;
  std::string code;
  std::string name;
};

struct Contact {
  ContactId id;
  std::string email;  // lower-cased; unique within the organization when not empty
  std::string name;
  AccountId account;
};

// Every unit's parent exists and following parents ends at a root; else an error that names the
// units of the cycle.
base::Status check_unit_tree(std::span<const Unit> units);

// The same for leaders.
base::Status check_leader_chain(std::span<const Employee> employees);

}  // namespace laurel::model
