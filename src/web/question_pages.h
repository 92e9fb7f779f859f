// The pages of questions. What they list and change is web/questions.h and app/programme.h.
#pragma once

#include "web/pages.h"

namespace laurel::web {

void add_question_pages(Pages& pages);

}  // namespace laurel::web
