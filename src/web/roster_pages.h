// The pages of the roster. What they list and change is web/roster.h and app/roster.h.
#pragma once

#include "web/lists.h"
#include "web/pages.h"

namespace laurel::web {

void add_roster_pages(Pages& pages, Lists& lists);

}  // namespace laurel::web
