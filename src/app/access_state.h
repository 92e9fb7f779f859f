// What the parts of Access share (access.cc and
// access_….cc). Internal to them.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "app/access.h"
#include "app/fresh_cache.h"
#include "app/throttle.h"
#include "base/uuid.h"

namespace laurel::app {

// A session as it is remembered.
struct KnownSession {
  std::shared_ptr<const SignedIn> who;
  base::Timestamp created_at;
  std::atomic<std::int64_t> seen_at;  // microseconds; as the database has it or soon will
};

// A token as it is remembered.
struct KnownToken {
  std::shared_ptr<const Caller> caller;
  std::optional<base::Timestamp> expires_at;
  std::atomic<std::int64_t> used_at;
};

struct Access::State {
  State(store::Database& database, const base::Clock& clock, const AccessOptions& options);
  ~State();

  store::Database& database;
  const base::Clock& clock;
  const AccessOptions& options;
  AuditTrail audit;
  Throttle throttle;
  FreshCache<KnownSession> sessions;
  FreshCache<KnownToken> tokens;
  std::unique_ptr<PasswordHasher> hasher;  // its callbacks use the rest

  base::Uuid new_id();

  // --- Look-ups (access_sessions.cc)
  // -------------------------------------------------------------------

  bool lasts(base::Timestamp created_at, base::Timestamp seen_at, base::Timestamp now) const;
  // The person with everything they may do, as the transaction sees it.
  base::Result<std::shared_ptr<const SignedIn>> signed_in(store::Transaction& tx,
                                                          model::SessionId session,
                                                          const model::User& user);
  void forget_user(model::UserId user);
  void forget_tokens(model::OrganizationId organization);

  // --- Sessions that begin (access_sign_in.cc)
  // ---------------------------------------------------------

  struct Begun {
    base::Secret secret;
    model::SessionId id;
    base::Timestamp at;
  };
  // Ends the session the client came with, and begins another.
  base::Result<Begun> begin_session(store::Transaction& tx, const model::User& user,
                                    const Client& client);
  // REQUIRES: committed.
  base::Result<NewSession> answer(const Begun& begun, const model::User& user);
  // Tells the trail of each organization the person belongs to.
  base::Status append_everywhere(store::Transaction& tx, const model::User& user,
                                 const model::Actor& actor, const Deed& deed);

  // --- Work for later (access.cc) ---------------------------------------------------------------

  // False: too much waits.
  bool run_later(std::function<void()> work);
  void saw_session(model::SessionId session, base::Timestamp at);
  void saw_token(model::OrganizationId organization, model::TokenId token, base::Timestamp at);
  // Does it now, and deletes what has expired.
  base::Status settle();

 private:
  struct Seen {
    model::OrganizationId organization;
    base::Timestamp at;
  };
  void run();
  base::Status finish();
  base::Status write_seen();
  base::Status delete_expired();

  std::mutex mutex_;  // guards what follows
  base::UuidGenerator ids_;
  std::deque<std::function<void()>> later_;
  // Ordered, so that two processes that write the same rows don't wait for each other in a circle.
  std::map<model::SessionId, base::Timestamp> seen_sessions_;
  std::map<model::TokenId, Seen> seen_tokens_;
  bool stopping_ = false;
  std::condition_variable changed_;

  std::mutex settling_;
  base::Timestamp cleaned_at_;  // guarded by settling_
  std::thread thread_;
};

// What is counted when somebody tries to get in.
std::vector<Throttle::Key> sign_in_keys(std::string_view address, const Client& client);
std::vector<Throttle::Key> reset_keys(std::string_view address, const Client& client);
std::vector<Throttle::Key> link_keys(const Client& client);

// One line of text that may be shown: not blank, no control characters, at most 200 bytes.
// kInvalidInput speaks of "`what`".
base::Status check_shown_name(std::string_view what, std::string_view name);

// By whom a change is made, as their role is now and not when the request came in. Commands count
// as owners. kForbidden without `permission`.
base::Result<model::Role> role_now(store::Transaction& tx, const Caller& by,
                                   model::Permission permission);

model::Actor actor_of(const model::User& user);
base::Error session_ended();

}  // namespace laurel::app
