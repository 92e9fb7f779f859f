#include "store/logins.h"

#include "store/connection.h"

namespace laurel::store {
namespace {

constexpr std::string_view kCreateLogin = R"sql(
  INSERT INTO login (user_id, address, name, password, created_at) VALUES ($1, $2, $3, '', $4)
  ON CONFLICT (address) DO NOTHING)sql";

constexpr std::string_view kFindByAddress =
    "SELECT user_id, address, name, password FROM login WHERE address = $1";
constexpr std::string_view kFindById =
    "SELECT user_id, address, name, password FROM login WHERE user_id = $1";
constexpr std::string_view kSavePassword = "UPDATE login SET password = $2 WHERE user_id = $1";
constexpr std::string_view kRename = "UPDATE login SET name = $2 WHERE user_id = $1";
constexpr std::string_view kDeleteLogin = "DELETE FROM login WHERE user_id = $1";
constexpr Dialects kLockLogin = {"SELECT 1 FROM login WHERE user_id = $1",
                                 "SELECT 1 FROM login WHERE user_id = $1 FOR UPDATE"};

base::Result<std::optional<Login>> read_login(Statement row) {
  if (!TRY(row.step())) return std::optional<Login>();
  return std::optional<Login>({{{row.uuid(0)}, row.string(1), row.string(2)}, row.string(3)});
}

}  // namespace

base::Status create_login(Transaction& tx, const model::User& user, base::Timestamp now) {
  const std::int64_t added =
      TRY(tx.connection().execute(kCreateLogin, {user.id, user.address, user.name, now}));
  if (added == 0) return base::conflict("Somebody signs in with this address already.");
  return {};
}

base::Result<std::optional<Login>> find_login(Transaction& tx, std::string_view address) {
  return read_login(TRY(tx.connection().query(kFindByAddress, {address})));
}

base::Result<std::optional<Login>> find_login(Transaction& tx, model::UserId user) {
  return read_login(TRY(tx.connection().query(kFindById, {user})));
}

base::Status save_password(Transaction& tx, model::UserId user, std::string_view encoded) {
  TRY(tx.connection().execute(kSavePassword, {user, encoded}));
  return {};
}

base::Status rename_login(Transaction& tx, model::UserId user, std::string_view name) {
  TRY(tx.connection().execute(kRename, {user, name}));
  return {};
}

base::Status lock_login(Transaction& tx, model::UserId user) {
  Connection& connection = tx.connection();
  Statement row = TRY(connection.query(kLockLogin.text(connection.engine()), {user}));
  if (!TRY(row.step())) return base::not_found("This person is not known any more.");
  return {};
}

// Sessions.
namespace {

constexpr std::string_view kCreateSession = R"sql(
  INSERT INTO session (secret_hash, session_id, user_id, device, created_at, seen_at)
  VALUES ($1, $2, $3, $4, $5, $6))sql";

constexpr std::string_view kFindSession = R"sql(
  SELECT session_id, user_id, device, created_at, seen_at FROM session
  WHERE secret_hash = $1)sql";

constexpr std::string_view kListSessions = R"sql(
  SELECT session_id, user_id, device, created_at, seen_at FROM session
  WHERE user_id = $1 ORDER BY seen_at DESC, session_id DESC)sql";

constexpr std::string_view kTouchSession =
    "UPDATE session SET seen_at = $2 WHERE session_id = $1 AND seen_at < $2";
constexpr std::string_view kDeleteSession = "DELETE FROM session WHERE secret_hash = $1";
constexpr std::string_view kDeleteSessionOf =
    "DELETE FROM session WHERE user_id = $1 AND session_id = $2";
constexpr std::string_view kDeleteSessions = "DELETE FROM session WHERE user_id = $1";

SessionRow session_in(const Statement& row) {
  return {{row.uuid(0)}, {row.uuid(1)}, row.string(2), row.timestamp(3), row.timestamp(4)};
}

}  // namespace

base::Status create_session(Transaction& tx, const base::Digest& secret,
                            const SessionRow& session) {
  TRY(tx.connection().execute(kCreateSession, {secret, session.id, session.user, session.device,
                                               session.created_at, session.seen_at}));
  return {};
}

base::Result<std::optional<SessionRow>> find_session(Transaction& tx, const base::Digest& secret) {
  Statement row = TRY(tx.connection().query(kFindSession, {secret}));
  if (!TRY(row.step())) return std::optional<SessionRow>();
  return std::optional<SessionRow>(session_in(row));
}

base::Result<std::vector<SessionRow>> list_sessions(Transaction& tx, model::UserId user) {
  std::vector<SessionRow> sessions;
  Statement row = TRY(tx.connection().query(kListSessions, {user}));
  while (TRY(row.step())) sessions.push_back(session_in(row));
  return sessions;
}

base::Status touch_session(Transaction& tx, model::SessionId session, base::Timestamp seen_at) {
  TRY(tx.connection().execute(kTouchSession, {session, seen_at}));
  return {};
}

base::Result<bool> delete_session(Transaction& tx, const base::Digest& secret) {
  return TRY(tx.connection().execute(kDeleteSession, {secret})) > 0;
}

base::Result<bool> delete_session(Transaction& tx, model::UserId user, model::SessionId session) {
  return TRY(tx.connection().execute(kDeleteSessionOf, {user, session})) > 0;
}

base::Status delete_sessions(Transaction& tx, model::UserId user) {
  TRY(tx.connection().execute(kDeleteSessions, {user}));
  return {};
}

// One-time links.
namespace {

constexpr std::string_view kCreateLink = R"sql(
  INSERT INTO one_time_link (secret_hash, user_id, purpose, organization_id, expires_at)
  VALUES ($1, $2, $3, $4, $5))sql";

constexpr std::string_view kFindLink = R"sql(
  SELECT user_id, purpose, organization_id, expires_at FROM one_time_link
  WHERE secret_hash = $1)sql";

constexpr std::string_view kDeleteLink = "DELETE FROM one_time_link WHERE secret_hash = $1";
constexpr std::string_view kDeleteLinks =
    "DELETE FROM one_time_link WHERE user_id = $1 AND purpose = $2";
constexpr std::string_view kDeleteInvitations = R"sql(
  DELETE FROM one_time_link
  WHERE user_id = $1 AND purpose = $2 AND organization_id = $3)sql";
constexpr std::string_view kDeleteEveryLink = "DELETE FROM one_time_link WHERE user_id = $1";

constexpr std::string_view kExpireSessions =
    "DELETE FROM session WHERE created_at < $1 OR seen_at < $2";
constexpr std::string_view kExpireLinks = "DELETE FROM one_time_link WHERE expires_at < $1";
constexpr std::string_view kExpireThrottles = "DELETE FROM throttle WHERE empty_at < $1";

}  // namespace

base::Status create_link(Transaction& tx, const base::Digest& secret, const LinkRow& link) {
  TRY(tx.connection().execute(
      kCreateLink, {secret, link.user, static_cast<std::int32_t>(link.purpose), link.organization,
                    link.expires_at}));
  return {};
}

base::Result<std::optional<LinkRow>> find_link(Transaction& tx, const base::Digest& secret) {
  Statement row = TRY(tx.connection().query(kFindLink, {secret}));
  if (!TRY(row.step())) return std::optional<LinkRow>();
  LinkRow link;
  link.user = {row.uuid(0)};
  link.purpose = row.integer(1) == 0 ? LinkPurpose::kReset : LinkPurpose::kInvitation;
  if (!row.is_null(2)) link.organization = model::OrganizationId{row.uuid(2)};
  link.expires_at = row.timestamp(3);
  return std::optional<LinkRow>(link);
}

base::Result<bool> delete_link(Transaction& tx, const base::Digest& secret) {
  return TRY(tx.connection().execute(kDeleteLink, {secret})) > 0;
}

base::Status delete_links(Transaction& tx, model::UserId user, LinkPurpose purpose,
                          std::optional<model::OrganizationId> organization) {
  const auto number = static_cast<std::int32_t>(purpose);
  if (organization) {
    TRY(tx.connection().execute(kDeleteInvitations, {user, number, *organization}));
  } else {
    TRY(tx.connection().execute(kDeleteLinks, {user, number}));
  }
  return {};
}

base::Status delete_login(Transaction& tx, model::UserId user) {
  TRY(delete_sessions(tx, user));
  TRY(tx.connection().execute(kDeleteEveryLink, {user}));
  TRY(tx.connection().execute(kDeleteLogin, {user}));
  return {};
}

base::Status delete_expired_logins(Transaction& tx, base::Timestamp created, base::Timestamp seen,
                                   base::Timestamp now) {
  TRY(tx.connection().execute(kExpireSessions, {created, seen}));
  TRY(tx.connection().execute(kExpireLinks, {now}));
  TRY(tx.connection().execute(kExpireThrottles, {now}));
  return {};
}

}  // namespace laurel::store
