#include "model/access.h"

#include <algorithm>

namespace laurel::model {
namespace {

using P = Permission;

struct PermissionWords {
  std::string_view name, words;
};
constexpr std::array<PermissionWords, kPermissionCount> kPermissions = {{
    {"see-praise", "see praise and the words around it"},
    {"see-responses", "see whole responses"},
    {"see-customers", "see who the customers are"},
    {"enter-responses", "enter responses and flag a Good Job"},
    {"import-responses", "import responses"},
    {"import-outcomes", "import outcomes"},
    {"decide", "decide what is praise and of whom"},
    {"acknowledge", "acknowledge praise"},
    {"thank-back", "thank customers for praise"},
    {"catch", "write down good work seen"},
    {"see-report", "see the report"},
    {"export", "take data out"},
    {"see-roster", "see the roster"},
    {"edit-roster", "change the roster"},
    {"edit-programme", "change questions, sources, routing and messages"},
    {"erase", "erase customers and employees"},
    {"manage-members", "manage members"},
    {"manage-tokens", "manage API tokens"},
    {"see-audit", "see the audit trail"},
    {"manage-organization", "change what the organization decides about itself"},
}};

// The table of roles. Rows of docs/security.md are checked against it.
constexpr PermissionSet kProgrammeLead = {
    P::kSeePraise,      P::kSeeResponses, P::kSeeCustomers, P::kEnterResponses, P::kImportResponses,
    P::kImportOutcomes, P::kDecide,       P::kAcknowledge,  P::kThankBack,      P::kCatch,
    P::kSeeReport,      P::kExport,       P::kSeeRoster,    P::kEditRoster,     P::kEditProgramme,
    P::kErase,          P::kManageTokens, P::kManageMembers};
constexpr PermissionSet kInterviewer = {P::kSeePraise, P::kSeeResponses, P::kSeeCustomers,
                                        P::kEnterResponses, P::kSeeRoster};
constexpr PermissionSet kLeader = {P::kSeePraise, P::kSeeResponses, P::kAcknowledge, P::kThankBack,
                                   P::kCatch};
constexpr PermissionSet kEmployee = {P::kSeePraise, P::kThankBack};
constexpr PermissionSet kAgency = {P::kSeePraise,      P::kSeeResponses,    P::kSeeCustomers,
                                   P::kEnterResponses, P::kImportResponses, P::kImportOutcomes,
                                   P::kDecide,         P::kSeeReport,       P::kExport,
                                   P::kSeeRoster,      P::kEditRoster,      P::kEditProgramme};

struct RoleWords {
  std::string_view name, words;
  PermissionSet permissions;
};
constexpr std::array<RoleWords, kRoles.size()> kRoleTable = {{
    {"owner", "owner", PermissionSet::all()},
    {"programme-lead", "programme lead", kProgrammeLead},
    {"interviewer", "interviewer", kInterviewer},
    {"leader", "leader", kLeader},
    {"employee", "employee", kEmployee},
    {"agency", "agency", kAgency},
}};

struct TokenScopeRow {
  std::string_view name;
  PermissionSet permissions;
};
constexpr PermissionSet kReading = {P::kSeePraise, P::kSeeResponses, P::kSeeCustomers};
constexpr std::array<TokenScopeRow, kTokenScopes.size()> kTokenScopeTable = {{
    {"responses:read", kReading},
    {"responses:write", {P::kEnterResponses, P::kImportResponses}},
    {"outcomes:write", {P::kImportOutcomes}},
    {"report:read", {P::kSeeReport}},
    {"roster:read", {P::kSeeRoster}},
    {"roster:write", {P::kSeeRoster, P::kEditRoster}},
    {"audit:read", {P::kSeeAudit}},
    {"admin",
     {P::kSeePraise, P::kSeeResponses, P::kSeeCustomers, P::kEnterResponses, P::kImportResponses,
      P::kImportOutcomes, P::kDecide, P::kAcknowledge, P::kThankBack, P::kCatch, P::kSeeReport,
      P::kExport, P::kSeeRoster, P::kEditRoster, P::kEditProgramme, P::kErase}},
}};

const RoleWords& row_of(Role role) { return kRoleTable[static_cast<std::size_t>(role)]; }

constexpr std::size_t kLongestAddress = 254;  // RFC 5321, errata 1690

}  // namespace

std::string_view name(Permission permission) {
  return kPermissions[static_cast<std::size_t>(permission)].name;
}
std::string_view words(Permission permission) {
  return kPermissions[static_cast<std::size_t>(permission)].words;
}

std::string_view name(Role role) { return row_of(role).name; }
std::string_view words(Role role) { return row_of(role).words; }
PermissionSet permissions_of(Role role) { return row_of(role).permissions; }

std::optional<Role> role_named(std::string_view wanted) {
  for (const Role role : kRoles) {
    if (name(role) == wanted) return role;
  }
  return std::nullopt;
}

bool may_give(Role giver, Role given) {
  if (giver == Role::kOwner) return true;
  if (giver != Role::kProgrammeLead) return false;
  return given == Role::kInterviewer || given == Role::kLeader || given == Role::kEmployee;
}

std::string_view name(TokenScope scope) {
  return kTokenScopeTable[static_cast<std::size_t>(scope)].name;
}
PermissionSet permissions_of(TokenScope scope) {
  return kTokenScopeTable[static_cast<std::size_t>(scope)].permissions;
}

std::optional<TokenScope> token_scope_named(std::string_view wanted) {
  for (const TokenScope scope : kTokenScopes) {
    if (name(scope) == wanted) return scope;
  }
  return std::nullopt;
}

base::Result<std::string> normalized_address(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  const std::size_t at = text.rfind('@');
  const bool fits = at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
                    text.size() <= kLongestAddress && text.find('@') == at;
  const bool plain = std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= ' ' || byte == 0x7f || c == '<' || c == '>' || c == '"' || c == ',' || c == ';';
  });
  if (!fits || !plain) {
    return base::invalid_input("This is not an e-mail address. It looks like ann@example.org.");
  }
  std::string address(text);
  for (char& c : address) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return address;
}

base::Status check_membership(const Membership& membership) {
  switch (membership.role) {
    case Role::kLeader:
      if (!membership.employee.known() && !membership.unit.known()) {
        return base::invalid_input(
            "A leader needs an entry on the roster or a unit to lead. Name one of them.");
      }
      return {};
    case Role::kEmployee:
      if (!membership.employee.known()) {
        return base::invalid_input("An employee needs an entry on the roster. Name it.");
      }
      break;
    default:
      break;
  }
  if (membership.unit.known()) {
    return base::invalid_input("Only a leader leads a unit. Leave it out, or choose that role.");
  }
  return {};
}

bool Scope::includes(UnitId unit) const {
  return is_everything() ||
         (reach == Reach::kSubtree && std::binary_search(units.begin(), units.end(), unit));
}

bool Scope::includes(EmployeeId person) const {
  return is_everything() ||
         (reach != Reach::kNothing && std::binary_search(people.begin(), people.end(), person));
}

std::string_view name(Actor::Kind kind) {
  constexpr std::array<std::string_view, 4> kNames = {"user", "token", "command", "program"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace laurel::model
