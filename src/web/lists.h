// What the site keeps in memory of organizations, so that pages are quick. Thread-safe.
#pragma once

#include "app/directory.h"
#include "app/response_counts.h"
#include "app/review_desk.h"
#include "app/review_standing.h"

namespace laurel::web {

struct Lists {
  app::Directories directories;
  app::ResponseCounts counts;
  app::ReviewStandings standings;
  app::ReviewDesk desk;
};

}  // namespace laurel::web
