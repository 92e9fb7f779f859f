#include "model/access.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

namespace laurel::model {
namespace {

using ::testing::HasSubstr;

std::vector<Permission> all_permissions() {
  std::vector<Permission> all;
  for (std::size_t i = 0; i < kPermissionCount; ++i) all.push_back(static_cast<Permission>(i));
  return all;
}

std::string security_page() {
  std::ifstream file(LAUREL_SOURCE_DIR "/docs/security.md");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Roles, AreFoundByTheirNames) {
  for (const Role role : kRoles) EXPECT_EQ(role_named(name(role)), role);
  EXPECT_FALSE(role_named("admin"));
  EXPECT_FALSE(role_named(""));
}

TEST(Roles, OfAnOwnerMayEverything) {
  for (const Permission permission : all_permissions())
    EXPECT_TRUE(may(Role::kOwner, permission)) << name(permission);
}

TEST(Roles, OtherThanOwnersMayNotSeeTheAuditTrailOrChangePrivacy) {
  for (const Role role : kRoles) {
    if (role == Role::kOwner) continue;
    EXPECT_FALSE(may(role, Permission::kSeeAudit)) << name(role);
    EXPECT_FALSE(may(role, Permission::kManageOrganization)) << name(role);
  }
}

// Nobody can make themselves or others more than they are.
TEST(Roles, GiveOnlyWhatTheyMayThemselves) {
  for (const Role giver : kRoles) {
    for (const Role given : kRoles) {
      if (!may_give(giver, given)) continue;
      EXPECT_TRUE(may(giver, Permission::kManageMembers)) << name(giver);
      EXPECT_TRUE(permissions_of(giver).has_all(permissions_of(given)))
          << name(giver) << " gives " << name(given);
    }
  }
  EXPECT_FALSE(may_give(Role::kProgrammeLead, Role::kOwner));
  EXPECT_FALSE(may_give(Role::kProgrammeLead, Role::kProgrammeLead));
  EXPECT_FALSE(may_give(Role::kProgrammeLead, Role::kAgency));
  EXPECT_TRUE(may_give(Role::kOwner, Role::kOwner));
}

TEST(TokenScopes, AreFoundByTheirNames) {
  for (const TokenScope scope : kTokenScopes) EXPECT_EQ(token_scope_named(name(scope)), scope);
  EXPECT_FALSE(token_scope_named("responses"));
}

// A token that leaks must not be able to make others or let people in.
TEST(TokenScopes, NeverReachMembersTokensOrTheOrganization) {
  for (const TokenScope scope : kTokenScopes) {
    for (const Permission permission :
         {Permission::kManageMembers, Permission::kManageTokens, Permission::kManageOrganization})
      EXPECT_FALSE(permissions_of(scope).has(permission)) << name(scope);
  }
}

TEST(TokenScopes, ThatReadChangeNothing) {
  const PermissionSet reading = {Permission::kSeePraise,    Permission::kSeeResponses,
                                 Permission::kSeeCustomers, Permission::kSeeReport,
                                 Permission::kSeeRoster,    Permission::kSeeAudit};
  for (const TokenScope scope : kTokenScopes) {
    if (name(scope).ends_with(":read")) {
      EXPECT_TRUE(reading.has_all(permissions_of(scope))) << name(scope);
    }
  }
}

TEST(TokenScopes, OfAnAdminAreAProgrammeLeadsWithoutMembersAndTokens) {
  for (const Permission permission : all_permissions()) {
    const bool people =
        permission == Permission::kManageMembers || permission == Permission::kManageTokens;
    EXPECT_EQ(permissions_of(TokenScope::kAdmin).has(permission),
              may(Role::kProgrammeLead, permission) && !people)
        << name(permission);
  }
}

TEST(Permissions, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const Permission permission : all_permissions()) {
    EXPECT_TRUE(names.insert(name(permission)).second) << name(permission);
    EXPECT_FALSE(words(permission).empty());
  }
}

// What docs/security.md says is what holds: the tables there are these.
TEST(SecurityPage, ShowsTheTableOfRoles) {
  std::string table = "| may |", line = "|---|";
  for (const Role role : kRoles) {
    table += fmt::format(" {} |", words(role));
    line += "---|";
  }
  table += "\n" + line + "\n";
  for (const Permission permission : all_permissions()) {
    table += fmt::format("| {} |", words(permission));
    for (const Role role : kRoles) table += may(role, permission) ? " yes |" : " |";
    table += "\n";
  }
  EXPECT_THAT(security_page(), HasSubstr(table));
}

TEST(SecurityPage, ShowsTheTableOfTokenScopes) {
  std::string table = "| scope | lets a program |\n|---|---|\n";
  for (const TokenScope scope : kTokenScopes) {
    std::string list;
    for (const Permission permission : all_permissions()) {
      if (permissions_of(scope).has(permission))
        list += fmt::format("{}{}", list.empty() ? "" : "; ", words(permission));
    }
    table += fmt::format("| `{}` | {} |\n", name(scope), list);
  }
  EXPECT_THAT(security_page(), HasSubstr(table));
}

TEST(Address, IsStoredWithoutBlanksAndInLowerCase) {
  EXPECT_EQ(*normalized_address(" Ann.Lee@Example.ORG\n"), "ann.lee@example.org");
  EXPECT_EQ(*normalized_address("björn@example.org"), "björn@example.org");
}

TEST(Address, RefusesWhatIsNone) {
  for (const std::string text :
       {"", "@", "ann", "ann@", "@example.org", "a b@example.org", "a@b@c", "ann@example.org,bob@x",
        "<ann@example.org>", "ann@example.org\nBcc: bob@example.org"})
    EXPECT_FALSE(normalized_address(text).ok()) << text;
  EXPECT_FALSE(normalized_address(std::string_view("a\0b@x", 5)).ok());
  EXPECT_TRUE(normalized_address(std::string(242, 'a') + "@example.org").ok());
  EXPECT_FALSE(normalized_address(std::string(243, 'a') + "@example.org").ok());
}

Membership membership(Role role, EmployeeId employee, UnitId unit) {
  Membership made;
  made.role = role;
  made.employee = employee;
  made.unit = unit;
  return made;
}

TEST(Membership, OfLeadersAndEmployeesSaysWhomTheySee) {
  EXPECT_TRUE(check_membership(membership(Role::kLeader, {3}, {})).ok());
  EXPECT_TRUE(check_membership(membership(Role::kLeader, {}, {2})).ok());
  EXPECT_FALSE(check_membership(membership(Role::kLeader, {}, {})).ok());
  EXPECT_TRUE(check_membership(membership(Role::kEmployee, {3}, {})).ok());
  EXPECT_FALSE(check_membership(membership(Role::kEmployee, {}, {})).ok());
  EXPECT_FALSE(check_membership(membership(Role::kEmployee, {3}, {2})).ok());
  EXPECT_TRUE(check_membership(membership(Role::kOwner, {}, {})).ok());
  EXPECT_TRUE(check_membership(membership(Role::kOwner, {3}, {})).ok());
  EXPECT_FALSE(check_membership(membership(Role::kAgency, {}, {2})).ok());
}

TEST(Scope, IncludesNothingUnlessItSaysSo) {
  const Scope nothing;
  EXPECT_FALSE(nothing.includes(UnitId{1}));
  EXPECT_FALSE(nothing.includes(EmployeeId{1}));
  const Scope tree{Scope::Reach::kSubtree, {{2}, {5}}, {{1}, {7}}};
  EXPECT_TRUE(tree.includes(UnitId{5}));
  EXPECT_FALSE(tree.includes(UnitId{3}));
  EXPECT_FALSE(tree.includes(UnitId{}));
  EXPECT_TRUE(tree.includes(EmployeeId{7}));
  EXPECT_FALSE(tree.includes(EmployeeId{2}));
  const Scope own{Scope::Reach::kOwn, {}, {{7}}};
  EXPECT_TRUE(own.includes(EmployeeId{7}));
  EXPECT_FALSE(own.includes(EmployeeId{8}));
  EXPECT_FALSE(own.includes(UnitId{1}));
  EXPECT_TRUE(Scope::everything().includes(UnitId{}));
  EXPECT_TRUE(Scope::everything().includes(EmployeeId{9}));
}

}  // namespace
}  // namespace laurel::model
