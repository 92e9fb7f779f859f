// The praise model of an organization: the one it made from its own decisions and put to use, or
// else the program's own. Functions work inside the transaction they are given; thread-safe.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/audit_trail.h"
#include "app/caller.h"
#include "base/result.h"
#include "detect/detector.h"
#include "detect/model.h"
#include "store/database.h"
#include "store/models.h"

namespace laurel::app {

// Never null. A model that was made by a Laurel with another format can't be read: then it is the
// program's own too, and model_note() says so.
base::Result<std::shared_ptr<const detect::Model>> model_in_use(store::Transaction& tx,
                                                                model::OrganizationId organization);

// From which probability on something counts as praise, without reading the whole model.
base::Result<float> flag_threshold(store::Transaction& tx, model::OrganizationId organization);

// What a person should know about the model in use, or empty: that it has to be made again.
base::Result<std::string> model_note(store::Transaction& tx, model::OrganizationId organization);

// Putting another to use, or removing one, needs Permission::kEditProgramme and is noted in the
// audit trail. Number 0 is the program's own.
base::Status use_model(store::Transaction& tx, AuditTrail& audit, const Caller& by,
                       std::int32_t number);
base::Status remove_model(store::Transaction& tx, AuditTrail& audit, const Caller& by,
                          std::int32_t number);

}  // namespace laurel::app
