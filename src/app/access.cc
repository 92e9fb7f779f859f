#include "app/access.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/access_state.h"
#include "base/check.h"
#include "text/utf8.h"

namespace laurel::app {
namespace {

constexpr std::size_t kMostWaiting = 1000;
constexpr std::int64_t kHour = 3'600'000'000;
constexpr std::size_t kLongestName = 200;

// Failures of one client, of one client with one account, of one account whoever tries. What
// succeeds is given back. The last is wide, so that strangers can't easily keep somebody out; it
// still lets through less than 1,500 guesses a day.
constexpr Throttle::Limit kByClient{30, std::chrono::seconds(30)};
constexpr Throttle::Limit kByBoth{8, std::chrono::seconds(60)};
constexpr Throttle::Limit kByAccount{40, std::chrono::seconds(60)};
// Mails that somebody can have sent to an address, or from a client.
constexpr Throttle::Limit kResetByAccount{3, std::chrono::minutes(20)};
constexpr Throttle::Limit kResetByClient{10, std::chrono::minutes(5)};
// Links can't be guessed; this spares the database.
constexpr Throttle::Limit kLinkByClient{60, std::chrono::seconds(2)};

// A client is an IPv4 address or the 64 bits in front of an IPv6 one, which is what one customer of
// a provider gets.
std::string client_key(const std::string& address) {
  std::array<std::uint8_t, 16> bytes{};
  if (inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return address;
  constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (std::equal(kMapped.begin(), kMapped.end(), bytes.begin()))
    return fmt::format("{}.{}.{}.{}", bytes[12], bytes[13], bytes[14], bytes[15]);
  return fmt::format("{:02x}/64", fmt::join(bytes.begin(), bytes.begin() + 8, ""));
}

}  // namespace

std::vector<Throttle::Key> sign_in_keys(std::string_view address, const Client& client) {
  const std::string from = client_key(client.address);
  return {{fmt::format("sign-in from {}", from), kByClient},
          {fmt::format("sign-in from {} as {}", from, address), kByBoth},
          {fmt::format("sign-in as {}", address), kByAccount}};
}

std::vector<Throttle::Key> reset_keys(std::string_view address, const Client& client) {
  return {{fmt::format("reset from {}", client_key(client.address)), kResetByClient},
          {fmt::format("reset of {}", address), kResetByAccount}};
}

std::vector<Throttle::Key> link_keys(const Client& client) {
  return {{fmt::format("link from {}", client_key(client.address)), kLinkByClient}};
}

base::Status check_shown_name(std::string_view what, std::string_view name) {
  bool blank = true;
  for (std::size_t at = 0; at < name.size() && name.size() <= kLongestName;) {
    const text::Decoded next = text::decode(name, at);
    const bool broken = next.code_point == text::kReplacement && next.length == 1;
    if (broken || next.code_point < 32 || next.code_point == 127) {
      return base::invalid_input(fmt::format("The {} has to be one line of text.", what));
    }
    blank &= next.code_point == ' ';
    at += next.length;
  }
  if (name.size() > kLongestName) {
    return base::invalid_input(
        fmt::format("The {} is too long. Use at most {} bytes.", what, kLongestName));
  }
  if (blank) return base::invalid_input(fmt::format("The {} is missing.", what));
  return {};
}

base::Result<model::Role> role_now(store::Transaction& tx, const Caller& by,
                                   model::Permission permission) {
  TRY(by.require(permission));
  if (by.actor.kind == model::Actor::Kind::kCommand) return model::Role::kOwner;
  const base::Error changed =
      base::forbidden("Your role has changed meanwhile. Open the page again.");
  if (by.actor.kind != model::Actor::Kind::kUser) return changed;
  const auto membership =
      TRY(store::find_membership(tx, by.organization.id, model::UserId{by.actor.id}));
  if (!membership || !membership->accepted_at || !model::may(membership->role, permission))
    return changed;
  return membership->role;
}

model::Actor actor_of(const model::User& user) {
  return {model::Actor::Kind::kUser, user.id.value, user.address};
}

base::Error session_ended() {
  return base::unauthenticated("You are not signed in, or your session has ended. Sign in.");
}

// The background.

Access::State::State(store::Database& database_in, const base::Clock& clock_in,
                     const AccessOptions& options_in)
    : database(database_in),
      clock(clock_in),
      options(options_in),
      audit(database_in, clock_in),
      throttle(database_in, clock_in),
      sessions(options_in.cached_for),
      tokens(options_in.cached_for),
      hasher(std::make_unique<PasswordHasher>(options_in.hashing)),
      ids_(clock_in, base::unguessable_number()) {
  if (options.background) thread_ = std::thread([this] { run(); });
}

Access::State::~State() {
  hasher->finish();
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  (void)finish().ok();  // nobody is left to tell
}

base::Uuid Access::State::new_id() {
  const std::lock_guard lock(mutex_);
  return ids_.next();
}

bool Access::State::run_later(std::function<void()> work) {
  const std::lock_guard lock(mutex_);
  if (later_.size() >= kMostWaiting) return false;
  later_.push_back(std::move(work));
  changed_.notify_all();
  return true;
}

void Access::State::saw_session(model::SessionId session, base::Timestamp at) {
  const std::lock_guard lock(mutex_);
  seen_sessions_[session] = at;
}

void Access::State::saw_token(model::OrganizationId organization, model::TokenId token,
                              base::Timestamp at) {
  const std::lock_guard lock(mutex_);
  seen_tokens_[token] = {organization, at};
}

void Access::State::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    changed_.wait_for(lock, std::chrono::seconds(1),
                      [this] { return stopping_ || !later_.empty(); });
    if (stopping_) return;
    lock.unlock();
    (void)settle().ok();  // what could not be written stays in memory for the next time
    lock.lock();
  }
}

base::Status Access::State::settle() {
  const base::Status finished = finish();
  const base::Status cleaned = delete_expired();
  return finished.ok() ? cleaned : finished;
}

base::Status Access::State::finish() {
  const std::lock_guard one_at_a_time(settling_);
  for (;;) {
    std::function<void()> work;
    {
      const std::lock_guard lock(mutex_);
      if (later_.empty()) break;
      work = std::move(later_.front());
      later_.pop_front();
    }
    work();
  }
  base::Status first;
  for (const base::Status& status : {throttle.exchange(), write_seen(), audit.flush()}) {
    if (first.ok()) first = status;
  }
  return first;
}

base::Status Access::State::write_seen() {
  std::map<model::SessionId, base::Timestamp> sessions_seen;
  std::map<model::TokenId, Seen> tokens_seen;
  {
    const std::lock_guard lock(mutex_);
    sessions_seen.swap(seen_sessions_);
    tokens_seen.swap(seen_tokens_);
  }
  if (sessions_seen.empty() && tokens_seen.empty()) return {};
  const auto write = [&]() -> base::Status {
    auto tx = TRY(database.begin_write());
    for (const auto& [session, at] : sessions_seen) TRY(store::touch_session(tx, session, at));
    for (const auto& [token, seen] : tokens_seen)
      TRY(store::touch_token(tx, seen.organization, token, seen.at));
    return tx.commit();
  };
  base::Status written = write();
  if (!written.ok()) {
    const std::lock_guard lock(mutex_);
    seen_sessions_.merge(sessions_seen);
    seen_tokens_.merge(tokens_seen);
  }
  return written;
}

base::Status Access::State::delete_expired() {
  const std::lock_guard one_at_a_time(settling_);
  const base::Timestamp now = clock.now();
  if (now.micros - cleaned_at_.micros < kHour) return {};
  const auto ago = [&](std::chrono::seconds time) {
    return base::Timestamp{now.micros - std::chrono::microseconds(time).count()};
  };
  auto tx = TRY(database.begin_write());
  TRY(store::delete_expired_logins(tx, ago(options.longest), ago(options.idle), now));
  TRY(tx.commit());
  cleaned_at_ = now;
  return {};
}

Access::Access(store::Database& database, const base::Clock& clock, AccessOptions options)
    : options_(std::move(options)), state_(std::make_unique<State>(database, clock, options_)) {}

Access::~Access() = default;

AuditTrail& Access::audit() { return state_->audit; }

base::Status Access::settle() { return state_->settle(); }

}  // namespace laurel::app
