#include "web/organization.h"

#include <algorithm>
#include <charconv>

#include "app/programme.h"
#include "schema/document.h"
#include "store/organizations.h"
#include "store/settings.h"
#include "web/fields.h"
#include "web/problem.h"
#include "web/programme_views.h"
#include "web/redirect.h"

namespace laurel::web {
namespace {

using model::Permission;

struct NewName {
  std::string name;
};
schema::ObjectType<NewName> new_name() {
  static const auto declared = schema::object<NewName>(
      "OrganizationName", "",
      schema::required("name", &NewName::name, schema::text({.shortest = 1, .longest = 200}), ""));
  return declared;
}

http::Response show(const Pages& pages, Lists& lists, const Visit& visit, std::string problem,
                    int status) {
  OrganizationView view;
  view.address = visit.at("/organization");
  view.form_token = visit.form_token();
  view.slug = visit.caller().organization.slug;
  view.may_manage = visit.may(Permission::kManageOrganization);
  view.problem = std::move(problem);
  const auto read = [&]() -> base::Status {
    store::Transaction tx = TRY(visit.services.database.begin_read());
    view.name = TRY(store::find_organization(tx, visit.organization())).name;
    const model::Settings settings = TRY(store::read_settings(tx, visit.organization()));
    const auto directory = TRY(lists.directories.of(tx, visit.organization()));
    if (settings.main_driver) view.main_driver = name(*settings.main_driver);
    view.council_everywhere = settings.works_council;
    for (const model::Unit& unit : directory->units()) {
      view.council_units.push_back(
          {std::to_string(unit.id.value), unit.name,
           std::binary_search(settings.works_council_units.begin(),
                              settings.works_council_units.end(), unit.id)});
    }
    return {};
  }();
  if (!read) return pages.trouble(visit.request, read.error());
  return pages.page(visit, "Organization", "/organization", organization_view(view), status);
}

// Does one change, and shows the page with what is wrong if it can't be done.
http::Reply change(const Pages& pages, Lists& lists, const Visit& visit,
                   const std::function<base::Status(store::Transaction&)>& work) {
  const auto changed = visit.services.writes.write(work);
  if (!changed)
    return show(pages, lists, visit, changed.error().message, status_of(changed.error().code));
  return done(visit.at("/organization"), "organization-changed");
}

http::Reply set_driver(const Pages& pages, Lists& lists, const Visit& visit,
                       const http::Form& form) {
  const std::string_view chosen = form.value_or("main_driver", "");
  const auto driver = model::reward_named(chosen);
  if (!driver && !chosen.empty())
    return show(pages, lists, visit, "Choose one of the four rewards, or none.", 422);
  return change(pages, lists, visit, [&](store::Transaction& tx) {
    return app::set_main_driver(tx, visit.services.access.audit(), visit.caller(), driver);
  });
}

http::Reply set_council(const Pages& pages, Lists& lists, const Visit& visit,
                        const http::Form& form) {
  return change(pages, lists, visit, [&](store::Transaction& tx) -> base::Status {
    std::vector<model::UnitId> units;
    const auto known = TRY(store::list_units(tx, visit.organization()));
    for (const std::string_view text : form.values("units")) {
      std::int32_t number = 0;
      std::from_chars(text.data(), text.data() + text.size(), number);
      const bool there = std::any_of(known.begin(), known.end(), [&](const model::Unit& unit) {
        return unit.id.value == number;
      });
      if (!there) return base::not_found("One of these units is not there any more. Choose again.");
      units.push_back({number});
    }
    return app::set_works_council(tx, visit.services.access.audit(), visit.caller(),
                                  form.value("everywhere").has_value(), std::move(units));
  });
}

}  // namespace

void add_organization(Pages& pages, Lists& lists) {
  pages.of_organization(
      "/organization", Permission::kEditProgramme,
      [&](const Visit& visit) -> http::Reply { return show(pages, lists, visit, {}, 200); });
  pages.organization_form("/organization/driver", Permission::kEditProgramme,
                          [&](const Visit& visit, const http::Form& form) {
                            return set_driver(pages, lists, visit, form);
                          });
  pages.organization_form("/organization/name", Permission::kManageOrganization,
                          [&](const Visit& visit, const http::Form& form) -> http::Reply {
                            const auto read = schema::read_fields(*new_name(), fields_of(form));
                            if (!read)
                              return show(pages, lists, visit, first_problem(read.problems), 422);
                            return change(pages, lists, visit, [&](store::Transaction& tx) {
                              return app::rename_organization(tx, visit.services.access.audit(),
                                                              visit.caller(), read.value->name);
                            });
                          });
  pages.organization_form("/organization/works-council", Permission::kManageOrganization,
                          [&](const Visit& visit, const http::Form& form) {
                            return set_council(pages, lists, visit, form);
                          });
}

}  // namespace laurel::web
