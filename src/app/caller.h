// Who makes a request, in one organization: what every use case that somebody must be allowed to do
// takes. A person, a program with a token, or a command on the machine itself. Plain data.
#pragma once

#include <optional>

#include "base/result.h"
#include "model/access.h"
#include "model/organization.h"

namespace laurel::app {

struct Caller {
  model::Actor actor;
  model::Organization organization;
  std::optional<model::Role> role;  // a person's
  model::PermissionSet permissions;
  model::Scope scope;
  model::EmployeeId employee;  // a person's entry on the roster, if it is known

  bool may(model::Permission permission) const { return permissions.has(permission); }
  // kForbidden, in words: "You may not see the audit trail of Acme. Ask an owner of it."
  base::Status require(model::Permission permission) const;
};

// A command of `laurel`: whoever runs it holds the database, and may do everything.
Caller command_caller(const model::Organization& organization);

}  // namespace laurel::app
