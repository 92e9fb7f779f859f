#include "store/memberships.h"

#include <algorithm>

#include "store/connection.h"

namespace laurel::store {
namespace {

constexpr std::string_view kSave = R"sql(
  INSERT INTO membership (organization_id, user_id, role, employee_id, unit_id, created_at,
                          accepted_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (organization_id, user_id) DO UPDATE SET
    role = excluded.role, employee_id = excluded.employee_id, unit_id = excluded.unit_id,
    accepted_at = coalesce(membership.accepted_at, excluded.accepted_at))sql";

constexpr std::string_view kAccept = R"sql(
  UPDATE membership SET accepted_at = $3
  WHERE organization_id = $1 AND user_id = $2 AND accepted_at IS NULL)sql";

constexpr std::string_view kDelete =
    "DELETE FROM membership WHERE organization_id = $1 AND user_id = $2";

constexpr std::string_view kFind = R"sql(
  SELECT organization_id, user_id, role, coalesce(employee_id, 0), coalesce(unit_id, 0), created_at,
         accepted_at
  FROM membership WHERE organization_id = $1 AND user_id = $2)sql";

constexpr std::string_view kListMembers = R"sql(
  SELECT m.organization_id, m.user_id, m.role, coalesce(m.employee_id, 0), coalesce(m.unit_id, 0),
         m.created_at, m.accepted_at, l.address, l.name, CASE l.password WHEN '' THEN 0 ELSE 1 END
  FROM membership m JOIN login l ON l.user_id = m.user_id
  WHERE m.organization_id = $1 ORDER BY l.address)sql";

constexpr std::string_view kListMemberships = R"sql(
  SELECT m.organization_id, m.user_id, m.role, coalesce(m.employee_id, 0), coalesce(m.unit_id, 0),
         m.created_at, m.accepted_at, o.slug, o.name
  FROM membership m JOIN organization o ON o.organization_id = m.organization_id
  WHERE m.user_id = $1 ORDER BY o.name, o.slug)sql";

constexpr std::string_view kCountOwners = R"sql(
  SELECT count(*) FROM membership
  WHERE organization_id = $1 AND role = $2 AND accepted_at IS NOT NULL)sql";

base::Result<model::Membership> membership_in(const Statement& row) {
  const auto role = model::role_named(row.text(2));
  if (!role) {
    // Whoever has a role that this program doesn't know may do nothing rather than something.
    return base::unsupported(
        "Somebody has a role that this version of Laurel doesn't know. Install the newer version.",
        row.string(2));
  }
  model::Membership membership;
  membership.organization = {row.uuid(0)};
  membership.user = {row.uuid(1)};
  membership.role = *role;
  membership.employee = {row.number(3)};
  membership.unit = {row.number(4)};
  membership.created_at = row.timestamp(5);
  if (!row.is_null(6)) membership.accepted_at = row.timestamp(6);
  return membership;
}

}  // namespace

base::Status lock_members(Transaction& tx, model::OrganizationId organization) {
  return lock_organization(tx.connection(), organization);
}

base::Status save_membership(Transaction& tx, const model::Membership& membership) {
  TRY(tx.connection().execute(
      kSave, {membership.organization, membership.user, model::name(membership.role),
              reference(membership.employee), reference(membership.unit), membership.created_at,
              membership.accepted_at}));
  return {};
}

base::Status accept_membership(Transaction& tx, model::OrganizationId organization,
                               model::UserId user, base::Timestamp now) {
  TRY(tx.connection().execute(kAccept, {organization, user, now}));
  return {};
}

base::Result<bool> delete_membership(Transaction& tx, model::OrganizationId organization,
                                     model::UserId user) {
  return TRY(tx.connection().execute(kDelete, {organization, user})) > 0;
}

base::Result<std::optional<model::Membership>> find_membership(Transaction& tx,
                                                               model::OrganizationId organization,
                                                               model::UserId user) {
  Statement row = TRY(tx.connection().query(kFind, {organization, user}));
  if (!TRY(row.step())) return std::optional<model::Membership>();
  return std::optional<model::Membership>(TRY(membership_in(row)));
}

base::Result<std::vector<Member>> list_members(Transaction& tx,
                                               model::OrganizationId organization) {
  std::vector<Member> members;
  Statement row = TRY(tx.connection().query(kListMembers, {organization}));
  while (TRY(row.step())) {
    Member member;
    member.membership = TRY(membership_in(row));
    member.user = {member.membership.user, row.string(7), row.string(8)};
    member.has_password = row.boolean(9);
    members.push_back(std::move(member));
  }
  return members;
}

base::Result<std::vector<MembershipOf>> list_memberships(Transaction& tx, model::UserId user) {
  std::vector<MembershipOf> memberships;
  Statement row = TRY(tx.connection().query(kListMemberships, {user}));
  while (TRY(row.step())) {
    MembershipOf of;
    of.membership = TRY(membership_in(row));
    of.organization = {of.membership.organization, row.string(7), row.string(8)};
    memberships.push_back(std::move(of));
  }
  return memberships;
}

base::Result<std::int64_t> count_owners(Transaction& tx, model::OrganizationId organization) {
  Statement row =
      TRY(tx.connection().query(kCountOwners, {organization, model::name(model::Role::kOwner)}));
  TRY(row.step());
  return row.integer(0);
}

// Scopes.
namespace {

// UNION, not UNION ALL: a circle would end all the same.
constexpr std::string_view kUnitsBelow = R"sql(
  WITH RECURSIVE below (unit_id) AS (
    SELECT unit_id FROM unit WHERE organization_id = $1 AND unit_id = $2
    UNION
    SELECT u.unit_id FROM unit u JOIN below b ON u.parent_id = b.unit_id
    WHERE u.organization_id = $1)
  SELECT unit_id FROM below)sql";

constexpr std::string_view kPeopleBelow = R"sql(
  WITH RECURSIVE below (employee_id) AS (
    SELECT employee_id FROM employee WHERE organization_id = $1 AND employee_id = $2
    UNION
    SELECT e.employee_id FROM employee e JOIN below b ON e.leader_id = b.employee_id
    WHERE e.organization_id = $1)
  SELECT employee_id FROM below)sql";

constexpr std::string_view kPeopleInUnitsBelow = R"sql(
  WITH RECURSIVE below (unit_id) AS (
    SELECT unit_id FROM unit WHERE organization_id = $1 AND unit_id = $2
    UNION
    SELECT u.unit_id FROM unit u JOIN below b ON u.parent_id = b.unit_id
    WHERE u.organization_id = $1)
  SELECT e.employee_id FROM employee e JOIN below b ON e.unit_id = b.unit_id
  WHERE e.organization_id = $1)sql";

constexpr std::string_view kFindEmployee =
    "SELECT employee_id FROM employee WHERE organization_id = $1 AND code = $2";
constexpr std::string_view kFindUnit =
    "SELECT unit_id FROM unit WHERE organization_id = $1 AND code = $2";

template <typename Id>
base::Status add_numbers(Connection& connection, std::string_view sql,
                         model::OrganizationId organization, const Value& root,
                         std::vector<Id>& ids) {
  Statement row = TRY(connection.query(sql, {organization, root}));
  while (TRY(row.step())) ids.push_back({row.number(0)});
  return {};
}

template <typename Id>
void make_ascending(std::vector<Id>& ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

template <typename Id>
base::Result<std::optional<Id>> find_coded(Connection& connection, std::string_view sql,
                                           model::OrganizationId organization,
                                           std::string_view code) {
  Statement row = TRY(connection.query(sql, {organization, code}));
  if (!TRY(row.step())) return std::optional<Id>();
  return std::optional<Id>(Id{row.number(0)});
}

}  // namespace

base::Result<model::Scope> read_scope(Transaction& tx, const model::Membership& membership) {
  Connection& connection = tx.connection();
  model::Scope scope;
  switch (membership.role) {
    case model::Role::kOwner:
    case model::Role::kProgrammeLead:
    case model::Role::kInterviewer:
    case model::Role::kAgency:
      return model::Scope::everything();
    case model::Role::kEmployee:
      if (!membership.employee.known()) return scope;
      scope.reach = model::Scope::Reach::kOwn;
      scope.people = {membership.employee};
      return scope;
    case model::Role::kLeader:
      break;
  }
  scope.reach = model::Scope::Reach::kSubtree;
  const model::OrganizationId organization = membership.organization;
  if (membership.unit.known()) {
    TRY(add_numbers(connection, kUnitsBelow, organization, membership.unit, scope.units));
    TRY(add_numbers(connection, kPeopleInUnitsBelow, organization, membership.unit, scope.people));
  }
  if (membership.employee.known()) {
    TRY(add_numbers(connection, kPeopleBelow, organization, membership.employee, scope.people));
  }
  make_ascending(scope.units);
  make_ascending(scope.people);
  return scope;
}

base::Result<std::optional<model::EmployeeId>> find_employee(Transaction& tx,
                                                             model::OrganizationId organization,
                                                             std::string_view code) {
  return find_coded<model::EmployeeId>(tx.connection(), kFindEmployee, organization, code);
}

base::Result<std::optional<model::UnitId>> find_unit(Transaction& tx,
                                                     model::OrganizationId organization,
                                                     std::string_view code) {
  return find_coded<model::UnitId>(tx.connection(), kFindUnit, organization, code);
}

}  // namespace laurel::store
