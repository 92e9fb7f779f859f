#include "app/caller.h"

#include <fmt/format.h>

namespace laurel::app {

base::Status Caller::require(model::Permission permission) const {
  if (may(permission)) return {};
  if (actor.kind == model::Actor::Kind::kToken) {
    return base::forbidden(fmt::format("This token may not {}. Use one with a scope that lets it.",
                                       model::words(permission)));
  }
  return base::forbidden(fmt::format("You may not {} at {}. Ask one of its owners.",
                                     model::words(permission), organization.name));
}

Caller command_caller(const model::Organization& organization) {
  Caller caller;
  caller.actor = {model::Actor::Kind::kCommand, {}, "laurel"};
  caller.organization = organization;
  caller.permissions = model::PermissionSet::all();
  caller.scope = model::Scope::everything();
  return caller;
}

}  // namespace laurel::app
