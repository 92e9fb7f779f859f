// Tokens with which programs use an organization. A page only: a token can't make tokens, so that
// one that leaks does not become a way to stay.
#pragma once

#include "web/pages.h"

namespace laurel::web {

void add_tokens(Pages& pages);

}  // namespace laurel::web
