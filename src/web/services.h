// What handlers work with: one of each for the whole program, made by `laurel serve` and by tests.
// All of it is thread-safe and outlives the site.
#pragma once

#include <string>

#include "app/access.h"
#include "app/import_files.h"
#include "app/ingest.h"
#include "app/webhooks.h"
#include "base/clock.h"
#include "base/secret_box.h"
#include "http/static_files.h"
#include "store/database.h"
#include "store/write_queue.h"

namespace laurel::web {

struct SiteOptions {
  // "https://laurel.example.com", for links that leave the site. Empty: as the request says it.
  std::string public_url;
};

struct Services {
  store::Database& database;
  const base::Clock& clock;
  store::WriteQueue& writes;
  app::Ingest& ingest;
  app::Access& access;
  app::InboxWorker* inbox;  // null in tests that process by hand
  app::ImportFiles& imports;
  const http::StaticFiles& files;
  const base::SecretBox& secrets;  // what is stored sealed
  SiteOptions options = {};
};

}  // namespace laurel::web
