// How people sign in, for all organizations of the deployment: login, its sessions, its one-time
// links. Each function works inside the transaction it is given. Secrets are passed as digests
// only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "model/access.h"
#include "store/database.h"

namespace laurel::store {

struct Login {
  model::User user;
  std::string password;  // encoded as app::PasswordHasher does; empty: none set yet
};

base::Status create_login(Transaction& tx, const model::User& user,
                          base::Timestamp now);  // kConflict on the address
base::Result<std::optional<Login>> find_login(Transaction& tx, std::string_view address);
base::Result<std::optional<Login>> find_login(Transaction& tx, model::UserId user);
base::Status save_password(Transaction& tx, model::UserId user, std::string_view encoded);
base::Status rename_login(Transaction& tx, model::UserId user, std::string_view name);
// With its sessions and links. REQUIRES: no memberships.
base::Status delete_login(Transaction& tx, model::UserId user);
// Makes others that change this login wait until the transaction ends; see lock_organization.
// kNotFound.
base::Status lock_login(Transaction& tx, model::UserId user);

struct SessionRow {
  model::SessionId id;
  model::UserId user;
  std::string device;
  base::Timestamp created_at;
  base::Timestamp seen_at;
};

base::Status create_session(Transaction& tx, const base::Digest& secret, const SessionRow& session);
base::Result<std::optional<SessionRow>> find_session(Transaction& tx, const base::Digest& secret);
// Latest seen first.
base::Result<std::vector<SessionRow>> list_sessions(Transaction& tx, model::UserId user);
// Never moves it back.
base::Status touch_session(Transaction& tx, model::SessionId session, base::Timestamp seen_at);
// False: there is none of that secret, or of that id and user.
base::Result<bool> delete_session(Transaction& tx, const base::Digest& secret);
base::Result<bool> delete_session(Transaction& tx, model::UserId user, model::SessionId session);
base::Status delete_sessions(Transaction& tx, model::UserId user);

enum class LinkPurpose { kReset = 0, kInvitation = 1 };

struct LinkRow {
  model::UserId user;
  LinkPurpose purpose = LinkPurpose::kReset;
  std::optional<model::OrganizationId> organization;  // of an invitation
  base::Timestamp expires_at;
};

base::Status create_link(Transaction& tx, const base::Digest& secret, const LinkRow& link);
// Expired ones are found too.
base::Result<std::optional<LinkRow>> find_link(Transaction& tx, const base::Digest& secret);
// False: another has used it meanwhile.
base::Result<bool> delete_link(Transaction& tx, const base::Digest& secret);
// All of one purpose; with an organization only its invitations.
base::Status delete_links(Transaction& tx, model::UserId user, LinkPurpose purpose,
                          std::optional<model::OrganizationId> organization = {});

// Deletes what has run out: sessions made before `created` or last seen before `seen`, links and
// throttles that ended before `now`.
base::Status delete_expired_logins(Transaction& tx, base::Timestamp created, base::Timestamp seen,
                                   base::Timestamp now);

}  // namespace laurel::store
