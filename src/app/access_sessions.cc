// Who a request comes from: sessions and tokens looked up, once per request.
#include <algorithm>
#include <array>

#include "app/access_state.h"
#include "store/organizations.h"

namespace laurel::app {
namespace {

constexpr std::string_view kTokenMark = "laurel_";
constexpr std::size_t kOrganizationLength = 22;  // 16 bytes in base64url
constexpr std::int64_t kTokenSeenEvery = 3'600'000'000;

base::Error bad_token() {
  return base::unauthenticated(
      "This token is not known, was revoked or has expired. Make another one.");
}

}  // namespace

const Caller* SignedIn::in(model::OrganizationId organization) const {
  const auto found =
      std::find_if(organizations.begin(), organizations.end(),
                   [&](const Caller& each) { return each.organization.id == organization; });
  return found == organizations.end() ? nullptr : &*found;
}

const Caller* SignedIn::in(std::string_view slug) const {
  const auto found =
      std::find_if(organizations.begin(), organizations.end(),
                   [&](const Caller& each) { return each.organization.slug == slug; });
  return found == organizations.end() ? nullptr : &*found;
}

bool Access::State::lasts(base::Timestamp created_at, base::Timestamp seen_at,
                          base::Timestamp now) const {
  const auto micros = [](std::chrono::seconds time) {
    return std::chrono::microseconds(time).count();
  };
  return now.micros - created_at.micros < micros(options.longest) &&
         now.micros - seen_at.micros < micros(options.idle);
}

base::Result<std::shared_ptr<const SignedIn>> Access::State::signed_in(store::Transaction& tx,
                                                                       model::SessionId session,
                                                                       const model::User& user) {
  auto who = std::make_shared<SignedIn>();
  who->session = session;
  who->user = user;
  const auto memberships = TRY(store::list_memberships(tx, user.id));
  for (const store::MembershipOf& of : memberships) {
    if (!of.membership.accepted_at) continue;
    Caller caller;
    caller.actor = actor_of(user);
    caller.organization = of.organization;
    caller.role = of.membership.role;
    caller.permissions = model::permissions_of(of.membership.role);
    caller.scope = TRY(store::read_scope(tx, of.membership));
    caller.employee = of.membership.employee;
    who->organizations.push_back(std::move(caller));
  }
  return std::shared_ptr<const SignedIn>(std::move(who));
}

void Access::State::forget_user(model::UserId user) {
  sessions.drop_if([&](const KnownSession& known) { return known.who->user.id == user; });
}

void Access::State::forget_tokens(model::OrganizationId organization) {
  tokens.drop_if(
      [&](const KnownToken& known) { return known.caller->organization.id == organization; });
}

base::Result<std::shared_ptr<const SignedIn>> Access::session(std::string_view secret) {
  if (!base::is_shaped_like_secret(secret)) return session_ended();
  const base::Digest digest = base::digest_of(secret);
  const base::Timestamp now = state_->clock.now();
  std::shared_ptr<KnownSession> known = state_->sessions.find(digest, now);
  if (known == nullptr) {
    const std::uint64_t began = state_->sessions.begin();
    auto tx = TRY(state_->database.begin_read());
    const auto row = TRY(store::find_session(tx, digest));
    if (!row || !state_->lasts(row->created_at, row->seen_at, now)) return session_ended();
    const auto login = TRY(store::find_login(tx, row->user));
    if (!login) return session_ended();
    known = std::make_shared<KnownSession>();
    known->who = TRY(state_->signed_in(tx, row->id, login->user));
    known->created_at = row->created_at;
    known->seen_at = row->seen_at.micros;
    state_->sessions.put(digest, known, now, began);
  }
  std::int64_t seen = known->seen_at;
  if (!state_->lasts(known->created_at, {seen}, now)) return session_ended();
  // Kept every few minutes, by whichever request is first.
  const std::int64_t every = std::chrono::microseconds(options_.idle).count() / 100;
  if (now.micros - seen >= every && known->seen_at.compare_exchange_strong(seen, now.micros))
    state_->saw_session(known->who->session, now);
  return known->who;
}

base::Result<std::shared_ptr<const Caller>> Access::token(std::string_view secret) {
  constexpr std::size_t kLength = kTokenMark.size() + kOrganizationLength + base::kSecretLength;
  model::OrganizationId organization;
  if (secret.size() != kLength || !secret.starts_with(kTokenMark) ||
      !base::from_base64url(secret.substr(kTokenMark.size(), kOrganizationLength),
                            organization.value.bytes) ||
      !base::is_shaped_like_secret(secret.substr(kLength - base::kSecretLength)))
    return bad_token();
  const base::Digest digest = base::digest_of(secret);
  const base::Timestamp now = state_->clock.now();
  std::shared_ptr<KnownToken> known = state_->tokens.find(digest, now);
  if (known == nullptr) {
    const std::uint64_t began = state_->tokens.begin();
    auto tx = TRY(state_->database.begin_read());
    const auto row = TRY(store::find_token(tx, organization, digest));
    if (!row || row->revoked_at) return bad_token();
    auto caller = std::make_shared<Caller>();
    caller->actor = {model::Actor::Kind::kToken, row->id.value, row->name};
    caller->organization = TRY(store::find_organization(tx, organization));
    for (const model::TokenScope scope : row->scopes)
      caller->permissions = caller->permissions.with(model::permissions_of(scope));
    caller->scope = model::Scope::everything();
    known = std::make_shared<KnownToken>();
    known->caller = std::move(caller);
    known->expires_at = row->expires_at;
    known->used_at = row->used_at.value_or(base::Timestamp{}).micros;
    state_->tokens.put(digest, known, now, began);
  }
  if (known->expires_at && *known->expires_at <= now) return bad_token();
  std::int64_t used = known->used_at;
  if (now.micros - used >= kTokenSeenEvery &&
      known->used_at.compare_exchange_strong(used, now.micros))
    state_->saw_token(organization, {known->caller->actor.id}, now);
  return known->caller;
}

// A random mask and the token under it: another text each time, so that nothing of it can be
// guessed from the compressed length of pages (http/compression.h).
std::string Access::form_token(std::string_view session_secret) {
  const base::Digest token = base::hmac_sha256(session_secret, "laurel form");
  const base::Digest mask = base::digest_of(base::new_secret().reveal());
  std::array<std::uint8_t, 2 * std::tuple_size_v<base::Digest>> masked{};
  for (std::size_t i = 0; i < token.size(); ++i) {
    masked[i] = mask[i];
    masked[token.size() + i] = token[i] ^ mask[i];
  }
  return base::base64url(masked);
}

bool Access::form_token_matches(std::string_view session_secret, std::string_view given) {
  std::array<std::uint8_t, 2 * std::tuple_size_v<base::Digest>> masked{};
  if (!base::is_shaped_like_secret(session_secret) || !base::from_base64url(given, masked))
    return false;
  base::Digest token;
  for (std::size_t i = 0; i < token.size(); ++i) token[i] = masked[i] ^ masked[token.size() + i];
  return base::same_secret(base::hmac_sha256(session_secret, "laurel form"), token);
}

base::Result<std::vector<store::SessionRow>> Access::sessions(const SignedIn& who) {
  auto tx = TRY(state_->database.begin_read());
  auto rows = TRY(store::list_sessions(tx, who.user.id));
  const base::Timestamp now = state_->clock.now();
  std::erase_if(rows, [&](const store::SessionRow& row) {
    return !state_->lasts(row.created_at, row.seen_at, now);
  });
  return rows;
}

base::Status Access::end_session(const SignedIn& who, model::SessionId session) {
  auto tx = TRY(state_->database.begin_write());
  if (!TRY(store::delete_session(tx, who.user.id, session)))
    return base::not_found("There is no such session of yours any more.");
  TRY(state_->append_everywhere(tx, who.user, actor_of(who.user),
                                {"session.ended", "member", who.user.id.value.to_string()}));
  TRY(tx.commit());
  state_->forget_user(who.user.id);
  return {};
}

base::Status Access::end_other_sessions(const SignedIn& who) {
  auto tx = TRY(state_->database.begin_write());
  for (const store::SessionRow& row : TRY(store::list_sessions(tx, who.user.id))) {
    if (row.id != who.session) TRY(store::delete_session(tx, who.user.id, row.id));
  }
  TRY(state_->append_everywhere(
      tx, who.user, actor_of(who.user),
      {"session.ended", "member", who.user.id.value.to_string(), "all but the one that asked"}));
  TRY(tx.commit());
  state_->forget_user(who.user.id);
  return {};
}

}  // namespace laurel::app
