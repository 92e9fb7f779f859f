// People and access: signing in and out, sessions, one-time links, members and their roles, API
// tokens. One object for the whole program; docs/security.md says what holds for people.
//
// What answers stay the same: whether an address is known can be told neither by the words nor by
// the time of signing in and of asking for a reset. What may be seen: no error, log or audit event
// carries a password, a session, a link or a token. What several processes agree on: whatever is
// changed or revoked in this process holds at once; what another process changes holds here after
// at most AccessOptions::cached_for.
//
// Thread-safe. Members that take a callback run it on a hashing thread (app/password_hasher.h) or,
// refused early, on the caller's; the others may wait for the database: not for a network thread,
// except session() and token(), which answer from memory (well under a microsecond) and read the
// database at most once per `cached_for` and session.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/audit_trail.h"
#include "app/caller.h"
#include "app/password_hasher.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "model/access.h"
#include "store/api_tokens.h"
#include "store/database.h"
#include "store/logins.h"
#include "store/memberships.h"

namespace laurel::app {

// A link to be brought to its person by mail. `secret` is what the address ends in.
struct LinkToSend {
  store::LinkPurpose purpose = store::LinkPurpose::kReset;
  model::User to;
  std::string organization;  // its name; of an invitation
  base::Secret secret;
  base::Timestamp expires_at;
};

struct AccessOptions {
  HashingOptions hashing;
  std::chrono::seconds idle = std::chrono::hours(12);  // a session ends unused for this long
  std::chrono::seconds longest = std::chrono::hours(24 * 14);  // and in any case
  std::chrono::seconds cached_for{5};
  std::chrono::seconds reset_life = std::chrono::hours(1);
  std::chrono::seconds invitation_life = std::chrono::hours(24 * 7);
  // Sends links, on the background thread. Without one nobody can reset a password by themselves,
  // and invitations are given to the one who invites to pass on.
  std::function<void(const LinkToSend&)> send_link;
  // Every second by itself: writes what is kept in memory first (audit notes, last use, tries),
  // sends links, deletes what has expired. Off in tests, which call settle().
  bool background = true;
};

// Who is signed in, with one Caller for each organization that accepted them, by its name.
struct SignedIn {
  model::SessionId session;
  model::User user;
  std::vector<Caller> organizations;

  // Null: not a member. The only way from a request to a Caller, and so to an organization's data.
  // Which organization a request is about is in its path or in a cookie of the web module's own.
  const Caller* in(model::OrganizationId organization) const;
  const Caller* in(std::string_view slug) const;
};

// A fresh session; its secret goes into a cookie and nowhere else.
struct NewSession {
  base::Secret secret;
  std::shared_ptr<const SignedIn> who;
  base::Timestamp ends_at;  // at the latest
};
using SessionCallback = std::function<void(base::Result<NewSession>)>;

// The path that a link's secret is opened under, on whatever address Laurel has.
std::string link_path(const base::Secret& link);

// Where a request comes from.
struct Client {
  std::string address;   // numeric; counted, IPv6 by its first 64 bits, and not stored
  std::string device;    // User-Agent: shown in the list of one's sessions; cut at 200 bytes
  base::Secret session;  // what the cookie said, if anything: ended when another one begins
};

// What a one-time link does, to show before it is done.
struct LinkInfo {
  store::LinkPurpose purpose = store::LinkPurpose::kReset;
  model::User user;
  std::string organization;    // name; of an invitation
  bool sets_password = false;  // else: sign in, then accept_invitation()
};

struct Invitation {
  std::string address;
  std::string name;
  model::Role role = model::Role::kEmployee;
  std::string employee;  // code on the roster, or empty
  std::string unit;      // code, or empty
};

struct Invited {
  model::UserId user;
  base::Timestamp expires_at;
  // To pass on, when there is nobody to send it. It invites to this organization only: it sets a
  // password only while the person has none, and never lets anybody into another organization.
  std::optional<base::Secret> secret;
};

struct MemberChange {
  model::Role role = model::Role::kEmployee;
  std::string employee;  // code on the roster, or empty
  std::string unit;      // code, or empty
};

struct TokenRequest {
  std::string name;
  std::vector<model::TokenScope> scopes;  // not more than the maker may do
  std::optional<base::Timestamp> expires_at;
};

struct NewToken {
  model::TokenId id;
  base::Secret secret;  // the whole token as programs send it, "laurel_…"; shown once
};

class Access {
 public:
  // `database` and `clock` must outlive it. Destruction writes what is kept in memory.
  Access(store::Database& database, const base::Clock& clock, AccessOptions options = {});
  ~Access();
  Access(const Access&) = delete;
  Access& operator=(const Access&) = delete;

  // --- Signing in -------------------------------------------------------------------------------

  // kUnauthenticated in the same words and time whatever is wrong; kThrottled with the seconds to
  // wait; kUnavailable when too many sign in at once.
  void sign_in(std::string_view address, base::Secret password, const Client& client,
               SessionCallback done);
  // Fine if there is no such session.
  base::Status sign_out(const base::Secret& session);
  // Sets another password and ends all sessions; the answer is a new one.
  void change_password(const base::Secret& session, base::Secret old_password,
                       base::Secret new_password, const Client& client, SessionCallback done);
  base::Status rename(const SignedIn& who, std::string_view name);

  // --- Sessions and tokens: once per request ----------------------------------------------------

  // kUnauthenticated unless it lasts.
  base::Result<std::shared_ptr<const SignedIn>> session(std::string_view secret);
  // By the token as sent, without "Bearer ". kUnauthenticated unless it lasts.
  base::Result<std::shared_ptr<const Caller>> token(std::string_view secret);

  // For a hidden field of every form and the header of every script's request that changes
  // something: only a page of Laurel itself could know it. Derived from the session, not stored,
  // and another text each time.
  static std::string form_token(std::string_view session_secret);
  static bool form_token_matches(std::string_view session_secret, std::string_view given);

  base::Result<std::vector<store::SessionRow>> sessions(const SignedIn& who);
  // kNotFound unless it is one's own.
  base::Status end_session(const SignedIn& who, model::SessionId session);
  base::Status end_other_sessions(const SignedIn& who);

  // --- One-time links ---------------------------------------------------------------------------

  bool can_send_links() const { return options_.send_link != nullptr; }
  // Done whether the address is known or not; only kThrottled tells anything, and that about the
  // asking. kUnsupported when nobody can send links.
  base::Status ask_for_reset(std::string_view address, const Client& client);
  // kNotFound: used, expired or never made. kThrottled.
  base::Result<LinkInfo> look_at_link(std::string_view secret, const Client& client);
  // Sets the password (see LinkInfo::sets_password), ends all sessions, signs in. Once.
  void use_link(std::string_view secret, base::Secret password, const Client& client,
                SessionCallback done);
  // For whom the invitation is and who has a password already.
  base::Status accept_invitation(const SignedIn& who, std::string_view secret);

  // --- Members: need Permission::kManageMembers, and may_give() for the roles before and after
  // ----

  base::Result<std::vector<store::Member>> members(const Caller& by);
  // A new person, or one who is known from elsewhere; again for one who hasn't accepted yet, with a
  // new link. kConflict: a member already.
  base::Result<Invited> invite(const Caller& by, const Invitation& invitation);
  // kConflict: the last owner.
  base::Status change_member(const Caller& by, model::UserId user, const MemberChange& change);
  // Anybody may remove themselves. Tokens the person made are revoked; who belongs nowhere any more
  // is forgotten. kConflict: the last owner.
  base::Status remove_member(const Caller& by, model::UserId user);

  // --- For commands: who holds the database may do this
  // -------------------------------------------

  // A link that sets a new password, valid for reset_life.
  base::Result<base::Secret> make_reset_link(const Caller& command, std::string_view address);
  // Sets it at once, and accepts what the person is invited to here; ends all sessions.
  base::Status set_password(const Caller& command, std::string_view address,
                            const base::Secret& password);

  // --- Tokens: need Permission::kManageTokens ----------------------------------------------------

  base::Result<NewToken> create_token(const Caller& by, const TokenRequest& request);
  base::Result<std::vector<store::ApiToken>> tokens(const Caller& by);
  base::Status revoke_token(const Caller& by, model::TokenId token);  // kNotFound

  // -----------------------------------------------------------------------------------------------

  AuditTrail& audit();
  // Does now what waits for the background.
  base::Status settle();

 private:
  struct State;
  const AccessOptions options_;
  std::unique_ptr<State> state_;
};

}  // namespace laurel::app
