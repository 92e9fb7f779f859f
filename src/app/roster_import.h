// Importing a roster: the people of an organization with their units and leaders, from a CSV in the
// shape employee_id, first_name, last_name, preferred_name, aliases, email, manager_email or
// manager_id, location, department, title, start_date, end_date; and the tree of units from
// unit_id, name, parent. All or nothing: one bad line and nothing changes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "intake/bytes.h"
#include "intake/values.h"
#include "model/organization.h"
#include "store/database.h"

namespace laurel::app {

struct RosterFile {
  std::string path;
  intake::Encoding encoding = intake::Encoding::kAuto;
  intake::DateOrder dates = intake::DateOrder::kUnknown;
};

struct RosterChange {
  enum class Kind : std::uint8_t {
    kAdded,
    kChanged,
    kLeaving,  // changed, and the change is that the person has a last day
  };
  Kind kind = Kind::kAdded;
  std::string code;
  std::string name;
  std::vector<std::string> fields;  // what changes, by the file's names; empty for added ones
};

struct RosterResult {
  std::int64_t added = 0, changed = 0, unchanged = 0;  // `changed` counts those who leave
  std::int64_t leaving = 0;
  std::int64_t units_added = 0;
  std::vector<RosterChange> changes;  // in the order of the file
  std::vector<std::string> notes;     // what a person should know
  bool units_only = false;            // the file was a list of units
};

enum class RosterMode : std::uint8_t { kApply, kDryRun };

// Employees the file doesn't name stay as they are; so do fields it has no column for. A location
// that is no unit yet becomes one. Errors name the line; a file with several bad lines gives a
// sentence for each of the first twenty, one a line. `database` may be null for a dry run, when
// there is none yet.
base::Result<RosterResult> import_roster(store::Database* database,
                                         model::OrganizationId organization, const RosterFile& file,
                                         RosterMode mode);

// The same inside a transaction, which the caller commits; a dry run writes nothing into it.
base::Result<RosterResult> import_roster(store::Transaction& tx, model::OrganizationId organization,
                                         const RosterFile& file, RosterMode mode);

}  // namespace laurel::app
