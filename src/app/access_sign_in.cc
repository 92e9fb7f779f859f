// How somebody gets in and out: signing in, signing out, changing the password.
#include <algorithm>

#include "app/access_state.h"
#include "app/password_rules.h"

namespace laurel::app {
namespace {

constexpr std::size_t kLongestDevice = 200;

base::Error not_right() {
  return base::unauthenticated("The address or the password is not right.");
}

// Cut where a character ends.
std::string cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
  return std::string(text.substr(0, most));
}

// How an address is counted that can't be one.
std::string counted_as(std::string_view address) {
  auto normalized = model::normalized_address(address);
  return normalized.ok() ? *std::move(normalized) : cut(address, 254);
}

Deed begun_deed(const model::User& user) {
  return {"session.begun", "member", user.id.value.to_string()};
}

}  // namespace

base::Status Access::State::append_everywhere(store::Transaction& tx, const model::User& user,
                                              const model::Actor& actor, const Deed& deed) {
  const auto memberships = TRY(store::list_memberships(tx, user.id));
  for (const store::MembershipOf& of : memberships) {
    if (of.membership.accepted_at) TRY(audit.append(tx, of.membership.organization, actor, deed));
  }
  return {};
}

base::Result<Access::State::Begun> Access::State::begin_session(store::Transaction& tx,
                                                                const model::User& user,
                                                                const Client& client) {
  if (!client.session.empty())
    TRY(store::delete_session(tx, base::digest_of(client.session.reveal())));
  Begun begun{base::new_secret(), {new_id()}, clock.now()};
  TRY(store::create_session(
      tx, base::digest_of(begun.secret.reveal()),
      {begun.id, user.id, cut(client.device, kLongestDevice), begun.at, begun.at}));
  return begun;
}

base::Result<NewSession> Access::State::answer(const Begun& begun, const model::User& user) {
  forget_user(user.id);
  auto tx = TRY(database.begin_read());
  NewSession session;
  session.secret = begun.secret;
  session.who = TRY(signed_in(tx, begun.id, user));
  session.ends_at = {begun.at.micros + std::chrono::microseconds(options.longest).count()};
  return session;
}

void Access::sign_in(std::string_view address, base::Secret password, const Client& client,
                     SessionCallback done) {
  const std::string normalized = counted_as(address);
  const std::vector<Throttle::Key> keys = sign_in_keys(normalized, client);
  if (base::Status taken = state_->throttle.take(keys); !taken.ok())
    return done(std::move(taken).error());
  const auto find = [&]() -> base::Result<std::optional<store::Login>> {
    auto tx = TRY(state_->database.begin_read());
    return store::find_login(tx, normalized);
  };
  base::Result<std::optional<store::Login>> found = find();
  if (!found.ok()) return done(std::move(found).error());
  const std::optional<store::Login> login = *std::move(found);
  // Whoever isn't there, or has no password yet, is verified against nobody's: see PasswordHasher.
  const std::string encoded = login ? login->password : std::string();
  if (password.reveal().size() > kLongestPassword) password = base::Secret("too long to be one");

  const auto begin = [this, client](const store::Login& of) -> base::Result<NewSession> {
    auto tx = TRY(state_->database.begin_write());
    const base::Status locked = store::lock_login(tx, of.user.id);
    if (!locked.ok() && locked.error().code != base::ErrorCode::kNotFound) return locked.error();
    const auto now = TRY(store::find_login(tx, of.user.id));
    if (!now || now->password != of.password) return not_right();  // changed meanwhile
    const State::Begun begun = TRY(state_->begin_session(tx, now->user, client));
    TRY(state_->append_everywhere(tx, now->user, actor_of(now->user), begun_deed(now->user)));
    TRY(tx.commit());
    return state_->answer(begun, now->user);
  };
  // Tells the organizations, after the answer is on its way: no time shows that there are any.
  const auto tell = [this](const model::User& user) -> base::Status {
    auto tx = TRY(state_->database.begin_read());
    for (const store::MembershipOf& of : TRY(store::list_memberships(tx, user.id))) {
      if (!of.membership.accepted_at) continue;
      state_->audit.note(of.membership.organization, {},
                         {"sign-in.refused", "member", user.id.value.to_string()});
    }
    return {};
  };
  const auto hash_again = [this, password](const store::Login& of) {
    state_->hasher->hash(password, [this, of](base::Result<std::string> hash) {
      const auto save = [&]() -> base::Status {
        auto tx = TRY(state_->database.begin_write());
        TRY(store::lock_login(tx, of.user.id));
        const auto now = TRY(store::find_login(tx, of.user.id));
        if (!now || now->password != of.password) return {};
        TRY(store::save_password(tx, of.user.id, *hash));
        return tx.commit();
      };
      if (hash.ok()) (void)save().ok();  // else at the next sign-in
    });
  };
  state_->hasher->verify(
      password, encoded,
      [this, keys, login, begin, tell, hash_again,
       done](base::Result<PasswordHasher::Match> match) {
        if (!match.ok()) {
          state_->throttle.give_back(keys);
          return done(std::move(match).error());
        }
        if (*match == PasswordHasher::Match::kNo || !login) {
          done(not_right());
          if (login) state_->run_later([tell, user = login->user] { (void)tell(user).ok(); });
          return;
        }
        base::Result<NewSession> session = begin(*login);
        if (session.ok()) state_->throttle.give_back(keys);
        done(std::move(session));
        if (*match == PasswordHasher::Match::kYesAtOldCost) hash_again(*login);
      });
}

base::Status Access::sign_out(const base::Secret& session) {
  if (!base::is_shaped_like_secret(session.reveal())) return {};
  const base::Digest digest = base::digest_of(session.reveal());
  auto tx = TRY(state_->database.begin_write());
  const auto row = TRY(store::find_session(tx, digest));
  if (!row) return {};
  TRY(store::delete_session(tx, digest));
  if (const auto login = TRY(store::find_login(tx, row->user))) {
    TRY(state_->append_everywhere(tx, login->user, actor_of(login->user),
                                  {"session.ended", "member", row->user.value.to_string()}));
  }
  TRY(tx.commit());
  state_->forget_user(row->user);
  return {};
}

void Access::change_password(const base::Secret& session, base::Secret old_password,
                             base::Secret new_password, const Client& client,
                             SessionCallback done) {
  auto who = this->session(session.reveal());
  if (!who.ok()) return done(std::move(who).error());
  const model::User user = (*who)->user;
  if (base::Status fits = check_password(new_password, user.address, user.name); !fits.ok())
    return done(std::move(fits).error());
  if (base::same_secret(old_password.reveal(), new_password.reveal()))
    return done(base::invalid_input("This is the password there is already. Choose another."));
  const std::vector<Throttle::Key> keys = sign_in_keys(user.address, client);
  if (base::Status taken = state_->throttle.take(keys); !taken.ok())
    return done(std::move(taken).error());
  const auto find = [&]() -> base::Result<std::optional<store::Login>> {
    auto tx = TRY(state_->database.begin_read());
    return store::find_login(tx, user.id);
  };
  base::Result<std::optional<store::Login>> found = find();
  if (!found.ok()) return done(std::move(found).error());
  if (!*found) return done(session_ended());
  const store::Login login = **found;

  const auto save = [this, login, client](const std::string& hash) -> base::Result<NewSession> {
    auto tx = TRY(state_->database.begin_write());
    TRY(store::lock_login(tx, login.user.id));
    const auto now = TRY(store::find_login(tx, login.user.id));
    if (!now || now->password != login.password) return session_ended();
    TRY(store::save_password(tx, login.user.id, hash));
    TRY(store::delete_sessions(tx, login.user.id));
    TRY(store::delete_links(tx, login.user.id, store::LinkPurpose::kReset));
    const State::Begun begun = TRY(state_->begin_session(tx, now->user, client));
    TRY(state_->append_everywhere(tx, now->user, actor_of(now->user),
                                  {"password.changed", "member", now->user.id.value.to_string()}));
    TRY(tx.commit());
    return state_->answer(begun, now->user);
  };
  state_->hasher->verify(std::move(old_password), login.password,
                         [this, keys, new_password = std::move(new_password), save,
                          done](base::Result<PasswordHasher::Match> match) {
                           if (!match.ok()) {
                             state_->throttle.give_back(keys);
                             return done(std::move(match).error());
                           }
                           if (*match == PasswordHasher::Match::kNo)
                             return done(base::invalid_input("The present password is not right."));
                           state_->throttle.give_back(keys);
                           state_->hasher->hash(new_password,
                                                [save, done](base::Result<std::string> hash) {
                                                  if (!hash.ok())
                                                    return done(std::move(hash).error());
                                                  done(save(*hash));
                                                });
                         });
}

base::Status Access::rename(const SignedIn& who, std::string_view name) {
  TRY(check_shown_name("name", name));
  auto tx = TRY(state_->database.begin_write());
  TRY(store::rename_login(tx, who.user.id, name));
  TRY(state_->append_everywhere(tx, who.user, actor_of(who.user),
                                {"member.renamed", "member", who.user.id.value.to_string()}));
  TRY(tx.commit());
  state_->forget_user(who.user.id);
  return {};
}

}  // namespace laurel::app
