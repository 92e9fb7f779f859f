// Who a request really comes from when proxies stand before the server. What they say is believed
// only as far as a chain of trusted ones reaches, from the server outwards. Thread-safe.
#pragma once

#include <span>
#include <string_view>

#include "http/message.h"

namespace laurel::http {

// Sets client and scheme of `request` from its X-Forwarded-For and X-Forwarded-Proto. `peer` is who
// the connection is with, `scheme` what it speaks. `id` is set to X-Request-Id if a trusted peer
// gave one of up to 64 letters, digits, "-", "_" and ".", else left as it is.
void resolve_client(Request& request, const Address& peer, Scheme scheme,
                    std::span<const Network> trusted);

}  // namespace laurel::http
