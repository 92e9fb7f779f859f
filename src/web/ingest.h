// Responses coming in over the API: one, a list, or a stream of lines. An answer comes when the
// data are durable.
#pragma once

#include "web/api.h"

namespace laurel::web {

inline constexpr std::size_t kMostInRequest = 1000;

void add_ingest(Api& api, const Services& services);

}  // namespace laurel::web
