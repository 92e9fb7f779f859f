// What the site keeps in memory of organizations, so that pages are quick. Thread-safe.
#pragma once

#include "app/directory.h"
#include "app/response_counts.h"

namespace laurel::web {

struct Lists {
  app::Directories directories;
  app::ResponseCounts counts;
};

}  // namespace laurel::web
