// Tokens with which programs use an organization. Secrets are passed as digests only. Each works
// inside the transaction it is given.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "model/access.h"
#include "store/database.h"

namespace laurel::store {

struct ApiToken {
  model::TokenId id;
  std::string name;
  std::vector<model::TokenScope> scopes;
  std::optional<model::UserId> created_by;  // none: a command
  base::Timestamp created_at;
  std::optional<base::Timestamp> expires_at;
  std::optional<base::Timestamp> used_at;  // within the hour
  std::optional<base::Timestamp> revoked_at;
};

base::Status create_token(Transaction& tx, model::OrganizationId organization,
                          const base::Digest& secret, const ApiToken& token);
// Revoked and expired ones too.
base::Result<std::optional<ApiToken>> find_token(Transaction& tx,
                                                 model::OrganizationId organization,
                                                 const base::Digest& secret);
// Newest first, revoked and expired ones too.
base::Result<std::vector<ApiToken>> list_tokens(Transaction& tx,
                                                model::OrganizationId organization);
// False: there is none of that id that wasn't revoked before.
base::Result<bool> revoke_token(Transaction& tx, model::OrganizationId organization,
                                model::TokenId token, base::Timestamp now);
// Those that this person made; how many there were.
base::Result<std::int64_t> revoke_tokens_of(Transaction& tx, model::OrganizationId organization,
                                            model::UserId user, base::Timestamp now);
base::Status touch_token(Transaction& tx, model::OrganizationId organization, model::TokenId token,
                         base::Timestamp used_at);

}  // namespace laurel::store
