#include "web/roster_pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "store/organizations.h"
#include "store/revisions.h"
#include "web/fields.h"
#include "web/problem.h"
#include "web/redirect.h"
#include "web/roster.h"
#include "web/roster_views.h"

namespace laurel::web {
namespace {

using model::Permission;
using Directory = std::shared_ptr<const app::Directory>;

constexpr std::string_view kNew = "new";

base::Result<Directory> directory_of(const Visit& visit, Lists& lists) {
  store::Transaction tx = TRY(visit.services.database.begin_read());
  return lists.directories.of(tx, visit.organization());
}

// People and units are named in addresses by their numbers: codes may hold anything.
std::int32_t number_in(const Visit& visit) {
  const std::string_view text = visit.request.parameter("id");
  std::int32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

std::vector<Option> unit_options(const app::Directory& directory) {
  std::vector<Option> options;
  for (const model::Unit& unit : directory.units())
    options.push_back({unit.code, unit.name == unit.code
                                      ? unit.name
                                      : fmt::format("{} ({})", unit.name, unit.code)});
  return options;
}

// --- People -------------------------------------------------------------------------------------

http::Reply show_people(const Pages& pages, Lists& lists, const Visit& visit) {
  const auto query = schema::read_fields(*people_query(), page_query(visit.request));
  if (!query) return pages.trouble(visit.request, 400, first_problem(query.problems));
  const auto found = directory_of(visit, lists);
  if (!found) return pages.trouble(visit.request, found.error());
  const app::Directory& directory = **found;
  const auto page = list_people(directory, *query.value);
  if (!page) return pages.trouble(visit.request, page.error());

  PeopleView view;
  view.address = visit.at("/roster");
  view.new_address = visit.at("/roster/new");
  view.file_address = visit.at("/roster-file");
  view.units = unit_options(directory);
  view.words = query.value->words;
  view.unit = query.value->unit;
  view.found = page->found;
  view.may_edit = visit.may(Permission::kEditRoster);
  const base::Date today = base::Date::of(visit.services.clock.now());
  for (const model::Employee* person : page->people) {
    PersonRow& row = view.people.emplace_back();
    row.address = visit.at(fmt::format("/roster/{}", person->id.value));
    row.name = model::display_name(*person);
    row.code = person->code;
    row.unit = directory.name_of(person->unit);
    row.title = person->title;
    if (const model::Employee* leader = directory.person(person->leader))
      row.leader = model::display_name(*leader);
    row.left = person->employed_until && *person->employed_until < today;
  }
  if (!page->next.empty()) {
    view.next = fmt::format("{}?words={}&unit={}&after={}", view.address, encoded(view.words),
                            encoded(view.unit), encoded(page->next));
  }
  return pages.page(visit, "Roster", "/roster", people_view(view));
}

void put_draft(PersonView& view, const app::PersonDraft& draft) {
  view.code = draft.code;
  view.first_name = draft.first_name;
  view.last_name = draft.last_name;
  view.preferred_name = draft.preferred_name;
  view.aliases = fmt::format("{}", fmt::join(draft.aliases, ", "));
  view.email = draft.email;
  view.unit = draft.unit;
  view.department = draft.department;
  view.title = draft.title;
  view.leader = draft.leader;
  if (draft.employed_from) view.employed_from = draft.employed_from->to_string();
  if (draft.employed_until) view.employed_until = draft.employed_until->to_string();
}

// What a form had in it, as it was typed.
void put_typed(PersonView& view, const http::Form& form) {
  const auto typed = [&](std::string_view name) { return std::string(form.value_or(name, "")); };
  view.code = typed("employee_id");
  view.first_name = typed("first_name");
  view.last_name = typed("last_name");
  view.preferred_name = typed("preferred_name");
  view.aliases = typed("aliases");
  view.email = typed("email");
  view.unit = typed("unit");
  view.department = typed("department");
  view.title = typed("title");
  view.leader = typed("manager_id");
  view.employed_from = typed("start_date");
  view.employed_until = typed("end_date");
}

// The page of the person that the path names, or of one to be added; kNotFound.
base::Result<PersonView> person_page_of(const Visit& visit, const app::Directory& directory) {
  PersonView view;
  view.list_address = visit.at("/roster");
  view.form_token = visit.form_token();
  view.may_edit = visit.may(Permission::kEditRoster);
  view.units = unit_options(directory);
  view.is_new = visit.request.parameter("id") == kNew;
  if (view.is_new) {
    view.address = visit.at("/roster/new");
    view.heading = "Somebody new";
    return view;
  }
  const model::Employee* person = directory.person({number_in(visit)});
  if (person == nullptr) return base::not_found("Nobody on the roster has that number.");
  view.address = visit.at(fmt::format("/roster/{}", person->id.value));
  view.heading = model::display_name(*person);
  put_draft(view, app::draft_of(*person, directory.units(), directory.people()));
  if (visit.may(Permission::kSeeResponses))
    view.praise_address = visit.at("/responses?credited=" + encoded(person->code));
  return view;
}

http::Reply show_person(const Pages& pages, Lists& lists, const Visit& visit) {
  const auto directory = directory_of(visit, lists);
  if (!directory) return pages.trouble(visit.request, directory.error());
  const auto view = person_page_of(visit, **directory);
  if (!view) return pages.trouble(visit.request, view.error());
  return pages.page(visit, view->heading, "/roster", person_view(*view));
}

http::Reply change_person(const Pages& pages, Lists& lists, const Visit& visit,
                          const http::Form& form) {
  const auto directory = directory_of(visit, lists);
  if (!directory) return pages.trouble(visit.request, directory.error());
  auto view = person_page_of(visit, **directory);
  if (!view) return pages.trouble(visit.request, view.error());
  const std::string known_code = view->code;
  const auto again = [&](std::string problem, int status) {
    put_typed(*view, form);
    if (!view->is_new) view->code = known_code;
    view->problem = std::move(problem);
    return pages.page(visit, view->heading, "/roster", person_view(*view), status);
  };
  auto read = schema::read_fields(*person_json(), fields_of(form));
  if (!read) return again(first_problem(read.problems), 422);
  app::PersonDraft draft = std::move(*read.value);
  if (!view->is_new) draft.code = known_code;
  if (view->is_new && (*directory)->person_coded(draft.code) != nullptr)
    return again("Somebody on the roster has that employee id already.", 409);
  const auto saved = visit.services.writes.write([&](store::Transaction& tx) -> base::Status {
    TRY(app::save_person(tx, visit.services.access.audit(), visit.caller(), draft));
    return {};
  });
  if (!saved) return again(saved.error().message, status_of(saved.error().code));
  return done(view->is_new ? visit.at("/roster") : view->address, "person-saved");
}

// --- A file of them -----------------------------------------------------------------------------

http::Response file_page(const Pages& pages, const Visit& visit, RosterFileView view, int status) {
  view.address = visit.at("/roster-file");
  view.apply_address = visit.at("/roster-file/apply");
  view.list_address = visit.at("/roster");
  view.form_token = visit.form_token();
  return pages.page(visit, "Upload a roster", "/roster", roster_file_view(view), status);
}

intake::DateOrder order_named(std::string_view text) {
  if (text == "dmy") return intake::DateOrder::kDayFirst;
  if (text == "mdy") return intake::DateOrder::kMonthFirst;
  return intake::DateOrder::kUnknown;
}

http::Reply compare_file(const Pages& pages, const Visit& visit, const http::Form& form) {
  RosterFileView view;
  view.dates = form.value_or("dates", "");
  const http::FormFile* file = form.file("file");
  if (file == nullptr || file->bytes.empty()) {
    view.problem = "Choose a CSV file that isn't empty.";
    return file_page(pages, visit, std::move(view), 422);
  }
  const auto compared = [&]() -> base::Result<app::RosterResult> {
    store::Transaction tx = TRY(visit.services.database.begin_read());
    view.revision = TRY(store::revision(tx, visit.organization()));
    return import_sent_roster(tx, visit, file->bytes, order_named(view.dates),
                              app::RosterMode::kDryRun);
  }();
  if (!compared) {
    view.problem = compared.error().message;
    return file_page(pages, visit, std::move(view), status_of(compared.error().code));
  }
  view.compared = true;
  view.result = *compared;
  view.csv = file->bytes;
  return file_page(pages, visit, std::move(view), 200);
}

http::Reply apply_file(const Pages& pages, const Visit& visit, const http::Form& form) {
  RosterFileView view;
  view.dates = form.value_or("dates", "");
  const std::string_view expected_text = form.value_or("revision", "");
  std::int64_t expected = -1;
  std::from_chars(expected_text.data(), expected_text.data() + expected_text.size(), expected);
  const std::string csv(form.value_or("csv", ""));
  const auto applied = visit.services.writes.write([&](store::Transaction& tx) -> base::Status {
    TRY(import_sent_roster(tx, visit, csv, order_named(view.dates), app::RosterMode::kApply,
                           expected));
    return {};
  });
  if (applied) return done(visit.at("/roster"), "roster-applied");
  view.problem = applied.error().message;
  return file_page(pages, visit, std::move(view), status_of(applied.error().code));
}

// --- Units --------------------------------------------------------------------------------------

std::vector<UnitNode> tree_of(const Visit& visit, const app::Directory& directory,
                              model::UnitId parent,
                              const std::unordered_map<model::UnitId, std::int64_t>& people) {
  std::vector<UnitNode> nodes;
  for (const model::Unit& unit : directory.units()) {
    if (unit.parent != parent) continue;
    UnitNode& node = nodes.emplace_back();
    node.address = visit.at(fmt::format("/units/{}", unit.id.value));
    node.code = unit.code;
    node.name = unit.name;
    const auto count = people.find(unit.id);
    if (count != people.end()) node.people = count->second;
    node.below = tree_of(visit, directory, unit.id, people);
  }
  return nodes;
}

http::Response units_page(const Pages& pages, Lists& lists, const Visit& visit, UnitsView view,
                          int status) {
  const auto directory = directory_of(visit, lists);
  if (!directory) return pages.trouble(visit.request, directory.error());
  std::unordered_map<model::UnitId, std::int64_t> people;
  for (const model::Employee& person : (*directory)->people()) ++people[person.unit];
  view.address = visit.at("/units");
  view.form_token = visit.form_token();
  view.tree = tree_of(visit, **directory, {}, people);
  view.units = unit_options(**directory);
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
  const std::int32_t id = number_in(visit);
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

}  // namespace

void add_roster_pages(Pages& pages, Lists& lists) {
  constexpr Permission kSee = Permission::kSeeRoster;
  constexpr Permission kEdit = Permission::kEditRoster;
  constexpr http::RouteOptions kLarge = {.body_limit = kMostRosterBytes};
  pages.of_organization("/roster", kSee,
                        [&](const Visit& visit) { return show_people(pages, lists, visit); });
  pages.of_organization("/roster/{id}", kSee,
                        [&](const Visit& visit) { return show_person(pages, lists, visit); });
  pages.organization_form("/roster/{id}", kEdit, [&](const Visit& visit, const http::Form& form) {
    return change_person(pages, lists, visit, form);
  });
  pages.of_organization("/roster-file", kEdit, [&](const Visit& visit) -> http::Reply {
    return file_page(pages, visit, {}, 200);
  });
  pages.organization_form(
      "/roster-file", kEdit,
      [&](const Visit& visit, const http::Form& form) { return compare_file(pages, visit, form); },
      kLarge);
  pages.organization_form(
      "/roster-file/apply", kEdit,
      [&](const Visit& visit, const http::Form& form) { return apply_file(pages, visit, form); },
      kLarge);

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

}  // namespace laurel::web
