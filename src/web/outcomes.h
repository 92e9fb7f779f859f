// Outcomes over the API: what customers did, one, a list, or a stream of them.
#pragma once

#include "web/api.h"

namespace laurel::web {

void add_outcomes(Api& api, const Services& services);

}  // namespace laurel::web
