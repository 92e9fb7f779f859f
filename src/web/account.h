// Everybody's own account: name, password, sessions.
#pragma once

#include "web/pages.h"

namespace laurel::web {

void add_account(Pages& pages);

}  // namespace laurel::web
