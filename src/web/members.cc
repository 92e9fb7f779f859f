#include "web/members.h"

#include "schema/document.h"
#include "store/organizations.h"
#include "web/fields.h"
#include "web/problem.h"
#include "web/redirect.h"
#include "web/settings_views.h"

namespace laurel::web {
namespace {

using model::Permission;

// --- What is sent -------------------------------------------------------------------------------

schema::Type<model::Role> role_type() {
  static const auto declared = [] {
    std::vector<std::pair<std::string_view, model::Role>> names;
    for (const model::Role role : model::kRoles) names.emplace_back(name(role), role);
    return schema::one_of<model::Role>(std::move(names));
  }();
  return declared;
}

schema::ObjectType<app::Invitation> invitation() {
  using namespace schema;
  using I = app::Invitation;
  static const auto declared = object<I>(
      "Invitation", "Somebody to work with.",
      required("address", &I::address, text({.shortest = 3, .longest = 254, .format = "email"}),
               "The e-mail address they will sign in with."),
      required("role", &I::role, role_type(), ""),
      optional("name", &I::name, text({.longest = 200}), "As others see it."),
      optional("employee", &I::employee, text({.longest = 200}),
               "Their employee id on the roster; required of an employee."),
      optional("unit", &I::unit, text({.longest = 200}), "The code of the unit a leader leads."));
  return declared;
}

// --- What the page needs ------------------------------------------------------------------------

// The codes of roster entries and units that members refer to by number.
struct Codes {
  std::vector<model::Employee> people;
  std::vector<model::Unit> units;

  std::string of(model::EmployeeId id) const {
    for (const model::Employee& person : people)
      if (person.id == id) return person.code;
    return "";
  }
  std::string of(model::UnitId id) const {
    for (const model::Unit& unit : units)
      if (unit.id == id) return unit.code;
    return "";
  }
};

struct Listed {
  std::vector<store::Member> members;
  Codes codes;
};
base::Result<Listed> list(const Visit& visit) {
  Listed listed;
  listed.members = TRY(visit.services.access.members(visit.caller()));
  store::Transaction tx = TRY(visit.services.database.begin_read());
  listed.codes.people = TRY(store::list_employees(tx, visit.organization()));
  listed.codes.units = TRY(store::list_units(tx, visit.organization()));
  return listed;
}

std::string link_of(const Visit& visit, const base::Secret& secret) {
  return visit.site_url() + app::link_path(secret);
}

base::Result<model::UserId> user_of(const Visit& visit) {
  const auto id = base::Uuid::parse(visit.request.parameter("id"));
  if (!id) return base::not_found("There is no such member.");
  return model::UserId{*id};
}

// --- The page -----------------------------------------------------------------------------------

http::Response members_page(const Pages& pages, const Visit& visit, MembersView view, int status) {
  const auto listed = list(visit);
  if (!listed) return pages.trouble(visit.request, listed.error());
  const model::Role own = visit.caller().role.value_or(model::Role::kEmployee);
  view.address = visit.at("/members");
  view.form_token = visit.form_token();
  for (const model::Role role : model::kRoles) {
    if (model::may_give(own, role))
      view.roles.push_back({std::string(name(role)), std::string(words(role))});
  }
  for (const store::Member& member : listed->members) {
    MemberRow& row = view.members.emplace_back();
    row.id = member.user.id.value.to_string();
    row.address = member.user.address;
    row.name = member.user.name;
    row.role = name(member.membership.role);
    row.role_words = words(member.membership.role);
    row.employee = listed->codes.of(member.membership.employee);
    row.unit = listed->codes.of(member.membership.unit);
    row.state = member.membership.accepted_at ? "" : "invited";
    row.may_change = model::may_give(own, member.membership.role);
  }
  return pages.page(visit, "People and roles", "/members", members_view(view), status);
}

http::Reply invite(const Pages& pages, const Visit& visit, const http::Form& form) {
  MembersView view;
  view.typed_address = form.value_or("address", "");
  view.typed_name = form.value_or("name", "");
  view.typed_role = form.value_or("role", "");
  view.typed_employee = form.value_or("employee", "");
  view.typed_unit = form.value_or("unit", "");
  const auto read = schema::read_fields(*invitation(), fields_of(form));
  if (!read) {
    view.problem = first_problem(read.problems);
    return members_page(pages, visit, std::move(view), 422);
  }
  const auto invited = visit.services.access.invite(visit.caller(), *read.value);
  if (!invited) {
    view.problem = invited.error().message;
    return members_page(pages, visit, std::move(view), status_of(invited.error().code));
  }
  MembersView fresh;
  fresh.link_for = read.value->address;
  if (invited->secret) fresh.link = link_of(visit, *invited->secret);
  return members_page(pages, visit, std::move(fresh), 200);
}

http::Reply change(const Pages& pages, const Visit& visit, const http::Form& form) {
  const auto user = user_of(visit);
  if (!user) return pages.trouble(visit.request, user.error());
  const auto role = model::role_named(form.value_or("role", ""));
  if (!role) return pages.trouble(visit.request, 422, "Choose one of the roles.");
  const auto changed = visit.services.access.change_member(
      visit.caller(), *user,
      {*role, std::string(form.value_or("employee", "")), std::string(form.value_or("unit", ""))});
  if (!changed) return pages.trouble(visit.request, changed.error());
  return done(visit.at("/members"), "member-changed");
}

http::Reply remove(const Pages& pages, const Visit& visit) {
  const auto user = user_of(visit);
  if (!user) return pages.trouble(visit.request, user.error());
  const auto removed = visit.services.access.remove_member(visit.caller(), *user);
  if (!removed) return pages.trouble(visit.request, removed.error());
  return done(visit.at("/members"), "member-removed");
}

}  // namespace

void add_members(Pages& pages) {
  constexpr Permission kNeeds = Permission::kManageMembers;
  pages.of_organization("/members", kNeeds, [&](const Visit& visit) -> http::Reply {
    return members_page(pages, visit, {}, 200);
  });
  pages.organization_form("/members", kNeeds, [&](const Visit& visit, const http::Form& form) {
    return invite(pages, visit, form);
  });
  pages.organization_form("/members/{id}", kNeeds, [&](const Visit& visit, const http::Form& form) {
    return change(pages, visit, form);
  });
  pages.organization_form(
      "/members/{id}/remove", kNeeds,
      [&](const Visit& visit, const http::Form&) { return remove(pages, visit); });
}

}  // namespace laurel::web
