// One person of the roster or one unit, changed by page and API alike; whole files are
// app/roster_import.h. Each change is in the audit trail of its transaction. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/audit_trail.h"
#include "app/caller.h"
#include "base/clock.h"
#include "base/result.h"
#include "model/organization.h"
#include "store/database.h"
#include "store/responses.h"

namespace laurel::app {

// A person as people write one: units and leaders by their codes. What is empty is not known.
struct PersonDraft {
  std::string code;
  std::string first_name, last_name, preferred_name;
  std::vector<std::string> aliases;
  std::string email, unit, department, title;
  std::string leader;
  std::optional<base::Date> employed_from, employed_until;
};
PersonDraft draft_of(const model::Employee& person, const std::vector<model::Unit>& units,
                     const std::vector<model::Employee>& people);

struct UnitDraft {
  std::string code, name;
  std::string parent;                       // code; empty for a root
  std::optional<base::Date> last_day = {};  // nothing while it goes on
};

// Adds the person of that code or changes it to be just this. kInvalidInput without a code or name,
// for dates that contradict each other and for a leader who is led by the person; kNotFound for a
// unit or leader that isn't there. Needs Permission::kEditRoster.
base::Result<store::Saved> save_person(store::Transaction& tx, AuditTrail& audit, const Caller& by,
                                       const PersonDraft& draft);

// Adds the unit of that code or changes it. kInvalidInput for a parent that is below the unit.
// Needs Permission::kEditRoster.
base::Result<store::Saved> save_unit(store::Transaction& tx, AuditTrail& audit, const Caller& by,
                                     const UnitDraft& draft);

}  // namespace laurel::app
