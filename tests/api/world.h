// A small world for the tests of pages and API: two organizations with somebody in every role, a
// token with every scope, a roster, and responses in two units; served without a socket. On both
// engines.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "app/access.h"
#include "app/ingest.h"
#include "http/testing.h"
#include "store/test_database.h"
#include "web/site.h"

namespace laurel::web {

using store::Engine;  // for ON_BOTH_ENGINES
using store::engine_name;

// Behaviour doesn't depend on what hashing costs.
inline constexpr app::HashingOptions kCheapHashing = {
    .threads = 1, .waiting = 64, .memory = 8192, .passes = 1};
inline constexpr const char* kPassword = "vivid otter lamp";

class World {
 public:
  explicit World(store::Engine engine);
  ~World();

  // Actors: "nobody", "owner", "lead", "interviewer", "leader", "employee", "agency" of Acme, the
  // owner of the other organization "stranger"; programs: "token SCOPE" of Acme, "stranger token".
  http::Response ask(std::string_view actor, http::Method method, std::string_view target,
                     std::string_view body = {}, std::string_view type = "application/json",
                     std::string_view idempotency_key = {});
  // A form with the actor's token in it.
  http::Response send_form(std::string_view actor, std::string_view target,
                           std::string fields = {});

  // A file in a form with the actor's token in it.
  http::Response send_file(std::string_view actor, std::string_view target, std::string_view bytes);

  std::string cookie_of(std::string_view actor) const;
  std::string form_token_of(std::string_view actor) const;
  const std::string& token_of(std::string_view actor) const;

  // Responses by external id.
  std::string response(std::string_view external_id) const;
  // The id of the first commendation of a response.
  std::string praise(std::string_view external_id) const;
  model::UserId user(std::string_view actor) const;
  const model::Organization& acme() const { return acme_; }
  app::Access& access() { return *access_; }
  const Site& site() const { return *site_; }
  store::Database& database() { return *database_; }
  store::WriteQueue& writes() { return *writes_; }
  app::Ingest& ingest() { return *ingest_; }
  app::ImportFiles& imports() { return *imports_; }
  // A file that was uploaded by the owner and looked at.
  const std::string& import_file() const { return import_file_; }
  base::ManualClock& clock() { return clock_; }

 private:
  void make_organizations();
  void let_people_in();
  void take_responses();
  void take_file();

  store::TestPlace place_;
  std::unique_ptr<store::Database> database_;
  base::ManualClock clock_{*base::Timestamp::parse("2026-03-01T12:00:00Z")};
  std::unique_ptr<store::WriteQueue> writes_;
  std::unique_ptr<app::Ingest> ingest_;
  std::unique_ptr<app::Access> access_;
  const base::SecretBox secrets_ = base::SecretBox::with_new_key();
  std::unique_ptr<app::ImportFiles> imports_;
  std::unique_ptr<http::StaticFiles> files_;
  std::unique_ptr<Services> services_;
  http::Metrics metrics_;
  std::unique_ptr<Site> site_;

  model::Organization acme_{{store::new_id()}, "acme", "Acme"};
  model::Organization other_{{store::new_id()}, "other", "Other Works"};
  std::map<std::string, std::string, std::less<>> sessions_, tokens_, responses_;
  std::map<std::string, model::UserId, std::less<>> users_;
  std::filesystem::path uploads_;
  std::string import_file_;
};

}  // namespace laurel::web
