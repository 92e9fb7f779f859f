// Questions with their versions: what customers are asked, and how answers are counted. Page and
// API.
#pragma once

#include "web/api.h"
#include "web/pages.h"

namespace laurel::web {

void add_questions(Api& api);

}  // namespace laurel::web
