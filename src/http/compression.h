// gzip of answers that handlers make, for clients that take it (RFC 9110 8.4, RFC 1952). Static
// files are compressed when the program is built (http/static_files.h). Thread-safe.
//
// What a page says beside what somebody else made its reader ask for can be guessed from its
// compressed length (BREACH, https://www.breachattack.com). Such a guess needs many requests that
// another site makes with the reader's cookie. So a request with a cookie is answered compressed
// only when the browser itself says that the site's own page or the reader made it
// (Sec-Fetch-Site); a browser that doesn't say gets the answer as it is.
#pragma once

#include <string_view>

#include "http/message.h"

namespace laurel::http {

// Whether Accept-Encoding takes gzip: named with a weight above 0, or "*" is and gzip is not.
bool accepts_gzip(std::string_view accept_encoding);

// Shorter bodies are sent as they are: they fit into one packet anyway.
inline constexpr std::size_t kLeastCompressed = 1024;

// Compresses the answer if its kind and length make it worth it and the request takes it, and says
// with Vary what that depends on. For the threads that handlers run on: it takes about a
// millisecond for 100 kB.
void compress_answer(const Request& request, Response& response);

}  // namespace laurel::http
