// Tokens with which programs use an organization: made, listed, revoked. Looking one up is in
// access_sessions.cc.
#include <fmt/format.h>

#include <algorithm>

#include "app/access_state.h"

namespace laurel::app {
namespace {

constexpr auto kManage = model::Permission::kManageTokens;

}  // namespace

base::Result<NewToken> Access::create_token(const Caller& by, const TokenRequest& request) {
  TRY(by.require(kManage));
  TRY(check_shown_name("name of the token", request.name));
  if (request.scopes.empty())
    return base::invalid_input("Say what the token is for: give it a scope.");
  const base::Timestamp now = state_->clock.now();
  if (request.expires_at && *request.expires_at <= now)
    return base::invalid_input("The token would have expired already. Choose a later time.");

  auto tx = TRY(state_->database.begin_write());
  TRY(store::lock_members(tx, by.organization.id));
  const model::PermissionSet most = model::permissions_of(TRY(role_now(tx, by, kManage)));
  store::ApiToken token;
  std::string scopes;
  for (const model::TokenScope scope : request.scopes) {
    if (!most.has_all(model::permissions_of(scope))) {
      return base::forbidden(fmt::format(
          "You may not do yourself what {} lets a program do. Ask an owner.", model::name(scope)));
    }
    if (std::find(token.scopes.begin(), token.scopes.end(), scope) != token.scopes.end()) continue;
    token.scopes.push_back(scope);
    scopes += fmt::format("{}{}", scopes.empty() ? "" : " ", model::name(scope));
  }
  token.id = {state_->new_id()};
  token.name = request.name;
  if (by.actor.kind == model::Actor::Kind::kUser) token.created_by = model::UserId{by.actor.id};
  token.created_at = now;
  token.expires_at = request.expires_at;
  const base::Secret random = base::new_secret();
  // The organization first, so that one look-up by the key of the table finds it.
  const base::Secret secret("laurel_" + base::base64url(by.organization.id.value.bytes) +
                            std::string(random.reveal()));
  TRY(store::create_token(tx, by.organization.id, base::digest_of(secret.reveal()), token));
  TRY(state_->audit.append(tx, by,
                           {"token.created", "token", token.id.value.to_string(),
                            fmt::format("{}: {}", token.name, scopes)}));
  TRY(tx.commit());
  return NewToken{token.id, secret};
}

base::Result<std::vector<store::ApiToken>> Access::tokens(const Caller& by) {
  TRY(by.require(kManage));
  auto tx = TRY(state_->database.begin_read());
  return store::list_tokens(tx, by.organization.id);
}

base::Status Access::revoke_token(const Caller& by, model::TokenId token) {
  TRY(by.require(kManage));
  auto tx = TRY(state_->database.begin_write());
  TRY(role_now(tx, by, kManage));
  if (!TRY(store::revoke_token(tx, by.organization.id, token, state_->clock.now())))
    return base::not_found("There is no such token, or it has been revoked before.");
  TRY(state_->audit.append(tx, by, {"token.revoked", "token", token.value.to_string()}));
  TRY(tx.commit());
  state_->forget_tokens(by.organization.id);
  return {};
}

}  // namespace laurel::app
