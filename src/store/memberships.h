// Who belongs to an organization with which role, and how much of it they see. Each works inside
// the transaction it is given.
#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "model/access.h"
#include "model/organization.h"
#include "store/database.h"

namespace laurel::store {

// Makes others that change this organization's members wait until the transaction ends, so that
// what is read here can't be overtaken. Before lock_login(), where both are taken.
base::Status lock_members(Transaction& tx, model::OrganizationId organization);

// Adds it or changes role, employee and unit; accepted_at is kept once it is set. REQUIRES:
// employee and unit exist.
base::Status save_membership(Transaction& tx, const model::Membership& membership);
base::Status accept_membership(Transaction& tx, model::OrganizationId organization,
                               model::UserId user, base::Timestamp now);
base::Result<bool> delete_membership(Transaction& tx, model::OrganizationId organization,
                                     model::UserId user);

base::Result<std::optional<model::Membership>> find_membership(Transaction& tx,
                                                               model::OrganizationId organization,
                                                               model::UserId user);

struct Member {
  model::Membership membership;
  model::User user;
  bool has_password = false;
};
// By address.
base::Result<std::vector<Member>> list_members(Transaction& tx, model::OrganizationId organization);

struct MembershipOf {
  model::Membership membership;
  model::Organization organization;
};
// Of one person in all organizations, by the organization's name.
base::Result<std::vector<MembershipOf>> list_memberships(Transaction& tx, model::UserId user);

// How many owners have accepted.
base::Result<std::int64_t> count_owners(Transaction& tx, model::OrganizationId organization);

// What the membership lets see, from units, leaders and people as they are now. A leader's reach:
// the unit led and those below; everybody below on the roster, in those units, and oneself.
base::Result<model::Scope> read_scope(Transaction& tx, const model::Membership& membership);

// The number of a roster entry or unit by its code.
base::Result<std::optional<model::EmployeeId>> find_employee(Transaction& tx,
                                                             model::OrganizationId organization,
                                                             std::string_view code);
base::Result<std::optional<model::UnitId>> find_unit(Transaction& tx,
                                                     model::OrganizationId organization,
                                                     std::string_view code);

}  // namespace laurel::store
