// What an organization decides about itself: its name, its main driver, its works council. Page and
// use cases (app/programme.h).
#pragma once

#include "web/lists.h"
#include "web/pages.h"

namespace laurel::web {

void add_organization(Pages& pages, Lists& lists);

}  // namespace laurel::web
