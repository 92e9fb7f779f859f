// One-time links: asking for one, what it does, using it; and what commands do in their place.
#include <fmt/format.h>

#include "app/access_state.h"
#include "app/password_rules.h"
#include "store/organizations.h"

namespace laurel::app {
namespace {

base::Error no_such_link() {
  return base::not_found(
      "This link has been used, has expired or was never made. Ask for another one.");
}

base::Error sign_in_first(const std::string& address) {
  return base::conflict(fmt::format(
      "There is a password for {} already. Sign in, then open the invitation again.", address));
}

struct FoundLink {
  store::LinkRow row;
  store::Login login;
  bool sets_password = false;
};

// As it is now; kNotFound unless it may still be used.
base::Result<FoundLink> find_usable(store::Transaction& tx, const base::Digest& digest,
                                    base::Timestamp now) {
  const auto row = TRY(store::find_link(tx, digest));
  if (!row || row->expires_at <= now) return no_such_link();
  const auto login = TRY(store::find_login(tx, row->user));
  if (!login) return no_such_link();
  const bool sets = row->purpose == store::LinkPurpose::kReset || login->password.empty();
  return FoundLink{*row, *login, sets};
}

base::Timestamp later(base::Timestamp now, std::chrono::seconds by) {
  return {now.micros + std::chrono::microseconds(by).count()};
}

}  // namespace

std::string link_path(const base::Secret& link) { return fmt::format("/link/{}", link.reveal()); }

base::Status Access::ask_for_reset(std::string_view address, const Client& client) {
  if (!can_send_links()) {
    return base::unsupported(
        "This installation sends no mail. Ask who runs it for a link that sets a new password.");
  }
  const std::string normalized = TRY(model::normalized_address(address));
  const std::vector<Throttle::Key> keys = reset_keys(normalized, client);
  TRY(state_->throttle.take(keys));
  // Looked up only later, so that the answer takes as long for a stranger's address.
  const auto make = [this, normalized]() -> base::Status {
    auto tx = TRY(state_->database.begin_write());
    const auto login = TRY(store::find_login(tx, normalized));
    if (!login) return {};
    LinkToSend link;
    link.to = login->user;
    link.secret = base::new_secret();
    link.expires_at = later(state_->clock.now(), options_.reset_life);
    TRY(store::create_link(tx, base::digest_of(link.secret.reveal()),
                           {login->user.id, store::LinkPurpose::kReset, {}, link.expires_at}));
    TRY(state_->append_everywhere(tx, login->user, {},
                                  {"reset.asked", "member", login->user.id.value.to_string()}));
    TRY(tx.commit());
    options_.send_link(link);
    return {};
  };
  if (!state_->run_later([make] { (void)make().ok(); })) {
    state_->throttle.give_back(keys);
    return base::unavailable("Too many ask for a link at this moment. Try again in a minute.");
  }
  return {};
}

base::Result<LinkInfo> Access::look_at_link(std::string_view secret, const Client& client) {
  TRY(state_->throttle.take(link_keys(client)));
  if (!base::is_shaped_like_secret(secret)) return no_such_link();
  auto tx = TRY(state_->database.begin_read());
  const FoundLink found = TRY(find_usable(tx, base::digest_of(secret), state_->clock.now()));
  LinkInfo info;
  info.purpose = found.row.purpose;
  info.user = found.login.user;
  info.sets_password = found.sets_password;
  if (found.row.organization)
    info.organization = TRY(store::find_organization(tx, *found.row.organization)).name;
  return info;
}

void Access::use_link(std::string_view secret, base::Secret password, const Client& client,
                      SessionCallback done) {
  if (base::Status taken = state_->throttle.take(link_keys(client)); !taken.ok())
    return done(std::move(taken).error());
  if (!base::is_shaped_like_secret(secret)) return done(no_such_link());
  const base::Digest digest = base::digest_of(secret);
  const auto look = [&]() -> base::Result<FoundLink> {
    auto tx = TRY(state_->database.begin_read());
    return find_usable(tx, digest, state_->clock.now());
  };
  base::Result<FoundLink> found = look();
  if (!found.ok()) return done(std::move(found).error());
  const model::User user = found->login.user;
  if (!found->sets_password) return done(sign_in_first(user.address));
  if (base::Status fits = check_password(password, user.address, user.name); !fits.ok())
    return done(std::move(fits).error());

  const auto save = [this, digest, user,
                     client](const std::string& hash) -> base::Result<NewSession> {
    const base::Timestamp now = state_->clock.now();
    auto tx = TRY(state_->database.begin_write());
    TRY(store::lock_login(tx, user.id));
    const FoundLink link = TRY(find_usable(tx, digest, now));
    if (!link.sets_password) return sign_in_first(user.address);
    if (!TRY(store::delete_link(tx, digest))) return no_such_link();
    TRY(store::save_password(tx, user.id, hash));
    TRY(store::delete_sessions(tx, user.id));
    TRY(store::delete_links(tx, user.id, store::LinkPurpose::kReset));
    const model::Actor actor = actor_of(user);
    const std::string id = user.id.value.to_string();
    if (link.row.organization) {
      TRY(store::accept_membership(tx, *link.row.organization, user.id, now));
      TRY(state_->audit.append(tx, *link.row.organization, actor,
                               {"member.accepted", "member", id}));
    }
    TRY(state_->append_everywhere(tx, user, actor, {"password.changed", "member", id}));
    const State::Begun begun = TRY(state_->begin_session(tx, user, client));
    TRY(tx.commit());
    return state_->answer(begun, user);
  };
  state_->hasher->hash(std::move(password), [save, done](base::Result<std::string> hash) {
    if (!hash.ok()) return done(std::move(hash).error());
    done(save(*hash));
  });
}

base::Status Access::accept_invitation(const SignedIn& who, std::string_view secret) {
  if (!base::is_shaped_like_secret(secret)) return no_such_link();
  const base::Digest digest = base::digest_of(secret);
  const base::Timestamp now = state_->clock.now();
  auto tx = TRY(state_->database.begin_write());
  const FoundLink link = TRY(find_usable(tx, digest, now));
  if (link.row.purpose != store::LinkPurpose::kInvitation || !link.row.organization)
    return no_such_link();
  if (link.row.user != who.user.id) {
    return base::forbidden(
        "This invitation is for somebody else. Sign out, and sign in as whom it is for.");
  }
  if (!TRY(store::delete_link(tx, digest))) return no_such_link();
  TRY(store::accept_membership(tx, *link.row.organization, who.user.id, now));
  TRY(state_->audit.append(tx, *link.row.organization, actor_of(who.user),
                           {"member.accepted", "member", who.user.id.value.to_string()}));
  TRY(tx.commit());
  state_->forget_user(who.user.id);
  return {};
}

// For commands.
namespace {

// A member of the command's organization.
base::Result<store::Login> member_login(store::Transaction& tx, const Caller& command,
                                        std::string_view address) {
  const std::string normalized = TRY(model::normalized_address(address));
  const auto login = TRY(store::find_login(tx, normalized));
  if (!login ||
      !TRY(store::find_membership(tx, command.organization.id, login->user.id)).has_value()) {
    return base::not_found(fmt::format("{} is not a member of {}. Add them first.", normalized,
                                       command.organization.name));
  }
  return *login;
}

base::Status require_command(const Caller& caller) {
  if (caller.actor.kind == model::Actor::Kind::kCommand) return {};
  return base::forbidden("Only a command on the machine itself may do this.");
}

}  // namespace

base::Result<base::Secret> Access::make_reset_link(const Caller& command,
                                                   std::string_view address) {
  TRY(require_command(command));
  auto tx = TRY(state_->database.begin_write());
  const store::Login login = TRY(member_login(tx, command, address));
  base::Secret secret = base::new_secret();
  TRY(store::create_link(tx, base::digest_of(secret.reveal()),
                         {login.user.id,
                          store::LinkPurpose::kReset,
                          {},
                          later(state_->clock.now(), options_.reset_life)}));
  TRY(state_->append_everywhere(tx, login.user, command.actor,
                                {"reset.asked", "member", login.user.id.value.to_string()}));
  TRY(tx.commit());
  return secret;
}

base::Status Access::set_password(const Caller& command, std::string_view address,
                                  const base::Secret& password) {
  TRY(require_command(command));
  const auto look = [&]() -> base::Result<store::Login> {
    auto tx = TRY(state_->database.begin_read());
    return member_login(tx, command, address);
  };
  const model::User user = TRY(look()).user;
  TRY(check_password(password, user.address, user.name));
  const std::string hash = TRY(PasswordHasher::hash_now(password, options_.hashing));
  auto tx = TRY(state_->database.begin_write());
  TRY(store::lock_members(tx, command.organization.id));
  TRY(store::lock_login(tx, user.id));
  TRY(member_login(tx, command, address));
  TRY(store::save_password(tx, user.id, hash));
  TRY(store::delete_sessions(tx, user.id));
  TRY(store::delete_links(tx, user.id, store::LinkPurpose::kReset));
  TRY(store::delete_links(tx, user.id, store::LinkPurpose::kInvitation, command.organization.id));
  TRY(store::accept_membership(tx, command.organization.id, user.id, state_->clock.now()));
  TRY(state_->append_everywhere(tx, user, command.actor,
                                {"password.changed", "member", user.id.value.to_string()}));
  TRY(tx.commit());
  state_->forget_user(user.id);
  return {};
}

}  // namespace laurel::app
