// Memberships come back as saved, and scopes follow units and leaders as they are, on both engines.
#include "store/memberships.h"

#include "store/logins.h"
#include "store/test_database.h"

namespace laurel::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr base::Timestamp kNow{1'772'366'400'000'123};

class Memberships : public StoreTest {
 protected:
  model::UserId add_login(const std::string& address, const std::string& name) {
    const model::User user{{new_id()}, address, name};
    write([&](Transaction& tx) { EXPECT_OK(create_login(tx, user, kNow)); });
    return user.id;
  }
  model::Membership membership(model::UserId user, model::Role role) const {
    model::Membership made;
    made.organization = organization_;
    made.user = user;
    made.role = role;
    made.created_at = kNow;
    return made;
  }
  model::Scope scope_of(const model::Membership& membership) {
    return read([&](Transaction& tx) { return VALUE(read_scope(tx, membership)); });
  }
  model::EmployeeId add_employee(const std::string& code, model::EmployeeId leader,
                                 model::UnitId unit) {
    model::Employee employee;
    employee.code = employee.first_name = code;
    employee.leader = leader;
    employee.unit = unit;
    write([&](Transaction& tx) { EXPECT_OK(save_employees(tx, organization_, {&employee, 1})); });
    return employee.id;
  }
  model::UnitId add_unit(const std::string& code, model::UnitId parent) {
    model::Unit unit{{}, code, code, parent};
    write([&](Transaction& tx) { EXPECT_OK(save_units(tx, organization_, {&unit, 1})); });
    return unit.id;
  }
};

TEST_P(Memberships, ComeBackAsSaved) {
  const model::UserId ann = add_login("ann@example.org", "Ann");
  model::Membership leader = membership(ann, model::Role::kLeader);
  leader.employee = employees_[0].id;
  leader.unit = unit_;
  write([&](Transaction& tx) { EXPECT_OK(save_membership(tx, leader)); });
  read([&](Transaction& tx) {
    const auto found = VALUE(find_membership(tx, organization_, ann));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->role, model::Role::kLeader);
    EXPECT_EQ(found->employee, employees_[0].id);
    EXPECT_EQ(found->unit, unit_);
    EXPECT_EQ(found->created_at, kNow);
    EXPECT_FALSE(found->accepted_at);
    EXPECT_FALSE(VALUE(find_membership(tx, organization_, model::UserId{new_id()})));
    EXPECT_FALSE(VALUE(find_membership(tx, model::OrganizationId{new_id()}, ann)));
  });
}

TEST_P(Memberships, StayAcceptedWhenTheyChange) {
  const model::UserId ann = add_login("ann@example.org", "Ann");
  write([&](Transaction& tx) {
    EXPECT_OK(save_membership(tx, membership(ann, model::Role::kInterviewer)));
    EXPECT_OK(accept_membership(tx, organization_, ann, kNow));
    EXPECT_OK(accept_membership(tx, organization_, ann, {kNow.micros + 5}));  // no second time
    EXPECT_OK(save_membership(tx, membership(ann, model::Role::kOwner)));
    const auto found = VALUE(find_membership(tx, organization_, ann));
    EXPECT_EQ(found->accepted_at, kNow);
    EXPECT_EQ(found->role, model::Role::kOwner);
  });
}

TEST_P(Memberships, AreListedByAddressAndByOrganization) {
  const model::UserId bob = add_login("bob@example.org", "Bob");
  const model::UserId ann = add_login("ann@example.org", "Ann");
  const model::Organization zeta{{new_id()}, "zeta", "Zeta"};
  write([&](Transaction& tx) {
    EXPECT_OK(create_organization(tx, zeta));
    EXPECT_OK(save_password(tx, ann, "$argon2id$…"));
    EXPECT_OK(save_membership(tx, membership(bob, model::Role::kAgency)));
    EXPECT_OK(save_membership(tx, membership(ann, model::Role::kOwner)));
    model::Membership elsewhere = membership(bob, model::Role::kInterviewer);
    elsewhere.organization = zeta.id;
    EXPECT_OK(save_membership(tx, elsewhere));
  });
  read([&](Transaction& tx) {
    const auto members = VALUE(list_members(tx, organization_));
    ASSERT_THAT(members, SizeIs(2));
    EXPECT_EQ(members[0].user.address, "ann@example.org");
    EXPECT_TRUE(members[0].has_password);
    EXPECT_EQ(members[1].user.name, "Bob");
    EXPECT_EQ(members[1].membership.role, model::Role::kAgency);
    EXPECT_FALSE(members[1].has_password);
    const auto bobs = VALUE(list_memberships(tx, bob));
    ASSERT_THAT(bobs, SizeIs(2));
    EXPECT_EQ(bobs[0].organization.slug, "acme");
    EXPECT_EQ(bobs[1].organization.name, "Zeta");
    EXPECT_EQ(bobs[1].membership.role, model::Role::kInterviewer);
  });
}

TEST_P(Memberships, OfOwnersCountOnceAccepted) {
  const model::UserId ann = add_login("ann@example.org", "Ann");
  const model::UserId bob = add_login("bob@example.org", "Bob");
  write([&](Transaction& tx) {
    EXPECT_OK(save_membership(tx, membership(ann, model::Role::kOwner)));
    EXPECT_OK(save_membership(tx, membership(bob, model::Role::kOwner)));
    EXPECT_EQ(VALUE(count_owners(tx, organization_)), 0);
    EXPECT_OK(accept_membership(tx, organization_, ann, kNow));
    EXPECT_EQ(VALUE(count_owners(tx, organization_)), 1);
    EXPECT_TRUE(VALUE(delete_membership(tx, organization_, ann)));
    EXPECT_FALSE(VALUE(delete_membership(tx, organization_, ann)));
    EXPECT_EQ(VALUE(count_owners(tx, organization_)), 0);
  });
}

TEST_P(Memberships, OfMostRolesSeeEverything) {
  for (const auto role : {model::Role::kOwner, model::Role::kProgrammeLead,
                          model::Role::kInterviewer, model::Role::kAgency})
    EXPECT_TRUE(scope_of(membership({new_id()}, role)).is_everything());
}

TEST_P(Memberships, OfAnEmployeeSeeTheOwnPraise) {
  model::Membership employee = membership({new_id()}, model::Role::kEmployee);
  EXPECT_EQ(scope_of(employee), model::Scope());  // nobody on the roster: nothing at all
  employee.employee = employees_[1].id;
  const model::Scope scope = scope_of(employee);
  EXPECT_EQ(scope.reach, model::Scope::Reach::kOwn);
  EXPECT_THAT(scope.people, ElementsAre(employees_[1].id));
  EXPECT_THAT(scope.units, IsEmpty());
}

TEST_P(Memberships, OfALeaderSeeEverybodyBelowOnTheRoster) {
  const model::EmployeeId director = add_employee("director", {}, {});
  const model::EmployeeId lead = add_employee("lead", director, unit_);
  const model::EmployeeId agent = add_employee("agent", lead, {});
  add_employee("stranger", {}, unit_);
  model::Membership leader = membership({new_id()}, model::Role::kLeader);
  leader.employee = lead;
  // The unit a leader works in is not one they lead.
  EXPECT_EQ(scope_of(leader), (model::Scope{model::Scope::Reach::kSubtree, {}, {lead, agent}}));
  leader.employee = director;
  EXPECT_EQ(scope_of(leader),
            (model::Scope{model::Scope::Reach::kSubtree, {}, {director, lead, agent}}));
}

TEST_P(Memberships, OfALeaderSeeTheUnitAndAllBelowIt) {
  const model::UnitId north = add_unit("north", {});
  const model::UnitId york = add_unit("york", north);
  const model::UnitId desk = add_unit("desk", york);
  add_unit("south", {});
  const model::EmployeeId lead = add_employee("lead", {}, unit_);
  const model::EmployeeId ann = add_employee("ann", {}, york);
  const model::EmployeeId bob = add_employee("bob", ann, desk);
  model::Membership leader = membership({new_id()}, model::Role::kLeader);
  leader.unit = york;
  EXPECT_EQ(scope_of(leader),
            (model::Scope{model::Scope::Reach::kSubtree, {york, desk}, {ann, bob}}));
  leader.employee = lead;
  EXPECT_EQ(scope_of(leader),
            (model::Scope{model::Scope::Reach::kSubtree, {york, desk}, {lead, ann, bob}}));
}

TEST_P(Memberships, OfALeaderEndWhereLeadersGoRoundInACircle) {
  const model::EmployeeId one = add_employee("one", {}, {});
  const model::EmployeeId two = add_employee("two", one, {});
  add_employee("one", two, {});  // the same code: changes the first
  model::Membership leader = membership({new_id()}, model::Role::kLeader);
  leader.employee = one;
  EXPECT_THAT(scope_of(leader).people, ElementsAre(one, two));
}

TEST_P(Memberships, OfAnotherOrganizationSeeNothingOfThisOne) {
  const model::Organization zeta{{new_id()}, "zeta", "Zeta"};
  write([&](Transaction& tx) { EXPECT_OK(create_organization(tx, zeta)); });
  model::Membership leader = membership({new_id()}, model::Role::kLeader);
  leader.organization = zeta.id;
  leader.employee = employees_[0].id;  // the number of somebody at Acme
  leader.unit = unit_;
  const model::Scope scope = scope_of(leader);
  EXPECT_THAT(scope.people, IsEmpty());
  EXPECT_THAT(scope.units, IsEmpty());
}

TEST_P(Memberships, NamePeopleAndUnitsByTheirCodes) {
  read([&](Transaction& tx) {
    EXPECT_EQ(VALUE(find_employee(tx, organization_, "Bob")), employees_[1].id);
    EXPECT_FALSE(VALUE(find_employee(tx, organization_, "Dora")));
    EXPECT_EQ(VALUE(find_unit(tx, organization_, "Leeds")), unit_);
    EXPECT_FALSE(VALUE(find_unit(tx, model::OrganizationId{new_id()}, "Leeds")));
  });
}

ON_BOTH_ENGINES(Memberships);

}  // namespace
}  // namespace laurel::store
