// Praise by itself: what customers said in praise of those one may see, without the rest of their
// responses. An employee's own page.
#pragma once

#include "web/api.h"
#include "web/lists.h"
#include "web/pages.h"

namespace laurel::web {

void add_praise(Pages& pages, Lists& lists);

}  // namespace laurel::web
