// Going on after something was done: a redirect with the name of what was done, which the next page
// says in words. Only names that are known here are said, so that no link can put words in
// Laurel's mouth. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace laurel::web {

// "Token revoked." for "token-revoked"; "" for what isn't known.
std::string done_sentence(std::string_view name);

// 303 to `path` with ?done=name. REQUIRES: done_sentence(name) isn't empty.
http::Response done(std::string_view path, std::string_view name);

// `text` for a value of a query string (RFC 3986).
std::string encoded(std::string_view text);

// Where to go after signing in: `next` if it is a path of this site that shows something, else "/".
std::string local_or_start(std::string_view next);

}  // namespace laurel::web
