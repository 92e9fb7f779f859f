// Reading a roster or a list of units from a file, before the database is touched. Internal to the
// roster import.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/roster_import.h"
#include "base/result.h"
#include "model/organization.h"

namespace laurel::app {

// Fields a roster may have, in the order of the documented header.
enum class RosterField : std::uint8_t {
  kId,
  kFirstName,
  kLastName,
  kFullName,
  kPreferredName,
  kAliases,
  kEmail,
  kManagerEmail,
  kManagerId,
  kLocation,
  kDepartment,
  kTitle,
  kStart,
  kEnd,
};

struct RosterRow {
  std::int64_t line = 0;
  model::Employee employee;  // id, unit and leader aren't set
  std::string location;
  std::string manager_email, manager_id;
};
// Whether two rows say the same, wherever they stand.
bool same(const RosterRow& a, const RosterRow& b);

struct UnitRow {
  std::int64_t line = 0;
  std::string code, name, parent;
};

struct RosterContent {
  bool units_only = false;
  std::set<RosterField> fields;  // that the file has columns for
  std::vector<RosterRow> people;
  std::vector<UnitRow> units;
  std::vector<std::string> notes;
};

// Errors name the lines: a missing id or name, an id twice with different content, a date that
// doesn't exist, a damaged row.
base::Result<RosterContent> read_roster_file(const RosterFile& file);

}  // namespace laurel::app
