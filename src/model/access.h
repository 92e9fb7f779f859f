// Who may do what: people are members of organizations with a role in each, programs carry tokens
// with scopes, and both come down to a set of permissions. How much of an organization somebody
// sees is its Scope. Plain data and pure functions; the tables are constant and checked by tests
// against docs/security.md.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/ids.h"

namespace laurel::model {

enum class Permission : std::uint8_t {
  kSeePraise,           // commendations and the words around them, within the scope
  kSeeResponses,        // whole responses: all words and answers, within the scope
  kSeeCustomers,        // who the customers are: names and addresses of contacts
  kEnterResponses,      // record an interview, flag a Good Job
  kImportResponses,     // files and streams of them
  kImportOutcomes,      // what customers did, from the business's own records
  kDecide,              // review: accept, reject, say who is meant
  kAcknowledge,         // answer praise of own people with a note
  kThankBack,           // thank the customer for praise of oneself
  kCatch,               // write down good work seen
  kSeeReport,           // figures of the whole organization
  kExport,              // take data out as files
  kSeeRoster,           // people and units of the whole organization
  kEditRoster,          // add and change them
  kEditProgramme,       // questions, sources, webhooks, routing, messages
  kErase,               // erase a customer or an employee
  kManageMembers,       // invite, change and remove members, as far as may_give() goes
  kManageTokens,        // make and revoke API tokens
  kSeeAudit,            // the audit trail
  kManageOrganization,  // its name, its privacy (works council), everything else of an owner
};
inline constexpr std::size_t kPermissionCount = 20;
std::string_view name(Permission permission);   // "see-praise"
std::string_view words(Permission permission);  // "see praise and the words around it"

// A set of permissions in one word.
class PermissionSet {
 public:
  constexpr PermissionSet() = default;
  constexpr PermissionSet(std::initializer_list<Permission> permissions) {
    for (const Permission permission : permissions) bits_ |= bit(permission);
  }
  static constexpr PermissionSet all() {
    PermissionSet set;
    set.bits_ = (std::uint32_t{1} << kPermissionCount) - 1;
    return set;
  }
  constexpr bool has(Permission permission) const { return (bits_ & bit(permission)) != 0; }
  constexpr bool has_all(PermissionSet other) const { return (other.bits_ & ~bits_) == 0; }
  constexpr PermissionSet with(PermissionSet other) const {
    other.bits_ |= bits_;
    return other;
  }
  friend constexpr bool operator==(PermissionSet, PermissionSet) = default;

 private:
  static constexpr std::uint32_t bit(Permission permission) {
    return std::uint32_t{1} << static_cast<unsigned>(permission);
  }
  std::uint32_t bits_ = 0;
};

enum class Role : std::uint8_t {
  kOwner,
  kProgrammeLead,
  kInterviewer,
  kLeader,    // sees the own part of the organization
  kEmployee,  // sees the own praise
  kAgency,    // runs programmes for several organizations: a member of each
};
inline constexpr std::array kRoles = {Role::kOwner,  Role::kProgrammeLead, Role::kInterviewer,
                                      Role::kLeader, Role::kEmployee,      Role::kAgency};
std::string_view name(Role role);  // "owner", "programme-lead", …; how commands and the API say it
std::string_view words(Role role);  // "programme lead"
std::optional<Role> role_named(std::string_view name);

PermissionSet permissions_of(Role role);
inline bool may(Role role, Permission permission) { return permissions_of(role).has(permission); }

// Whether someone with role `giver` may make someone else a `given`, or change and remove one who
// is. Owners may give every role; a programme lead those that see less than a programme lead does.
bool may_give(Role giver, Role given);

// What an API token may be used for.
enum class TokenScope : std::uint8_t {
  kReadResponses,   // responses:read
  kWriteResponses,  // responses:write
  kWriteOutcomes,   // outcomes:write
  kReadReport,      // report:read
  kReadRoster,      // roster:read
  kWriteRoster,     // roster:write
  kReadAudit,       // audit:read
  kAdmin,           // admin: all that a programme lead may, tokens and members aside
};
inline constexpr std::array kTokenScopes = {TokenScope::kReadResponses, TokenScope::kWriteResponses,
                                            TokenScope::kWriteOutcomes, TokenScope::kReadReport,
                                            TokenScope::kReadRoster,    TokenScope::kWriteRoster,
                                            TokenScope::kReadAudit,     TokenScope::kAdmin};
std::string_view name(TokenScope scope);  // "responses:read"
std::optional<TokenScope> token_scope_named(std::string_view name);
PermissionSet permissions_of(TokenScope scope);

// A person with a sign-in. `address` is an e-mail address as normalized_address() makes it.
struct User {
  UserId id;
  std::string address;
  std::string name;
};

// An address as it is stored and compared: without space around it, ASCII letters in lower case.
// Error: it isn't one: no @, blank or control characters in it, longer than 254 bytes.
base::Result<std::string> normalized_address(std::string_view text);

// A person in one organization.
struct Membership {
  OrganizationId organization;
  UserId user;
  Role role = Role::kEmployee;
  EmployeeId employee;  // who this is on the roster; an employee's is known
  UnitId unit;          // a leader's: the part of the organization led, those below it included
  base::Timestamp created_at;
  std::optional<base::Timestamp> accepted_at;  // nothing may be done before
};

// A leader leads a unit or has somebody below on the roster, an employee is on the roster, and
// nobody else has a unit.
base::Status check_membership(const Membership& membership);

// How much of an organization somebody sees. Listing queries take it, so that no page can forget.
struct Scope {
  enum class Reach : std::uint8_t {
    kNothing,
    kEverything,
    kSubtree,  // responses of `units`, and those in which one of `people` served or was praised
    kOwn,      // commendations linked to the one of `people`, and not the whole response
  };
  Reach reach = Reach::kNothing;
  std::vector<UnitId> units;       // ascending
  std::vector<EmployeeId> people;  // ascending

  static Scope everything() { return {Reach::kEverything, {}, {}}; }
  bool is_everything() const { return reach == Reach::kEverything; }
  bool includes(UnitId unit) const;        // false for the unknown one, unless everything
  bool includes(EmployeeId person) const;  // likewise

  friend bool operator==(const Scope&, const Scope&) = default;
};

// Who did something, as the audit trail keeps it.
struct Actor {
  enum class Kind : std::uint8_t {
    kUser,
    kToken,
    kCommand,  // `laurel …` on the machine itself
    kProgram,  // Laurel by itself
  };
  Kind kind = Kind::kProgram;
  base::Uuid id;     // of the user or token; nil otherwise
  std::string name;  // address of the user, name of the token: as it was then

  friend bool operator==(const Actor&, const Actor&) = default;
};
std::string_view name(Actor::Kind kind);  // "user", "token", "command", "program"

// One line of the audit trail: who did what to which. `action` and `subject` are short names
// ("member.role-changed", "response"), `details` a line of plain text without personal data of
// customers and without secrets.
struct AuditEvent {
  AuditEventId id;  // ascends with time
  base::Timestamp at;
  Actor actor;
  std::string action;
  std::string subject;
  std::string subject_id;
  std::string details;

  friend bool operator==(const AuditEvent&, const AuditEvent&) = default;
};

}  // namespace laurel::model
