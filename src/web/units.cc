#include "web/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "app/roster.h"
#include "store/ended_units.h"
#include "store/organizations.h"
#include "web/fields.h"
#include "web/problem.h"
#include "web/redirect.h"
#include "web/roster.h"
#include "web/roster_views.h"
#include "web/written.h"

namespace laurel::web {
namespace {

using app::UnitDraft;
using model::Permission;
using Kept = base::Result<store::KeptReply>;

// --- The API ------------------------------------------------------------------------------------

schema::ObjectType<UnitDraft> unit_json() {
  using namespace schema;
  using U = UnitDraft;
  static const Type<std::string> word = text({.longest = 200});
  static const auto declared = object<U>(
      "Unit", "A part of the organization.",
      optional("unit_id", &U::code, word, "Its code, unique within the organization."),
      required("name", &U::name, text({.shortest = 1, .longest = 200}), ""),
      optional("parent", &U::parent, word, "Code of the unit it belongs to; empty at the top."),
      optional("last_day", &U::last_day, nullable(date()),
               "Of a unit that is closed; absent while it goes on."));
  return declared;
}

struct UnitQuery {
  bool from_the_end = false;
};
schema::ObjectType<UnitQuery> unit_query() {
  using namespace schema;
  static const auto declared = object<UnitQuery>(
      "UnitQuery", "",
      optional("sort", &UnitQuery::from_the_end, one_of<bool>({{"name", false}, {"-name", true}}),
               "By name, from the first (name, as without it) or from the last (-name)."));
  return declared;
}

struct UnitsJson {
  std::vector<UnitDraft> units;
};
schema::ObjectType<UnitsJson> units_json() {
  using namespace schema;
  static const auto declared = object<UnitsJson>(
      "Units", "All units.",
      required("units", &UnitsJson::units, list(Type<UnitDraft>(unit_json()), 100'000), ""));
  return declared;
}

http::Reply put_unit(const Visit& visit, UnitDraft draft) {
  const std::string code(visit.request.parameter("unit_id"));
  if (const auto same = same_code(draft.code, code); !same)
    return problem(visit.request, same.error());
  draft.code = code;
  return written(visit, [visit, draft](store::Transaction& tx) -> Kept {
    const auto saved =
        TRY(app::save_unit(tx, visit.services.access.audit(), visit.caller(), draft));
    return kept(*unit_json(), draft, status_for(saved));
  });
}

void add_api(Api& api, Lists& lists) {
  api.add<UnitQuery>({.path = "/units",
                      .id = "listUnits",
                      .tag = "Roster",
                      .summary = "The units",
                      .needs = Permission::kSeeRoster,
                      .answers = {answer(200, "All of them.", units_json())}},
                     unit_query(), [&](const Visit& visit, const UnitQuery& query) -> http::Reply {
                       const auto directory = directory_of(visit, lists);
                       if (!directory) return problem(visit.request, directory.error());
                       const auto ended = ended_units(visit);
                       if (!ended) return problem(visit.request, ended.error());
                       UnitsJson out;
                       for (const model::Unit& unit : (*directory)->units()) {
                         UnitDraft& draft = out.units.emplace_back(UnitDraft{
                             unit.code, unit.name, {}, store::last_day_of(*ended, unit.id)});
                         for (const model::Unit& parent : (*directory)->units())
                           if (unit.parent.known() && parent.id == unit.parent)
                             draft.parent = parent.code;
                       }
                       if (query.from_the_end) std::reverse(out.units.begin(), out.units.end());
                       return json_answer(*units_json(), out);
                     });
  api.add_with_body<UnitDraft>({.method = http::Method::kPut,
                                .path = "/units/{unit_id}",
                                .id = "putUnit",
                                .tag = "Roster",
                                .summary = "Add a unit, rename or move one",
                                .needs = Permission::kEditRoster,
                                .path_parameters = {{"unit_id", "The unit's code."}},
                                .answers = {answer(200, "Changed, or the same.", unit_json()),
                                            answer(201, "Added.", unit_json())}},
                               unit_json(), put_unit);
}

// --- The pages ----------------------------------------------------------------------------------

std::vector<Option> unit_options(const app::Directory& directory) {
  std::vector<Option> options;
  for (const model::Unit& unit : directory.units())
    options.push_back({unit.code, unit.name == unit.code
                                      ? unit.name
                                      : fmt::format("{} ({})", unit.name, unit.code)});
  return options;
}

std::string last_day_words(const store::EndedUnits& ended, model::UnitId unit) {
  const auto day = store::last_day_of(ended, unit);
  return day ? day->to_string() : "";
}

std::vector<UnitNode> tree_of(const Visit& visit, const app::Directory& directory,
                              const store::EndedUnits& ended, model::UnitId parent,
                              const std::unordered_map<model::UnitId, std::int64_t>& people) {
  std::vector<UnitNode> nodes;
  for (const model::Unit& unit : directory.units()) {
    if (unit.parent != parent) continue;
    UnitNode& node = nodes.emplace_back();
    node.address = visit.at(fmt::format("/units/{}", unit.id.value));
    node.code = unit.code;
    node.name = unit.name;
    node.last_day = last_day_words(ended, unit.id);
    const auto count = people.find(unit.id);
    if (count != people.end()) node.people = count->second;
    node.below = tree_of(visit, directory, ended, unit.id, people);
  }
  return nodes;
}

http::Response units_page(const Pages& pages, Lists& lists, const Visit& visit, UnitsView view,
                          int status) {
  const auto directory = directory_of(visit, lists);
  if (!directory) return pages.trouble(visit.request, directory.error());
  std::unordered_map<model::UnitId, std::int64_t> people;
  for (const model::Employee& person : (*directory)->people()) ++people[person.unit];
  const auto ended = ended_units(visit);
  if (!ended) return pages.trouble(visit.request, ended.error());
  view.address = visit.at("/units");
  view.form_token = visit.form_token();
  view.tree = tree_of(visit, **directory, *ended, {}, people);
  view.units = open_units(**directory, *ended, today(visit), {});
  view.may_edit = visit.may(Permission::kEditRoster);
  return pages.page(visit, "Units", "/units", units_view(view), status);
}

http::Reply add_unit(const Pages& pages, Lists& lists, const Visit& visit, const http::Form& form) {
  UnitsView view;
  view.typed_code = form.value_or("unit_id", "");
  view.typed_name = form.value_or("name", "");
  view.typed_parent = form.value_or("parent", "");
  const auto again = [&](std::string problem, int status) {
    view.problem = std::move(problem);
    return units_page(pages, lists, visit, std::move(view), status);
  };
  const auto read = schema::read_fields(*unit_json(), fields_of(form));
  if (!read) return again(first_problem(read.problems), 422);
  const auto saved = visit.services.writes.write([&](store::Transaction& tx) -> base::Status {
    for (const model::Unit& unit : TRY(store::list_units(tx, visit.organization()))) {
      if (unit.code == read.value->code)
        return base::conflict("A unit has that code already. Choose another.");
    }
    TRY(app::save_unit(tx, visit.services.access.audit(), visit.caller(), *read.value));
    return {};
  });
  if (!saved) return again(saved.error().message, status_of(saved.error().code));
  return done(visit.at("/units"), "unit-saved");
}

base::Result<UnitView> unit_page_of(const Visit& visit, const app::Directory& directory) {
  const std::int32_t id = number_in_path(visit);
  const auto at = std::find_if(directory.units().begin(), directory.units().end(),
                               [&](const model::Unit& unit) { return unit.id.value == id; });
  if (at == directory.units().end()) return base::not_found("There is no such unit.");
  UnitView view;
  view.address = visit.at(fmt::format("/units/{}", id));
  view.list_address = visit.at("/units");
  view.people_address = visit.at("/roster?unit=" + encoded(at->code));
  view.form_token = visit.form_token();
  view.code = at->code;
  view.name = at->name;
  view.last_day = last_day_words(TRY(ended_units(visit)), at->id);
  for (const model::Unit& unit : directory.units())
    if (at->parent.known() && unit.id == at->parent) view.parent = unit.code;
  view.units = unit_options(directory);
  std::erase_if(view.units, [&](const Option& option) { return option.value == at->code; });
  return view;
}

http::Reply change_unit(const Pages& pages, Lists& lists, const Visit& visit,
                        const http::Form& form) {
  const auto directory = directory_of(visit, lists);
  if (!directory) return pages.trouble(visit.request, directory.error());
  auto view = unit_page_of(visit, **directory);
  if (!view) return pages.trouble(visit.request, view.error());
  const auto again = [&](std::string problem, int status) {
    view->name = form.value_or("name", "");
    view->parent = form.value_or("parent", "");
    view->last_day = form.value_or("last_day", "");
    view->problem = std::move(problem);
    return pages.page(visit, "Unit", "/units", unit_view(*view), status);
  };
  auto read = schema::read_fields(*unit_json(), fields_of(form));
  if (!read) return again(first_problem(read.problems), 422);
  read.value->code = view->code;
  const auto saved = visit.services.writes.write([&](store::Transaction& tx) -> base::Status {
    TRY(app::save_unit(tx, visit.services.access.audit(), visit.caller(), *read.value));
    return {};
  });
  if (!saved) return again(saved.error().message, status_of(saved.error().code));
  return done(visit.at("/units"), "unit-saved");
}

void add_pages(Pages& pages, Lists& lists) {
  constexpr Permission kSee = Permission::kSeeRoster;
  constexpr Permission kEdit = Permission::kEditRoster;
  pages.of_organization("/units", kSee, [&](const Visit& visit) -> http::Reply {
    return units_page(pages, lists, visit, {}, 200);
  });
  pages.organization_form("/units", kEdit, [&](const Visit& visit, const http::Form& form) {
    return add_unit(pages, lists, visit, form);
  });
  pages.of_organization("/units/{id}", kEdit, [&](const Visit& visit) -> http::Reply {
    const auto directory = directory_of(visit, lists);
    if (!directory) return pages.trouble(visit.request, directory.error());
    const auto view = unit_page_of(visit, **directory);
    if (!view) return pages.trouble(visit.request, view.error());
    return pages.page(visit, view->name, "/units", unit_view(*view));
  });
  pages.organization_form("/units/{id}", kEdit, [&](const Visit& visit, const http::Form& form) {
    return change_unit(pages, lists, visit, form);
  });
}

}  // namespace

std::int32_t number_in_path(const Visit& visit) {
  const std::string_view text = visit.request.parameter("id");
  std::int32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

base::Result<store::EndedUnits> ended_units(const Visit& visit) {
  store::Transaction tx = TRY(visit.services.database.begin_read());
  return store::list_ended_units(tx, visit.organization());
}

base::Date today(const Visit& visit) { return base::Date::of(visit.services.clock.now()); }

std::vector<Option> open_units(const app::Directory& directory, const store::EndedUnits& ended,
                               base::Date day, std::string_view also) {
  std::vector<Option> options = unit_options(directory);
  std::erase_if(options, [&](const Option& option) {
    const auto last = store::last_day_of(ended, directory.unit_named(option.value));
    return last && *last < day && option.value != also;
  });
  return options;
}

void add_units(Pages& pages, Api& api, Lists& lists) {
  add_api(api, lists);
  add_pages(pages, lists);
}

}  // namespace laurel::web
