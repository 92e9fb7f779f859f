// The audit trail of an organization: page and API.
#pragma once

#include "web/api.h"
#include "web/pages.h"

namespace laurel::web {

void add_audit(Pages& pages, Api& api);

}  // namespace laurel::web
