// Webhooks in: the senders an organization knows, what came from them and was not understood, and
// the address they send to. Page, API and the receiving end.
#pragma once

#include "web/api.h"
#include "web/pages.h"

namespace laurel::web {

void add_sources(Pages& pages, Api& api, http::Router& router, const Services& services);

}  // namespace laurel::web
