// Members of an organization: invited, changed, removed. Who may do it is asked inside the
// transaction that does it, with the roles as they are then.
#include <fmt/format.h>

#include "app/access_state.h"
#include "store/organizations.h"

namespace laurel::app {
namespace {

constexpr auto kManage = model::Permission::kManageMembers;

base::Error may_not_give(model::Role role) {
  return base::forbidden(
      fmt::format("Only an owner may do this: it is about the role {}.", model::words(role)));
}

base::Error last_owner(const std::string& organization) {
  return base::conflict(fmt::format(
      "This is the last owner of {}. Make somebody else an owner first.", organization));
}

base::Error no_member(const std::string& organization) {
  return base::not_found(fmt::format("There is no such member of {}.", organization));
}

// Fills in employee and unit by their codes.
base::Status place(store::Transaction& tx, model::Membership& membership,
                   const std::string& employee, const std::string& unit) {
  membership.employee = {};
  membership.unit = {};
  if (!employee.empty()) {
    const auto found = TRY(store::find_employee(tx, membership.organization, employee));
    if (!found) {
      return base::invalid_input(fmt::format(
          "There is nobody with the id \"{}\" on the roster. Check it, or import the roster first.",
          employee));
    }
    membership.employee = *found;
  }
  if (!unit.empty()) {
    const auto found = TRY(store::find_unit(tx, membership.organization, unit));
    if (!found) {
      return base::invalid_input(
          fmt::format("There is no unit with the code \"{}\". Check it.", unit));
    }
    membership.unit = *found;
  }
  return model::check_membership(membership);
}

// The person of that address, made if need be; locked, so that they don't go meanwhile.
base::Result<store::Login> login_of(store::Transaction& tx, const model::User& user,
                                    base::Timestamp now) {
  if (const auto known = TRY(store::find_login(tx, user.address))) {
    const base::Status locked = store::lock_login(tx, known->user.id);
    if (locked.ok()) return *known;
    if (locked.error().code != base::ErrorCode::kNotFound) return locked.error();
  }
  TRY(store::create_login(tx, user, now));
  return store::Login{user, ""};
}

}  // namespace

base::Result<std::vector<store::Member>> Access::members(const Caller& by) {
  TRY(by.require(kManage));
  auto tx = TRY(state_->database.begin_read());
  auto members = TRY(store::list_members(tx, by.organization.id));
  for (store::Member& member : members) {
    if (member.membership.accepted_at) continue;
    // Whoever is only invited isn't ours: what others know of them stays with them.
    member.user.name.clear();
    member.has_password = false;
  }
  return members;
}

base::Result<Invited> Access::invite(const Caller& by, const Invitation& invitation) {
  TRY(by.require(kManage));
  model::User user;
  user.id = {state_->new_id()};
  user.address = TRY(model::normalized_address(invitation.address));
  user.name =
      invitation.name.empty() ? user.address.substr(0, user.address.find('@')) : invitation.name;
  TRY(check_shown_name("name", user.name));
  const base::Timestamp now = state_->clock.now();
  const base::Timestamp expires{now.micros +
                                std::chrono::microseconds(options_.invitation_life).count()};

  auto tx = TRY(state_->database.begin_write());
  TRY(store::lock_members(tx, by.organization.id));
  const model::Role giver = TRY(role_now(tx, by, kManage));
  if (!model::may_give(giver, invitation.role)) return may_not_give(invitation.role);
  const store::Login login = TRY(login_of(tx, user, now));
  if (const auto before = TRY(store::find_membership(tx, by.organization.id, login.user.id))) {
    if (before->accepted_at) {
      return base::conflict(fmt::format("{} is a member of {} already. Change the role instead.",
                                        login.user.address, by.organization.name));
    }
    if (!model::may_give(giver, before->role)) return may_not_give(before->role);
  }
  model::Membership membership;
  membership.organization = by.organization.id;
  membership.user = login.user.id;
  membership.role = invitation.role;
  membership.created_at = now;
  TRY(place(tx, membership, invitation.employee, invitation.unit));
  TRY(store::save_membership(tx, membership));
  TRY(store::delete_links(tx, login.user.id, store::LinkPurpose::kInvitation, by.organization.id));
  const base::Secret secret = base::new_secret();
  TRY(store::create_link(
      tx, base::digest_of(secret.reveal()),
      {login.user.id, store::LinkPurpose::kInvitation, by.organization.id, expires}));
  TRY(state_->audit.append(
      tx, by,
      {"member.invited", "member", login.user.id.value.to_string(),
       fmt::format("{} as {}", login.user.address, model::words(invitation.role))}));
  TRY(tx.commit());

  Invited invited{login.user.id, expires, {}};
  if (!can_send_links()) {
    invited.secret = secret;
    return invited;
  }
  const LinkToSend link{store::LinkPurpose::kInvitation, login.user, by.organization.name, secret,
                        expires};
  if (!state_->run_later([this, link] { options_.send_link(link); })) {
    return base::unavailable(
        "The invitation is kept, but too much waits to be sent. Invite again in a minute.");
  }
  return invited;
}

base::Status Access::change_member(const Caller& by, model::UserId user,
                                   const MemberChange& change) {
  TRY(by.require(kManage));
  auto tx = TRY(state_->database.begin_write());
  TRY(store::lock_members(tx, by.organization.id));
  const model::Role giver = TRY(role_now(tx, by, kManage));
  const auto before = TRY(store::find_membership(tx, by.organization.id, user));
  if (!before) return no_member(by.organization.name);
  if (!model::may_give(giver, before->role)) return may_not_give(before->role);
  if (!model::may_give(giver, change.role)) return may_not_give(change.role);
  if (before->role == model::Role::kOwner && change.role != model::Role::kOwner &&
      before->accepted_at && TRY(store::count_owners(tx, by.organization.id)) == 1)
    return last_owner(by.organization.name);
  model::Membership after = *before;
  after.role = change.role;
  TRY(place(tx, after, change.employee, change.unit));
  TRY(store::save_membership(tx, after));
  // A token may not outlive what its maker might have given it.
  if (!model::permissions_of(after.role).has_all(model::permissions_of(before->role)))
    TRY(store::revoke_tokens_of(tx, by.organization.id, user, state_->clock.now()));
  TRY(state_->audit.append(
      tx, by,
      {"member.changed", "member", user.value.to_string(),
       before->role == after.role
           ? fmt::format("{}: roster entry or unit", model::words(after.role))
           : fmt::format("{} → {}", model::words(before->role), model::words(after.role))}));
  TRY(tx.commit());
  state_->forget_user(user);
  state_->forget_tokens(by.organization.id);
  return {};
}

base::Status Access::remove_member(const Caller& by, model::UserId user) {
  const bool oneself = by.actor.kind == model::Actor::Kind::kUser && by.actor.id == user.value;
  if (!oneself) TRY(by.require(kManage));
  auto tx = TRY(state_->database.begin_write());
  TRY(store::lock_members(tx, by.organization.id));
  const auto before = TRY(store::find_membership(tx, by.organization.id, user));
  if (!oneself) {
    const model::Role giver = TRY(role_now(tx, by, kManage));
    if (before && !model::may_give(giver, before->role)) return may_not_give(before->role);
  }
  if (!before) return no_member(by.organization.name);
  if (before->role == model::Role::kOwner && before->accepted_at &&
      TRY(store::count_owners(tx, by.organization.id)) == 1)
    return last_owner(by.organization.name);
  TRY(store::lock_login(tx, user));
  TRY(store::delete_membership(tx, by.organization.id, user));
  TRY(store::delete_links(tx, user, store::LinkPurpose::kInvitation, by.organization.id));
  TRY(store::revoke_tokens_of(tx, by.organization.id, user, state_->clock.now()));
  if (TRY(store::list_memberships(tx, user)).empty()) TRY(store::delete_login(tx, user));
  TRY(state_->audit.append(tx, by,
                           {"member.removed", "member", user.value.to_string(),
                            std::string(model::words(before->role))}));
  TRY(tx.commit());
  state_->forget_user(user);
  state_->forget_tokens(by.organization.id);
  return {};
}

}  // namespace laurel::app
