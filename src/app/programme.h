// What an organization decides about itself and its programme: its questions, its settings, its
// name. Each change is in the audit trail of its transaction. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/audit_trail.h"
#include "app/caller.h"
#include "base/result.h"
#include "model/question.h"
#include "model/settings.h"
#include "store/database.h"

namespace laurel::app {

struct SavedQuestion {
  model::Question question;  // as it is now
  bool new_version = false;  // it is another version than before, or new altogether
};
// Declares the question, or changes the one of that key: its words, its meaning and choices at the
// end keep the version, and anything else makes a new one. kInvalidInput for what makes no sense,
// and for keys and meanings of derived questions, which Laurel keeps itself. Needs
// Permission::kEditProgramme.
base::Result<SavedQuestion> save_question(store::Transaction& tx, AuditTrail& audit,
                                          const Caller& by, const model::Question& question);

// Why the programme is run; none: nobody says. Needs Permission::kEditProgramme.
base::Status set_main_driver(store::Transaction& tx, AuditTrail& audit, const Caller& by,
                             std::optional<model::Reward> driver);

// Where no figures of single people are shown: everywhere, or in these units and those below them.
// Needs Permission::kManageOrganization.
base::Status set_works_council(store::Transaction& tx, AuditTrail& audit, const Caller& by,
                               bool everywhere, std::vector<model::UnitId> units);

// Needs Permission::kManageOrganization. The slug stays: addresses and commands keep working.
base::Status rename_organization(store::Transaction& tx, AuditTrail& audit, const Caller& by,
                                 const std::string& name);

}  // namespace laurel::app
