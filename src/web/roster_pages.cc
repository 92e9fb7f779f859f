#include "web/roster_pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "store/revisions.h"
#include "web/fields.h"
#include "web/problem.h"
#include "web/redirect.h"
#include "web/roster.h"
#include "web/roster_views.h"
#include "web/units.h"

namespace laurel::web {
namespace {

using model::Permission;

constexpr std::string_view kNew = "new";

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
  view.units = open_units(directory, {}, today(visit));
  view.words = query.value->words;
  view.unit = query.value->unit;
  view.found = page->found;
  view.may_edit = visit.may(Permission::kEditRoster);
  for (const model::Employee* person : page->people) {
    PersonRow& row = view.people.emplace_back();
    row.address = visit.at(fmt::format("/roster/{}", person->id.value));
    row.name = model::display_name(*person);
    row.code = person->code;
    row.unit = directory.name_of(person->unit);
    row.title = person->title;
    if (const model::Employee* leader = directory.person(person->leader))
      row.leader = model::display_name(*leader);
    row.left = person->employed_until && *person->employed_until < today(visit);
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
  const store::EndedUnits ended = TRY(ended_units(visit));
  view.is_new = visit.request.parameter("id") == kNew;
  if (view.is_new) {
    view.address = visit.at("/roster/new");
    view.heading = "Somebody new";
    view.units = open_units(directory, ended, today(visit), {});
    return view;
  }
  const model::Employee* person = directory.person({number_in_path(visit)});
  if (person == nullptr) return base::not_found("Nobody on the roster has that number.");
  view.address = visit.at(fmt::format("/roster/{}", person->id.value));
  view.heading = model::display_name(*person);
  put_draft(view, app::draft_of(*person, directory.units(), directory.people()));
  view.units = open_units(directory, ended, today(visit), view.unit);
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
}

}  // namespace laurel::web
