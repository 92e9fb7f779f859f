// People of an organization and their roles. A page only: a token can't let people in, so that one
// that leaks does not become a way to stay.
#pragma once

#include "web/pages.h"

namespace laurel::web {

void add_members(Pages& pages);

}  // namespace laurel::web
