// The commendation report over the API.
#pragma once

#include "web/api.h"

namespace laurel::web {

void add_report(Api& api);

}  // namespace laurel::web
