#include "store/api_tokens.h"

#include "store/connection.h"

namespace laurel::store {
namespace {

constexpr std::string_view kCreate = R"sql(
  INSERT INTO api_token (organization_id, secret_hash, token_id, name, scopes, created_by,
                         created_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8))sql";

constexpr std::string_view kFind = R"sql(
  SELECT token_id, name, scopes, created_by, created_at, expires_at, used_at, revoked_at
  FROM api_token WHERE organization_id = $1 AND secret_hash = $2)sql";

constexpr std::string_view kList = R"sql(
  SELECT token_id, name, scopes, created_by, created_at, expires_at, used_at, revoked_at
  FROM api_token WHERE organization_id = $1 ORDER BY token_id DESC)sql";

constexpr std::string_view kRevoke = R"sql(
  UPDATE api_token SET revoked_at = $3
  WHERE organization_id = $1 AND token_id = $2 AND revoked_at IS NULL)sql";

constexpr std::string_view kRevokeOf = R"sql(
  UPDATE api_token SET revoked_at = $3
  WHERE organization_id = $1 AND created_by = $2 AND revoked_at IS NULL)sql";

constexpr std::string_view kTouch = R"sql(
  UPDATE api_token SET used_at = $3
  WHERE organization_id = $1 AND token_id = $2 AND (used_at IS NULL OR used_at < $3))sql";

std::string joined(const std::vector<model::TokenScope>& scopes) {
  std::string text;
  for (const model::TokenScope scope : scopes) {
    if (!text.empty()) text += ' ';
    text += model::name(scope);
  }
  return text;
}

// Scopes that only a newer version knows are passed over: the token may do less here.
std::vector<model::TokenScope> scopes_in(std::string_view text) {
  std::vector<model::TokenScope> scopes;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (const auto scope = model::token_scope_named(text.substr(0, end))) scopes.push_back(*scope);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return scopes;
}

std::optional<base::Timestamp> time_at(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.timestamp(column);
}

ApiToken token_in(const Statement& row) {
  ApiToken token;
  token.id = {row.uuid(0)};
  token.name = row.string(1);
  token.scopes = scopes_in(row.text(2));
  if (!row.is_null(3)) token.created_by = model::UserId{row.uuid(3)};
  token.created_at = row.timestamp(4);
  token.expires_at = time_at(row, 5);
  token.used_at = time_at(row, 6);
  token.revoked_at = time_at(row, 7);
  return token;
}

}  // namespace

base::Status create_token(Transaction& tx, model::OrganizationId organization,
                          const base::Digest& secret, const ApiToken& token) {
  TRY(tx.connection().execute(
      kCreate, {organization, secret, token.id, token.name, joined(token.scopes), token.created_by,
                token.created_at, token.expires_at}));
  return {};
}

base::Result<std::optional<ApiToken>> find_token(Transaction& tx,
                                                 model::OrganizationId organization,
                                                 const base::Digest& secret) {
  Statement row = TRY(tx.connection().query(kFind, {organization, secret}));
  if (!TRY(row.step())) return std::optional<ApiToken>();
  return std::optional<ApiToken>(token_in(row));
}

base::Result<std::vector<ApiToken>> list_tokens(Transaction& tx,
                                                model::OrganizationId organization) {
  std::vector<ApiToken> tokens;
  Statement row = TRY(tx.connection().query(kList, {organization}));
  while (TRY(row.step())) tokens.push_back(token_in(row));
  return tokens;
}

base::Result<bool> revoke_token(Transaction& tx, model::OrganizationId organization,
                                model::TokenId token, base::Timestamp now) {
  return TRY(tx.connection().execute(kRevoke, {organization, token, now})) > 0;
}

base::Result<std::int64_t> revoke_tokens_of(Transaction& tx, model::OrganizationId organization,
                                            model::UserId user, base::Timestamp now) {
  return tx.connection().execute(kRevokeOf, {organization, user, now});
}

base::Status touch_token(Transaction& tx, model::OrganizationId organization, model::TokenId token,
                         base::Timestamp used_at) {
  TRY(tx.connection().execute(kTouch, {organization, token, used_at}));
  return {};
}

}  // namespace laurel::store
